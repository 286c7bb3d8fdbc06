/* alerts.h - themes that rise by themselves: found in the stored days, kept as one row an episode. */
#pragma once
#include "app/op.h"
#include "store/outcome_store.h"
#include "store/theme_store.h"

/* Finds episodes of all themes of the codebook that serves and saves what is new in them, in one transaction. A theme
 * whose episode overlaps a saved one is that one. *news: rows that were told something now. */
bool alerts_find(Call *call, size_t *news, Err *err);

/* alert_tell.c: puts what is news into the outbox, for webhooks and for people who asked for mail, and notes that it
 * was told; inside the caller's transaction. last_day: the newest day with data. */
bool alerts_tell(Call *call, int64_t last_day, Err *err);

/* Names of the themes of the codebook that serves. */
typedef struct ThemeNames {
    ThemeRow *rows;
    size_t n;
} ThemeNames;
bool theme_names_get(Call *call, ThemeNames *out, Err *err);
Str theme_named(const ThemeNames *names, int64_t theme_id);

json_t *alert_json(Arena *a, const AlertRow *row, Str name); /* new reference; fits SHAPE_OF_ALERT */
extern const Field SHAPE_OF_ALERT[];
/* The rows told in the last `days` days, newest first. New reference. */
bool alerts_json(Call *call, int64_t days, json_t **list, Err *err);
