/* jobs.c - a ring of jobs behind one mutex, a thread that takes them out in order. */
#include "jobs_private.h"

#include <errno.h>
#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/app.h"
#include "base/clock.h"
#include "base/log.h"
#include "text/utf8.h"

/* How long a loop waits for a quick operation. */
enum { WAIT_SECONDS = 2 };
enum { REST_SECONDS = 5, REFRESH_SECONDS = 10, REFRESH_PAUSE = 20 /* times as long as it takes */ };
static const Str REFRESH = STR_INIT("themes.refresh");

/* ---- the list */

static void job_free(Job *job) {
    json_decref(job->reply);
    arena_free(job->arena);
    free(job);
}

RawArg *args_copy(Arena *a, const RawArg *args, size_t n) {
    RawArg *copy = ARENA_ARRAY(a, RawArg, n + 1);
    for (size_t i = 0; i < n; i++) copy[i] = (RawArg){arena_str(a, args[i].name), arena_str(a, args[i].value)};
    return copy;
}

/* Into an arena of its own; what it held before goes. */
static void job_hold(Job *job, const Actor *actor, const RawArg *args, size_t n) {
    Arena *before = job->arena;
    job->arena = arena_new();
    job->actor = *actor;
    job->actor.name = arena_str(job->arena, actor->name);
    job->actor.address = arena_str(job->arena, actor->address);
    job->actor.agent = arena_str(job->arena, actor->agent);
    job->actor.once = arena_str(job->arena, actor->once);
    job->args = args_copy(job->arena, args, n);
    job->n = n;
    arena_free(before);
}

static bool is_file(const Op *op, Str name) {
    for (const Param *p = op->params; p && p->name; p++)
        if (str_eq(name, str_from_c(p->name))) return p->file;
    return false;
}

/* Files are large; their names are enough for the form that comes back. */
static void forget_files(Job *job) {
    size_t n = 0;
    for (size_t i = 0; i < job->n; i++)
        if (!is_file(job->op, job->args[i].name)) job->args[n++] = job->args[i];
    if (n < job->n) {
        Actor actor = job->actor;
        job_hold(job, &actor, job->args, n);
    }
}

static Job *job_new(const Actor *actor, const Op *op, const RawArg *args, size_t n, int64_t now) {
    Job *job = mem_alloc(sizeof *job);
    *job = (Job){.op = op, .now = now, .share = -1, .silent = op->secret};
    job_hold(job, actor, args, n);
    return job;
}

/* Takes it in, and lets the oldest ended one go when there are too many. */
static void append(Jobs *j, Job *job) {
    size_t ended = 0, oldest = SIZE_MAX;
    for (size_t i = 0; i < j->n; i++) {
        if (!job_ended(j->list[i])) continue;
        if (oldest == SIZE_MAX) oldest = i;
        ended++;
    }
    if (ended >= JOBS_KEPT_MAX) {
        job_free(j->list[oldest]);
        memmove(j->list + oldest, j->list + oldest + 1, (--j->n - oldest) * sizeof(Job *));
    }
    job->id = ++j->last_id;
    j->list[j->n++] = job;
    pthread_cond_broadcast(&j->changed);
}

/* ---- the thread */

typedef struct Ticker {
    Jobs *jobs;
    Job *job;
} Ticker;

static bool on_tick(void *ctx, const char *phase, double done, double total) {
    const Ticker *t = ctx;
    pthread_mutex_lock(&t->jobs->lock);
    snprintf(t->job->phase, sizeof t->job->phase, "%s", phase ? phase : "");
    double share = total > 0 ? done / total : -1;
    t->job->share = share > 1 ? 1 : share;
    bool go_on = !t->jobs->stop;
    pthread_mutex_unlock(&t->jobs->lock);
    return go_on;
}

static Job *next_job(Jobs *j, bool aside) {
    for (size_t i = 0; i < j->n; i++)
        if (!job_ended(j->list[i]) && j->list[i]->op->aside == aside) return j->list[i];
    return NULL;
}

/* Without the lock: nobody else touches what is read here while the job runs. */
static bool do_job(Jobs *j, App *app, Job *job, json_t **reply, Err *err) {
    Ticker ticker = {j, job};
    Progress progress = {on_tick, &ticker};
    Arena *a = arena_new();
    double began = clock_monotonic();
    bool ok = app_call(app, &job->actor, job->op, a, job->args, job->n, job->now, &progress, reply, err);
    arena_free(a);
    LogLevel level = !ok && err_http_status(err->code) >= 500 ? LOG_WARN : job->op->job ? LOG_INFO : LOG_DEBUG;
    log_line(level, ok ? "job_done" : "job_failed", "operation=%s seconds=%.2f error=%s", job->op->id,
             clock_monotonic() - began, ok ? "none" : err->message);
    return ok;
}

/* What was secret is not kept longer than somebody may wait for it. */
static void forget_secrets(Job *job) {
    for (size_t i = 0; i < job->n; i++) explicit_bzero((void *)(uintptr_t)job->args[i].value.p, job->args[i].value.n);
    job->n = 0;
}

static void end_job(Jobs *j, Job *job, bool ok, json_t *reply, const Err *err) {
    if (job->silent) forget_secrets(job);
    forget_files(job);
    job->state = ok ? JOB_DONE : JOB_FAILED;
    job->reply = reply;
    job->err = *err;
    Str clean = utf8_clean(job->arena, str_from_c(err->message), NULL); /* may quote what came, or be cut */
    snprintf(job->err.message, sizeof job->err.message, "%.*s", STR_ARG(clean));
    job->ended_at = clock_monotonic();
    pthread_cond_broadcast(&j->changed);
}

/* ---- counting what came ---------------------------------------------------------------------- */

/* With the lock. Signals that come in are counted soon after, but the counting takes at most a small part of the
 * time. */
static void plan_refresh(Jobs *j, const Job *job, bool ok, double seconds) {
    if (str_eq(str_from_c(job->op->id), REFRESH)) j->refresh_took = seconds;
    else if (ok && job->op->brings && j->refresh_at <= 0)
        j->refresh_at = clock_monotonic() + fmax(REFRESH_SECONDS, REFRESH_PAUSE * j->refresh_took);
}

static void begin_refresh(Jobs *j) {
    const Op *op = op_find(REFRESH);
    j->refresh_at = 0;
    if (!op || j->n >= sizeof j->list / sizeof *j->list) return;
    Actor machine = actor_of_machine(STR("ridealong"));
    Job *job = job_new(&machine, op, NULL, 0, clock_now());
    job->silent = true;
    append(j, job);
}

/* With the lock. After a while without work the App gives back what it holds to be quick. */
static void wait_for_work(Jobs *j, App *app, double wake_at, bool *worked) {
    double rest_at = *worked ? clock_monotonic() + REST_SECONDS : HUGE_VAL, at = fmin(rest_at, wake_at);
    if (at == HUGE_VAL) {
        pthread_cond_wait(&j->changed, &j->lock);
        return;
    }
    struct timespec until = {.tv_sec = (time_t)at, .tv_nsec = (long)(1e9 * (at - floor(at)))};
    if (pthread_cond_timedwait(&j->changed, &j->lock, &until) != ETIMEDOUT || at < rest_at) return;
    *worked = false;
    pthread_mutex_unlock(&j->lock);
    if (app) app_rest(app);
    malloc_trim(0);
    pthread_mutex_lock(&j->lock);
}

static void work(Jobs *j, bool aside) {
    App *app = NULL;
    bool worked = false;
    pthread_mutex_lock(&j->lock);
    while (!j->stop) {
        Job *job = next_job(j, aside);
        if (!job) {
            double wake_at = aside || j->refresh_at <= 0 ? HUGE_VAL : j->refresh_at;
            if (wake_at <= clock_monotonic()) begin_refresh(j);
            else wait_for_work(j, app, wake_at, &worked);
            continue;
        }
        job->state = JOB_RUNNING;
        pthread_mutex_unlock(&j->lock);
        if (!app) app = app_open(&(AppOptions){.store = j->store, .write = true});
        Err err = {0};
        json_t *reply = NULL;
        double began = clock_monotonic();
        bool ok = do_job(j, app, job, &reply, &err);
        if (!ok && (err.code == ERR_STORE || err.code == ERR_IO)) { /* the connection may be what broke */
            app_close(app);
            app = NULL;
        }
        pthread_mutex_lock(&j->lock);
        worked = true;
        plan_refresh(j, job, ok, clock_monotonic() - began);
        end_job(j, job, ok, reply, &err);
    }
    pthread_mutex_unlock(&j->lock);
    app_close(app);
}

static void *work_all(void *jobs) {
    work(jobs, false);
    return NULL;
}

static void *work_aside(void *jobs) {
    work(jobs, true);
    return NULL;
}

/* ---- life */

Jobs *jobs_new(Str store, Err *err) {
    Jobs *j = mem_alloc(sizeof *j);
    /* ids go on where an earlier run of this server cannot have come: an old address shows nobody else's outcome */
    *j = (Jobs){.store = store, .last_id = clock_now()};
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&j->changed, &attr);
    pthread_condattr_destroy(&attr);
    pthread_mutex_init(&j->lock, NULL);
    if (pthread_create(&j->thread, NULL, work_all, j) == 0) {
        if (pthread_create(&j->aside, NULL, work_aside, j) == 0) return j;
        jobs_stop(j);
        pthread_join(j->thread, NULL);
    }
    pthread_cond_destroy(&j->changed);
    pthread_mutex_destroy(&j->lock);
    free(j);
    err_set(err, ERR_BUSY, "end some other programs", "no thread for the work that pages ask for");
    return NULL;
}

void jobs_stop(Jobs *j) {
    pthread_mutex_lock(&j->lock);
    j->stop = true;
    pthread_cond_broadcast(&j->changed);
    pthread_mutex_unlock(&j->lock);
}

void jobs_free(Jobs *j) {
    if (!j) return;
    jobs_stop(j);
    pthread_join(j->thread, NULL);
    pthread_join(j->aside, NULL);
    for (size_t i = 0; i < j->n; i++) job_free(j->list[i]);
    pthread_cond_destroy(&j->changed);
    pthread_mutex_destroy(&j->lock);
    free(j);
}

/* ---- handing over */

Job *job_find(const Jobs *j, int64_t id) {
    for (size_t i = 0; i < j->n; i++)
        if (j->list[i]->id == id) return j->list[i];
    return NULL;
}

static void wait_for(Jobs *j, int64_t id) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += WAIT_SECONDS;
    for (const Job *job; !j->stop && (job = job_find(j, id)) && !job_ended(job);)
        if (pthread_cond_timedwait(&j->changed, &j->lock, &until) != 0) return;
}

static JobState outcome(Jobs *j, int64_t id, json_t **reply, Err *err) {
    Job *job = job_find(j, id);
    if (!job) return JOB_RUNNING; /* ended and forgotten within two seconds: 64 others came */
    if (job->state == JOB_DONE) *reply = json_incref(job->reply);
    if (job->silent && job_ended(job)) json_decref(job->reply), job->reply = NULL;
    if (job->state == JOB_FAILED) *err = job->err;
    job->told = job_ended(job);
    return job->state;
}

JobState jobs_run(Jobs *j, const Actor *actor, const Op *op, const RawArg *args, size_t n, int64_t now, int64_t *id,
                  json_t **reply, Err *err) {
    size_t unended = 0;
    bool is_long = op->job;
    JobState state = JOB_FAILED;
    pthread_mutex_lock(&j->lock);
    for (size_t i = 0; i < j->n; i++)
        if (!job_ended(j->list[i]) && j->list[i]->op->aside == op->aside) unended++, is_long |= j->list[i]->op->job;
    if (j->stop) err_set(err, ERR_BUSY, "start it again and repeat this", "this server is ending");
    else if (unended >= JOBS_WAITING_MAX)
        err_set(err, ERR_BUSY, "try again when some of them are done; /api/v1/jobs lists them",
                "%zu operations are waiting already", unended);
    else {
        Job *job = job_new(actor, op, args, n, now);
        append(j, job);
        *id = job->id;
        state = unended ? JOB_QUEUED : JOB_RUNNING;
        if (!is_long) {
            wait_for(j, *id);
            state = outcome(j, *id, reply, err);
        }
    }
    pthread_mutex_unlock(&j->lock);
    return state;
}

void jobs_post(Jobs *j, const Actor *actor, const Op *op, int64_t now) {
    size_t unended = 0;
    pthread_mutex_lock(&j->lock);
    for (size_t i = 0; i < j->n; i++) unended += !job_ended(j->list[i]);
    if (!j->stop && unended < JOBS_WAITING_MAX / 2) {
        Job *job = job_new(actor, op, NULL, 0, now);
        job->silent = true;
        append(j, job);
    }
    pthread_mutex_unlock(&j->lock);
}
