/* json_build.h - the few ways in which replies are put together. */
#pragma once
#include <jansson.h>
#include <math.h>

#include "base/clock.h"
#include "base/hash.h"

/* Text that the store holds is valid UTF-8; anything else would be a bug and shows as null. */
static inline json_t *json_str(Str s) {
    json_t *v = json_stringn(s.p ? s.p : "", s.n);
    return v ? v : json_null();
}
static inline json_t *json_str_or_null(Str s) {
    return s.n ? json_str(s) : json_null();
}
static inline json_t *json_time(Arena *a, int64_t at) {
    return json_str_or_null(time_iso(a, at));
}

/* Rounded, since digits that mean nothing are noise; NaN and infinities are null. */
static inline json_t *json_num(double v, int decimals) {
    if (!isfinite(v)) return json_null();
    double scale = pow(10, decimals);
    return json_real(round(v * scale) / scale);
}
static inline json_t *json_sha(const Sha256 *sha) {
    char hex[65];
    hex_encode(hex, sha->bytes, sizeof sha->bytes);
    return json_string(hex);
}
/* {"id":..,"name":..} or null for id 0. */
static inline json_t *json_link(int64_t id, Str name) {
    return id ? json_pack("{s:I, s:o}", "id", (json_int_t)id, "name", json_str(name)) : json_null();
}
static inline void put(json_t *object, const char *key, json_t *value) {
    json_object_set_new(object, key, value);
}
