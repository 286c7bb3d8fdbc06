/* jobs_private.h - the queue itself, for the files that make jobs.h: jobs.c works, jobs_tell.c tells. */
#pragma once
#include <pthread.h>

#include "jobs.h"

typedef struct Job {
    int64_t id, now;
    const Op *op;
    Actor actor;
    Arena *arena; /* holds args */
    RawArg *args;
    size_t n;
    JobState state;
    char phase[64];
    double share; /* done of it, 0..1; below 0: not known */
    Err err;
    json_t *reply;
    double ended_at;
    bool silent; /* nobody is told of it: its reply and arguments go when it has ended */
    bool told;   /* whoever asked has seen how it ended, or dismissed it */
} Job;

struct Jobs {
    pthread_mutex_t lock;
    pthread_cond_t changed;  /* one came, one ended, or stop */
    pthread_t thread, aside; /* all work, and what is quick and about accounts: op->aside */
    Str store;               /* the caller's, who outlives us */
    bool stop;
    double refresh_at;   /* when signals that came are counted; 0: none came */
    double refresh_took; /* seconds, the last time */
    int64_t last_id;
    Job *list[JOBS_WAITING_MAX + JOBS_KEPT_MAX]; /* oldest first */
    size_t n;
};

static inline bool job_ended(const Job *job) {
    return job->state >= JOB_DONE;
}

/* With the lock. A job may be forgotten as soon as it has ended and others came: so it is looked for each time. */
Job *job_find(const Jobs *j, int64_t id);
RawArg *args_copy(Arena *a, const RawArg *args, size_t n);
