/* release_reply.h - releases as JSON. */
#pragma once
#include "app/op.h"
#include "store/outcome_store.h"

#define RELEASE_FIELDS                                                                                                 \
    {"id", SHAPE_INT, NULL, NULL, false}, {"title", SHAPE_STRING, NULL, NULL, false},                                  \
        {"at", SHAPE_TIME, "when it first reached customers", NULL, false},                                            \
        {"theme", SHAPE_OBJECT, "that it should make fall", SHAPE_OF_LINK, true},                                      \
        {"problem", SHAPE_OBJECT, "that it should solve", SHAPE_OF_LINK, true},                                        \
        {"share", SHAPE_NUMBER, "of the customers who have it now, 0 to 1", NULL, false},                              \
        {"origin", SHAPE_STRING, "hand, script, github, gitlab", NULL, false},                                         \
        {"url", SHAPE_STRING, NULL, NULL, true}, {                                                                     \
        "by", SHAPE_STRING, "who noted it", NULL, false                                                                \
    }

extern const Field SHAPE_OF_RELEASE[];
/* `theme`: the name of the release's own theme, if it has one. */
json_t *release_json(Arena *a, const ReleaseRow *row, Str theme);

/* Notes a release (checked), with its first share, in one transaction with the audit row; a committed problem becomes
 * "released". The same external id again is the same release: *id is its number then and *again true. */
bool release_note(Call *call, ReleaseRow *row, double share, int64_t *id, bool *again, Err *err);
/* From `at` on this part of the customers has it. */
bool release_roll(Call *call, int64_t id, int64_t at, double share, Err *err);
