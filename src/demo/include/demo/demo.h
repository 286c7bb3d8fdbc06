/* demo.h - a fictional card and payments company, for `make demo` and for tests.
 *
 * Eighteen months of signals in several channels: seasons, growth, a release that breaks something and
 * one that fixes it, an emerging theme, near-duplicates, personal data, five languages at the margin.
 * Same seed, same bytes. The ground truth (theme, copy of, planted personal data) stands beside it. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"

typedef struct DemoOptions {
    uint64_t seed;
    size_t signals; /* about so many; 0: 6,000 */
    int64_t end;    /* the last day, UTC seconds */
    int months;     /* 0: 18 */
    int words;      /* mean words a signal; 0: natural (about 35) */
} DemoOptions;

/* One signal as a source system would hand it out, with its truth. Slices live until the next call. */
typedef struct DemoSignal {
    Str id, text; /* the first line is a title where an empty line follows it */
    Str channel;  /* "ticket", "review", "chat", "email", "complaint" */
    Str product, customer, country, lang;
    Str created;   /* ISO 8601 of at */
    int64_t at;    /* UTC seconds */
    int rating;    /* 0: none */
    Str theme;     /* truth: slug of the friction, "" for noise */
    Str component; /* truth: whose it is, by its name in the catalog; "" for noise */
    Str copy_of;   /* truth: id of the signal that it copies, or "" */
    Str planted;   /* truth: kinds of personal data put in, "email card", or "" */
} DemoSignal;

/* Calls `emit` for each signal in order of time; stops when it returns false, and then returns false.
 * Memory does not grow with the number of signals. The last day of the demo is the day of `end`. */
bool demo_generate(const DemoOptions *options, bool (*emit)(void *ctx, const DemoSignal *s), void *ctx);

/* Writes DIR/support_tickets.csv, app_reviews.jsonl, complaints.csv... as different systems would export
 * them, DIR/catalog-info.yaml (its software, teams, people), DIR/people.tsv, DIR/leave.tsv, DIR/truth.csv,
 * DIR/releases.csv and DIR/README.txt, which says what is planted where.
 *
 * Makes DIR (its parent must exist). A DIR that holds an earlier demo is overwritten, one that holds
 * anything else is ERR_CONFLICT. Each file is written under a temporary name; all take their names
 * at the end, README.txt last, so a demo with a README is whole. On failure the temporaries are removed. */
bool demo_write(const DemoOptions *options, const char *dir, Err *err);

/* Its software and teams as a Backstage file, and its people as an export of an HR system, when they are to stand
 * beside a real company's: everything in a namespace "sample", teams called "Cards (sample)", so that neither is taken
 * for the other's. In `a`. */
Str demo_sample_catalog(Arena *a);
Str demo_sample_people(Arena *a);

/* When the release of that title went out, UTC seconds at midnight; false: there is none of that title. */
bool demo_release_at(const DemoOptions *options, const char *title, int64_t *at);
