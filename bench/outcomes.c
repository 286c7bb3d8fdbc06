/* outcomes.c - `make bench-outcomes`: how often is nothing called a success, and a success found?
 *
 *     outcomes [SERIES]                   tables for docs/outcomes.md
 *
 * Each cell is SERIES seeded companies (1,000). Ours is judged beside a dashboard, a segmented regression and a
 * difference in differences on the same companies. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/par.h"
#include "outcome_parts.h"
#include "outcome_peers.h"

enum { DASHBOARD, SEGMENTED, DIFFERENCES, METHOD_A, METHOD_B, OURS, METHODS, RATIOS = 3, AFTER = 8, TESTED = DRIFT };
static const char *const METHOD_NAMES[METHODS] = {"dashboard, 28 days before and after",
                                                  "segmented negative binomial + trend",
                                                  "difference in differences + trend, quasi-Poisson",
                                                  "A: log-mean others, no trend, placebos",
                                                  "B: log-mean others, own trend, placebos",
                                                  "**ours**"};
static const double RATIO[RATIOS] = {1, 0.8, 0.5};

typedef struct Seen {
    unsigned moved[METHODS], fell[METHODS], covered[METHODS]; /* p under 5 %; the same and down; 90 % interval */
    unsigned verdicts[4];
    bool refused_when_recoded;
} Seen;

typedef struct Cell {
    World world;
    uint64_t seed;
    size_t series;
    Seen *seen; /* by series */
} Cell;

static Answer answer_of(const Study *s) {
    return (Answer){s->fit.effect, s->low, s->high, s->p};
}

static void ask_methods(Arena *a, const Series *s, const Panel *p, Answer *answers) {
    Rollout rollout = {NULL, AFTER, 0};
    Study study;
    Pair pair;
    answers[DASHBOARD] = peer_dashboard(s);
    answers[SEGMENTED] = peer_segmented(a, s);
    answers[DIFFERENCES] = peer_differences(a, s);
    for (int trend = 0; trend < 2; trend++) {
        StudyEnd end = study_make(a, p, s->treated, NULL, 0, &rollout, trend, &study);
        answers[trend ? METHOD_B : METHOD_A] = end == STUDY_OK ? answer_of(&study) : (Answer){NAN, NAN, NAN, NAN};
    }
    StudyEnd end = pair_make(a, p, s->treated, NULL, 0, &rollout, &pair);
    answers[OURS] = end == STUDY_OK ? (Answer){pair.effect, pair.low, pair.high, pair.p} : (Answer){NAN, NAN, NAN, NAN};
}

static void run_series(const Cell *cell, size_t i, Arena *a) {
    Rng r = rng_split(cell->seed, i);
    Series s = world_draw(a, &cell->world, &r);
    Panel p = panel_of_days(a, s.days, s.themes, s.days_n, s.release, cell->world.before, AFTER);
    Answer answers[METHODS];
    Seen *seen = &cell->seen[i];
    double truth = log(cell->world.ratio);
    ask_methods(a, &s, &p, answers);
    for (int m = 0; m < METHODS; m++) {
        seen->moved[m] = answers[m].p < 0.05;
        seen->fell[m] = answers[m].p < 0.05 && answers[m].effect < 0;
        seen->covered[m] = answers[m].low <= truth && truth <= answers[m].high;
    }
    Outcome outcome;
    OutcomeAsk ask = {.panel = p, .theme = s.treated};
    outcome_judge(a, &ask, &outcome);
    seen->verdicts[outcome.verdict] = 1;
    ask.codebook_after = 1;
    outcome_judge(a, &ask, &outcome);
    seen->refused_when_recoded = outcome.verdict == VERDICT_REFUSED;
}

static void run_some(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    Arena *a = arena_new();
    for (size_t i = begin; i < end; i++) {
        run_series(ctx, i, a);
        arena_reset(a);
    }
    arena_free(a);
}

typedef struct Table {
    double moved[SCENARIOS][RATIOS][METHODS], fell[SCENARIOS][RATIOS][METHODS], covered[SCENARIOS][RATIOS][METHODS];
    double verdicts[SCENARIOS][RATIOS][4], refused[SCENARIOS];
} Table;

static void tally(const Cell *cell, Table *t, size_t ratio) {
    Scenario s = cell->world.scenario;
    double part = 100.0 / (double)cell->series;
    for (size_t i = 0; i < cell->series; i++) {
        const Seen *seen = &cell->seen[i];
        for (int m = 0; m < METHODS; m++) {
            t->moved[s][ratio][m] += part * seen->moved[m];
            t->fell[s][ratio][m] += part * seen->fell[m];
            t->covered[s][ratio][m] += part * seen->covered[m];
        }
        for (int v = 0; v < 4; v++) t->verdicts[s][ratio][v] += part * seen->verdicts[v];
        if (ratio == 0) t->refused[s] += part * seen->refused_when_recoded;
    }
}

static void print_methods(const Table *t) {
    printf("| method | clean | od | ar | trend | shock | select | drift | covers at -20 %%: od/ar/shock | finds -20 "
           "%%: od/ar | "
           "finds -50 %%: od/ar |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (int m = 0; m < METHODS; m++) {
        printf("| %s |", METHOD_NAMES[m]);
        for (int s = 0; s < SCENARIOS; s++) printf(" %.1f |", t->moved[s][0][m]);
        printf(" %.0f/%.0f/%.0f | %.0f/%.0f | %.1f/%.1f |\n", t->covered[OD][1][m], t->covered[AR][1][m],
               t->covered[SHOCK][1][m], t->fell[OD][1][m], t->fell[AR][1][m], t->fell[OD][2][m], t->fell[AR][2][m]);
    }
}

static void print_verdicts(const Table *t) {
    printf("\n| three looks, verdict at week 8 | clean | od | ar | trend | shock | select | drift |\n"
           "|---|---|---|---|---|---|---|---|\n");
    static const char *const TRUTH[RATIOS] = {"nothing happened", "fell 20 %", "fell 50 %"};
    for (int r = 0; r < RATIOS; r++)
        for (int v = VERDICT_FELL; v <= VERDICT_CANNOT_TELL; v++) {
            printf("| %s: *%s* |", TRUTH[r], verdict_name((Verdict)v));
            for (int s = 0; s < SCENARIOS; s++) printf(" %.1f |", t->verdicts[s][r][v]);
            printf("\n");
        }
    printf("| codebooks differ: *refused* |");
    for (int s = 0; s < SCENARIOS; s++) printf(" %.1f |", t->refused[s]);
    printf("\n");
}

static void run_table(Par *par, size_t series, size_t before, double volume) {
    Table t = {0};
    Seen *seen = mem_alloc(series * sizeof *seen);
    for (int s = 0; s < SCENARIOS; s++)
        for (size_t r = 0; r < RATIOS; r++) {
            Cell cell = {{s, before, AFTER, volume, RATIO[r]}, (uint64_t)s * RATIOS + r + 1, series, seen};
            memset(seen, 0, series * sizeof *seen);
            par_for(par, series, 8, run_some, &cell);
            tally(&cell, &t, r);
        }
    printf("\n### %zu weeks before, %g signals a day in the theme\n\n", before, volume);
    print_methods(&t);
    print_verdicts(&t);
    fflush(stdout);
    free(seen);
}

int main(int argc, char **argv) {
    size_t series = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000;
    if (series == 0) {
        fprintf(stderr, "outcomes [SERIES]: a whole number above 0\n");
        return 2;
    }
    Par *par = par_new(0);
    printf("%zu series a cell; percent. The first seven columns: nothing happened, and a change was seen (p < 0.05).\n",
           series);
    for (int before = 52; before >= 26; before -= 26)
        for (double volume = 10; volume >= 2; volume -= 8) run_table(par, series, (size_t)before, volume);
    par_free(par);
    return 0;
}
