/* test_site.c - from request to reply without sockets: routes, errors, hosts, caches, hostile text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "fake_app.h"
#include "site.h"

#include <cmocka.h>

static const WebOptions OPTIONS = {.threads = 1};
static Site site;
static Jobs *jobs;
static Reply reply;

static int set_up(void **state) {
    (void)state;
    Err err = {0};
    jobs = jobs_new(OPTIONS.store, &err);
    assert_non_null(jobs);
    site = site_new(&OPTIONS, jobs, NULL, true);
    reply = reply_new();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    site_free(&site);
    reply_free(&reply);
    jobs_free(jobs);
    return 0;
}

static int ask_as(const char *method, const char *host, const char *target) {
    Request r = {.method = str_from_c(method), .host = str_from_c(host), .target = str_from_c(target)};
    site_handle(&site, &r, &reply);
    return reply.status;
}

static int get(const char *target) {
    return ask_as("GET", "localhost:8080", target);
}
static bool says(const char *words) {
    return str_find(buf_str(&reply.body), str_from_c(words)) != SIZE_MAX;
}

static const char *header(const char *name) {
    for (size_t i = 0; i < reply.headers_n; i++)
        if (strcmp(reply.headers[i].name, name) == 0) return reply.headers[i].value;
    return "";
}

static void routes_come_from_the_registry(void **state) {
    (void)state;
    assert_int_equal(get("/themes/12?limit=5&empty=&search=card%20%26+declined"), 200);
    assert_string_equal(fake_app_last_args(), "theme=12;limit=5;search=card & declined;");
    assert_string_equal(reply.type, "text/html; charset=utf-8");
    assert_int_equal(get("/api/v1/signals/a%2Fb"), 200);
    assert_string_equal(fake_app_last_args(), "signal=a/b;");
    assert_string_equal(reply.type, "application/json");
    assert_int_equal(get("/"), 303);
    assert_string_equal(header("Location"), "/home");
    assert_int_equal(get("/themes/"), 404);
    assert_int_equal(get("/themes/12/more"), 404);
    assert_int_equal(get("/imports"), 404); /* no page, and in the API nothing to read */
    assert_int_equal(get("/api/v1/imports"), 405);
    assert_string_equal(header("Allow"), "POST");
}

static void errors_say_what_and_what_to_do(void **state) {
    (void)state;
    assert_int_equal(get("/themes?limit=x"), 400);
    assert_true(says("limit: &#39;x&#39; is not a number") && says("give a whole number"));
    assert_string_equal(header("Cache-Control"), "no-store");
    assert_int_equal(get("/api/v1/themes/999"), 404);
    assert_string_equal(reply.type, "application/problem+json");
    assert_true(says("\"code\":\"not_found\"") && says("there is no theme 999"));
    assert_int_equal(ask_as("OTHER", "localhost", "/themes"), 405);
    assert_string_equal(header("Allow"), "GET, HEAD");
    assert_int_equal(ask_as("OTHER", "localhost", "/healthz"), 405);
    const char *const broken[] = {"/themes?a=%",   "/themes?a=%2",  "/themes?a=%zz",
                                  "/themes?a=%00", "/themes?a=%ff", "/themes/%c3"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) assert_int_equal(get(broken[i]), 400);
}

static void answers_to_its_own_names_only(void **state) {
    (void)state;
    assert_int_equal(ask_as("GET", "127.0.0.1:9", "/healthz"), 200);
    assert_int_equal(ask_as("GET", "[::1]:9", "/healthz"), 200);
    assert_int_equal(ask_as("GET", "evil.example", "/themes"), 421);
    assert_int_equal(ask_as("GET", "localhost.evil.example", "/themes"), 421);
    assert_int_equal(ask_as("GET", "", "/themes"), 421);
    assert_int_equal(ask_as("GET", "\xff<script>", "/themes"), 421);
    assert_false(says("<script>"));
    assert_int_equal(ask_as("GET", "\xff", "/api/v1/themes"), 421);
    assert_true(says("\"status\":421"));
}

static void unchanged_pages_are_not_sent_again(void **state) {
    (void)state;
    assert_int_equal(get("/themes"), 200);
    char tag[64];
    snprintf(tag, sizeof tag, "%s", header("ETag"));
    Request r = {
        .method = STR("GET"), .host = STR("localhost"), .target = STR("/themes"), .if_none_match = str_from_c(tag)};
    site_handle(&site, &r, &reply);
    assert_int_equal(reply.status, 304);
    assert_int_equal(reply.body.n, 0);
    assert_int_equal(get("/static/app.css"), 200);
    assert_string_equal(reply.type, "text/css; charset=utf-8");
    assert_int_equal(get("/static/nothing.css"), 404);
}

static void lists_are_csv_on_request(void **state) {
    (void)state;
    assert_int_equal(get("/themes?format=csv"), 200);
    assert_true(
        str_starts(buf_str(&reply.body), STR("rank,name,change.ratio\r\n1,Card payment declined abroad,1.34\r\n")));
    fake_app_say("=cmd|' /C calc'!A0");
    get("/themes?format=csv");
    assert_true(says(",'=cmd") || says(",\"'=cmd"));
    fake_app_say(NULL);
}

static void next_page_keeps_the_filters(void **state) {
    (void)state;
    assert_int_equal(get("/signals?search=a%26b&cursor=old"), 200);
    assert_true(says("href=\"/signals?search=a%26b&amp;cursor=2026-11-08T00%3A12%3A00Z%2F904\""));
    assert_true(says("href=\"/signals?search=a%26b\">back to the newest"));
}

static void hostile_text_stays_text(void **state) {
    (void)state;
    const char *const hostile[] = {
        "<script>alert(1)</script>",   "\"><img src=x onerror=alert(1)>",           "' onmouseover='alert(1)",
        "javascript:alert(1)",         "</title></textarea></style><svg onload=x>", "{{ 7*7 }}",
        "\xE2\x80\xAE\x1b[31m\x07\x7f"};
    const char *const pages[] = {"/themes",  "/themes/12", "/signals", "/signals/881",
                                 "/sources", "/areas",     "/facets",  "/emerging"};
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        fake_app_say(hostile[i]);
        for (size_t j = 0; j < sizeof pages / sizeof *pages; j++) {
            assert_int_equal(get(pages[j]), 200);
            assert_false(says("<script>") || says("<img") || says("onload=x>") || says("href=\"javascript"));
            assert_false(says("\x1b") || says("\x07") || says("\x7f"));
            assert_false(says("' onmouseover"));
        }
    }
    fake_app_say(NULL);
}

static void levels_and_findings_lead_to_each_other(void **state) {
    (void)state;
    get("/themes");
    assert_true(says("href=\"/areas\"") && says("href=\"/facets\"") &&
                says("2\xC2\xA0"
                     "emerging groups") &&
                says("href=\"/emerging#anew\""));
    get("/areas");
    assert_true(says("id=\"area-1\"") && says("never moves a signal on the level above") &&
                says("href=\"/themes/22\""));
    get("/facets");
    assert_true(says("href=\"/signals?theme=12&amp;facet=2\"") && says("much the same"));
    get("/themes/12");
    assert_true(says("href=\"/areas#area-1\"") && says("href=\"/signals?theme=12&amp;facet=1\""));
    get("/signals/881");
    assert_true(says("Facet: <a href=\"/signals?theme=12&amp;facet=2\">Declined at the hotel"));
    get("/signals?theme=12&facet=2");
    assert_true(says("name=\"facet\" value=\"2\" checked") && says("facet <b>Declined at the hotel"));
    get("/emerging");
    assert_true(says("It is time to find themes anew:") && says("7 before; by chance alone one in\xC2\xA0"
                                                                "3,400. Began <time"));
    assert_true(says("none before; by chance alone less than one in a million"));
    assert_true(says("name=\"signals\" value=\"881 882 \"") && says("action=\"/discover\""));
    assert_true(says("Fit no theme: 1\xC2\xA0group, and perhaps more</h2>"));
    fake_app_empty(true);
    assert_true(get("/emerging") == 200 && says("Nothing new") && !says("action=\"/themes/define\""));
    assert_true(get("/areas") == 200 && says("ridealong import"));
    assert_true(get("/facets") == 200 && says("ridealong import"));
    fake_app_empty(false);
}

static void empty_and_missing_stores_say_what_to_do(void **state) {
    (void)state;
    fake_app_empty(true);
    assert_true(get("/themes") == 200 && says("ridealong import"));
    assert_true(get("/signals") == 200 && says("ridealong import"));
    assert_true(get("/sources") == 200 && says("ridealong import"));
    fake_app_empty(false);
    fake_app_no_store(true);
    assert_true(get("/themes") == 404 && says("ridealong import"));
    assert_int_equal(get("/readyz"), 503);
    assert_int_equal(get("/healthz"), 200);
    fake_app_no_store(false);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(routes_come_from_the_registry),
        cmocka_unit_test(errors_say_what_and_what_to_do),
        cmocka_unit_test(answers_to_its_own_names_only),
        cmocka_unit_test(unchanged_pages_are_not_sent_again),
        cmocka_unit_test(lists_are_csv_on_request),
        cmocka_unit_test(next_page_keeps_the_filters),
        cmocka_unit_test(hostile_text_stays_text),
        cmocka_unit_test(empty_and_missing_stores_say_what_to_do),
        cmocka_unit_test(levels_and_findings_lead_to_each_other),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
