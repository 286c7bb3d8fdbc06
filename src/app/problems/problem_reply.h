/* problem_reply.h - problems as JSON. */
#pragma once
#include "ownership.h"
#include "problem_brief.h"
#include "problem_facts.h"
#include "store/decision_store.h"

#define PROBLEM_FIELDS                                                                                                 \
    {"id", SHAPE_INT, NULL, NULL, false}, {"title", SHAPE_STRING, NULL, NULL, false},                                  \
        {"state", SHAPE_STRING, "draft, open, committed, released, declined or merged", NULL, false},                  \
        {"version", SHAPE_INT, "of the newest brief", NULL, false}, {"created_at", SHAPE_TIME, NULL, NULL, false},     \
        {"created_by", SHAPE_STRING, NULL, NULL, false}, {"changed_at", SHAPE_TIME, NULL, NULL, false},                \
        {"component", SHAPE_OBJECT, "whose it is, with its owner", SHAPE_OF_OWNED, true},                              \
        {"unowned", SHAPE_BOOL, "no owner, or its component has none or is gone", NULL, false},                        \
        {"team", SHAPE_OBJECT, "that owns it", SHAPE_OF_LINK, true},                                                   \
        {"severity", SHAPE_STRING, "low, medium, high or critical", NULL, true},                                       \
        {"effort_weeks", SHAPE_NUMBER, "person-weeks, as the owner says", NULL, true},                                 \
        {"facts", SHAPE_OBJECT, "null: nothing counted yet", SHAPE_OF_FACTS, true},                                    \
        {"value", SHAPE_OBJECT, "a year; null: no figure for one contact, no measure, or no dates", SHAPE_OF_WORTH,    \
         true},                                                                                                        \
        {"wsjf", SHAPE_NUMBER, "(value + urgency + risk) / person-weeks", NULL, true}, {                               \
        "rice", SHAPE_NUMBER, "reach a quarter x impact x confidence / person-months", NULL, true                      \
    }

extern const Field SHAPE_OF_WORTH[];
extern const Field SHAPE_OF_DECISION[];

/* Fits PROBLEM_FIELDS. `most`: voices a week of the largest problem shown. New reference; NULL on error. */
json_t *problem_json(Call *call, const ProblemBrief *p, double most, Err *err);

/* The sections of a brief, each quote verified against its signal now: fits SHAPE_OF_SECTIONS. *quotes, *broken: how
 * many. New reference; NULL on error. */
extern const Field SHAPE_OF_SECTIONS[];
json_t *sections_json(Call *call, const Brief *brief, int64_t *quotes, int64_t *broken, Err *err);

/* Marks that question of a draft as answered: the page itself has the answer by now. */
void sections_answer(json_t *sections, Str question);

json_t *decision_json(Arena *a, const DecisionRow *row); /* new reference; fits SHAPE_OF_DECISION */

/* {"done", "problem", "version"} of an operation that changes a problem. */
extern const Field SHAPE_OF_CHANGED_PROBLEM[];
extern const Column CHANGED_PROBLEM_FACTS[];
void problem_done(Call *call, int64_t id, int64_t version, Str done);

#define PROBLEM_PARAM                                                                                                  \
    {                                                                                                                  \
        .name = "problem", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .required = true, .positional = true,        \
        .help = "number of the problem"                                                                                \
    }
#define PROBLEM_BY_PARAM                                                                                               \
    {                                                                                                                  \
        .name = "by", .type = PARAM_STR, .max = 200, .fallback = "",                                                   \
        .help = "who does it (default: whom the door knows)"                                                           \
    }
