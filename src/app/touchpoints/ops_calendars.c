/* ops_calendars.c - private addresses of calendars: made, listed, revoked. */
#include "access.h"
#include "audit.h"
#include "base/hash.h"
#include "feed.h"
#include "json_build.h"

enum { SECRET_BYTES = 24, ID_BYTES = 8 };

static const char *const KINDS[] = {"person", "team", "host", NULL};

static Str secret_hex(Arena *a, size_t bytes) {
    uint8_t secret[SECRET_BYTES];
    char *hex = arena_alloc(a, 2 * bytes + 1);
    random_secret(secret, bytes);
    hex_encode(hex, secret, bytes);
    return (Str){hex, 2 * bytes};
}

/* Once for the installation, part of each event's name. */
static bool name_installation(Call *call, Err *err) {
    Err none = {0};
    Str id;
    if (setting_get(call->app->db, call->arena, STR("calendar_id"), &id, &none)) return true;
    if (none.code != ERR_NOT_FOUND) return *err = none, false;
    return setting_put(call->app->db, STR("calendar_id"),
                       arena_printf(call->arena, "%s.ridealong", secret_hex(call->arena, ID_BYTES).p), err);
}

static bool team_of(Call *call, int64_t *id, Str *name, Err *err) {
    Str given = str_trim(call_arg(call, "team")->s);
    TeamRow team;
    bool found = str_to_i64(given, id) ? team_get(call->app->db, call->arena, *id, &team, err)
                                       : team_find(call->app->db, call->arena, given, &team, err);
    *id = team.id;
    *name = team.name;
    return found;
}

static bool is_team(Call *call) {
    return call_arg(call, "kind")->i == 1;
}

static bool owner_of(Call *call, Owner *owner, Err *err) {
    Str name;
    if (!is_team(call)) return touch_owner_person(call, owner, err);
    return team_of(call, &owner->team_id, &name, err);
}

static bool make_in(Call *call, Str token, Err *err) {
    PersonRow person;
    FeedRow row = {.kind = str_from_c(KINDS[call_arg(call, "kind")->i]),
                   .token_hash = feed_token_hash(call->arena, token),
                   .created_at = call->now};
    if (is_team(call)) {
        if (!team_of(call, &row.object_id, &row.name, err)) return false;
    } else {
        if (!touch_person(call, "person", &person, err)) return false;
        row.object_id = person.id;
        row.name = person.name;
    }
    if (!name_installation(call, err) || !feed_add(call->app->db, &row, &row.id, err) ||
        !audit_note(call, "calendar.make", "calendar", row.id, json_pack("{s:o}", "of", json_str(row.name)), err))
        return false;
    put(call->reply, "calendar", json_integer(row.id));
    put(call->reply, "path", json_str(arena_printf(call->arena, "/feeds/%.*s.ics", STR_ARG(token))));
    put(call->reply, "done",
        json_str(arena_printf(call->arena, "the calendar of %.*s has an address: copy it now, it is shown once",
                              STR_ARG(row.name))));
    return true;
}

static bool make_run(Call *call, Err *err) {
    Str token = secret_hex(call->arena, SECRET_BYTES);
    return db_begin(call->app->db, err) && db_end(call->app->db, make_in(call, token, err), err);
}

static bool list_run(Call *call, Err *err) {
    FeedRow *rows;
    size_t n;
    bool others;
    if (!access_others(call, &others, err) || !feeds_list(call->app->db, call->arena, &rows, &n, err)) return false;
    json_t *list = json_array();
    put(call->reply, "calendars", list);
    for (size_t i = 0; i < n; i++) {
        bool own = !str_eq(rows[i].kind, STR("team")) && rows[i].object_id == call->actor->person_id;
        if (!own && !others) continue;
        json_array_append_new(list, json_pack("{s:I, s:o, s:o, s:o}", "id", (json_int_t)rows[i].id, "kind",
                                              json_str(rows[i].kind), "of", json_link(rows[i].object_id, rows[i].name),
                                              "created_at", json_time(call->arena, rows[i].created_at)));
    }
    return true;
}

static bool revoke_owner(Call *call, Owner *owner, Err *err) {
    FeedRow row;
    if (!feed_get(call->app->db, call->arena, call_arg(call, "calendar")->i, &row, err)) return false;
    int64_t *whose = str_eq(row.kind, STR("team")) ? &owner->team_id : &owner->person_id;
    *whose = row.object_id;
    return true;
}

static bool revoke_in(Call *call, Err *err) {
    int64_t id = call_arg(call, "calendar")->i;
    FeedRow row;
    return feed_get(call->app->db, call->arena, id, &row, err) && feed_revoke(call->app->db, id, call->now, err) &&
           audit_note(call, "calendar.revoke", "calendar", id, NULL, err);
}

static bool revoke_run(Call *call, Err *err) {
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, revoke_in(call, err), err)) return false;
    put(call->reply, "calendar", json_integer(call_arg(call, "calendar")->i));
    put(call->reply, "path", json_null());
    put(call->reply, "done", json_string("the calendar's address leads nowhere any more"));
    return true;
}

static const Param MAKE_PARAMS[] = {
    {.name = "kind",
     .type = PARAM_ENUM,
     .choices = KINDS,
     .fallback = "person",
     .positional = true,
     .help = "person: all seats; host: what they host; team: its people's seats"},
    PERSON_PARAM,
    {.name = "team",
     .type = PARAM_STR,
     .max = NAME_BYTES,
     .fallback = "",
     .help = "of a team's calendar: key or number"},
    WHO_PARAM,
    {.name = NULL},
};
static const Param LIST_PARAMS[] = {{.name = NULL}};
static const Param REVOKE_PARAMS[] = {
    {.name = "calendar",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .required = true,
     .positional = true,
     .help = "its number"},
    WHO_PARAM,
    {.name = NULL},
};
static const Field FEED[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"kind", SHAPE_STRING, "person, team or host", NULL, false},
    {"of", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},
    {"created_at", SHAPE_TIME, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field LIST_REPLY[] = {{"calendars", SHAPE_ARRAY, "newest first", FEED, false},
                                   {NULL, SHAPE_END, NULL, NULL, false}};
static const Field DONE_REPLY[] = {
    {"calendar", SHAPE_INT, "its number", NULL, false},
    {"path", SHAPE_STRING, "secret address on this server: whoever has it can read the calendar; shown once", NULL,
     true},
    {"done", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column LIST_COLUMNS[] = {{"#", "id", "int", 5},
                                      {"KIND", "kind", "text", 8},
                                      {"OF", "of.name", "text", 0},
                                      {"MADE", "created_at", "date", 10},
                                      {NULL, NULL, NULL, 0}};
static const Column FACTS[] = {{"calendar", "calendar", "int", 0},
                               {"path", "path", "text", 0},
                               {"done", "done", "text", 0},
                               {NULL, NULL, NULL, 0}};

const Op OP_CALENDARS = {
    .id = "calendars.list",
    .method = "GET",
    .path = "/calendars",
    .words = "calendars",
    .summary = "Calendars that programs follow by a secret address",
    .help = "An address is shown once, when it is made; revoke one that got into wrong hands.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "calendars",
    .columns = LIST_COLUMNS,
    .empty = "No calendar has an address yet. Make one: `ridealong calendar make --person ann@example.com`",
    .run = list_run,
};
const Op OP_CALENDAR_MAKE = {
    .id = "calendars.make",
    .method = "POST",
    .path = "/calendars/make",
    .words = "calendar make",
    .summary = "Make a secret address for a calendar",
    .help = "ridealong calendar make\nridealong calendar make host --person sue@example.com\nridealong calendar make "
            "team --team payments\n\n"
            "Give the address to a calendar program (\"subscribe by URL\"). It shows bookings, changes and "
            "cancellations; whoever has it can read it.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .own_role = ROLE_VIEWER,
    .owner = owner_of,
    .writes = true,
    .secret = true,
    .params = MAKE_PARAMS,
    .reply = DONE_REPLY,
    .facts = FACTS,
    .run = make_run,
};
const Op OP_CALENDAR_REVOKE = {
    .id = "calendars.revoke",
    .method = "POST",
    .path = "/calendars/{calendar}/revoke",
    .words = "calendar revoke",
    .summary = "Revoke a calendar's address",
    .help = "ridealong calendar revoke 3",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .own_role = ROLE_VIEWER,
    .owner = revoke_owner,
    .writes = true,
    .after = "/calendars",
    .params = REVOKE_PARAMS,
    .reply = DONE_REPLY,
    .facts = FACTS,
    .run = revoke_run,
};
