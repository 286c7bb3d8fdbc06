/* problem_brief.h - the brief of a stored problem: read, checked against its signals, saved as a new version. */
#pragma once
#include "app/op.h"
#include "problems/brief.h"
#include "store/problem_store.h"

/* A problem with its newest brief. */
typedef struct ProblemBrief {
    ProblemRow row;
    Str text;    /* Markdown as stored */
    Brief brief; /* `text` parsed */
} ProblemBrief;
bool problem_brief_load(Call *call, int64_t id, ProblemBrief *out, Err *err);

/* What is wrong with a quote. */
typedef struct QuoteFault {
    size_t line;
    int64_t signal;
    Str says; /* one line */
} QuoteFault;

/* Holds each quote against its signal; fills in bytes and SHA-256 where a quote has none. *faults: those that do not
 * match; never NULL. False only when the store fails. */
bool brief_quotes_check(Call *call, Brief *brief, QuoteFault **faults, size_t *n, Err *err);
/* The first fault as an error: "brief.md, line 12: ..." */
bool brief_quotes_sound(Call *call, Str file, Brief *brief, Err *err);

/* Is it what a person may make of the problem? A sealed measure, state and owner are changed elsewhere, themes must
 * exist. `row` NULL: a new problem. */
bool brief_edit_check(Call *call, Str file, const ProblemRow *row, const Brief *brief, Err *err);

/* Writes `brief` as the next version, with evidence, themes, links and facts, inside the caller's transaction. `file`
 * names it in errors; `note`: what it is. `brief` gets its number and version. */
bool problem_brief_save(Call *call, int64_t id, Brief *brief, Str note, Err *err);

/* Parses, checks and saves what a person wrote, in a transaction of its own. *id: the problem that the brief names, or
 * a new one when it names none; `only`: it must be this one (0: any). ERR_INPUT with the line; ERR_CONFLICT when there
 * is a newer version. *version stays when nothing was changed (*changed false). */
bool problem_text_save(Call *call, Str file, Str text, int64_t only, Str note, int64_t *id, int64_t *version,
                       bool *changed, Err *err);

/* State and owner as an export shows them. */
bool brief_shown(Call *call, const ProblemRow *row, Brief *brief, Err *err);
