/* release_reply.c - noting releases, and showing them. */
#include "release_reply.h"

#include "app_private.h"
#include "audit.h"
#include "json_build.h"
#include "problem_life.h"
#include "shapes.h"
#include "store/problem_store.h"
#include "store/theme_store.h"
#include "subject.h"

const Field SHAPE_OF_RELEASE[] = {RELEASE_FIELDS, {NULL, SHAPE_END, NULL, NULL, false}};

json_t *release_json(Arena *a, const ReleaseRow *row, Str theme) {
    json_t *o = json_object();
    put(o, "id", json_integer(row->id));
    put(o, "title", json_str(row->title));
    put(o, "at", json_time(a, row->at));
    put(o, "theme", json_link(row->theme_id, theme));
    put(o, "problem", json_link(row->problem_id, row->problem));
    put(o, "share", json_num(row->share, 4));
    put(o, "origin", json_str(row->origin));
    put(o, "url", json_str_or_null(row->url));
    put(o, "by", json_str(row->author));
    return o;
}

/* A web address, since a page makes a link of it. */
static bool check_url(Str url, Err *err) {
    if (!url.n || str_starts(url, STR("https://")) || str_starts(url, STR("http://"))) return true;
    return err_set(err, ERR_INPUT, "give an address that begins with https://", "url: \"%.*s\" is no web address",
                   (int)(url.n < 80 ? url.n : 80), url.p);
}

static bool check(Call *call, ReleaseRow *row, Err *err) {
    Subject subject;
    Str name;
    CodebookRow codebook;
    if (!row->theme_id == !row->problem_id)
        return err_set(err, ERR_INPUT, "give --problem 12, or --theme 7", "a release is for one problem or one theme");
    if (row->at > call->now)
        return err_set(err, ERR_INPUT, "note it once customers have it", "at: the release lies in the future");
    if (!check_url(row->url, err) || !codebook_current(call->app->db, call->arena, &codebook, err)) return false;
    row->codebook_id = codebook.id;
    bool found = row->problem_id ? subject_of_problem(call, row->problem_id, &subject, &name, err)
                                 : subject_of_theme(call, row->theme_id, &subject, &name, err);
    if (found && !row->title.n) row->title = arena_printf(call->arena, "Release for %.*s", STR_ARG(name));
    return found;
}

static bool problem_released(Call *call, int64_t id, Err *err) {
    ProblemRow problem;
    if (!id) return true;
    if (!problem_get(call->app->db, call->arena, id, &problem, err)) return false;
    if (problem.state != PROBLEM_COMMITTED) return true;
    return problem_move(call, &problem, PROBLEM_RELEASED, 0, "problem.release", STR("a release was noted"), err);
}

static bool save(Call *call, const ReleaseRow *row, double share, int64_t *id, Err *err) {
    RolloutRow rollout = {row->at, share, row->author, call->now};
    json_t *body = json_object();
    put(body, "at", json_time(call->arena, row->at));
    put(body, "title", json_str(row->title));
    put(body, "theme", json_integer(row->theme_id));
    put(body, "problem", json_integer(row->problem_id));
    put(body, "share", json_num(share, 4));
    put(body, "origin", json_str(row->origin));
    if (!release_add(call->app->db, row, id, err) || !rollout_put(call->app->db, *id, &rollout, err)) {
        json_decref(body);
        return false;
    }
    return audit_note(call, "release.add", "release", *id, body, err) && problem_released(call, row->problem_id, err);
}

bool release_note(Call *call, ReleaseRow *row, double share, int64_t *id, bool *again, Err *err) {
    ReleaseRow there;
    Err none = {0};
    *again = row->external_id.n &&
             release_by_external(call->app->db, call->arena, row->origin, row->external_id, &there, &none);
    if (*again) {
        *id = there.id;
        return true;
    }
    row->author = call_actor(call);
    row->noted_at = call->now;
    if (!check(call, row, err) || !db_begin(call->app->db, err)) return false;
    return db_end(call->app->db, save(call, row, share, id, err), err);
}

static bool roll(Call *call, int64_t id, const RolloutRow *row, Err *err) {
    json_t *body = json_object();
    put(body, "at", json_time(call->arena, row->at));
    put(body, "share", json_num(row->share, 4));
    if (!rollout_put(call->app->db, id, row, err)) {
        json_decref(body);
        return false;
    }
    return audit_note(call, "release.roll", "release", id, body, err);
}

bool release_roll(Call *call, int64_t id, int64_t at, double share, Err *err) {
    ReleaseRow release;
    RolloutRow row = {at, share, call_actor(call), call->now};
    if (!release_get(call->app->db, call->arena, id, &release, err)) return false;
    if (at < release.at)
        return err_set(err, ERR_INPUT, "give the moment from which this part of the customers had it",
                       "at: that is before the release");
    if (at > call->now) return err_set(err, ERR_INPUT, NULL, "at: that lies in the future");
    if (!db_begin(call->app->db, err)) return false;
    return db_end(call->app->db, roll(call, id, &row, err), err);
}
