/* jobs.h - the threads of a server that write: event loops hand it operations and never wait for it for long.
 *
 *     Jobs *jobs = jobs_new(store, err);
 *     switch (jobs_run(jobs, &actor, op, args, n, now, &id, &reply, err)) {
 *     case JOB_DONE: ...        the reply is here: most operations take milliseconds
 *     case JOB_FAILED: ...      *err says why
 *     default: ...              it goes on without us; the pages and /api/v1/jobs tell how far it is
 *     }
 *
 * One after the other, in the order in which they came: a store has one writer anyway. Nothing survives the end of
 * the server: what was running is cancelled and, like what was still waiting, done by asking again. Operations are
 * transactions, so a cancelled one leaves the store as it was. All functions may be called by any thread. */
#pragma once
#include "app/op.h"

typedef struct Jobs Jobs;
typedef enum JobState { JOB_QUEUED, JOB_RUNNING, JOB_DONE, JOB_FAILED } JobState;

enum { JOBS_WAITING_MAX = 16, JOBS_KEPT_MAX = 64 };

Jobs *jobs_new(Str store, Err *err);
void jobs_stop(Jobs *j); /* cancels what runs; later calls of jobs_run fail */
void jobs_free(Jobs *j); /* stops, waits for the end of what runs */

/* Puts the operation (actor and arguments, bound once already, are copied) at the end of the queue. Waits for its end
 * when neither it nor anything before it is an op->job, two seconds at most. *id is set whatever comes out, except when
 * it was refused (ERR_BUSY: the queue is full); *reply, a new reference, for JOB_DONE only. */
JobState jobs_run(Jobs *j, const Actor *actor, const Op *op, const RawArg *args, size_t n, int64_t now, int64_t *id,
                  json_t **reply, Err *err);

/* Hands it over and does not wait; when too much waits, it is left out. */
void jobs_post(Jobs *j, const Actor *actor, const Op *op, int64_t now);

/* {"jobs": [...]}, oldest first: what runs, what waits, and the last ones that ended: the actor's own, a lead's all.
 * New reference. */
json_t *jobs_list(Jobs *j, const Actor *actor);

/* What the frame of each page shows, new reference: "working" (the job under way), "waiting" (how many more), "refresh"
 * (the job `shown` has not ended), "done" (it has, and well, not long ago), "failed" (the last one that failed after
 * its page was sent, until told otherwise or dismissed; with "again", where its form is). The actor's own, except for
 * what works: an operation's title tells nothing. */
json_t *jobs_notice(Jobs *j, const Actor *actor, int64_t shown);
void jobs_dismiss(Jobs *j, const Actor *actor, int64_t id);

/* What was typed for the job `id` if it failed and was this operation: copies of its arguments in `a`, and why it
 * failed, which is told by that. False: there is no such job of the actor's. */
bool jobs_failed(Jobs *j, const Actor *actor, int64_t id, const Op *op, Arena *a, RawArg **args, size_t *n, Err *err);
