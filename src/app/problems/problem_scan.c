/* problem_scan.c - counts of the signals of some themes: voices, customers, harm, weeks, values. */
#include "problem_scan.h"

#include <math.h>
#include <stdlib.h>

#include "base/clock.h"
#include "json_build.h"
#include "store/day_store.h"
#include "store/outcome_store.h"
#include "store/signal_store.h"
#include "theme_facts.h"
#include "themes/rank.h"

typedef struct Heard {        /* a signal, as far as it counts */
    uint64_t voice, customer; /* customer 0: not known */
    int64_t week;             /* back from the newest day; INT64_MIN: no date */
} Heard;

typedef struct Counting {
    DraftFacts *facts;
    int64_t last_day;
    SourceRow *sources;
    size_t sources_n;
    Heard *at;
    size_t n, size;
} Counting;

static bool is_internal(const Counting *c, int64_t source) {
    for (size_t i = 0; i < c->sources_n; i++)
        if (c->sources[i].id == source) return c->sources[i].told_by == TOLD_BY_INTERNAL;
    return false;
}

static bool count_one(void *ctx, const SignalRow *row) {
    Counting *c = ctx;
    DraftFacts *f = c->facts;
    const Signal *s = &row->signal;
    if (c->n == c->size) {
        c->size = c->size ? c->size * 2 : 1024;
        c->at = mem_grow(c->at, c->size, sizeof *c->at);
    }
    uint64_t customer = s->customer.n ? hash64(s->customer) | 1 : 0;
    int64_t first = row->copy_of ? row->copy_of : row->id, back = s->at == TIME_NONE ? -1 : c->last_day - day_of(s->at);
    c->at[c->n++] = (Heard){customer ? customer : hash_mix(2, (uint64_t)first) & ~(uint64_t)1, customer,
                            back < 0 ? INT64_MIN : back / 7};
    f->signals++;
    f->severe += text_is_severe(s->text);
    f->internal += is_internal(c, row->source_id);
    f->copies += row->copy_of != 0;
    if (s->at != TIME_NONE && (f->first_at == TIME_NONE || s->at < f->first_at)) f->first_at = s->at;
    if (s->at != TIME_NONE && (f->last_at == TIME_NONE || s->at > f->last_at)) f->last_at = s->at;
    return true;
}

static int by_voice_week(const void *x, const void *y) {
    const Heard *a = x, *b = y;
    if (a->voice != b->voice) return a->voice < b->voice ? -1 : 1;
    return (a->week > b->week) - (a->week < b->week);
}

/* Voices, customers and the loudest of them; voices and signals of each week, newest week last. */
static void sum_up(Counting *c, double *voices, double *signals, size_t weeks) {
    int64_t run = 0;
    if (c->n) qsort(c->at, c->n, sizeof *c->at, by_voice_week);
    for (size_t i = 0; i < c->n; i++) {
        const Heard *h = &c->at[i];
        bool new_voice = i == 0 || h[-1].voice != h->voice, new_week = new_voice || h[-1].week != h->week;
        bool known = h->week >= 0 && h->week < (int64_t)weeks;
        run = new_voice ? 1 : run + 1;
        c->facts->voices += new_voice;
        c->facts->customers += new_voice && h->customer;
        if (h->customer && run > c->facts->top_customer) c->facts->top_customer = run;
        if (known) signals[weeks - 1 - (size_t)h->week]++;
        if (known && new_week) voices[weeks - 1 - (size_t)h->week]++;
    }
}

static double mean_of_last(const double *weeks, size_t n, size_t last) {
    double sum = 0;
    for (size_t i = n - last; i < n; i++) sum += weeks[i];
    return last ? sum / (double)last : 0;
}

static bool count_all(Call *call, ProblemScan *scan, Err *err) {
    DraftFacts *f = &scan->facts;
    DayRow *days;
    size_t days_n;
    bool dated = scan->codebook->as_of != TIME_NONE, ok = true;
    Counting c = {.facts = f, .last_day = dated ? day_of(scan->codebook->as_of) : INT64_MIN};
    if (!sources_list(call->app->db, call->arena, &c.sources, &c.sources_n, err) ||
        !days_list(call->app->db, call->arena, scan->codebook->id, -1, &days, &days_n, err))
        return false;
    for (size_t i = 0; ok && i < scan->n; i++) {
        SignalFilter filter = {.theme_id = scan->themes[i].id, .from = TIME_NONE, .to = TIME_NONE};
        ok = signals_scan(call->app->db, &(ScanOptions){.filter = &filter}, count_one, &c, err);
    }
    double voices[HISTORY_WEEKS] = {0}, signals[HISTORY_WEEKS] = {0};
    if (ok) sum_up(&c, voices, signals, HISTORY_WEEKS);
    free(c.at);
    size_t known = dated ? weeks_known(days, days_n, c.last_day) : 0, last = known < SCAN_WEEKS ? known : SCAN_WEEKS;
    /* the oldest week is seldom whole: it would look like a rise */
    size_t whole = known > 1 && known < HISTORY_WEEKS ? known - 1 : known;
    f->weeks = (int64_t)last;
    f->voices_a_week = mean_of_last(voices, HISTORY_WEEKS, last);
    f->signals_a_week = mean_of_last(signals, HISTORY_WEEKS, last);
    f->change = change_estimate(voices + HISTORY_WEEKS - whole, NULL, whole, RECENT_WEEKS, BEFORE_WEEKS);
    f->recent_weeks = RECENT_WEEKS;
    f->before_weeks = BEFORE_WEEKS;
    for (size_t w = 0; w < SPARK_OF_PROBLEM; w++) scan->spark[w] = voices[HISTORY_WEEKS - SPARK_OF_PROBLEM + w];
    return ok;
}

/* ---- values ---------------------------------------------------------------------------------- */

static int by_signals(const void *x, const void *y) {
    const DraftValue *a = x, *b = y;
    if (a->signals != b->signals) return a->signals > b->signals ? -1 : 1;
    return str_cmp(a->value, b->value);
}

static void add_value(DraftValue *values, size_t *n, Str value, int64_t signals) {
    for (size_t i = 0; i < *n; i++)
        if (str_eq(values[i].value, value)) {
            values[i].signals += signals;
            return;
        }
    values[(*n)++] = (DraftValue){value, signals, NAN};
}

static bool values_of(Call *call, const ProblemScan *scan, Dimension dimension, const DraftValue **out, size_t *out_n,
                      Err *err) {
    DayValueTotal *totals;
    size_t totals_n, n = 0;
    Db *db = call->app->db;
    int64_t sum = 0, codebook = scan->codebook->id;
    if (!day_values_totals(db, call->arena, codebook, dimension, &totals, &totals_n, err)) return false;
    DraftValue *values = ARENA_ARRAY(call->arena, DraftValue, scan->n * (DAY_VALUES_KEPT + 1) + 1);
    for (size_t i = 0; i < scan->n; i++) {
        DayValueRow *rows;
        size_t rows_n;
        if (!day_values_list(db, call->arena, codebook, scan->themes[i].id, dimension, &rows, &rows_n, err))
            return false;
        for (size_t k = 0; k < rows_n; k++) add_value(values, &n, rows[k].value, rows[k].signals);
    }
    for (size_t i = 0; i < totals_n; i++) sum += totals[i].signals;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < totals_n; k++)
            if (str_eq(values[i].value, totals[k].value))
                values[i].everywhere = (double)totals[k].signals / (double)sum;
    if (n) qsort(values, n, sizeof *values, by_signals);
    *out = values;
    *out_n = n;
    return true;
}

static int by_size(const void *x, const void *y) {
    const DraftFace *a = x, *b = y;
    if (a->signals != b->signals) return a->signals > b->signals ? -1 : 1;
    return str_cmp(a->name, b->name);
}

/* Facets as the statistics of the themes have them. */
static void faces_of(Arena *a, ProblemScan *scan) {
    enum { FACES_MAX = 200 };
    DraftFace *faces = ARENA_ARRAY(a, DraftFace, FACES_MAX);
    size_t n = 0;
    for (size_t i = 0; i < scan->n; i++) {
        json_t *stats = json_loadb(scan->themes[i].stats.p, scan->themes[i].stats.n, 0, NULL), *facet;
        size_t k;
        json_array_foreach(json_object_get(stats, "facets"), k, facet) {
            const char *name = json_string_value(json_object_get(facet, "name"));
            if (n < FACES_MAX && name)
                faces[n++] =
                    (DraftFace){arena_str(a, str_from_c(name)), json_integer_value(json_object_get(facet, "signals"))};
        }
        json_decref(stats);
    }
    if (n) qsort(faces, n, sizeof *faces, by_size);
    scan->facts.faces = faces;
    scan->facts.faces_n = n;
}

static bool find_themes(Call *call, const int64_t *themes, size_t n, ProblemScan *scan, Err *err) {
    Err none = {0};
    CodebookRow *codebook = ARENA_NEW(call->arena, CodebookRow);
    if (!n) return true;
    if (!codebook_current(call->app->db, call->arena, codebook, &none))
        return none.code == ERR_NOT_FOUND || (*err = none, false);
    scan->codebook = codebook;
    scan->themes = ARENA_ARRAY(call->arena, ThemeRow, n);
    Str *names = ARENA_ARRAY(call->arena, Str, n);
    for (size_t i = 0; i < n; i++) {
        none = (Err){0};
        if (theme_get(call->app->db, call->arena, codebook->id, themes[i], &scan->themes[scan->n], &none)) {
            names[scan->n] = scan->themes[scan->n].name;
            scan->n++;
        } else if (none.code != ERR_NOT_FOUND) {
            return *err = none, false;
        }
    }
    scan->facts.theme_names = names;
    return true;
}

/* Active customers: mean of the periods that end in the weeks that count; NAN when none does. */
static bool active_read(Call *call, ProblemScan *scan, Err *err) {
    ExposureRow *rows;
    size_t n, counted = 0;
    double sum = 0;
    if (!exposure_list(call->app->db, call->arena, (Str){"", 0}, &rows, &n, err)) return false;
    int64_t last = scan->codebook->as_of == TIME_NONE ? INT64_MIN : day_of(scan->codebook->as_of),
            first = last - 7 * scan->facts.weeks;
    for (size_t i = 0; i < n; i++) {
        int64_t end = rows[i].day + rows[i].days;
        if (!scan->facts.weeks || end <= first || rows[i].day > last) continue;
        sum += rows[i].customers;
        counted++;
    }
    scan->facts.active = counted ? sum / (double)counted : NAN;
    return true;
}

bool problem_scan(Call *call, const int64_t *themes, size_t n, ProblemScan *out, Err *err) {
    SignalTotals totals;
    *out = (ProblemScan){.facts = {.themes = themes,
                                   .themes_n = n,
                                   .first_at = TIME_NONE,
                                   .last_at = TIME_NONE,
                                   .active = NAN,
                                   .change = {.verdict = CHANGE_TOO_FEW, .ratio = NAN, .low = NAN, .high = NAN}}};
    DraftFacts *f = &out->facts;
    if (!find_themes(call, themes, n, out, err) || !signals_totals(call->app->db, &totals, err)) return false;
    f->history_from = totals.first_at;
    f->history_to = totals.last_at;
    if (!out->codebook) return true;
    faces_of(call->arena, out);
    return count_all(call, out, err) && active_read(call, out, err) &&
           values_of(call, out, BY_SEGMENT, &f->segments, &f->segments_n, err) &&
           values_of(call, out, BY_PRODUCT, &f->products, &f->products_n, err) &&
           values_of(call, out, BY_CHANNEL, &f->channels, &f->channels_n, err);
}
