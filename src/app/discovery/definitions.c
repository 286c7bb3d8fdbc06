/* definitions.c - the texts that stand for themes which people defined, or which they keep. */
#include "version.h"

enum { PHRASE_TEXTS = 50, TEXT_BYTES = 64 << 10 };

int64_t edits_joined(const Edits *edits, int64_t theme_id) {
    for (size_t i = 0; i < edits->n; i++)
        if (edit_is(&edits->rows[i], "merge") && edits->rows[i].theme_id == theme_id)
            theme_id = edits->rows[i].other_id;
    return theme_id;
}

bool edits_define(const Edits *edits, int64_t theme_id) {
    for (size_t i = 0; i < edits->n; i++) {
        const EditRow *e = &edits->rows[i];
        if (e->theme_id == theme_id && edit_defines(e)) return true;
        if (e->other_id == theme_id && edit_is(e, "merge")) return true;
    }
    return false;
}

bool edits_protect(const Edits *edits, int64_t theme_id) {
    bool pinned = false; /* what was said of it last */
    for (size_t i = 0; i < edits->n; i++) {
        const EditRow *e = &edits->rows[i];
        if (e->theme_id != theme_id || edit_is(e, "merge") || edit_is(e, "hide")) continue;
        if (!edit_is(e, "pin")) return true;
        pinned = str_eq(e->words, STR("on"));
    }
    return pinned || edits_define(edits, theme_id);
}

typedef struct Searching {
    Arena *a;
    const PhraseRule *rule;
    PhraseMatcher *matcher;
    size_t max, n;
    int64_t *ids;
    Str *texts;
} Searching;

static bool look_at(void *ctx, const SignalRow *row) {
    Searching *s = ctx;
    Str text = str_slice(row->signal.text, 0, TEXT_BYTES);
    phrase_matcher_see(s->matcher, row->signal.text);
    if (!phrase_matcher_has(s->matcher, s->rule)) return true;
    s->ids[s->n] = row->id;
    s->texts[s->n++] = arena_str(s->a, text);
    return s->n < s->max;
}

bool phrase_examples(Db *scan, Arena *a, Str phrase, const SignalFilter *filter, size_t max, int64_t *ids, Str *texts,
                     size_t *n, Err *err) {
    Searching s = {.a = a, .rule = phrase_rule_new(a, phrase, err), .max = max, .ids = ids, .texts = texts};
    if (!s.rule) return false;
    s.matcher = phrase_matcher_new();
    ScanOptions options = {.with_text = true, .filter = filter};
    bool ok = signals_scan(scan, &options, look_at, &s, err);
    phrase_matcher_free(s.matcher);
    *n = s.n;
    return ok;
}

/* Texts of those signals that are still there and have words. */
static bool read_texts(const Draft *d, const int64_t *signals, size_t n, ThemeGroup *group, Err *err) {
    Str *texts = ARENA_ARRAY(d->a, Str, n + 1);
    group->texts = texts;
    for (size_t i = 0; i < n; i++) {
        SignalRow row;
        Err none = {0};
        if (!signal_get(d->scan, d->a, signals[i], &row, &none)) {
            if (none.code == ERR_NOT_FOUND) continue;
            *err = none;
            return false;
        }
        if (row.signal.text.n) texts[group->n++] = str_slice(row.signal.text, 0, TEXT_BYTES);
    }
    return true;
}

static bool read_edit(const Draft *d, const EditRow *e, ThemeGroup *group, Err *err) {
    int64_t *signals;
    size_t n;
    *group = (ThemeGroup){.name = e->words, .fixed_name = false};
    if (!e->phrase.n)
        return edit_signals(d->app->db, d->a, e->id, &signals, &n, err) && read_texts(d, signals, n, group, err);
    Str *texts = ARENA_ARRAY(d->a, Str, PHRASE_TEXTS);
    int64_t ids[PHRASE_TEXTS];
    group->texts = texts;
    return phrase_examples(d->scan, d->a, e->phrase, NULL, PHRASE_TEXTS, ids, texts, &group->n, err);
}

static void add(Definition *list, size_t *n, int64_t theme_id, const ThemeGroup *group) {
    if (group->n) list[(*n)++] = (Definition){theme_id, *group};
}

bool definitions_read(const Draft *d, Definition **out, size_t *n, Err *err) {
    Definition *list = ARENA_ARRAY(d->a, Definition, d->examples_n + d->edits.n + 1);
    *n = 0;
    for (size_t i = 0, end; i < d->examples_n; i = end) {
        for (end = i; end < d->examples_n && d->examples[end].theme_id == d->examples[i].theme_id;) end++;
        int64_t *signals = ARENA_ARRAY(d->a, int64_t, end - i);
        for (size_t k = i; k < end; k++) signals[k - i] = d->examples[k].signal_id;
        ThemeGroup group = {0};
        if (!read_texts(d, signals, end - i, &group, err)) return false;
        add(list, n, d->examples[i].theme_id, &group);
    }
    for (size_t i = 0; i < d->edits.n; i++) {
        const EditRow *e = &d->edits.rows[i];
        ThemeGroup group;
        if (!edit_defines(e)) continue;
        if (!read_edit(d, e, &group, err)) return false;
        add(list, n, e->theme_id, &group);
    }
    *out = list;
    return true;
}
