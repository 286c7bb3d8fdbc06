/* What a release did, told to those who worked on it and to customers who voiced the friction: nobody hears more than
 * is known, and nobody who did not ask. */
#include "app_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/feed.h"
#include "app_private.h"
#include "base/clock.h"
#include "messages.h"
#include "store/feed_store.h"
#include "store/message_store.h"
#include "store/org_store.h"

enum { TOPICS = 12, DAYS = 300, RELEASE_BACK = 98, LAST_DAY = 20604 /* 2026-05-31 */ };

static const char *const SAID[TOPICS][4] = {
    {"invoice pdf blank", "the invoice download gives an empty pdf", "blank invoice again",
     "cannot open my invoice pdf"},
    {"password reset mail never arrives", "reset link for the password missing", "no password reset mail",
     "password link expired"},
    {"parcel courier left it outside", "courier never rang the bell", "parcel lost by the courier",
     "my parcel went back"},
    {"refund still not on my account", "waiting weeks for the refund", "refund promised but nothing",
     "where is my refund"},
    {"app crashes when I open the camera", "camera scan crashes the app", "crash on scanning",
     "the scanner closes itself"},
    {"voucher code rejected at checkout", "voucher said invalid", "checkout does not take my voucher",
     "voucher expired too soon"},
    {"chat bot repeats the same answer", "bot does not understand", "the bot loops for ever", "bot instead of a human"},
    {"language switched to Danish", "menus suddenly Danish", "cannot change the language back",
     "wrong language everywhere"},
    {"subscription renewed without notice", "charged for a renewal", "renewal I cancelled", "yearly renewal surprise"},
    {"map shows the wrong shop", "shop address on the map is old", "map pin misplaced", "the map led me astray"},
    {"battery drains with the widget", "widget eats battery", "battery empty since widget", "widget drains everything"},
    {"seat selection disappeared", "cannot choose a seat", "seat map stays grey", "my seat was changed"}};

/* A company of twelve frictions, two voices each a day; the first falls to a quarter at its release. */
static const char *company(void) {
    static char out[2000000];
    size_t n = (size_t)snprintf(out, sizeof out, "id,text,customer,created_at\n");
    unsigned id = 0;
    for (int back = DAYS; back >= 0; back--)
        for (int topic = 0; topic < TOPICS; topic++) {
            int voices = topic == 0 && back < RELEASE_BACK ? back % 2 == 0 : 2 + (back * 7 + topic * 3) % 3 - 1;
            for (int i = 0; i < voices; i++, id++) {
                int64_t y;
                int m, d;
                civil_from_days(LAST_DAY - back, &y, &m, &d);
                unsigned a = id * 7 / 12 % 4, b = (a + 1 + id % 3) % 4;
                n += (size_t)snprintf(out + n, sizeof out - n,
                                      "s%u,\"%s, %s, order %u\",C-%u,%04d-%02d-%02dT09:00:00Z\n", id, SAID[topic][a],
                                      SAID[topic][b], 1000 + id * 7, id % 300, (int)y, m, d);
            }
        }
    return file_put("company.csv", out);
}

static char theme[32], at[32];

static int64_t person_add(Fixture *f, const char *email, const char *name, bool host) {
    PersonRow row = person_new(str_from_c(email), str_from_c(name));
    int64_t id;
    row.email = row.key;
    row.engineer = !host;
    row.host = host;
    assert_ok(f, person_put(f->db, &row, &id, &f->err));
    return id;
}

/* Problem 1 about the invoices, released and fallen: release 1. Problem 2 about the courier, released at the same time,
 * which did nothing: release 2. Problem 3, released yesterday: release 3. */
static void fill(App *app, const void *ctx) {
    Fixture *f = *(Fixture *const *)ctx;
    int64_t y;
    int m, d;
    ask(app, "import", company(), NULL);
    snprintf(theme, sizeof theme, "theme=%lld", number(ask(app, "themes.list", "q=invoice", NULL), "themes.0.id"));
    civil_from_days(LAST_DAY - RELEASE_BACK + 1, &y, &m, &d);
    snprintf(at, sizeof at, "at=%04d-%02d-%02d", (int)y, m, d);
    person_add(f, "ann@x.example", "Ann Berg", false);
    person_add(f, "sue@x.example", "Sue Host", true);
    person_add(f, "bob@x.example", "Bob Idle", false);
    ask(app, "problems.new", theme, NULL);
    const char *courier =
        arena_printf(f->a, "theme=%lld", number(ask(app, "themes.list", "q=courier", NULL), "themes.0.id")).p;
    const char *refund =
        arena_printf(f->a, "theme=%lld", number(ask(app, "themes.list", "q=refund", NULL), "themes.0.id")).p;
    ask(app, "problems.new", courier, NULL);
    ask(app, "problems.new", refund, NULL);
    ask(app, "problems.decide", "problem=2", "kind=accept", "decider=Ann Berg", "reason=It hurts", NULL);
    ask(app, "sessions.offer", "format=empathy", "starts=2026-02-02 10:00", "host=sue@x.example", theme,
        "title=Invoices", NULL);
    ask(app, "seats.join", "session=1", "person=ann@x.example", NULL);
    ask(app, "sessions.attend", "session=1", "attended=ann@x.example", NULL);
    ask(app, "releases.add", "problem=1", at, "by=somebody", NULL);
    ask(app, "releases.add", "problem=2", at, "by=somebody", NULL);
    ask(app, "releases.add", "problem=3", "at=2026-05-30", "by=somebody", NULL);
}

static App *world(Fixture *f) {
    return world_filled(f, 2, "world", fill, &f);
}

/* ---- to those who worked on it --------------------------------------------------------------- */

static void everybody_sees_what_their_work_did(void **state) {
    Fixture *f = *state;
    App *app = world(f);
    const json_t *ann = ask(app, "work.mine", "person=ann@x.example", NULL);
    assert_int_equal(json_array_size(at_path(ann, "work")), 2); /* newest first: equal dates, the later number */
    assert_int_equal(number(ann, "work.0.release.id"), 2);
    assert_string_equal(text(ann, "work.0.did.0"), "decided on 2026-06-01: accept");
    assert_string_equal(text(ann, "work.1.verdict"), "fell");
    assert_non_null(strstr(text(ann, "work.1.says"), "90 % interval"));
    assert_string_equal(text(ann, "work.1.did.0"), "met customers in \"Invoices\" on 2026-02-02");
    assert_string_not_equal(text(ann, "work.0.verdict"), "fell");
    /* the same words as the release's own page */
    assert_string_equal(text(ann, "work.1.says"), text(ask(app, "releases.get", "release=1", NULL), "says"));
    const json_t *sue = ask(app, "work.mine", "person=sue@x.example", NULL);
    assert_int_equal(json_array_size(at_path(sue, "work")), 1);
    assert_string_equal(text(sue, "work.0.did.0"), "hosted \"Invoices\" on 2026-02-02");
    assert_int_equal(json_array_size(at_path(ask(app, "work.mine", "person=bob@x.example", NULL), "work")), 0);
    /* a namesake: what was written down by name is nobody's */
    person_add(f, "ann2@x.example", "Ann Berg", false);
    assert_int_equal(json_array_size(at_path(ask(app, "work.mine", "person=ann@x.example", NULL), "work")), 1);
    assert_int_equal(json_array_size(at_path(ask(app, "work.mine", "person=ann2@x.example", NULL), "work")), 0);
    /* what was taken back is said to be */
    ask(app, "releases.back", "release=1", "at=2026-05-31", NULL);
    assert_non_null(
        strstr(text(ask(app, "work.mine", "person=sue@x.example", NULL), "work.0.says"), "It was taken back."));
    world_close(app);
}

/* Five hundred people are told of one reading of the ledger and of the problems' themes: for none of them are they
 * looked at again, since they are not there any more. */
static void what_all_share_is_read_once(void **state) {
    Fixture *f = *state;
    App *app = world(f);
    Actor ann = {.name = STR("Ann Berg"), .role = ROLE_ADMIN, .scopes = SCOPE_ALL, .person_id = 1};
    world_as(&ann);
    ask(app, "ledger.expect", "problem=2", "fall=30", "low=10", "high=50", "unit=6.50", "currency=EUR",
        "source=Finance", "date=2026-01-31", NULL);
    world_as(NULL);
    Call call = {.app = app, .actor = &ann, .arena = f->a, .now = NOW};
    PersonRow person;
    ReleaseRow *releases;
    WorkBook book;
    Worked *worked;
    size_t n;
    assert_ok(f, releases_that_speak(&call, &releases, &n, &f->err));
    assert_ok(f, work_book_read(&call, releases, n, &book, &f->err));
    sql_run(f, "ALTER TABLE chain RENAME TO chain_away");
    sql_run(f, "ALTER TABLE problem_theme RENAME TO problem_theme_away");
    assert_fails(f, ERR_STORE, work_book_read(&call, releases, n, &(WorkBook){0}, &f->err));
    assert_ok(f, person_get(f->db, f->a, 1, &person, &f->err));
    assert_ok(f, worked_releases(&call, &book, &person, &worked, &n, &f->err));
    assert_int_equal(n, 2);
    assert_int_equal(worked[0].did_n, 2);
    assert_str(worked_words(f->a, worked[0].did[0]), "decided on 2026-06-01: accept");
    assert_str(worked_words(f->a, worked[0].did[1]), "said on 2026-06-01 what it would be worth");
    assert_int_equal(worked[1].did_n, 1); /* the session was about a theme: its problem is found without the table */
    assert_ok(f, person_get(f->db, f->a, 3, &person, &f->err));
    assert_ok(f, worked_releases(&call, &book, &person, &worked, &n, &f->err));
    assert_int_equal(n, 0);
    world_close(app);
}

static void only_the_own_work_is_shown(void **state) {
    Fixture *f = *state;
    App *app = world(f);
    Actor ann = {.name = STR("ann"), .role = ROLE_ENGINEER, .scopes = SCOPE_ALL, .account_id = 7, .person_id = 1};
    world_as(&ann);
    assert_int_equal(json_array_size(at_path(ask(app, "work.mine", NULL), "work")), 2);
    assert_int_equal(refusal(app, "work.mine", "person=sue@x.example", NULL)->code, ERR_FORBIDDEN);
    assert_int_equal(refusal(app, "work.mail", "person=sue@x.example", "alerts=yes", NULL)->code, ERR_FORBIDDEN);
    assert_int_equal(refusal(app, "told.customers", "release=1", NULL)->code,
                     ERR_FORBIDDEN); /* an engineer is no host */
    ask(app, "work.mail", "alerts=yes", NULL);
    world_as(NULL);
    world_close(app);
}

static void a_feed_has_it_by_the_secret_address(void **state) {
    Fixture *f = *state;
    App *app = world(f);
    Str out;
    Err err = {0};
    const char *path = text(ask(app, "calendars.make", "person=ann@x.example", NULL), "path");
    Str token = str_slice(str_from_c(path), strlen("/feeds/"), strlen(path) - strlen(".ics"));
    assert_true(app_work_feed(app, f->a, token, NOW, &out, &err));
    json_t *feed = json_loadb(out.p, out.n, 0, NULL);
    assert_string_equal(text(feed, "version"), "https://jsonfeed.org/version/1.1");
    assert_int_equal(json_array_size(at_path(feed, "items")), 2);
    assert_string_equal(text(feed, "items.1.id"), "release-1");
    assert_non_null(strstr(text(feed, "items.1.title"), "fell: "));
    assert_non_null(strstr(text(feed, "items.1.content_text"), "met customers in"));
    assert_string_not_equal(text(feed, "items.1.date_modified"), text(feed, "items.1.date_published"));
    json_decref(feed);
    assert_false(app_work_feed(app, f->a, STR("wrong"), NOW, &out, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    ask(app, "calendars.revoke", "calendar=1", NULL);
    assert_false(app_work_feed(app, f->a, token, NOW, &out, &err));
    path = text(ask(app, "calendars.make", "kind=host", "person=sue@x.example", NULL), "path");
    token = str_slice(str_from_c(path), strlen("/feeds/"), strlen(path) - strlen(".ics"));
    assert_false(app_work_feed(app, f->a, token, NOW, &out, &err)); /* was given for another purpose */
    world_close(app);
}

static size_t mails(Fixture *f, MailRow **rows) {
    size_t n;
    assert_ok(f, mail_list(f->db, f->a, STR(""), 0, 1000, rows, &n, &f->err));
    return n;
}

static void mail_goes_to_those_who_asked_once_a_look(void **state) {
    Fixture *f = *state;
    App *app = world(f);
    MailRow *rows;
    ask(app, "mail.setup", "url=smtp://127.0.0.1:1", "from=r@x.example", NULL);
    ask(app, "work.mail", "person=ann@x.example", "outcomes=yes", NULL);
    /* releases 1 and 2: their last look was due six weeks ago; nothing of it is news */
    ask(app, "outcomes.check", NULL);
    assert_int_equal(mails(f, &rows), 0);
    /* a problem whose release is five weeks old has had its look at four weeks */
    ask(app, "releases.add", "problem=1", "at=2026-04-26", "by=somebody", NULL);
    ask(app, "outcomes.check", NULL);
    ask(app, "outcomes.check", NULL);
    assert_int_equal(mails(f, &rows), 1);
    assert_true(str_eq(rows[0].address, STR("ann@x.example")) && rows[0].person_id == 1);
    assert_true(str_find(rows[0].body, STR("met customers in \"Invoices\"")) != SIZE_MAX);
    assert_true(str_find(rows[0].subject, STR("What your work did: ")) == 0);
    assert_true(str_find(rows[0].key, STR("-2-person-1")) != SIZE_MAX);
    ask(app, "work.mail", "person=ann@x.example", "outcomes=no", NULL);
    assert_false(json_is_true(at_path(ask(app, "work.mine", "person=ann@x.example", NULL), "mail.outcomes")));
    world_close(app);
}

/* ---- to customers ---------------------------------------------------------------------------- */

static size_t listed(App *app, const char *release) {
    return json_array_size(at_path(ask(app, "told.customers", release, NULL), "customers"));
}

static void consent_of(App *app, const char *customer, const char *purpose) {
    ask(app, "customers.consent", customer, purpose, "how=by mail", NULL);
}

static void only_customers_who_agreed_are_listed(void **state) {
    Fixture *f = *state;
    App *app = world(f);
    assert_int_equal(listed(app, "release=1"), 0);
    const json_t *nobody = ask(app, "told.customers", "release=1", NULL);
    assert_true(number(nobody, "about.voiced") > 50 && number(nobody, "about.silent") == 0);
    for (int i = 0; i < 300; i++) /* everybody has agreed to something */
        consent_of(app, arena_printf(f->a, "customer=C-%d", i).p,
                   i % 3 == 0   ? "purpose=message_back"
                   : i % 3 == 1 ? "purpose=any"
                                : "purpose=ride_along");
    const json_t *list = ask(app, "told.customers", "release=1", NULL), *row;
    size_t i, n = json_array_size(at_path(list, "customers"));
    assert_true(n > 20 && (long long)n == number(list, "about.may"));
    assert_int_equal(number(list, "about.voiced"), (long long)n + number(list, "about.silent"));
    json_array_foreach(at_path(list, "customers"), i, row)
        assert_true(number(row, "customer") % 3 != 0); /* C-2, C-5 ... are 3, 6 ... */
    const char *first = arena_printf(f->a, "customer=#%lld", number(list, "customers.0.customer")).p,
               *second = arena_printf(f->a, "customer=#%lld", number(list, "customers.1.customer")).p,
               *third = arena_printf(f->a, "customer=#%lld", number(list, "customers.2.customer")).p;
    ask(app, "customers.opt_out", first, NULL);
    ask(app, "customers.block", second, "why=a court case", NULL);
    ask(app, "customers.consent_end", third, NULL);
    assert_int_equal(listed(app, "release=1"), n - 3);
    assert_int_equal(refusal(app, "customers.consent", "customer=C-1", "purpose=spam", "how=x", NULL)->code, ERR_INPUT);
    world_close(app);
}

static void being_told_is_a_contact_once(void **state) {
    Fixture *f = *state;
    App *app = world(f);
    for (int i = 0; i < 300; i++) consent_of(app, arena_printf(f->a, "customer=C-%d", i).p, "purpose=message_back");
    const json_t *list = ask(app, "told.customers", "release=1", NULL);
    long long n = number(list, "about.may"), one = number(list, "customers.0.customer");
    const char *first = arena_printf(f->a, "customer=#%lld", one).p;
    ask(app, "customers.contact", first, "purpose=message_back", NULL);
    list = ask(app, "told.customers", "release=1", NULL);
    assert_string_equal(text(list, "customers.0.state"), "rests");
    assert_string_equal(text(list, "customers.0.rests_until"), "2026-08-30T00:00:00Z");
    assert_int_equal(number(list, "about.may"), n - 1);
    const char *second = arena_printf(f->a, "customers=%lld", number(list, "customers.1.customer")).p;
    assert_int_equal(number(ask(app, "told.log", "release=1", second, NULL), "noted"), 1);
    assert_int_equal(number(ask(app, "told.log", "release=1", NULL), "noted"), n - 2);
    assert_int_equal(refusal(app, "told.log", "release=1", NULL)->code, ERR_CONFLICT);
    list = ask(app, "told.customers", "release=1", NULL);
    assert_int_equal(number(list, "about.done"), n - 1);
    assert_string_equal(text(list, "customers.1.state"), "told");
    const json_t *customer =
        ask(app, "customers.get", arena_printf(f->a, "customer=#%lld", number(list, "customers.1.customer")).p, NULL);
    assert_string_equal(text(customer, "contacts.0.purpose"), "message_back");
    /* the other release: those who were told a moment ago rest */
    list = ask(app, "told.customers", "release=2", NULL);
    assert_true(number(list, "about.resting") > 0);
    long long resting = number(list, "about.resting"), may = number(list, "about.may");
    ask(app, "customers.limits", "messages=no", NULL);
    list = ask(app, "told.customers", "release=2", NULL);
    assert_int_equal(number(list, "about.resting"), 0);
    assert_int_equal(number(list, "about.may"), may + resting);
    world_close(app);
}

static void nothing_is_claimed_beyond_the_verdict(void **state) {
    Fixture *f = *state;
    App *app = world(f);
    const json_t *fell = ask(app, "told.customers", "release=1", NULL);
    assert_string_equal(text(fell, "about.verdict"), "fell");
    assert_non_null(strstr(text(fell, "about.says"), "Since then it comes up less: by "));
    const json_t *new_one = ask(app, "told.customers", "release=3", NULL);
    assert_string_equal(text(new_one, "about.verdict"), "cannot tell");
    assert_non_null(strstr(text(new_one, "about.says"), "We do not know yet whether it helped."));
    const json_t *all = ask(app, "told.list", NULL), *row;
    size_t i;
    json_array_foreach(at_path(all, "told"), i, row) {
        bool claims = strstr(text(row, "says"), "comes up less") != NULL,
             did = strcmp(text(row, "verdict"), "fell") == 0;
        assert_true(claims == did);
    }
    assert_int_equal(i, 3);
    ask(app, "releases.back", "release=1", "at=2026-05-31", NULL);
    const char *says = text(ask(app, "told.customers", "release=1", NULL), "about.says");
    assert_true(strstr(says, "took the change back") && !strstr(says, "less"));
    world_close(app);
}

static void words_are_for_those_who_read_them(void **state) {
    Fixture *f = *state;
    App *app = world(f);
    for (int i = 0; i < 40; i++) consent_of(app, arena_printf(f->a, "customer=C-%d", i).p, "purpose=message_back");
    const json_t *list = ask(app, "told.customers", "release=1", NULL);
    assert_non_null(strstr(text(list, "customers.0.said"), "invoice"));
    ask(app, "setup.change", "words=lead", NULL);
    Actor host = {.name = STR("sue"), .role = ROLE_HOST, .scopes = SCOPE_ALL, .account_id = 7, .person_id = 2};
    world_as(&host);
    list = ask(app, "told.customers", "release=1", NULL);
    assert_non_null(strstr(text(list, "customers.0.said"), "your role does not read them"));
    char *all = json_dumps(list, 0);
    assert_null(strstr(all, "order 1"));
    free(all);
    world_as(NULL);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(everybody_sees_what_their_work_did),
                                      STORE_TEST(what_all_share_is_read_once),
                                      STORE_TEST(only_the_own_work_is_shown),
                                      STORE_TEST(a_feed_has_it_by_the_secret_address),
                                      STORE_TEST(mail_goes_to_those_who_asked_once_a_look),
                                      STORE_TEST(only_customers_who_agreed_are_listed),
                                      STORE_TEST(being_told_is_a_contact_once),
                                      STORE_TEST(nothing_is_claimed_beyond_the_verdict),
                                      STORE_TEST(words_are_for_those_who_read_them)};
    return app_tests_run("app/messages", tests, sizeof tests / sizeof *tests);
}
