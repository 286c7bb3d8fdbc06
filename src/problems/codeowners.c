/* codeowners.c - CODEOWNERS files line by line: sections, rules, owners, and what of them we cannot take. */
#include "problems/codeowners.h"

#include <string.h>

#include "owners_pattern.h"
#include "text/utf8.h"

typedef struct Parse {
    Arena *a;
    Codeowners *out;
    OwnersSection *sections;
    OwnersRule *rules;
    OwnersProblem *problems;
    uint32_t line, section;
    const Str *defaults;
    size_t defaults_n;
} Parse;

static void problem(Parse *p, Str shown, const char *what, const char *then) {
    Str cut = utf8_cut(shown, 80);
    p->problems[p->out->problems_n++] =
        (OwnersProblem){p->line, arena_printf(p->a, "'%.*s': %s. %s", STR_ARG(cut), what, then)};
}

static const char NO_OWNER[] = "this is no owner: write @name, @org/team or an e-mail address";
static const char SKIPPED[] = "The line was skipped";

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* Cuts off the next word; a blank behind a backslash belongs to it. */
static Str next_word(Str *rest) {
    size_t begin = 0, end;
    while (begin < rest->n && is_blank(rest->p[begin])) begin++;
    for (end = begin; end < rest->n && !is_blank(rest->p[end]); end++)
        if (rest->p[end] == '\\' && end + 1 < rest->n) end++;
    Str word = str_slice(*rest, begin, end);
    *rest = str_slice(*rest, end, rest->n);
    return word;
}

/* "@user", "@org/team", "@@role" (GitLab), or an e-mail address. */
static bool is_owner(Str s) {
    if (s.n < 2) return false;
    const char *at = memchr(s.p, '@', s.n);
    if (!at) return false;
    if (at > s.p) return at + 1 < s.p + s.n && !memchr(at + 1, '@', (size_t)(s.p + s.n - at - 1));
    for (size_t i = 1; i < s.n; i++)
        if (s.p[i] == ',' || s.p[i] == ';' || (s.p[i] == '@' && i > 1)) return false;
    return s.p[1] != '/' && s.p[s.n - 1] != '/';
}

/* The owners of a line; *bad is the first word that is none ("": all are). */
static const Str *owners_read(Parse *p, Str rest, size_t *n, Str *bad) {
    size_t words = 1;
    for (size_t i = 0; i < rest.n; i++) words += is_blank(rest.p[i]);
    Str *owners = ARENA_ARRAY(p->a, Str, words);
    *n = 0;
    *bad = (Str){NULL, 0};
    for (Str word = next_word(&rest); word.n && word.p[0] != '#'; word = next_word(&rest)) {
        if (is_owner(word)) owners[(*n)++] = word;
        else if (!bad->n) *bad = word;
    }
    return owners;
}

/* ---- sections (GitLab) ----------------------------------------------------------------------- */

typedef struct Heading {
    Str name, rest;
    bool optional;
    int64_t approvals;
} Heading;

static bool heading_read(Str line, Heading *h) {
    *h = (Heading){.approvals = 1, .optional = str_starts(line, STR("^["))};
    if (!h->optional && !str_starts(line, STR("["))) return false;
    Str body = str_slice(line, 1 + (size_t)h->optional, line.n);
    size_t close = str_find(body, STR("]"));
    if (close == SIZE_MAX || close == 0) return false;
    h->name = str_trim(str_slice(body, 0, close));
    h->rest = str_slice(body, close + 1, body.n);
    if (str_starts(h->rest, STR("["))) {
        size_t end = str_find(h->rest, STR("]"));
        if (end == SIZE_MAX || !str_to_i64(str_slice(h->rest, 1, end), &h->approvals)) return false;
        if (h->approvals < 1 || h->approvals > 1000) h->approvals = 1;
        h->rest = str_slice(h->rest, end + 1, h->rest.n);
    }
    return h->name.n && (!h->rest.n || is_blank(h->rest.p[0]));
}

static void section_begin(Parse *p, const Heading *h) {
    Str bad;
    p->defaults = owners_read(p, h->rest, &p->defaults_n, &bad);
    if (bad.n) problem(p, bad, NO_OWNER, "It was left out of the section's default");
    for (p->section = 0; p->section < p->out->sections_n; p->section++)
        if (str_eq_nocase(p->sections[p->section].name, h->name)) break;
    if (p->section == p->out->sections_n)
        p->sections[p->out->sections_n++] = (OwnersSection){h->name, h->optional, (int)h->approvals};
}

/* ---- rules ----------------------------------------------------------------------------------- */

/* What GitHub's dialect lacks, or NULL. */
static const char *unsupported(Str pattern) {
    if (pattern.p[0] == '!') return "GitHub has no exclusion by '!'";
    if (str_starts(pattern, STR("\\#"))) return "GitHub cannot escape '#'";
    if (memchr(pattern.p, '[', pattern.n)) return "GitHub has no [ ] in patterns";
    return NULL;
}

static void rule_read(Parse *p, Str line) {
    bool gitlab = p->out->dialect == OWNERS_GITLAB;
    Str rest = line, pattern = next_word(&rest), bad;
    OwnersRule r = {.line = p->line, .section = p->section};
    const char *why = gitlab ? NULL : unsupported(pattern);
    r.exclude = gitlab && pattern.p[0] == '!';
    r.pattern = str_slice(pattern, r.exclude, pattern.n);
    r.owners = owners_read(p, rest, &r.owners_n, &bad);
    if (!r.owners_n && !r.exclude) r.owners = p->defaults, r.owners_n = p->defaults_n;
    if (!r.pattern.n) why = "this excludes nothing";
    else if (!why)
        r.compiled =
            gitlab ? owners_pattern_gitlab(p->a, r.pattern, &why) : owners_pattern_github(p->a, r.pattern, &why);
    if (!r.compiled) problem(p, pattern, why, SKIPPED);
    else if (bad.n) problem(p, bad, NO_OWNER, gitlab ? "It was left out" : SKIPPED);
    if (r.compiled && (gitlab || !bad.n)) p->rules[p->out->rules_n++] = r;
}

static OwnersDialect dialect_of(Str text) {
    Heading h;
    for (Str rest = text; rest.p;) {
        Str line = str_trim(str_cut(&rest, '\n'));
        if (heading_read(line, &h)) return OWNERS_GITLAB;
    }
    return OWNERS_GITHUB;
}

static void line_read(Parse *p, Str line) {
    Heading h;
    if (!line.n || line.p[0] == '#') return;
    bool gitlab = p->out->dialect == OWNERS_GITLAB;
    if (gitlab && heading_read(line, &h)) section_begin(p, &h);
    else if (gitlab && (line.p[0] == '[' || str_starts(line, STR("^["))))
        problem(p, line, "this is no section: write [Name], ^[Name] or [Name][2], then default owners", SKIPPED);
    else rule_read(p, line);
}

Codeowners *codeowners_parse(Arena *a, Str text, OwnersDialect dialect, Err *err) {
    if (text.n > OWNERS_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "split it, or name folders instead of files", "CODEOWNERS is larger than 3 MiB"),
               NULL;
    if (!utf8_valid(text) || memchr(text.p ? text.p : "", 0, text.n))
        return err_set(err, ERR_INPUT, "save it as UTF-8 text", "CODEOWNERS is not UTF-8 text"), NULL;
    if (str_starts(text, STR("\xef\xbb\xbf"))) text = str_slice(text, 3, text.n);
    size_t lines = 1;
    for (Str rest = text; str_cut(&rest, '\n').p && rest.p;) lines++;
    if (lines > OWNERS_MAX_RULES)
        return err_set(err, ERR_LIMIT, "name folders instead of files", "CODEOWNERS has more than %d lines",
                       OWNERS_MAX_RULES),
               NULL;
    Parse p = {.a = a, .out = ARENA_NEW(a, Codeowners)};
    p.sections = ARENA_ARRAY(a, OwnersSection, lines + 1);
    p.rules = ARENA_ARRAY(a, OwnersRule, lines);
    p.problems = ARENA_ARRAY(a, OwnersProblem, 2 * lines);
    *p.out =
        (Codeowners){dialect == OWNERS_AUTO ? dialect_of(text) : dialect, p.sections, 1, p.rules, 0, p.problems, 0};
    p.sections[0] = (OwnersSection){.approvals = 1};
    for (Str rest = text; rest.p;) {
        p.line++;
        line_read(&p, str_trim(str_cut(&rest, '\n')));
    }
    return p.out;
}

/* ---- questions ------------------------------------------------------------------------------- */

bool codeowners_rule_matches(const OwnersRule *rule, Str path) {
    return owners_pattern_matches(rule->compiled, path);
}

/* The rule that decides in one section: the last match, unless an exclusion matches anywhere in it. */
static const OwnersRule *section_find(const Codeowners *c, uint32_t section, Str path) {
    const OwnersRule *found = NULL;
    for (size_t i = c->rules_n; i-- > 0;) {
        const OwnersRule *r = &c->rules[i];
        if (r->section != section || (found && !r->exclude) || !codeowners_rule_matches(r, path)) continue;
        if (r->exclude) return NULL;
        found = r;
        if (c->dialect == OWNERS_GITHUB) break;
    }
    return found;
}

size_t codeowners_find(const Codeowners *c, Str path, const OwnersRule **out, size_t max) {
    size_t n = 0;
    for (uint32_t s = 0; s < c->sections_n && n < max; s++) {
        const OwnersRule *r = section_find(c, s, path);
        if (r) out[n++] = r;
    }
    return n;
}

bool codeowners_rule_folder(const OwnersRule *rule, Str *folder) {
    const OwnersPattern *p = rule->compiled;
    Str s = rule->pattern;
    *folder = (Str){"", 0};
    if (rule->exclude || p->nothing) return false;
    if (str_eq(s, STR("*")) || str_eq(s, STR("**")) || str_eq(s, STR("/**"))) return true;
    bool rooted = str_starts(s, STR("/")), tail = str_ends(s, STR("/**"));
    if (tail) s.n -= 3;
    bool slash = str_ends(s, STR("/"));
    s = str_slice(s, rooted, s.n - slash);
    for (size_t i = 0; i < s.n; i++)
        if (str_find(STR("*?[\\"), str_slice(s, i, i + 1)) != SIZE_MAX) return false;
    *folder = s;
    /* GitLab has no folder without a slash at its end, and only a leading slash ties it to the root */
    return s.n && (p->classes ? rooted && (slash || tail) : rooted || memchr(s.p, '/', s.n) != NULL);
}
