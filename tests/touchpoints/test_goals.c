/* What is owed and what counts: pro rata, leave, joiners, reflection; fairness; absences. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/rng.h"
#include "touchpoints/goals.h"
#include "touchpoints/no_show.h"

static const DaySpan YEAR = {20454, 20819}; /* 2026 */
static const GoalPolicy POLICY = {4, 3, 42, 120};

static Presence full_time(void) {
    return (Presence){INT64_MIN, INT64_MAX, 1000, NULL, 0};
}

/* Day by day, against the arithmetic over spans. */
static void days_present_are_counted_once(void **state) {
    (void)state;
    Rng r = rng_new(1);
    for (int round = 0; round < 2000; round++) {
        DaySpan leave[4];
        Presence p = {(int64_t)rng_below(&r, 60), 40 + (int64_t)rng_below(&r, 80), 1000, leave, rng_below(&r, 5)};
        for (size_t i = 0; i < p.leave_n; i++) {
            leave[i].from = (int64_t)rng_below(&r, 100);
            leave[i].to = leave[i].from + (int64_t)rng_below(&r, 30);
        }
        DaySpan span = {(int64_t)rng_below(&r, 50), 50 + (int64_t)rng_below(&r, 50)};
        int64_t days = 0;
        for (int64_t d = span.from; d < span.to; d++) {
            bool away = d < p.joined || d >= p.left;
            for (size_t i = 0; i < p.leave_n; i++) away |= d >= leave[i].from && d < leave[i].to;
            days += !away;
        }
        assert_int_equal(presence_days(&p, span), days);
    }
}

static void owed_pro_rata(void **state) {
    (void)state;
    Presence p = full_time();
    GoalState g = goal_state(&POLICY, &p, NULL, 0, YEAR, YEAR.from + 100);
    assert_int_equal(g.touchpoints_owed, 4);
    assert_int_equal(g.formats_owed, 3);
    assert_int_equal(g.minutes_owed, 120);
    assert_false(g.year_met || g.window_met);
    p.fte = 500;
    g = goal_state(&POLICY, &p, NULL, 0, YEAR, YEAR.from + 100);
    assert_int_equal(g.touchpoints_owed, 2);
    assert_int_equal(g.formats_owed, 2);
    assert_int_equal(g.minutes_owed, 60);
    p = full_time();
    p.joined = YEAR.from + 274; /* a quarter of the year is left */
    g = goal_state(&POLICY, &p, NULL, 0, YEAR, YEAR.from + 284);
    assert_int_equal(g.touchpoints_owed, 1);
    assert_int_equal(g.minutes_owed, lround(120.0 * 11 / 42));
    DaySpan leave = {YEAR.from, YEAR.to};
    p = (Presence){INT64_MIN, INT64_MAX, 1000, &leave, 1};
    g = goal_state(&POLICY, &p, NULL, 0, YEAR, YEAR.from + 100);
    assert_true(!g.touchpoints_owed && g.year_met && g.window_met);
}

static void only_attended_and_reflected_counts(void **state) {
    (void)state;
    int64_t today = YEAR.from + 100;
    Presence p = full_time();
    const Touch touches[] = {
        {today - 1, 60, 0, true, true},     {today - 2, 60, 1, true, false},
        {today - 3, 60, 2, false, false},   {today - 50, 60, 1, true, true}, /* this year, but not in the window */
        {today - 41, 60, 0, true, true},    {today + 1, 60, 3, true, true},  /* booked for tomorrow */
        {YEAR.from - 1, 60, 4, true, true},
    };
    GoalState g = goal_state(&POLICY, &p, touches, 7, YEAR, today);
    assert_int_equal(g.touchpoints, 3);
    assert_int_equal(g.formats, 2);
    assert_int_equal(g.minutes, 120);
    assert_int_equal(g.unreflected, 1);
    assert_int_equal(g.last_day, today - 1);
    assert_true(g.window_met);
    assert_false(g.year_met);
    assert_int_equal(goal_backlog(&POLICY, &p, touches, 7, today), 1000 * 60 / 240);
    assert_int_equal(goal_backlog(&POLICY, &p, NULL, 0, today), 1000);
}

static void fairness_by_pairs(void **state) {
    (void)state;
    Rng r = rng_new(2);
    for (int round = 0; round < 200; round++) {
        double hours[12], sum = 0;
        size_t n = 2 + rng_below(&r, 11), pairs = 0;
        for (size_t i = 0; i < n; i++) hours[i] = (double)rng_below(&r, 5);
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < i; k++, pairs++)
                sum += hours[i] == hours[k] ? 1 : fmin(hours[i], hours[k]) / fmax(hours[i], hours[k]);
        assert_float_equal(fairness_pairs(hours, n), sum / (double)pairs, 1e-12);
    }
    assert_float_equal(fairness_pairs(NULL, 0), 1, 0);
}

static void absences(void **state) {
    (void)state;
    Shows all = {1000, 200};
    int32_t unknown = no_show_rate((Shows){0, 0}, all);
    assert_in_range(unknown, 190, 200);
    assert_in_range(no_show_rate((Shows){1, 1}, all), unknown + 1, 300); /* one absence brands nobody */
    assert_in_range(no_show_rate((Shows){50, 0}, all), 20, 50);
    assert_int_equal(no_show_bookings(12, 0, 10), 12);
    assert_int_equal(no_show_bookings(0, 500, 10), 0);
    Rng r = rng_new(3);
    for (int32_t capacity = 1; capacity < 40; capacity += 4)
        for (int32_t rate = 50; rate <= 400; rate += 70) { /* simulated: too many come about once in ten, not more */
            int32_t booked = no_show_bookings(capacity, rate, 10), crowded = 0;
            for (int i = 0; i < 2000; i++) {
                int32_t come = 0;
                for (int32_t k = 0; k < booked; k++) come += rng_below(&r, 1000) >= (uint64_t)rate;
                crowded += come > capacity;
            }
            assert_in_range(booked, capacity, 2 * capacity);
            assert_in_range(crowded, 0, 260);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_present_are_counted_once),
        cmocka_unit_test(owed_pro_rata),
        cmocka_unit_test(only_attended_and_reflected_counts),
        cmocka_unit_test(fairness_by_pairs),
        cmocka_unit_test(absences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
