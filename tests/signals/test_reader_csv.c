/* test_reader_csv.c - delimited files: dialects, quotes, line ends, and what is a row and what a reject. */
#include "read_text.h"

#include <stdlib.h>

#define LONG_HINT "a line break stands outside quotes"

static void test_plain(void **state) {
    (void)state;
    expect_rows(STR("a,b\n1,2\n3,4\n"), "2: a=1|b=2\n3: a=3|b=4\n");
    expect_rows(STR("a,b\n1,2\n3,4"), "2: a=1|b=2\n3: a=3|b=4\n");
    expect_rows(STR("a,b\n,\n"), "2: a=|b=\n");
    expect_rows(STR("a,b\n"), "");
    expect_rows(STR("a,b"), "");
    expect_rows(STR(""), "OPEN the file has no rows\n");
    expect_rows(STR("\n\n"), "OPEN the file has no rows\n");
}

static void test_delimiters(void **state) {
    (void)state;
    expect_rows(STR("a;b\n1,5;2\n"), "2: a=1,5|b=2\n");
    expect_rows(STR("a\tb\nx, y\tz\n"), "2: a=x, y|b=z\n");
    expect_rows(STR("a|b\n1|2\n"), "2: a=1|b=2\n");
    expect_rows(STR("sep=;\r\na;b\r\n1;2\r\n"), "3: a=1|b=2\n");
    expect_rows(STR("a,b;c\n1;2,3\n4;5,6\n"), "2: a=1;2|b;c=3\n3: a=4;5|b;c=6\n");
    Arena *a = arena_new();
    expect_text(read_text_with(a, STR("a,b;c\n1;2\n"), &(ReaderOptions){.delimiter = ';'}), "2: a,b=1|c=2\n");
    arena_free(a);
}

static void test_one_column(void **state) {
    (void)state;
    expect_rows(STR("text\nslow, and late; sorry\n\n\"two\nlines\"\n"),
                "2: text=slow, and late; sorry\n4: text=two\nlines\n");
}

static void test_quotes(void **state) {
    (void)state;
    expect_rows(STR("a,b\n\"x, y\",2\n"), "2: a=x, y|b=2\n");
    expect_rows(STR("a,b\n\"say \"\"hi\"\"\",\"\"\n"), "2: a=say \"hi\"|b=\n");
    expect_rows(STR("a,b\n\"\"\"\"\"\",\"\"\"x\"\n"), "2: a=\"\"|b=\"x\n");
    expect_rows(STR("\"a\",\"b\"\"c\"\n\"1\",2\n"), "2: a=1|b\"c=2\n");
    expect_rows(STR("a,b\n12\" monitor,x \"y\"\n"), "2: a=12\" monitor|b=x \"y\"\n");
    expect_rows(STR("a,b\n\"x\"y\"z,2\n"), "2: a=xy\"z|b=2\n");
    expect_rows(STR("a,b\n\"one\r\ntwo\n\nfour\",2\nx,y\n"), "2: a=one\r\ntwo\n\nfour|b=2\n6: a=x|b=y\n");
}

static void test_line_ends(void **state) {
    (void)state;
    expect_rows(STR("a,b\r\n1,2\r\n\r\n\"3\",\"4\"\r\n"), "2: a=1|b=2\n4: a=3|b=4\n");
    expect_rows(STR("a,b\r1,2\r3,4"), "2: a=1|b=2\n3: a=3|b=4\n");
    expect_rows(STR("a,b\n1,x\ry\n3,4\r"), "2: a=1|b=x\ry\n3: a=3|b=4\n");
    expect_rows(STR("a,b\n1,2\r3,4\n5,6\n"), "2: a=1|b=2\n3: a=3|b=4\n4: a=5|b=6\n");
}

static void test_header(void **state) {
    (void)state;
    expect_rows(STR("\n,,\n , \na,b\n1,2\n"), "5: a=1|b=2\n");
    expect_rows(STR("c,c,d\n1,2,3\n"), "2: c=1|c=2|d=3\n");
    expect_rows(STR(",b\n1,2\n"), "2: =1|b=2\n");
    expect_rows(STR("a,b,,\n1,2,3\n1,2\n1\n"),
                "2: a=1|b=2|=3\n3: a=1|b=2\n"
                "4! the row has 1 cells, the header 4: the file was cut here, or " LONG_HINT "\n");
    expect_rows(STR("\"a,b\n1,2\n"), "OPEN line 1: a quote in the header is never closed\n");
}

static void test_short_and_wide(void **state) {
    (void)state;
    expect_rows(STR("a,b\n1\n1,2,,\n1,2,3\n4,5\n"),
                "2! the row has 1 cells, the header 2: the file was cut here, or " LONG_HINT "\n"
                "3: a=1|b=2\n"
                "4! the row has 3 cells, the header 2: a cell needs quotes because it contains a comma\n"
                "5: a=4|b=5\n");
}

static void test_jira_is_wide(void **state) {
    (void)state;
    expect_rows(STR("Summary,Issue key,Issue id,Comment\ns,K-1,1,one,two,three\n"),
                "2: Summary=s|Issue key=K-1|Issue id=1|Comment=one|Comment=two|Comment=three\n");
    expect_rows(STR("x,Comment,Comment\n1,2,3,4\n"), "2: x=1|Comment=2|Comment=3|Comment=4\n");
}

static void test_open_quote(void **state) {
    (void)state;
    expect_rows(STR("a,b\n1,2\n3,\"four\n5,6\n7,8\n"),
                "2: a=1|b=2\n"
                "3! a quote opens on line 3 and is not closed; reading goes on with the next line\n"
                "4: a=5|b=6\n5: a=7|b=8\n");
    expect_rows(STR("a,b\n\"x\ny\",\"z\n5,6\n"), /* the reject ends on the line of the open quote, not of the row */
                "2! a quote opens on line 3 and is not closed; reading goes on with the next line\n"
                "4: a=5|b=6\n");
}

/* The opening quote of the next row closes the lost one, and the width stays right. */
static void test_torn_quote(void **state) {
    (void)state;
    expect_rows(STR("a,b,c\n1,\"two,3\n4,\"five\",6\n7,\"8\",9\n"),
                "2! a quote opens on line 2 and is not closed; reading goes on with the next line\n"
                "3: a=4|b=five|c=6\n4: a=7|b=8|c=9\n");
    expect_rows(STR("a,b\n\"one\ntwo\" ,2\n"), "2: a=one\ntwo |b=2\n");
}

/* Each line opens a quote that only the next line closes: quadratic for a reader without a budget. */
static void test_many_open_quotes(void **state) {
    (void)state;
    enum { LINES = 20000 };
    Buf b = buf_new(1 << 20);
    buf_lit(&b, "a,b\n");
    for (int i = 0; i < LINES; i++) buf_lit(&b, "x,\"y\"z,\"\n");
    Arena *a = arena_new();
    ReaderOptions options = {.max_row_bytes = 64 << 10, .delimiter = ','};
    int fd;
    Reader *r = reader_open(memory_file(a, buf_str(&b), &fd), &options, NULL);
    Row row;
    Reject bad;
    uint64_t rejects = 0;
    while (reader_next(r, &row, &bad, NULL) == READ_REJECT) assert_int_equal(bad.line, 1 + ++rejects);
    assert_int_equal(rejects, LINES);
    reader_close(r);
    close(fd);
    arena_free(a);
    buf_free(&b);
}

static void test_limits(void **state) {
    (void)state;
    Arena *a = arena_new();
    ReaderOptions small = {.max_row_bytes = 20, .max_cells = 3};
    expect_text(read_text_with(a, STR("a,b\n123456789012345678901234567890,2\n3,4\n"), &small),
                "2! the row is longer than 20 bytes\n3: a=3|b=4\n");
    expect_text(read_text_with(a, STR("a,b\n1,2,3,4\n3,4\n"), &small),
                "2! the row has 4 cells, at most 3 are read\n3: a=3|b=4\n");
    expect_text(read_text_with(a, STR("a,b,c,d\n"), &small),
                "OPEN line 1: the header has 4 columns, at most 3 are read\n");
    arena_free(a);
}

/* Rows longer than the first window, and one that is longer than a row may be, in the middle of a file. */
static void test_long_rows(void **state) {
    (void)state;
    enum { LONG = 700 << 10 };
    Buf b = buf_new(8 << 20);
    buf_lit(&b, "a,b\n1,\"");
    for (int i = 0; i < LONG; i++) buf_add_char(&b, i % 70 ? 'x' : '\n');
    buf_lit(&b, "\"\n2,");
    for (int i = 0; i < 2 * LONG; i++) buf_add_char(&b, 'y');
    buf_lit(&b, "\n3,z\n");
    Arena *a = arena_new();
    int fd;
    Reader *r = reader_open(memory_file(a, buf_str(&b), &fd), &(ReaderOptions){.max_row_bytes = 1 << 20}, NULL);
    Row row;
    Reject bad;
    assert_int_equal(reader_next(r, &row, &bad, NULL), READ_ROW);
    assert_int_equal(row.cells[1].value.n, LONG);
    assert_int_equal(reader_next(r, &row, &bad, NULL), READ_REJECT);
    assert_string_equal(bad.reason, "the row is longer than 1048576 bytes");
    assert_int_equal(bad.raw.n, 2048);
    uint64_t line = bad.line;
    assert_int_equal(reader_next(r, &row, &bad, NULL), READ_ROW);
    assert_int_equal(row.line, line + 1);
    assert_int_equal(row.number, 3);
    assert_int_equal(reader_next(r, &row, &bad, NULL), READ_END);
    reader_close(r);
    close(fd);
    arena_free(a);
    buf_free(&b);
}

static void test_reject_shows_the_row(void **state) {
    (void)state;
    Arena *a = arena_new();
    int fd;
    Reader *r = reader_open(memory_file(a, STR("a,b\n\"one\"\n1,2\n"), &fd), NULL, NULL);
    Row row;
    Reject bad;
    assert_int_equal(reader_next(r, &row, &bad, NULL), READ_REJECT);
    assert_true(str_eq(bad.raw, STR("\"one\"")));
    reader_close(r);
    close(fd);
    arena_free(a);
}

static void test_info(void **state) {
    (void)state;
    Arena *a = arena_new();
    int fd;
    Reader *r = reader_open(memory_file(a, STR("a;b\n1;2\n"), &fd), NULL, NULL);
    const ReaderInfo *info = reader_info(r);
    assert_int_equal(info->format, FORMAT_DELIMITED);
    assert_int_equal(info->delimiter, ';');
    assert_string_equal(info->encoding, "utf-8");
    assert_string_equal(info->compression, "none");
    assert_int_equal(info->header_n, 2);
    assert_int_equal(info->bytes_total, 8);
    expect_text(read_rows(a, r), "2: a=1|b=2\n");
    assert_int_equal(reader_info(r)->bytes_read, 8);
    reader_close(r);
    close(fd);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_delimiters),
        cmocka_unit_test(test_one_column),
        cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_line_ends),
        cmocka_unit_test(test_header),
        cmocka_unit_test(test_short_and_wide),
        cmocka_unit_test(test_jira_is_wide),
        cmocka_unit_test(test_open_quote),
        cmocka_unit_test(test_torn_quote),
        cmocka_unit_test(test_many_open_quotes),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_long_rows),
        cmocka_unit_test(test_reject_shows_the_row),
        cmocka_unit_test(test_info),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
