/* work_feed.h - what somebody's work did, as a list and as a feed. */
#pragma once
#include <jansson.h>

#include "app/op.h"
#include "store/org_store.h"

/* Appends the releases they had a part in, newest `most` first, to `list`; *left_out: older ones. */
bool work_items(Call *call, const PersonRow *person, size_t most, json_t *list, size_t *left_out, Err *err);
/* The same as a JSON Feed (jsonfeed.org, version 1.1): one item a release, with a new date at each look. */
bool work_feed(Call *call, int64_t person_id, Str *out, Err *err);
