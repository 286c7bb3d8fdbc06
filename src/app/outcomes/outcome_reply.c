/* outcome_reply.c - an outcome as JSON. */
#include "outcome_reply.h"

#include "app_private.h"
#include "json_build.h"
#include "outcome_json.h"
#include "outcome_words.h"
#include "store/theme_store.h"

enum { DAYS = 7 };

static Str name_of(const ThemeRow *themes, size_t n, int64_t id) {
    for (size_t i = 0; i < n; i++)
        if (themes[i].id == id) return themes[i].name;
    return STR("a theme of an earlier codebook");
}

static json_t *near_json(Arena *a, const Judged *j, const ThemeRow *themes, size_t n) {
    json_t *list = json_array();
    for (size_t i = 0; i < j->outcome.near_n; i++) {
        const Neighbour *near = &j->outcome.near[i];
        int64_t id = j->ids[near->theme];
        json_t *row = json_link(id, name_of(themes, n, id));
        put(row, "change", near->known ? effect_json(a, near->effect, near->low, near->high) : json_null());
        json_array_append_new(list, row);
    }
    return list;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void put_nothing(Call *call, const Subject *s) {
    json_t *r = call->reply;
    Arena *a = call->arena;
    put(r, "verdict", json_string(verdict_name(VERDICT_REFUSED)));
    if (!subject_population(s).counts) {
        put(r, "says",
            json_str(arena_printf(a, "Refused: %.*s are two parts at once, and daily counts are kept by one.",
                                  STR_ARG(population_words(a, s)))));
        put(r, "advice", json_string("Name a segment, a product or a channel in the measure, not two of them."));
    } else if (!subject_population(s).whole) {
        put(r, "says",
            json_str(arena_printf(a, "Refused: there are no voices of %.*s in this theme around that date.",
                                  STR_ARG(population_words(a, s)))));
        put(r, "advice", json_string("See how the theme is spread: its trend by segment, product and channel."));
    } else {
        put(r, "says", json_string("Refused: there is no data of this theme around that date."));
        put(r, "advice", json_string("Import signals of the weeks before and after it."));
    }
    static const char *const NULLS[] = {"change", "until", "placebos", "avoided", "lasting", "moved", "split", NULL};
    for (size_t i = 0; NULLS[i]; i++) put(r, NULLS[i], json_null());
    static const char *const LISTS[] = {"weeks", "looks", "near", NULL};
    for (size_t i = 0; LISTS[i]; i++) put(r, LISTS[i], json_array());
    put(r, "weeks_before", json_integer(0));
    put(r, "weeks_after", json_integer(0));
    put(r, "both_methods", json_false());
    put(r, "error", json_num(looks_error(&s->plan), 4));
    put(r, "unit", json_string("of each 1,000 voices"));
}

static bool put_split(Call *call, const Subject *s, const Judged *j, int64_t codebook_id, Dimension by, Err *err) {
    Split split;
    if (!subject_split(call, codebook_id, s, j, by, &split, err)) return false;
    put(call->reply, "split", split_json(call->arena, &split));
    return true;
}

static bool put_judged(Call *call, const Subject *s, const Judged *j, int64_t codebook_id, Err *err) {
    const Outcome *o = &j->outcome;
    Arena *a = call->arena;
    json_t *r = call->reply;
    int64_t day = day_of(s->at);
    Rates rates;
    ThemeRow *themes;
    size_t n;
    if (!rates_read(call, s, j, &rates, err) || !themes_names(call->app->db, a, codebook_id, &themes, &n, err))
        return false;
    put(r, "verdict", json_string(verdict_name(o->verdict)));
    put(r, "says", json_str(outcome_says(a, o)));
    put(r, "advice", json_str_or_null(outcome_advice(a, o, day)));
    put(r, "change", effect_json(a, o->effect, o->low, o->high));
    put(r, "weeks_before", json_integer((json_int_t)o->weeks_used));
    put(r, "weeks_after", json_integer((j->end_day - day) / DAYS));
    put(r, "until", day_json(a, j->end_day - 1));
    put(r, "both_methods", json_boolean(o->agreed));
    put(r, "error", json_num(looks_error(&o->plan), 4));
    put(r, "unit", json_str(rates.unit));
    put(r, "weeks", weeks_json(a, j, &rates));
    put(r, "looks", looks_json(a, o, day));
    put(r, "placebos", placebos_json(a, o));
    put(r, "avoided", avoided_json(o));
    put(r, "lasting", lasting_json(a, o, day));
    put(r, "near", near_json(a, j, themes, n));
    put(r, "moved", json_str_or_null(moved_says(a, o)));
    put(r, "population", population_json(a, s, &rates));
    return true;
}

/* ---- by the codebook before ------------------------------------------------------------------ */

static json_t *by_codebook_json(Arena *a, int64_t codebook_id, bool serving, const Judged *j) {
    const Outcome *o = &j->outcome;
    json_t *row = json_object();
    put(row, "codebook", json_integer(codebook_id));
    put(row, "serving", json_boolean(serving));
    put(row, "until", day_json(a, j->end_day - 1));
    put(row, "verdict", json_string(verdict_name(o->verdict)));
    put(row, "change", effect_json(a, o->effect, o->low, o->high));
    return row;
}

/* The one before has counted nothing since it was replaced, so the serving one is asked about the same days as well. */
static bool put_before(Call *call, const Subject *subject, const CodebookRow *serving, const Judged *now, json_t *list,
                       Err *err) {
    Judged before, same_days;
    Subject until = *subject;
    if (!serving->before_id) return true;
    if (!subject_judge(call, serving->before_id, subject, &before, err)) return false;
    if (!before.known) return true;
    until.end_day = before.end_day;
    if (before.end_day < now->end_day) {
        if (!subject_judge(call, serving->id, &until, &same_days, err)) return false;
        if (same_days.known) json_array_append_new(list, by_codebook_json(call->arena, serving->id, true, &same_days));
    }
    json_array_append_new(list, by_codebook_json(call->arena, serving->before_id, false, &before));
    return true;
}

bool outcome_put(Call *call, const Subject *subject, Dimension by, Err *err) {
    CodebookRow codebook;
    Judged judged;
    Err none = {0};
    json_t *list = json_array();
    put(call->reply, "at", json_time(call->arena, subject->at));
    put(call->reply, "codebook", json_null());
    put(call->reply, "codebooks", list);
    put(call->reply, "fall", json_integer(lround(100 * (subject->wanted > 0 ? subject->wanted : OUTCOME_FALL_WANTED))));
    put(call->reply, "population", population_json(call->arena, subject, NULL));
    if (!codebook_current(call->app->db, call->arena, &codebook, &none)) {
        put_nothing(call, subject);
        return none.code == ERR_NOT_FOUND || (*err = none, false);
    }
    put(call->reply, "codebook", json_integer(codebook.id));
    if (!subject_judge(call, codebook.id, subject, &judged, err)) return false;
    if (!judged.known) {
        put_nothing(call, subject);
        return true;
    }
    json_array_append_new(list, by_codebook_json(call->arena, codebook.id, true, &judged));
    return put_judged(call, subject, &judged, codebook.id, err) &&
           put_split(call, subject, &judged, codebook.id, by, err) &&
           put_before(call, subject, &codebook, &judged, list, err);
}
