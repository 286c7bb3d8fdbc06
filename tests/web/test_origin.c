/* test_origin.c - who may write: from which pages, on which machine, by which name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "asking.h"
#include "fake_app.h"

#include <cmocka.h>

static void only_pages_of_ours_may_write(void **state) {
    (void)state;
    const struct {
        const char *target, *type, *site, *origin, *referer;
        int status;
    } cases[] = {
        {"/themes/12/rename", FORM, "same-origin", "", "", 303},
        {"/themes/12/rename", FORM, "same-origin", "http://localhost:8420", "", 303},
        {"/themes/12/rename", FORM, "same-origin", "https://friction.example", "", 403}, /* through a proxy */
        {"/themes/12/rename", FORM, "same-origin", "null", "", 403},
        {"/themes/12/rename", FORM, "none", "", "", 303},
        {"/themes/12/rename", FORM, "cross-site", "", "", 403},
        {"/themes/12/rename", FORM, "same-site", "", "", 403}, /* another port of this machine */
        {"/themes/12/rename", FORM, "cross-site", "http://localhost:8420", "", 403},
        {"/themes/12/rename", FORM, "nonsense", "", "", 403},
        {"/themes/12/rename", FORM, "", "http://localhost:8420", "", 303},
        {"/themes/12/rename", FORM, "", "http://localhost:8421", "", 403},
        {"/themes/12/rename", FORM, "", "http://evil.example", "http://localhost:8420/themes", 403},
        {"/themes/12/rename", FORM, "", "null", "", 403},
        {"/themes/12/rename", FORM, "", "http://localhost:8420.evil.example", "", 403},
        {"/themes/12/rename", FORM, "", "http://evil.example/http://localhost:8420", "", 403},
        {"/themes/12/rename", FORM, "", "", "http://localhost:8420/themes/12", 303},
        {"/themes/12/rename", FORM, "", "", "http://evil.example/localhost:8420", 403},
        {"/themes/12/rename", FORM, "", "", "", 403},
        {"/api/v1/themes/12/rename", FORM, "", "", "", 403},
        {"/api/v1/themes/12/rename", JSON, "", "", "", 200}, /* a program */
        {"/api/v1/themes/12/rename", JSON, "", "http://localhost:8420", "", 200},
        {"/api/v1/themes/12/rename", JSON, "", "http://evil.example", "", 403},
        {"/api/v1/themes/12/rename", JSON, "cross-site", "", "", 403},
        {"/api/v1/themes/12/rename", "text/plain; application/json", "", "", "", 403},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool json = strcmp(cases[i].type, JSON) == 0;
        int status = send_request((Request){.target = str_from_c(cases[i].target),
                                            .content_type = str_from_c(cases[i].type),
                                            .body = json ? STR("{\"name\":\"a\"}") : STR("name=a"),
                                            .fetch_site = str_from_c(cases[i].site),
                                            .origin = str_from_c(cases[i].origin),
                                            .referer = str_from_c(cases[i].referer)});
        if (status != cases[i].status) fail_msg("case %zu: %d, not %d", i, status, cases[i].status);
    }
    assert_true(says("not sent from a page of this server"));
}

static Request renaming(const char *host) {
    return (Request){.target = STR("/api/v1/themes/12/rename"),
                     .host = str_from_c(host),
                     .content_type = STR(JSON),
                     .body = STR("{\"name\":\"a\"}")};
}

static int write_as(const char *host) {
    return send_request(renaming(host));
}

static void without_accounts_only_this_machine_may(void **state) {
    (void)state;
    static const char *const names[] = {"friction.example", NULL};
    assert_int_equal(write_as("127.0.0.1:1"), 200);
    options.host_names = names; /* a proxy in front of us */
    assert_int_equal(write_as("friction.example"), 401);
    assert_string_equal(header("WWW-Authenticate"), "Bearer");
    assert_int_equal(write_as("localhost"), 200);
    Request proxied = renaming("localhost");
    proxied.forwarded = STR("203.0.113.7");
    assert_int_equal(send_request(proxied), 401);
    options.host_names = NULL;
    site.loopback = false;
    assert_int_equal(write_as("localhost"), 401);
    assert_int_equal(get("/releases"), 303);
    assert_string_equal(header("Location"), "/sign-in?next=%2Freleases");
    assert_int_equal(get("/themes?sort=name&q=a%20b"), 303);
    assert_string_equal(header("Location"), "/sign-in?next=%2Fthemes%3Fsort%3Dname%26q%3Da%2520b");
    assert_int_equal(get("/api/v1/themes"), 401);
    assert_int_equal(get("/api/v1/jobs"), 401);
    assert_int_equal(get("/healthz"), 200);
}

static void a_cookie_or_a_token_says_who(void **state) {
    (void)state;
    site.loopback = false;
    fake_app_signed_in(ROLE_LEAD);
    Request asked = renaming("friction.example");
    asked.cookie = STR("a=b; ridealong=good; c");
    assert_int_equal(send_request(asked), 200);
    asked.cookie = STR("xridealong=good; ridealong=bad");
    assert_int_equal(send_request(asked), 401);
    asked.authorization = STR("Bearer good");
    asked.fetch_site = STR("cross-site"); /* no page of another site can send that header */
    assert_int_equal(send_request(asked), 200);
    asked.authorization = STR("Bearer bad");
    assert_int_equal(send_request(asked), 401);
    asked.authorization = STR("");
    asked.cookie = STR("ridealong=good");
    assert_int_equal(send_request(asked), 403); /* but it can make a browser send its cookie */
    Request read = {.method = STR("GET"), .target = STR("/themes"), .cookie = STR("ridealong=good")};
    assert_int_equal(send_request(read), 200);
    assert_true(says("ann@x.example"));
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, asking_set_up, asking_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(only_pages_of_ours_may_write),
        TEST(without_accounts_only_this_machine_may),
        TEST(a_cookie_or_a_token_says_who),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
