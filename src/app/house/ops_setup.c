/* ops_setup.c - what holds for the whole installation: its name, its zone, who sees what. */
#include "accounts.h"
#include "app_private.h"
#include "audit.h"
#include "base/zone.h"
#include "json_build.h"
#include "store/signal_store.h"

static bool text_setting(Call *call, Str name, Str *value, Err *err) {
    Err none = {0};
    *value = STR("");
    return setting_get(call->app->db, call->arena, name, value, &none) || none.code == ERR_NOT_FOUND ||
           (*err = none, false);
}

static bool facts_put(Call *call, Err *err) {
    Str organisation, zone;
    Policy policy;
    if (!text_setting(call, STR("organisation"), &organisation, err) || !text_setting(call, STR("zone"), &zone, err) ||
        !policy_get(call, &policy, err))
        return false;
    put(call->reply, "organisation", json_str(organisation));
    put(call->reply, "zone", json_str(zone));
    put(call->reply, "words", json_string(ROLES[policy.words]));
    put(call->reply, "people", json_string(ROLES[policy.people]));
    return true;
}

/* What to choose from, the one that holds included, and what this machine would choose. */
static void zones_put(Call *call) {
    size_t n;
    const Str *names = zone_names(call->arena, &n);
    json_t *list = json_array(), *mine = json_object_get(call->reply, "zone");
    bool listed = json_string_length(mine) == 0;
    for (size_t i = 0; i < n; i++) {
        json_array_append_new(list, json_str(names[i]));
        listed |= str_eq(names[i], str_from_c(json_string_value(mine)));
    }
    if (!listed) json_array_append(list, mine);
    put(call->reply, "zones", list);
    put(call->reply, "proposed", json_str(zone_of_machine(call->arena)));
}

static bool get_run(Call *call, Err *err) {
    SourceRow *sources;
    size_t n;
    if (!facts_put(call, err) || !sources_list(call->app->db, call->arena, &sources, &n, err)) return false;
    zones_put(call);
    put(call->reply, "sources", json_integer((json_int_t)n));
    return true;
}

#define SETUP_FIELDS                                                                                                   \
    {"organisation", SHAPE_STRING, "its name, shown on pages", NULL, false},                                           \
        {"zone", SHAPE_STRING, "time zone of those who chose none; empty: nobody chose one yet, times are UTC", NULL,  \
         false},                                                                                                       \
        {"words", SHAPE_STRING, "least role that reads what customers said", NULL, false}, {                           \
        "people", SHAPE_STRING, "least role that sees other people's touchpoints", NULL, false                         \
    }
static const Field GET_REPLY[] = {
    SETUP_FIELDS,
    {"sources", SHAPE_INT, "that signals come from", NULL, false},
    {"zones", SHAPE_ARRAY, "names of time zones to choose from", NULL, false},
    {"proposed", SHAPE_STRING, "the zone of the machine that this runs on", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column FACTS[] = {
    {"organisation", "organisation", "text", 0},
    {"time zone", "zone", "text", 0},
    {"customers' words", "words", "text", 0},
    {"others' touchpoints", "people", "text", 0},
    {NULL, NULL, NULL, 0},
};
static const Op GET = {
    .id = "setup.get",
    .method = "GET",
    .path = "/setup",
    .words = "setup",
    .summary = "What holds for the whole installation",
    .help = "`ridealong setup change` changes it.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ADMIN,
    .reply = GET_REPLY,
    .facts = FACTS,
    .run = get_run,
};

static bool zone_check(const Arg *zone, Err *err) {
    Str name = str_trim(zone->s);
    if (!zone->given) return true;
    if (!name.n) return err_set(err, ERR_INPUT, "choose one, like Europe/Berlin; UTC is one, too", "zone: it is empty");
    return zone_find(name, err) || err_prefix(err, "zone: ");
}

static bool change(Call *call, Err *err) {
    const Arg *organisation = call_arg(call, "organisation"), *zone = call_arg(call, "zone"),
              *words = call_arg(call, "words"), *people = call_arg(call, "people");
    Policy policy;
    if (!zone_check(zone, err) || !policy_get(call, &policy, err)) return false;
    if (words->given) policy.words = (Role)words->i;
    if (people->given) policy.people = (Role)people->i;
    Db *db = call->app->db;
    return (!organisation->given || setting_put(db, STR("organisation"), str_trim(organisation->s), err)) &&
           (!zone->given || setting_put(db, STR("zone"), str_trim(zone->s), err)) && policy_put(call, &policy, err) &&
           audit_note(call, "setup.change", "setup", 0,
                      json_pack("{s:s, s:s}", "words", ROLES[policy.words], "people", ROLES[policy.people]), err);
}

static bool change_run(Call *call, Err *err) {
    return db_begin(call->app->db, err) && db_end(call->app->db, change(call, err), err) && facts_put(call, err);
}

static const Param CHANGE_PARAMS[] = {
    {.name = "organisation", .type = PARAM_STR, .max = 200, .help = "its name, shown on pages"},
    {.name = "zone", .type = PARAM_STR, .max = 64, .help = "time zone of those who chose none, like Europe/Berlin"},
    {.name = "words", .type = PARAM_ENUM, .choices = ROLES, .help = "least role that reads what customers said"},
    {.name = "people",
     .type = PARAM_ENUM,
     .choices = ROLES,
     .help = "least role that sees other people's touchpoints, goals and reflections"},
    {.name = NULL},
};
static const Field CHANGE_REPLY[] = {SETUP_FIELDS, {NULL, SHAPE_END, NULL, NULL, false}};
static const Op CHANGE = {
    .id = "setup.change",
    .method = "POST",
    .path = "/setup",
    .words = "setup change",
    .summary = "Change what holds for the whole installation",
    .help = "What is not given stays as it is.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ADMIN,
    .writes = true,
    .aside = true,
    .after = "/setup",
    .params = CHANGE_PARAMS,
    .reply = CHANGE_REPLY,
    .facts = FACTS,
    .run = change_run,
};

const Op *const OPS_SETUP[] = {&GET, &CHANGE, NULL};
