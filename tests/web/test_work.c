/* test_work.c - what pages tell of jobs: how far, done, failed, dismissed. test_jobs.c has the queue itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "asking.h"
#include "base/clock.h"
#include "fake_ops.h"

#include <cmocka.h>

static bool page_says(const char *target, const char *words) {
    get(target);
    return says(words);
}

static void wait_for_page(const char *words) {
    double until = clock_monotonic() + 10;
    while (!page_says("/themes", words)) {
        if (clock_monotonic() > until) fail_msg("no page says: %s", words);
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    }
}

static void a_job_is_shown_while_it_runs(void **state) {
    (void)state;
    fake_ops_hold(true);
    assert_int_equal(post("/api/v1/themes/merge", JSON, "{\"themes\":[12,40]}"), 202);
    assert_true(says("\"state\":\"running\"") && says("\"job\":"));
    assert_string_equal(header("Location"), "/api/v1/jobs");
    assert_int_equal(post("/api/v1/themes/merge", JSON, "{}"), 400); /* wrong ones are not even queued */
    assert_int_equal(post("/themes/merge", FORM, "themes=12,40"), 303);
    char target[64];
    snprintf(target, sizeof target, "%s", header("Location"));
    wait_for_page("Merge themes, coding all signals, 42");
    assert_true(says("1\xC2\xA0more waiting"));
    assert_false(says("http-equiv=\"refresh\"")); /* it would take away what somebody is typing */
    assert_true(page_says(target, "http-equiv=\"refresh\""));
    assert_true(page_says("/api/v1/jobs", "\"state\":\"queued\""));
    fake_ops_hold(false);
    double until = clock_monotonic() + 10;
    while (page_says(target, "http-equiv=\"refresh\"")) assert_true(clock_monotonic() < until);
    assert_true(page_says(target, "Done:") && says("Merge themes."));
    assert_false(page_says("/themes", "Done:") || says("Working:"));
}

static void a_failed_job_is_shown_until_dismissed(void **state) {
    (void)state;
    fake_ops_fail(true);
    assert_int_equal(post("/themes/merge", FORM, "themes=12"), 303);
    wait_for_page("the disk is full");
    fake_ops_fail(false);
    assert_true(says("What to do: make room.") && says("action=\"/jobs/dismiss\""));
    const char *at = strstr(buf_str(&reply.body).p, "name=\"job\" value=\"");
    assert_non_null(at);
    char body[64];
    snprintf(body, sizeof body, "job=%.*s", (int)strcspn(at + 18, "\""), at + 18);
    assert_int_equal(send_request((Request){.target = STR("/jobs/dismiss"),
                                            .content_type = STR(FORM),
                                            .body = str_from_c(body),
                                            .fetch_site = STR("cross-site")}),
                     403);
    assert_int_equal(post("/jobs/dismiss", FORM, body), 303);
    assert_string_equal(header("Location"), "/themes?sort=name");
    assert_false(page_says("/themes", "the disk is full"));
}

static void a_failed_job_leads_back_to_its_form(void **state) {
    (void)state;
    fake_ops_fail(true);
    assert_int_equal(post("/themes/merge", FORM, "themes=12,%22%3E"), 303);
    char job[64], target[96];
    snprintf(job, sizeof job, "%s", strstr(header("Location"), "job="));
    wait_for_page("the disk is full");
    fake_ops_fail(false);
    snprintf(target, sizeof target, "href=\"/themes/merge?%s\"", job);
    assert_true(says(target));
    /* not the form of another operation, nor of another job */
    snprintf(target, sizeof target, "/releases?%s", job);
    assert_true(page_says(target, "name=\"themes\"") && !says("the disk is full</p>"));
    assert_true(page_says("/themes/merge?job=7", "name=\"themes\"") && !says("the disk is full</p>"));
    snprintf(target, sizeof target, "/themes/merge?%s", job);
    assert_true(page_says(target, ">12,&quot;&gt;</textarea>") && says("the disk is full</p>") && says("make room"));
    assert_false(says("Failed:")); /* it stands above the form now */
    assert_false(page_says("/themes", "the disk is full"));
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, asking_set_up, asking_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_job_is_shown_while_it_runs),
        TEST(a_failed_job_is_shown_until_dismissed),
        TEST(a_failed_job_leads_back_to_its_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
