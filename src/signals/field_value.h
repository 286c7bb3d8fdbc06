/* field_value.h - single values of a row as a signal wants them. Private to signals. */
#pragma once
#include "signals/mapping.h"

/* Words that exports write for "nothing": None, N/A, null, NaN, -. */
bool value_is_absent(Str s);

/* "4", "4/5", "8/10", "80%", "4 stars", "Good", "Bad" as 1 to 5; words for no answer ("offered") as NAN.
 * False for anything else. */
bool value_rating(Str s, double *rating);

/* "en-US" as "en"; empty when it is no language code. */
Str value_lang(Arena *a, Str s);

/* An http or https address without blanks, else empty. */
Str value_url(Arena *a, Str s);

/* Keyed hash in hex of a person: trimmed and case folded, so that "Ann@X.org " is ann@x.org. */
Str value_person(Arena *a, Str s, const uint8_t *key);

/* An id to look the signal up by. Personal data (an e-mail address) and overlong ids become "id-" and a keyed
 * hash. A leading # is doubled, because ids that begin with one # are made by the importer. */
Str value_id(Arena *a, Str s, const uint8_t *key);

/* One line of at most 256 bytes without structured personal data: channel, product, segment. */
Str value_label(Arena *a, Str s);
