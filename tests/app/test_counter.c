/* Counter-evidence by ratings: who gave 4 or 5 stars is quoted as somebody for whom it works, in any language and
 * without a happy word; who gave 3 is not. */
#include "app_test.h"

#include <string.h>

#include "base/buf.h"

/* Complaints rated 1 in several words, and one signal each rated 3, 4 and 5 about the same thing. */
static const char *reviews(Arena *a) {
    static const char *const WHO[] = {"My debit card", "The new debit card", "Her bank card", "Our second card",
                                      "A card"};
    static const char *const WHAT[] = {"was declined at the till", "is declined again at payment",
                                       "got declined while paying", "declined me twice at the till"};
    static const char *const WHERE[] = {"in the shop", "abroad", "at the petrol station", "with a queue behind me"};
    Buf b = buf_new(1 << 16);
    buf_printf(&b, "id,text,time,customer,rating\n");
    for (int i = 0; i < 80; i++)
        buf_printf(&b, "%d,%s %s %s,2026-05-%02d,c%d,1\n", i, WHO[i % 5], WHAT[i / 5 % 4], WHERE[i / 20], 1 + i % 28,
                   i);
    buf_printf(&b, "90,Our second card was declined at the till in the shop of nine corners,2026-05-20,c90,3\n"
                   "91,My debit card was declined at the till abroad only out of nineteen,2026-05-21,c91,4\n"
                   "92,A card declined me twice at the till abroad einmal im Jahr,2026-05-22,c92,5\n");
    const char *file = file_put("reviews.csv", arena_str(a, buf_str(&b)).p);
    buf_free(&b);
    return file;
}

static void ratings_are_counter_evidence(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 1);
    bool four = false, five = false, three = false, one = false;
    const json_t *theme, *section, *block;
    size_t i, k, n;
    ask(app, "import", reviews(f->a), "themes=no", NULL);
    ask(app, "discover", "themes=2", NULL);
    json_array_foreach(at_path(ask(app, "themes.list", NULL), "themes"), i, theme) {
        const json_t *made = ask(app, "problems.new", arena_printf(f->a, "theme=%lld", number(theme, "id")).p, NULL);
        const char *which = arena_printf(f->a, "problem=%lld", number(made, "problem")).p;
        json_array_foreach(at_path(ask(app, "problems.get", which, NULL), "sections"), k, section) {
            if (!strstr(text(section, "heading"), "opposite") && !strstr(text(section, "heading"), "ounter")) continue;
            json_array_foreach(json_object_get(section, "blocks"), n, block) {
                const char *words = json_string_value(json_object_get(block, "words"));
                if (!words) continue;
                three |= strstr(words, "of nine corners") != NULL;
                four |= strstr(words, "out of nineteen") != NULL;
                five |= strstr(words, "einmal im Jahr") != NULL;
                one |= !strstr(words, "nine") && !strstr(words, "einmal");
            }
        }
    }
    assert_true(four && five);
    assert_false(three || one);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(ratings_are_counter_evidence)};
    return app_tests_run("app/counter", tests, sizeof tests / sizeof *tests);
}
