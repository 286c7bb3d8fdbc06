/* plan_simulate.c - two years of 500 people whose seats are filled in different ways, in the same worlds:
 * plan_simulate [SEEDS]   prints means over the seeds, and in brackets the lowest and the highest */
#include <stdio.h>
#include <stdlib.h>

#include "plan_ways.h"

static void plan_quarterly(Diary *d, int32_t today) {
    way_plan(d, today, WORLD_QUARTER);
}
static void plan_weekly(Diary *d, int32_t today) {
    way_plan(d, today, 7);
}

static const struct Way {
    const char *name;
    void (*day)(Diary *d, int32_t today);
} WAYS[] = {
    {"plan, each quarter", plan_quarterly},
    {"plan, again each week", plan_weekly},
    {"first come, first served", way_first_come},
    {"round robin by calendar day", way_robin_by_day},
    {"round robin by availability", way_robin_by_free},
};
enum { WAYS_N = sizeof WAYS / sizeof *WAYS, FIGURES = sizeof(DiaryFigures) / sizeof(double), MOST_SEEDS = 100 };

static DiaryFigures live(const World *w, const struct Way *way) {
    Arena *a = arena_new();
    Diary d = diary_new(a, w);
    for (int32_t today = 0; today < WORLD_DAYS; today++) {
        diary_withdraw(&d, today);
        way->day(&d, today);
        diary_attend(&d, today);
    }
    DiaryFigures f = diary_figures(&d);
    arena_free(a);
    return f;
}

static void tell(const double *value, size_t n, double times, int digits) {
    double sum = 0, low = value[0], high = value[0];
    for (size_t i = 0; i < n; i++) {
        sum += value[i];
        low = value[i] < low ? value[i] : low;
        high = value[i] > high ? value[i] : high;
    }
    printf(" | %.*f (%.*f to %.*f)", digits, sum / (double)n * times, digits, low * times, digits, high * times);
}

int main(int argc, char **argv) {
    size_t seeds = argc > 1 ? strtoul(argv[1], NULL, 10) : 10;
    if (seeds < 1 || seeds > MOST_SEEDS) return fprintf(stderr, "plan_simulate: 1 to %d seeds\n", MOST_SEEDS), 2;
    static double figure[WAYS_N][FIGURES][MOST_SEEDS];
    for (size_t seed = 0; seed < seeds; seed++) {
        Arena *a = arena_new();
        World w = world_new(a, seed + 1);
        for (size_t i = 0; i < WAYS_N; i++) {
            DiaryFigures f = live(&w, &WAYS[i]);
            const double all[FIGURES] = {f.covered, f.goals, f.fairness, f.starved, f.used};
            for (size_t k = 0; k < FIGURES; k++) figure[i][k][seed] = all[k];
        }
        arena_free(a);
    }
    printf(
        "| seeds 1 to %zu | minutes owed that were met, %% | years with all touchpoints and formats, %% | fairness | "
        "half a year without contact, people | seats used, %% |\n|---|---|---|---|---|---|\n",
        seeds);
    for (size_t i = 0; i < WAYS_N; i++) {
        printf("| %s", WAYS[i].name);
        tell(figure[i][0], seeds, 100, 1);
        tell(figure[i][1], seeds, 100, 1);
        tell(figure[i][2], seeds, 1, 3);
        tell(figure[i][3], seeds, 1, 0);
        tell(figure[i][4], seeds, 100, 1);
        printf(" |\n");
    }
    return 0;
}
