/* hook_act.c - what a delivery only suggests: somebody has to say yes. */
#include "app_private.h"
#include "hooks.h"
#include "store/outcome_store.h"
#include "store/problem_store.h"

enum { LOOK_BACK = 200 };

/* ---- releases -------------------------------------------------------------------------------- */

static bool propose_problem(Call *call, HookAct *act, const ProblemRow *problem, Err *err) {
    const HookEvent *e = act->event;
    ProposalRow row = {.delivery_id = act->delivery_id,
                       .kind = STR("release"),
                       .problem_id = problem->id,
                       .at = act->at,
                       .title = act->title,
                       .url = e->url,
                       .external_id = arena_printf(call->arena, "%.*s@%.*s#%lld", STR_ARG(e->repository),
                                                   STR_ARG(act->version), (long long)problem->id)};
    bool made;
    if (!proposal_add(call->app->db, &row, &made, err)) return false;
    act->releases += made;
    return true;
}

bool hook_propose(Call *call, HookAct *act, Err *err) {
    HookComponent *components;
    size_t n;
    if (!hook_components(call->app->db, call->arena, act->hook->id, &components, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        ProblemRow *problems;
        size_t problems_n;
        ProblemFilter filter = {.state = PROBLEM_COMMITTED, .component_id = components[i].component_id};
        if (components[i].repository.n && !str_eq_nocase(components[i].repository, act->event->repository)) continue;
        if (!problems_list(call->app->db, call->arena, &filter, &problems, &problems_n, err)) return false;
        for (size_t k = 0; k < problems_n; k++)
            if (!propose_problem(call, act, &problems[k], err)) return false;
    }
    return true;
}

/* ---- rollbacks ------------------------------------------------------------------------------- */

static bool propose_back(Call *call, HookAct *act, const DeliveryRow *gone, Err *err) {
    int64_t *ids;
    size_t n;
    Db *db = call->app->db;
    if (!delivery_releases(db, call->arena, gone->id, &ids, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        ReleaseRow release;
        bool made;
        if (!release_get(db, call->arena, ids[i], &release, err)) return false;
        if (release.share <= 0 || release.at > act->at) continue;
        ProposalRow row = {.delivery_id = act->delivery_id,
                           .kind = STR("rollback"),
                           .release_id = release.id,
                           .at = act->at,
                           .title = act->title,
                           .url = act->event->url,
                           .external_id = arena_printf(call->arena, "release %lld by delivery %lld",
                                                       (long long)release.id, (long long)act->delivery_id)};
        if (!proposal_add(db, &row, &made, err)) return false;
        act->rollbacks += made;
    }
    return true;
}

/* An older version is there again: what came with those after it is gone. */
static bool older_again(Call *call, HookAct *act, const DeliveryRow *rows, size_t n, Err *err) {
    size_t back = 0;
    while (back < n && !(rows[back].sha.n && str_eq(rows[back].sha, act->event->sha))) back++;
    if (back == n) back = act->event->rollback && n ? 1 : 0;
    for (size_t i = 0; i < back; i++)
        if (!propose_back(call, act, &rows[i], err)) return false;
    return true;
}

/* GitHub marks those that a newer one replaced as well: that takes nothing away from customers. */
static bool taken_back(Call *call, HookAct *act, const DeliveryRow *rows, size_t n, Err *err) {
    return n == 0 || !str_eq(rows[0].number, act->event->number) || propose_back(call, act, &rows[0], err);
}

bool hook_rollback(Call *call, HookAct *act, Err *err) {
    DeliveryRow *rows;
    size_t n, before = 0;
    const HookEvent *e = act->event;
    if (!deliveries_of_place(call->app->db, call->arena, act->hook->id, e->repository, e->environment, LOOK_BACK, &rows,
                             &n, err))
        return false;
    for (size_t i = 0; i < n; i++)
        if (rows[i].id != act->delivery_id && rows[i].said_at <= act->at) rows[before++] = rows[i];
    return e->kind == HOOK_WITHDRAWN ? taken_back(call, act, rows, before, err)
                                     : older_again(call, act, rows, before, err);
}
