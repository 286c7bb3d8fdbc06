/* test_trackers.c - problems as issues of GitHub, GitLab and Jira, against a server that speaks their APIs. */
#include <stdlib.h>
#include <string.h>

#include "app_test.h"
#include "embed_server.h"

static EmbedServer server;

static const char *arg(Fixture *f, const char *name, const char *value) {
    return arena_printf(f->a, "%s=%s", name, value).p;
}

static App *world(Fixture *f) {
    App *app = demo_open(f, 1);
    assert_true(embed_server_start(&server, NULL));
    const char *url = arena_printf(f->a, "http://127.0.0.1:%d/", server.port).p,
               *file = file_put("token", "token-of-the-tests\n") + 5;
    static const char *const KINDS[] = {"GITHUB", "GITLAB", "JIRA"};
    for (size_t i = 0; i < 3; i++) {
        setenv(arena_printf(f->a, "RIDEALONG_%s_URL", KINDS[i]).p, url, 1);
        setenv(arena_printf(f->a, "RIDEALONG_%s_TOKEN_FILE", KINDS[i]).p, file, 1);
    }
    setenv("RIDEALONG_PRIVATE_HOSTS", "jira.example, 127.0.0.1", 1);
    unsetenv("RIDEALONG_JIRA_USER");
    ask(app, "problems.new", "theme=1", NULL);
    return app;
}

static void world_end(App *app) {
    embed_server_stop(&server);
    world_close(app);
}

static json_t *issues(Fixture *f) {
    char *all = arena_alloc(f->a, 1 << 20);
    assert_true(embed_server_get(&server, "/issues", all, 1 << 20));
    json_t *list = json_loads(all, 0, NULL);
    assert_non_null(list);
    return list;
}

static void each_tracker_gets_one_issue_however_often(void **state) {
    Fixture *f = *state;
    App *app = world(f);
    static const char *const TO[][4] = {
        {"github", "acme/app", "17", "https://github.com/acme/app/issues/17"},
        {"gitlab", "acme/back/end", "4", "https://gitlab.example/acme/back/end/-/issues/4"},
        {"jira", "PAY", "PAY-1", "/browse/PAY-1"}};
    for (size_t i = 0; i < 3; i++) {
        const char *to = arg(f, "to", TO[i][0]), *place = arg(f, "place", TO[i][1]);
        const json_t *sent = ask(app, "problems.send", "problem=1", to, place, NULL);
        assert_true(json_is_true(at_path(sent, "made")));
        assert_string_equal(text(sent, "key"), TO[i][2]);
        assert_non_null(strstr(text(sent, "url"), TO[i][3]));
        sent = ask(app, "problems.send", "problem=1", to, place, NULL);
        assert_true(json_is_false(at_path(sent, "made")));
        sql_run(f, "DELETE FROM problem_link"); /* as if the store had died between answer and commit */
        sent = ask(app, "problems.send", "problem=1", to, place, NULL);
        assert_true(json_is_false(at_path(sent, "made")));
        assert_string_equal(text(sent, "key"), TO[i][2]);
        json_t *all = issues(f);
        assert_int_equal(json_array_size(all), i + 1);
        assert_string_equal(text(json_array_get(all, i), "title"),
                            text(ask(app, "problems.get", "problem=1", NULL), "problem.title"));
        assert_string_equal(text(json_array_get(all, i), "text"),
                            text(ask(app, "problems.text", "problem=1", to, NULL), "text"));
        json_decref(all);
    }
    assert_string_equal(text(ask(app, "problems.get", "problem=1", NULL), "links.0.key"), "PAY-1");
    world_end(app);
}

static void an_answer_that_was_lost_makes_no_second_issue(void **state) {
    Fixture *f = *state;
    App *app = world(f);
    char said[100];
    assert_true(embed_server_get(&server, "/forget", said, sizeof said));
    assert_int_equal(refusal(app, "problems.send", "problem=1", "to=github", "place=acme/app", NULL)->code, ERR_IO);
    const json_t *sent = ask(app, "problems.send", "problem=1", "to=github", "place=acme/app", NULL);
    assert_true(json_is_false(at_path(sent, "made")));
    json_t *all = issues(f);
    assert_int_equal(json_array_size(all), 1);
    json_decref(all);
    world_end(app);
}

static void settings_and_refusals(void **state) {
    Fixture *f = *state;
    App *app = world(f);
    setenv("RIDEALONG_JIRA_USER", "ann@x.example", 1);
    ask(app, "problems.send", "problem=1", "to=jira", "place=PAY", NULL); /* Basic, as Jira Cloud wants it */
    const Err *err = refusal(app, "problems.send", "problem=1", "to=github", "place=acme/other", NULL);
    assert_true(err->code == ERR_IO && strstr(err->message, "404") && strstr(err->message, "Not Found"));
    assert_int_equal(refusal(app, "problems.send", "problem=1", "to=github", "place=acme", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "problems.send", "problem=1", "to=github", "place=../../user", NULL)->code,
                     ERR_INPUT);
    assert_int_equal(refusal(app, "problems.send", "problem=1", "to=jira", "place=A\" OR 1", NULL)->code, ERR_INPUT);
    setenv("RIDEALONG_PRIVATE_HOSTS", "", 1);
    assert_int_equal(refusal(app, "problems.send", "problem=1", "to=gitlab", "place=a/b", NULL)->code,
                     ERR_CONFLICT); /* http to no host of ours */
    static const char *const PRIVATE[] = {"https://127.0.0.1:1", "https://[::1]:1", "https://10.1.2.3:1",
                                          "https://[::ffff:192.168.1.1]:1", "https://169.254.169.254"};
    for (size_t i = 0; i < sizeof PRIVATE / sizeof *PRIVATE; i++) {
        setenv("RIDEALONG_GITLAB_URL", PRIVATE[i], 1);
        err = refusal(app, "problems.send", "problem=1", "to=gitlab", "place=a/b", NULL);
        if (err->code != ERR_FORBIDDEN || !strstr(err->message, "private address"))
            fail_msg("%s: %s", PRIVATE[i], err->message);
    }
    setenv("RIDEALONG_PRIVATE_HOSTS", "127.0.0.1", 1);
    setenv("RIDEALONG_GITHUB_TOKEN_FILE", file_put("wrong", "another-token\n") + 5, 1);
    err = refusal(app, "problems.send", "problem=1", "to=github", "place=acme/app", NULL);
    assert_true(strstr(err->message, "401") && strstr(err->message, "Bad credentials") &&
                !strstr(err->message, "another-token"));
    unsetenv("RIDEALONG_GITHUB_TOKEN_FILE");
    assert_int_equal(refusal(app, "problems.send", "problem=1", "to=github", "place=acme/app", NULL)->code,
                     ERR_CONFLICT);
    world_end(app);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(each_tracker_gets_one_issue_however_often),
                                      STORE_TEST(an_answer_that_was_lost_makes_no_second_issue),
                                      STORE_TEST(settings_and_refusals)};
    return app_tests_run("app/trackers", tests, sizeof tests / sizeof *tests);
}
