/* ops_formats.c - formats of customer contact: their rules, and the company's own. */
#include <ctype.h>

#include "audit.h"
#include "json_build.h"
#include "touch.h"

static const Field FORMAT[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"key", SHAPE_STRING, "what programs call it", NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"about", SHAPE_STRING, NULL, NULL, false},
    {"minutes", SHAPE_INT, "proposed for a new session", NULL, false},
    {"capacity", SHAPE_INT, "the same", NULL, false},
    {"capacity_max", SHAPE_INT, "no session has more places; null: no such rule", NULL, true},
    {"per_team", SHAPE_INT, "guests of one team at most; null: no such rule", NULL, true},
    {"novices", SHAPE_INT, "first-timers at most, beside an experienced host; null: no such rule", NULL, true},
    {"subject", SHAPE_BOOL, "needs a theme or a problem", NULL, false},
    {"consent", SHAPE_BOOL, "needs a customer whose consent is recorded", NULL, false},
    {"guide", SHAPE_BOOL, "has a guide with moments and notes", NULL, false},
    {"causes", SHAPE_BOOL, "asks for root causes at the end", NULL, false},
    {"judged", SHAPE_BOOL, "has entries, judged in pairs", NULL, false},
    {"overbook", SHAPE_BOOL, "a plan may book more than fit, as some do not come", NULL, false},
    {"counts", SHAPE_BOOL, "towards goals", NULL, false},
    {"notice_hours", SHAPE_INT, "sign-up ends so long before the start", NULL, false},
    {"retired", SHAPE_BOOL, "no longer in use", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

static json_t *rule(int64_t limit) {
    return limit ? json_integer(limit) : json_null();
}

static json_t *format_json(const FormatRow *r) {
    json_t *o = json_object();
    put(o, "id", json_integer(r->id));
    put(o, "key", json_str(r->key));
    put(o, "name", json_str(r->name));
    put(o, "about", json_str(r->about));
    put(o, "minutes", json_integer(r->minutes));
    put(o, "capacity", json_integer(r->capacity));
    put(o, "capacity_max", rule(r->capacity_max));
    put(o, "per_team", rule(r->per_team));
    put(o, "novices", rule(r->novices));
    put(o, "subject", json_boolean(r->subject));
    put(o, "consent", json_boolean(r->consent));
    put(o, "guide", json_boolean(r->guide));
    put(o, "causes", json_boolean(r->causes));
    put(o, "judged", json_boolean(r->judged));
    put(o, "overbook", json_boolean(r->overbook));
    put(o, "counts", json_boolean(r->counts));
    put(o, "notice_hours", json_integer(r->notice_hours));
    put(o, "retired", json_boolean(r->retired_at != TIME_NONE));
    return o;
}

static bool list_run(Call *call, Err *err) {
    FormatRow *rows;
    size_t n;
    if (!formats_list(call->app->db, call->arena, call_arg(call, "retired")->i, &rows, &n, err)) return false;
    json_t *list = json_array();
    put(call->reply, "formats", list);
    for (size_t i = 0; i < n; i++) json_array_append_new(list, format_json(&rows[i]));
    return true;
}

/* By number, or by key. */
static bool format_arg(Call *call, FormatRow *row, Err *err) {
    Str given = call_arg(call, "format")->s;
    int64_t id;
    return str_to_i64(given, &id) ? format_get(call->app->db, call->arena, id, row, err)
                                  : format_find(call->app->db, call->arena, given, row, err);
}

static bool sessions_put(Call *call, const char *name, const SessionFilter *filter, Err *err) {
    SessionRow *rows;
    size_t n;
    json_t *list = json_array();
    put(call->reply, name, list);
    if (!sessions_list(call->app->db, call->arena, filter, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) json_array_append_new(list, session_json(call->arena, &rows[i], call->now));
    return true;
}

static bool get_run(Call *call, Err *err) {
    FormatRow row;
    if (!format_arg(call, &row, err)) return false;
    put(call->reply, "format", format_json(&row));
    SessionFilter next = {.from = call->now, .to = TIME_NONE, .format_id = row.id, .state = SESSION_OPEN, .limit = 20};
    SessionFilter past = {.from = TIME_NONE, .to = call->now, .format_id = row.id, .newest = true, .limit = 10};
    return sessions_put(call, "next", &next, err) && sessions_put(call, "past", &past, err);
}

/* ---- saving ---------------------------------------------------------------------------------- */

/* "Warehouse day!" -> "warehouse_day" */
static Str key_of(Arena *a, Str name) {
    char *key = arena_alloc(a, name.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        if (isalnum(c) || c >= 0x80) key[n++] = (char)tolower(c);
        else if (n && key[n - 1] != '_') key[n++] = '_';
    }
    while (n && key[n - 1] == '_') n--;
    return (Str){key, n};
}

static void take_int(Call *call, const char *arg, int64_t *to) {
    if (call_arg(call, arg)->given) *to = call_arg(call, arg)->i;
}
static void take_bool(Call *call, const char *arg, bool *to) {
    if (call_arg(call, arg)->given) *to = call_arg(call, arg)->i;
}

static void take_rules(Call *call, FormatRow *row) {
    if (call_arg(call, "name")->given) row->name = str_trim(call_arg(call, "name")->s);
    if (call_arg(call, "about")->given) row->about = str_trim(call_arg(call, "about")->s);
    take_int(call, "minutes", &row->minutes);
    take_int(call, "capacity", &row->capacity);
    take_int(call, "capacity_max", &row->capacity_max);
    take_int(call, "per_team", &row->per_team);
    take_int(call, "novices", &row->novices);
    take_int(call, "notice_hours", &row->notice_hours);
    take_bool(call, "subject", &row->subject);
    take_bool(call, "consent", &row->consent);
    take_bool(call, "guide", &row->guide);
    take_bool(call, "causes", &row->causes);
    take_bool(call, "overbook", &row->overbook);
    take_bool(call, "counts", &row->counts);
    if (call_arg(call, "retired")->given) row->retired_at = call_arg(call, "retired")->i ? call->now : TIME_NONE;
}

static bool rules_fit(const FormatRow *row, Err *err) {
    if (!row->name.n) return err_set(err, ERR_INPUT, NULL, "name: it is empty");
    if (row->capacity_max && row->capacity > row->capacity_max)
        return err_set(err, ERR_INPUT, NULL, "capacity: %lld is more than capacity_max, %lld", (long long)row->capacity,
                       (long long)row->capacity_max);
    if (str_eq(row->key, STR("ride_along")) && (!row->consent || !row->capacity_max || row->capacity_max > 3))
        return err_set(err, ERR_INPUT, "add a format of your own with other rules",
                       "a ride-along has three observers at most, and the customer's consent");
    return true;
}

static bool save_in(Call *call, FormatRow *row, Err *err) {
    Str given = str_trim(call_arg(call, "format")->s);
    Err none = {0};
    int64_t id;
    bool there = str_to_i64(given, &id)
                     ? format_get(call->app->db, call->arena, id, row, &none)
                     : format_find(call->app->db, call->arena, key_of(call->arena, given), row, &none);
    if (!there && none.code != ERR_NOT_FOUND) return *err = none, false;
    if (!there)
        *row = (FormatRow){.key = key_of(call->arena, given),
                           .name = given,
                           .minutes = 60,
                           .capacity = 8,
                           .counts = true,
                           .notice_hours = 24,
                           .retired_at = TIME_NONE};
    if (!row->key.n) return err_set(err, ERR_INPUT, NULL, "format: '%.*s' is no name", STR_ARG(given));
    take_rules(call, row);
    return rules_fit(row, err) && format_put(call->app->db, row, &row->id, err) &&
           audit_note(call, "format.save", "format", row->id, format_json(row), err);
}

static bool save_run(Call *call, Err *err) {
    FormatRow row = {0};
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, save_in(call, &row, err), err)) return false;
    put(call->reply, "format", json_str(row.key));
    put(call->reply, "done", json_str(arena_printf(call->arena, "the format \"%.*s\" is saved", STR_ARG(row.name))));
    return true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

#define FORMAT_ARG                                                                                                     \
    {                                                                                                                  \
        .name = "format", .type = PARAM_STR, .max = NAME_BYTES, .required = true, .positional = true,                  \
        .help = "key or number, like empathy"                                                                          \
    }
#define RULE(name_, max_, help_)                                                                                       \
    { .name = name_, .type = PARAM_INT, .min = 0, .max = max_, .help = help_ }
#define YES_NO(name_, help_)                                                                                           \
    { .name = name_, .type = PARAM_BOOL, .help = help_ }

static const Param LIST_PARAMS[] = {
    {.name = "retired", .type = PARAM_BOOL, .fallback = "false", .help = "also those that are no longer in use"},
    {.name = NULL},
};
static const Param GET_PARAMS[] = {FORMAT_ARG, {.name = NULL}};
static const Param SAVE_PARAMS[] = {
    {.name = "format",
     .type = PARAM_STR,
     .max = 60,
     .required = true,
     .positional = true,
     .help = "key of one that is there, or the name of a new one"},
    {.name = "name", .type = PARAM_STR, .max = NAME_BYTES, .help = "what people call it"},
    {.name = "about", .type = PARAM_STR, .max = WORDS_BYTES, .help = "what happens in it, in a sentence or two"},
    {.name = "minutes", .type = PARAM_INT, .min = 5, .max = MINUTES_MAX, .help = "proposed length"},
    {.name = "capacity", .type = PARAM_INT, .min = 1, .max = 1000, .help = "proposed number of places"},
    RULE("capacity_max", 1000, "no session has more places; 0: no such rule"),
    RULE("per_team", 1000, "guests of one team at most; 0: no such rule"),
    RULE("novices", 1000, "first-timers at most, beside an experienced host; 0: no such rule"),
    RULE("notice_hours", 24 * 90, "sign-up ends so many hours before the start"),
    YES_NO("subject", "a session needs a theme or a problem"),
    YES_NO("consent", "a session needs a customer whose consent is recorded"),
    YES_NO("guide", "has a guide with moments and notes"),
    YES_NO("causes", "asks for root causes at the end"),
    YES_NO("overbook", "a plan may book more than fit"),
    YES_NO("counts", "counts towards goals"),
    YES_NO("retired", "take it out of use"),
    WHO_PARAM,
    {.name = NULL},
};
static const Field LIST_REPLY[] = {{"formats", SHAPE_ARRAY, NULL, FORMAT, false}, {NULL, SHAPE_END, NULL, NULL, false}};
static const Field GET_REPLY[] = {
    {"format", SHAPE_OBJECT, NULL, FORMAT, false},
    {"next", SHAPE_ARRAY, "open sessions to come, the next first", SHAPE_OF_SESSION, false},
    {"past", SHAPE_ARRAY, "the latest first", SHAPE_OF_SESSION, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field SAVE_REPLY[] = {
    {"format", SHAPE_STRING, "its key", NULL, false},
    {"done", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column LIST_COLUMNS[] = {
    {"KEY", "key", "text", 16},       {"FORMAT", "name", "text", 0},         {"MINUTES", "minutes", "int", 7},
    {"PLACES", "capacity", "int", 6}, {"AT MOST", "capacity_max", "int", 7}, {NULL, NULL, NULL, 0},
};
static const Column GET_FACTS[] = {
    {"name", "format.name", "text", 0},           {"about", "format.about", "text", 0},
    {"minutes", "format.minutes", "int", 0},      {"places", "format.capacity", "int", 0},
    {"at most", "format.capacity_max", "int", 0}, {NULL, NULL, NULL, 0},
};
static const Column SAVE_FACTS[] = {
    {"format", "format", "text", 0}, {"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};

const Op OP_FORMATS = {
    .id = "formats.list",
    .method = "GET",
    .path = "/formats",
    .words = "formats",
    .summary = "Formats of customer contact",
    .help = "Each has its rules; add the company's own: ridealong help format save",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "formats",
    .columns = LIST_COLUMNS,
    .empty = "All formats are retired: `ridealong formats --retired`",
    .run = list_run,
};
const Op OP_FORMAT = {
    .id = "formats.get",
    .method = "GET",
    .path = "/formats/{format}",
    .words = "format",
    .summary = "One format: its rules and its sessions",
    .help = "ridealong format ride_along",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = GET_PARAMS,
    .reply = GET_REPLY,
    .rows = "next",
    .columns = SESSION_COLUMNS,
    .facts = GET_FACTS,
    .empty = "No open session of this format. Offer one: `ridealong session offer`",
    .run = get_run,
};
const Op OP_FORMAT_SAVE = {
    .id = "formats.save",
    .method = "POST",
    .path = "/formats/save",
    .words = "format save",
    .summary = "Add a format of your own, or change the rules of one",
    .help =
        "ridealong format save \"Warehouse day\" --minutes 240 --capacity 4 --about \"Pack orders beside the team.\"\n"
        "ridealong format save support --novices 2\nridealong format save warehouse_day --retired\n\n"
        "Only what is given changes. A ride-along keeps its two rules: three observers, and the customer's consent.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .after = "/formats/{format}",
    .params = SAVE_PARAMS,
    .reply = SAVE_REPLY,
    .facts = SAVE_FACTS,
    .run = save_run,
};
