/* codeowners.h - who owns a file, by a CODEOWNERS file of GitHub or GitLab.
 *
 *     Codeowners *c = codeowners_parse(arena, text, OWNERS_AUTO, err);
 *     for (size_t i = 0; i < c->problems_n; i++) tell(c->problems[i].line, c->problems[i].what);
 *     const OwnersRule *hit[8];
 *     size_t n = codeowners_find(c, STR("docs/index.md"), hit, 8);
 *
 * GitHub (docs.github.com, "About code owners"): the last rule that matches decides; one without an owner clears;
 * `docs/` and `/docs` hold all that lies beneath, `docs/` at any depth, `docs/x` from the root; a last segment of `*`
 * alone is not recursive; no `!`, no `[ ]`, no `\#`: such a line is skipped, and so is one with an owner that is none.
 * GitLab (docs.gitlab.com, "Code Owners syntax"): each section has an owner of its own by its last match; `^[Name]` is
 * optional, `[Name][2]` wants two approvals, owners behind it are the default of its rules; `!path` takes files out of
 * its section for good; a path without a leading slash matches at any depth, and only `/` at its end makes it
 * recursive. Both are case-sensitive. `\` takes away the meaning of the next character; `#` after a blank begins a
 * comment. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

typedef enum OwnersDialect {
    OWNERS_AUTO, /* GitLab when a line has the form of a section, else GitHub */
    OWNERS_GITHUB,
    OWNERS_GITLAB
} OwnersDialect;

enum { OWNERS_MAX_BYTES = 3 << 20, OWNERS_MAX_RULES = 100000 }; /* 3 MiB is GitHub's own limit */

typedef struct OwnersSection {
    Str name; /* as first written; "" for rules above the first section, and for GitHub */
    bool optional;
    int approvals; /* at least 1 */
} OwnersSection;

typedef struct OwnersRule {
    Str pattern;       /* as written, without the `!` */
    const Str *owners; /* "@user", "@org/team" or an e-mail address; defaults of the section filled in */
    size_t owners_n;   /* 0: matching files have no owner */
    uint32_t line;
    uint32_t section; /* index into sections */
    bool exclude;
    const struct OwnersPattern *compiled;
} OwnersRule;

typedef struct OwnersProblem {
    uint32_t line;
    Str what; /* what is wrong with it, and what becomes of it */
} OwnersProblem;

typedef struct Codeowners {
    OwnersDialect dialect; /* never AUTO */
    const OwnersSection *sections;
    size_t sections_n;
    const OwnersRule *rules; /* in order of lines */
    size_t rules_n;
    const OwnersProblem *problems;
    size_t problems_n;
} Codeowners;

/* All in the arena; slices point into `text`. NULL when it is too long or no UTF-8; a bad line is a problem, not an
 * error. */
Codeowners *codeowners_parse(Arena *a, Str text, OwnersDialect dialect, Err *err);

/* The rules that decide about a path (from the root of the repository, no leading slash), one for each section that has
 * a match; at most `max`. A rule of them without owners says that the file has none. Returns how many. */
size_t codeowners_find(const Codeowners *c, Str path, const OwnersRule **out, size_t max);

/* Does the pattern of this rule match, whatever other rules say? */
bool codeowners_rule_matches(const OwnersRule *rule, Str path);

/* The folder that a rule names as a whole ("packages/core" for `/packages/core/`), "" for the whole repository; false
 * when it names files, has wildcards or holds at any depth. */
bool codeowners_rule_folder(const OwnersRule *rule, Str *folder);
