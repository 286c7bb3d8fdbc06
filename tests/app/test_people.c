/* People, leave and goals through their operations: imports that store all or nothing, what is owed, who may see it. */
#include "app_test.h"

#include <string.h>

static const char HEAD[] =
    "Work Email,Full Name,Department,Manager,Time Zone,Languages,Working Days,FTE,Hire Date,Host\n";

static const char *people(const char *rows) {
    char all[8000];
    snprintf(all, sizeof all, "%s%s", HEAD, rows);
    return file_put("people.csv", all);
}

static const char THREE[] = "Ann@x.example,Ann Lee,Cards,,Europe/Berlin,\"en, DE-at\",mon-thu,80 %,2020-01-01,no\n"
                            "bob@x.example,Bob Ray,cards,ann@X.example,,fr,,1,2026-03-02,no\n"
                            "eve@x.example,Eve Ost,Sales,Ann Lee,America/New_York,en,\"mon,tue\",\"0,4\",,yes\n";

static void an_export_is_taken_once_and_followed(void **state) {
    App *app = world_open(*state, 1);
    const json_t *reply = ask(app, "people.import", people(THREE), "preview=yes", NULL);
    assert_int_equal(number(reply, "new"), 3);
    assert_int_equal(number(ask(app, "people.list", NULL), "total"), 0);
    reply = ask(app, "people.import", people(THREE), NULL);
    assert_int_equal(number(reply, "new"), 3);
    assert_int_equal(json_array_size(at_path(reply, "teams")), 2); /* Cards and cards are one */
    reply = ask(app, "people.import", people(THREE), "sync=yes", NULL);
    assert_int_equal(number(reply, "same"), 3);
    assert_int_equal(number(reply, "new") + number(reply, "changed") + number(reply, "left"), 0);
    reply = ask(app, "people.get", "person=ANN@x.example", NULL);
    assert_string_equal(text(reply, "person.languages"), "en de-AT");
    assert_string_equal(text(reply, "person.work_days"), "mon-thu");
    assert_string_equal(text(reply, "person.team.name"), "Cards");
    reply = ask(app, "people.get", "person=eve@x.example", NULL);
    assert_string_equal(text(reply, "person.manager.name"), "Ann Lee");
    assert_string_equal(text(reply, "person.work_days"), "mon,tue");
    assert_true(json_is_true(at_path(reply, "person.host")));
    /* Bob moves and gets a zone, Eve is gone, Zed is new and leads Bob */
    reply = ask(app, "people.import",
                people("Ann@x.example,Ann Lee,Cards,,,,,,,\nbob@x.example,Bob Ray,Sales,zed@x.example,Asia/Tokyo,,,,,\n"
                       "zed@x.example,Zed,,,,,,,,\n"),
                "sync=yes", NULL);
    assert_int_equal(number(reply, "same"), 1); /* empty cells change nothing */
    assert_int_equal(number(reply, "changed"), 1);
    assert_int_equal(number(reply, "new"), 1);
    assert_int_equal(number(reply, "left"), 1);
    assert_string_equal(text(reply, "changes.0.what"), "team, zone, manager");
    assert_int_equal(number(ask(app, "people.list", NULL), "total"), 3);
    assert_int_equal(number(ask(app, "people.list", "left=yes", NULL), "total"), 4);
    reply = ask(app, "people.import", people(THREE), NULL); /* Eve is back */
    assert_int_equal(number(reply, "changed"), 2);
    assert_int_equal(number(ask(app, "people.list", NULL), "total"), 4);
    ask(app, "audit.verify", NULL);
    world_close(app);
}

typedef struct Bad {
    const char *rows, *says;
} Bad;

/* Each leaves the store without anybody. */
static void bad_rows_store_nothing(void **state) {
    static const Bad BAD[] = {
        {"a@x.example,,,,,,,,,\n", "line 2: this person has no name"},
        {",Ann,,,,,,,,\n", "line 2: nothing tells this person from others"},
        {"a@b@c,Ann,,,,,,,,\n", "line 2: 'a@b@c' is no e-mail address"},
        {"a@x.example,Ann,,,,,,,,\nb@x.example,Bob,,,Mars/Base,,,,,\n", "line 3: 'Mars/Base' is no time zone"},
        {"a@x.example,Ann,,,../../etc/passwd,,,,,\n", "line 2: '../../etc/passwd' is no time zone"},
        {"a@x.example,Ann,,,,english,,,,\n", "line 2: 'english' is no language code"},
        {"a@x.example,Ann,,,,,mon-fry,,,\n", "line 2: 'mon-fry' are no working days"},
        {"a@x.example,Ann,,,,,,1.5,,\n", "line 2: '1.5' is no share"},
        {"a@x.example,Ann,,,,,,nan,,\n", "line 2: 'nan' is no share"},
        {"a@x.example,Ann,,,,,,,2026-02-30,\n", "line 2: joined: '2026-02-30' is no date"},
        {"a@x.example,Ann,,,,,,,,maybe\n", "line 2: host: 'maybe' is neither yes nor no"},
        {"a@x.example,Ann\xe2\x80\xae,,,,,,,,\n", "line 2: the name holds the invisible character U+202E"},
        {"a@x.example,Ann,,,,,,,,\nA@X.example,Ann B,,,,,,,,\n", "line 3: twice in these files: 'a@x.example'"},
        {"a@x.example,Ann,,nobody@x.example,,,,,,\n", "line 2: nobody knows the manager 'nobody@x.example'"},
        {"a@x.example,Ann,,a@x.example,,,,,,\n", "managers form a ring: 'Ann, led by Ann'"},
        {"a@x.example,Ann,,b@x.example,,,,,,\nb@x.example,Bob,,c@x.example,,,,,,\nc@x.example,Cy,,a@x.example,,,,,,\n",
         "managers form a ring: 'Ann, led by Bob, led by Cy, led by Ann'"},
        {"a@x.example,Sam,,,,,,,,\nb@x.example,Sam,,,,,,,,\nc@x.example,Cy,,Sam,,,,,,\n",
         "line 4: several people have"},
        {"a@x.example,Ann,too few\n", "line 2"},
        {"a@x.example,\"Ann,,,,,,,,\n", "line 2"},
    };
    App *app = world_open(*state, 1);
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        const Err *err = refusal(app, "people.import", people(BAD[i].rows), NULL);
        if (err->code != ERR_INPUT || !strstr(err->message, BAD[i].says) || !strstr(err->message, "people.csv") ||
            !err->hint[0])
            fail_msg("%s: %s; %s", BAD[i].rows, err->message, err->hint);
    }
    const json_t *reply =
        ask(app, "people.import",
            people("a@x.example,,,,,,,,,\nb@x.example,Bob,,,Mars,,,,,\nc@x.example,Cy,New team,,,,,,,\n"),
            "preview=yes", NULL);
    assert_int_equal(number(reply, "wrong"), 2);
    assert_int_equal(number(reply, "faults.1.line"), 3);
    assert_int_equal(number(reply, "new"), 1);
    assert_int_equal(refusal(app, "people.import", file_put("people.csv", "Colour,Size\nred,1\n"), NULL)->code,
                     ERR_INPUT);
    assert_int_equal(refusal(app, "people.import", file_put("people.csv", ""), NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "people.import", people(""), NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "people.import", people(THREE), "map=name=Nothing", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "people.import", "file=/nowhere.csv", NULL)->code, ERR_NOT_FOUND);
    assert_int_equal(number(ask(app, "people.list", "left=yes", NULL), "total"), 0);
    assert_int_equal(json_array_size(at_path(ask(app, "teams.list", NULL), "teams")), 0);
    world_close(app);
}

/* What is hostile but allowed is kept as it is, and harms nobody. */
static void hostile_names_are_only_names(void **state) {
    App *app = world_open(*state, 1);
    ask(app, "people.import",
        people("a@x.example,<script>alert(1)</script>,'); DROP TABLE person; --,,,,,,,\nb@x.example,\"=cmd|' /C "
               "calc'!A0\",,,,,,,,\n"
               "c@x.example,\xff\xfe%_\\\\,,,,,,,,\n"),
        NULL);
    assert_int_equal(number(ask(app, "people.list", "q=<script>", NULL), "total"), 1);
    assert_int_equal(number(ask(app, "people.list", "q=drop table", NULL), "total"), 1);
    assert_int_equal(number(ask(app, "people.list", "q=%_\\", NULL), "total"), 1);
    world_close(app);
}

static void a_wrong_file_does_not_empty_the_company(void **state) {
    App *app = world_open(*state, 1);
    char rows[4000] = "";
    size_t n = 0;
    for (int i = 0; i < 30; i++)
        n += (size_t)snprintf(rows + n, sizeof rows - n, "p%02d@x.example,P%02d,,,,,,,,\n", i, i);
    ask(app, "people.import", people(rows), NULL);
    const char *one = people("p00@x.example,P00,,,,,,,,\n");
    const Err *err = refusal(app, "people.import", one, "sync=yes", NULL);
    assert_int_equal(err->code, ERR_CONFLICT);
    assert_non_null(strstr(err->message, "29 of 30 people"));
    assert_int_equal(number(ask(app, "people.list", NULL), "total"), 30);
    assert_int_equal(number(ask(app, "people.import", one, "sync=yes", "most=yes", NULL), "left"), 29);
    const json_t *page = ask(app, "people.list", "left=yes", "limit=12", NULL);
    size_t seen = 12;
    while (json_is_string(at_path(page, "next"))) { /* each once, in order, on three pages */
        char cursor[60];
        snprintf(cursor, sizeof cursor, "cursor=%s", text(page, "next"));
        page = ask(app, "people.list", "left=yes", "limit=12", cursor, NULL);
        char name[8];
        snprintf(name, sizeof name, "P%02zu", seen);
        assert_string_equal(text(page, "people.0.name"), name);
        seen += json_array_size(at_path(page, "people"));
    }
    assert_int_equal(seen, 30);
    assert_int_equal(refusal(app, "people.list", "cursor=x", NULL)->code, ERR_INPUT);
    world_close(app);
}

/* ---- what is owed ---------------------------------------------------------------------------- */

static void sit(Fixture *f, int session, long long person, int days_ago, int minutes, int reflected) {
    char sql[900];
    long long at = NOW - days_ago * 86400LL;
    snprintf(sql, sizeof sql,
             "INSERT INTO session (format_id, title, about, starts_at, ends_at, zone, capacity, extra, language, "
             "place, link, state, why,"
             " sequence, created_at, changed_at) VALUES (%d, 'S', '', %lld, %lld, '', 5, 0, '', '', '', 'held', '', 0, "
             "1, 1);"
             "INSERT INTO session_place VALUES (%d, 1);"
             "INSERT INTO seat (session_id, person_id, role, state, place, starts_at, ends_at, asked_at, changed_at, "
             "sequence, minutes,"
             " reflected, origin) VALUES (%d, %lld, 'guest', 'attended', 1, %lld, %lld, 1, 1, 0, %d, %d, 'self')",
             session % 3 + 1, at, at + 60 * minutes, session, session, person, at, at + 60 * minutes, minutes,
             reflected);
    sql_run(f, sql);
}

static long long id_of(App *app, const char *email) {
    char arg[80];
    snprintf(arg, sizeof arg, "person=%s", email);
    return number(ask(app, "people.get", arg, NULL), "person.id");
}

static void what_is_owed_is_pro_rata(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 1);
    ask(app, "people.import", people(THREE), NULL);
    long long ann = id_of(app, "ann@x.example");
    /* NOW is 2026-06-01. Ann: 80 % all year: 3.2 touchpoints, 2.4 formats, 96 minutes */
    const json_t *r = ask(app, "people.get", "person=ann@x.example", NULL);
    assert_int_equal(number(r, "standing.year.touchpoints_owed"), 3);
    assert_int_equal(number(r, "standing.year.formats_owed"), 3);
    assert_int_equal(number(r, "standing.window.minutes_owed"), 96);
    /* Bob joined on 2 March: 305 of 365 days */
    r = ask(app, "people.get", "person=bob@x.example", NULL);
    assert_int_equal(number(r, "standing.year.present"), 305);
    assert_int_equal(number(r, "standing.year.touchpoints_owed"), 3);
    assert_int_equal(number(r, "standing.window.minutes_owed"), 120);
    /* three of six weeks of leave: half of it */
    ask(app, "leave.add", "person=bob@x.example", "from=2026-05-01", "until=2026-05-21", NULL);
    r = ask(app, "people.get", "person=bob@x.example", NULL);
    assert_int_equal(number(r, "standing.window.present"), 21);
    assert_int_equal(number(r, "standing.window.minutes_owed"), 60);
    assert_int_equal(
        refusal(app, "leave.add", "person=bob@x.example", "from=2026-05-01", "until=2026-05-21", NULL)->code,
        ERR_CONFLICT);
    /* attended and reflected upon counts, nothing else does; 50 days ago is this year but not this window */
    sit(f, 1, ann, 10, 60, 1);
    sit(f, 2, ann, 20, 45, 0);
    sit(f, 3, ann, 50, 30, 1);
    r = ask(app, "people.get", "person=ann@x.example", NULL);
    assert_int_equal(number(r, "standing.window.minutes"), 60);
    assert_int_equal(number(r, "standing.year.touchpoints"), 2);
    assert_int_equal(number(r, "standing.year.formats"), 2);
    assert_int_equal(number(r, "standing.window.due_minutes"), 36);
    assert_string_equal(text(r, "standing.next.0.see"), "/sessions/2");
    assert_int_equal(json_array_size(at_path(r, "standing.contacts")), 3);
    sit(f, 4, ann, 5, 36, 1);
    r = ask(app, "people.get", "person=ann@x.example",
            NULL); /* 96 of 96 until the 60 minutes of 22 May are 42 days old */
    assert_true(json_is_true(at_path(r, "standing.window.met")));
    assert_string_equal(text(r, "standing.window.due"), "2026-07-03T00:00:00Z");
    world_close(app);
}

static void goals_hold_down_the_tree(void **state) {
    App *app = world_open(*state, 1);
    ask(app, "components.import",
        file_put("c.yaml", "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: tribe}\nspec: {type: x, "
                           "children: []}\n---\n"
                           "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: cards}\nspec: {type: x, "
                           "parent: tribe, children: []}\n"),
        NULL);
    ask(app, "people.import", people(THREE), NULL);
    ask(app, "goals.set", "touchpoints=5", NULL);
    ask(app, "goals.set", "team=tribe", "hours=3", "weeks=8", NULL);
    const json_t *r = ask(app, "goals.set", "team=cards", "formats=1", NULL);
    assert_int_equal(number(r, "rule.touchpoints"), 5);
    assert_string_equal(text(r, "rule.touchpoints_from"), "the organisation");
    assert_int_equal(number(r, "rule.window_minutes"), 180);
    assert_string_equal(text(r, "rule.minutes_from"), "tribe");
    assert_int_equal(number(r, "rule.window_days"), 56);
    assert_int_equal(number(r, "rule.formats"), 1);
    assert_string_equal(text(r, "rule.formats_from"), "cards");
    r = ask(app, "goals.set", "team=tribe", "hours=inherit", "weeks=inherit", NULL);
    assert_int_equal(number(r, "rule.window_minutes"), 120);
    assert_int_equal(number(ask(app, "people.get", "person=bob@x.example", NULL), "standing.policy.touchpoints"), 5);
    assert_int_equal(refusal(app, "goals.set", "weeks=0", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "goals.set", "hours=-1", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "goals.set", "touchpoints=1.5", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "goals.set", "team=nowhere", "hours=1", NULL)->code, ERR_NOT_FOUND);
    r = ask(app, "goals.totals", "team=tribe", NULL); /* of the team below it */
    assert_int_equal(number(r, "people"), 2);
    assert_int_equal(number(r, "total.touchpoints_owed"), 8); /* 4 of Ann, 4.18 of Bob */
    world_close(app);
}

/* ---- who may see it -------------------------------------------------------------------------- */

static void others_are_totals(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 1);
    ask(app, "people.import", people(THREE), NULL);
    ask(app, "leave.add", "person=bob@x.example", "from=2026-07-01", NULL);
    Actor ann = {.name = STR("ann"),
                 .role = ROLE_ENGINEER,
                 .scopes = SCOPE_ALL,
                 .account_id = 1,
                 .person_id = id_of(app, "ann@x.example")};
    sit(f, 1, ann.person_id, 10, 60, 1);
    world_as(&ann);
    const json_t *r = ask(app, "goals.mine", NULL);
    assert_true(json_is_true(at_path(r, "own")));
    assert_int_equal(number(r, "standing.window.minutes"), 60);
    r = ask(app, "people.get", "person=bob@x.example", NULL);
    assert_true(json_is_null(at_path(r, "standing")) && json_is_null(at_path(r, "leave")));
    assert_int_equal(json_array_size(at_path(ask(app, "leave.list", "person=bob@x.example", NULL), "leave")), 0);
    assert_int_equal(json_array_size(at_path(ask(app, "leave.list", NULL), "leave")), 0);
    r = ask(app, "goals.totals", "team=cards", NULL); /* two people: Ann could subtract herself */
    assert_true(json_is_null(at_path(r, "total")) && json_array_size(at_path(r, "who")) == 0);
    assert_int_equal(refusal(app, "leave.add", "person=bob@x.example", "from=2026-08-01", NULL)->code, ERR_FORBIDDEN);
    assert_int_equal(refusal(app, "leave.remove", "leave=1", NULL)->code, ERR_FORBIDDEN);
    assert_int_equal(refusal(app, "people.edit", "person=bob@x.example", "zone=UTC", NULL)->code, ERR_FORBIDDEN);
    assert_int_equal(refusal(app, "people.edit", "person=ann@x.example", "fte=0.1", NULL)->code, ERR_FORBIDDEN);
    assert_int_equal(refusal(app, "goals.set", "touchpoints=0", NULL)->code, ERR_FORBIDDEN);
    ask(app, "people.edit", "person=ann@x.example", "zone=Asia/Tokyo", "work_days=tue-thu", NULL);
    assert_int_equal(refusal(app, "people.edit", "person=ann@x.example", "zone=Nowhere/At all", NULL)->code, ERR_INPUT);
    ask(app, "leave.add", "from=2026-08-01", NULL); /* her own */
    r = ask(app, "leave.list", NULL);
    assert_int_equal(number(r, "total"), 1);
    assert_string_equal(text(r, "person.name"), "Ann Lee");
    Actor lead = {.name = STR("lee"), .role = ROLE_LEAD, .scopes = SCOPE_ALL, .account_id = 2};
    world_as(&lead);
    assert_false(json_is_null(at_path(ask(app, "people.get", "person=bob@x.example", NULL), "standing")));
    assert_int_equal(json_array_size(at_path(ask(app, "goals.totals", "team=cards", NULL), "who")), 2);
    assert_true(json_is_null(at_path(ask(app, "goals.mine", NULL), "person")));
    world_as(NULL);
    world_close(app);
}

static void leave_is_days_only(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 1);
    ask(app, "people.import", people(THREE), NULL);
    const char *file =
        file_put("leave.csv", "email,from,until,reason\nANN@x.example,2026-06-10,2026-06-12,a broken heart\n"
                              "bob@x.example,2026-07-01,,x\n");
    assert_int_equal(number(ask(app, "leave.import", file, NULL), "new"), 2);
    assert_int_equal(number(ask(app, "leave.import", file, "sync=yes", NULL), "same"), 2);
    assert_true(str_find(sql_everything(f), STR("broken heart")) == SIZE_MAX);
    file = file_put("leave.csv", "email,from,until\nbob@x.example,2026-07-01,\n");
    assert_int_equal(number(ask(app, "leave.import", file, "sync=yes", NULL), "removed"), 1);
    assert_int_equal(json_array_size(at_path(ask(app, "leave.list", NULL), "leave")), 1);
    const Err *err = refusal(app, "leave.import",
                             file_put("leave.csv", "email,from,until\nbob@x.example,2026-09-01,2026-08-01\n"), NULL);
    assert_non_null(strstr(err->message, "line 2: the last day is before the first"));
    err = refusal(app, "leave.import",
                  file_put("leave.csv", "email,from\nbob@x.example,2026-09-01\nwho@x.example,2026-09-01\n"), NULL);
    assert_non_null(strstr(err->message, "line 3: nobody is called 'who@x.example'"));
    assert_int_equal(json_array_size(at_path(ask(app, "leave.list", NULL), "leave")), 1);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(an_export_is_taken_once_and_followed),
        STORE_TEST(bad_rows_store_nothing),
        STORE_TEST(hostile_names_are_only_names),
        STORE_TEST(a_wrong_file_does_not_empty_the_company),
        STORE_TEST(what_is_owed_is_pro_rata),
        STORE_TEST(goals_hold_down_the_tree),
        STORE_TEST(others_are_totals),
        STORE_TEST(leave_is_days_only),
    };
    return app_tests_run("app/people", tests, sizeof tests / sizeof *tests);
}
