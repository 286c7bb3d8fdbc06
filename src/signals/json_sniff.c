/* json_sniff.c - is this JSON, and where in it are the rows?
 *
 * Exports come as an array, as one object on each line, or as a page of an API: an object whose array holds the
 * rows, with counts and links around it. The probe reads the first object of the sample with yajl and notes what stands
 * directly in it. */
#include <stdio.h>
#include <string.h>

#include "json_rows.h"

/* Arrays that APIs put rows into, the likely ones first: Zendesk, Intercom, App Store Connect, GitHub's and
 * Jira's search, and what people name things. */
static const char *const WRAPPERS[] = {"tickets", "conversations", "data",    "issues",   "items",    "results",
                                       "reviews", "complaints",    "records", "rows",     "messages", "responses",
                                       "entries", "feedback",      "surveys", "comments", "signals",  "events"};
enum { WRAPPERS_N = sizeof WRAPPERS / sizeof *WRAPPERS };

typedef struct Probe {
    int depth;
    bool after_key;  /* the key at depth 1 was just read, its value comes next */
    bool after_list; /* ... and the value is an array, its first element comes next */
    bool has_id;     /* an object with an id is a row itself */
    bool complete;   /* the object was read to its end */
    int best;        /* index in WRAPPERS, or WRAPPERS_N: none */
    char name[64];
} Probe;

static void note_list_of_objects(Probe *p) {
    for (int i = 0; i < p->best; i++)
        if (str_eq(str_from_c(p->name), str_from_c(WRAPPERS[i]))) p->best = i;
}

static int probe_value(void *ctx) {
    Probe *p = ctx;
    p->after_key = p->after_list = false;
    return 1;
}

static int probe_bool(void *ctx, int value) {
    (void)value;
    return probe_value(ctx);
}

static int probe_number(void *ctx, const char *s, size_t n) {
    (void)s, (void)n;
    return probe_value(ctx);
}

static int probe_string(void *ctx, const unsigned char *s, size_t n) {
    (void)s, (void)n;
    return probe_value(ctx);
}

static int probe_key(void *ctx, const unsigned char *s, size_t n) {
    Probe *p = ctx;
    if (p->depth != 1) return 1;
    p->after_key = true;
    p->has_id |= n == 2 && memcmp(s, "id", 2) == 0;
    if (n >= sizeof p->name) n = 0;
    memcpy(p->name, s, n);
    p->name[n] = '\0';
    return 1;
}

static int probe_open_map(void *ctx) {
    Probe *p = ctx;
    if (p->after_list) note_list_of_objects(p);
    p->after_key = p->after_list = false;
    return ++p->depth <= FLAT_DEPTH;
}

static int probe_open_array(void *ctx) {
    Probe *p = ctx;
    p->after_list = p->depth == 1 && p->after_key;
    p->after_key = false;
    return p->depth > 0 && ++p->depth <= FLAT_DEPTH;
}

static int probe_close(void *ctx) {
    Probe *p = ctx;
    p->after_list = false;
    p->complete = --p->depth == 0;
    return !p->complete;
}

static const yajl_callbacks PROBE_CALLBACKS = {
    .yajl_null = probe_value,
    .yajl_boolean = probe_bool,
    .yajl_number = probe_number,
    .yajl_string = probe_string,
    .yajl_start_map = probe_open_map,
    .yajl_map_key = probe_key,
    .yajl_end_map = probe_close,
    .yajl_start_array = probe_open_array,
    .yajl_end_array = probe_close,
};

static Probe probe_object(Str text) {
    Probe p = {.best = WRAPPERS_N};
    yajl_handle parser = yajl_alloc(&PROBE_CALLBACKS, NULL, &p);
    if (!parser) return p;
    yajl_parse(parser, (const unsigned char *)text.p, text.n);
    yajl_free(parser);
    return p;
}

static Str skip_space(Str s) {
    while (s.n && strchr(" \t\r\n", s.p[0])) s = str_slice(s, 1, s.n);
    return s;
}

/* Could this begin JSON at all, and not a CSV header or a template such as {{name}}? */
static bool begins_json(Str s) {
    if (s.n == 0 || (s.p[0] != '{' && s.p[0] != '[')) return false;
    Str inside = skip_space(str_slice(s, 1, s.n));
    if (s.p[0] == '{') return inside.n == 0 || strchr("\"}", inside.p[0]);
    return inside.n == 0 || strchr("{[]\"-0123456789", inside.p[0]) || str_starts(inside, STR("true")) ||
           str_starts(inside, STR("false")) || str_starts(inside, STR("null"));
}

JsonShape json_sniff(Str text, bool whole_file) {
    JsonShape shape = {FORMAT_AUTO, ""};
    text = skip_space(text);
    if (!begins_json(text)) return shape;
    shape.format = FORMAT_JSON_ARRAY;
    if (text.p[0] == '[') return shape;
    Probe all = probe_object(text);
    if (all.best < WRAPPERS_N && !all.has_id) {
        snprintf(shape.wrapper, sizeof shape.wrapper, "%s", WRAPPERS[all.best]);
        return shape;
    }
    const char *end = memchr(text.p, '\n', text.n);
    Str first = end ? str_slice(text, 0, (size_t)(end - text.p)) : text;
    Str second = end ? skip_space(str_slice(text, first.n + 1, text.n)) : STR("");
    bool complete = probe_object(first).complete && (end || whole_file);
    bool next_line_is_object = end && second.n && second.p[0] == '{' && second.p[-1] == '\n';
    if (complete || next_line_is_object) shape.format = FORMAT_JSON_LINES;
    return shape;
}
