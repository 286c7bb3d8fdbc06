/* strip_where.c - the first places of the strip: what was said, which themes and problems it is, whose they are. */
#include "app_private.h"
#include "json_build.h"
#include "store/component_store.h"
#include "store/org_store.h"
#include "strip_parts.h"

static bool quoted_put(Strip *s, json_t *place, Err *err) {
    EvidenceRow *rows;
    size_t n;
    if (!problem_evidence(s->call->app->db, s->call->arena, s->problems[0].id, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        bool seen = false;
        for (size_t k = 0; k < i; k++) seen |= rows[k].signal_id == rows[i].signal_id;
        if (!seen && rows[i].there) strip_link(s, place, STR(""), "/signals/", rows[i].signal_id);
    }
    return true;
}

bool strip_signals(Strip *s, Err *err) {
    if (s->kind == STRIP_SIGNAL) {
        json_t *place = strip_place(s, "signals", true, 1);
        strip_link(s, place, STR(""), "/signals/", s->id);
        return true;
    }
    int64_t count = 0;
    for (size_t i = 0; i < s->themes_n; i++) count += s->themes[i].signals;
    json_t *place = strip_place(s, "signals", false, count);
    for (size_t i = 0; s->words && i < s->themes_n; i++) {
        if (!s->themes[i].name.n) continue; /* of a theme that is gone the signals are no list any more */
        json_t *link = strip_link(s, place, s->themes[i].name, "/signals?theme=", s->themes[i].id);
        if (link) put(link, "count", json_integer(s->themes[i].signals));
    }
    return !s->words || s->kind != STRIP_PROBLEM || quoted_put(s, place, err);
}

void strip_themes(Strip *s) {
    json_t *place = strip_place(s, "themes", s->kind == STRIP_THEME, (int64_t)s->themes_n);
    for (size_t i = 0; i < s->themes_n; i++) strip_link(s, place, s->themes[i].name, "/themes/", s->themes[i].id);
}

void strip_problems(Strip *s) {
    json_t *place = strip_place(s, "problems", s->kind == STRIP_PROBLEM, (int64_t)s->problems_n);
    for (size_t i = 0; i < s->problems_n; i++)
        strip_link(s, place, s->problems[i].title, "/problems/", s->problems[i].id);
    if (s->kind == STRIP_SIGNAL && s->problems_n > STRIP_LINKS)
        put(place, "more", json_str(arena_printf(s->call->arena, "/problems?state=all&signal=%lld", (long long)s->id)));
    else strip_more(s, place, "/problems?state=all&", false);
}

bool strip_owner(Strip *s, Err *err) {
    const ProblemRow *p = s->problems;
    ComponentRow component;
    TeamRow team;
    if (s->kind != STRIP_PROBLEM) return true;
    json_t *place = strip_place(s, "owner", false, (p->component_id != 0) + (p->team_id != 0));
    if (p->component_id) {
        if (!component_get(s->call->app->db, s->call->arena, p->component_id, &component, err)) return false;
        strip_link(s, place, component.name, "/components/", component.id);
    }
    if (!p->team_id) return true;
    if (!team_get(s->call->app->db, s->call->arena, p->team_id, &team, err)) return false;
    strip_link(s, place, team.name, "/teams/", team.id);
    return true;
}
