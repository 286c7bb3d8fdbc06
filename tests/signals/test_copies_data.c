/* test_copies_data.c - near-duplicates among real texts: recall notices repeat themselves in many
 * versions, bank questions of a few words seldom do. Skips without the data. */
#include "data_file.h"

#include "signals/copies.h"
#include "signals/reader.h"

enum { MOST = 20000 };

/* The values of one column, in the arena. */
static size_t read_column(Arena *a, const char *path, const char *column, Str *texts) {
    Err err = {0};
    ReaderOptions options = {0};
    Reader *r = reader_open(path, &options, &err);
    if (!r) fail_msg("%s", err.message);
    Row row;
    Reject reject;
    size_t n = 0;
    for (ReadResult got; n < MOST && (got = reader_next(r, &row, &reject, &err)) != READ_END;) {
        assert_int_not_equal(got, READ_FAIL);
        for (size_t i = 0; got == READ_ROW && i < row.n; i++)
            if (str_eq(row.cells[i].name, str_from_c(column))) texts[n++] = arena_str(a, row.cells[i].value);
    }
    reader_close(r);
    return n;
}

/* Share of the texts that are copies of an earlier one. */
static double share_of_copies(const char *name, const char *column) {
    Arena *a = arena_new();
    const char *path = data_file(a, name);
    if (!path) {
        arena_free(a);
        return -1;
    }
    Str *texts = ARENA_ARRAY(a, Str, MOST);
    size_t n = read_column(a, path, column, texts), copies = 0;
    uint32_t *group = ARENA_ARRAY(a, uint32_t, MOST), *order = ARENA_ARRAY(a, uint32_t, MOST);
    for (uint32_t i = 0; i < n; i++) order[i] = i;
    CopyGroups *g = copies_new();
    for (size_t i = 0; i < n; i++) copies_add(g, copies_sign(a, texts[i]));
    copies_finish(g, order, group, NULL, NULL);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(group[group[i]], group[i]);
        copies += group[i] != i;
    }
    copies_free(g);
    arena_free(a);
    assert_true(n > 1000);
    print_message("%s: %zu of %zu are copies\n", name, copies, n);
    return (double)copies / (double)n;
}

static void test_recall_notices_repeat(void **state) {
    (void)state;
    double share = share_of_copies("nhtsa/RCL_FROM_2020_2024.csv.gz", "SUMMARY");
    if (share < 0) skip();
    assert_true(share > 0.9);
}

static void test_bank_questions_do_not(void **state) {
    (void)state;
    double share = share_of_copies("banking77/train.csv", "text");
    if (share < 0) skip();
    assert_true(share < 0.02);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_recall_notices_repeat),
                                       cmocka_unit_test(test_bank_questions_do_not)};
    return cmocka_run_group_tests_name("signals/copies_data", tests, NULL, NULL);
}
