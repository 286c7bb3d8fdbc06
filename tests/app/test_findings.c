/* What a few voices began to say is found; what one customer says, or what was always said, is not. */
#include "app_test.h"

#include <string.h>

#include "base/clock.h"
#include "base/rng.h"

enum { DAYS = 360, LAST_DAY = 20603 }; /* 2026-05-30 */

static const char *const LOCKER[6] = {
    "The parcel locker stays shut although the code is right",
    "I typed the code and the parcel locker stays shut",
    "Our parcel locker stays shut, the code is refused",
    "The parcel locker stays shut since the storm, code refused",
    "They say the code is right but the parcel locker is shut",
    "Parcel locker shut again, the code does nothing",
};

static void add_row(Arena *a, Buf *b, const char *id, int i, int day, const char *customer, const char *said) {
    buf_printf(b, "%s%d,%.*s,%s,%s\n", id, i, STR_ARG(time_iso_date(a, (int64_t)day * SECONDS_PER_DAY)), customer,
               said);
}

/* What people say besides, so that no two signals are near-copies. */
static const char *chatter(Arena *a, Rng *rng) {
    static const char *const WORDS[] = {
        "yesterday", "travelling", "update", "nobody",   "helped", "third",  "time",     "evening", "office", "shop",
        "family",    "weekend",    "really", "annoying", "please", "answer", "waited",   "hours",   "phone",  "people",
        "queue",     "morning",    "before", "holiday",  "always", "never",  "customer", "years",   "again",  "sorry"};
    Buf b = buf_new(400);
    for (int i = 0; i < 9; i++) buf_printf(&b, "%s ", WORDS[rng_below(rng, sizeof WORDS / sizeof *WORDS)]);
    const char *said = arena_str(a, buf_str(&b)).p;
    buf_free(&b);
    return said;
}

/* A year of four themes, every day from another customer. */
static Buf year(Arena *a) {
    static const char *const SAY[4] = {"My card was declined at the till", "The app crashes when it opens",
                                       "My refund never arrived on the account",
                                       "The fee was charged twice this month"};
    Buf b = buf_new(1 << 20);
    Rng rng = rng_new(11);
    buf_lit(&b, "id,time,customer,text\n");
    for (int i = 0; i < DAYS; i++)
        add_row(a, &b, "Y", i, LAST_DAY - DAYS + 1 + i, arena_printf(a, "c%d", i).p,
                arena_printf(a, "%s %s", SAY[i % 4], chatter(a, &rng)).p);
    return b;
}

static const json_t *look(Fixture *f, App *app, Buf *b, const char *name) {
    buf_add_char(b, '\0');
    ask(app, "import", file_put(name, b->p), "themes=no", "map=id=id,time=time,customer=customer,text=text", NULL);
    buf_free(b);
    ask(app, "discover", "themes=4", NULL);
    (void)f;
    return at_path(ask(app, "findings.list", NULL), "groups");
}

static const json_t *emerging(const json_t *groups) {
    const json_t *group;
    size_t i;
    json_array_foreach(groups, i, group)
        if (strcmp(text(group, "kind"), "emerging") == 0) return group;
    return NULL;
}

static void six_voices_of_last_week_are_emerging(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 2);
    Buf b = year(f->a);
    for (int i = 0; i < 6; i++) add_row(f->a, &b, "N", i, LAST_DAY - 8 + i, arena_printf(f->a, "n%d", i).p, LOCKER[i]);
    const json_t *group = emerging(look(f, app, &b, "new.csv"));
    assert_non_null(group);
    assert_non_null(strcasestr(text(group, "name"), "locker"));
    assert_in_range(number(group, "voices"), 3, 6); /* no text of another kind, and each of another customer */
    assert_int_equal(number(group, "fresh"), number(group, "voices"));
    assert_true(json_number_value(at_path(group, "older")) < 1);
    assert_true(strncmp(text(group, "began"), "2026-05-22", 10) >= 0);
    assert_non_null(strcasestr(text(group, "quotes.0.text"), "locker"));
    assert_int_equal(json_array_size(at_path(group, "examples")), number(group, "signals"));
    assert_int_equal(number(ask(app, "findings.list", NULL), "emerging"), 1);
    assert_false(json_is_true(at_path(ask(app, "findings.list", NULL), "full")));
    const json_t *list = ask(app, "themes.list", NULL);
    assert_int_equal(number(list, "news.emerging"), 1);
    assert_string_equal(text(list, "news.says"), text(ask(app, "findings.list", NULL), "fit.says"));
    world_close(app);
}

static void one_loud_customer_is_not(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 2);
    Buf b = year(f->a);
    for (int i = 0; i < 6; i++) add_row(f->a, &b, "N", i, LAST_DAY - 8 + i, "loud", LOCKER[i]);
    assert_null(emerging(look(f, app, &b, "loud.csv")));
    world_close(app);
}

static void what_was_always_said_is_not(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 2);
    Buf b = year(f->a);
    for (int i = 0; i < 6; i++) add_row(f->a, &b, "N", i, LAST_DAY - 55 * i, arena_printf(f->a, "n%d", i).p, LOCKER[i]);
    assert_null(emerging(look(f, app, &b, "always.csv")));
    world_close(app);
}

static void nothing_is_found_in_nothing(void **state) {
    App *app = world_open(*state, 1);
    const json_t *reply = ask(app, "findings.list", NULL);
    assert_int_equal(json_array_size(at_path(reply, "groups")), 0);
    assert_true(json_is_null(at_path(reply, "fit")));
    assert_true(json_is_null(at_path(ask(app, "themes.list", NULL), "news")));
    world_close(app);
}

static void half_as_many_again_are_found_afresh(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 2);
    Buf b = year(f->a);
    look(f, app, &b, "year.csv");
    assert_false(json_is_true(at_path(ask(app, "findings.list", NULL), "fit.advise")));
    Rng rng = rng_new(12);
    Buf more = buf_new(1 << 20);
    buf_lit(&more, "id,time,customer,text\n");
    for (int i = 0; i < DAYS * 6 / 10; i++)
        add_row(f->a, &more, "M", i, LAST_DAY - i % 28, arena_printf(f->a, "m%d", i).p,
                arena_printf(f->a, "The branch was closed when I came %s", chatter(f->a, &rng)).p);
    buf_add_char(&more, '\0');
    const json_t *reply = ask(app, "import", file_put("more.csv", more.p), NULL);
    buf_free(&more);
    assert_true(json_is_true(at_path(reply, "themes.discovered")));
    assert_int_equal(number(reply, "themes.codebook"), 2);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(six_voices_of_last_week_are_emerging), STORE_TEST(one_loud_customer_is_not),
        STORE_TEST(what_was_always_said_is_not),          STORE_TEST(nothing_is_found_in_nothing),
        STORE_TEST(half_as_many_again_are_found_afresh),
    };
    return app_tests_run("app/findings", tests, sizeof tests / sizeof *tests);
}
