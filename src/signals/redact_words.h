/* redact_words.h - the words of a text with what parts them, for the rules about names and addresses
 * (private to src/signals/redact*.c). */
#pragma once
#include "redact_scan.h"

typedef enum Gap {
    GAP_SPACE, /* one or two spaces */
    GAP_COMMA, /* a comma and spaces */
    GAP_DOT,   /* a full stop, spaces maybe */
    GAP_LINE,  /* a new line, with commas, stops or quote marks (">") around it maybe */
    GAP_OTHER, /* anything else, a blank included */
    GAP_END    /* the end of the text */
} Gap;

typedef struct Word {
    uint32_t begin, end;
    bool capital; /* begins with a capital letter */
    bool upper;   /* two letters or more, all capital */
    bool digits;  /* begins with a digit */
    Gap gap;      /* what follows it */
} Word;

typedef struct Words {
    Word *at;
    size_t n;
} Words;

/* Runs of letters and digits in any script, with apostrophes and hyphens inside. Lives in the scan's arena. */
Words scan_words(Scan *s);

static inline Str word_str(const Scan *s, Word w) {
    return scan_str(s, w.begin, w.end);
}
static inline char first_of_gap(const Scan *s, Word w) {
    return scan_at(s, w.end);
}

/* True when word i is the first of its line. */
bool starts_line(Words w, size_t i);
/* True when word i begins a sentence or a line. */
bool starts_sentence(Words w, size_t i);
