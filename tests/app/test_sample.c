/* test_sample.c - the demo company beside the company's own: loaded, seen along
 * the whole chain, removed; and then nothing shows that it was ever there. */
#include <stdlib.h>
#include <string.h>

#include "app_test.h"

/* ---- what anybody can see, without numbers that say only in which order
 * things came -------------------------- */

static const char *const SEEN[][3] = {
    {"sources.list"},
    {"signals.list", "limit=1000"},
    {"themes.list", "limit=1000"},
    {"areas.list"},
    {"facets.list"},
    {"findings.list"},
    {"edits.list"},
    {"components.list"},
    {"teams.list"},
    {"people.list", "limit=1000"},
    {"problems.list", "state=all"},
    {"strategies.list"},
    {"conflicts.list"},
    {"problems.board"},
    {"sessions.list"},
    {"sessions.list", "past=yes", "limit=1000"},
    {"reflections.list"},
    {"customers.list"},
    {"formats.list"},
    {"plans.list"},
    {"goals.totals"},
    {"coverage.get"},
    {"rotation.get"},
    {"releases.list"},
    {"portfolio.get"},
    {"ledger.list"},
    {"alerts.list", "days=3650"},
    {"told.list"},
    {"mail.list"},
    {"calendars.list"},
    {"webhooks.list"},
    {"hooks.list"},
    {"leave.list"},
    {"exposure.list"},
    {"components.unowned"},
    {"setup.get"},
    {"sample.show"},
};

static bool is_number_of(const char *key) {
    static const char *const NUMBERS[] = {"id",   "theme", "before", "after",      "source_id", "codebook",
                                          "hash", "seq",   "at",     "link",       "next",      "born_in",
                                          "path", "first", "other",  "joined_into"};
    for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++)
        if (strcmp(key, NUMBERS[i]) == 0) return true;
    return false;
}

static void strip_numbers(json_t *v) {
    size_t i;
    json_t *item;
    const char *key;
    void *next;
    json_array_foreach(v, i, item) strip_numbers(item);
    json_object_foreach_safe(v, next, key, item) {
        if (is_number_of(key) && !json_is_object(item) && !json_is_array(item)) json_object_del(v, key);
        else strip_numbers(item);
    }
}

static int by_text(const void *x, const void *y) {
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* Rows as lines in their alphabetical order: equal rows may come in another
 * one, by number. */
static void add_reply(Buf *out, json_t *reply) {
    const char *key;
    json_t *item;
    json_object_foreach(reply, key, item) {
        if (!json_is_array(item)) {
            char *line = json_dumps(item, JSON_SORT_KEYS | JSON_ENCODE_ANY | JSON_REAL_PRECISION(9));
            buf_printf(out, "  %s: %s\n", key, line);
            free(line);
            continue;
        }
        size_t n = json_array_size(item);
        char **lines = calloc(n + 1, sizeof *lines);
        for (size_t i = 0; i < n; i++)
            lines[i] = json_dumps(json_array_get(item, i), JSON_SORT_KEYS | JSON_ENCODE_ANY | JSON_REAL_PRECISION(9));
        qsort(lines, n, sizeof *lines, by_text);
        for (size_t i = 0; i < n; i++) buf_printf(out, "  %s: %s\n", key, lines[i]), free(lines[i]);
        free(lines);
    }
}

static void add_seen(App *app, Buf *out) {
    for (size_t i = 0; i < sizeof SEEN / sizeof *SEEN; i++) {
        json_t *copy = json_deep_copy(ask(app, SEEN[i][0], SEEN[i][1], SEEN[i][1] ? SEEN[i][2] : NULL, NULL));
        strip_numbers(copy);
        buf_printf(out, "%s %s\n", SEEN[i][0], SEEN[i][1] ? SEEN[i][1] : "");
        add_reply(out, copy);
        json_decref(copy);
    }
}

/* How many rows each table has: nothing is left that no list shows, either. */
static void add_rows(Fixture *f, Buf *out) {
    Str tables = sql_lines(f, f->postgres ? "SELECT table_name || ' ' FROM information_schema.tables WHERE "
                                            "table_schema = 'public'"
                                            " AND table_type = 'BASE TABLE' ORDER BY table_name COLLATE \"C\""
                                          : "SELECT name || ' ' FROM sqlite_master WHERE type = 'table' ORDER "
                                            "BY name");
    while (tables.p && tables.n) {
        Str name = str_cut(&tables, ' ');
        static const char *const KEPT[] = {"chain",     "setting", "sample_row", "sqlite_sequence", "codebook",
                                           "embedding", ""};
        bool kept = str_starts(name, STR("signal_search")) || str_starts(name, STR("request_"));
        for (size_t i = 0; i < sizeof KEPT / sizeof *KEPT; i++) kept |= str_eq(name, str_from_c(KEPT[i]));
        if (kept) continue;
        Str n = sql_lines(f, arena_printf(f->a, "SELECT CAST(count(*) AS TEXT) FROM \"%.*s\"", STR_ARG(name)).p);
        buf_printf(out, "%.*s %.*s\n", STR_ARG(name), STR_ARG(n));
    }
}

/* Daily counts by name of theme, over all sources. */
static void add_days(Fixture *f, Buf *out) {
    buf_add(out, sql_lines(f, "SELECT n.name || ' ' || CAST(d.day AS TEXT) || ' ' || "
                              "CAST(sum(d.signals) AS TEXT) || ' ' ||"
                              " CAST(sum(d.voices) AS TEXT) || '\n' FROM theme_day d "
                              "JOIN codebook c ON c.id = d.codebook_id AND"
                              " c.state = 'current' JOIN codebook_theme n ON "
                              "n.codebook_id = c.id AND n.theme_id = d.theme_id"
                              " GROUP BY n.name, d.day ORDER BY n.name, d.day"));
}

static Str look(Fixture *f, App *app) {
    Buf out = buf_new(1 << 25);
    add_seen(app, &out);
    add_rows(f, &out);
    add_days(f, &out);
    assert_false(out.overflowed);
    Str all = arena_str(f->a, buf_str(&out));
    buf_free(&out);
    return all;
}

/* The first line in which they differ, with the operation above it. */
static void assert_same(Str before, Str after) {
    Str head = STR("");
    while (before.p || after.p) {
        Str x = str_cut(&before, '\n'), y = str_cut(&after, '\n');
        if (x.n && x.p[0] != ' ') head = x;
        if (!str_eq(x, y))
            fail_msg("%.*s:\nnever there: %.*s\nremoved:     %.*s", STR_ARG(head), STR_ARG(x), STR_ARG(y));
    }
}

/* ---- the company's own
 * -------------------------------------------------------------------------------------
 */

static const char *people_file(void) {
    return file_put("own.csv", "name,email,team,manager\nSue,sue@x.example,Cards,"
                               "\nTim,tim@x.example,mobile,sue@x.example\n");
}

static void own_first(App *app) {
    ask(app, "import", demo_file(0), demo_file(1), NULL);
    ask(app, "people.import", people_file(), NULL);
    ask(app, "problems.new", "theme=1", "by=Sue", NULL);
    ask(app, "themes.rename", "theme=2", "name=Ours", "by=Sue", NULL);
}

static void own_more(App *app) {
    ask(app, "import", demo_file(2), demo_file(3), demo_file(4), NULL);
    ask(app, "people.import", file_put("more.csv", "name,email,team\nUwe,uwe@x.example,Customer support\n"), NULL);
    ask(app, "components.import",
        file_put("parts.csv", "component,owner,depends_on\nledger,Cards,\ntill,Cards,ledger\n"), NULL);
    ask(app, "problems.new", "title=Seen by ourselves", "by=Sue", NULL);
    ask(app, "sessions.offer", "format=support", "starts=2026-07-01 10:00", "host=sue@x.example", NULL);
    ask(app, "seats.join", "session=1", "person=tim@x.example", NULL);
}

static long long session_called(App *app, const char *host) {
    const json_t *list = ask(app, "sessions.list", NULL), *row;
    size_t i;
    json_array_foreach(at_path(list, "sessions"), i, row)
        if (strcmp(text(row, "host.name"), host) == 0) return number(row, "id");
    fail_msg("nobody called %s hosts a session", host);
    return 0;
}

static const char *arg(Fixture *f, const char *name, long long n) {
    return arena_printf(f->a, "%s=%lld", name, n).p;
}

/* As own_more, where another session has the number 1. */
static void own_beside(Fixture *f, App *app) {
    ask(app, "import", demo_file(2), demo_file(3), demo_file(4), NULL);
    ask(app, "people.import", file_put("more.csv", "name,email,team\nUwe,uwe@x.example,Customer support\n"), NULL);
    ask(app, "components.import",
        file_put("parts.csv", "component,owner,depends_on\nledger,Cards,\ntill,Cards,ledger\n"), NULL);
    ask(app, "problems.new", "title=Seen by ourselves", "by=Sue", NULL);
    ask(app, "sessions.offer", "format=support", "starts=2026-07-01 10:00", "host=sue@x.example", NULL);
    ask(app, "seats.join", arg(f, "session", session_called(app, "Sue")), "person=tim@x.example", NULL);
}

/* ---- the chain is all there
 * -------------------------------------------------------------------------------
 */

static long long count_of(const json_t *reply, const char *kind) {
    const json_t *place;
    size_t i;
    json_array_foreach(at_path(reply, "chain"), i, place)
        if (strcmp(text(place, "kind"), kind) == 0) return number(place, "count");
    return -1;
}

static void fill_sample(App *app, const void *ctx) {
    (void)ctx;
    assert_string_equal(text(ask(app, "sample.load", NULL), "done"), "Sample data is loaded");
}

static void fill_own_and_sample(App *app, const void *ctx) {
    own_first(app);
    fill_sample(app, ctx);
}

static void every_page_of_the_chain_answers(void **state) {
    Fixture *f = *state;
    App *app = world_filled(f, 2, "sample", fill_sample, NULL);
    assert_string_equal(text(ask(app, "sample.show", NULL), "state"), "loaded");
    assert_non_null(strstr(refusal(app, "sample.load", NULL)->message, "loaded already"));
    bool held = false; /* another program, which may be another machine's, loads or removes */
    assert_ok(f, db_hold(f->db, "sample", &held, &f->err));
    assert_true(held);
    assert_int_equal(refusal(app, "sample.load", NULL)->code, ERR_BUSY);
    assert_int_equal(refusal(app, "sample.remove", NULL)->code, ERR_BUSY);
    db_let_go(f->db);
    const json_t *problem = ask(app, "problems.get", "problem=1", NULL);
    assert_true(count_of(problem, "signals") > 50);
    assert_int_equal(count_of(problem, "themes"), 1);
    assert_true(count_of(problem, "owner") >= 1);
    assert_int_equal(count_of(problem, "sessions"), 1);
    assert_int_equal(count_of(problem, "releases"), 1);
    assert_int_equal(count_of(problem, "ledger"), 1);
    assert_int_equal(number(problem, "broken"), 0);
    const json_t *release = ask(app, "releases.get", "release=1", NULL);
    assert_string_equal(text(release, "verdict"), "fell");
    assert_true(json_is_true(at_path(release, "sample")));
    assert_true(json_is_true(at_path(ask(app, "portfolio.get", NULL), "sample")));
    assert_true(json_array_size(at_path(ask(app, "reflections.list", NULL), "reflections")) == 2);
    ask(app, "verify", NULL);
    /* nobody of it can be written to or sign in */
    assert_string_equal(sql_lines(f, "SELECT CAST(count(*) AS TEXT) FROM mail").p, "0");
    assert_int_equal(refusal(app, "accounts.invite", "email=ines.duarte@larkfield.example", NULL)->code, ERR_CONFLICT);
    assert_int_equal(
        refusal(app, "accounts.invite", "email=a@x.example", "person=ines.duarte@larkfield.example", NULL)->code,
        ERR_CONFLICT);
    assert_string_equal(text(ask(app, "sample.remove", NULL), "done"), "Sample data is removed");
    assert_int_equal(refusal(app, "sample.remove", NULL)->code, ERR_NOT_FOUND);
    ask(app, "audit.verify", NULL);
    ask(app, "ledger.verify", NULL);
    world_close(app);
}

/* ---- removed: as if it had never been there -------------------------------------------------- */

static Arena *kept; /* what a store looks like that never had it; by engine */
static Str never[2][3];

static void keep(Fixture *f, int which, Str seen) {
    if (!kept) kept = arena_new();
    never[f->postgres][which] = arena_str(kept, seen);
}

static void never_empty(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 2);
    keep(f, 0, look(f, app));
    world_close(app);
}

static void never_both(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 2);
    own_first(app);
    own_more(app);
    keep(f, 1, look(f, app));
    world_close(app);
}

static void never_after(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 2);
    ask(app, "people.import", people_file(), NULL);
    own_more(app);
    keep(f, 2, look(f, app));
    world_close(app);
}

static void nothing_is_left_of_it_alone(void **state) {
    Fixture *f = *state;
    App *app = world_filled(f, 2, "sample", fill_sample, NULL);
    ask(app, "sample.remove", NULL);
    assert_same(never[f->postgres][0], look(f, app));
    world_close(app);
}

static void nothing_is_left_between_imports(void **state) {
    Fixture *f = *state;
    App *app = world_filled(f, 2, "beside", fill_own_and_sample, NULL);
    own_beside(f, app);
    ask(app, "outcomes.check", NULL);
    ask(app, "sample.remove", NULL);
    assert_same(never[f->postgres][1], look(f, app));
    ask(app, "audit.verify", NULL);
    world_close(app);
}

static void nothing_is_left_before_the_first_import(void **state) {
    Fixture *f = *state;
    App *app = world_filled(f, 2, "sample", fill_sample, NULL);
    ask(app, "people.import", people_file(), NULL);
    own_beside(f, app);
    ask(app, "sample.remove", NULL);
    assert_same(never[f->postgres][2], look(f, app));
    ask(app, "verify", NULL);
    world_close(app);
}

/* ---- own work upon it ------------------------------------------------------------------------ */

static void own_work_is_not_lost_unasked(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 2);
    ask(app, "people.import", people_file(), NULL);
    ask(app, "sample.load", NULL);
    const char *session = arg(f, "session", session_called(app, "Lucia Romano"));
    ask(app, "seats.join", session, "person=sue@x.example", NULL);
    ask(app, "problems.new", "theme=1", "by=Sue", NULL);
    long long mine = number(ask(app, "problems.list", "state=draft", NULL), "problems.0.id");
    const json_t *show = ask(app, "sample.show", NULL);
    assert_int_equal(number(show, "goes"), 1);
    assert_string_equal(text(show, "own.0.what"), "seats of your people in sample sessions");
    const Err *no = refusal(app, "sample.remove", NULL);
    assert_int_equal(no->code, ERR_CONFLICT);
    assert_non_null(strstr(no->message, "seats of your people"));
    assert_non_null(strstr(no->hint, "--own"));
    ask(app, "sessions.get", session, NULL); /* nothing went */
    ask(app, "sample.remove", "own=yes", NULL);
    const json_t *problem = ask(app, "problems.get", arg(f, "problem", mine), NULL);
    assert_string_equal(text(problem, "problem.state"), "draft");
    assert_int_equal(refusal(app, "sessions.get", session, NULL)->code, ERR_NOT_FOUND);
    assert_int_equal(json_array_size(at_path(ask(app, "people.list", NULL), "people")), 2);
    world_close(app);
}

/* Own rows of every kind that names a sample row: each is let go of or goes,
 * and no foreign key holds the removal up.
 */
static void whatever_names_it_is_let_go(void **state) {
    Fixture *f = *state;
    App *app = world_filled(f, 2, "beside", fill_own_and_sample, NULL);
    const char *session = arg(f, "session", session_called(app, "Lucia Romano"));
    const json_t *list = ask(app, "problems.list", "state=all", NULL), *row;
    const char *sample = NULL;
    size_t i;
    json_array_foreach(at_path(list, "problems"), i, row)
        if (strcmp(text(row, "state"), "released") == 0) sample = arg(f, "problem", number(row, "id"));
    assert_non_null(sample);
    const char *component = arg(f, "component", number(ask(app, "components.list", NULL), "components.0.id"));
    ask(app, "people.import",
        file_put("named.csv", "name,email,team,manager\nSue,sue@x.example,cards-"
                              "sample,ines.duarte@larkfield.example\n"),
        NULL);
    ask(app, "route.confirm", "problem=1", component, NULL);
    ask(app, "sessions.offer", "format=empathy", "starts=2026-07-20 10:00", sample,
        "host=ines.duarte@larkfield.example", NULL);
    const char *own = arg(f, "session", session_called(app, "Ines Duarte"));
    ask(app, "seats.join", own, "person=tim@x.example", NULL);
    ask(app, "seats.join", own, "person=omar.haddad@larkfield.example", NULL);
    ask(app, "seats.join", session, "person=sue@x.example", NULL);
    ask(app, "plans.make", NULL);
    ask(app, "calendars.make", "kind=person", "person=ines.duarte@larkfield.example", NULL);
    ask(app, "leave.add", "person=ines.duarte@larkfield.example", "from=2026-08-01", "until=2026-08-05", NULL);
    ask(app, "goals.set", "team=Cards (sample)", "touchpoints=2", NULL);
    ask(app, "ledger.expect", sample, "fall=30", "low=10", "high=50", "unit=6.50", "currency=EUR", "source=F",
        "date=2026-01-31", NULL);
    ask(app, "releases.add", sample, "title=Ours", NULL);
    ask(app, "problems.decide", "problem=1", "kind=decline", "decider=Sue", "reason=no", "strategy=1", "affected=all",
        "review=2026-09-01", "tripwire=1000", NULL);
    ask(app, "themes.define", "name=Trips", "phrase=card", NULL);
    list = ask(app, "sample.show", NULL);
    assert_true(number(list, "goes") >= 5);
    ask(app, "sample.remove", "own=yes", NULL);
    ask(app, "audit.verify", NULL);
    ask(app, "ledger.verify", NULL);
    assert_int_equal(json_array_size(at_path(ask(app, "portfolio.get", NULL), "values")), 0);
    assert_int_equal(json_array_size(at_path(ask(app, "people.list", NULL), "people")), 2);
    assert_int_equal(json_array_size(at_path(ask(app, "sessions.list", NULL), "sessions")),
                     1); /* their own, without its host */
    assert_int_equal(json_array_size(at_path(ask(app, "strategies.list", NULL), "strategies")),
                     1); /* a decision leans on it */
    assert_string_equal(text(ask(app, "problems.get", "problem=1", NULL), "problem.state"), "declined");
    assert_string_equal(sql_lines(f, "SELECT CAST(count(*) AS TEXT) FROM "
                                     "sample_row WHERE kind NOT LIKE 'gone%'")
                            .p,
                        "0");
    world_close(app);
}

static bool stop_at(void *ctx, const char *phase, double done, double total) {
    (void)done, (void)total;
    return !strstr(phase, (const char *)ctx);
}

static void what_is_stopped_is_taken_back(void **state) {
    static const char *const PHASES[] = {"loading signals", "finding themes", "telling"};
    Fixture *f = *state;
    App *app = world_open(f, 2);
    for (size_t i = 0; i < sizeof PHASES / sizeof *PHASES; i++) {
        Progress stop = {stop_at, (void *)(uintptr_t)PHASES[i]};
        world_progress(&stop);
        assert_int_equal(refusal(app, "sample.load", NULL)->code, ERR_CANCELLED);
        world_progress(NULL);
        assert_string_equal(text(ask(app, "sample.show", NULL), "state"), "none");
        assert_same(never[f->postgres][0], look(f, app));
    }
    world_close(app);
}

static void a_person_of_ones_own_is_not_taken_over(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 2);
    ask(app, "people.import", file_put("own.csv", "name,email,team\nInes,ines.duarte@larkfield.example,Ours\n"), NULL);
    Str before = look(f, app);
    const Err *why = refusal(app, "sample.load", NULL);
    assert_int_equal(why->code, ERR_CONFLICT);
    assert_non_null(strstr(why->message, "ines.duarte@larkfield.example"));
    assert_string_equal(text(ask(app, "sample.show", NULL), "state"), "none");
    assert_same(before, look(f, app));
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(every_page_of_the_chain_answers),
        STORE_TEST(never_empty),
        STORE_TEST(never_both),
        STORE_TEST(never_after),
        STORE_TEST(nothing_is_left_of_it_alone),
        STORE_TEST(nothing_is_left_between_imports),
        STORE_TEST(nothing_is_left_before_the_first_import),
        STORE_TEST(own_work_is_not_lost_unasked),
        STORE_TEST(whatever_names_it_is_let_go),
        STORE_TEST(what_is_stopped_is_taken_back),
        STORE_TEST(a_person_of_ones_own_is_not_taken_over),
    };
    int failed = app_tests_run("sample", tests, sizeof tests / sizeof *tests);
    if (kept) arena_free(kept);
    return failed;
}
