/* evidence.h - finding sentences that tell something of a problem, and choosing those that show its different faces.
 *
 * Sentences are found by word lists (English, with some German, French and Spanish), so they are hints for a person: a
 * list that is too broad would fill a brief with noise, so they rather miss some. */
#pragma once
#include "base/arena.h"
#include "text/token.h"

typedef enum SaidKind {
    SAID_AIM,     /* what somebody tries to do: "I was trying to..." */
    SAID_INSTEAD, /* what they do instead: "I ended up paying cash" */
    SAID_AGAINST, /* that it works, that they are happy: "never had a problem with it" */
    SAID_KINDS
} SaidKind;

typedef struct Said {
    uint32_t begin, end; /* bytes: one sentence, fit to be quoted (25 to 300 bytes, at least 5 words, one line) */
    unsigned kinds;      /* bit 1 << SaidKind */
} Said;

/* Sentences of `text` that are of any kind (`all`: also those of none), in its order. At most `max`. */
size_t sentences_said(Tokenizer *t, Str text, bool all, Said *out, size_t max);

/* Distinct words of a text, as Candidate.words has them. Returns how many. */
size_t words_of(Tokenizer *t, Arena *a, Str text, const uint64_t **words);

/* Something that could be quoted. Numbers stand for values (a hash of the segment's name); 0: not known. */
typedef struct Candidate {
    int64_t signal;
    uint32_t begin, end;
    uint64_t face; /* which facet of which theme */
    uint64_t voice, segment, product, channel;
    int64_t period;        /* such as a quarter */
    double worth;          /* 0..1: how good it is by itself */
    const uint64_t *words; /* hashes of its distinct words, ascending; NULL: not compared by words */
    size_t words_n;
} Candidate;

/* Indexes of up to `max` that together show as many faces, voices, segments, products, channels and periods as can be:
 * one after the other, the one that adds most (greedy maximum coverage; Nemhauser, Wolsey and Fisher 1978). A signal
 * and a known voice are taken once, and so are words: two of which the shorter has 60 % of its words in common are one.
 * Ties: the earlier one. Returns how many. */
size_t evidence_select(const Candidate *candidates, size_t n, size_t max, size_t *chosen);
