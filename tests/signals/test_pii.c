/* test_pii.c - redaction measured on real files: recall and precision on 750 labelled sentences, and
 * false hits on text that holds (nearly) no personal data. Prints the table that stands in
 * docs/internals/signals-redaction.md; fails when the bar for structured kinds is missed.
 *
 * The data is looked for in $RIDEALONG_DATA, else beside the source tree; without it the test skips. */
#include "data_file.h"

#include <jansson.h>
#include <string.h>

#include "signals/reader.h"
#include "signals/redact.h"

static bool is_structured(RedactKind kind) {
    return kind <= REDACT_TOKEN;
}

static const struct Label {
    const char *type;
    RedactKind kind;
} LABELS[] = {
    {"EMAIL_ADDRESS", REDACT_EMAIL}, {"CREDIT_CARD", REDACT_CARD},       {"US_SSN", REDACT_SSN},
    {"IBAN_CODE", REDACT_IBAN},      {"IP_ADDRESS", REDACT_IP},          {"PHONE_NUMBER", REDACT_PHONE},
    {"PERSON", REDACT_NAME},         {"STREET_ADDRESS", REDACT_ADDRESS}, {"ZIP_CODE", REDACT_ADDRESS},
};

typedef struct Score {
    int labels, touched, whole; /* labelled spans; those with a cut on them; those cut to the last byte */
    int cuts, right;            /* cuts; those on a span with a label of their kind */
} Score;

static bool kind_of(const char *type, RedactKind *kind) {
    for (size_t i = 0; i < sizeof LABELS / sizeof *LABELS; i++)
        if (!strcmp(LABELS[i].type, type)) return *kind = LABELS[i].kind, true;
    return false;
}

/* Byte offset of a position that counts code points. */
static size_t byte_at(const char *text, json_int_t code_points) {
    size_t i = 0;
    for (; text[i]; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80 && code_points-- == 0) break;
    return i;
}

typedef struct Span {
    size_t begin, end;
    RedactKind kind;
} Span;

static size_t read_spans(const json_t *sentence, const char *text, Span *spans, size_t room) {
    size_t n = 0, i;
    json_t *span;
    json_array_foreach(json_object_get(sentence, "spans"), i, span) {
        RedactKind kind;
        if (n == room || !kind_of(json_string_value(json_object_get(span, "entity_type")), &kind)) continue;
        spans[n].begin = byte_at(text, json_integer_value(json_object_get(span, "start_position")));
        spans[n].end = byte_at(text, json_integer_value(json_object_get(span, "end_position")));
        spans[n++].kind = kind;
    }
    return n;
}

static size_t overlap(Redaction cut, Span span) {
    size_t begin = cut.begin > span.begin ? cut.begin : span.begin, end = cut.end < span.end ? cut.end : span.end;
    return begin < end ? end - begin : 0;
}

static void score_sentence(const char *text, const Span *spans, size_t n, Redactions cuts, Score *scores) {
    for (size_t i = 0; i < n; i++) {
        size_t covered = 0;
        for (size_t c = 0; c < cuts.n; c++) covered += overlap(cuts.at[c], spans[i]);
        Score *score = &scores[spans[i].kind];
        score->labels++;
        score->touched += covered > 0;
        score->whole += covered == spans[i].end - spans[i].begin;
        if (covered < spans[i].end - spans[i].begin && is_structured(spans[i].kind))
            print_message("missed %.*s in: %s\n", (int)(spans[i].end - spans[i].begin), text + spans[i].begin, text);
    }
    for (size_t c = 0; c < cuts.n; c++) {
        bool right = false;
        for (size_t i = 0; i < n; i++) right |= overlap(cuts.at[c], spans[i]) && spans[i].kind == cuts.at[c].kind;
        scores[cuts.at[c].kind].cuts++;
        scores[cuts.at[c].kind].right += right;
        if (!right && is_structured(cuts.at[c].kind))
            print_message("false %s in: %s\n", REDACT_PLACEHOLDERS[cuts.at[c].kind], text);
    }
}

static double share(int part, int whole) {
    return whole ? 100.0 * part / whole : 100;
}

static void test_labelled_sentences(void **state) {
    (void)state;
    Arena *a = arena_new();
    const char *path = data_file(a, "pii/synth_dataset_v2_half.json");
    if (!path) {
        arena_free(a);
        skip();
    }
    json_t *sentences = json_load_file(path, 0, NULL), *sentence;
    assert_non_null(sentences);
    Score scores[REDACT_KINDS] = {0};
    size_t k;
    json_array_foreach(sentences, k, sentence) {
        const char *text = json_string_value(json_object_get(sentence, "full_text"));
        Span spans[64];
        size_t n = read_spans(sentence, text, spans, 64);
        score_sentence(text, spans, n, redact_find(a, str_from_c(text)), scores);
    }
    json_decref(sentences);
    print_message("%-10s %6s %8s %8s %6s %10s\n", "kind", "labels", "touched", "whole", "cuts", "precision");
    for (int i = 0; i < REDACT_ALREADY; i++) {
        Score s = scores[i];
        print_message("%-10s %6d %7.1f%% %7.1f%% %6d %9.1f%%\n", REDACT_PLACEHOLDERS[i], s.labels,
                      share(s.touched, s.labels), share(s.whole, s.labels), s.cuts, share(s.right, s.cuts));
        if (!is_structured((RedactKind)i)) continue;
        assert_true(share(s.whole, s.labels) >= 98);
        assert_int_equal(s.cuts, s.right);
    }
    assert_true(share(scores[REDACT_ADDRESS].right, scores[REDACT_ADDRESS].cuts) >= 95);
    assert_true(share(scores[REDACT_NAME].right, scores[REDACT_NAME].cuts) >= 95);
    arena_free(a);
}

/* ---- text without personal data -------------------------------------------------------------- */

static void count_cuts(Str text, int *counts) {
    Arena *a = arena_new();
    Redactions cuts = redact_find(a, text);
    for (size_t i = 0; i < cuts.n; i++) counts[cuts.at[i].kind]++;
    arena_free(a);
}

static void print_counts(const char *name, int texts, const int counts[REDACT_KINDS]) {
    print_message("%-52s %6d texts:", name, texts);
    for (int i = 0; i < REDACT_ALREADY; i++)
        if (counts[i]) print_message(" %s %d", REDACT_PLACEHOLDERS[i], counts[i]);
    print_message("\n");
}

/* Counts the cuts in one column (NULL: all) of at most `most` texts; false when the file is not there. */
static bool count_file(const char *name, const char *column, int most, int counts[REDACT_KINDS]) {
    Arena *a = arena_new();
    const char *path = data_file(a, name);
    ReaderOptions options = {0};
    Err err = {0};
    Reader *r = path ? reader_open(path, &options, &err) : NULL;
    if (path && !r) fail_msg("%s", err.message);
    int texts = 0;
    Row row;
    Reject reject;
    for (ReadResult got; r && texts < most && (got = reader_next(r, &row, &reject, &err)) != READ_END;) {
        assert_int_not_equal(got, READ_FAIL);
        for (size_t i = 0; got == READ_ROW && i < row.n; i++) {
            if (!row.cells[i].value.n || (column && !str_eq(row.cells[i].name, str_from_c(column)))) continue;
            count_cuts(row.cells[i].value, counts);
            texts++;
        }
    }
    reader_close(r);
    if (path) print_counts(name, texts, counts);
    arena_free(a);
    return path != NULL;
}

static int structured(const int counts[REDACT_KINDS]) {
    int sum = 0;
    for (int i = 0; is_structured((RedactKind)i); i++) sum += counts[i];
    return sum;
}

/* These were cleaned by their publishers: no structured data is left to find. */
static void test_clean_text_stays(void **state) {
    (void)state;
    static const struct {
        const char *name, *column;
        int most;
    } files[] = {{"banking77/train.csv", "text", 20000},
                 {"banking77/test.csv", "text", 20000},
                 {"it_tickets/all_tickets_processed_improved_v3.csv.gz", "Document", 50000},
                 {"cfpb/cfpb_samples_merged.csv.gz", "Consumer complaint narrative", 2000}};
    bool any = false;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        int counts[REDACT_KINDS] = {0};
        any |= count_file(files[i].name, files[i].column, files[i].most, counts);
        assert_int_equal(structured(counts), 0);
    }
    if (!any) skip();
}

/* Real bug reports hold real addresses, e-mails and home directories among hashes and versions: the
 * numbers are for reading; cards, SSNs, IBANs and telephone numbers there are none. */
static void test_bug_reports(void **state) {
    (void)state;
    int counts[REDACT_KINDS] = {0};
    if (!count_file("bugs/gitbugs/multilingual_bug_reports_vscode.csv", NULL, 100000, counts)) skip();
    assert_int_equal(counts[REDACT_CARD] + counts[REDACT_SSN] + counts[REDACT_IBAN] + counts[REDACT_PHONE], 0);
    assert_int_equal(counts[REDACT_TOKEN], 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_labelled_sentences),
                                       cmocka_unit_test(test_clean_text_stays), cmocka_unit_test(test_bug_reports)};
    return cmocka_run_group_tests_name("signals/pii", tests, NULL, NULL);
}
