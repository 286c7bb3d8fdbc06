/* strip.c - the places of the strip: who stands next to an object, gathered from its themes and problems. */
#include "strip.h"

#include "access.h"
#include "app_private.h"
#include "json_build.h"
#include "ledger_book.h"
#include "store/component_store.h"
#include "store/org_store.h"
#include "store/outcome_store.h"
#include "store/problem_store.h"
#include "store/session_store.h"
#include "store/signal_store.h"
#include "store/theme_store.h"

enum { LINKS_MAX = 6 };

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

/* What is gathered: the object's own row and the themes and problems that it hangs on. */
typedef struct Strip {
    Call *call;
    StripKind kind;
    int64_t id;
    ThemeRow *themes; /* name empty: no longer one */
    ProblemRow *problems;
    SessionRow session;
    ReleaseRow release;
    size_t themes_n, problems_n;
    bool words; /* may they read what customers said? */
    json_t *places;
} Strip;

/* ---- places ---------------------------------------------------------------------------------------- */

static bool may_open(const Strip *s, const char *op_id) {
    const Op *op = op_find(str_from_c(op_id));
    return op && app_may(op, s->call->actor, true);
}

static json_t *place_add(Strip *s, const char *kind, bool here, int64_t count) {
    json_t *place = json_pack("{s:s, s:b, s:I, s:[], s:b, s:n}", "kind", kind, "here", here, "count", (json_int_t)count,
                              "links", "many", false, "more");
    json_array_append_new(s->places, place);
    return place;
}

static json_t *link_add(Strip *s, json_t *place, Str title, const char *path, int64_t id) {
    json_t *links = json_object_get(place, "links");
    if (json_array_size(links) == LINKS_MAX) return NULL;
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

/* A list has room for the rest: by the problem when there is one, else by the theme. */
static void more_put(Strip *s, json_t *place, const char *list, bool by_problem) {
    int64_t id = by_problem && s->problems_n == 1 ? s->problems[0].id : s->themes_n == 1 ? s->themes[0].id : 0;
    if (!id || json_integer_value(json_object_get(place, "count")) <= LINKS_MAX) return;
    put(place, "more",
        json_str(arena_printf(s->call->arena, "%s%s=%lld", list, by_problem && s->problems_n == 1 ? "problem" : "theme",
                              (long long)id)));
}

/* ---- signals, themes, problems, owner ---------------------------------------------------------------- */

static bool quoted_put(Strip *s, json_t *place, Err *err) {
    EvidenceRow *rows;
    size_t n;
    if (!problem_evidence(s->call->app->db, s->call->arena, s->problems[0].id, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        bool seen = false;
        for (size_t k = 0; k < i; k++) seen |= rows[k].signal_id == rows[i].signal_id;
        if (!seen && rows[i].there) link_add(s, place, STR(""), "/signals/", rows[i].signal_id);
    }
    return true;
}

static bool signals_place(Strip *s, Err *err) {
    if (s->kind == STRIP_SIGNAL) {
        json_t *place = place_add(s, "signals", true, 1);
        link_add(s, place, STR(""), "/signals/", s->id);
        return true;
    }
    int64_t count = 0;
    for (size_t i = 0; i < s->themes_n; i++) count += s->themes[i].signals;
    json_t *place = place_add(s, "signals", false, count);
    for (size_t i = 0; s->words && i < s->themes_n; i++) {
        json_t *link = link_add(s, place, s->themes[i].name, "/signals?theme=", s->themes[i].id);
        if (link) put(link, "count", json_integer(s->themes[i].signals));
    }
    return !s->words || s->kind != STRIP_PROBLEM || quoted_put(s, place, err);
}

static void themes_place(Strip *s) {
    json_t *place = place_add(s, "themes", s->kind == STRIP_THEME, (int64_t)s->themes_n);
    for (size_t i = 0; i < s->themes_n; i++) link_add(s, place, s->themes[i].name, "/themes/", s->themes[i].id);
}

static void problems_place(Strip *s) {
    json_t *place = place_add(s, "problems", s->kind == STRIP_PROBLEM, (int64_t)s->problems_n);
    for (size_t i = 0; i < s->problems_n; i++)
        link_add(s, place, s->problems[i].title, "/problems/", s->problems[i].id);
    if (s->kind == STRIP_SIGNAL && s->problems_n > LINKS_MAX)
        put(place, "more", json_str(arena_printf(s->call->arena, "/problems?state=all&signal=%lld", (long long)s->id)));
    else
        more_put(s, place, "/problems?state=all&", false);
}

static bool owner_place(Strip *s, Err *err) {
    const ProblemRow *p = s->problems;
    ComponentRow component;
    TeamRow team;
    if (s->kind != STRIP_PROBLEM) return true;
    json_t *place = place_add(s, "owner", false, (p->component_id != 0) + (p->team_id != 0));
    if (p->component_id) {
        if (!component_get(s->call->app->db, s->call->arena, p->component_id, &component, err)) return false;
        link_add(s, place, component.name, "/components/", component.id);
    }
    if (!p->team_id) return true;
    if (!team_get(s->call->app->db, s->call->arena, p->team_id, &team, err)) return false;
    link_add(s, place, team.name, "/teams/", team.id);
    return true;
}

/* ---- sessions, releases, outcome, ledger -------------------------------------------------------------- */

static void session_link(Strip *s, json_t *place, const SessionRow *row) {
    json_t *link = link_add(s, place, row->title, "/sessions/", row->id);
    if (link) put(link, "at", json_time(s->call->arena, row->starts_at));
}

static bool is_of_problem(const Strip *s, int64_t problem_id) {
    for (size_t i = 0; i < s->problems_n; i++)
        if (s->problems[i].id == problem_id) return true;
    return false;
}

/* Of a theme: about it, or about a problem that is. Else of the problems alone. */
static bool sessions_place(Strip *s, Err *err) {
    if (s->kind == STRIP_SESSION) {
        session_link(s, place_add(s, "sessions", true, 1), &s->session);
        json_t *said = place_add(s, "reflections", false, s->session.attended);
        if (may_open(s, "reflections.list")) link_add(s, said, STR(""), "/reflections?session=", s->id);
        return true;
    }
    if (!may_open(s, "sessions.list")) return true;
    json_t *place = place_add(s, "sessions", false, 0);
    bool by_theme = s->kind == STRIP_THEME || s->kind == STRIP_OUTCOME;
    size_t count = 0, lists = s->problems_n + by_theme;
    for (size_t i = 0; i < lists; i++) {
        SessionFilter filter = {.from = TIME_NONE, .to = TIME_NONE, .newest = true};
        SessionRow *rows;
        size_t n;
        if (i < s->problems_n)
            filter.problem_id = s->problems[i].id;
        else
            filter.theme_id = s->themes[0].id;
        if (!sessions_list(s->call->app->db, s->call->arena, &filter, &rows, &n, err)) return false;
        for (size_t k = 0; k < n; k++) {
            if (i >= s->problems_n && is_of_problem(s, rows[k].problem_id)) continue;
            session_link(s, place, &rows[k]);
            count++;
        }
    }
    put(place, "count", json_integer((json_int_t)count));
    more_put(s, place, "/sessions?past=yes&", true);
    return true;
}

static bool releases_of(Strip *s, ReleaseRow **rows, size_t *n, Err *err) {
    Call *call = s->call;
    *n = 0;
    if (s->kind == STRIP_RELEASE) return *rows = &s->release, *n = 1, true;
    if (s->kind == STRIP_THEME || s->kind == STRIP_OUTCOME)
        return releases_list(call->app->db, call->arena, s->themes[0].id, 0, rows, n, err);
    *rows = ARENA_ARRAY(call->arena, ReleaseRow, 1);
    for (size_t i = 0; i < s->problems_n; i++) {
        ReleaseRow *more;
        size_t more_n;
        if (!releases_list(call->app->db, call->arena, 0, s->problems[i].id, &more, &more_n, err)) return false;
        ReleaseRow *all = ARENA_ARRAY(call->arena, ReleaseRow, *n + more_n + 1);
        for (size_t k = 0; k < *n; k++) all[k] = (*rows)[k];
        for (size_t k = 0; k < more_n; k++) all[*n + k] = more[k];
        *rows = all;
        *n += more_n;
    }
    return true;
}

static bool value_is_ours(const Strip *s, const Value *v) {
    if (s->kind == STRIP_RELEASE && v->release_id) return v->release_id == s->id;
    if (v->problem_id) return is_of_problem(s, v->problem_id);
    for (size_t i = 0; i < s->themes_n; i++)
        if (v->theme_id && s->themes[i].id == v->theme_id) return true;
    return false;
}

/* A release's page says what came of it. */
static bool outcomes_place(Strip *s, Err *err) {
    ReleaseRow *rows;
    Value *values;
    size_t n, values_n, ours = 0;
    if (!releases_of(s, &rows, &n, err)) return false;
    json_t *released = place_add(s, "releases", s->kind == STRIP_RELEASE, (int64_t)n);
    json_t *outcome = place_add(s, "outcome", s->kind == STRIP_OUTCOME, (int64_t)n);
    for (size_t i = 0; i < n; i++) {
        json_t *link = link_add(s, released, rows[i].title, "/releases/", rows[i].id);
        if (link) put(link, "at", json_time(s->call->arena, rows[i].at));
        link = link_add(s, outcome, rows[i].title, "/releases/", rows[i].id);
        if (!link) continue;
        put(link, "at", json_time(s->call->arena, rows[i].at));
        put(link, "path", json_str(arena_printf(s->call->arena, "/releases/%lld#verdict", (long long)rows[i].id)));
    }
    more_put(s, released, "/releases?", true);
    if (!may_open(s, "ledger.list")) return true;
    json_t *ledger = place_add(s, "ledger", false, 0);
    if (!s->themes_n && !s->problems_n) return true;
    if (!ledger_values(s->call, &values, &values_n, err)) return false;
    for (size_t i = 0; i < values_n; i++)
        if (value_is_ours(s, &values[i])) {
            link_add(s, ledger, values[i].title, "/ledger?value=", values[i].id);
            ours++;
        }
    put(ledger, "count", json_integer((json_int_t)ours));
    return true;
}

/* ---- gathering ---------------------------------------------------------------------------------------- */

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
    if (!signals_place(&s, err)) return false;
    themes_place(&s);
    problems_place(&s);
    return owner_place(&s, err) && sessions_place(&s, err) && outcomes_place(&s, err);
}
