/* test_reader_data.c - real and hostile files: every row comes out once, known files give what is in them. */
#include <ftw.h>
#include <math.h>

#include "data_file.h"
#include "read_text.h"

#include "signals/mapping.h"
#include "text/utf8.h"

static const uint8_t KEY[32] = {7};
enum { SAMPLE = 200, APPLIED = 500 };

static Row copy_row(Arena *a, const Row *row) {
    Row copy = *row;
    copy.cells = ARENA_ARRAY(a, Cell, row->n);
    for (size_t i = 0; i < row->n; i++)
        copy.cells[i] = (Cell){arena_str(a, row->cells[i].name), arena_str(a, row->cells[i].value)};
    return copy;
}

typedef struct Tally {
    uint64_t rows, rejects, signals, with_text, with_id, with_time, map_rejects;
    const char *kind; /* of the mapping; NULL: not recognised */
    bool opened, failed;
    Err err;
} Tally;

static void check_signal(const Signal *s) {
    const Str all[] = {s->external_id, s->text, s->customer, s->channel, s->product,
                       s->segment,     s->lang, s->url,      s->meta};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) assert_true(utf8_valid(all[i]));
    assert_true(isnan(s->rating) || (s->rating >= 1 && s->rating <= 5));
}

static void apply_to(Tally *t, Arena *scratch, const Mapping *m, const Row *row, const MapOptions *o) {
    Signal s;
    char reason[256];
    switch (mapping_apply(scratch, m, row, o, &s, reason)) {
    case MAP_SIGNAL:
        check_signal(&s);
        t->signals++;
        t->with_text += s.text.n > 0;
        t->with_id += s.external_id.n > 0;
        t->with_time += s.at != TIME_NONE;
        break;
    case MAP_REJECT:
        t->map_rejects++;
        break;
    case MAP_SKIP:
        break;
    }
    arena_reset(scratch);
}

static void count_rest(Tally *t, Reader *r, Arena *scratch, const Mapping *m, const MapOptions *o) {
    for (;;) {
        Row row;
        Reject bad;
        ReadResult got = reader_next(r, &row, &bad, &t->err);
        if (got == READ_END || got == READ_FAIL) {
            t->failed = got == READ_FAIL;
            return;
        }
        assert_int_equal(got == READ_ROW ? row.number : bad.number, t->rows + t->rejects + 1);
        if (got == READ_ROW) t->rows++;
        else t->rejects++;
        if (got == READ_REJECT) assert_true(bad.reason[0] && utf8_valid(bad.raw));
        if (got == READ_ROW)
            for (size_t i = 0; i < row.n; i++) assert_true(t->rows > APPLIED || utf8_valid(row.cells[i].value));
        if (got == READ_ROW && t->kind && t->rows <= APPLIED) apply_to(t, scratch, m, &row, o);
    }
}

/* Recognises a file by its first rows, then reads all of it and maps the first APPLIED rows. */
static Tally tally_file(const char *path) {
    Tally t = {0};
    Arena *a = arena_new(), *scratch = arena_new();
    Row *sample = ARENA_ARRAY(a, Row, SAMPLE);
    size_t n = 0;
    Reader *r = reader_open(path, NULL, &t.err);
    t.opened = r != NULL;
    if (r) {
        Row row;
        Reject bad;
        ReadResult got = READ_ROW;
        for (size_t tries = 0; tries < SAMPLE && (got == READ_ROW || got == READ_REJECT); tries++) {
            got = reader_next(r, &row, &bad, NULL);
            if (got == READ_ROW) sample[n++] = copy_row(a, &row);
        }
        Mapping m;
        const ReaderInfo *info = reader_info(r);
        if (mapping_recognise(a, info->header, info->header_n, sample, n, &m, &t.err)) t.kind = m.kind;
        MapOptions o = {.customer_key = KEY, .now = 1900000000};
        if (t.kind) o.day_first = mapping_day_first(&m, sample, n);
        reader_close(r);
        r = reader_open(path, NULL, &t.err);
        assert_non_null(r);
        count_rest(&t, r, scratch, &m, &o);
        reader_close(r);
    }
    if (!t.opened || t.failed) assert_true(t.err.message[0] != '\0');
    arena_free(scratch);
    arena_free(a);
    return t;
}

/* file, mapping, rows, and of the first APPLIED rows: all become signals, so many with text, id, time. */
typedef struct Known {
    const char *name, *kind;
    uint64_t rows;
    bool text, id, time;
} Known;

static void test_known_files(void **state) {
    (void)state;
    static const Known FILES[] = {
        {"cfpb/cfpb_samples_merged.csv.gz", "cfpb", 83974, true, false, false},
        {"cfpb/cfpb_issue_stream_2012.csv.gz", "cfpb-issues", 72398, false, false, true},
        {"cfpb/cfpb_issue_stream_2018.csv.gz", "cfpb-issues", 257267, false, false, true},
        {"nhtsa/RCL_FROM_2020_2024.csv.gz", "guessed", 216260, true, false, false},
        {"it_tickets/all_tickets_processed_improved_v3.csv.gz", "guessed", 47837, true, false, false},
        {"banking77/train.csv", "guessed", 10003, true, false, false},
        {"banking77/test.csv", "guessed", 3080, true, false, false},
        {"bugs/gitbugs/SeaMonkey_bugs.csv", "bugs", 1076, true, true, true},
        {"bugs/gitbugs/hadoop_bugs.csv", "bugs", 2503, true, true, true},
        {"bugs/gitbugs/multilingual_bug_reports_vscode.csv", "github", 1381, true, true, true},
        {"bugs/gitbugs/hadoop_bugs-train.csv", NULL, 100, false, false, false},
    };
    Arena *a = arena_new();
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        const Known *f = &FILES[i];
        const char *path = data_file(a, f->name);
        if (!path) break;
        Tally t = tally_file(path);
        if (t.rows != f->rows || t.rejects || t.failed)
            fail_msg("%s: %llu rows, %llu rejects %s", f->name, (unsigned long long)t.rows,
                     (unsigned long long)t.rejects, t.err.message);
        if (!f->kind) {
            assert_null(t.kind);
            continue;
        }
        assert_non_null(t.kind);
        assert_string_equal(t.kind, f->kind);
        assert_int_equal(t.map_rejects, 0);
        assert_int_equal(t.with_text, f->text ? t.signals : 0);
        assert_int_equal(t.with_id, f->id ? t.signals : 0);
        assert_int_equal(t.with_time, f->time ? t.signals : 0);
    }
    arena_free(a);
}

/* "name=value" of all rows; without carriage returns, which the suite's JSON leaves out of line breaks. */
static Str cells_of(Arena *a, const char *path) {
    Buf b = buf_new(1 << 20);
    Err err = {0};
    Reader *r = reader_open(path, NULL, &err);
    if (!r) fail_msg("%s", err.message);
    Row row;
    Reject bad;
    while (reader_next(r, &row, &bad, NULL) == READ_ROW)
        for (size_t i = 0; i < row.n; i++)
            buf_printf(&b, "%.*s=%.*s\n", STR_ARG(row.cells[i].name), STR_ARG(row.cells[i].value));
    reader_close(r);
    char *text = arena_alloc(a, b.n);
    size_t n = 0;
    for (size_t i = 0; i < b.n; i++)
        if (b.p[i] != '\r') text[n++] = b.p[i];
    buf_free(&b);
    return (Str){text, n};
}

static void test_csv_spectrum(void **state) {
    (void)state;
    /* without location_coordinates, whose two files hold different telephone numbers */
    static const char *const NAMES[] = {"comma_in_quotes",
                                        "empty",
                                        "empty_crlf",
                                        "escaped_quotes",
                                        "json",
                                        "newlines",
                                        "newlines_crlf",
                                        "quotes_and_newlines",
                                        "simple",
                                        "simple_crlf",
                                        "utf8"};
    Arena *a = arena_new();
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        const char *csv = data_file(a, arena_printf(a, "csv/csv-spectrum/csvs/%s.csv", NAMES[i]).p);
        const char *json = data_file(a, arena_printf(a, "csv/csv-spectrum/json/%s.json", NAMES[i]).p);
        if (!csv || !json) break;
        Str from_csv = cells_of(a, csv), from_json = cells_of(a, json);
        if (!str_eq(from_csv, from_json)) fail_msg("%s\n%.*s\n%.*s", NAMES[i], STR_ARG(from_csv), STR_ARG(from_json));
    }
    arena_free(a);
}

static size_t files_walked;

static int walk_one(const char *path, const struct stat *st, int type, struct FTW *at) {
    (void)st;
    if (type != FTW_F) return 0;
    files_walked++;
    Tally t = tally_file(path);
    bool must_parse = strncmp(path + at->base, "y_", 2) == 0; /* JSONTestSuite: every parser has to take it */
    if (must_parse && strstr(t.err.message, "malformed")) fail_msg("%s: %s", path, t.err.message);
    return 0;
}

static void test_every_file(void **state) {
    (void)state;
    static const char *const FOLDERS[] = {"csv", "json/JSONTestSuite", "text"};
    Arena *a = arena_new();
    for (size_t i = 0; i < sizeof FOLDERS / sizeof *FOLDERS; i++) {
        const char *folder = data_file(a, FOLDERS[i]);
        if (folder) assert_int_equal(nftw(folder, walk_one, 16, FTW_PHYS), 0);
    }
    print_message("%zu files\n", files_walked);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_files),
        cmocka_unit_test(test_csv_spectrum),
        cmocka_unit_test(test_every_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
