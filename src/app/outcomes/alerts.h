/* alerts.h - themes that rise by themselves: found in the stored days, kept as one row an episode. */
#pragma once
#include "app/op.h"
#include "store/outcome_store.h"

/* Finds episodes of all themes of the codebook that serves and saves what is new in them, in one transaction. A theme
 * whose episode overlaps a saved one is that one. *news: rows that were told something now. */
bool alerts_find(Call *call, size_t *news, Err *err);

extern const Field SHAPE_OF_ALERT[];
/* The rows told in the last `days` days, newest first. New reference. */
bool alerts_json(Call *call, int64_t days, json_t **list, Err *err);
