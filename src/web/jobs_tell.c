/* jobs_tell.c - what pages and the API say about jobs. */
#include "address.h"
#include "base/clock.h"
#include "jobs_private.h"

/* How long a page tells that it went well, and how long the address of a form may be. */
enum { TELL_SECONDS = 600, AGAIN_MAX = 1000 };

static json_t *error_json(const Err *err) {
    return json_pack("{s:s, s:s, s:s}", "code", err_code_name(err->code), "detail", err->message, "hint", err->hint);
}

static json_t *job_json(const Job *job) {
    static const char *const STATES[] = {"queued", "running", "done", "failed"};
    json_t *out = json_pack("{s:I, s:s, s:s, s:s, s:s}", "job", (json_int_t)job->id, "operation", job->op->id, "title",
                            job->op->summary, "state", STATES[job->state], "phase", job->phase);
    json_object_set_new(out, "share", job->share < 0 ? json_null() : json_real(job->share));
    json_object_set_new(out, "error", job->state == JOB_FAILED ? error_json(&job->err) : json_null());
    json_object_set_new(out, "reply", job->reply ? json_deep_copy(job->reply) : json_null());
    return out;
}

/* Where its form is, with all that was typed: null for what pages cannot ask for. */
static json_t *again_json(const Job *job) {
    Buf b = buf_new(AGAIN_MAX);
    bool known =
        job->op->doors & DOOR_PAGE && address_fill(&b, job->arena, str_from_c(job->op->path), job->args, job->n, NULL);
    buf_printf(&b, "?job=%lld", (long long)job->id);
    json_t *again = known && !b.overflowed ? json_stringn(buf_str(&b).p, buf_str(&b).n) : json_null();
    buf_free(&b);
    return again;
}

static json_t *failed_json(const Job *job) {
    json_t *out = job_json(job);
    json_object_set_new(out, "again", again_json(job));
    return out;
}

static bool is_own(const Job *job, const Actor *actor) {
    return job->actor.account_id == actor->account_id;
}

json_t *jobs_list(Jobs *j, const Actor *actor) {
    json_t *list = json_array();
    pthread_mutex_lock(&j->lock);
    for (size_t i = 0; i < j->n; i++)
        if (!j->list[i]->silent && (actor->role >= ROLE_LEAD || is_own(j->list[i], actor)))
            json_array_append_new(list, job_json(j->list[i]));
    pthread_mutex_unlock(&j->lock);
    return json_pack("{s:o}", "jobs", list);
}

json_t *jobs_notice(Jobs *j, const Actor *actor, int64_t shown) {
    json_t *out = json_object();
    json_int_t unended = 0;
    pthread_mutex_lock(&j->lock);
    for (size_t i = 0; i < j->n; i++) {
        const Job *job = j->list[i];
        if (job->silent) continue;
        if (!job_ended(job) && !unended++) json_object_set_new(out, "working", job_json(job));
        if (!is_own(job, actor)) continue;
        if (job->state == JOB_FAILED && !job->told) json_object_set_new(out, "failed", failed_json(job));
        if (job->id != shown) continue;
        if (!job_ended(job)) json_object_set_new(out, "refresh", json_true());
        if (job->state == JOB_DONE && clock_monotonic() - job->ended_at < TELL_SECONDS)
            json_object_set_new(out, "done", job_json(job));
    }
    pthread_mutex_unlock(&j->lock);
    if (unended > 1) json_object_set_new(out, "waiting", json_integer(unended - 1));
    return out;
}

void jobs_dismiss(Jobs *j, const Actor *actor, int64_t id) {
    pthread_mutex_lock(&j->lock);
    Job *job = job_find(j, id);
    if (job && job_ended(job) && is_own(job, actor)) job->told = true;
    pthread_mutex_unlock(&j->lock);
}

bool jobs_failed(Jobs *j, const Actor *actor, int64_t id, const Op *op, Arena *a, RawArg **args, size_t *n, Err *err) {
    pthread_mutex_lock(&j->lock);
    Job *job = job_find(j, id);
    bool found = job && !job->silent && is_own(job, actor) && job->op == op && job->state == JOB_FAILED;
    if (found) {
        *args = args_copy(a, job->args, job->n);
        *n = job->n;
        *err = job->err;
        job->told = true;
    }
    pthread_mutex_unlock(&j->lock);
    return found;
}
