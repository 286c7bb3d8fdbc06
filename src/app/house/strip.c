/* strip.c - the strip: an object's neighbours gathered, and its places in the order of the chain. */
#include "access.h"
#include "app_private.h"
#include "json_build.h"
#include "store/signal_store.h"
#include "strip_parts.h"

static const Field LINK[] = {
    {"title", SHAPE_STRING, "empty: the kind and the number say it", NULL, false},
    {"id", SHAPE_INT, NULL, NULL, false},
    {"path", SHAPE_STRING, "of its page", NULL, false},
    {"count", SHAPE_INT, "signals behind it", NULL, true},
    {"at", SHAPE_TIME, "of a session or release", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_STRIP[] = {
    {"kind", SHAPE_STRING, "signals, themes, problems, owner, sessions, reflections, releases, outcome, ledger", NULL,
     false},
    {"here", SHAPE_BOOL, "the object itself stands here", NULL, false},
    {"count", SHAPE_INT, "how many there are", NULL, false},
    {"links", SHAPE_ARRAY, "the first of them", LINK, false},
    {"many", SHAPE_BOOL, "more than one link", NULL, false},
    {"more", SHAPE_STRING, "path of the list, when it holds more than the links", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};

/* ---- places ---------------------------------------------------------------------------------- */

bool strip_may_open(const Strip *s, const char *op_id) {
    const Op *op = op_find(str_from_c(op_id));
    return op && app_may(op, s->call->actor, true);
}

json_t *strip_place(Strip *s, const char *kind, bool here, int64_t count) {
    json_t *place = json_pack("{s:s, s:b, s:I, s:[], s:b, s:n}", "kind", kind, "here", here, "count", (json_int_t)count,
                              "links", "many", false, "more");
    json_array_append_new(s->places, place);
    return place;
}

json_t *strip_link(Strip *s, json_t *place, Str title, const char *path, int64_t id) {
    json_t *links = json_object_get(place, "links");
    if (json_array_size(links) == STRIP_LINKS) return NULL;
    json_t *link = json_object();
    put(link, "title", json_str(title));
    put(link, "id", json_integer(id));
    put(link, "path", json_str(arena_printf(s->call->arena, "%s%lld", path, (long long)id)));
    put(link, "count", json_null());
    put(link, "at", json_null());
    put(place, "many", json_boolean(json_array_size(links) > 0));
    json_array_append_new(links, link);
    return link;
}

void strip_more(Strip *s, json_t *place, const char *list, bool by_problem) {
    int64_t id = by_problem && s->problems_n == 1 ? s->problems[0].id : s->themes_n == 1 ? s->themes[0].id : 0;
    if (!id || json_integer_value(json_object_get(place, "count")) <= STRIP_LINKS) return;
    put(place, "more",
        json_str(arena_printf(s->call->arena, "%s%s=%lld", list, by_problem && s->problems_n == 1 ? "problem" : "theme",
                              (long long)id)));
}

/* ---- gathering ------------------------------------------------------------------------------- */

static bool theme_add(Strip *s, int64_t id, Err *err) {
    CodebookRow codebook;
    Err none = {0};
    for (size_t i = 0; i < s->themes_n; i++)
        if (s->themes[i].id == id) return true;
    ThemeRow *all = ARENA_ARRAY(s->call->arena, ThemeRow, s->themes_n + 1);
    for (size_t i = 0; i < s->themes_n; i++) all[i] = s->themes[i];
    s->themes = all;
    ThemeRow *row = &all[s->themes_n++];
    if (codebook_current(s->call->app->db, s->call->arena, &codebook, &none) &&
        theme_get(s->call->app->db, s->call->arena, codebook.id, id, row, &none))
        return true;
    *row = (ThemeRow){.id = id};
    return none.code == ERR_NOT_FOUND || (*err = none, false);
}

static bool problem_one(Strip *s, int64_t id, Err *err) {
    int64_t *themes;
    size_t n;
    s->problems = ARENA_ARRAY(s->call->arena, ProblemRow, 1);
    if (!problem_get(s->call->app->db, s->call->arena, id, s->problems, err) ||
        !problem_themes(s->call->app->db, s->call->arena, id, &themes, &n, err))
        return false;
    s->problems_n = 1;
    for (size_t i = 0; i < n; i++)
        if (!theme_add(s, themes[i], err)) return false;
    return true;
}

static bool problems_many(Strip *s, const ProblemFilter *filter, Err *err) {
    return problems_list(s->call->app->db, s->call->arena, filter, &s->problems, &s->problems_n, err);
}

static bool gather(Strip *s, Err *err) {
    Db *db = s->call->app->db;
    Arena *a = s->call->arena;
    SignalRow signal;
    switch (s->kind) {
    case STRIP_SIGNAL:
        return signal_get(db, a, s->id, &signal, err) && (!signal.theme_id || theme_add(s, signal.theme_id, err)) &&
               problems_many(s, &(ProblemFilter){.state = -1, .signal_id = s->id}, err);
    case STRIP_THEME:
    case STRIP_OUTCOME:
        return theme_add(s, s->id, err) && problems_many(s, &(ProblemFilter){.state = -1, .theme_id = s->id}, err);
    case STRIP_PROBLEM:
        return problem_one(s, s->id, err);
    case STRIP_SESSION:
        return session_get(db, a, s->id, &s->session, err) &&
               (!s->session.problem_id || problem_one(s, s->session.problem_id, err)) &&
               (!s->session.theme_id || theme_add(s, s->session.theme_id, err));
    default:
        return release_get(db, a, s->id, &s->release, err) &&
               (!s->release.problem_id || problem_one(s, s->release.problem_id, err)) &&
               (!s->release.theme_id || theme_add(s, s->release.theme_id, err));
    }
}

bool strip_put(Call *call, StripKind kind, int64_t id, Err *err) {
    Strip s = {.call = call, .kind = kind, .id = id, .places = json_array()};
    Policy policy;
    put(call->reply, "chain", s.places);
    if (!policy_get(call, &policy, err) || !gather(&s, err)) return false;
    s.words = call->actor->role == ROLE_ADMIN || call->actor->role >= policy.words;
    if (!strip_signals(&s, err)) return false;
    strip_themes(&s);
    strip_problems(&s);
    return strip_owner(&s, err) && strip_sessions(&s, err) && strip_outcomes(&s, err);
}
