/* Accounts from the first link to the last token: who gets in, who does not, and what ends what. */
#include "app_test.h"

#include <string.h>

#include "base/clock.h"
#include "store/account_store.h"

#define GOOD "correct horse battery"

static Arena *a; /* of the test under way */

static App *begin(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 1);
    Err err = {0};
    a = f->a;
    assert_ok(f, app_make_store(app, &err));
    return app;
}

static const char *arg(const char *name, const char *value) {
    return arena_printf(a, "%s=%s", name, value).p;
}

static const char *token_of(const json_t *reply) {
    const char *link = text(reply, "link");
    assert_int_equal(strncmp(link, "/welcome?token=", 15), 0);
    return arg("token", link + 15);
}

static Actor identify(App *app, const char *login, const char *bearer, bool local, int64_t now) {
    Caller caller = {
        .login = str_from_c(login), .bearer = str_from_c(bearer), .address = STR("192.0.2.1"), .local = local};
    Actor actor;
    Err err = {0};
    if (!app_identify(app, a, &caller, now, &actor, &err)) {
        assert_int_equal(err.code, ERR_SIGNED_OUT);
        actor.role = ROLE_ANYBODY;
        actor.account_id = 0;
    }
    return actor;
}

static const Actor NOBODY = {.name = STR_INIT("nobody"),
                             .role = ROLE_ANYBODY,
                             .scopes = SCOPE_READ | SCOPE_WRITE,
                             .address = STR_INIT("192.0.2.1"),
                             .agent = STR_INIT("a browser")};

/* The first administrator; returns the cookie. */
static const char *first(App *app) {
    Str path;
    Err err = {0};
    if (!app_first_link(app, a, NOW, &path, &err)) fail_msg("%s", err.message);
    world_as(&NOBODY);
    const char *token = arg("token", path.p + 15);
    assert_string_equal(text(ask(app, "links.get", token, NULL), "kind"), "setup");
    const json_t *reply = ask(app, "links.use", token, "email=Root@X.example ", "name=Root", "password=" GOOD, NULL);
    assert_string_equal(text(reply, "account"), "root@x.example");
    assert_string_equal(text(reply, "next"), "/setup");
    return text(reply, "login");
}

static Actor admin_of(App *app) {
    Actor admin = identify(app, first(app), NULL, false, NOW);
    assert_true(admin.role == ROLE_ADMIN && admin.account_id && admin.login_id &&
                str_eq(admin.name, STR("root@x.example")));
    return admin;
}

static void the_first_link_makes_one_administrator(void **state) {
    App *app = begin(state);
    Str one, two;
    Err err = {0};
    assert_int_equal(identify(app, NULL, NULL, true, NOW).role,
                     ROLE_ADMIN); /* this machine, while there is no account */
    assert_int_equal(identify(app, NULL, NULL, false, NOW).role, ROLE_ANYBODY);
    assert_true(app_first_link(app, a, NOW, &one, &err) && app_first_link(app, a, NOW, &two, &err));
    world_as(&NOBODY);
    assert_int_equal(
        refusal(app, "links.use", arg("token", one.p + 15), "email=a@x.example", "password=" GOOD, NULL)->code,
        ERR_NOT_FOUND); /* the newer one ended it */
    const char *token = arg("token", two.p + 15);
    assert_int_equal(refusal(app, "links.use", token, "email=a@x.example", "password=short", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "links.use", token, "email=no address", "password=" GOOD, NULL)->code, ERR_INPUT);
    ask(app, "links.use", token, "email=a@x.example", "password=" GOOD, NULL); /* a refusal did not use it up */
    assert_int_equal(refusal(app, "links.use", token, "email=b@x.example", "password=" GOOD, NULL)->code,
                     ERR_NOT_FOUND);
    assert_int_equal(identify(app, NULL, NULL, true, NOW).role, ROLE_ANYBODY); /* this machine is nobody special now */
    assert_true(app_first_link(app, a, NOW, &one, &err) && one.n == 0);
    world_close(app);
}

static void easy_passwords_are_refused(void **state) {
    App *app = begin(state);
    static const char *const EASY[] = {"password=aaaaaaaaaaaaaa", "password=abcdefghijklmn",
                                       "password=PasswordPassword", "password=root@x.example", "password=elevenchars"};
    Str path;
    Err err = {0};
    assert_true(app_first_link(app, a, NOW, &path, &err));
    world_as(&NOBODY);
    for (size_t i = 0; i < sizeof EASY / sizeof *EASY; i++)
        assert_int_equal(
            refusal(app, "links.use", arg("token", path.p + 15), "email=root@x.example", EASY[i], NULL)->code,
            ERR_INPUT);
    world_close(app);
}

static void signing_in_and_out(void **state) {
    App *app = begin(state);
    const char *cookie = first(app);
    const json_t *in = ask(app, "login.begin", "email=ROOT@x.example", "password=" GOOD, "next=/themes?a=1", NULL);
    const char *second = text(in, "login");
    assert_string_equal(text(in, "next"), "/themes?a=1");
    assert_string_not_equal(cookie, second); /* a new one each time: nothing to fix beforehand */
    static const char *const ELSEWHERE[] = {"next=//evil.example", "next=https://evil.example", "next=/\\evil.example",
                                            "next=/a\r\nSet-Cookie: b", "next=evil"};
    for (size_t i = 0; i < sizeof ELSEWHERE / sizeof *ELSEWHERE; i++)
        assert_string_equal(
            text(ask(app, "login.begin", "email=root@x.example", "password=" GOOD, ELSEWHERE[i], NULL), "next"), "/");
    Actor me = identify(app, cookie, NULL, false, NOW);
    world_as(&me);
    ask(app, "login.seen", NULL);
    const json_t *mine = ask(app, "account.get", NULL);
    assert_int_equal(json_array_size(at_path(mine, "logins")), 7);
    ask(app, "login.end", NULL);
    assert_int_equal(identify(app, cookie, NULL, false, NOW).role, ROLE_ANYBODY);
    Actor other = identify(app, second, NULL, false, NOW);
    assert_int_equal(other.role, ROLE_ADMIN);
    assert_int_equal(identify(app, second, NULL, false, NOW + 8 * SECONDS_PER_DAY).role, ROLE_ANYBODY); /* idle */
    world_as(&other);
    const json_t *again = ask(app, "account.get", NULL);
    char number_arg[40];
    for (size_t i = 0; i < json_array_size(at_path(again, "logins")); i++) {
        const json_t *login = json_array_get(at_path(again, "logins"), i);
        if (json_is_true(at_path(login, "this"))) continue;
        snprintf(number_arg, sizeof number_arg, "login=%lld", number(login, "id"));
        ask(app, "logins.end", number_arg, NULL);
    }
    assert_int_equal(json_array_size(at_path(ask(app, "account.get", NULL), "logins")), 1);
    assert_int_equal(refusal(app, "logins.end", number_arg, NULL)->code, ERR_NOT_FOUND);
    world_close(app);
}

static void tries_are_limited(void **state) {
    App *app = begin(state);
    first(app);
    for (int i = 0; i < 10; i++)
        assert_int_equal(refusal(app, "login.begin", "email=root@x.example", "password=wrong", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "login.begin", "email=root@x.example", "password=" GOOD, NULL)->code, ERR_TOO_OFTEN);
    /* nobody's address is told apart from somebody's */
    const Err *unknown = refusal(app, "login.begin", "email=nobody@x.example", "password=wrong", NULL);
    Err kept = *unknown;
    const Actor elsewhere = {.role = ROLE_ANYBODY, .scopes = SCOPE_WRITE, .address = STR_INIT("192.0.2.99")};
    world_as(&elsewhere);
    assert_int_equal(refusal(app, "login.begin", "email=root@x.example", "password=" GOOD, NULL)->code, ERR_TOO_OFTEN);
    assert_string_equal(kept.message, "password: e-mail and password do not fit together");
    world_as(&NOBODY);
    char email[64];
    for (int i = 0; i < 39; i++) {
        snprintf(email, sizeof email, "email=n%d@x.example", i);
        assert_int_equal(refusal(app, "login.begin", email, "password=wrong", NULL)->code, ERR_INPUT);
    }
    assert_int_equal(refusal(app, "login.begin", "email=z@x.example", "password=wrong", NULL)->code, ERR_TOO_OFTEN);
    world_as(&elsewhere); /* another address is not held up by that */
    assert_int_equal(refusal(app, "login.begin", "email=z@x.example", "password=wrong", NULL)->code, ERR_INPUT);
    world_close(app);
}

static void invitations_and_resets(void **state) {
    App *app = begin(state);
    Actor admin = admin_of(app);
    world_as(&admin);
    const char *token = token_of(ask(app, "accounts.invite", "email=ann@x.example", "role=engineer", NULL));
    world_as(&NOBODY);
    const json_t *what = ask(app, "links.get", token, NULL);
    assert_string_equal(text(what, "role"), "engineer");
    assert_string_equal(text(what, "by"), "root@x.example");
    const char *cookie = text(ask(app, "links.use", token, "email=evil@x.example", "password=" GOOD, NULL),
                              "login"); /* the link's counts */
    Actor ann = identify(app, cookie, NULL, false, NOW);
    assert_true(ann.role == ROLE_ENGINEER && str_eq(ann.name, STR("ann@x.example")));
    world_as(&ann);
    assert_int_equal(refusal(app, "accounts.list", NULL)->code, ERR_FORBIDDEN);
    ask(app, "account.change", "name=Ann", "zone=Europe/Berlin", NULL);
    assert_int_equal(refusal(app, "account.change", "name=Ann", "zone=<b>", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "account.password", "old=wrong", "new=another good one", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "account.password", "old=" GOOD, "new=short", NULL)->code, ERR_INPUT);
    ask(app, "account.password", "old=" GOOD, "new=another good one", NULL);
    world_as(&admin);
    assert_int_equal(refusal(app, "accounts.invite", "email=ann@x.example", NULL)->code, ERR_CONFLICT);
    assert_int_equal(refusal(app, "accounts.reset", "account=ann@x.example", "enter=yes", NULL)->code, ERR_FORBIDDEN);
    token = token_of(ask(app, "accounts.reset", "account=ann@x.example", NULL));
    world_as(&NOBODY);
    const char *fresh = text(ask(app, "links.use", token, "password=a third good one", NULL), "login");
    assert_int_equal(identify(app, cookie, NULL, false, NOW).role, ROLE_ANYBODY); /* the old login ended */
    assert_int_equal(identify(app, fresh, NULL, false, NOW).role, ROLE_ENGINEER);
    world_as(NULL); /* the machine itself may make a link that just signs in */
    token = token_of(ask(app, "accounts.reset", "account=ann@x.example", "enter=yes", NULL));
    world_as(&NOBODY);
    assert_int_equal(identify(app, text(ask(app, "links.use", token, NULL), "login"), NULL, false, NOW).role,
                     ROLE_ENGINEER);
    ask(app, "login.begin", "email=ann@x.example", "password=a third good one", NULL);
    world_close(app);
}

static void what_ends_an_account(void **state) {
    App *app = begin(state);
    Actor admin = admin_of(app);
    world_as(&admin);
    const Err *err = refusal(app, "accounts.change", "account=root@x.example", "role=lead", NULL);
    assert_int_equal(err->code, ERR_CONFLICT);
    assert_int_equal(refusal(app, "accounts.change", "account=root@x.example", "ended=yes", NULL)->code, ERR_CONFLICT);
    const char *token = token_of(ask(app, "accounts.invite", "email=ann@x.example", "role=admin", NULL));
    world_as(&NOBODY);
    const char *cookie = text(ask(app, "links.use", token, "password=" GOOD, NULL), "login");
    Actor ann = identify(app, cookie, NULL, false, NOW);
    world_as(&ann);
    const char *bearer = text(ask(app, "tokens.add", "name=ci", "scope=read", "scope=admin", NULL), "token");
    Actor program = identify(app, NULL, bearer, false, NOW);
    assert_true(program.role == ROLE_ADMIN && program.scopes == (SCOPE_READ | SCOPE_ADMIN) && !program.login_id);
    world_as(&program);
    ask(app, "accounts.list", NULL);
    assert_int_equal(refusal(app, "accounts.invite", "email=c@x.example", NULL)->code, ERR_FORBIDDEN);
    world_as(&ann);
    ask(app, "accounts.change", "account=root@x.example", "role=viewer", NULL);
    assert_int_equal(identify(app, cookie, NULL, false, NOW).role, ROLE_ADMIN);
    world_as(NULL);
    ask(app, "accounts.change", "account=root@x.example", "role=admin", NULL);
    ask(app, "accounts.change", "account=ann@x.example", "ended=yes", NULL);
    assert_int_equal(identify(app, cookie, NULL, false, NOW).role, ROLE_ANYBODY);
    assert_int_equal(identify(app, NULL, bearer, false, NOW).role, ROLE_ANYBODY);
    world_as(&NOBODY);
    assert_int_equal(refusal(app, "login.begin", "email=ann@x.example", "password=" GOOD, NULL)->code, ERR_INPUT);
    world_close(app);
}

static void tokens_are_ones_own(void **state) {
    App *app = begin(state);
    Actor admin = admin_of(app);
    world_as(&admin);
    assert_int_equal(refusal(app, "tokens.add", "name=x", "scope=everything", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "tokens.add", "name=x", NULL)->code, ERR_INPUT);
    const char *bearer = text(ask(app, "tokens.add", "name=ci", "scope=write", "days=2", NULL), "token");
    assert_int_equal(identify(app, NULL, bearer, false, NOW + 1).role, ROLE_ADMIN);
    assert_int_equal(identify(app, NULL, bearer, false, NOW + 2 * SECONDS_PER_DAY).role, ROLE_ANYBODY);
    char arg_[40];
    snprintf(arg_, sizeof arg_, "token=%lld", number(ask(app, "account.get", NULL), "tokens.0.id"));
    const char *invited = token_of(ask(app, "accounts.invite", "email=ann@x.example", "role=admin", NULL));
    world_as(&NOBODY);
    Actor ann = identify(app, text(ask(app, "links.use", invited, "password=" GOOD, NULL), "login"), NULL, false, NOW);
    world_as(&ann);
    assert_int_equal(refusal(app, "tokens.end", arg_, NULL)->code, ERR_NOT_FOUND); /* root's */
    world_as(&admin);
    ask(app, "tokens.end", arg_, NULL);
    assert_int_equal(identify(app, NULL, bearer, false, NOW + 1).role, ROLE_ANYBODY);
    world_close(app);
}

static void no_secret_is_in_the_store(void **state) {
    App *app = begin(state);
    const char *cookie = first(app);
    Actor me = identify(app, cookie, NULL, false, NOW);
    world_as(&me);
    const char *bearer = text(ask(app, "tokens.add", "name=ci", "scope=read", NULL), "token");
    const char *link = token_of(ask(app, "accounts.invite", "email=ann@x.example", NULL)) + 6;
    Str all = sql_everything(*state);
    assert_true(str_find(all, STR("root@x.example")) != SIZE_MAX);
    assert_true(str_find(all, STR(GOOD)) == SIZE_MAX);
    assert_true(str_find(all, str_from_c(cookie)) == SIZE_MAX);
    assert_true(str_find(all, str_from_c(bearer)) == SIZE_MAX);
    assert_true(str_find(all, str_from_c(link)) == SIZE_MAX);
    world_close(app);
}

/* What the account says, else the person, else the installation, else UTC. */
static void times_are_in_whose_zone(void **state) {
    App *app = begin(state);
    const char *cookie = first(app);
    Actor root = identify(app, cookie, NULL, false, NOW), machine = actor_of_machine(STR("a test"));
    Err err = {0};
    Str zone;
    assert_true(app_zone(app, a, &root, &zone, &err) && str_eq(zone, STR("UTC")));
    world_as(&root);
    assert_int_equal(refusal(app, "setup.change", "zone=Mars/Base", NULL)->code, ERR_INPUT);
    const Err *empty = refusal(app, "setup.change", "zone= ", "organisation=X", NULL);
    assert_string_equal(empty->message, "zone: it is empty"); /* UTC is chosen, too, never meant by saying nothing */
    const json_t *setup = ask(app, "setup.get", NULL);
    assert_string_equal(text(setup, "organisation"), "");
    assert_string_equal(text(setup, "zone"), "");
    assert_true(json_array_size(at_path(setup, "zones")) > 300);
    ask(app, "setup.change", "zone=Etc/GMT-3", NULL); /* known, though not offered: shown as the choice that it is */
    setup = ask(app, "setup.get", NULL);
    const json_t *zones = at_path(setup, "zones");
    assert_string_equal(json_string_value(json_array_get(zones, json_array_size(zones) - 1)), "Etc/GMT-3");
    ask(app, "setup.change", "zone=Asia/Tokyo", NULL);
    assert_true(app_zone(app, a, &root, &zone, &err) && str_eq(zone, STR("Asia/Tokyo")));
    assert_true(app_zone(app, a, &machine, &zone, &err) && str_eq(zone, STR("Asia/Tokyo")));
    ask(app, "people.import", file_put("people.csv", "name,email,zone\nRoot,root@x.example,America/Lima\n"), NULL);
    ask(app, "accounts.change", "account=root@x.example", "person=1", NULL);
    root = identify(app, cookie, NULL, false, NOW);
    assert_true(app_zone(app, a, &root, &zone, &err) && str_eq(zone, STR("America/Lima")));
    world_as(&root);
    ask(app, "account.change", "name=Root", "zone=Europe/Berlin", NULL);
    assert_true(app_zone(app, a, &root, &zone, &err) && str_eq(zone, STR("Europe/Berlin")));
    world_close(app);
}

static bool offers(const json_t *reply, const char *op) {
    const json_t *command;
    size_t i;
    json_array_foreach(at_path(reply, "commands"), i, command)
        if (strcmp(text(command, "op"), op) == 0) return true;
    return false;
}

/* A page needs nothing but what its address says; a form asks for the rest. */
static void expect_opens(const json_t *command) {
    const Op *op = op_find(str_from_c(text(command, "op")));
    for (const Param *p = op->params; p && p->name && strcmp(op->method, "GET") == 0; p++)
        if (p->required && str_find(str_from_c(op->path), arena_printf(a, "{%s}", p->name)) == SIZE_MAX)
            fail_msg("%s is offered, and needs %s", op->id, p->name);
}

/* The palette shows what the role may: on no other page is there a list to forget one in. */
static void commands_are_those_of_the_role(void **state) {
    static const Actor VIEWER = {.name = STR_INIT("vera"), .role = ROLE_VIEWER, .scopes = SCOPE_ALL, .account_id = 9};
    App *app = begin(state);
    const json_t *all = ask(app, "commands.list", NULL);
    assert_true(offers(all, "themes.list") && offers(all, "releases.add") && offers(all, "accounts.list"));
    assert_true(offers(all, "problems.decide") && !offers(all, "login.begin"));
    assert_true(offers(all, "themes.outcome") && !offers(all, "links.get"));
    for (size_t i = 0; i < json_array_size(at_path(all, "commands")); i++)
        expect_opens(json_array_get(at_path(all, "commands"), i));
    world_as(&VIEWER);
    const json_t *few = ask(app, "commands.list", NULL);
    assert_true(offers(few, "themes.list") && !offers(few, "releases.add") && !offers(few, "accounts.list"));
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(the_first_link_makes_one_administrator),
        STORE_TEST(easy_passwords_are_refused),
        STORE_TEST(signing_in_and_out),
        STORE_TEST(tries_are_limited),
        STORE_TEST(invitations_and_resets),
        STORE_TEST(what_ends_an_account),
        STORE_TEST(tokens_are_ones_own),
        STORE_TEST(no_secret_is_in_the_store),
        STORE_TEST(times_are_in_whose_zone),
        STORE_TEST(commands_are_those_of_the_role),
    };
    return app_tests_run("accounts", tests, sizeof tests / sizeof *tests);
}
