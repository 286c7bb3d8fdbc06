/* Who may: every operation of the registry, every role, on own and other people's objects; tokens; policy. The table
 * ROWS is written by hand beside the registry, so that a changed role is seen by a person; an operation without a row
 * fails the test. */
#include "app_test.h"
#include "each_op.h"

#include <stdlib.h>
#include <string.h>

#include "access.h"

#define N ROLE_ANYBODY
#define V ROLE_VIEWER
#define E ROLE_ENGINEER
#define H ROLE_HOST
#define L ROLE_LEAD
#define A ROLE_ADMIN

typedef struct MatrixRow {
    const char *id;
    Role other, own; /* least role: on other people's objects, on one's own */
} MatrixRow;

static const MatrixRow ROWS[] = {
#include "access_rows.h"
};

static const MatrixRow *row_of(const char *id) {
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        if (strcmp(ROWS[i].id, id) == 0) return &ROWS[i];
    return NULL;
}

static Actor as(Role role) {
    return (Actor){.name = STR("a test"), .role = role, .scopes = SCOPE_ALL};
}

static void every_operation_has_a_row_and_keeps_it(void **state) {
    (void)state;
    size_t missing = 0;
    EACH_OP(op) {
        const MatrixRow *row = row_of(op->id);
        if (!row) {
            static const char LETTERS[] = "NVEHLA";
            print_error("who may? tests/app/access_rows.h has no {\"%s\", %c, %c},\n", op->id, LETTERS[op->role + 1],
                        LETTERS[(op->owner ? op->own_role : op->role) + 1]);
            missing++;
            continue;
        }
        for (Role role = ROLE_ANYBODY; role <= ROLE_ADMIN; role++)
            for (int own = 0; own < 2; own++) {
                Actor actor = as(role);
                bool wanted = role >= (own ? row->own : row->other);
                if (app_may(op, &actor, own) != wanted)
                    fail_msg("%s: %s, %s object: %s", op->id, role_name(role), own ? "own" : "another's",
                             wanted ? "may by the table, not by the registry" : "may not by the table");
            }
        if (op->owner && op->own_role > op->role) fail_msg("%s: own objects want more than others", op->id);
    }
    assert_int_equal(missing, 0);
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        if (!op_find(str_from_c(ROWS[i].id))) fail_msg("%s is no operation any more", ROWS[i].id);
}

static void a_token_does_what_it_was_made_for(void **state) {
    (void)state;
    EACH_OP(op) {
        bool get = strcmp(op->method, "GET") == 0, high = op->role == ROLE_ADMIN;
        for (unsigned scopes = 0; scopes <= SCOPE_ALL; scopes++) {
            Actor actor = as(ROLE_ADMIN);
            actor.scopes = scopes;
            bool wanted = scopes & (get ? SCOPE_READ : SCOPE_WRITE);
            if (op->scope & scopes) wanted = true;
            if (high && !(scopes & SCOPE_ADMIN)) wanted = false;
            if (app_may(op, &actor, false) != wanted) fail_msg("%s with scopes %u", op->id, scopes);
        }
    }
}

/* What the doors get: every operation that is above a role is refused before its handler runs. */
static void what_may_not_be_is_refused(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 1);
    Err err = {0};
    assert_ok(f, app_make_store(app, &err));
    EACH_OP(op) {
        if (!op->run) continue;
        for (Role role = ROLE_ANYBODY; role < op->role; role++) {
            if (op->owner) continue; /* its object has to be there: in the tests of the domain */
            const Op bare = {.id = op->id,
                             .method = op->method,
                             .path = op->path,
                             .role = op->role,
                             .writes = op->writes,
                             .storeless = op->storeless,
                             .run = op->run,
                             .reply = op->reply,
                             .scope = op->scope};
            Actor actor = as(role);
            json_t *reply = NULL;
            err = (Err){0};
            if (app_call(app, &actor, &bare, f->a, NULL, 0, NOW, NULL, &reply, &err) ||
                err.code != (role == ROLE_ANYBODY ? ERR_SIGNED_OUT : ERR_FORBIDDEN))
                fail_msg("%s as %s: %s", op->id, role_name(role), err.message);
        }
    }
    world_close(app);
}

static bool needs_nothing(const Op *op) {
    for (const Param *p = op->params; p && p->name; p++)
        if (p->required) return false;
    return op->run && strcmp(op->method, "GET") == 0 && !op->writes;
}

/* Replies that a viewer gets, as one text. */
static Str viewer_sees(App *app, Arena *a) {
    Buf b = buf_new(64 << 20);
    EACH_OP(op) {
        Actor viewer = as(ROLE_VIEWER);
        json_t *reply = NULL;
        Err err = {0};
        if (!needs_nothing(op) || !app_call(app, &viewer, op, a, NULL, 0, NOW, NULL, &reply, &err)) continue;
        char *whole = json_dumps(reply, 0);
        buf_add(&b, str_from_c(whole));
        free(whole);
        json_decref(reply);
    }
    Str seen = arena_str(a, buf_str(&b));
    buf_free(&b);
    return seen;
}

static void no_reply_leaks_what_customers_said(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 2);
    Str seen = viewer_sees(app, f->a);
    const json_t *list = ask(app, "signals.list", "limit=400", NULL), *signal;
    size_t i, looked = 0;
    json_array_foreach(at_path(list, "signals"), i, signal) {
        Str said = str_from_c(text(signal, "excerpt"));
        if (said.n < 40) continue;
        looked++;
        Str part = str_slice(said, 0, 40);
        if (str_find(part, STR("\"")) == SIZE_MAX && str_find(seen, part) != SIZE_MAX)
            fail_msg("a viewer reads \"%.*s\"", STR_ARG(part));
    }
    assert_true(looked > 100 && seen.n > 10000);
    world_close(app);
}

static void the_home_of_each_role_is_there(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 2);
    for (Role role = ROLE_VIEWER; role <= ROLE_ADMIN; role++) {
        Actor actor = as(role);
        world_as(&actor);
        const json_t *home = ask(app, "home", NULL), *found = ask(app, "search", "q=card", NULL), *part;
        bool themes = false, said = false;
        size_t i;
        assert_true(json_array_size(at_path(home, "parts")) >= 2);
        json_array_foreach(at_path(home, "parts"), i, part) themes |= strcmp(text(part, "op"), "themes.list") == 0;
        assert_true(themes);
        json_array_foreach(at_path(found, "parts"), i, part) said |= strcmp(text(part, "op"), "signals.list") == 0;
        assert_int_equal(said, role >= ROLE_ENGINEER); /* a viewer finds no words of customers */
    }
    world_close(app);
}

static void customers_words_follow_the_policy(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 2);
    const Actor viewer = as(ROLE_VIEWER), engineer = as(ROLE_ENGINEER);
    const char *said = text(ask(app, "themes.get", "theme=1", NULL), "quotes.0.text");
    world_as(&engineer);
    assert_string_equal(text(ask(app, "themes.get", "theme=1", NULL), "quotes.0.text"), said);
    ask(app, "signals.list", NULL);
    world_as(&viewer);
    const json_t *theme = ask(app, "themes.get", "theme=1", NULL), *quote;
    size_t i;
    assert_true(json_array_size(at_path(theme, "quotes")) > 0);
    json_array_foreach(at_path(theme, "quotes"), i, quote) assert_string_equal(text(quote, "text"), NOT_SHOWN);
    char *whole = json_dumps(theme, 0);
    assert_null(strstr(whole, said));
    free(whole);
    assert_int_equal(refusal(app, "signals.list", NULL)->code, ERR_FORBIDDEN);
    assert_int_equal(refusal(app, "signals.get", "signal=1", NULL)->code, ERR_FORBIDDEN);
    /* an administrator may open it */
    Call call = {.app = app, .arena = f->a};
    assert_ok(f, policy_put(&call, &(Policy){.words = ROLE_VIEWER, .people = ROLE_LEAD}, &f->err));
    assert_string_equal(text(ask(app, "themes.get", "theme=1", NULL), "quotes.0.text"), said);
    ask(app, "signals.list", NULL);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(every_operation_has_a_row_and_keeps_it),
        STORE_TEST(a_token_does_what_it_was_made_for),
        STORE_TEST(what_may_not_be_is_refused),
        STORE_TEST(no_reply_leaks_what_customers_said),
        STORE_TEST(the_home_of_each_role_is_there),
        STORE_TEST(customers_words_follow_the_policy),
    };
    return app_tests_run("access", tests, sizeof tests / sizeof *tests);
}
