/* mapping.c - which column becomes which field: what the user says (--map), what we recognise, and as JSON. */
#include "signals/mapping.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/buf.h"
#include "mapping_private.h"
#include "signals/time_parse.h"

const char *const FIELD_NAMES[FIELD_COUNT] = {"text",    "time",    "id",   "customer", "channel",
                                              "product", "segment", "lang", "url",      "rating"};

enum { MAX_NAMES = sizeof((FieldColumns){0}).names / sizeof(Str), LISTED_BYTES = 300 };

/* "a, b, c", cut when long; for messages. */
static Str list_names(Arena *a, const Str *names, size_t n) {
    Buf b = buf_new(LISTED_BYTES);
    for (size_t i = 0; i < n && !b.overflowed; i++) buf_printf(&b, "%s%.*s", i ? ", " : "", STR_ARG(names[i]));
    Str list = arena_printf(a, "%.*s%s", STR_ARG(buf_str(&b)), b.overflowed ? "..." : "");
    buf_free(&b);
    return list;
}

static bool find_field(Str name, SignalField *out) {
    for (int f = 0; f < FIELD_COUNT; f++) {
        if (!str_eq_nocase(name, str_from_c(FIELD_NAMES[f]))) continue;
        *out = (SignalField)f;
        return true;
    }
    return false;
}

static bool find_column(Arena *a, Str name, const Str *header, size_t n, Str *out) {
    for (int exact = 1; exact >= 0; exact--) {
        for (size_t i = 0; i < n; i++) {
            bool same = exact ? str_eq(header[i], name) : str_eq_nocase(str_trim(header[i]), str_trim(name));
            if (!same) continue;
            *out = arena_str(a, header[i]); /* the mapping outlives the reader */
            return true;
        }
    }
    return false;
}

/* Cuts up to the next single `sep`; doubled ones are the letter itself. */
static Str cut_escaped(Arena *a, Str *rest, char sep) {
    char *out = arena_alloc(a, rest->n + 1);
    size_t n = 0, i = 0;
    for (; i < rest->n; i++) {
        if (rest->p[i] == sep && (i + 1 == rest->n || rest->p[i + 1] != sep)) break;
        if (rest->p[i] == sep) i++;
        out[n++] = rest->p[i];
    }
    *rest = i < rest->n ? str_slice(*rest, i + 1, rest->n) : (Str){NULL, 0};
    return (Str){out, n};
}

typedef struct MapSpec {
    Arena *arena;
    const Str *header;
    size_t header_n;
    Err *err;
} MapSpec;

static bool parse_columns(const MapSpec *s, Str columns, FieldColumns *out) {
    while (columns.p) {
        Str name = cut_escaped(s->arena, &columns, '+');
        if (name.n == 0 && !columns.p && out->n == 0) return true; /* "text=": none, on purpose */
        if (out->n == MAX_NAMES)
            return err_set(s->err, ERR_INPUT, NULL, "--map: at most %d columns for one field", (int)MAX_NAMES);
        if (!find_column(s->arena, name, s->header, s->header_n, &out->names[out->n])) {
            Str known = list_names(s->arena, s->header, s->header_n);
            return err_set(s->err, ERR_INPUT, "use one of these; write a comma or plus in a name twice",
                           "--map: there is no column '%.*s'; the file has: %.*s", STR_ARG(name), STR_ARG(known));
        }
        out->n++;
    }
    return true;
}

bool mapping_parse(Arena *a, Str spec, const Str *header, size_t header_n, Mapping *out, Err *err) {
    static const char HINT[] = "write it like text=Summary+Description,time=Created,id=Key";
    MapSpec s = {a, header, header_n, err};
    Mapping m = {.kind = "given", .says = "given with --map"};
    bool seen[FIELD_COUNT] = {false};
    if (str_trim(spec).n == 0) return err_set(err, ERR_INPUT, HINT, "--map: is empty");
    while (spec.p) {
        Str columns = cut_escaped(a, &spec, ',');
        Str name = str_trim(str_cut(&columns, '='));
        SignalField f;
        if (!columns.p) return err_set(err, ERR_INPUT, HINT, "--map: '%.*s' has no '='", STR_ARG(name));
        if (!find_field(name, &f))
            return err_set(err, ERR_INPUT,
                           "fields: text, time, id, customer, channel, product, segment, lang, url, rating",
                           "--map: there is no field '%.*s'", STR_ARG(name));
        if (seen[f]) return err_set(err, ERR_INPUT, HINT, "--map: '%s' stands twice", FIELD_NAMES[f]);
        seen[f] = true;
        if (!parse_columns(&s, columns, &m.fields[f])) return false;
    }
    if (!seen[FIELD_TEXT])
        return err_set(err, ERR_INPUT, HINT, "--map: text is missing (text= alone if the file has no words)");
    *out = m;
    return true;
}

static bool no_text(Arena *a, const Columns *columns, Err *err) {
    Str *names = ARENA_ARRAY(a, Str, columns->n);
    for (size_t i = 0; i < columns->n; i++) names[i] = columns->at[i].name;
    Str known = list_names(a, names, columns->n);
    return err_set(err, ERR_INPUT, "name the columns yourself, for example --map text=Description,time=Created,id=Key",
                   "none of the columns reads like what customers say: %.*s", STR_ARG(known));
}

bool mapping_recognise(Arena *a, const Str *header, size_t header_n, const Row *sample, size_t sample_n, Mapping *out,
                       Err *err) {
    Columns columns = columns_survey(a, header, header_n, sample, sample_n);
    return mapping_known(&columns, out) || mapping_guess(&columns, out) || no_text(a, &columns, err);
}

bool mapping_day_first(const Mapping *m, const Row *sample, size_t sample_n) {
    const FieldColumns *time = &m->fields[FIELD_TIME];
    for (size_t r = 0; r < sample_n; r++)
        for (size_t i = 0; i < sample[r].n; i++)
            for (size_t k = 0; k < time->n; k++)
                if (str_eq(sample[r].cells[i].name, time->names[k]) && time_shows_day_first(sample[r].cells[i].value))
                    return true;
    return false;
}

Str mapping_json(Arena *a, const Mapping *m) {
    json_t *root = json_object();
    for (int f = 0; f < FIELD_COUNT; f++) {
        const FieldColumns *columns = &m->fields[f];
        if (columns->n == 0) continue;
        json_t *names = json_array();
        for (size_t i = 0; i < columns->n; i++)
            json_array_append_new(names, json_stringn_nocheck(columns->names[i].p, columns->names[i].n));
        json_object_set_new(root, FIELD_NAMES[f], names);
    }
    if (m->only_if_absent.n)
        json_object_set_new(root, "only_if_absent", json_stringn_nocheck(m->only_if_absent.p, m->only_if_absent.n));
    char *text = json_dumps(root, JSON_COMPACT);
    json_decref(root);
    Str json = arena_str(a, str_from_c(text));
    free(text);
    return json;
}
