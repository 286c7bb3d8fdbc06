/* Payloads of GitHub and GitLab, in the form that their documentation gives them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "outcomes/hook.h"
#include "text/utf8.h"

static Arena *a;

static HookEvent parsed(HookForge forge, const char *event, const char *body) {
    HookEvent e = {0};
    Err err = {0};
    if (!hook_parse(a, forge, str_from_c(event), str_from_c(body), &e, &err)) fail_msg("%s", err.message);
    return e;
}

static ErrCode refused(HookForge forge, const char *event, const char *body) {
    HookEvent e = {.kind = HOOK_KINDS};
    Err err = {0};
    assert_false(hook_parse(a, forge, str_from_c(event), str_from_c(body), &e, &err));
    assert_int_equal(e.kind, HOOK_KINDS); /* outputs are untouched */
    return err.code;
}

static void is(Str s, const char *want) {
    if (!str_eq(s, str_from_c(want))) fail_msg("'%.*s' is not '%s'", STR_ARG(s), want);
}

#define REPOSITORY "\"repository\":{\"full_name\":\"acme/shop\",\"html_url\":\"https://github.com/acme/shop\"}"
#define DEPLOYMENT(state, rest)                                                                                        \
    "{\"action\":\"created\",\"deployment_status\":{\"state\":\"" state                                                \
    "\",\"environment\":\"live\",\"created_at\":\"2026-05-20T10:00:00Z\",\"log_url\":\"javascript:alert(1)\"},"        \
    "\"deployment\":{\"id\":42,\"ref\":\"main\",\"sha\":\"a1b2c3\",\"production_environment\":true" rest               \
    "}," REPOSITORY "}"

static void github_says_what_was_published(void **state) {
    (void)state;
    HookEvent e =
        parsed(HOOK_GITHUB, "release",
               "{\"action\":\"published\",\"release\":{\"tag_name\":\"v1.18\",\"name\":\"Spring\",\"body\":\"Fixes "
               "much.\\r\\nRidealong: 12, #15, 12\",\"prerelease\":false,\"html_url\":\"https://github.com/acme/shop/"
               "releases/1\",\"published_at\":\"2026-05-20T10:00:00Z\"}," REPOSITORY "}");
    assert_int_equal(e.kind, HOOK_RELEASE);
    is(e.repository, "acme/shop");
    is(e.ref, "v1.18");
    is(e.title, "Spring");
    is(e.url, "https://github.com/acme/shop/releases/1");
    assert_int_equal(e.at, 1779271200);
    assert_int_equal(e.problems_n, 2);
    assert_true(e.problems[0] == 12 && e.problems[1] == 15);
    assert_int_equal(
        parsed(HOOK_GITHUB, "release", "{\"action\":\"edited\",\"release\":{\"tag_name\":\"v1\"}," REPOSITORY "}").kind,
        HOOK_NOTHING);
    assert_int_equal(
        parsed(HOOK_GITHUB, "release",
               "{\"action\":\"published\",\"release\":{\"tag_name\":\"v1\",\"prerelease\":true}," REPOSITORY "}")
            .kind,
        HOOK_NOTHING);
    assert_int_equal(parsed(HOOK_GITHUB, "ping", "{\"zen\":\"Keep it simple.\",\"hook_id\":1," REPOSITORY "}").kind,
                     HOOK_PING);
    assert_int_equal(parsed(HOOK_GITHUB, "push", "{}").kind, HOOK_NOTHING);
}

static void github_says_what_was_deployed(void **state) {
    (void)state;
    HookEvent e =
        parsed(HOOK_GITHUB, "deployment_status",
               DEPLOYMENT("success", ",\"description\":\"ridealong:7\",\"payload\":{\"x\":1},\"task\":\"rollback\""));
    assert_int_equal(e.kind, HOOK_DEPLOYED);
    is(e.environment, "live");
    is(e.number, "42");
    is(e.sha, "a1b2c3");
    is(e.url, "https://github.com/acme/shop"); /* and not the script */
    assert_true(e.production && e.rollback && e.problems_n == 1 && e.problems[0] == 7);
    assert_int_equal(parsed(HOOK_GITHUB, "deployment_status", DEPLOYMENT("inactive", "")).kind, HOOK_WITHDRAWN);
    static const char *const OTHER[] = {DEPLOYMENT("pending", ""), DEPLOYMENT("failure", ""), DEPLOYMENT("error", ""),
                                        DEPLOYMENT("in_progress", ""), DEPLOYMENT("queued", "")};
    for (size_t i = 0; i < 5; i++) {
        e = parsed(HOOK_GITHUB, "deployment_status", OTHER[i]);
        assert_int_equal(e.kind, HOOK_NOTHING);
        assert_non_null(e.why);
    }
}

static void gitlab_says_both(void **state) {
    (void)state;
    HookEvent e =
        parsed(HOOK_GITLAB, "Deployment Hook",
               "{\"object_kind\":\"deployment\",\"status\":\"success\",\"status_changed_at\":\"2026-05-20 12:00:00 "
               "+0200\",\"deployment_id\":15,\"deployable_url\":\"https://gitlab.example/shop/-/jobs/796\","
               "\"environment\":\"live\",\"environment_tier\":\"production\",\"ref\":\"master\",\"short_sha\":"
               "\"279484c0\",\"commit_title\":\"Retry (Ridealong: 3)\",\"project\":{\"path_with_namespace\":"
               "\"acme/back/end\",\"web_url\":\"https://gitlab.example/acme/back/end\"}}");
    assert_int_equal(e.kind, HOOK_DEPLOYED);
    is(e.repository, "acme/back/end");
    is(e.number, "15");
    assert_int_equal(e.at, 1779271200);
    assert_true(e.production && e.problems_n == 1 && e.problems[0] == 3);
    e = parsed(
        HOOK_GITLAB, "Release Hook",
        "{\"id\":1,\"description\":\"RIDEALONG : #4\",\"name\":\"v1.1\",\"released_at\":\"2026-05-20 10:00:00 UTC\","
        "\"tag\":\"v1.1\",\"object_kind\":\"release\",\"url\":\"https://gitlab.example/r\",\"action\":\"create\","
        "\"project\":{\"path_with_namespace\":\"acme/shop\"},\"commit\":{\"id\":\"ee0a\",\"message\":\"Release\"}}");
    assert_int_equal(e.kind, HOOK_RELEASE);
    is(e.sha, "ee0a");
    assert_int_equal(e.at, 1779271200);
    assert_true(e.problems_n == 1 && e.problems[0] == 4);
    assert_int_equal(parsed(HOOK_GITLAB, "Release Hook", "{\"action\":\"delete\",\"tag\":\"v1\"}").kind, HOOK_NOTHING);
    assert_int_equal(parsed(HOOK_GITLAB, "Deployment Hook", "{\"status\":\"running\"}").kind, HOOK_NOTHING);
}

static void problems_are_named_in_one_form(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t n;
        int64_t first;
    } CASES[] = {{"Ridealong: 12", 1, 12},
                 {"x\nridealong:\t#12.", 1, 12},
                 {"ridealong #12", 0, 0},
                 {"ridealong: twelve", 0, 0},
                 {"Ridealong: 12a", 0, 0},
                 {"myridealong: 12", 0, 0},
                 {"ridealong: 0, 5", 1, 5},
                 {"ridealong: 99999999999999999999", 0, 0},
                 {"ridealong: -4", 0, 0},
                 {"ridealong:", 0, 0},
                 {"ridealong: 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22", HOOK_PROBLEMS_MAX, 1}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        HookEvent e = {0};
        hook_named(str_from_c(CASES[i].text), &e);
        if (e.problems_n != CASES[i].n || (e.problems_n && e.problems[0] != CASES[i].first))
            fail_msg("'%s': %zu", CASES[i].text, e.problems_n);
    }
}

static void what_is_no_payload_is_refused(void **state) {
    (void)state;
    static const char *const JUNK[] = {
        "", "{", "[]", "null", "12", "{\"a\":1,\"a\":2}", "{\"a\":\"\xff\"}", "{\"a\":\"\\u0000\"}", "{} x"};
    for (size_t i = 0; i < sizeof JUNK / sizeof *JUNK; i++)
        assert_int_equal(refused(HOOK_GITHUB, "release", JUNK[i]), ERR_INPUT);
    char deep[400] = "{\"a\":";
    size_t n = strlen(deep);
    memset(deep + n, '[', 100);
    memset(deep + n + 100, ']', 100);
    strncpy(deep + n + 200, "}", 2);
    assert_int_equal(refused(HOOK_GITHUB, "release", deep), ERR_LIMIT);
    assert_int_equal(refused(HOOK_GITHUB, "release", "{\"action\":\"published\",\"release\":{}}"), ERR_INPUT);
    assert_int_equal(refused(HOOK_GITHUB, "deployment_status",
                             "{\"deployment_status\":{\"state\":\"success\"},\"deployment\":{\"id\":\"7\"}}"),
                     ERR_INPUT);
}

static void texts_are_short_and_on_one_line(void **state) {
    (void)state;
    char body[4000];
    char name[1001];
    memset(name, 'x', 1000);
    name[1000] = '\0';
    snprintf(
        body, sizeof body,
        "{\"action\":\"published\",\"release\":{\"tag_name\":\"v\\n1\\u202e\\u001b[31m\",\"name\":\"%s\"}," REPOSITORY
        "}",
        name);
    HookEvent e = parsed(HOOK_GITHUB, "release", body);
    is(e.ref, "v 1  [31m");
    assert_int_equal(e.title.n, HOOK_TEXT_MAX);
    assert_int_equal(e.at, TIME_NONE);
}

static int begin(void **state) {
    (void)state;
    a = arena_new();
    return 0;
}

static int end(void **state) {
    (void)state;
    arena_free(a);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(github_says_what_was_published),
        cmocka_unit_test(github_says_what_was_deployed),
        cmocka_unit_test(gitlab_says_both),
        cmocka_unit_test(problems_are_named_in_one_form),
        cmocka_unit_test(what_is_no_payload_is_refused),
        cmocka_unit_test(texts_are_short_and_on_one_line),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
