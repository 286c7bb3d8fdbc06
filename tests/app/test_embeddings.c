/* Themes with an embedding endpoint, on both engines: off by default, asked once for each text, and what happens when
 * it is not there. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app_test.h"
#include "embed_server.h"

static EmbedServer server;

static void set_endpoint(const char *url, const char *model) {
    setenv("RIDEALONG_EMBEDDINGS_URL", url, 1);
    setenv("RIDEALONG_EMBEDDINGS_MODEL", model, 1);
}

static void unset_endpoint(void) {
    unsetenv("RIDEALONG_EMBEDDINGS_URL");
    unsetenv("RIDEALONG_EMBEDDINGS_MODEL");
}

static long texts_asked(void) {
    char said[64];
    if (!embed_server_get(&server, "/texts", said, sizeof said)) fail_msg("the endpoint of the tests is gone");
    return atol(said);
}

static int64_t vectors_stored(Fixture *f) {
    return fixture_number(f, "SELECT count(*) FROM embedding");
}

static void import_demo(App *app, const void *ctx) {
    (void)ctx;
    demo_import(app);
}

/* The demo company whose themes were found with the endpoint's vectors, which are stored. */
static App *good_open(Fixture *f) {
    set_endpoint(server.url, "good");
    return world_filled(f, 2, "good", import_demo, NULL);
}

/* Byte for byte what the program did before there were endpoints: the codebook's format is the old one, the reply says
 * nothing, nothing is stored. */
static void off_unless_it_is_set(void **state) {
    Fixture *f = *state;
    unset_endpoint();
    long before = texts_asked();
    App *app = demo_open(f, 2);
    const json_t *reply = ask(app, "discover", NULL);
    assert_true(json_is_null(at_path(reply, "result.embeddings")));
    assert_int_equal(vectors_stored(f), 0);
    assert_int_equal(fixture_number(f, f->postgres
                                           ? "SELECT count(*) FROM codebook_blob WHERE substr(bytes, 5, 1) = '\\x04'"
                                           : "SELECT count(*) FROM codebook_blob WHERE substr(bytes, 5, 1) = x'04'"),
                     2);
    assert_int_equal(texts_asked(), before);
    world_close(app);
}

static void each_text_is_asked_for_once(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 2);
    set_endpoint(server.url, "good");
    long before = texts_asked();
    demo_import(app);
    int64_t distinct = fixture_number(f, "SELECT count(DISTINCT text) FROM signal WHERE text <> ''");
    assert_int_equal(vectors_stored(f), distinct);
    assert_int_equal(texts_asked() - before, distinct);
    const json_t *reply = ask(app, "discover", NULL);
    assert_int_equal(texts_asked() - before, distinct);
    assert_string_equal(text(reply, "result.embeddings.model"), "good");
    assert_int_equal(number(reply, "result.embeddings.words_alone"), 0);
    assert_true(json_is_null(at_path(reply, "result.embeddings.problem")));
    ask(app, "import",
        file_put("new.csv", "id,text,time\n1,The parcel locker stayed shut,2026-05-01\n2,The parcel locker stayed shut,"
                            "2026-05-02\n3,The courier was rude to my mother,2026-05-03\n"),
        NULL);
    assert_int_equal(texts_asked() - before, distinct + 2);
    world_close(app);
}

/* The endpoint sees what the store has, and the store has no personal data. */
static void only_redacted_text_is_sent(void **state) {
    Fixture *f = *state;
    static char last[1 << 20];
    App *app = good_open(f);
    ask(app, "import",
        file_put("mail.csv", "id,text,time\n1,Write to jane.doe@example.com about the locker,2026-05-01\n"), NULL);
    assert_true(embed_server_get(&server, "/last", last, sizeof last));
    assert_non_null(strstr(last, "about the locker"));
    assert_null(strstr(last, "jane"));
    world_close(app);
}

static void without_the_endpoint_no_new_themes_and_the_old_serve(void **state) {
    Fixture *f = *state;
    App *app = good_open(f);
    size_t themes = json_array_size(at_path(ask(app, "themes.list", NULL), "themes"));
    assert_true(themes > 1);
    sql_run(f, "DELETE FROM embedding");
    set_endpoint("http://127.0.0.1:1/v1/embeddings", "good");
    const Err *err = refusal(app, "discover", NULL);
    assert_non_null(strstr(err->message, "those before serve on"));
    assert_non_null(strstr(err->message, "cannot reach http://127.0.0.1:1/v1/embeddings"));
    assert_non_null(strstr(err->hint, "unset RIDEALONG_EMBEDDINGS_URL"));
    assert_int_equal(json_array_size(at_path(ask(app, "themes.list", NULL), "themes")), themes);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM codebook"), 1);
    set_endpoint("ftp://127.0.0.1/", "good");
    assert_non_null(strstr(refusal(app, "discover", NULL)->message, "not an http or https address"));
    world_close(app);
}

/* The first import is kept though its themes could not be found, and the next command finds them. */
static void a_first_import_survives_a_dead_endpoint(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 2);
    set_endpoint(server.url, "fewer");
    const Err *err = refusal(app, "import", demo_file(0), demo_file(1), NULL);
    assert_non_null(strstr(err->message, "vectors for"));
    assert_true(fixture_number(f, "SELECT count(*) FROM signal") > 100);
    set_endpoint(server.url, "good");
    const json_t *reply = ask(app, "import", demo_file(0), demo_file(1), NULL);
    assert_true(json_is_true(at_path(reply, "themes.discovered")));
    world_close(app);
}

static void coding_goes_by_words_and_the_next_makes_it_good(void **state) {
    Fixture *f = *state;
    App *app = good_open(f);
    int64_t all = vectors_stored(f);
    const char *file = file_put("late.csv", "id,text,time\n1,My card was declined at the till,2026-05-01\n"
                                            "2,The transfer is still missing,2026-05-03\n");
    set_endpoint("http://127.0.0.1:1/v1/embeddings", "good");
    const json_t *reply = ask(app, "import", file, NULL);
    assert_int_equal(number(reply, "themes.embeddings.words_alone"), 2);
    assert_non_null(strstr(text(reply, "themes.embeddings.problem"), "cannot reach"));
    assert_int_equal(vectors_stored(f), all);
    set_endpoint(server.url, "good");
    reply = ask(app, "import", file, NULL); /* nothing new in it, and yet */
    assert_int_equal(number(reply, "themes.embeddings.words_alone"), 0);
    assert_int_equal(vectors_stored(f), all + 2);
    assert_true(json_is_null(at_path(ask(app, "import", file, NULL), "themes")));
    world_close(app);
}

/* Switched off again: themes found with vectors go on by words, and say so; a new discovery forgets vectors. */
static void without_the_setting_words_take_over(void **state) {
    Fixture *f = *state;
    App *app = good_open(f);
    unset_endpoint();
    sql_run(f, "DELETE FROM embedding");
    const json_t *reply =
        ask(app, "import", file_put("off.csv", "id,text,time\n1,My card was declined,2026-05-01\n"), NULL);
    assert_true(number(reply, "themes.embeddings.words_alone") > 100);
    assert_non_null(strstr(text(reply, "themes.embeddings.problem"), "no embedding endpoint is set"));
    set_endpoint(server.url, "shuffled");
    reply = ask(app, "import", file_put("off2.csv", "id,text,time\n1,My card was refused,2026-05-01\n"), NULL);
    assert_non_null(strstr(text(reply, "themes.embeddings.problem"), "the model set is shuffled"));
    unset_endpoint();
    assert_true(json_is_null(at_path(ask(app, "discover", NULL), "result.embeddings")));
    world_close(app);
}

static void another_model_replaces_the_vectors(void **state) {
    Fixture *f = *state;
    App *app = good_open(f);
    int64_t all = vectors_stored(f);
    set_endpoint(server.url, "other-model-dim32");
    assert_string_equal(text(ask(app, "discover", NULL), "result.embeddings.model"), "other-model-dim32");
    assert_int_equal(vectors_stored(f), all);
    assert_int_equal(fixture_number(f, "SELECT min(dim) FROM embedding_model"), 32);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM embedding_model"), 1);
    /* the same name, but now with vectors of another length */
    sql_run(f, "UPDATE embedding_model SET dim = 48");
    sql_run(f, "DELETE FROM embedding WHERE text_hash < 0");
    ask(app, "discover", NULL);
    assert_int_equal(vectors_stored(f), all);
    assert_int_equal(fixture_number(f, "SELECT min(dim) FROM embedding_model"), 32);
    world_close(app);
}

/* What pages say of a signal agrees with what coding did, and edits work as ever. */
static void pages_and_edits_heed_vectors(void **state) {
    Fixture *f = *state;
    App *app = good_open(f);
    const json_t *list = ask(app, "signals.list", "limit=20", NULL);
    unset_endpoint(); /* a page asks nobody */
    size_t compared = 0;
    for (size_t i = 0; i < 20; i++) {
        char path[40], id[40], sql[200];
        snprintf(path, sizeof path, "signals.%zu.id", i);
        snprintf(id, sizeof id, "signal=%lld", number(list, path));
        const json_t *reply = ask(app, "signals.get", id, NULL);
        const json_t *score = at_path(reply, "why.second.score"); /* worked out anew, by vectors too */
        if (!score) continue;
        snprintf(sql, sizeof sql,
                 "SELECT CAST(round(second_score * 10000) AS BIGINT) FROM assignment WHERE signal_id = %s",
                 id + strlen("signal="));
        assert_in_range(10000 * json_number_value(score) + 1 - (double)fixture_number(f, sql), 0, 2);
        compared++;
    }
    assert_true(compared > 10);
    set_endpoint(server.url, "good");
    long before = texts_asked();
    const json_t *reply = ask(app, "themes.define", "name=Lockers", "phrase=card", NULL);
    assert_int_equal(number(reply, "result.embeddings.words_alone"), 0);
    assert_int_equal(texts_asked(), before);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(off_unless_it_is_set),
        STORE_TEST(each_text_is_asked_for_once),
        STORE_TEST(only_redacted_text_is_sent),
        STORE_TEST(without_the_endpoint_no_new_themes_and_the_old_serve),
        STORE_TEST(a_first_import_survives_a_dead_endpoint),
        STORE_TEST(coding_goes_by_words_and_the_next_makes_it_good),
        STORE_TEST(without_the_setting_words_take_over),
        STORE_TEST(another_model_replaces_the_vectors),
        STORE_TEST(pages_and_edits_heed_vectors),
    };
    if (!embed_server_start(&server, NULL)) return fprintf(stderr, "cannot start %s\n", EMBEDDINGS_SERVER), 1;
    int failed = app_tests_run("embeddings", tests, sizeof tests / sizeof *tests);
    embed_server_stop(&server);
    return failed;
}
