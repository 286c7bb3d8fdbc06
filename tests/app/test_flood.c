/* Ten thousand copies of one complaint with small changes: no other theme moves, and each customer is one voice. */
#include "app_test.h"

#include <string.h>

#include "base/clock.h"

enum { PLAIN = 120, COPIES = 10000, CUSTOMERS = 700, FIRST_DAY = 20500 };

static void add_row(Arena *a, Buf *b, const char *id, int i, const char *customer, const char *said) {
    Str day = time_iso_date(a, (int64_t)(FIRST_DAY + i % 90) * SECONDS_PER_DAY);
    buf_printf(b, "%s%d,%.*s,%s,%s\n", id, i, STR_ARG(day), customer, said);
}

static const char *plain_file(Arena *a) {
    static const char *const SAY[4] = {"My card was declined at the till", "The app crashes when it opens",
                                       "My refund never arrived on the account",
                                       "The fee was charged although I closed it"};
    static const char *const MORE[6] = {"again yesterday",       "while travelling abroad",  "since the last update",
                                        "and nobody could help", "with many people waiting", "for the third time now"};
    Buf b = buf_new(1 << 20);
    buf_lit(&b, "id,time,customer,text\n");
    for (int i = 0; i < PLAIN; i++)
        add_row(a, &b, "P", i, arena_printf(a, "p%d", i).p,
                arena_printf(a, "%s %s and then %s", SAY[i % 4], MORE[i / 4 % 6], MORE[(i / 24 + i) % 6]).p);
    buf_add_char(&b, '\0');
    const char *arg = file_put("plain.csv", b.p);
    buf_free(&b);
    return arg;
}

static const char *flood_file(Arena *a) {
    Buf b = buf_new(8 << 20);
    buf_lit(&b, "id,time,customer,text\n");
    for (int i = 0; i < COPIES; i++)
        add_row(
            a, &b, "F", i, arena_printf(a, "f%d", i % CUSTOMERS).p,
            arena_printf(
                a,
                "I demand that this disputed inquiry is deleted from my credit report at once because the bureau has "
                "not answered my letters and the law gives it thirty days to do so under section %d of the act",
                600 + i % 40)
                .p);
    buf_add_char(&b, '\0');
    const char *arg = file_put("flood.csv", b.p);
    buf_free(&b);
    return arg;
}

typedef struct Seen {
    long long theme[PLAIN];
} Seen;

static Seen look(App *app, Arena *a) {
    Seen seen = {{0}};
    for (int i = 0; i < PLAIN; i++) {
        const json_t *theme =
            at_path(ask(app, "signals.get", arena_printf(a, "signal=%d", i + 1).p, NULL), "signal.theme");
        seen.theme[i] = json_is_null(theme) ? 0 : number(theme, "id");
    }
    return seen;
}

static void a_flood_moves_no_other_theme(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 2);
    ask(app, "import", plain_file(f->a), "themes=no", NULL);
    ask(app, "discover", "themes=4", NULL);
    Seen before = look(app, f->a);
    for (int i = 0; i < PLAIN; i++) assert_true(before.theme[i] == before.theme[i % 4]);
    ask(app, "import", flood_file(f->a), "themes=no", NULL);
    ask(app, "discover", "themes=4", NULL);
    Seen after = look(app, f->a);
    assert_memory_equal(&before, &after, sizeof before);
    const json_t *list = ask(app, "themes.list", NULL), *theme;
    size_t i;
    long long signals = 0;
    json_array_foreach(at_path(list, "themes"), i, theme) {
        assert_true(number(theme, "voices") <= PLAIN / 4 + CUSTOMERS);
        signals += number(theme, "signals");
    }
    assert_int_equal(signals + number(list, "codebook.unthemed"), PLAIN + COPIES);
    assert_int_equal(number(list, "codebook.voices"), PLAIN + CUSTOMERS);
    const json_t *copy = ask(app, "signals.get", arena_printf(f->a, "signal=%d", PLAIN + 5).p, NULL);
    assert_int_equal(number(copy, "signal.copies"), COPIES);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(a_flood_moves_no_other_theme)};
    return app_tests_run("app/flood", tests, sizeof tests / sizeof *tests);
}
