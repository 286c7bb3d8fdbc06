/* brief_front.c - the front matter of a brief: known keys only, each of its type, each error with its line. */
#include <math.h>
#include <string.h>

#include "brief_parts.h"
#include "yaml_tree.h"

typedef struct Front {
    Arena *a;
    Str file;
    Brief *brief;
    Err *err;
} Front;

typedef struct Key {
    const char *name;
    bool (*take)(const Front *f, const YamlNode *key, const YamlNode *value);
} Key;

static bool wrong(const Front *f, const YamlNode *at, const char *hint, const char *name, const char *wants) {
    return brief_fail(f->err, f->file, at->line, hint, "%s: %s", name, wants);
}

/* ---- types ----------------------------------------------------------------------------------- */

static bool get_int(const Front *f, const YamlNode *v, const char *name, int64_t *out) {
    if (v->kind == YAML_SCALAR && str_to_i64(v->text, out) && *out >= 0) return true;
    return wrong(f, v, "write it in digits", name, "it must be a whole number");
}

static bool get_real(const Front *f, const YamlNode *v, const char *name, double *out) {
    if (v->kind == YAML_SCALAR && str_to_f64(v->text, out) && *out >= 0) return true;
    return wrong(f, v, "write it in digits, like 2.5", name, "it must be a number, 0 or more");
}

static bool get_text(const Front *f, const YamlNode *v, const char *name, Str *out) {
    bool ok = v->kind == YAML_SCALAR && v->text.n <= BRIEF_TITLE_BYTES * 2;
    for (size_t i = 0; ok && i < v->text.n; i++) ok = (unsigned char)v->text.p[i] >= ' ';
    if (!ok)
        return wrong(f, v, "write it on one line, in quotation marks", name,
                     "it must be one line of at most 400 bytes");
    *out = str_trim(v->text);
    return true;
}

static bool get_ints(const Front *f, const YamlNode *v, const char *name, size_t max, int64_t *out, size_t *n) {
    *n = 0;
    if (v->kind != YAML_LIST)
        return wrong(f, v, "write it in brackets, like [12, 7]", name, "it must be a list of numbers");
    for (const YamlItem *i = v->items; i; i = i->next) {
        if (*n == max) return wrong(f, i->value, "leave some out", name, "too many");
        if (!get_int(f, i->value, name, &out[*n])) return false;
        ++*n;
    }
    return true;
}

static bool take_map(const Front *f, const YamlNode *map, const Key *keys, const char *of) {
    if (map->kind != YAML_MAP) return wrong(f, map, "write it as lines of \"key: value\"", of, "it must be a map");
    for (const YamlItem *i = map->items; i; i = i->next) {
        const Key *k = keys;
        while (k->name && !(i->key->kind == YAML_SCALAR && str_eq(i->key->text, str_from_c(k->name)))) k++;
        if (!k->name)
            return brief_fail(f->err, f->file, i->key->line, "docs/internals/problems.md lists the keys",
                              "\"%.*s\" is no key of %s", STR_ARG(i->key->text), of);
        for (const YamlItem *b = map->items; b != i; b = b->next)
            if (str_eq(b->key->text, i->key->text))
                return wrong(f, i->key, "keep one of them", k->name, "it stands there twice");
        if (!k->take(f, i->key, i->value)) return false;
    }
    return true;
}

/* ---- measure --------------------------------------------------------------------------------- */

static bool m_metric(const Front *f, const YamlNode *k, const YamlNode *v) {
    (void)k;
    return (v->kind == YAML_SCALAR && str_eq(v->text, STR("theme_rate"))) ||
           wrong(f, v, "write metric: theme_rate", "metric", "theme_rate is the only one");
}
static bool m_themes(const Front *f, const YamlNode *k, const YamlNode *v) {
    (void)k;
    return get_ints(f, v, "themes", MEASURE_THEMES, f->brief->measure.themes, &f->brief->measure.themes_n);
}
static bool m_segment(const Front *f, const YamlNode *k, const YamlNode *v) {
    (void)k;
    return get_text(f, v, "segment", &f->brief->measure.segment);
}
static bool m_product(const Front *f, const YamlNode *k, const YamlNode *v) {
    (void)k;
    return get_text(f, v, "product", &f->brief->measure.product);
}
static bool m_channel(const Front *f, const YamlNode *k, const YamlNode *v) {
    (void)k;
    return get_text(f, v, "channel", &f->brief->measure.channel);
}
static bool m_fall(const Front *f, const YamlNode *k, const YamlNode *v) {
    (void)k;
    return get_real(f, v, "fall", &f->brief->measure.fall);
}
static bool m_looks(const Front *f, const YamlNode *k, const YamlNode *v) {
    (void)k;
    return get_ints(f, v, "looks", MEASURE_LOOKS, f->brief->measure.looks, &f->brief->measure.looks_n);
}
static bool m_error(const Front *f, const YamlNode *k, const YamlNode *v) {
    (void)k;
    return get_real(f, v, "error", &f->brief->measure.error);
}
static const Key MEASURE_KEYS[] = {{"metric", m_metric},   {"themes", m_themes},   {"segment", m_segment},
                                   {"product", m_product}, {"channel", m_channel}, {"fall", m_fall},
                                   {"looks", m_looks},     {"error", m_error},     {NULL, NULL}};

static bool t_measure(const Front *f, const YamlNode *k, const YamlNode *v) {
    Err err = {0};
    f->brief->measure_line = k->line;
    if (!take_map(f, v, MEASURE_KEYS, "the measure")) return false;
    return measure_check(&f->brief->measure, &err) ||
           brief_fail(f->err, f->file, k->line, "see docs/schemas/acceptance-measure.json", "measure: %s", err.message);
}

/* ---- value ----------------------------------------------------------------------------------- */

static bool v_per(const Front *f, const YamlNode *k, const YamlNode *v) {
    (void)k;
    return get_real(f, v, "per_contact", &f->brief->value.per_contact);
}
static bool v_low(const Front *f, const YamlNode *k, const YamlNode *v) {
    (void)k;
    return get_real(f, v, "low", &f->brief->value.low);
}
static bool v_high(const Front *f, const YamlNode *k, const YamlNode *v) {
    (void)k;
    return get_real(f, v, "high", &f->brief->value.high);
}
static bool v_unit(const Front *f, const YamlNode *k, const YamlNode *v) {
    (void)k;
    return get_text(f, v, "unit", &f->brief->value.unit);
}
static bool v_source(const Front *f, const YamlNode *k, const YamlNode *v) {
    (void)k;
    return get_text(f, v, "source", &f->brief->value.source);
}
static const Key VALUE_KEYS[] = {{"per_contact", v_per}, {"low", v_low},       {"high", v_high},
                                 {"unit", v_unit},       {"source", v_source}, {NULL, NULL}};

static bool t_value(const Front *f, const YamlNode *k, const YamlNode *v) {
    if (!take_map(f, v, VALUE_KEYS, "the value")) return false;
    BriefValue *value = &f->brief->value;
    if (isnan(value->per_contact) || !value->unit.n || !value->source.n)
        return wrong(f, k, "say what one contact costs, in which unit, and whose figure that is", "value",
                     "it needs per_contact, unit and source");
    if (isnan(value->low)) value->low = value->per_contact;
    if (isnan(value->high)) value->high = value->per_contact;
    return (value->low <= value->per_contact && value->per_contact <= value->high) ||
           wrong(f, k, "low is the least it may be, high the most", "value", "low, per_contact and high must rise");
}

/* ---- the brief ------------------------------------------------------------------------------- */

static bool t_brief(const Front *f, const YamlNode *k, const YamlNode *v) {
    (void)k;
    return (v->kind == YAML_SCALAR && str_eq(v->text, STR("1"))) ||
           wrong(f, v, "get a newer ridealong", "brief", "this program knows version 1 of the format only");
}
static bool t_problem(const Front *f, const YamlNode *k, const YamlNode *v) {
    (void)k;
    return get_int(f, v, "problem", &f->brief->problem);
}
static bool t_version(const Front *f, const YamlNode *k, const YamlNode *v) {
    (void)k;
    return get_int(f, v, "version", &f->brief->version);
}
static bool t_themes(const Front *f, const YamlNode *k, const YamlNode *v) {
    f->brief->themes_line = k->line;
    return get_ints(f, v, "themes", BRIEF_THEMES, f->brief->themes, &f->brief->themes_n);
}
static bool t_state(const Front *f, const YamlNode *k, const YamlNode *v) {
    f->brief->state_line = k->line;
    return get_text(f, v, "state", &f->brief->state);
}
static bool t_owner(const Front *f, const YamlNode *k, const YamlNode *v) {
    f->brief->owner_line = k->line;
    return get_text(f, v, "owner", &f->brief->owner);
}
static bool t_severity(const Front *f, const YamlNode *k, const YamlNode *v) {
    (void)k;
    static const char *const LEVELS[] = {"low", "medium", "high", "critical"};
    if (!get_text(f, v, "severity", &f->brief->severity)) return false;
    for (size_t i = 0; i < 4; i++)
        if (str_eq(f->brief->severity, str_from_c(LEVELS[i]))) return true;
    return wrong(f, v, "write one of these", "severity", "it is low, medium, high or critical");
}
static bool t_effort(const Front *f, const YamlNode *k, const YamlNode *v) {
    (void)k;
    return get_real(f, v, "effort_weeks", &f->brief->effort_weeks);
}

static bool t_links(const Front *f, const YamlNode *k, const YamlNode *v) {
    Brief *b = f->brief;
    b->links_line = k->line;
    if (v->kind != YAML_LIST)
        return wrong(f, v, "write one address a line, each behind \"- \"", "links", "it must be a list");
    for (const YamlItem *i = v->items; i; i = i->next) {
        Str url;
        if (b->links_n == BRIEF_THEMES) return wrong(f, i->value, "leave some out", "links", "too many");
        if (!get_text(f, i->value, "links", &url)) return false;
        if (!str_starts(url, STR("https://")) && !str_starts(url, STR("http://")))
            return wrong(f, i->value, "give the whole address", "links", "an address begins with https:// or http://");
        b->links[b->links_n++] = url;
    }
    return true;
}

static const Key BRIEF_KEYS[] = {{"brief", t_brief},       {"problem", t_problem},     {"version", t_version},
                                 {"themes", t_themes},     {"state", t_state},         {"owner", t_owner},
                                 {"severity", t_severity}, {"effort_weeks", t_effort}, {"value", t_value},
                                 {"measure", t_measure},   {"links", t_links},         {NULL, NULL}};

bool brief_front_read(Arena *a, Str file, Str text, Brief *out, Err *err) {
    YamlDocument *first;
    Front f = {a, file, out, err};
    if (!yaml_read(a, file, text, &first, err)) return false;
    if (!first || !first->root)
        return brief_fail(err, file, 1, "export a problem to see one", "the front matter is empty");
    if (first->next) return brief_fail(err, file, 1, "keep one", "there is a second front matter");
    return take_map(&f, first->root, BRIEF_KEYS, "a brief") &&
           (yaml_get(first->root, "brief") || brief_fail(err, file, 2, "write \"brief: 1\" below the first ---",
                                                         "the front matter is not one of a brief"));
}
