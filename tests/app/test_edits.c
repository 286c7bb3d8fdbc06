/* People's edits: each does what it says, holds under later codebooks, and can be undone; themes keep their numbers. */
#include "app_test.h"

#include <stdlib.h>
#include <string.h>

enum { TEXTS = 90 };

/* Three plain themes, and words in them by which a part can be told. */
static const char *plain_file(void) {
    static const char *const SAY[3] = {"My card was declined at the till", "The app crashes when it opens",
                                       "My refund never arrived on the account"};
    static const char *const MORE[6] = {"again yesterday",       "while travelling abroad",  "since the last update",
                                        "and nobody could help", "with many people waiting", "for the third time now"};
    Buf b = buf_new(1 << 20);
    buf_lit(&b, "id,text,time\n");
    for (int i = 0; i < TEXTS; i++)
        buf_printf(&b, "T%d,%s %s (%d %s),2026-05-%02d\n", i, SAY[i % 3], MORE[i / 3 % 6], i, MORE[(i / 18 + i) % 6],
                   1 + i % 28);
    buf_add_char(&b, '\0');
    const char *arg = file_put("plain.csv", b.p);
    buf_free(&b);
    return arg;
}

static App *plain_world(Fixture *f) {
    App *app = world_open(f, 2);
    ask(app, "import", plain_file(), "themes=no", NULL);
    ask(app, "discover", "themes=3", NULL);
    return app;
}

/* Theme of a signal: 0 is none. */
static long long theme_of(App *app, int signal) {
    char arg[40];
    snprintf(arg, sizeof arg, "signal=%d", signal);
    const json_t *theme = at_path(ask(app, "signals.get", arg, NULL), "signal.theme");
    return json_is_null(theme) ? 0 : number(theme, "id");
}

static void themes_of_all(App *app, long long *out) {
    for (int i = 0; i < TEXTS; i++) out[i] = theme_of(app, i + 1);
}

static const char *arg(Fixture *f, const char *name, long long value) {
    return arena_printf(f->a, "%s=%lld", name, value).p;
}

static void discovering_again_changes_nothing(void **state) {
    Fixture *f = *state;
    App *app = plain_world(f);
    long long before[TEXTS], after[TEXTS];
    themes_of_all(app, before);
    for (int i = 3; i < TEXTS; i++) assert_int_equal(before[i], before[i % 3]); /* it found the three */
    ask(app, "discover", "themes=3", "seed=77", NULL);
    themes_of_all(app, after);
    assert_memory_equal(before, after, sizeof before);
    const json_t *book = ask(app, "codebooks.get", "codebook=2", NULL), *row;
    assert_true(json_number_value(at_path(book, "stayed")) == 1);
    assert_int_equal(number(book, "both"), TEXTS);
    size_t i;
    json_array_foreach(at_path(book, "themes"), i, row) assert_string_equal(text(row, "kind"), "continued");
    assert_int_equal(i, 3);
    world_close(app);
}

static void a_name_stays_and_can_be_taken_back(void **state) {
    Fixture *f = *state;
    App *app = plain_world(f);
    const char *theme = arg(f, "theme", theme_of(app, 1));
    const char *found = arena_str(f->a, str_from_c(text(ask(app, "themes.get", theme, NULL), "theme.name"))).p;
    assert_string_equal(text(ask(app, "themes.rename", theme, "name= Card trouble ", "by=ann", NULL), "done"),
                        arena_printf(f->a, "Theme %lld is called \"Card trouble\"", theme_of(app, 1)).p);
    assert_string_equal(text(ask(app, "themes.get", theme, NULL), "theme.name"), "Card trouble");
    ask(app, "discover", "themes=3", "seed=5", NULL);
    assert_string_equal(text(ask(app, "themes.get", theme, NULL), "theme.name"), "Card trouble");
    ask(app, "rebuild", NULL);
    assert_string_equal(text(ask(app, "themes.get", theme, NULL), "theme.name"), "Card trouble");
    assert_int_equal(refusal(app, "themes.rename", arg(f, "theme", theme_of(app, 2)), "name=CARD TROUBLE", NULL)->code,
                     ERR_CONFLICT);
    assert_int_equal(refusal(app, "themes.rename", theme, "name=  ", NULL)->code, ERR_INPUT);
    assert_non_null(strstr(text(ask(app, "edits.undo", "edit=1", NULL), "done"), "Taken back: "));
    assert_string_equal(text(ask(app, "themes.get", theme, NULL), "theme.name"), found);
    assert_int_equal(refusal(app, "edits.undo", "edit=1", NULL)->code, ERR_CONFLICT);
    assert_string_equal(text(ask(app, "edits.list", NULL), "edits.0.state"), "undone");
    world_close(app);
}

static void joined_themes_stay_joined_until_it_is_undone(void **state) {
    Fixture *f = *state;
    App *app = plain_world(f);
    long long before[TEXTS], after[TEXTS], card = theme_of(app, 1), crash = theme_of(app, 2);
    themes_of_all(app, before);
    Str name = arena_str(f->a, str_from_c(text(ask(app, "themes.get", arg(f, "theme", card), NULL), "theme.name")));
    ask(app, "themes.merge", arg(f, "theme", crash), arg(f, "into", card), NULL);
    assert_string_equal(text(ask(app, "themes.get", arg(f, "theme", card), NULL), "theme.name"), name.p);
    for (int round = 0; round < 2; round++) {
        assert_int_equal(theme_of(app, 2), card);
        assert_int_equal(theme_of(app, 1), card);
        assert_int_not_equal(theme_of(app, 3), card);
        assert_int_equal(number(ask(app, "themes.get", arg(f, "theme", card), NULL), "theme.signals"), 2 * TEXTS / 3);
        const Err *err = refusal(app, "themes.get", arg(f, "theme", crash), NULL);
        assert_int_equal(err->code, ERR_NOT_FOUND);
        assert_non_null(strstr(err->message, "became part of theme"));
        assert_string_equal(err->see, arena_printf(f->a, "/themes/%lld", card).p);
        err = refusal(app, "signals.list", arg(f, "theme", crash), NULL);
        assert_non_null(strstr(err->message, "became part of theme"));
        if (round == 0) ask(app, "discover", "themes=3", "seed=9", NULL);
    }
    ask(app, "edits.undo", "edit=1", NULL);
    themes_of_all(app, after); /* discovery came between: two themes again, the joined one keeps its number */
    for (int i = 0; i < TEXTS; i++)
        assert_int_equal(after[i] == after[0], before[i] == before[0] || before[i] == before[1]);
    ask(app, "discover", "themes=3", "seed=9", NULL);
    themes_of_all(app, after);
    for (int i = 0; i < TEXTS; i++)
        for (int k = 0; k < i; k++) assert_int_equal(after[i] == after[k], before[i] == before[k]);
    world_close(app);
}

static void a_merge_is_undone_whole_before_a_discovery(void **state) {
    Fixture *f = *state;
    App *app = plain_world(f);
    long long before[TEXTS], after[TEXTS];
    themes_of_all(app, before);
    ask(app, "themes.merge", arg(f, "theme", before[1]), arg(f, "into", before[0]), NULL);
    /* the row of what was merged is about it, not about where it went */
    const json_t *book = ask(app, "codebooks.get", "codebook=2", NULL);
    assert_string_equal(text(book, "themes.0.kind"), "merged");
    assert_int_equal(number(book, "themes.0.theme.id"), before[1]);
    assert_int_equal(number(book, "themes.0.was"), TEXTS / 3);
    assert_int_equal(number(book, "themes.0.is"), 0);
    assert_int_equal(number(book, "themes.0.to.0.theme.id"), before[0]);
    ask(app, "edits.undo", "edit=1", NULL);
    themes_of_all(app, after);
    assert_memory_equal(before, after, sizeof before);
    world_close(app);
}

static void a_phrase_splits_off_those_who_say_it(void **state) {
    Fixture *f = *state;
    App *app = plain_world(f);
    long long card = theme_of(app, 1), before[TEXTS], after[TEXTS];
    themes_of_all(app, before);
    ask(app, "themes.split", arg(f, "theme", card), "name=Declined abroad", "phrase=travel abroad", NULL);
    long long abroad = number(ask(app, "edits.list", NULL), "edits.0.theme");
    for (int round = 0; round < 2; round++) {
        long long n = 0;
        for (int i = 1; i <= TEXTS; i++) {
            const json_t *signal = ask(app, "signals.get", arg(f, "signal", i), NULL);
            bool says = strstr(text(signal, "signal.text"), "travelling abroad") != NULL,
                 of_card = before[i - 1] == card;
            long long theme = theme_of(app, i);
            assert_int_equal(theme, says && of_card ? abroad : before[i - 1]);
            if (theme == abroad) assert_string_equal(text(signal, "why.by"), "phrase");
            n += theme == abroad;
        }
        assert_true(n >= 5);
        assert_int_equal(number(ask(app, "themes.get", arg(f, "theme", abroad), NULL), "theme.signals"), n);
        if (round == 0) ask(app, "discover", "themes=3", "seed=4", NULL);
    }
    assert_string_equal(text(ask(app, "themes.get", arg(f, "theme", abroad), NULL), "theme.name"), "Declined abroad");
    ask(app, "edits.undo", "edit=1", NULL);
    themes_of_all(app, after);
    assert_memory_equal(before, after, sizeof before);
    assert_int_equal(refusal(app, "themes.get", arg(f, "theme", abroad), NULL)->code, ERR_NOT_FOUND);
    assert_int_equal(
        refusal(app, "themes.split", arg(f, "theme", card), "name=None", "phrase=parcel locker", NULL)->code,
        ERR_INPUT);
    assert_int_equal(refusal(app, "themes.split", arg(f, "theme", card), "name=None", NULL)->code, ERR_INPUT);
    assert_int_equal(
        refusal(app, "themes.split", arg(f, "theme", card), "name=None", "phrase=card", "signals=1", NULL)->code,
        ERR_INPUT);
    assert_int_equal(refusal(app, "themes.split", arg(f, "theme", card), "name=None", "signals=2", NULL)->code,
                     ERR_INPUT);
    world_close(app);
}

static void a_placed_signal_stays_where_it_was_put(void **state) {
    Fixture *f = *state;
    App *app = plain_world(f);
    long long crash = theme_of(app, 2), card = theme_of(app, 1);
    ask(app, "signals.move", "signals=1", "signals=4", arg(f, "to", crash), NULL);
    ask(app, "signals.move", "signals=7", "to=0", NULL);
    for (int round = 0; round < 2; round++) {
        assert_int_equal(theme_of(app, 1), crash);
        assert_int_equal(theme_of(app, 4), crash);
        assert_int_equal(theme_of(app, 7), 0);
        assert_int_equal(theme_of(app, 10), card);
        assert_string_equal(text(ask(app, "signals.get", "signal=1", NULL), "why.by"), "person");
        ask(app, "discover", "themes=3", "seed=6", NULL);
    }
    ask(app, "signals.move", "signals=1", arg(f, "to", card), NULL); /* the last word counts */
    assert_int_equal(theme_of(app, 1), card);
    ask(app, "edits.undo", "edit=3", NULL);
    assert_int_equal(theme_of(app, 1), crash);
    ask(app, "edits.undo", "edit=1", NULL);
    assert_int_equal(theme_of(app, 1), card);
    assert_int_equal(refusal(app, "signals.move", "signals=1", "to=4000", NULL)->code, ERR_NOT_FOUND);
    assert_int_equal(refusal(app, "signals.move", "signals=4000", arg(f, "to", card), NULL)->code, ERR_NOT_FOUND);
    assert_int_equal(refusal(app, "signals.move", "signals=one", arg(f, "to", card), NULL)->code, ERR_INPUT);
    world_close(app);
}

static void a_pinned_theme_outlives_a_discovery_that_loses_it(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 2);
    const json_t *list = ask(app, "themes.list", NULL);
    size_t n = json_array_size(at_path(list, "themes"));
    char path[40];
    snprintf(path, sizeof path, "themes.%zu.id", n - 1);
    long long small = number(list, path);
    ask(app, "themes.pin", arg(f, "theme", small), NULL);
    ask(app, "discover", "themes=3", NULL);
    const json_t *after = ask(app, "themes.list", NULL), *row;
    assert_int_equal(number(after, "themes.0.id"), small); /* and it stands on top */
    assert_true(json_is_true(at_path(after, "themes.0.pinned")));
    assert_true(number(after, "themes.0.signals") > 0);
    size_t i;
    long long sum = number(after, "codebook.unthemed");
    json_array_foreach(at_path(after, "themes"), i, row) sum += number(row, "signals");
    assert_int_equal(sum, number(after, "codebook.signals"));
    ask(app, "edits.undo", "edit=1", NULL);
    ask(app, "discover", "themes=3", NULL);
    assert_int_equal(json_array_size(at_path(ask(app, "themes.list", NULL), "themes")), 3);
    world_close(app);
}

static void a_theme_no_longer_pinned_may_go(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 2);
    const json_t *list = ask(app, "themes.list", NULL);
    size_t n = json_array_size(at_path(list, "themes"));
    assert_true(n > 3);
    char path[40];
    snprintf(path, sizeof path, "themes.%zu.id", n - 1);
    const char *small = arg(f, "theme", number(list, path));
    ask(app, "themes.pin", small, NULL);
    ask(app, "themes.pin", small, "on=no", NULL);
    ask(app, "discover", "themes=3", NULL);
    assert_int_equal(json_array_size(at_path(ask(app, "themes.list", NULL), "themes")), 3);
    world_close(app);
}

static void hidden_themes_are_counted_and_shown_on_demand(void **state) {
    Fixture *f = *state;
    App *app = plain_world(f);
    const char *theme = arg(f, "theme", theme_of(app, 1));
    ask(app, "themes.hide", theme, NULL);
    const json_t *list = ask(app, "themes.list", NULL);
    assert_int_equal(json_array_size(at_path(list, "themes")), 2);
    assert_int_equal(number(list, "hidden"), 1);
    assert_int_equal(json_array_size(at_path(ask(app, "themes.list", "hidden=yes", NULL), "themes")), 3);
    ask(app, "themes.hide", theme, "on=no", NULL);
    assert_int_equal(json_array_size(at_path(ask(app, "themes.list", NULL), "themes")), 3);
    world_close(app);
}

static void edits_can_wait_and_be_heeded_together(void **state) {
    Fixture *f = *state;
    App *app = plain_world(f);
    long long card = theme_of(app, 1), crash = theme_of(app, 2);
    ask(app, "signals.move", "signals=3", arg(f, "to", card), "later=yes", NULL);
    const json_t *reply = ask(app, "themes.merge", arg(f, "theme", crash), arg(f, "into", card), "later=yes", NULL);
    assert_int_equal(number(reply, "waiting"), 2);
    assert_int_equal(theme_of(app, 2), crash);
    ask(app, "edits.apply", NULL);
    assert_int_equal(theme_of(app, 2), card);
    assert_int_equal(theme_of(app, 3), card);
    assert_string_equal(text(ask(app, "edits.list", NULL), "edits.0.state"), "in force");
    assert_int_equal(number(ask(app, "codebooks.list", NULL), "codebooks.0.id"), 2); /* one version for both */
    world_close(app);
}

static void edits_hold_for_signals_that_come_later(void **state) {
    Fixture *f = *state;
    App *app = plain_world(f);
    long long card = theme_of(app, 1), crash = theme_of(app, 2);
    ask(app, "themes.merge", arg(f, "theme", crash), arg(f, "into", card), NULL);
    ask(app, "themes.split", arg(f, "theme", card), "name=Abroad", "phrase=travelling abroad", NULL);
    long long abroad = number(ask(app, "edits.list", NULL), "edits.0.theme");
    ask(app, "import",
        file_put("later.csv", "id,text,time\nL1,The app crashes when it opens and nobody could help,2026-05-30\n"
                              "L2,My card was declined at the till while travelling abroad,2026-05-30\n"),
        NULL);
    assert_int_equal(theme_of(app, TEXTS + 1), card);
    assert_int_equal(theme_of(app, TEXTS + 2), abroad);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(discovering_again_changes_nothing),
        STORE_TEST(a_name_stays_and_can_be_taken_back),
        STORE_TEST(joined_themes_stay_joined_until_it_is_undone),
        STORE_TEST(a_merge_is_undone_whole_before_a_discovery),
        STORE_TEST(a_phrase_splits_off_those_who_say_it),
        STORE_TEST(a_placed_signal_stays_where_it_was_put),
        STORE_TEST(a_pinned_theme_outlives_a_discovery_that_loses_it),
        STORE_TEST(a_theme_no_longer_pinned_may_go),
        STORE_TEST(hidden_themes_are_counted_and_shown_on_demand),
        STORE_TEST(edits_can_wait_and_be_heeded_together),
        STORE_TEST(edits_hold_for_signals_that_come_later),
    };
    return app_tests_run("app/edits", tests, sizeof tests / sizeof *tests);
}
