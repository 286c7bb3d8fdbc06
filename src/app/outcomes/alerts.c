/* alerts.c - episodes of themes that rise. */
#include "alerts.h"

#include "app_private.h"
#include "audit.h"
#include "json_build.h"
#include "outcomes/emerging.h"
#include "store/theme_store.h"

enum { HISTORY_DAYS = 400, NEW_DAYS = 60 /* an older episode that is found only now is no news */ };

static AlertRow row_of(const ThemeDays *t, size_t theme, const Episode *e) {
    return (AlertRow){.theme_id = t->ids[theme],
                      .began = t->first_day + (int64_t)e->began,
                      .alerted = t->first_day + (int64_t)e->alerted,
                      .told = t->first_day + (int64_t)e->told,
                      .last = t->first_day + (int64_t)e->last,
                      .open = e->open,
                      .reopened = (int64_t)e->reopened,
                      .baseline = e->baseline,
                      .voices = e->signals,
                      .expected = e->expected,
                      .level = e->level};
}

/* The saved episode that this one is: the same theme, days that touch. A later import may move its days a little. */
static const AlertRow *saved_as(const AlertRow *saved, size_t n, const AlertRow *row) {
    for (size_t i = 0; i < n; i++)
        if (saved[i].theme_id == row->theme_id && saved[i].began <= row->last && row->began <= saved[i].last)
            return &saved[i];
    return NULL;
}

static bool note(Call *call, const AlertRow *row, const char *action, Err *err) {
    json_t *body = json_object();
    put(body, "theme", json_integer(row->theme_id));
    put(body, "day", json_str(time_iso_date(call->arena, row->told * SECONDS_PER_DAY)));
    return audit_note(call, action, "alert", row->id, body, err);
}

static bool save(Call *call, AlertRow *row, const AlertRow *before, size_t *news, Err *err) {
    if (!before) {
        ++*news;
        return alert_add(call->app->db, row, err) && note(call, row, "alert.raise", err);
    }
    bool again = row->told > before->told;
    row->id = before->id;
    *news += again;
    return alert_save(call->app->db, row, err) && (!again || note(call, row, "alert.again", err));
}

static bool find_in(Call *call, const ThemeDays *t, const AlertRow *saved, size_t saved_n, size_t *news, Err *err) {
    int64_t end = t->first_day + (int64_t)t->days_n;
    Arena *scratch = arena_new();
    bool ok = true;
    for (size_t i = 0; ok && i < t->themes; i++) {
        size_t n;
        Episode *episodes = emerging_find(scratch, t->days + i * t->days_n, t->all, t->days_n, &n);
        for (size_t k = 0; ok && k < n; k++) {
            AlertRow row = row_of(t, i, &episodes[k]);
            if (row.told + NEW_DAYS >= end) ok = save(call, &row, saved_as(saved, saved_n, &row), news, err);
        }
        arena_reset(scratch);
    }
    arena_free(scratch);
    return ok;
}

bool alerts_find(Call *call, size_t *news, Err *err) {
    CodebookRow codebook;
    ThemeDays t;
    AlertRow *saved;
    size_t n;
    int64_t last;
    bool known;
    Db *db = call->app->db;
    *news = 0;
    if (!codebook_current(db, call->arena, &codebook, err) || !theme_days_last(db, codebook.id, &known, &last, err))
        return false;
    if (!known) return true;
    if (!theme_days_read(db, call->arena, codebook.id, NULL, last + 1 - HISTORY_DAYS, last + 1, &t, err) ||
        !alerts_list(db, call->arena, &saved, &n, err) || !db_begin(db, err))
        return false;
    return db_end(db, find_in(call, &t, saved, n, news, err) && alerts_tell(call, last, err), err);
}

/* ---- as JSON --------------------------------------------------------------------------------- */

const Field SHAPE_OF_ALERT[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"theme", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, "of the theme", NULL, false},
    {"began", SHAPE_STRING, "day on which the rise began", NULL, false},
    {"alerted", SHAPE_STRING, "day of the alert", NULL, false},
    {"told", SHAPE_STRING, "day of the alert or of the newest re-opening", NULL, false},
    {"open", SHAPE_BOOL, "it goes on", NULL, false},
    {"reopened", SHAPE_INT, "times it rose again", NULL, false},
    {"voices", SHAPE_INT, "from its beginning to the alert", NULL, false},
    {"expected", SHAPE_NUMBER, "voices in the same days by what was usual", NULL, false},
    {"baseline", SHAPE_NUMBER, "voices a day that were usual", NULL, false},
    {"level", SHAPE_NUMBER, "voices a day since", NULL, false},
    {"says", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

static json_t *day_json(Arena *a, int64_t day) {
    return json_str(time_iso_date(a, day * SECONDS_PER_DAY));
}

json_t *alert_json(Arena *a, const AlertRow *row, Str name) {
    json_t *o = json_object();
    put(o, "id", json_integer(row->id));
    put(o, "theme", json_integer(row->theme_id));
    put(o, "name", json_str(name));
    put(o, "began", day_json(a, row->began));
    put(o, "alerted", day_json(a, row->alerted));
    put(o, "told", day_json(a, row->told));
    put(o, "open", json_boolean(row->open));
    put(o, "reopened", json_integer(row->reopened));
    put(o, "voices", json_integer((json_int_t)row->voices));
    put(o, "expected", json_num(row->expected, 1));
    put(o, "baseline", json_num(row->baseline, 2));
    put(o, "level", json_num(row->level, 2));
    put(o, "says",
        json_str(arena_printf(a, "%.0f voices in %lld days, where %.1f were usual", row->voices,
                              (long long)row->alerted - row->began + 1, row->expected)));
    return o;
}

bool theme_names_get(Call *call, ThemeNames *out, Err *err) {
    CodebookRow codebook;
    Err none = {0};
    *out = (ThemeNames){0};
    return !codebook_current(call->app->db, call->arena, &codebook, &none) ||
           themes_names(call->app->db, call->arena, codebook.id, &out->rows, &out->n, err);
}

Str theme_named(const ThemeNames *names, int64_t theme_id) {
    for (size_t i = 0; i < names->n; i++)
        if (names->rows[i].id == theme_id) return names->rows[i].name;
    return STR("a theme of an earlier codebook");
}

bool alerts_json(Call *call, int64_t days, json_t **list, Err *err) {
    AlertRow *rows;
    ThemeNames names;
    size_t n;
    *list = json_array();
    if (!alerts_list(call->app->db, call->arena, &rows, &n, err) || !theme_names_get(call, &names, err)) return false;
    for (size_t i = 0; i < n; i++)
        if (rows[i].told + days >= day_of(call->now))
            json_array_append_new(*list, alert_json(call->arena, &rows[i], theme_named(&names, rows[i].theme_id)));
    return true;
}
