/* problem_facts.h - the figures of a problem, kept beside it: they are read by lists, boards and tripwires. */
#pragma once
#include "problem_scan.h"
#include "problems/priority.h"
#include "store/problem_store.h"

/* JSON for problem.facts. */
Str problem_facts_text(Arena *a, const ProblemScan *scan);
/* Counts anew and saves. */
bool problem_facts_refresh(Call *call, int64_t id, Err *err);
/* All that are neither merged nor released; after signals were coded. */
bool problem_facts_refresh_all(Call *call, Err *err);

/* Of the facts and the brief; `most`: voices a week of the largest problem of the list. */
PriorityFacts problem_priority(const ProblemRow *row, const Brief *brief, double most);

/* As the page shows them, with the loudness; fits SHAPE_OF_FACTS. New reference; null when there are none. */
json_t *problem_facts_json(Arena *a, const ProblemRow *row);
extern const Field SHAPE_OF_FACTS[];
