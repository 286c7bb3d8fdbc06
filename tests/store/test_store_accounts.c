/* test_store_accounts.c - accounts, sessions, links, tokens, tries. */
#include "base/clock.h"
#include "store/account_store.h"
#include "store_test.h"

static int64_t account(Fixture *f, Str email, Str role) {
    int64_t id;
    AccountRow row = {
        .email = email, .name = STR("Ann"), .role = role, .password = STR("$argon2id$x"), .created_at = 5};
    assert_ok(f, account_add(f->db, &row, &id, &f->err));
    return id;
}

static void test_accounts(void **state) {
    Fixture *f = *state;
    bool any;
    int64_t admins;
    AccountRow row, *rows;
    size_t n;
    assert_ok(f, account_any(f->db, &any, &f->err));
    assert_false(any);
    int64_t ann = account(f, STR("ann@x.example"), STR("admin"));
    assert_fails(f, ERR_CONFLICT, account_add(f->db, &(AccountRow){.email = STR("ann@x.example")}, &admins, &f->err));
    account(f, STR("bob@x.example"), STR("viewer"));
    assert_ok(f, account_any(f->db, &any, &f->err));
    assert_true(any);
    assert_ok(f, account_admins(f->db, &admins, &f->err));
    assert_int_equal(admins, 1);
    assert_ok(f, account_find(f->db, f->a, STR("ann@x.example"), &row, &f->err));
    assert_true(row.id == ann && row.seen_at == TIME_NONE && row.ended_at == TIME_NONE && !row.person_id);
    row.ended_at = 9;
    row.role = STR("lead");
    assert_ok(f, account_change(f->db, &row, &f->err));
    assert_ok(f, account_seen(f->db, ann, 8, &f->err));
    assert_ok(f, account_get(f->db, f->a, ann, &row, &f->err));
    assert_true(row.ended_at == 9 && row.seen_at == 8 && str_eq(row.role, STR("lead")));
    assert_ok(f, account_admins(f->db, &admins, &f->err));
    assert_int_equal(admins, 0);
    assert_fails(f, ERR_NOT_FOUND, account_get(f->db, f->a, 900, &row, &f->err));
    assert_ok(f, accounts_list(f->db, f->a, &rows, &n, &f->err));
    assert_int_equal(n, 2);
}

static void test_sessions_end(void **state) {
    Fixture *f = *state;
    int64_t ann = account(f, STR("ann@x.example"), STR("admin")), bob = account(f, STR("bob@x.example"), STR("viewer"));
    int64_t one, two;
    LoginRow row, *rows;
    AccountRow who;
    size_t n;
    LoginRow made = {.account_id = ann, .agent = STR("a browser"), .address = STR("::1"), .created_at = 100};
    assert_ok(f, login_add(f->db, &made, STR("h1"), &one, &f->err));
    assert_ok(f, login_add(f->db, &made, STR("h2"), &two, &f->err));
    assert_ok(f, login_find(f->db, f->a, STR("h1"), 99, 99, &row, &who, &f->err));
    assert_true(row.id == one && who.id == ann && row.seen_at == 100 && who.password.n == 0);
    assert_fails(f, ERR_NOT_FOUND, login_find(f->db, f->a, STR("h1"), 100, 0, &row, &who, &f->err)); /* too old */
    assert_fails(f, ERR_NOT_FOUND, login_find(f->db, f->a, STR("h1"), 0, 100, &row, &who, &f->err)); /* idle */
    assert_ok(f, login_seen(f->db, one, 150, &f->err));
    assert_ok(f, login_find(f->db, f->a, STR("h1"), 99, 149, &row, &who, &f->err));
    assert_fails(f, ERR_NOT_FOUND, login_end(f->db, bob, one, &f->err)); /* somebody else's */
    assert_ok(f, login_end_others(f->db, ann, one, &f->err));
    assert_ok(f, logins_of(f->db, f->a, ann, 0, 0, &rows, &n, &f->err));
    assert_true(n == 1 && rows[0].id == one);
    who.ended_at = 7;
    who.password = STR("");
    assert_ok(f, account_change(f->db, &who, &f->err)); /* an ended account has no sessions */
    assert_fails(f, ERR_NOT_FOUND, login_find(f->db, f->a, STR("h1"), 0, 0, &row, &who, &f->err));
    assert_ok(f, login_purge(f->db, 100, 0, &f->err));
    assert_ok(f, logins_of(f->db, f->a, ann, 0, 0, &rows, &n, &f->err));
    assert_int_equal(n, 0);
}

static void test_links_work_once(void **state) {
    Fixture *f = *state;
    int64_t id;
    LinkRow row, made = {.kind = STR("invite"), .email = STR("c@x.example"), .role = STR("lead"), .expires_at = 50};
    assert_ok(f, link_add(f->db, &made, STR("h"), &id, &f->err));
    assert_ok(f, link_find(f->db, f->a, STR("h"), 49, &row, &f->err));
    assert_true(row.id == id && str_eq(row.role, STR("lead")));
    assert_fails(f, ERR_NOT_FOUND, link_find(f->db, f->a, STR("h"), 50, &row, &f->err));
    assert_ok(f, link_use(f->db, id, 40, &f->err));
    assert_fails(f, ERR_NOT_FOUND, link_use(f->db, id, 40, &f->err));
    assert_fails(f, ERR_NOT_FOUND, link_find(f->db, f->a, STR("h"), 1, &row, &f->err));
    assert_ok(f, link_add(f->db, &made, STR("h2"), &id, &f->err));
    assert_ok(f, link_end(f->db, STR("invite"), STR("c@x.example"), 1, &f->err));
    assert_fails(f, ERR_NOT_FOUND, link_find(f->db, f->a, STR("h2"), 1, &row, &f->err));
}

static void test_tokens_tries_and_once(void **state) {
    Fixture *f = *state;
    int64_t ann = account(f, STR("ann@x.example"), STR("admin")), id, n;
    TokenRow row, *rows, made = {.account_id = ann, .name = STR("ci"), .scopes = STR("read"), .expires_at = 50};
    AccountRow who;
    size_t count;
    assert_ok(f, token_add(f->db, &made, STR("h"), &id, &f->err));
    assert_ok(f, token_find(f->db, f->a, STR("h"), 49, &row, &who, &f->err));
    assert_true(row.id == id && who.id == ann && str_eq(row.scopes, STR("read")));
    assert_fails(f, ERR_NOT_FOUND, token_find(f->db, f->a, STR("h"), 50, &row, &who, &f->err));
    assert_fails(f, ERR_NOT_FOUND, token_end(f->db, ann + 1, id, 3, &f->err));
    assert_ok(f, token_end(f->db, ann, id, 3, &f->err));
    assert_fails(f, ERR_NOT_FOUND, token_find(f->db, f->a, STR("h"), 1, &row, &who, &f->err));
    assert_ok(f, tokens_of(f->db, f->a, ann, &rows, &count, &f->err));
    assert_int_equal(count, 0);
    for (int i = 0; i < 3; i++) assert_ok(f, try_add(f->db, STR("account"), STR("x"), i, &f->err));
    assert_ok(f, try_count(f->db, STR("account"), STR("x"), 0, &n, &f->err));
    assert_int_equal(n, 2);
    assert_ok(f, try_purge(f->db, 1, &f->err));
    assert_ok(f, try_count(f->db, STR("account"), STR("x"), -1, &n, &f->err));
    assert_int_equal(n, 1);
    assert_ok(f, try_forget(f->db, STR("account"), STR("x"), &f->err));
    bool found;
    Str args, reply;
    assert_ok(f, once_find(f->db, f->a, ann, STR("k"), 0, &found, &args, &reply, &f->err));
    assert_false(found);
    assert_ok(f, once_put(f->db, ann, STR("k"), STR("abc"), 9, STR("{}"), &f->err));
    assert_ok(f, once_find(f->db, f->a, ann, STR("k"), 8, &found, &args, &reply, &f->err));
    assert_true(found && str_eq(args, STR("abc")) && str_eq(reply, STR("{}")));
    assert_ok(f, once_purge(f->db, 9, &f->err));
    assert_ok(f, once_find(f->db, f->a, ann, STR("k"), 0, &found, &args, &reply, &f->err));
    assert_false(found);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(test_accounts),
        STORE_TEST(test_sessions_end),
        STORE_TEST(test_links_work_once),
        STORE_TEST(test_tokens_tries_and_once),
    };
    return store_tests_run("accounts", tests, sizeof tests / sizeof *tests);
}
