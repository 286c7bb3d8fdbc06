/* test_reader_json.c - JSON lines and documents: where the rows are, how they become cells, what is a reject. */
#include "read_text.h"

static void test_arrays(void **state) {
    (void)state;
    expect_rows(STR("[{\"a\":1,\"b\":\"x\"},\n {\"a\":2}]"), "1: a=1|b=x\n2: a=2\n");
    expect_rows(STR("[]"), "");
    expect_rows(STR("[\n{\"a\":\"1\\n2\"}\n]\n"), "2: a=1\n2\n");
    expect_rows(STR("[1, {\"a\":1}, [2]]"),
                "1! not an object but a single value\n1: a=1\n1! not an object but a list\n");
}

static void test_lines(void **state) {
    (void)state;
    expect_rows(STR("{\"a\":1}\n\n{\"a\":2}\r\n"), "1: a=1\n3: a=2\n");
    expect_rows(STR("{\"a\":1}"), "1: a=1\n");
    expect_rows(STR("{\"a\":1}\n{\"a\":\n{\"a\":3} x\n[4]\n5\n{\"a\":6}"),
                "1: a=1\n2! malformed JSON: premature EOF\n3! malformed JSON: trailing garbage\n"
                "4! not an object but a list\n5! not an object but a single value\n6: a=6\n");
    expect_rows(STR("{\"a\":\n{\"a\":2}\n"), "1! malformed JSON: premature EOF\n2: a=2\n");
}

static void test_pretty_objects(void **state) {
    (void)state;
    expect_rows(STR("{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n"), "1: a=1\n4: a=2\n");
}

static void test_wrappers(void **state) {
    (void)state;
    expect_rows(STR("{\"tickets\":[{\"id\":1},{\"id\":2}],\"next_page\":null,\"users\":[{\"id\":9}]}"),
                "1: id=1\n1: id=2\n");
    expect_rows(STR("{\"type\":\"conversation.list\",\"pages\":{\"data\":[{\"x\":1}]},\n\"conversations\":[\n{\"id\":"
                    "\"7\"}\n]}"),
                "3: id=7\n");
    expect_rows(STR("{\"data\":[{\"id\":\"1\",\"attributes\":{\"rating\":5}}],\"links\":{}}"),
                "1: id=1|attributes.rating=5\n");
    expect_rows(STR("{\"tickets\":[{\"id\":1}]}\n{\"tickets\":[{\"id\":2}]}\n"), "1: id=1\n2: id=2\n");
    /* an object with an id is a row, whatever lists it has */
    expect_rows(STR("{\"id\":1,\"data\":[{\"k\":2}]}"), "1: id=1|data.0.k=2\n");
}

static void test_flattening(void **state) {
    (void)state;
    expect_rows(STR("{\"via\":{\"channel\":\"web\",\"source\":{\"to\":null}},\"ok\":true}"),
                "1: via.channel=web|via.source.to=|ok=true\n");
    expect_rows(STR("{\"tags\":[\"a\",\"b\",3],\"none\":[],\"empty\":{}}"), "1: tags=a, b, 3|none=|empty=\n");
    expect_rows(STR("{\"labels\":[{\"id\":1,\"name\":\"bug\"},{\"name\":\"ui\",\"by\":{\"name\":\"x\"}}],\"z\":1}"),
                "1: labels=bug, ui|z=1\n");
    expect_rows(STR("{\"f\":[{\"id\":1,\"v\":\"x\"},{\"id\":2,\"v\":[\"y\",\"z\"]}]}"),
                "1: f.0.id=1|f.0.v=x|f.1.id=2|f.1.v=y, z\n");
    expect_rows(STR("{\"m\":[[1,2],[3]],\"n\":[1,{\"a\":2}]}"), "1: m.0=1, 2|m.1=3|n.1.a=2|n=1\n");
}

static void test_numbers_keep_their_text(void **state) {
    (void)state;
    expect_rows(STR("{\"id\":12345678901234567,\"x\":1e400,\"y\":-0.10}"), "1: id=12345678901234567|x=1e400|y=-0.10\n");
}

static void test_text_is_clean(void **state) {
    (void)state;
    expect_rows(STR("{\"a\":\"\\u00e9\\ud83d\\ude00\"}"), "1: a=\u00e9\U0001f600\n");
    expect_rows(STR("{\"a\":\"x\\u0000y\"}"), "1: a=xy\n");
    expect_rows(STR("{\"a\":\"x\\udc00y\"}"), "1: a=x\ufffd\ufffd\ufffdy\n");
    expect_rows(STR("{\"a\":\"x\xff"
                    "\"}\n{\"a\":\"\xc3\xa9\xc3\xa9\"}"),
                "1: a=x\ufffd\n2: a=\u00e9\u00e9\n");
}

static void test_malformed_document(void **state) {
    (void)state;
    expect_rows(
        STR("[{\"a\":1},\n{\"a\":2},\n{\"a\" 3}]"),
        "1: a=1\n2: a=2\nFAIL line 3: malformed JSON: object key and value must be separated by a colon (':')\n");
    expect_rows(STR("[{\"a\":1},{\"a\":2"), "1: a=1\nFAIL line 1: malformed JSON: premature EOF\n");
    expect_rows(STR("[{\"a\" 1}]"),
                "OPEN line 1: malformed JSON: object key and value must be separated by a colon (':')\n");
}

static void test_depth(void **state) {
    (void)state;
    Buf b = buf_new(1 << 20);
    buf_lit(&b, "[{\"a\":");
    for (int i = 0; i < 100; i++) buf_lit(&b, "[");
    for (int i = 0; i < 100; i++) buf_lit(&b, "]");
    buf_lit(&b, "},{\"a\":2}]");
    expect_rows(buf_str(&b), "1! nested deeper than 64 levels\n1: a=2\n");
    buf_clear(&b);
    for (int i = 0; i < 100000; i++) buf_lit(&b, "[");
    expect_rows(buf_str(&b), "OPEN line 1: JSON nested deeper than 1024 levels\n");
    buf_free(&b);
}

static void test_limits(void **state) {
    (void)state;
    Arena *a = arena_new();
    ReaderOptions small = {.max_row_bytes = 40, .max_cells = 3};
    Str two = STR("[{\"a\":\"1234567890123456789012345678901234567890\"},{\"a\":2}]");
    expect_text(read_text_with(a, two, &small), "1! the object is longer than 40 bytes\n1: a=2\n");
    expect_text(read_text_with(a, STR("{\"a\":1,\"b\":2,\"c\":3,\"d\":4}\n{\"a\":2}"), &small),
                "1! the object has more than 3 fields\n2: a=2\n");
    expect_text(
        read_text_with(a, STR("{\"a\":1}\n{\"a\":\"1234567890123456789012345678901234567890\"}\n{\"a\":2}"), &small),
        "1: a=1\n2! the line is longer than 40 bytes\n3: a=2\n");
    arena_free(a);
}

/* A string without an end must not be collected for ever. */
static void test_endless_string(void **state) {
    (void)state;
    Buf b = buf_new(4 << 20);
    buf_lit(&b, "[{\"a\":1},{\"b\":\"");
    for (int i = 0; i < 1 << 20; i++) buf_add_char(&b, 'x');
    Arena *a = arena_new();
    expect_text(read_text_with(a, buf_str(&b), &(ReaderOptions){.max_row_bytes = 100000}),
                "1: a=1\nFAIL line 1: a value is longer than 100000 bytes\n");
    arena_free(a);
    buf_free(&b);
}

/* Rows of all sizes over many chunks: none lost, lines right. */
static void test_many_rows(void **state) {
    (void)state;
    enum { ROWS = 5000 };
    Buf b = buf_new(16 << 20);
    buf_lit(&b, "[\n");
    for (int i = 0; i < ROWS; i++) {
        buf_printf(&b, "{\"n\":%d,\"t\":\"", i);
        for (int k = 0; k < i % 997; k++) buf_lit(&b, "\\u00e9");
        buf_printf(&b, "\"}%s", i + 1 < ROWS ? ",\n" : "\n]");
    }
    Arena *a = arena_new();
    int fd;
    Reader *r = reader_open(memory_file(a, buf_str(&b), &fd), NULL, NULL);
    Row row;
    Reject bad;
    for (int i = 0; i < ROWS; i++) {
        assert_int_equal(reader_next(r, &row, &bad, NULL), READ_ROW);
        assert_int_equal(row.line, i + 2);
        assert_int_equal(row.number, i + 1);
        assert_int_equal(row.cells[1].value.n, 2 * (i % 997));
    }
    assert_int_equal(reader_next(r, &row, &bad, NULL), READ_END);
    reader_close(r);
    close(fd);
    arena_free(a);
    buf_free(&b);
}

static void test_not_json(void **state) {
    (void)state;
    expect_rows(STR("{{name}},b\n1,2\n"), "2: {{name}}=1|b=2\n");
    expect_rows(STR("[Type],b\n1,2\n"), "2: [Type]=1|b=2\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arrays),         cmocka_unit_test(test_lines),
        cmocka_unit_test(test_pretty_objects), cmocka_unit_test(test_wrappers),
        cmocka_unit_test(test_flattening),     cmocka_unit_test(test_numbers_keep_their_text),
        cmocka_unit_test(test_text_is_clean),  cmocka_unit_test(test_malformed_document),
        cmocka_unit_test(test_depth),          cmocka_unit_test(test_limits),
        cmocka_unit_test(test_endless_string), cmocka_unit_test(test_many_rows),
        cmocka_unit_test(test_not_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
