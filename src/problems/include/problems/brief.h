/* brief.h - a problem's brief as a value, and as Markdown with a YAML front matter.
 *
 *     ---
 *     brief: 1
 *     problem: 3
 *     version: 2
 *     themes: [12, 7]
 *     ---
 *
 *     # Card declined abroad
 *
 *     ## What happens
 *
 *     > My card was declined in Lisbon.
 *     >
 *     > -- signal 812, bytes 120-151, sha256 9f2c...
 *
 *     ## What we do not know yet
 *
 *     - [ ] Which terminals?
 *
 * Each block quote is evidence, so each must end with the signal that it is from. Whoever writes one may leave bytes
 * and sha256 out; the store finds them. Everything else is text and stays as it is. */
#pragma once
#include "base/err.h"
#include "base/hash.h"
#include "problems/life.h"
#include "problems/measure.h"

/* Sections that have a meaning; all others are kept as they are. */
typedef enum BriefPart {
    BRIEF_WHO,
    BRIEF_SINCE,
    BRIEF_AIM,     /* what they try to do */
    BRIEF_HAPPENS, /* what happens: the evidence */
    BRIEF_INSTEAD, /* what they do instead */
    BRIEF_SEVERITY,
    BRIEF_COUNTER, /* signals that say the opposite */
    BRIEF_UNKNOWN, /* open questions */
    BRIEF_VALUE,
    BRIEF_MEASURE,
    BRIEF_NOTES,
    BRIEF_OTHER
} BriefPart;
const char *brief_heading(BriefPart part); /* NULL for BRIEF_OTHER */

typedef enum BlockKind { BLOCK_TEXT, BLOCK_QUOTE, BLOCK_QUESTION } BlockKind;

typedef struct BriefBlock {
    BlockKind kind;
    size_t line; /* where it begins, from 1; 0: not read from a file */
    Str text;    /* of a quote: the words alone */
    bool done;   /* a question that is answered */
    int64_t signal;
    bool placed; /* begin, end and sha256 are given */
    uint32_t begin, end;
    Sha256 sha256;
} BriefBlock;

typedef struct BriefSection {
    BriefPart part;
    Str heading; /* of BRIEF_OTHER; else as brief_heading has it */
    BriefBlock *blocks;
    size_t n, line;
} BriefSection;

enum { BRIEF_THEMES = MEASURE_THEMES, BRIEF_BYTES = 60000, BRIEF_BLOCKS = 2000, BRIEF_TITLE_BYTES = 200 };

/* What one contact costs, by the company's own figure. NAN: not given. */
typedef struct BriefValue {
    double per_contact, low, high;
    Str unit;   /* "EUR" */
    Str source; /* whose figure, and of when */
} BriefValue;

typedef struct Brief {
    int64_t problem, version; /* 0: a new one */
    Str title;
    int64_t themes[BRIEF_THEMES];
    size_t themes_n;
    Str state, owner, severity; /* as shown in an export; empty: not said. State and owner are changed by operations */
    double effort_weeks;        /* person-weeks; NAN: nobody said */
    BriefValue value;
    Measure measure; /* themes_n 0: none yet */
    Str links[BRIEF_THEMES];
    size_t links_n;
    BriefSection *sections;
    size_t n;
    size_t measure_line, state_line, owner_line, themes_line, links_line; /* where they stand; 0: nowhere */
} Brief;

Brief brief_new(void); /* nothing known */

/* `file` is named by errors, as "file, line 12: ...". Slices point into `text` or the arena. */
bool brief_parse(Arena *a, Str file, Str text, Brief *out, Err *err);
/* Canonical: what brief_parse reads back as the same value. */
Str brief_write(Arena *a, const Brief *brief);

const BriefSection *brief_section(const Brief *brief, BriefPart part); /* NULL: it has none */
