/* ops_mine.c - what somebody's work did: every release they had a part in, with its verdict. */
#include "audit.h"
#include "json_build.h"
#include "messages.h"
#include "outcomes_ops.h"
#include "store/webhook_store.h"
#include "touch.h"
#include "work_feed.h"

static json_t *item_json(Call *call, const Told *t, const Worked *w) {
    Arena *a = call->arena;
    json_t *o = json_object(), *did = json_array();
    put(o, "release", json_link(t->release.id, t->release.title));
    put(o, "problem", json_link(t->release.problem_id, t->release.problem));
    put(o, "name", json_str(t->name));
    put(o, "at", json_time(a, t->release.at));
    put(o, "verdict", json_str(t->verdict));
    put(o, "says", json_str(t->says));
    put(o, "looks", json_integer(t->looks));
    put(o, "looked_at", json_time(a, t->looked_at));
    put(o, "did", did);
    for (size_t i = 0; i < w->did_n; i++) json_array_append_new(did, json_str(worked_words(a, w->did[i])));
    return o;
}

bool work_items(Call *call, const PersonRow *person, size_t most, json_t *list, size_t *left_out, Err *err) {
    ReleaseRow *releases;
    WorkBook book;
    Worked *worked;
    size_t releases_n, n;
    if (!releases_that_speak(call, &releases, &releases_n, err) ||
        !work_book_read(call, releases, releases_n, &book, err) ||
        !worked_releases(call, &book, person, &worked, &n, err))
        return false;
    *left_out = n > most ? n - most : 0;
    for (size_t i = 0; i < n && i < most; i++) {
        Told told;
        if (!told_of_release(call, worked[i].release, &told, err)) return false;
        json_array_append_new(list, item_json(call, &told, &worked[i]));
    }
    return true;
}

static bool mine_run(Call *call, Err *err) {
    PersonRow person;
    bool alerts, outcomes;
    size_t left_out;
    json_t *list = json_array();
    put(call->reply, "work", list);
    put(call->reply, "person", json_null());
    put(call->reply, "left_out", json_integer(0));
    put(call->reply, "mail", json_null());
    if (touch_nobody(call, "person")) return true;
    if (!touch_person(call, "person", &person, err) ||
        !work_items(call, &person, (size_t)call_arg(call, "limit")->i, list, &left_out, err) ||
        !wish_has(call->app->db, person.id, WISH_ALERTS, &alerts, err) ||
        !wish_has(call->app->db, person.id, WISH_OUTCOMES, &outcomes, err))
        return false;
    put(call->reply, "person", json_link(person.id, person.name));
    put(call->reply, "left_out", json_integer((json_int_t)left_out));
    put(call->reply, "mail", json_pack("{s:b, s:b}", "alerts", alerts, "outcomes", outcomes));
    return true;
}

static const Param MINE_PARAMS[] = {
    {.name = "person",
     .type = PARAM_STR,
     .max = NAME_BYTES,
     .fallback = "",
     .positional = true,
     .help = "whose: e-mail address or number; yours when it is not given"},
    {.name = "limit", .type = PARAM_INT, .min = 1, .max = 200, .fallback = "30", .help = "newest releases at most"},
    {.name = NULL},
};
static const Field WISHES[] = {
    {"alerts", SHAPE_BOOL, "mail when a theme rises", NULL, false},
    {"outcomes", SHAPE_BOOL, "mail when a release of theirs is judged", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field ITEM[] = {
    {"release", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},
    {"problem", SHAPE_OBJECT, "that it was to solve", SHAPE_OF_LINK, true},
    {"name", SHAPE_STRING, "of the problem, else of the theme", NULL, false},
    {"at", SHAPE_TIME, "released", NULL, false},
    {"verdict", SHAPE_STRING, "fell, did not fall, cannot tell, refused", NULL, false},
    {"says", SHAPE_STRING, "the verdict in one sentence", NULL, false},
    {"looks", SHAPE_INT, "that are done", NULL, false},
    {"looked_at", SHAPE_TIME, "when the last of them was due", NULL, false},
    {"did", SHAPE_ARRAY, "their part in it", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field MINE_REPLY[] = {
    {"person", SHAPE_OBJECT, "null: nobody is named, and the caller is no person", SHAPE_OF_LINK, true},
    {"work", SHAPE_ARRAY, "newest release first", ITEM, false},
    {"left_out", SHAPE_INT, "older ones that are not listed", NULL, false},
    {"mail", SHAPE_OBJECT, "that they asked for", WISHES, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column MINE_COLUMNS[] = {{"RELEASED", "at", "date", 10},
                                      {"WHAT", "name", "text", 0},
                                      {"VERDICT", "verdict", "text", 12},
                                      {"IN ONE SENTENCE", "says", "text", 60},
                                      {NULL, NULL, NULL, 0}};
static const Column MINE_FACTS[] = {{"whose", "person.name", "text", 0}, {NULL, NULL, NULL, 0}};
static const Op MINE = {
    .id = "work.mine",
    .method = "GET",
    .path = "/work",
    .words = "work",
    .summary = "What your work did: every release you had a part in, with its verdict",
    .help =
        "ridealong work ann@example.com\n\nYour part: your team (or you) own it, you decided, wrote its brief, said "
        "what it would be worth, noted its release, met customers about it or hosted that. The same comes as a feed: "
        "`ridealong calendar make` prints a secret address; with .json in the place of .ics it is a JSON Feed. And as "
        "mail: `ridealong work mail --outcomes yes`.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .own_role = ROLE_VIEWER,
    .owner = touch_owner_person,
    .reads = READS_PEOPLE,
    .params = MINE_PARAMS,
    .reply = MINE_REPLY,
    .rows = "work",
    .columns = MINE_COLUMNS,
    .facts = MINE_FACTS,
    .empty = "Nothing yet. Here will be each release that you had a part in: as its owner, by its brief or a decision, "
             "or by "
             "a session with customers about it.",
    .run = mine_run,
};

/* ---- mail ------------------------------------------------------------------------------------ */

static bool wish_one(Call *call, const PersonRow *person, const char *arg, Str what, Err *err) {
    const Arg *given = call_arg(call, arg);
    return !given->given || wish_set(call->app->db, person->id, what, given->i, call->now, err);
}

static bool mail_in(Call *call, Err *err) {
    PersonRow person;
    bool alerts, outcomes;
    Db *db = call->app->db;
    if (!touch_person(call, "person", &person, err) || !wish_one(call, &person, "alerts", WISH_ALERTS, err) ||
        !wish_one(call, &person, "outcomes", WISH_OUTCOMES, err) ||
        !wish_has(db, person.id, WISH_ALERTS, &alerts, err) || !wish_has(db, person.id, WISH_OUTCOMES, &outcomes, err))
        return false;
    if (!person.email.n && (alerts || outcomes))
        return err_set(err, ERR_CONFLICT, "give one: ridealong people", "%.*s has no e-mail address",
                       STR_ARG(person.name));
    json_t *body = json_pack("{s:b, s:b}", "alerts", alerts, "outcomes", outcomes);
    if (!audit_note(call, "work.mail", "person", person.id, body, err)) return false;
    put(call->reply, "done",
        json_str(arena_printf(call->arena, "mail about alerts: %s; about what work did: %s", alerts ? "yes" : "no",
                              outcomes ? "yes" : "no")));
    return true;
}

static bool mail_run(Call *call, Err *err) {
    return db_begin(call->app->db, err) && db_end(call->app->db, mail_in(call, err), err);
}

static const Param MAIL_PARAMS[] = {
    PERSON_PARAM,
    {.name = "alerts", .type = PARAM_BOOL, .help = "yes: mail when a theme rises by itself"},
    {.name = "outcomes", .type = PARAM_BOOL, .help = "yes: mail when a release you had a part in is judged"},
    WHO_PARAM,
    {.name = NULL},
};
static const Field MAIL_REPLY[] = {{"done", SHAPE_STRING, NULL, NULL, false}, {NULL, SHAPE_END, NULL, NULL, false}};
static const Column MAIL_FACTS[] = {{"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};
static const Op MAIL = {
    .id = "work.mail",
    .method = "POST",
    .path = "/work/mail",
    .words = "work mail",
    .summary = "Ask for mail about alerts, or about what your work did",
    .help = "ridealong work mail --outcomes yes --alerts no --person ann@example.com\n\n`ridealong check` makes it, "
            "`ridealong mail send` sends it. Each look at a release is told once.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .own_role = ROLE_VIEWER,
    .owner = touch_owner_person,
    .writes = true,
    .after = "/work",
    .params = MAIL_PARAMS,
    .reply = MAIL_REPLY,
    .facts = MAIL_FACTS,
    .run = mail_run,
};

const Op *const OPS_MINE[] = {&MINE, &MAIL, NULL};
