/* Same data, same seed, same themes: whatever was imported first, and on either engine. */
#include "app_test.h"

#include <stdlib.h>
#include <string.h>

enum { FILES = 5 };

/* What must not hang on the order: the codebook's bytes, then each theme with its counts and quotes. */
static Str look(Fixture *f, App *app) {
    Buf b = buf_new(64 << 20);
    Str bytes;
    assert_ok(f, codebook_blob_get(f->db, f->a, 1, &bytes, &f->err));
    buf_add(&b, bytes);
    const json_t *list = at_path(ask(app, "themes.list", NULL), "themes");
    assert_true(json_array_size(list) > 5);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *row = json_array_get(list, i);
        char id[40];
        snprintf(id, sizeof id, "theme=%lld", number(row, "id"));
        buf_printf(&b, "\n%s: %s: %lld signals, %lld voices", id, text(row, "name"), number(row, "signals"),
                   number(row, "voices"));
        const json_t *quotes = at_path(ask(app, "themes.get", id, NULL), "quotes");
        for (size_t k = 0; k < json_array_size(quotes); k++)
            buf_printf(&b, "\n  \"%s\"", text(json_array_get(quotes, k), "text"));
    }
    assert_false(b.overflowed);
    Str all = arena_str(f->a, buf_str(&b));
    buf_free(&b);
    return all;
}

/* The file with its lines the other way round; one text a line, so without a header. */
static const char *backwards(Fixture *f, const char *file, const char *name) {
    Str rest = file_get(f->a, strchr(file, '=') + 1);
    char *out = arena_alloc(f->a, rest.n + 1);
    size_t at = rest.n;
    out[at] = '\0';
    while (rest.n) {
        Str line = str_cut(&rest, '\n');
        out[--at] = '\n';
        at -= line.n;
        memcpy(out + at, line.p, line.n);
    }
    return file_put(name, out + at);
}

/* The first run leaves what it saw; the others must see the same. */
static void check_same(Fixture *f, const char *const files[FILES]) {
    static char *seen;
    static size_t seen_n;
    App *app = world_open(f, 2);
    const json_t *reply = ask(app, "import", files[0], files[1], files[2], files[3], files[4], NULL);
    assert_true(number(reply, "themes.copies") > 5);
    Str all = look(f, app);
    if (!seen) {
        seen = mem_alloc(all.n + 1);
        memcpy(seen, all.p, all.n);
        seen_n = all.n;
    }
    assert_int_equal(all.n, seen_n);
    assert_memory_equal(all.p, seen, seen_n);
    world_close(app);
}

static void themes_of_files_in_order(void **state) {
    const char *files[FILES];
    for (size_t i = 0; i < FILES; i++) files[i] = demo_file(i);
    check_same(*state, files);
}

static void themes_of_files_the_other_way(void **state) {
    const char *files[FILES];
    for (size_t i = 0; i < FILES; i++) files[i] = demo_file(FILES - 1 - i);
    files[3] = backwards(*state, files[3], "app_reviews.jsonl");
    check_same(*state, files);
}

/* A few signals more are no reason for another number of themes, and a number that somebody asked for is not one that
 * the data chose. */
static void the_number_of_themes_is_kept(void **state) {
    App *app = demo_open(*state, 2);
    long long chosen = number(ask(app, "themes.list", NULL), "codebook.themes");
    const char *more = file_put("more.csv", "id,text\n1,the parcel with my new card went to a wrong address\n"
                                            "2,nobody answers the phone\n3,please close my account\n"
                                            "4,the fee for transfers abroad is far too high\n"
                                            "5,the app asks for the code again and again\n6,my top-up is missing\n");
    ask(app, "import", more, "themes=no", NULL);
    assert_int_equal(number(ask(app, "discover", "themes=5", NULL), "result.themes"), 5);
    assert_true(chosen != 5);
    for (int seed = 1; seed <= 3; seed++) {
        char arg[20];
        snprintf(arg, sizeof arg, "seed=%d", seed);
        assert_int_equal(number(ask(app, "discover", arg, NULL), "result.themes"), chosen);
    }
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(themes_of_files_in_order), STORE_TEST(themes_of_files_the_other_way),
                                      STORE_TEST(the_number_of_themes_is_kept)};
    return app_tests_run("order", tests, sizeof tests / sizeof *tests);
}
