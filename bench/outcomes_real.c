/* outcomes_real.c - verdicts and alerts on 1.19 million real complaints, where the issue stands for the theme.
 *
 *     outcomes_real FOLDER [ASKED]      FOLDER holds cfpb_issue_stream_YYYY.csv.gz; ASKED: random releases (1,000)
 *
 * Nothing shipped at a random date, so each "fell" is a false one. Issues are drawn evenly among those with at least
 * ten complaints a week in the year before. Exit code 1 when a goal of docs/outcomes.md is missed. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/rng.h"
#include "complaints.h"
#include "outcomes/emerging.h"
#include "outcomes/outcome.h"

enum { BEFORE = 52, AFTER = 8, DAYS = 7, ASKED = 1000 };
static const double VOLUME = 10; /* a week */

static double mean_week(const Complaints *c, size_t theme, size_t begin, size_t end) {
    double sum = 0;
    for (size_t d = begin; d < end; d++) sum += c->days[theme * c->days_n + d];
    return sum / (double)(end - begin) * DAYS;
}

typedef struct Found {
    size_t verdicts[4], why[REFUSED_EMPTY + 1];
    size_t dashboard; /* 28 days after against 28 before fell, as two Poisson counts */
} Found;

static bool dashboard_fell(const Complaints *c, size_t theme, size_t at) {
    double old = mean_week(c, theme, at - 28, at) * 4 + 0.5, new = mean_week(c, theme, at, at + 28) * 4 + 0.5;
    return log(new / old) / sqrt(1 / old + 1 / new) < -1.96;
}

static Outcome judge(Arena *a, const Complaints *c, size_t theme, size_t at) {
    Outcome o;
    OutcomeAsk ask = {.panel = panel_of_days(a, c->days, c->themes, c->days_n, at, BEFORE, AFTER), .theme = theme};
    outcome_judge(a, &ask, &o);
    return o;
}

static Found random_releases(const Complaints *c, size_t asked) {
    Found f = {0};
    Rng r = rng_new(20170424);
    Arena *a = arena_new();
    for (size_t i = 0; i < asked;) {
        size_t first = BEFORE * DAYS, at = first + rng_below(&r, c->days_n - first - AFTER * DAYS);
        size_t theme = rng_below(&r, c->themes);
        if (mean_week(c, theme, at - first, at) < VOLUME) continue;
        Outcome o = judge(a, c, theme, at);
        f.verdicts[o.verdict]++;
        f.why[o.why]++;
        f.dashboard += dashboard_fell(c, theme, at);
        arena_reset(a);
        i++;
    }
    arena_free(a);
    return f;
}

static size_t day_index(const Complaints *c, int64_t year, int month, int day) {
    return (size_t)(days_from_civil(year, month, day) - c->first_day);
}

static bool told_between(const Complaints *c, const double *days, size_t begin, size_t end, Arena *a, size_t *day) {
    for (*day = begin; *day < end; ++*day) {
        size_t n;
        Episode *e = emerging_find(a, days, c->all, *day + 1, &n); /* as it was known at the end of that day */
        if (n && e[n - 1].told == *day) return true;
    }
    return false;
}

/* Days from the event to the alert (or re-opening) on everything together; -1: none within a week. And how many issues
 * alert within two days. */
static int alert_after(const Complaints *c, size_t event, size_t *themes) {
    Arena *a = arena_new();
    size_t day;
    int after = told_between(c, c->all, event, event + DAYS, a, &day) ? (int)(day - event) : -1;
    *themes = 0;
    for (size_t t = 0; t < c->themes; t++) {
        *themes += told_between(c, c->days + t * c->days_n, event, event + 3, a, &day);
        arena_reset(a);
    }
    arena_free(a);
    return after;
}

static void print_episodes(const Complaints *c) {
    Arena *a = arena_new();
    size_t n;
    Episode *e = emerging_find(a, c->all, c->all, c->days_n, &n);
    for (size_t i = 0; i < n; i++)
        printf("  everything: alert %s, last told %s, until %s; %.0f a day before, %.0f a day then\n",
               time_iso_date(a, (c->first_day + (int64_t)e[i].alerted) * SECONDS_PER_DAY).p,
               time_iso_date(a, (c->first_day + (int64_t)e[i].told) * SECONDS_PER_DAY).p,
               time_iso_date(a, (c->first_day + (int64_t)e[i].last) * SECONDS_PER_DAY).p, e[i].baseline, e[i].level);
    arena_free(a);
}

static double alerts_a_year(const Complaints *c) {
    Arena *a = arena_new();
    double alerts = 0, years = 0;
    for (size_t t = 0; t < c->themes; t++) {
        size_t n;
        emerging_find(a, c->days + t * c->days_n, c->all, c->days_n, &n);
        alerts += (double)n;
        years += (double)c->days_n / 365;
        arena_reset(a);
    }
    arena_free(a);
    return alerts / years;
}

/* Releases on the day on which labels were replaced: every issue that had enough before. */
static Found relabelling(const Complaints *c) {
    Found f = {0};
    Arena *a = arena_new();
    size_t at = day_index(c, 2017, 4, 24);
    for (size_t t = 0; t < c->themes; t++) {
        if (mean_week(c, t, at - BEFORE * DAYS, at) < VOLUME) continue;
        Outcome o = judge(a, c, t, at);
        f.verdicts[o.verdict]++;
        f.dashboard += dashboard_fell(c, t, at);
        arena_reset(a);
    }
    arena_free(a);
    return f;
}

static int report(const Complaints *c, size_t asked) {
    static const char *const WHY[] = {"", "codebook", "labels replaced", "history", "placebos", "empty"};
    Found f = random_releases(c, asked);
    double judged = (double)(asked - f.verdicts[VERDICT_REFUSED]), fell = 100.0 * (double)f.verdicts[VERDICT_FELL];
    printf("%zu random releases where nothing shipped:", asked);
    for (int v = 0; v < 4; v++) printf(" %s %zu%s", verdict_name((Verdict)v), f.verdicts[v], v < 3 ? "," : " (");
    for (int w = REFUSED_CODEBOOK; w <= REFUSED_EMPTY; w++)
        if (f.why[w]) printf("%s %zu ", WHY[w], f.why[w]);
    printf(")\nfalse fell: %.1f %% of those judged, %.1f %% of all; a dashboard: %.1f %%\n", fell / judged,
           fell / (double)asked, 100.0 * (double)f.dashboard / (double)asked);
    size_t jump, burst, jump_at = day_index(c, 2017, 1, 19), burst_at = day_index(c, 2017, 9, 8);
    int after_jump = alert_after(c, jump_at, &jump), after_burst = alert_after(c, burst_at, &burst);
    printf("jump of 2017-01-19: alert after %d days; %zu issues alert by themselves within 2 days\n", after_jump, jump);
    printf("burst of 2017-09-08: alert after %d days; %zu issues alert by themselves within 2 days\n", after_burst,
           burst);
    print_episodes(c);
    printf("alerts of an issue a year, true and false: %.2f\n", alerts_a_year(c));
    Found labels = relabelling(c);
    printf("relabelling of 2017-04-24: refused %zu, fell %zu, others %zu; a dashboard: fell %zu\n",
           labels.verdicts[VERDICT_REFUSED], labels.verdicts[VERDICT_FELL],
           labels.verdicts[VERDICT_CANNOT_TELL] + labels.verdicts[VERDICT_DID_NOT_FALL], labels.dashboard);
    bool ok = fell / judged <= 6 && after_jump >= 0 && after_jump <= 2 && after_burst >= 0 && after_burst <= 2 &&
              labels.verdicts[VERDICT_FELL] == 0 && labels.verdicts[VERDICT_REFUSED] > 0;
    return ok ? 0 : 1;
}

int main(int argc, char **argv) {
    Arena *a = arena_new();
    Complaints c;
    Err err;
    if (argc < 2 || !complaints_read(a, argv[1], &c, &err)) {
        fprintf(stderr, "outcomes_real: %s\n", argc < 2 ? "give the folder of the complaints" : err.message);
        return 2;
    }
    int code = report(&c, argc > 2 ? strtoul(argv[2], NULL, 10) : ASKED);
    arena_free(a);
    return code;
}
