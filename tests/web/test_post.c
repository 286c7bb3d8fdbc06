/* test_post.c - writing operations through the door: what a body may be, what comes back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asking.h"
#include "guard.h"

#include <cmocka.h>

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
    assert_int_equal(get(target), 200);
    assert_true(says("Rename a theme.") && says("Done:"));
    const char *const spoofs[] = {"/themes?job=1", "/themes?job=%3Cb%3Eyou+won", "/themes?job=-1",
                                  "/themes?job=99999999999999999999"};
    for (size_t i = 0; i < sizeof spoofs / sizeof *spoofs; i++) {
        assert_int_equal(get(spoofs[i]), 200);
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
    get(target);
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
        assert_int_equal(strncmp(header("Location"), "/themes?job=", 12), 0);
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
    assert_true(says("value=\"feature\" selected") && says("&lt;/textarea&gt;") && !says("<script>"));
    assert_int_equal(post("/themes/x/rename", FORM, "name=a"), 400);
    assert_true(says("theme: &#39;x&#39; is not a whole number"));
    /* looked at without a body: the empty form */
    assert_int_equal(get("/releases"), 200);
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
    char *large = malloc(BODY_FORM_MAX + 1); /* the most items that a body can hold */
    for (size_t k = 0; k < BODY_FORM_MAX; k++) large[k] = k % 2 ? ',' : '7';
    memcpy(large, "name=a&themes=", 14);
    large[BODY_FORM_MAX] = '\0';
    assert_int_equal(post("/api/v1/releases", FORM, large), 413);
    free(large);
}

static void a_form_may_serve_several_operations(void **state) {
    (void)state;
    const char *const forms[] = {
        "rename:name=Cards", "merge:name=Joined&rename:name=Cards&merge:themes=12&x:y=z", "any:name=Cards",
        "any:name=Cards&any:later=true&add:name=no", /* it takes no `later` */
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        assert_int_equal(post("/themes/12/rename", FORM, forms[i]), 303);
        assert_string_equal(last, "theme=12;name=Cards;");
    }
    /* what is typed for this operation is checked like any other field */
    assert_int_equal(post("/themes/12/rename", FORM, "rename:nome=a"), 400);
    assert_true(says("takes no &#39;nome&#39;"));
    assert_int_equal(post("/themes/12/rename", FORM, "any:name=a&name=b"), 400);
    assert_true(says("name: given twice"));
    assert_int_equal(post("/themes/12/rename", FORM, "nome=a"), 400);
    assert_int_equal(post("/api/v1/themes/12/rename", JSON, "{\"rename:name\":\"a\"}"), 400);
    assert_int_equal(post("/releases", FORM, "add:name=2.4&any:themes=12,40&list:name=no"), 303);
    assert_string_equal(last, "name=2.4;kind=fix;public=true;themes=12;themes=40;");
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
    get("/api/v1/openapi.json");
    json_t *document = json_loadb(reply.body.p, reply.body.n, 0, NULL);
    const json_t *rename = AT(document, "paths", "/themes/{theme}/rename", "post");
    assert_int_equal(json_array_size(AT(rename, "parameters")), 2); /* {theme}, Idempotency-Key */
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

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, asking_set_up, asking_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_form_leads_to_the_page_that_shows_it),
        TEST(the_next_page_takes_names_from_the_reply),
        TEST(without_a_next_page_back_to_where_it_came_from),
        TEST(a_refused_form_comes_back_as_it_was_typed),
        TEST(the_api_answers_in_json),
        TEST(bodies_that_are_refused),
        TEST(lists_come_in_every_shape),
        TEST(a_form_may_serve_several_operations),
        TEST(methods_that_an_address_does_not_have),
        TEST(what_belongs_to_the_command_line_stays_there),
        TEST(bodies_are_described),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
