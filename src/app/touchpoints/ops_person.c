/* ops_person.c - one person: who it is, where they stand, and what they may change of it themselves. */
#include <math.h>

#include "access.h"
#include "app_private.h"
#include "audit.h"
#include "json_build.h"
#include "people_fields.h"
#include "people_ops.h"
#include "shapes.h"
#include "touch.h"

static bool person_json(Call *call, const PersonRow *p, json_t **out, Err *err) {
    Arena *a = call->arena;
    TeamRow team = {0};
    PersonRow manager = {0};
    if ((p->team_id && !team_get(call->app->db, a, p->team_id, &team, err)) ||
        (p->manager_id && !person_get(call->app->db, a, p->manager_id, &manager, err)))
        return false;
    *out = json_pack("{s:I, s:o, s:o, s:o, s:o, s:b, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id",
                     (json_int_t)p->id, "name", json_str(p->name), "email", json_str(p->email), "key", json_str(p->key),
                     "team", json_link(team.id, team.name), "engineer", p->engineer, "host", p->host, "manager",
                     json_link(manager.id, manager.name), "zone", json_str(p->zone), "languages",
                     json_str(p->languages), "work_days", json_str(people_work_days_say(a, p->work_days)), "hours",
                     json_str(people_hours_say(a, p->work_from, p->work_to)), "fte", json_num(p->fte, 3), "joined",
                     people_day_json(a, p->joined_day), "left", people_day_json(a, p->left_day), "gone",
                     json_boolean(p->left_day != DAY_NONE && p->left_day < day_of(call->now)));
    return true;
}

static bool leave_json(Call *call, int64_t person_id, json_t **out, Err *err) {
    LeaveRow *rows;
    size_t n;
    int64_t today = day_of(call->now);
    if (!leave_list(call->app->db, call->arena,
                    &(LeaveFilter){.person_id = person_id, .from = today - 366, .to = today + 3660, .by_day = true},
                    &rows, &n, err))
        return false;
    *out = json_array();
    for (size_t i = 0; i < n; i++)
        json_array_append_new(*out, json_pack("{s:I, s:o, s:o, s:I, s:b}", "id", (json_int_t)rows[i].id, "from",
                                              people_day_json(call->arena, rows[i].from_day), "until",
                                              people_day_json(call->arena, rows[i].to_day - 1), "days",
                                              (json_int_t)(rows[i].to_day - rows[i].from_day), "over",
                                              rows[i].to_day <= today));
    return true;
}

static bool put_all(Call *call, const PersonRow *row, Err *err) {
    json_t *person = json_null(), *leave = json_null(), *standing = json_null();
    bool see = false, own = row && row->id == call->actor->person_id;
    bool ok = !row || (person_json(call, row, &person, err) && people_may_see(call, row->id, &see, err));
    if (ok && see) ok = leave_json(call, row->id, &leave, err) && standing_json(call, row->id, &standing, err);
    put(call->reply, "person", person);
    put(call->reply, "own", json_boolean(own));
    put(call->reply, "seen", json_boolean(see));
    put(call->reply, "leave", leave);
    put(call->reply, "standing", standing);
    return ok;
}

static bool get_run(Call *call, Err *err) {
    PersonRow row;
    return touch_person_named(call, "person", call_arg(call, "person")->s, &row, err) && put_all(call, &row, err);
}

static bool mine_run(Call *call, Err *err) {
    PersonRow row;
    int64_t me = call->actor->person_id;
    return (!me || person_get(call->app->db, call->arena, me, &row, err)) && put_all(call, me ? &row : NULL, err);
}

static const Field PERSON[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"email", SHAPE_STRING, NULL, NULL, false},
    {"key", SHAPE_STRING, "e-mail address in lower case, else what the source calls them", NULL, false},
    {"team", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, true},
    {"engineer", SHAPE_BOOL, "owes customer contact", NULL, false},
    {"host", SHAPE_BOOL, "offers sessions", NULL, false},
    {"manager", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, true},
    {"zone", SHAPE_STRING, "IANA name; empty: that of the organisation", NULL, false},
    {"languages", SHAPE_STRING, "BCP 47 codes", NULL, false},
    {"work_days", SHAPE_STRING, "like mon-fri", NULL, false},
    {"hours", SHAPE_STRING, "like 09:00-17:00, in their zone", NULL, false},
    {"fte", SHAPE_NUMBER, "share of a full working week", NULL, false},
    {"joined", SHAPE_TIME, "first day; null: not known", NULL, true},
    {"left", SHAPE_TIME, "last day; null: none", NULL, true},
    {"gone", SHAPE_BOOL, "the last day is over", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field LEAVE[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"from", SHAPE_TIME, "first day away", NULL, false},
    {"until", SHAPE_TIME, "last day away", NULL, false},
    {"days", SHAPE_INT, NULL, NULL, false},
    {"over", SHAPE_BOOL, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field REPLY[] = {
    {"person", SHAPE_OBJECT, "null: the account is linked to nobody", PERSON, true},
    {"own", SHAPE_BOOL, "it is the caller", NULL, false},
    {"seen", SHAPE_BOOL, "the caller may see leave and standing", NULL, false},
    {"leave", SHAPE_ARRAY, "of the last year and later; no reasons are kept", LEAVE, true},
    {"standing", SHAPE_OBJECT, NULL, SHAPE_OF_STANDING, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
#define PERSON_ARG                                                                                                     \
    {                                                                                                                  \
        .name = "person", .type = PARAM_STR, .max = 300, .required = true, .positional = true,                         \
        .help = "number or e-mail address"                                                                             \
    }
static const Param GET_PARAMS[] = {PERSON_ARG, {.name = NULL}};
static const Column COLUMNS[] = {
    {"date", "at", "date", 12},      {"format", "format", "text", 18}, {"minutes", "minutes", "int", 7},
    {"counts", "counts", "text", 6}, {"title", "title", "text", 24},   {"why not", "why_not", "text", 0},
    {NULL, NULL, NULL, 0},
};
static const Column FACTS[] = {
    {"person", "person.name", "text", 0},
    {"team", "person.team.name", "text", 0},
    {"zone", "person.zone", "text", 0},
    {"languages", "person.languages", "text", 0},
    {"working days", "person.work_days", "text", 0},
    {"hours", "person.hours", "text", 0},
    {"this year since", "standing.year.from", "date", 0},
    {"touchpoints", "standing.year.touchpoints", "int", 0},
    {"of owed", "standing.year.touchpoints_owed", "int", 0},
    {"formats", "standing.year.formats", "int", 0},
    {"of owed", "standing.year.formats_owed", "int", 0},
    {"window since", "standing.window.from", "date", 0},
    {"minutes", "standing.window.minutes", "int", 0},
    {"of owed", "standing.window.minutes_owed", "int", 0},
    {"next due", "standing.window.due", "date", 0},
    {"minutes then", "standing.window.due_minutes", "int", 0},
    {NULL, NULL, NULL, 0},
};
const Op OP_PERSON = {
    .id = "people.get",
    .method = "GET",
    .path = "/people/{person}",
    .words = "person",
    .summary = "One person: team, zone, languages, and where they stand",
    .help =
        "What somebody owes and did is shown to themselves, and to those whom the policy allows it (ridealong setup); "
        "others see totals of teams: ridealong goals totals.\n\nridealong person anna@company.example",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = GET_PARAMS,
    .reply = REPLY,
    .rows = "standing.contacts",
    .columns = COLUMNS,
    .facts = FACTS,
    .empty = "No customer contact this year, or you may not see it.",
    .run = get_run,
};
const Op OP_GOALS_MINE = {
    .id = "goals.mine",
    .method = "GET",
    .path = "/touchpoints",
    .words = "touchpoints",
    .summary = "My touchpoints: what I owe, what counts, what is next",
    .help = "Contact counts when it was attended and reflected upon. Of the person that the account is linked to; for "
            "others: ridealong person NUMBER.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .reply = REPLY,
    .rows = "standing.contacts",
    .columns = COLUMNS,
    .facts = FACTS,
    .empty = "No customer contact this year. Sign up for a session: `ridealong sessions`",
    .run = mine_run,
};

/* ---- edit ------------------------------------------------------------------------------------ */

static bool edit_own(Call *call, PersonRow *p, Err *err) {
    const Arg *zone = call_arg(call, "zone"), *languages = call_arg(call, "languages"),
              *days = call_arg(call, "work_days"), *hours = call_arg(call, "hours");
    return (!zone->given || people_zone(zone->s, &p->zone, err)) &&
           (!languages->given || people_languages(call->arena, languages->s, &p->languages, err)) &&
           (!days->given || people_work_days(days->s, &p->work_days, err)) &&
           (!hours->given || people_hours(hours->s, &p->work_from, &p->work_to, err));
}

static const char *const LEADS_ONLY[] = {"fte", "joined", "left", "engineer", "host"};

static bool leads_only(Call *call, Err *err) {
    for (size_t i = 0; call->actor->role < ROLE_LEAD && i < sizeof LEADS_ONLY / sizeof *LEADS_ONLY; i++)
        if (call_arg(call, LEADS_ONLY[i])->given)
            return err_set(err, ERR_FORBIDDEN, "ask a lead", "%s: what decides how much is owed is changed by leads",
                           LEADS_ONLY[i]);
    return true;
}

static bool edit_work(Call *call, PersonRow *p, Err *err) {
    const Arg *fte = call_arg(call, "fte"), *joined = call_arg(call, "joined"), *left = call_arg(call, "left"),
              *engineer = call_arg(call, "engineer"), *host = call_arg(call, "host");
    if (!leads_only(call, err) || (fte->given && !people_fte(fte->s, &p->fte, err))) return false;
    if (joined->given) p->joined_day = day_of(joined->i);
    if (left->given && !left->s.n) p->left_day = DAY_NONE;
    else if (left->given && !people_day("left", left->s, false, &p->left_day, err)) return false;
    if (engineer->given) p->engineer = engineer->i;
    if (host->given) p->host = host->i;
    return p->joined_day == DAY_NONE || p->left_day == DAY_NONE || p->left_day >= p->joined_day ||
           err_set(err, ERR_INPUT, "correct one of the dates", "the last day is before the first");
}

static bool edit(Call *call, PersonRow *p, Err *err) {
    int64_t id;
    return touch_person_named(call, "person", call_arg(call, "person")->s, p, err) && edit_own(call, p, err) &&
           edit_work(call, p, err) && person_put(call->app->db, p, &id, err) &&
           audit_note(call, "person.change", "person", id,
                      json_pack("{s:o, s:o, s:o, s:f}", "zone", json_str(p->zone), "languages", json_str(p->languages),
                                "work_days", json_str(people_work_days_say(call->arena, p->work_days)), "fte", p->fte),
                      err);
}

static bool edit_run(Call *call, Err *err) {
    PersonRow p;
    json_t *person;
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, edit(call, &p, err), err) ||
        !person_json(call, &p, &person, err))
        return false;
    put(call->reply, "person", person);
    put(call->reply, "done", json_str(arena_printf(call->arena, "changed %.*s", STR_ARG(p.name))));
    return true;
}

static const Field EDIT_REPLY[] = {
    {"person", SHAPE_OBJECT, NULL, PERSON, false},
    {"done", SHAPE_STRING, "what was done", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Param EDIT_PARAMS[] = {
    PERSON_ARG,
    {.name = "zone", .type = PARAM_STR, .max = 64, .help = "time zone, like Europe/Berlin; empty: the organisation's"},
    {.name = "languages",
     .type = PARAM_STR,
     .max = 200,
     .help = "in which they could talk to customers, like \"en pt-BR\""},
    {.name = "work_days", .type = PARAM_STR, .max = 60, .help = "like mon-fri or mon,tue,thu"},
    {.name = "hours", .type = PARAM_STR, .max = 20, .help = "working hours like 09:00-17:00, in their zone"},
    {.name = "fte", .type = PARAM_STR, .max = 10, .help = "share of a full working week, 0.8 or 80 % (leads)"},
    {.name = "joined", .type = PARAM_DATE, .help = "first day (leads)"},
    {.name = "left", .type = PARAM_STR, .max = 30, .help = "last day, empty: none (leads)"},
    {.name = "engineer", .type = PARAM_BOOL, .help = "owes customer contact (leads)"},
    {.name = "host", .type = PARAM_BOOL, .help = "offers sessions (leads)"},
    {.name = NULL},
};
const Op OP_PERSON_EDIT = {
    .id = "people.edit",
    .method = "POST",
    .path = "/people/{person}/edit",
    .words = "person edit",
    .summary = "Change a person's zone, languages, working days and hours",
    .help = "What is not given stays. Everybody may change their own; leads everybody's, and what decides how much is "
            "owed.\n\nridealong person edit 12 --zone Europe/Lisbon --languages \"en pt\" --work_days mon-thu",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .own_role = ROLE_VIEWER,
    .owner = touch_owner_person,
    .writes = true,
    .after = "/people/{person}",
    .params = EDIT_PARAMS,
    .reply = EDIT_REPLY,
    .facts = (const Column[]){{"person", "person.name", "text", 0},
                              {"zone", "person.zone", "text", 0},
                              {"languages", "person.languages", "text", 0},
                              {"working days", "person.work_days", "text", 0},
                              {"hours", "person.hours", "text", 0},
                              {NULL, NULL, NULL, 0}},
    .run = edit_run,
};
