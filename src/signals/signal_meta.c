/* signal_meta.c - the columns that are no field, as a JSON object, redacted and bounded.
 *
 * Values pass redact_value; prose (a Jira comment) passes redact_text. A column that names a person keeps only a
 * keyed hash, so that "the same assignee" still counts. Repeated columns become a list. When all of it is longer than
 * META_BYTES the longest values are cut to one common length, and end with an ellipsis. */
#include "signal_meta.h"

#include <jansson.h>
#include <stdlib.h>

#include "field_value.h"
#include "mapping_private.h"
#include "signals/redact.h"
#include "text/utf8.h"

enum { META_BYTES = 16 << 10, NAME_BYTES = 128, PROSE_BYTES = 60, PERSON_HEX = 16 };

typedef struct Entry {
    Str name, value;
} Entry;

static bool is_prose(Str s) {
    size_t blanks = 0;
    for (size_t i = 0; i < s.n && blanks < 5; i++) blanks += s.p[i] == ' ';
    return s.n > PROSE_BYTES && blanks >= 5;
}

static Str clean_value(Arena *a, const Cell *cell, const uint8_t *key) {
    Str value = str_trim(cell->value);
    if (column_names_a_person(cell->name) && !value_is_absent(value)) {
        Str hash = value_person(a, value, key);
        return arena_printf(a, "person-%.*s", STR_ARG(str_slice(hash, 0, PERSON_HEX)));
    }
    value = utf8_cut(value, META_BYTES); /* no more of it can be kept anyway */
    return is_prose(value) ? redact_text(a, value) : redact_value(a, value);
}

static size_t total_with_limit(const Entry *entries, size_t n, size_t limit) {
    size_t total = 0;
    for (size_t i = 0; i < n; i++)
        total += entries[i].name.n + (entries[i].value.n < limit ? entries[i].value.n : limit);
    return total;
}

/* The longest common length that lets everything fit. */
static void cut_to_fit(Arena *a, Entry *entries, size_t n) {
    if (total_with_limit(entries, n, META_BYTES) <= META_BYTES) return;
    size_t low = 0, high = META_BYTES;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (total_with_limit(entries, n, middle) <= META_BYTES) low = middle;
        else high = middle;
    }
    for (size_t i = 0; i < n; i++) {
        if (entries[i].value.n <= low) continue;
        Str kept = utf8_cut(entries[i].value, low > 3 ? low - 3 : 0);
        entries[i].value = arena_printf(a, "%.*s\u2026", STR_ARG(kept));
    }
}

static void add(json_t *object, const Entry *e) {
    char name[NAME_BYTES + 1];
    for (size_t i = 0; i < e->name.n; i++) name[i] = e->name.p[i];
    name[e->name.n] = '\0';
    json_t *value = json_stringn_nocheck(e->value.p, e->value.n), *before = json_object_get(object, name);
    if (json_is_array(before)) {
        json_array_append_new(before, value);
    } else if (before) {
        json_t *list = json_array();
        json_array_append(list, before);
        json_array_append_new(list, value);
        json_object_set_new_nocheck(object, name, list);
    } else {
        json_object_set_new_nocheck(object, name, value);
    }
}

Str signal_meta(Arena *a, const Row *row, const bool *mapped, const uint8_t *customer_key) {
    Entry *entries = ARENA_ARRAY(a, Entry, row->n);
    size_t n = 0, names = 0;
    for (size_t i = 0; i < row->n; i++) {
        const Cell *cell = &row->cells[i];
        if (mapped[i] || str_trim(cell->value).n == 0) continue;
        Str name = utf8_cut(str_trim(cell->name), NAME_BYTES);
        if (name.n == 0) name = arena_printf(a, "column %zu", i + 1);
        names += name.n;
        if (names > META_BYTES / 2) break; /* thousands of columns: the first ones stand for all */
        entries[n++] = (Entry){name, clean_value(a, cell, customer_key)};
    }
    cut_to_fit(a, entries, n);
    json_t *object = json_object();
    for (size_t i = 0; i < n; i++) add(object, &entries[i]);
    char *text = json_dumps(object, JSON_COMPACT);
    json_decref(object);
    Str json = arena_str(a, str_from_c(text));
    free(text);
    return json;
}
