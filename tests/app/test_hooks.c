/* Webhooks of forges from a genuine delivery to releases, proposals and rollbacks; and what is not genuine. */
#include "app_test.h"

#include <stdio.h>
#include <string.h>

#include "app/hook.h"
#include "base/clock.h"
#include "base/hash.h"
#include "sealed.h"

#define REPOSITORY "\"repository\":{\"full_name\":\"acme/shop\",\"html_url\":\"https://github.com/acme/shop\"}"

static char secret[100], key[60];
static int delivery_number;

/* A committed problem of a component, and a webhook. */
static App *world(Fixture *f, const char *forge) {
    App *app = demo_open(f, 2);
    ask(app, "components.import", "file=" SOURCE_ROOT "/src/demo/texts/catalog.yaml", NULL);
    ask(app, "problems.new", "theme=1", NULL);
    ask(app, "problems.open", "problem=1", NULL);
    ask(app, "route.confirm", "problem=1", "component=card-authorisation", NULL);
    ask(app, "problems.commit", "problem=1", NULL);
    const json_t *made = ask(app, "hooks.make", arena_printf(f->a, "forge=%s", forge).p, "name=shop", NULL);
    snprintf(secret, sizeof secret, "%s", text(made, "secret"));
    snprintf(key, sizeof key, "%s", text(made, "path") + strlen("/hooks/in/"));
    assert_int_equal(strlen(key), 24);
    delivery_number = 0;
    return app;
}

/* As the door does once it is genuine; a new delivery each time. */
static const json_t *deliver(App *app, Fixture *f, const char *event, const char *body) {
    return ask(app, "hooks.receive", arena_printf(f->a, "key=%s", key).p, arena_printf(f->a, "event=%s", event).p,
               arena_printf(f->a, "delivery=d-%d", ++delivery_number).p, arena_printf(f->a, "body=%s", body).p, NULL);
}

static const char *released(Fixture *f, const char *tag, const char *notes) {
    return arena_printf(
               f->a,
               "{\"action\":\"published\",\"release\":{\"tag_name\":\"%s\",\"name\":\"Spring\",\"body\":\"%s\","
               "\"published_at\":\"2026-05-20T10:00:00Z\"}," REPOSITORY "}",
               tag, notes)
        .p;
}

static const char *deployed(Fixture *f, const char *state, int id, const char *sha, int day, const char *words) {
    return arena_printf(
               f->a,
               "{\"deployment_status\":{\"state\":\"%s\",\"environment\":\"production\",\"created_at\":\"2026-05-%"
               "02dT10:"
               "00:00Z\"},\"deployment\":{\"id\":%d,\"ref\":\"main\",\"sha\":\"%s\",\"description\":\"%s\"}," REPOSITORY
               "}",
               state, day, id, sha, words)
        .p;
}

static size_t count(App *app, const char *op, const char *list) {
    return json_array_size(at_path(ask(app, op, NULL), list));
}

static void a_release_that_names_its_problem_is_noted_once(void **state) {
    Fixture *f = *state;
    App *app = world(f, "github");
    const json_t *said = deliver(app, f, "release", released(f, "v1", "Ridealong: 1, 99"));
    assert_non_null(strstr(text(said, "done"), "release 1 of problem 1 is noted"));
    assert_non_null(strstr(text(said, "done"), "problem 99"));
    delivery_number--; /* redelivered */
    said = deliver(app, f, "release", released(f, "v1", "Ridealong: 1, 99"));
    assert_non_null(strstr(text(said, "done"), "was here before"));
    deliver(app, f, "release", released(f, "v1", "Ridealong: 1")); /* told again under another name */
    assert_int_equal(count(app, "releases.list", "releases"), 1);
    const json_t *list = ask(app, "releases.list", NULL);
    assert_string_equal(text(list, "releases.0.origin"), "github");
    assert_string_equal(text(list, "releases.0.title"), "acme/shop Spring");
    assert_string_equal(text(list, "releases.0.at"), "2026-05-20T10:00:00Z");
    assert_string_equal(text(ask(app, "problems.get", "problem=1", NULL), "problem.state"), "released");
    assert_int_equal(count(app, "proposals.list", "proposals"), 0);
    const json_t *hook = ask(app, "hooks.get", "hook=1", NULL);
    assert_int_equal(json_array_size(at_path(hook, "deliveries")), 2);
    assert_int_equal(number(ask(app, "hooks.list", NULL), "hooks.0.deliveries"), 2);
    world_close(app);
}

static void what_names_no_problem_is_only_proposed(void **state) {
    Fixture *f = *state;
    App *app = world(f, "github");
    deliver(app, f, "deployment_status", deployed(f, "success", 1, "aaa", 20, ""));
    assert_int_equal(count(app, "proposals.list", "proposals"), 0); /* no component is mapped */
    ask(app, "hooks.map", "hook=1", "component=card-authorisation", "repository=ACME/shop", NULL);
    deliver(app, f, "deployment_status", deployed(f, "success", 2, "bbb", 21, ""));
    deliver(app, f, "deployment_status", deployed(f, "success", 3, "bbb", 21, "")); /* the same version again */
    const json_t *list = ask(app, "proposals.list", NULL);
    assert_int_equal(json_array_size(at_path(list, "proposals")), 1);
    assert_string_equal(text(list, "proposals.0.kind"), "release");
    assert_int_equal(count(app, "releases.list", "releases"), 0);
    const json_t *done = ask(app, "proposals.confirm", "proposal=1", "by=vera", NULL);
    assert_int_equal(number(done, "release"), 1);
    assert_int_equal(refusal(app, "proposals.confirm", "proposal=1", NULL)->code, ERR_CONFLICT);
    assert_int_equal(refusal(app, "proposals.dismiss", "proposal=1", NULL)->code, ERR_CONFLICT);
    assert_string_equal(text(ask(app, "releases.list", NULL), "releases.0.by"), "vera");
    assert_int_equal(count(app, "proposals.list", "proposals"), 0);
    assert_int_equal(json_array_size(at_path(ask(app, "proposals.list", "all=yes", NULL), "proposals")), 1);
    deliver(app, f, "deployment_status", deployed(f, "success", 4, "ccc", 22, "")); /* nothing committed is left */
    assert_int_equal(count(app, "proposals.list", "proposals"), 0);
    ask(app, "hooks.map", "hook=1", "component=card-authorisation", "repository=ACME/shop", "on=no", NULL);
    assert_int_equal(refusal(app, "hooks.map", "hook=1", "component=card-authorisation", "on=no", NULL)->code,
                     ERR_NOT_FOUND);
    world_close(app);
}

static void going_back_is_proposed_as_well(void **state) {
    Fixture *f = *state;
    App *app = world(f, "github");
    deliver(app, f, "deployment_status", deployed(f, "success", 1, "aaa", 18, ""));
    deliver(app, f, "deployment_status", deployed(f, "success", 2, "bbb", 20, "ridealong: 1"));
    deliver(app, f, "deployment_status", deployed(f, "inactive", 1, "aaa", 20, "")); /* only replaced */
    assert_int_equal(count(app, "proposals.list", "proposals"), 0);
    deliver(app, f, "deployment_status", deployed(f, "success", 3, "aaa", 21, "")); /* the version before */
    const json_t *list = ask(app, "proposals.list", NULL);
    assert_int_equal(json_array_size(at_path(list, "proposals")), 1);
    assert_string_equal(text(list, "proposals.0.kind"), "rollback");
    assert_int_equal(number(list, "proposals.0.release"), 1);
    assert_true(json_real_value(at_path(ask(app, "releases.list", NULL), "releases.0.share")) == 1);
    ask(app, "proposals.dismiss", "proposal=1", NULL);
    deliver(app, f, "deployment_status",
            deployed(f, "success", 4, "bbb", 22, "ridealong: 1")); /* forth, the same release */
    assert_int_equal(count(app, "releases.list", "releases"), 1);
    deliver(app, f, "deployment_status", deployed(f, "inactive", 4, "bbb", 23, "")); /* the newest is taken away */
    list = ask(app, "proposals.list", NULL);
    assert_int_equal(json_array_size(at_path(list, "proposals")), 1);
    ask(app, "proposals.confirm", "proposal=2", NULL);
    assert_true(json_real_value(at_path(ask(app, "releases.list", NULL), "releases.0.share")) == 0);
    world_close(app);
}

static void what_says_nothing_of_customers_does_nothing(void **state) {
    Fixture *f = *state;
    App *app = world(f, "github");
    ask(app, "hooks.map", "hook=1", "component=card-authorisation", NULL);
    deliver(app, f, "ping", "{\"zen\":\"x\"," REPOSITORY "}");
    deliver(app, f, "deployment_status", deployed(f, "failure", 1, "aaa", 20, "ridealong: 1"));
    deliver(app, f, "deployment_status",
            "{\"deployment_status\":{\"state\":\"success\",\"environment\":\"staging\"},\"deployment\":{\"id\":1,"
            "\"ref\":\"main\","
            "\"sha\":\"a\",\"description\":\"ridealong: 1\"}," REPOSITORY "}");
    deliver(app, f, "release",
            "{\"action\":\"published\",\"release\":{\"tag_name\":\"v9\",\"body\":\"ridealong: "
            "1\",\"published_at\":\"2031-05-20T10:00:00Z\"}," REPOSITORY "}");
    deliver(app, f, "push", "{}");
    assert_int_equal(count(app, "releases.list", "releases"), 0);
    assert_int_equal(count(app, "proposals.list", "proposals"), 0);
    const Err *err = refusal(app, "hooks.receive", arena_printf(f->a, "key=%s", key).p, "event=release",
                             "delivery=broken", "body={\"a\"", NULL);
    assert_int_equal(err->code, ERR_INPUT);
    const json_t *hook = ask(app, "hooks.get", "hook=1", NULL);
    assert_int_equal(json_array_size(at_path(hook, "deliveries")), 6);
    assert_string_equal(text(hook, "deliveries.0.kind"), "unreadable");
    world_close(app);
}

static ErrCode checked(App *app, Arena *a, const HookHeaders *h, const char *body, HookCall *out) {
    Err err = {0};
    bool ok = app_hook_check(app, a, str_from_c(key), h, str_from_c(body), NOW, out, &err);
    return ok ? ERR_NONE : err.code;
}

static void github_signs_the_body(void **state) {
    Fixture *f = *state;
    App *app = world(f, "github");
    char hex[65];
    HookCall out;
    Sha256 sum = hmac_sha256(str_from_c(secret), STR("{}"));
    hex_encode(hex, sum.bytes, 32);
    HookHeaders h = {.github_event = STR("ping"),
                     .github_delivery = STR("d"),
                     .github_signature = arena_printf(f->a, "sha256=%s", hex)};
    assert_int_equal(checked(app, f->a, &h, "{}", &out), ERR_NONE);
    assert_true(str_eq(out.event, STR("ping")) && str_eq(out.delivery, STR("d")) && out.actor.role == ROLE_ENGINEER);
    assert_int_equal(checked(app, f->a, &h, "{ }", &out), ERR_SIGNED_OUT);
    h.github_signature = arena_printf(f->a, "sha256=%.63s%c", hex, hex[63] == '0' ? '1' : '0');
    assert_int_equal(checked(app, f->a, &h, "{}", &out), ERR_SIGNED_OUT);
    h.github_signature = (Str){0};
    h.gitlab_token = str_from_c(secret); /* not GitHub's way */
    assert_int_equal(checked(app, f->a, &h, "{}", &out), ERR_SIGNED_OUT);
    ask(app, "hooks.revoke", "hook=1", NULL);
    assert_int_equal(checked(app, f->a, &h, "{}", &out), ERR_NOT_FOUND);
    assert_int_equal(json_array_size(at_path(ask(app, "hooks.list", NULL), "hooks")), 0);
    snprintf(key, sizeof key, "nothing");
    assert_int_equal(checked(app, f->a, &h, "{}", &out), ERR_NOT_FOUND);
    world_close(app);
}

static void gitlab_signs_or_sends_the_secret(void **state) {
    Fixture *f = *state;
    App *app = world(f, "gitlab");
    HookCall out;
    Err err = {0};
    HookHeaders h = {.gitlab_event = STR("Release Hook"), .gitlab_uuid = STR("u"), .gitlab_token = str_from_c(secret)};
    assert_int_equal(checked(app, f->a, &h, "{}", &out), ERR_NONE);
    assert_true(str_eq(out.delivery, STR("u")));
    h.webhook_id = STR("w"); /* there without a signature as well */
    h.webhook_timestamp = arena_printf(f->a, "%d", NOW - 200);
    assert_int_equal(checked(app, f->a, &h, "{}", &out), ERR_NONE);
    assert_true(str_eq(out.delivery, STR("w")));
    assert_true(webhook_sign(f->a, str_from_c(secret), h.webhook_id, h.webhook_timestamp, STR("{}"),
                             &h.webhook_signature, &err));
    h.webhook_signature = arena_printf(f->a, "v1,AAAA %.*s", STR_ARG(h.webhook_signature));
    h.gitlab_token = (Str){0};
    assert_int_equal(checked(app, f->a, &h, "{}", &out), ERR_NONE);
    assert_int_equal(checked(app, f->a, &h, "{ }", &out), ERR_SIGNED_OUT);
    h.gitlab_token = str_from_c(secret); /* a signature that is wrong is not made good by the token */
    assert_int_equal(checked(app, f->a, &h, "{ }", &out), ERR_SIGNED_OUT);
    h.webhook_timestamp = arena_printf(f->a, "%d", NOW - 301); /* sent again by somebody else */
    assert_true(webhook_sign(f->a, str_from_c(secret), h.webhook_id, h.webhook_timestamp, STR("{}"),
                             &h.webhook_signature, &err));
    assert_int_equal(checked(app, f->a, &h, "{}", &out), ERR_SIGNED_OUT);
    /* without any name a delivery is known by its bytes */
    HookHeaders bare = {.gitlab_token = str_from_c(secret)};
    assert_int_equal(checked(app, f->a, &bare, "{}", &out), ERR_NONE);
    assert_int_equal(out.delivery.n, 64);
    bare.gitlab_token = STR("whsec_wrong");
    assert_int_equal(checked(app, f->a, &bare, "{}", &out), ERR_SIGNED_OUT);
    world_close(app);
}

static void signatures_are_the_published_ones(void **state) {
    Fixture *f = *state;
    Str signature;
    Err err = {0};
    /* the example of the Standard Webhooks specification */
    assert_true(webhook_sign(f->a, STR("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), STR("msg_p5jXN8AQM9LWM0D4loKWxJek"),
                             STR("1614265330"), STR("{\"test\": 2432232314}"), &signature, &err));
    assert_true(str_eq(signature, STR("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")));
    assert_false(webhook_sign(f->a, STR("MfKQ9r8G"), STR("a"), STR("1"), STR(""), &signature, &err));
}

/* Whoever has the store alone can forge nothing. */
static void the_store_does_not_tell_the_secret(void **state) {
    Fixture *f = *state;
    App *app = world(f, "github");
    Str all = sql_everything(f);
    assert_true(all.n > 1000 && str_find(all, str_from_c(secret)) == SIZE_MAX);
    assert_true(str_find(all, str_from_c(secret + strlen("whsec_"))) == SIZE_MAX);
    assert_true(str_find(all, str_from_c(key)) != SIZE_MAX);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(a_release_that_names_its_problem_is_noted_once),
                                      STORE_TEST(what_names_no_problem_is_only_proposed),
                                      STORE_TEST(going_back_is_proposed_as_well),
                                      STORE_TEST(what_says_nothing_of_customers_does_nothing),
                                      STORE_TEST(github_signs_the_body),
                                      STORE_TEST(gitlab_signs_or_sends_the_secret),
                                      STORE_TEST(signatures_are_the_published_ones),
                                      STORE_TEST(the_store_does_not_tell_the_secret)};
    return app_tests_run("app/hooks", tests, sizeof tests / sizeof *tests);
}
