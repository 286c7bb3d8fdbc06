/* linediff.h - two texts compared line by line. */
#pragma once
#include "base/arena.h"

typedef enum DiffKind { DIFF_SAME, DIFF_GONE, DIFF_NEW } DiffKind;

typedef struct DiffLine {
    DiffKind kind;
    uint32_t before, after; /* line numbers from 1; 0: not in that text */
    Str text;               /* points into the text it is from, without its line end */
} DiffLine;

/* Fewest lines gone and new (Myers 1986, greedy, after common head and tail). Above 20,000 lines together, or when more
 * than 1,500 lines differ, everything between head and tail is gone and new. Returns how many. */
size_t diff_lines(Arena *a, Str before, Str after, DiffLine **out);
