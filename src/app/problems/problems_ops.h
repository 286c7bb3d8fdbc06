/* problems_ops.h - what the operations on problems share. */
#pragma once
#include "problem_reply.h"

/* Appends the problems that the filter finds, ordered (an index of problems.list's "sort"). */
bool problems_put(Call *call, const ProblemFilter *filter, int64_t sort, json_t *list, Err *err);

/* A file of this machine ("-": standard input), up to one byte more than a brief may have. */
bool brief_file_read(Arena *a, Str path, Str *text, Err *err);
