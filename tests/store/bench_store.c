/* bench_store.c - times the store at a size: bench_store URL SIGNALS. The store should be new.
 * Not a test: `ninja tests/store/bench_store`, figures in docs/internals/store.md. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/rng.h"
#include "pg_server.h"
#include "store/signal_store.h"
#include "store/theme_store.h"

enum { BATCH = 2000, WORDS = 100, VOCABULARY = 30000, SECONDS = 3 * 365 * SECONDS_PER_DAY, THEMES = 80 };

static void check(bool ok, const Err *err) {
    if (ok) return;
    fprintf(stderr, "bench_store: %s\n", err->message);
    exit(1);
}

/* Word ranks after Zipf, roughly: the square of a uniform number favours the first ones. */
static Str make_text(Arena *a, Rng *rng) {
    char *p = arena_alloc(a, WORDS * 12);
    size_t n = 0;
    for (int i = 0; i < WORDS; i++) {
        double u = rng_unit(rng);
        n += (size_t)sprintf(p + n, "w%xord ", (unsigned)(exp(u * log(VOCABULARY))));
    }
    return (Str){p, n - 1};
}

static Signal make_signal(Arena *a, Rng *rng, size_t i) {
    static const Str channels[] = {STR_INIT("email"), STR_INIT("web"), STR_INIT("phone"), STR_INIT("review")};
    Signal s = {.external_id = arena_printf(a, "id-%zu", i), .text = make_text(a, rng), .rating = (double)NAN};
    s.at = 1700000000 + (int64_t)rng_below(rng, SECONDS);
    s.channel = channels[rng_below(rng, 4)];
    s.product = arena_printf(a, "product %d", (int)rng_below(rng, 20));
    s.customer = arena_printf(a, "%032llx", (unsigned long long)rng_below(rng, 400000));
    s.meta = STR("{\"state\":\"CA\",\"zip\":\"90210\"}");
    s.lang = STR("en");
    return s;
}

static void fill(Db *db, int64_t signals, Err *err) {
    Rng rng = rng_new(1);
    Arena *a = arena_new();
    double spent = 0;
    int64_t source[2];
    ImportRow row = {0};
    check(source_put(db, STR("a"), STR("csv"), STR("{}"), &source[0], err), err);
    check(source_put(db, STR("b"), STR("csv"), STR("{}"), &source[1], err), err);
    Arena *keep = arena_new();
    check(import_begin(db, keep, source[0], STR("f"), STR("p"), STR(""), 1, &row, err), err);
    for (int64_t done = 0; done < signals; done += BATCH, arena_reset(a)) {
        Signal *s = ARENA_ARRAY(a, Signal, BATCH);
        for (int64_t i = 0; i < BATCH; i++) s[i] = make_signal(a, &rng, (size_t)(done + i));
        double begin = clock_monotonic();
        check(db_begin(db, err) && signals_put(db, source[done % (10 * BATCH) == 0], row.id, s, BATCH, NULL, err), err);
        row.rows += BATCH;
        check(import_save(db, &row, err) && db_commit(db, err), err);
        spent += clock_monotonic() - begin;
    }
    row.state = STR("finished");
    check(import_save(db, &row, err), err);
    printf("import                 %10.0f rows/s\n", (double)signals / spent);
    arena_free(keep);
    arena_free(a);
}

static void code(Db *db, int64_t signals, Err *err) {
    int64_t codebook;
    ThemeRow themes[THEMES];
    check(codebook_create(db, &(CodebookRow){.stats = STR("{}")}, &codebook, err), err);
    for (int i = 0; i < THEMES; i++)
        themes[i] = (ThemeRow){.codebook_id = codebook, .position = i, .name = STR("t"), .stats = STR("{}")};
    check(themes_put(db, themes, THEMES, err), err);
    AssignmentRow rows[BATCH];
    double begin = clock_monotonic();
    for (int64_t done = 0; done < signals; done += BATCH) {
        for (int64_t i = 0; i < BATCH; i++)
            rows[i] = (AssignmentRow){done + i + 1, i % 3 ? themes[(i * 7) % THEMES].id : 0, 0.5f, 0.25f, 0};
        check(assignments_put(db, codebook, rows, BATCH, err), err);
    }
    check(codebook_activate(db, codebook, err), err);
    printf("assignments            %10.0f rows/s\n", (double)signals / (clock_monotonic() - begin));
}

static bool count_row(void *ctx, const SignalRow *row) {
    *(size_t *)ctx += row->signal.text.n;
    return true;
}

static void time_filter(Db *db, const char *name, SignalFilter f, Err *err) {
    enum { TIMES = 5 };
    f.from = f.from ? f.from : TIME_NONE, f.to = f.to ? f.to : TIME_NONE;
    double first = 0, deep = 0, count = 0;
    int64_t n = 0;
    for (int i = 0; i < TIMES; i++) {
        Arena *a = arena_new();
        SignalRow *rows;
        size_t got;
        Str next;
        double t0 = clock_monotonic();
        check(signals_list(db, a, &f, STR(""), 50, &rows, &got, &next, err), err);
        double t1 = clock_monotonic();
        if (next.n) check(signals_list(db, a, &f, next, 50, &rows, &got, &next, err), err);
        double t2 = clock_monotonic();
        check(signals_count(db, &f, &n, err), err);
        double t3 = clock_monotonic();
        if (i) first += t1 - t0, deep += t2 - t1, count += t3 - t2;
        arena_free(a);
    }
    printf("%-22s %8.2f ms  next %8.2f ms  count %9.2f ms  of %lld\n", name, first * 250, deep * 250, count * 250,
           (long long)n);
}

static void read_back(Db *db, Err *err) {
    time_filter(db, "all", (SignalFilter){0}, err);
    time_filter(db, "source", (SignalFilter){.source_id = 2}, err);
    time_filter(db, "channel", (SignalFilter){.channel = STR("web")}, err);
    time_filter(db, "product", (SignalFilter){.product = STR("product 7")}, err);
    time_filter(db, "customer", (SignalFilter){.customer = STR("00000000000000000000000000001234")}, err);
    time_filter(db, "theme", (SignalFilter){.theme_id = 8}, err);
    time_filter(db, "unthemed", (SignalFilter){.unthemed = true}, err);
    time_filter(db, "period", (SignalFilter){.from = 1720000000, .to = 1730000000}, err);
    time_filter(db, "channel + product", (SignalFilter){.channel = STR("web"), .product = STR("product 7")}, err);
    time_filter(db, "search, every signal", (SignalFilter){.search = STR("w1ord")}, err);
    time_filter(db, "search, common", (SignalFilter){.search = STR("w40ord")}, err);
    time_filter(db, "search, middling", (SignalFilter){.search = STR("w400ord")}, err);
    time_filter(db, "search, rare", (SignalFilter){.search = STR("w7000ord")}, err);
    time_filter(db, "search + theme", (SignalFilter){.search = STR("w40ord"), .theme_id = 8}, err);
    Arena *a = arena_new();
    SourceRow *sources;
    SignalTotals totals;
    size_t n, bytes = 0;
    double t0 = clock_monotonic();
    check(sources_list(db, a, &sources, &n, err) && signals_totals(db, &totals, err), err);
    printf("sources and totals     %8.2f ms\n", 1000 * (clock_monotonic() - t0));
    t0 = clock_monotonic();
    check(signals_scan(db, &(ScanOptions){0}, count_row, &bytes, err), err);
    printf("scan                   %10.0f rows/s\n", (double)totals.signals / (clock_monotonic() - t0));
    t0 = clock_monotonic();
    bytes = 0;
    check(signals_scan(db, &(ScanOptions){.by_external = true}, count_row, &bytes, err), err);
    printf("scan by external id    %10.0f rows/s\n", (double)totals.signals / (clock_monotonic() - t0));
    arena_free(a);
}

int main(int argc, char **argv) {
    Err err = {0};
    int64_t signals = 0;
    if (argc != 3 || !str_to_i64(str_from_c(argv[2]), &signals)) {
        fprintf(stderr, "usage: bench_store STORE|postgresql SIGNALS\n");
        return 2;
    }
    PgServer server = {.keeper = -1, .pipe = -1};
    char url[256];
    snprintf(url, sizeof url, "%s", argv[1]);
    if (strcmp(url, "postgresql") == 0 &&
        (!pg_server_start(&server) || !pg_server_database(&server, "bench", NULL, url, sizeof url)))
        return 1;
    Db *db = db_open(str_from_c(url), DB_WRITE, &err);
    check(db != NULL, &err);
    SignalTotals t;
    check(signals_totals(db, &t, &err), &err);
    if (t.signals == 0) {
        fill(db, signals, &err);
        code(db, signals, &err);
    }
    read_back(db, &err);
    db_close(db);
    pg_server_stop(&server);
    return 0;
}
