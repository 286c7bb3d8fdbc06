/* test_post.c - writing operations through the door: who may, what a body may be, what comes back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "fake_app.h"
#include "fake_ops.h"
#include "guard.h"
#include "site.h"

#include <cmocka.h>

#define FORM "application/x-www-form-urlencoded"
#define JSON "application/json; charset=utf-8"

static WebOptions options = {.threads = 1};
static Site site;
static Jobs *jobs;
static Reply reply;
static char last[4096];

static int set_up(void **state) {
    (void)state;
    Err err = {0};
    options = (WebOptions){.threads = 1};
    fake_ops_hold(false);
    jobs = jobs_new(STR("a store"), &err);
    site = site_new(&options, jobs, true);
    reply = reply_new();
    return jobs ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    site_free(&site);
    reply_free(&reply);
    jobs_free(jobs);
    return 0;
}

static int send_request(Request r) {
    if (!r.method.n) r.method = STR("POST");
    if (!r.host.n) r.host = STR("localhost:8420");
    r.has_length = true;
    site_handle(&site, &r, &reply);
    fake_ops_last(last, sizeof last);
    return reply.status;
}

static int post(const char *target, const char *type, const char *body) {
    return send_request((Request){.target = str_from_c(target),
                                  .content_type = str_from_c(type),
                                  .body = str_from_c(body),
                                  .fetch_site = STR("same-origin"),
                                  .referer = STR("http://localhost:8420/themes?sort=name&job=5")});
}

static bool says(const char *words) {
    return str_find(buf_str(&reply.body), str_from_c(words)) != SIZE_MAX;
}

static const char *header(const char *name) {
    for (size_t i = 0; i < reply.headers_n; i++)
        if (strcmp(reply.headers[i].name, name) == 0) return reply.headers[i].value;
    return "";
}

static void a_form_leads_to_the_page_that_shows_it(void **state) {
    (void)state;
    assert_int_equal(post("/themes/12/rename", FORM, "name=Card+declined+%26+more"), 303);
    assert_string_equal(last, "theme=12;name=Card declined & more;");
    const char *where = header("Location");
    assert_int_equal(strncmp(where, "/themes/12?job=", 15), 0);
    assert_string_equal(strchr(where, '#'), "#top");
    assert_string_equal(header("Cache-Control"), "no-store");
    /* the page tells what was done; by its number, so nobody can make it say anything else */
    char target[64];
    snprintf(target, sizeof target, "%.*s", (int)strcspn(where, "#"), where);
    assert_int_equal(send_request((Request){.method = STR("GET"), .target = str_from_c(target)}), 200);
    assert_true(says("Rename a theme.") && says("Done:"));
    const char *const spoofs[] = {"/themes?job=1", "/themes?job=%3Cb%3Eyou+won", "/themes?job=-1",
                                  "/themes?job=99999999999999999999"};
    for (size_t i = 0; i < sizeof spoofs / sizeof *spoofs; i++) {
        assert_int_equal(send_request((Request){.method = STR("GET"), .target = str_from_c(spoofs[i])}), 200);
        assert_false(says("Done:") || says("you won"));
    }
}

static void the_next_page_takes_names_from_the_reply(void **state) {
    (void)state;
    assert_int_equal(post("/releases", FORM, "name=2.4&at=&kind=feature&public=false"), 303);
    assert_string_equal(last, "name=2.4;kind=feature;public=false;");
    assert_int_equal(strncmp(header("Location"), "/themes/12?sort=name&job=", 25), 0);
    char target[64];
    snprintf(target, sizeof target, "%s", header("Location"));
    send_request((Request){.method = STR("GET"), .target = str_from_c(target)});
    assert_true(says("Release 12 is on record."));
}

static void without_a_next_page_back_to_where_it_came_from(void **state) {
    (void)state;
    assert_int_equal(post("/themes/merge", FORM, "themes=12"), 303);
    assert_int_equal(strncmp(header("Location"), "/themes?sort=name&job=", 22), 0);
    assert_null(strstr(header("Location"), "job=5"));
    const char *const elsewhere[] = {
        "http://evil.example/themes",           "http://localhost:8420//evil.example", "", "nonsense",
        "http://localhost:8420/\\evil.example", "http://localhost:8420/themes/merge"};
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) {
        send_request((Request){.target = STR("/themes/merge"),
                               .content_type = STR(FORM),
                               .body = STR("themes=12"),
                               .fetch_site = STR("same-origin"),
                               .referer = str_from_c(elsewhere[i])});
        assert_int_equal(strncmp(header("Location"), "/?job=", 6), 0);
    }
}

static void a_refused_form_comes_back_as_it_was_typed(void **state) {
    (void)state;
    assert_int_equal(post("/themes/12/rename", FORM, "name=taken"), 409);
    assert_string_equal(reply.type, "text/html; charset=utf-8");
    assert_true(says("value=\"taken\"") && says("action=\"/themes/12/rename\"") && says("aria-invalid=\"true\""));
    assert_true(says("name: &#39;taken&#39; is another theme&#39;s") && says("What to do: choose another."));
    assert_true(says("href=\"/themes?sort=name&amp;job=5\""));
    assert_int_equal(post("/releases", FORM, "name=%22%3E%3Cscript%3E&share=200&kind=feature&notes=%3C/textarea%3E"),
                     400);
    assert_true(says("share: 200 is outside 0 to 100") && says("value=\"&quot;&gt;&lt;script&gt;\""));
    assert_true(says("value=\"feature\" selected") && says("&lt;/textarea&gt;") && !says("<script"));
    assert_int_equal(post("/themes/x/rename", FORM, "name=a"), 400);
    assert_true(says("theme: &#39;x&#39; is not a whole number"));
    /* looked at without a body: the empty form */
    assert_int_equal(send_request((Request){.method = STR("GET"), .target = STR("/releases")}), 200);
    assert_true(says("<option value=\"fix\" selected>") && says("name=\"themes\"") && !says("role=\"alert\""));
}

static void the_api_answers_in_json(void **state) {
    (void)state;
    assert_int_equal(post("/api/v1/themes/12/rename", JSON, "{\"name\": \"Cards\"}"), 200);
    assert_string_equal(reply.type, "application/json");
    assert_true(says("{\"name\":\"Cards\"}"));
    assert_string_equal(header("ETag"), "");
    assert_int_equal(post("/api/v1/releases", JSON,
                          "{\"name\":\"2.4\",\"share\":40,\"public\":true,\"at\":null,\"themes\":[12,\"40\"]}"),
                     200);
    assert_string_equal(last, "name=2.4;kind=fix;public=true;share=40;themes=12;themes=40;");
    assert_int_equal(post("/api/v1/themes/12/rename", FORM, "name=Cards"), 200);
    assert_int_equal(post("/api/v1/themes/12/rename", JSON, "{\"name\": \"taken\"}"), 409);
    assert_string_equal(reply.type, "application/problem+json");
    assert_true(says("\"code\":\"conflict\"") && says("\"hint\":\"choose another\""));
}

static void bodies_that_are_refused(void **state) {
    (void)state;
    const struct {
        const char *type, *body;
        int status;
        const char *says;
    } cases[] = {
        {JSON, "{\"name\": ", 400, "line 1, column 9"},
        {JSON, "[1]", 400, "no JSON object"},
        {JSON, "{\"name\":\"a\",\"name\":\"b\"}", 400, "duplicate"},
        {JSON, "{\"name\":{\"a\":1}}", 400, "name: a list or an object"},
        {JSON, "{\"name\":[\"a\"]}", 400, "name: a list or an object"},
        {JSON, "{\"name\":\"a\\u0000b\"}", 400, "column"},
        {JSON, "{\"name\":\"\xff\"}", 400, "column"},
        {JSON, "{\"nome\":\"a\"}", 400, "takes no 'nome'"},
        {JSON, "{\"name\":\"a\",\"theme\":13}", 400, "theme: given twice"},
        {JSON, "", 400, "name: missing"},
        {FORM, "name=a&name=b", 400, "name: given twice"},
        {FORM, "name=%zz", 400, "broken percent"},
        {FORM, "name=%00", 400, "NUL"},
        {FORM, "name=%ff", 400, "UTF-8"},
        {"multipart/form-data; boundary=x", "--x", 415, "application/json"},
        {"text/plain", "name=a", 415, "text/plain"},
        {"", "name=a", 415, "send application/json"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int status = post("/api/v1/themes/12/rename", cases[i].type, cases[i].body);
        if (status != cases[i].status || !says(cases[i].says))
            fail_msg("%s: %d %.*s", cases[i].body, status, STR_ARG(buf_str(&reply.body)));
    }
    Request r = {.method = STR("POST"),
                 .target = STR("/themes/12/rename"),
                 .host = STR("localhost"),
                 .fetch_site = STR("same-origin")};
    site_handle(&site, &r, &reply);
    assert_int_equal(reply.status, 411);
    assert_int_equal(post("/api/v1/themes/12/rename?name=a", JSON, "{}"), 400);
}

static void lists_come_in_every_shape(void **state) {
    (void)state;
    const char *const forms[] = {"name=a&themes=12&themes=40", "name=a&themes=12%2C40", "name=a&themes=12+40",
                                 "themes=%0D%0A12%0D%0A%0D%0A+40%0D%0A&name=a"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        assert_int_equal(post("/api/v1/releases", FORM, forms[i]), 200);
        assert_string_equal(last, "name=a;kind=fix;public=true;themes=12;themes=40;");
    }
    assert_int_equal(post("/api/v1/releases", FORM, "name=a&themes=Card,+abroad&themes=&themes=,"), 200);
    assert_string_equal(last, "name=a;kind=fix;public=true;themes=Card, abroad;themes=,;");
    char many[400] = "name=a&themes=1";
    for (int i = 0; i < 41; i++) strcat(many, ",2");
    assert_int_equal(post("/api/v1/releases", FORM, many), 413);
    char *large = malloc(GUARD_BODY_MAX + 1); /* the most items that a body can hold */
    for (size_t k = 0; k < GUARD_BODY_MAX; k++) large[k] = k % 2 ? ',' : '7';
    memcpy(large, "name=a&themes=", 14);
    large[GUARD_BODY_MAX] = '\0';
    assert_int_equal(post("/api/v1/releases", FORM, large), 413);
    free(large);
}

static void only_pages_of_ours_may_write(void **state) {
    (void)state;
    const struct {
        const char *target, *type, *site, *origin, *referer;
        int status;
    } cases[] = {
        {"/themes/12/rename", FORM, "same-origin", "", "", 303},
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

static int write_as(const char *host) {
    return send_request((Request){.target = STR("/api/v1/themes/12/rename"),
                                  .host = str_from_c(host),
                                  .content_type = STR(JSON),
                                  .body = STR("{\"name\":\"a\"}")});
}

static void only_this_machine_may_write(void **state) {
    (void)state;
    static const char *const names[] = {"friction.example", NULL};
    assert_int_equal(write_as("127.0.0.1:1"), 200);
    options.host_names = names; /* a proxy in front of us */
    assert_int_equal(write_as("friction.example"), 403);
    assert_int_equal(write_as("localhost"), 200);
    options.host_names = NULL;
    site.loopback = false;
    assert_int_equal(write_as("localhost"), 403);
    assert_true(says("this server is not on loopback") && says("by the name localhost"));
    assert_int_equal(send_request((Request){.method = STR("GET"), .target = STR("/releases")}), 403);
    options.write_anywhere = true;
    assert_int_equal(write_as("friction.example"), 200);
}

static void methods_that_an_address_does_not_have(void **state) {
    (void)state;
    const struct {
        const char *method, *target, *allow;
    } cases[] = {
        {"POST", "/themes", "GET, HEAD"},         {"OTHER", "/themes/12/rename", "GET, HEAD, POST"},
        {"POST", "/healthz", "GET, HEAD"},        {"GET", "/api/v1/themes/12/rename", "POST"},
        {"GET", "/jobs/dismiss", "POST"},         {"POST", "/api/v1/jobs", "GET, HEAD"},
        {"HEAD", "/api/v1/themes/merge", "POST"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(send_request((Request){.method = str_from_c(cases[i].method),
                                                .target = str_from_c(cases[i].target),
                                                .content_type = STR(JSON)}),
                         405);
        assert_string_equal(header("Allow"), cases[i].allow);
    }
}

static void what_belongs_to_the_command_line_stays_there(void **state) {
    (void)state;
    assert_int_equal(post("/api/v1/imports", JSON, "{}"), 200);
    assert_int_equal(post("/api/v1/imports", JSON, "{\"file\":\"/etc/passwd\"}"), 403);
    assert_true(says("file: only on the command line"));
}

static const json_t *at(const json_t *v, const char *const *keys) {
    for (; *keys; keys++) v = json_object_get(v, *keys);
    return v;
}
#define AT(v, ...) at(v, (const char *const[]){__VA_ARGS__, NULL})

static void bodies_are_described(void **state) {
    (void)state;
    send_request((Request){.method = STR("GET"), .target = STR("/api/v1/openapi.json")});
    json_t *document = json_loadb(reply.body.p, reply.body.n, 0, NULL);
    const json_t *rename = AT(document, "paths", "/themes/{theme}/rename", "post");
    assert_int_equal(json_array_size(AT(rename, "parameters")), 1); /* {theme} */
    const json_t *body = AT(rename, "requestBody", "content", "application/json", "schema");
    assert_int_equal(json_integer_value(AT(body, "properties", "name", "maxLength")), 60);
    assert_string_equal(json_string_value(json_array_get(AT(body, "required"), 0)), "name");
    assert_true(json_equal(body, AT(rename, "requestBody", "content", FORM, "schema")));
    assert_non_null(AT(rename, "responses", "200"));
    const json_t *merge = AT(document, "paths", "/themes/merge", "post");
    assert_string_equal(
        json_string_value(AT(merge, "requestBody", "content", FORM, "schema", "properties", "themes", "type")),
        "array");
    assert_null(AT(merge, "responses", "200"));
    assert_non_null(AT(merge, "responses", "202"));
    assert_int_equal(json_object_size(AT(document, "paths", "/imports", "post", "requestBody", "content", FORM,
                                         "schema", "properties")),
                     0); /* `file` is for the command line */
    assert_null(AT(document, "paths", "/themes", "get", "requestBody"));
    json_decref(document);
}

static bool page_says(const char *target, const char *words) {
    send_request((Request){.method = STR("GET"), .target = str_from_c(target)});
    return says(words);
}

static void wait_for_page(const char *words) {
    double until = clock_monotonic() + 10;
    while (!page_says("/themes", words)) {
        if (clock_monotonic() > until) fail_msg("no page says: %s", words);
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    }
}

static void a_job_is_shown_while_it_runs(void **state) {
    (void)state;
    fake_ops_hold(true);
    assert_int_equal(post("/api/v1/themes/merge", JSON, "{\"themes\":[12,40]}"), 202);
    assert_true(says("\"state\":\"running\"") && says("\"job\":"));
    assert_string_equal(header("Location"), "/api/v1/jobs");
    assert_int_equal(post("/api/v1/themes/merge", JSON, "{}"), 400); /* wrong ones are not even queued */
    assert_int_equal(post("/themes/merge", FORM, "themes=12,40"), 303);
    char target[64];
    snprintf(target, sizeof target, "%s", header("Location"));
    wait_for_page("Merge themes, coding all signals, 42");
    assert_true(says("1\xC2\xA0more waiting"));
    assert_false(says("http-equiv=\"refresh\"")); /* it would take away what somebody is typing */
    assert_true(page_says(target, "http-equiv=\"refresh\""));
    assert_true(page_says("/api/v1/jobs", "\"state\":\"queued\""));
    fake_ops_hold(false);
    double until = clock_monotonic() + 10;
    while (page_says(target, "http-equiv=\"refresh\"")) assert_true(clock_monotonic() < until);
    assert_true(page_says(target, "Done:") && says("Merge themes."));
    assert_false(page_says("/themes", "Done:") || says("Working:"));
}

static void a_failed_job_is_shown_until_dismissed(void **state) {
    (void)state;
    fake_ops_fail(true);
    assert_int_equal(post("/themes/merge", FORM, "themes=12"), 303);
    wait_for_page("the disk is full");
    fake_ops_fail(false);
    assert_true(says("What to do: make room.") && says("action=\"/jobs/dismiss\""));
    const char *at = strstr(buf_str(&reply.body).p, "name=\"job\" value=\"");
    assert_non_null(at);
    char body[64];
    snprintf(body, sizeof body, "job=%.*s", (int)strcspn(at + 18, "\""), at + 18);
    assert_int_equal(send_request((Request){.target = STR("/jobs/dismiss"),
                                            .content_type = STR(FORM),
                                            .body = str_from_c(body),
                                            .fetch_site = STR("cross-site")}),
                     403);
    assert_int_equal(post("/jobs/dismiss", FORM, body), 303);
    assert_string_equal(header("Location"), "/themes?sort=name");
    assert_false(page_says("/themes", "the disk is full"));
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_form_leads_to_the_page_that_shows_it),
        TEST(the_next_page_takes_names_from_the_reply),
        TEST(without_a_next_page_back_to_where_it_came_from),
        TEST(a_refused_form_comes_back_as_it_was_typed),
        TEST(the_api_answers_in_json),
        TEST(bodies_that_are_refused),
        TEST(lists_come_in_every_shape),
        TEST(only_pages_of_ours_may_write),
        TEST(only_this_machine_may_write),
        TEST(methods_that_an_address_does_not_have),
        TEST(what_belongs_to_the_command_line_stays_there),
        TEST(bodies_are_described),
        TEST(a_job_is_shown_while_it_runs),
        TEST(a_failed_job_is_shown_until_dismissed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
