/* test_reader_bytes.c - what lies under the rows: compression, encodings, and files that are no text. */
#include "read_text.h"

#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

static Str gzip(Arena *a, Str s) {
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t room = deflateBound(&z, s.n) + 64;
    char *out = arena_alloc(a, room);
    char *in = arena_alloc(a, s.n);
    memcpy(in, s.p, s.n);
    z.next_in = (unsigned char *)in, z.avail_in = (unsigned)s.n;
    z.next_out = (unsigned char *)out, z.avail_out = (unsigned)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return (Str){out, z.total_out};
}

static Str zstd(Arena *a, Str s) {
    size_t room = ZSTD_compressBound(s.n);
    char *out = arena_alloc(a, room);
    size_t n = ZSTD_compress(out, room, s.p, s.n, 3);
    assert_false(ZSTD_isError(n));
    return (Str){out, n};
}

static Str join(Arena *a, Str x, Str y) {
    char *p = arena_alloc(a, x.n + y.n);
    memcpy(p, x.p, x.n);
    memcpy(p + x.n, y.p, y.n);
    return (Str){p, x.n + y.n};
}

/* Rows that do not compress away, so that a cut falls in the middle of the rows. */
static Str numbered_rows(Arena *a, int n) {
    Buf b = buf_new(16 << 20);
    buf_lit(&b, "a,b\n");
    for (int i = 0; i < n; i++) buf_printf(&b, "%d,%x\n", i, (unsigned)i * 2654435761u);
    Str s = arena_str(a, buf_str(&b));
    buf_free(&b);
    return s;
}

static void test_packed(void **state) {
    (void)state;
    Arena *a = arena_new();
    Str one = STR("a,b\n1,2\n"), two = STR("3,4\n");
    const char *both = "2: a=1|b=2\n3: a=3|b=4\n";
    expect_text(read_text(a, gzip(a, one)), "2: a=1|b=2\n");
    expect_text(read_text(a, zstd(a, one)), "2: a=1|b=2\n");
    expect_text(read_text(a, join(a, gzip(a, one), gzip(a, two))), both);
    expect_text(read_text(a, join(a, zstd(a, one), zstd(a, two))), both);
    expect_text(read_text(a, join(a, gzip(a, one), (Str){"\0\0\0\0\0\0\0", 7})), "2: a=1|b=2\n");
    Str followed = read_text(a, join(a, gzip(a, one), STR("junk")));
    assert_true(str_starts(followed, STR("2: a=1|b=2\nFAIL the gzip data is followed by something else")));
    arena_free(a);
}

static void test_packed_and_cut(void **state) {
    (void)state;
    Arena *a = arena_new();
    Str rows = numbered_rows(a, 100000);
    Str packed[] = {gzip(a, rows), zstd(a, rows)};
    for (int i = 0; i < 2; i++) {
        int fd;
        Str half = str_slice(packed[i], 0, packed[i].n / 2);
        Reader *r = reader_open(memory_file(a, half, &fd), NULL, NULL);
        assert_non_null(r);
        Row row;
        Reject bad;
        Err err = {0};
        uint64_t n = 0;
        ReadResult got;
        while ((got = reader_next(r, &row, &bad, &err)) == READ_ROW) assert_int_equal(row.number, ++n);
        assert_int_equal(got, READ_FAIL);
        assert_true(n > 1000 && n < 100000);
        assert_int_equal(err.code, ERR_IO);
        assert_non_null(strstr(err.message, "/proc/self/fd/"));
        assert_non_null(strstr(err.message, "is cut off"));
        reader_close(r);
        close(fd);
    }
    arena_free(a);
}

static void test_bomb(void **state) {
    (void)state;
    Arena *a = arena_new();
    size_t n = 80 << 20;
    char *zeros = arena_alloc(a, n);
    memset(zeros, 'x', n);
    memcpy(zeros, "a\n", 2);
    int fd;
    Err err = {0};
    Reader *r =
        reader_open(memory_file(a, gzip(a, (Str){zeros, n}), &fd), &(ReaderOptions){.max_expansion = 100}, &err);
    assert_non_null(r);
    Row row;
    Reject bad;
    assert_int_equal(reader_next(r, &row, &bad, &err), READ_REJECT); /* one endless row */
    assert_int_equal(reader_next(r, &row, &bad, &err), READ_FAIL);
    assert_int_equal(err.code, ERR_LIMIT);
    reader_close(r);
    close(fd);
    arena_free(a);
}

static void test_utf8(void **state) {
    (void)state;
    expect_rows(STR("\xef\xbb\xbf"
                    "a,b\n1,\u00e9\n"),
                "2: a=1|b=\u00e9\n");
    expect_rows(STR("a,b\n\u00e9\u00e9,x\xff\n"), "2: a=\u00e9\u00e9|b=x\ufffd\n");
    expect_rows((Str){"a,b\n1,x\0y\n", 10}, "2: a=1|b=xy\n");
    expect_rows(STR("a,b\n\u00e9,\xf0\x9f"), "2: a=\u00e9|b=\ufffd\n"); /* cut in the middle of a character */
}

static void test_windows_1252(void **state) {
    (void)state;
    expect_rows(STR("a,b\ncaf\xe9,\x93hi\x94 \x80 5\n"), "2: a=caf\u00e9|b=\u201chi\u201d \u20ac 5\n");
    expect_rows(STR("a,b\n1,\xe9"), "2: a=1|b=\u00e9\n");
    expect_rows(STR("a,b\n1,\x81\xe9\n"), "2: a=1|b=\ufffd\u00e9\n");
}

/* The first byte that tells comes long after the first window. */
static void test_late_accent(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        const char *encoding;
    } cases[] = {{"x\xe9", "windows-1252"}, {"x\xc3\xa9", "utf-8"}};
    for (int i = 0; i < 2; i++) {
        Arena *a = arena_new();
        Buf b = buf_new(8 << 20);
        buf_add(&b, numbered_rows(a, 50000));
        buf_printf(&b, "last,%s\n", cases[i].bytes);
        int fd;
        Reader *r = reader_open(memory_file(a, buf_str(&b), &fd), NULL, NULL);
        Row row;
        Reject bad;
        Str last = STR("");
        while (reader_next(r, &row, &bad, NULL) == READ_ROW) last = arena_str(a, row.cells[1].value);
        assert_true(str_eq(last, STR("x\u00e9")));
        assert_string_equal(reader_info(r)->encoding, cases[i].encoding);
        reader_close(r);
        close(fd);
        buf_free(&b);
        arena_free(a);
    }
}

static Str utf16(Arena *a, const char *ascii, bool big, bool mark) {
    size_t n = strlen(ascii), o = 0;
    char *p = arena_alloc(a, 2 * n + 2);
    if (mark) p[o++] = big ? '\xfe' : '\xff', p[o++] = big ? '\xff' : '\xfe';
    for (size_t i = 0; i < n; i++) {
        p[o + !big] = '\0';
        p[o + big] = ascii[i];
        o += 2;
    }
    return (Str){p, o};
}

static void test_utf16(void **state) {
    (void)state;
    Arena *a = arena_new();
    for (int k = 0; k < 4; k++) expect_text(read_text(a, utf16(a, "name,b\nx,2\n", k & 1, k & 2)), "2: name=x|b=2\n");
    Str pair = {"\xff\xfe"
                "a\0\n\0\x3d\xd8\x00\xde\n\0\x3d\xd8x\0\n\0",
                18};
    expect_text(read_text(a, pair), "2: a=\U0001f600\n3: a=\ufffdx\n");
    Str odd = {"\xff\xfe"
               "a\0\n\0b\0c",
               9};
    expect_text(read_text(a, odd), "2: a=b\ufffd\n");
    arena_free(a);
}

static void expect_refused(Str bytes, const char *word) {
    Arena *a = arena_new();
    int fd;
    Err err = {0};
    assert_null(reader_open(memory_file(a, bytes, &fd), NULL, &err));
    if (!strstr(err.message, word)) fail_msg("'%s' is not in: %s", word, err.message);
    assert_true(err.hint[0] != '\0');
    close(fd);
    arena_free(a);
}

static void test_refused(void **state) {
    (void)state;
    expect_refused(STR("PK\x03\x04rest"), "workbook");
    expect_refused(STR("\xd0\xcf\x11\xe0\xa1\xb1"), "xls");
    expect_refused(STR("%PDF-1.4\n"), "PDF");
    expect_refused(STR("BZh91AY"), "bzip2");
    expect_refused(STR("<!DOCTYPE html>\n<html>"), "web page");
    expect_refused(STR("\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10\x11\x12"), "not text");
}

static void test_paths(void **state) {
    (void)state;
    Err err = {0};
    assert_null(reader_open("/no/such/file.csv", NULL, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_null(reader_open("/", NULL, &err));
    assert_int_equal(err.code, ERR_INPUT);
    reader_close(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_packed), cmocka_unit_test(test_packed_and_cut), cmocka_unit_test(test_bomb),
        cmocka_unit_test(test_utf8),   cmocka_unit_test(test_windows_1252),   cmocka_unit_test(test_late_accent),
        cmocka_unit_test(test_utf16),  cmocka_unit_test(test_refused),        cmocka_unit_test(test_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
