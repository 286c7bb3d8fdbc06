/* What an import keeps, counts, says, and how it goes on. */
#include "app_test.h"

#include <string.h>

static void check_sum(const json_t *file) {
    assert_int_equal(number(file, "rows"), number(file, "inserted") + number(file, "updated") +
                                               number(file, "unchanged") + number(file, "skipped") +
                                               number(file, "rejected"));
}

#define assert_counts(reply, new_ones, changed, same, skipped_ones, bad)                                               \
    do {                                                                                                               \
        const json_t *file_ = at_path(reply, "files.0");                                                               \
        assert_int_equal(number(file_, "inserted"), new_ones);                                                         \
        assert_int_equal(number(file_, "updated"), changed);                                                           \
        assert_int_equal(number(file_, "unchanged"), same);                                                            \
        assert_int_equal(number(file_, "skipped"), skipped_ones);                                                      \
        assert_int_equal(number(file_, "rejected"), bad);                                                              \
        check_sum(file_);                                                                                              \
    } while (0)

static const char MIXED[] = "id,text,created_at\n"
                            "1,the card was declined,2026-01-01\n"
                            "2,too many cells,2026-01-02,more,and more\n"
                            "3,\"a text over\ntwo lines\",2026-01-03\n"
                            ",,\n"
                            "=1+2,no such day,2026-02-31\n"
                            "6,the app crashed,2026-01-06\n";

static const char MIXED_MAP[] = "map=id=id,text=text,time=created_at";

static void rejects_are_kept_with_line_and_reason(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 1);
    const json_t *reply = ask(app, "import", file_put("mixed.csv", MIXED), "themes=no", MIXED_MAP, NULL);
    assert_counts(reply, 3, 0, 0, 1, 2);
    Str rejects = file_get(f->a, text(reply, "files.0.rejects_path"));
    assert_str(str_cut(&rejects, '\n'), "line,row,reason,beginning of the row\r");
    Str wide = str_cut(&rejects, '\n'), day = str_cut(&rejects, '\n');
    assert_true(str_starts(wide, STR("3,2,")) && str_find(wide, STR("too many cells")) != SIZE_MAX);
    assert_true(str_starts(day, STR("7,5,")) && str_find(day, STR("2026-02-31")) != SIZE_MAX);
    assert_true(str_find(day, STR(",\"=")) == SIZE_MAX && str_find(day, STR(",=")) == SIZE_MAX); /* no formula */
    assert_int_equal(rejects.n, 0);
    world_close(app);
}

static void rejects_hold_nothing_personal(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 1);
    const char *file = file_put("reject.csv", "id,text,created_at\n"
                                              "1,write to qwxann@example.com please,2026-01-01,one too many\n"
                                              "2,my card 4111 1111 1111 1111 is broken,qwxbob@example.com\n");
    const json_t *reply = ask(app, "import", file, "themes=no", MIXED_MAP, NULL);
    assert_counts(reply, 0, 0, 0, 0, 2);
    Str rejects = file_get(f->a, text(reply, "files.0.rejects_path"));
    assert_true(str_find(rejects, STR("write to [EMAIL] please")) != SIZE_MAX);
    assert_true(str_find(rejects, STR("qwx")) == SIZE_MAX && str_find(rejects, STR("1111")) == SIZE_MAX);
    world_close(app);
}

static void preview_shows_and_stores_nothing(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 1);
    const char *file = file_put("mixed.csv", MIXED);
    const json_t *reply = ask(app, "import", file, "preview=yes", MIXED_MAP, NULL);
    assert_int_equal(number(reply, "files.0.signals"), 3);
    assert_int_equal(number(reply, "files.0.skipped"), 1);
    assert_int_equal(number(reply, "files.0.rejected"), 2);
    assert_int_equal(number(reply, "files.0.problems.0.line"), 3);
    assert_int_equal(number(reply, "files.0.problems.1.line"), 7);
    assert_string_equal(text(reply, "files.0.rows.1.text"), "a text over\ntwo lines");
    assert_true(json_is_null(at_path(reply, "themes")));
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM signal"), 0);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM source"), 0);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM import"), 0);
    world_close(app);
}

static void again_changes_only_what_changed(void **state) {
    App *app = world_open(*state, 2);
    static const char *const NAME = "source=tickets";
    assert_counts(
        ask(app, "import", file_put("a.csv", "id,text\n1,one thing\n2,two things\n"), NAME, "themes=no", NULL), 2, 0, 0,
        0, 0);
    assert_counts(
        ask(app, "import", file_put("a.csv", "id,text\n1,one thing\n2,two things\n"), NAME, "themes=no", NULL), 0, 0, 2,
        0, 0);
    assert_counts(ask(app, "import", file_put("b.csv", "id,text\n2,two more things\n1,one thing\n3,three\n"), NAME,
                      "themes=no", NULL),
                  1, 1, 1, 0, 0);
    const json_t *list = ask(app, "signals.list", "search=more", NULL);
    assert_int_equal(number(list, "total"), 1);
    assert_string_equal(text(list, "signals.0.external_id"), "2");
    assert_int_equal(number(ask(app, "signals.list", NULL), "total"), 3);
    /* another source has numbers of its own */
    assert_counts(ask(app, "import", file_put("a.csv", "id,text\n1,one thing\n2,two things\n"), "themes=no", NULL), 2,
                  0, 0, 0, 0);
    world_close(app);
}

static void equal_rows_without_ids_are_all_kept(void **state) {
    App *app = world_open(*state, 2);
    const char *file = file_put("noid.csv", "comment,grade\nthe app is slow,1\nthe app is slow,1\nthe app is slow,2\n");
    assert_counts(ask(app, "import", file, "map=text=comment", "themes=no", NULL), 3, 0, 0, 0, 0);
    assert_counts(ask(app, "import", file, "map=text=comment", "themes=no", NULL), 0, 0, 3, 0, 0);
    world_close(app);
}

/* ---- stopping -------------------------------------------------------------------------------- */

typedef struct Stopper {
    const char *phase; /* its beginning */
    int ticks;         /* left until it says stop */
} Stopper;

static bool tick(void *ctx, const char *phase, double done, double total) {
    (void)done, (void)total;
    Stopper *s = ctx;
    return strncmp(phase, s->phase, strlen(s->phase)) != 0 || --s->ticks > 0;
}

static const char *big_file(Fixture *f, const char *name, int rows) {
    Buf b = buf_new(8 << 20);
    buf_lit(&b, "id,text,created_at,customer\n");
    for (int i = 0; i < rows; i++) {
        if (i % 1000 == 999) buf_printf(&b, "%d,broken,2026-01-01,c,too,many\n", i);
        else
            buf_printf(&b, "%s%d,card %d was declined at shop %d,2026-01-%02d,c%d\n", i % 2 ? "T" : "", i % 2 ? i : 0,
                       i, i % 97, 1 + i % 28, i % 300);
    }
    const char *file = file_put(name, arena_str(f->a, buf_str(&b)).p);
    buf_free(&b);
    return file;
}

static const char MAP[] = "map=text=text,time=created_at,customer=customer";

static void a_stopped_import_goes_on(void **state) {
    Fixture *f = *state;
    const char *file = big_file(f, "big.csv", 9000);
    App *app = world_open(f, 2);
    Stopper stopper = {.phase = "importing"};
    Progress progress = {tick, &stopper};
    world_progress(&progress);
    long long reached = 0;
    for (int run = 0; run < 2; run++) { /* three batches: stopped after the first and after the second */
        stopper.ticks = 1;
        const Err *err = refusal(app, "import", file, MAP, "themes=no", NULL);
        assert_int_equal(err->code, ERR_CANCELLED);
        assert_non_null(strstr(err->message, "big.csv"));
        assert_non_null(strstr(err->hint, "same command"));
        long long rows = number(ask(app, "sources.list", NULL), "sources.0.imports.0.rows");
        assert_true(rows > reached && rows < 9000);
        reached = rows;
    }
    stopper.ticks = 100;
    const json_t *reply = ask(app, "import", file, MAP, "themes=no", NULL);
    assert_counts(reply, 8991, 0, 0, 0, 9);
    const json_t *sources = ask(app, "sources.list", NULL);
    assert_int_equal(json_array_size(at_path(sources, "sources.0.imports")), 1);
    assert_string_equal(text(sources, "sources.0.imports.0.state"), "finished");
    assert_int_equal(number(sources, "sources.0.signals"), 8991);
    Str rejects = file_get(f->a, text(reply, "files.0.rejects_path"));
    int lines = 0;
    for (; rejects.n; lines++) str_cut(&rejects, '\n');
    assert_int_equal(lines, 10);
    assert_counts(ask(app, "import", file, MAP, "themes=no", NULL), 0, 0, 8991, 0, 9);
    world_close(app);
}

static void what_was_not_coded_is_coded_next_time(void **state) {
    App *app = world_open(*state, 2);
    demo_import(app);
    const char *more =
        file_put("more.csv", "id,text\n1,my card was declined at the petrol station\n2,the app logs me out\n");
    Stopper stopper = {.phase = "coding", .ticks = 1};
    Progress progress = {tick, &stopper};
    world_progress(&progress);
    assert_int_equal(refusal(app, "import", more, NULL)->code, ERR_CANCELLED);
    world_progress(NULL);
    /* nothing of the file is new any more, and still its signals want a theme */
    const json_t *reply = ask(app, "import", more, NULL);
    assert_counts(reply, 0, 0, 2, 0, 0);
    assert_true(json_is_false(at_path(reply, "themes.discovered")));
    assert_int_equal(number(ask(app, "themes.list", NULL), "codebook.signals"),
                     number(ask(app, "signals.list", NULL), "total"));
    assert_true(json_is_null(at_path(ask(app, "import", more, NULL), "themes"))); /* and now there is nothing to do */
    /* the same after --no-themes, and after a file that failed behind one that did not */
    ask(app, "import", file_put("third.csv", "id,text\n3,the card was charged twice\n"), "themes=no", NULL);
    assert_int_equal(number(ask(app, "import", more, NULL), "themes.signals"),
                     number(ask(app, "signals.list", NULL), "total"));
    refusal(app, "import", file_put("fourth.csv", "id,text\n4,the transfer is late\n"), "file=/nowhere.csv", NULL);
    assert_int_equal(number(ask(app, "import", more, NULL), "themes.signals"),
                     number(ask(app, "signals.list", NULL), "total"));
    world_close(app);
}

static void strict_keeps_nothing(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 2);
    const char *file = big_file(f, "strict.csv", 6000);
    const Err *err = refusal(app, "import", file, MAP, "strict=yes", NULL);
    assert_int_equal(err->code, ERR_INPUT);
    assert_non_null(strstr(err->message, "strict.csv: line 1001: "));
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM signal"), 0);
    const json_t *sources = ask(app, "sources.list", NULL);
    assert_string_equal(text(sources, "sources.0.imports.0.state"), "failed");
    assert_int_equal(number(sources, "sources.0.imports.0.rows"), 0);
    /* a bad row of the second batch takes the first one with it */
    Buf b = buf_new(1 << 20);
    buf_lit(&b, "id,text\n");
    for (int i = 0; i < 5000; i++) buf_printf(&b, i == 4500 ? "%d,a,b,c\n" : "%d,a text\n", i);
    file = file_put("late.csv", arena_str(f->a, buf_str(&b)).p);
    buf_free(&b);
    assert_non_null(strstr(refusal(app, "import", file, "strict=yes", NULL)->message, "line 4502"));
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM signal"), 0);
    assert_counts(ask(app, "import", file, "themes=no", NULL), 4999, 0, 0, 0, 1);
    world_close(app);
}

static void strict_starts_anew_after_a_stop(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 2);
    Stopper stopper = {.phase = "importing", .ticks = 1};
    Progress progress = {tick, &stopper};
    world_progress(&progress);
    const char *file = big_file(f, "stopped.csv", 9000);
    assert_int_equal(refusal(app, "import", file, MAP, "themes=no", NULL)->code, ERR_CANCELLED);
    world_progress(NULL);
    long long kept = fixture_number(f, "SELECT count(*) FROM signal");
    assert_true(kept > 3000 && kept < 8991);
    /* the first bad row is one that the stopped import went past */
    const Err *err = refusal(app, "import", file, MAP, "strict=yes", NULL);
    assert_non_null(strstr(err->message, "stopped.csv: line 1001: "));
    assert_non_null(strstr(err->message, "this import stored nothing"));
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM signal"), kept);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM import WHERE state = 'failed'"), 2);
    /* without strict the whole file is read once more, and nothing doubles: rows without an id among it */
    assert_counts(ask(app, "import", file, MAP, "themes=no", NULL), 8991 - kept, 0, kept, 0, 9);
    world_close(app);
}

/* ---- what cannot be imported ----------------------------------------------------------------- */

static void errors_name_the_file_and_what_it_holds(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 1);
    const char *file = file_put("columns.csv", "Key,Summary,Wert\n1,the card was declined,5\n");
    static const char *const MAPS[] = {"map=text=Description", "map=text=Summary,time=Created",
                                       "map=text=summary ,id=No"};
    for (size_t i = 0; i < 3; i++) {
        const Err *err = refusal(app, "import", file, MAPS[i], NULL);
        assert_int_equal(err->code, ERR_INPUT);
        assert_non_null(strstr(err->message, "columns.csv"));
        char all[1100];
        snprintf(all, sizeof all, "%s %s", err->message, err->hint);
        assert_true(strstr(all, "Key") && strstr(all, "Summary") && strstr(all, "Wert"));
    }
    static const char *const NONSENSE[] = {
        "map=words=Summary", "map=text", "map==", "map=id=Key", "map=,", "map=text=Summary,text="};
    for (size_t i = 0; i < 6; i++) assert_int_equal(refusal(app, "import", file, NONSENSE[i], NULL)->code, ERR_INPUT);
    const Err *err = refusal(app, "import", file_put("numbers.csv", "a,b\n1,2\n3,4\n"), NULL);
    assert_non_null(strstr(err->message, "numbers.csv"));
    assert_non_null(strstr(err->hint, "--map"));
    assert_non_null(strstr(refusal(app, "import", "file=/nowhere/x.csv", NULL)->message, "/nowhere/x.csv"));
    assert_non_null(strstr(refusal(app, "import", "file=/tmp", NULL)->message, "/tmp"));
    assert_non_null(strstr(refusal(app, "import", file_put("empty.csv", ""), NULL)->message, "empty.csv"));
    assert_int_equal(refusal(app, "import", "file=", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "import", NULL)->code, ERR_INPUT);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM signal"), 0);
    assert_counts(ask(app, "import", file, "map=text=Summary,id=Key", "themes=no", NULL), 1, 0, 0, 0, 0);
    world_close(app);
}

static void damage_keeps_what_came_before(void **state) {
    App *app = world_open(*state, 1);
    const char *file =
        file_put("torn.json", "[{\"id\":1,\"text\":\"the card was declined\"},{\"id\":2,\"text\":\"the app cr");
    const Err *err = refusal(app, "import", file, NULL);
    assert_non_null(strstr(err->message, "torn.json"));
    const json_t *sources = ask(app, "sources.list", NULL);
    assert_string_equal(text(sources, "sources.0.imports.0.state"), "failed");
    assert_int_equal(number(sources, "sources.0.signals"), 1);
    assert_int_equal(number(sources, "sources.0.imports.0.rows"), 1);
    const json_t *preview = ask(app, "import", file, "preview=yes", NULL);
    assert_true(json_is_false(at_path(preview, "files.0.complete")));
    assert_int_equal(number(preview, "files.0.signals"), 1);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(rejects_are_kept_with_line_and_reason), STORE_TEST(rejects_hold_nothing_personal),
        STORE_TEST(preview_shows_and_stores_nothing),      STORE_TEST(again_changes_only_what_changed),
        STORE_TEST(equal_rows_without_ids_are_all_kept),   STORE_TEST(a_stopped_import_goes_on),
        STORE_TEST(what_was_not_coded_is_coded_next_time), STORE_TEST(strict_keeps_nothing),
        STORE_TEST(strict_starts_anew_after_a_stop),       STORE_TEST(errors_name_the_file_and_what_it_holds),
        STORE_TEST(damage_keeps_what_came_before),
    };
    return app_tests_run("import", tests, sizeof tests / sizeof *tests);
}
