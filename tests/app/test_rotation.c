/* Does the support rotation remove what it finds? Two themes with a known history, and shifts that grow. */
#include "app_test.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/rng.h"
#include "store/org_store.h"

enum { WEEKS = 26, A_WEEK = 60, FEW = 15 };

static void person(Fixture *f, const char *key, bool engineer) {
    PersonRow row = person_new(str_from_c(key), str_slice(str_from_c(key), 0, 3));
    int64_t id;
    row.engineer = engineer;
    row.host = !engineer;
    assert_ok(f, person_put(f->db, &row, &id, &f->err));
}

/* Complaints about cards stay as many; those about crashes fall to a quarter in the last 13 weeks. */
static const char *history(Fixture *f) {
    static const char *const CARDS[] = {"The card was declined at the till", "My card got refused in the shop",
                                        "Card declined again at the terminal",
                                        "They refused my card at the petrol station"},
                             *const APP[] = {"The app crashes when I open it", "App crash after the update on my phone",
                                             "It crashes and closes the app at once",
                                             "The app keeps crashing on the start screen"},
                             *const MORE[] = {"yesterday",
                                              "for the third time",
                                              "while people waited",
                                              "with no reason given",
                                              "although nothing changed",
                                              "since last week"};
    Buf b = buf_new(4 << 20);
    buf_lit(&b, "id,text,date,customer\n");
    Rng rng = rng_new(3);
    int id = 0;
    for (int week = 0; week < WEEKS; week++)
        for (int i = 0; i < A_WEEK + (week < WEEKS / 2 ? A_WEEK : FEW); i++) {
            const char *const *said = i < A_WEEK ? CARDS : APP;
            int64_t at =
                NOW - (int64_t)(WEEKS - week) * SECONDS_PER_WEEK + (int64_t)rng_below(&rng, SECONDS_PER_WEEK - 1);
            id++;
            buf_printf(&b, "%d,%s %s %s,%s,c%d\n", id, said[rng_below(&rng, 4)], MORE[rng_below(&rng, 6)],
                       MORE[rng_below(&rng, 6)], time_iso_date(f->a, at).p, id);
        }
    const char *file = file_put("history.csv", arena_str(f->a, buf_str(&b)).p);
    buf_free(&b);
    return file;
}

static long long theme_named(App *app, const char *word) {
    const json_t *list = ask(app, "themes.list", NULL), *theme;
    size_t i;
    json_array_foreach(at_path(list, "themes"), i, theme)
        if (strcasestr(text(theme, "name"), word)) return number(theme, "id");
    fail_msg("no theme says %s", word);
    return 0;
}

/* Shifts of one week of the past: offered, attended, with a cause each. */
static void shift(App *app, int weeks_ago, int day, long long theme) {
    char starts[40], session[40], cause[40];
    Arena *a = arena_new();
    snprintf(starts, sizeof starts, "starts=%.16s",
             time_iso(a, NOW - (int64_t)weeks_ago * SECONDS_PER_WEEK + (int64_t)day * SECONDS_PER_DAY + 10 * 3600).p);
    arena_free(a);
    starts[strlen("starts=") + 10] = ' ';
    snprintf(session, sizeof session, "session=%lld",
             number(ask(app, "sessions.offer", "format=support", starts, "host=sue@x.example", NULL), "session"));
    ask(app, "seats.join", session, "person=ann@x.example", NULL);
    ask(app, "sessions.attend", session, "attended=ann@x.example", NULL);
    snprintf(cause, sizeof cause, "theme=%lld", theme);
    ask(app, "sessions.cause", session, cause, "minutes=30", "words=seen again", NULL);
}

static const char *verdict(const json_t *reply, long long theme) {
    const json_t *row;
    size_t i;
    json_array_foreach(at_path(reply, "themes"), i, row)
        if (number(row, "theme.id") == theme) return text(row, "verdict");
    return "not there";
}

static void an_alarm_when_shifts_grow_and_a_theme_does_not_fall(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 2);
    ask(app, "import", history(f), NULL);
    person(f, "sue@x.example", false);
    person(f, "ann@x.example", true);
    long long cards = theme_named(app, "card"), crashes = theme_named(app, "crash");
    assert_int_equal(number(ask(app, "rotation.get", NULL), "alarms"), 0);
    for (int week = WEEKS; week > 0; week--)
        shift(app, week, 0, week % 2 ? cards : crashes); /* one a week all the time */
    const json_t *even = ask(app, "rotation.get", NULL);
    assert_string_not_equal(text(even, "shifts.verdict"), "up");
    assert_string_equal(verdict(even, cards), "does not fall"); /* but nothing grows */
    assert_string_equal(verdict(even, crashes), "falls");
    assert_int_equal(number(even, "alarms"), 0);
    for (int week = WEEKS / 2; week > 0; week--)
        for (int day = 1; day < 4; day++) shift(app, week, day, cards);
    const json_t *grown = ask(app, "rotation.get", NULL);
    assert_string_equal(text(grown, "shifts.verdict"), "up");
    assert_true(json_number_value(at_path(grown, "shifts.low")) > 1);
    assert_true(json_number_value(at_path(grown, "hours")) == 104 &&
                json_number_value(at_path(grown, "hours_before")) == 26);
    assert_string_equal(verdict(grown, cards), "alarm");
    assert_string_equal(verdict(grown, crashes), "falls");
    assert_int_equal(number(grown, "alarms"), 1);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(an_alarm_when_shifts_grow_and_a_theme_does_not_fall)};
    return app_tests_run("rotation", tests, sizeof tests / sizeof *tests);
}
