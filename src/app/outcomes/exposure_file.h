/* exposure_file.h - active customers by period and segment, out of a table. */
#pragma once
#include "base/err.h"
#include "store/outcome_store.h"

typedef struct ExposureMap {
    Str period, segment, customers; /* names of columns; empty: found by their usual names */
    int64_t days;                   /* length of a period given as a date; 0: from the distance of the dates */
} ExposureMap;

/* Reads all of it before anything is stored. ERR_INPUT names the first lines that are wrong and how many there are. */
bool exposure_read(Arena *a, const char *path, const ExposureMap *map, ExposureRow **rows, size_t *n, Err *err);

/* "2026-05", "2026-W18", "2026-05-03" (then *days is 0): the first day and the length. */
bool period_parse(Str s, int64_t *day, int64_t *days);
