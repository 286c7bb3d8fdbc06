/* strip_after.c - the last places of the strip: who met customers about it, what was released, and what came of that.
 */
#include "app_private.h"
#include "json_build.h"
#include "ledger_book.h"
#include "strip_parts.h"

static void session_link(Strip *s, json_t *place, const SessionRow *row) {
    json_t *link = strip_link(s, place, row->title, "/sessions/", row->id);
    if (link) put(link, "at", json_time(s->call->arena, row->starts_at));
}

static bool is_of_problem(const Strip *s, int64_t problem_id) {
    for (size_t i = 0; i < s->problems_n; i++)
        if (s->problems[i].id == problem_id) return true;
    return false;
}

/* Of a theme: about it, or about a problem that is. Else of the problems alone. */
bool strip_sessions(Strip *s, Err *err) {
    if (s->kind == STRIP_SESSION) {
        session_link(s, strip_place(s, "sessions", true, 1), &s->session);
        json_t *said = strip_place(s, "reflections", false, s->session.attended);
        if (strip_may_open(s, "reflections.list")) strip_link(s, said, STR(""), "/reflections?session=", s->id);
        return true;
    }
    if (!strip_may_open(s, "sessions.list")) return true;
    json_t *place = strip_place(s, "sessions", false, 0);
    bool by_theme = s->kind == STRIP_THEME || s->kind == STRIP_OUTCOME;
    size_t count = 0, lists = s->problems_n + by_theme;
    for (size_t i = 0; i < lists; i++) {
        SessionFilter filter = {.from = TIME_NONE, .to = TIME_NONE, .newest = true};
        SessionRow *rows;
        size_t n;
        if (i < s->problems_n) filter.problem_id = s->problems[i].id;
        else filter.theme_id = s->themes[0].id;
        if (!sessions_list(s->call->app->db, s->call->arena, &filter, &rows, &n, err)) return false;
        for (size_t k = 0; k < n; k++) {
            if (i >= s->problems_n && is_of_problem(s, rows[k].problem_id)) continue;
            session_link(s, place, &rows[k]);
            count++;
        }
    }
    put(place, "count", json_integer((json_int_t)count));
    strip_more(s, place, "/sessions?past=yes&", true);
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

/* Values of these themes and problems, and those that this release realised. */
static bool values_near(const Strip *s, Value **values, size_t *n, Err *err) {
    LedgerSubjects subjects = {.themes_n = s->themes_n,
                               .problems_n = s->problems_n,
                               .release_id = s->kind == STRIP_RELEASE ? s->id : 0,
                               .themes = ARENA_ARRAY(s->call->arena, int64_t, s->themes_n + 1),
                               .problems = ARENA_ARRAY(s->call->arena, int64_t, s->problems_n + 1)};
    for (size_t i = 0; i < s->themes_n; i++) subjects.themes[i] = s->themes[i].id;
    for (size_t i = 0; i < s->problems_n; i++) subjects.problems[i] = s->problems[i].id;
    return ledger_values_of(s->call, &subjects, values, n, err);
}

static bool value_is_ours(const Strip *s, const Value *v) {
    if (s->kind == STRIP_RELEASE && v->release_id) return v->release_id == s->id;
    if (v->problem_id) return is_of_problem(s, v->problem_id);
    for (size_t i = 0; i < s->themes_n; i++)
        if (v->theme_id && s->themes[i].id == v->theme_id) return true;
    return false;
}

/* A release's page says what came of it. */
bool strip_outcomes(Strip *s, Err *err) {
    ReleaseRow *rows;
    Value *values;
    size_t n, values_n, ours = 0;
    if (!releases_of(s, &rows, &n, err)) return false;
    json_t *released = strip_place(s, "releases", s->kind == STRIP_RELEASE, (int64_t)n);
    json_t *outcome = strip_place(s, "outcome", s->kind == STRIP_OUTCOME, (int64_t)n);
    for (size_t i = 0; i < n; i++) {
        json_t *link = strip_link(s, released, rows[i].title, "/releases/", rows[i].id);
        if (link) put(link, "at", json_time(s->call->arena, rows[i].at));
        link = strip_link(s, outcome, rows[i].title, "/releases/", rows[i].id);
        if (!link) continue;
        put(link, "at", json_time(s->call->arena, rows[i].at));
        put(link, "path", json_str(arena_printf(s->call->arena, "/releases/%lld#verdict", (long long)rows[i].id)));
    }
    strip_more(s, released, "/releases?", true);
    if (!strip_may_open(s, "ledger.list")) return true;
    json_t *ledger = strip_place(s, "ledger", false, 0);
    if (!values_near(s, &values, &values_n, err)) return false;
    for (size_t i = 0; i < values_n; i++)
        if (value_is_ours(s, &values[i])) {
            strip_link(s, ledger, values[i].title, "/ledger?value=", values[i].id);
            ours++;
        }
    put(ledger, "count", json_integer((json_int_t)ours));
    return true;
}
