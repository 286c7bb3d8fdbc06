/* test_jobs.c - the queue: order, progress, waiting, failing, dismissing, cancelling. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "fake_ops.h"
#include "jobs.h"

#include <cmocka.h>

static const Actor ME = {.name = STR_INIT("a test"), .role = ROLE_ADMIN, .scopes = SCOPE_ALL};

static const Op *const RENAME = &FAKE_OPS[0], *const MERGE = &FAKE_OPS[1], *const SLOW = &FAKE_OPS[4];
static Jobs *jobs;
static json_t *reply;
static int64_t id;
static Err err;

static int set_up(void **state) {
    (void)state;
    fake_ops_hold(false);
    fake_ops_fail(false);
    err = (Err){0};
    jobs = jobs_new(STR("a store"), &err);
    return jobs ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    jobs_free(jobs);
    return 0;
}

static JobState run(const Op *op, const char *name, const char *value) {
    RawArg args[] = {{str_from_c(name), str_from_c(value)}, {STR("theme"), STR("12")}};
    json_decref(reply);
    reply = NULL;

    return jobs_run(jobs, &ME, op, args, op == RENAME ? 2 : 1, 0, &id, &reply, &err);
}

/* The state of a job, "" when it is forgotten. Static until the next call. */
static const char *state_of(int64_t wanted) {
    static char state[16];
    json_t *list = jobs_list(jobs, &ME), *job;
    size_t i;
    state[0] = '\0';
    json_array_foreach(json_object_get(list, "jobs"), i, job)
        if (json_integer_value(json_object_get(job, "job")) == wanted)
            snprintf(state, sizeof state, "%s", json_string_value(json_object_get(job, "state")));
    json_decref(list);
    return state;
}

static void wait_until(int64_t wanted, const char *state) {
    double until = clock_monotonic() + 10;
    while (strcmp(state_of(wanted), state) != 0) {
        if (clock_monotonic() > until) fail_msg("job is '%s', not '%s'", state_of(wanted), state);
        nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
    }
}

static bool notices(int64_t shown, const char *what) {
    json_t *notice = jobs_notice(jobs, &ME, shown);
    bool there = json_object_get(notice, what) != NULL;
    json_decref(notice);
    return there;
}

static void quick_ones_answer_at_once(void **state) {
    (void)state;
    assert_int_equal(run(RENAME, "name", "Cards"), JOB_DONE);
    assert_string_equal(json_string_value(json_object_get(reply, "name")), "Cards");
    assert_true(notices(id, "done"));
    assert_false(notices(id + 1, "done"));
    assert_false(notices(id, "working") || notices(id, "refresh"));
    assert_int_equal(run(RENAME, "name", "taken"), JOB_FAILED);
    assert_int_equal(err.code, ERR_CONFLICT);
    assert_false(notices(0, "failed")); /* whoever asked has been told */
}

static void long_ones_tell_how_far_they_are(void **state) {
    (void)state;
    fake_ops_hold(true);
    assert_int_equal(run(MERGE, "themes", "12"), JOB_RUNNING);
    int64_t first = id;
    double until = clock_monotonic() + 10, share = 0;
    while (share <= 0 && clock_monotonic() < until) {
        json_t *notice = jobs_notice(jobs, &ME, first);
        const json_t *working = json_object_get(notice, "working");
        share = json_number_value(json_object_get(working, "share"));
        if (share > 0) assert_string_equal(json_string_value(json_object_get(working, "phase")), "coding all signals");
        json_decref(notice);
    }
    assert_float_equal(share, 0.42, 1e-9);
    assert_true(notices(first, "refresh"));
    assert_false(notices(0, "refresh"));
    /* a quick one does not wait for it, and does not overtake it */
    double began = clock_monotonic();
    assert_int_equal(run(RENAME, "name", "Later"), JOB_QUEUED);
    assert_true(clock_monotonic() - began < 1);
    assert_true(notices(0, "waiting"));
    fake_ops_hold(false);
    wait_until(id, "done");
    assert_string_equal(state_of(first), "done");
    char last[64];
    fake_ops_last(last, sizeof last);
    assert_string_equal(last, "theme=12;name=Later;");
}

static void failures_stay_until_dismissed(void **state) {
    (void)state;
    fake_ops_fail(true);
    assert_int_equal(run(MERGE, "themes", "12"), JOB_RUNNING);
    wait_until(id, "failed");
    json_t *notice = jobs_notice(jobs, &ME, 0);
    const json_t *failed = json_object_get(json_object_get(notice, "failed"), "error");
    assert_string_equal(json_string_value(json_object_get(failed, "detail")), "the disk is full");
    assert_string_equal(json_string_value(json_object_get(failed, "hint")), "make room");
    json_decref(notice);
    jobs_dismiss(jobs, &ME, id + 1);
    assert_true(notices(0, "failed"));
    jobs_dismiss(jobs, &ME, id);
    assert_false(notices(0, "failed"));
}

static void the_queue_has_an_end(void **state) {
    (void)state;
    fake_ops_hold(true);
    for (int i = 0; i < JOBS_WAITING_MAX; i++) assert_int_not_equal(run(MERGE, "themes", "12"), JOB_FAILED);
    assert_int_equal(run(MERGE, "themes", "12"), JOB_FAILED);
    assert_int_equal(err.code, ERR_BUSY);
    int64_t last = id;
    fake_ops_hold(false);
    wait_until(last, "done");
    for (int i = 0; i < 2 * JOBS_KEPT_MAX; i++) assert_int_equal(run(RENAME, "name", "Cards"), JOB_DONE);
    assert_string_equal(state_of(last), ""); /* forgotten */
    assert_string_equal(state_of(id), "done");
}

static void nobody_waits_longer_than_two_seconds(void **state) {
    (void)state;
    double began = clock_monotonic();
    assert_int_equal(run(SLOW, "file", "x"), JOB_RUNNING);
    assert_true(clock_monotonic() - began < 2.4);
    wait_until(id, "done");
}

static void the_end_cancels_what_runs(void **state) {
    (void)state;
    fake_ops_hold(true);
    assert_int_equal(run(MERGE, "themes", "12"), JOB_RUNNING);
    int64_t first = id;
    wait_until(first, "running");
    run(MERGE, "themes", "40");
    jobs_stop(jobs);
    wait_until(first, "failed");
    assert_string_equal(state_of(id), "queued"); /* never begun */
    assert_int_equal(run(RENAME, "name", "Cards"), JOB_FAILED);
    assert_int_equal(err.code, ERR_BUSY);
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(quick_ones_answer_at_once),
        TEST(long_ones_tell_how_far_they_are),
        TEST(failures_stay_until_dismissed),
        TEST(the_queue_has_an_end),
        TEST(nobody_waits_longer_than_two_seconds),
        TEST(the_end_cancels_what_runs),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    json_decref(reply);
    return failed;
}
