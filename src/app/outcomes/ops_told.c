/* ops_told.c - you said, we did: what may go back to the customers who voiced it. */
#include "json_build.h"
#include "outcomes_ops.h"
#include "store/signal_store.h"
#include "text/utf8.h"
#include "told_list.h"

enum { SAID_MAX = 240 };

/* ---- all releases ---------------------------------------------------------------------------- */

static json_t *summary_json(Arena *a, const ToldList *l) {
    json_t *o = json_object();
    put(o, "release", json_link(l->told.release.id, l->told.release.title));
    put(o, "name", json_str(l->told.name));
    put(o, "at", json_time(a, l->told.release.at));
    put(o, "verdict", json_str(l->told.verdict));
    put(o, "says", json_str(l->says));
    put(o, "voiced", json_integer(l->voiced));
    put(o, "may", json_integer((json_int_t)l->may));
    put(o, "resting", json_integer((json_int_t)l->resting));
    put(o, "done", json_integer((json_int_t)l->done));
    put(o, "silent", json_integer(l->silent));
    return o;
}

#define SUMMARY_FIELDS                                                                                                 \
    {"release", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},                                                             \
        {"name", SHAPE_STRING, "of the problem, else of the theme", NULL, false},                                      \
        {"at", SHAPE_TIME, "released", NULL, false},                                                                   \
        {"verdict", SHAPE_STRING, "fell, did not fall, cannot tell, refused", NULL, false},                            \
        {"says", SHAPE_STRING, "what may be said to customers, and no more", NULL, false},                             \
        {"voiced", SHAPE_INT, "customers who voiced it before the release", NULL, false},                              \
        {"may", SHAPE_INT, "of them: agreed to be told, and can be now", NULL, false},                                 \
        {"resting", SHAPE_INT, "agreed, and had a contact too short ago", NULL, false},                                \
        {"done", SHAPE_INT, "were told", NULL, false}, {                                                               \
        "silent", SHAPE_INT, "known to us, and without consent to be told", NULL, false                                \
    }

static bool list_run(Call *call, Err *err) {
    ReleaseRow *rows;
    size_t n, most = (size_t)call_arg(call, "limit")->i;
    if (!releases_that_speak(call, &rows, &n, err)) return false;
    json_t *list = json_array();
    put(call->reply, "told", list);
    for (size_t i = 0; i < n && i < most; i++) {
        ToldList one;
        if (!told_list_of_release(call, &rows[i], &one, err)) return false;
        json_array_append_new(list, summary_json(call->arena, &one));
    }
    return true;
}

static const Param LIST_PARAMS[] = {
    {.name = "limit", .type = PARAM_INT, .min = 1, .max = 200, .fallback = "30", .help = "newest releases at most"},
    {.name = NULL},
};
static const Field SUMMARY[] = {SUMMARY_FIELDS, {NULL, SHAPE_END, NULL, NULL, false}};
static const Field LIST_REPLY[] = {{"told", SHAPE_ARRAY, "newest release first", SUMMARY, false},
                                   {NULL, SHAPE_END, NULL, NULL, false}};
static const Column LIST_COLUMNS[] = {
    {"RELEASED", "at", "date", 10}, {"WHAT", "name", "text", 0},       {"VERDICT", "verdict", "text", 12},
    {"VOICED", "voiced", "int", 6}, {"MAY BE TOLD", "may", "int", 11}, {"TOLD", "done", "int", 5},
    {NULL, NULL, NULL, 0},
};
static const Op LIST = {
    .id = "told.list",
    .method = "GET",
    .path = "/told",
    .words = "told",
    .summary = "You said, we did: releases, and how many customers may be told what came of them",
    .help = "`ridealong told customers 3` lists them. Only customers who agreed to it are: ridealong customer consent "
            "C-1042 "
            "--purpose message_back --how \"by mail of 3 May\"",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_HOST,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "told",
    .columns = LIST_COLUMNS,
    .empty =
        "No release yet. Once one is noted, here will be what may be told to the customers who voiced the friction.",
    .run = list_run,
};

/* ---- one release ----------------------------------------------------------------------------- */

/* What they said last, for whoever may read it. */
static bool said(Call *call, const ToldTo *to, Str *words, Err *err) {
    SignalRow signal;
    if (!signal_get(call->app->db, call->arena, to->voiced.signal_id, &signal, err)) return false;
    *words = utf8_cut(signal.signal.text, SAID_MAX);
    if (words->n < signal.signal.text.n) *words = arena_printf(call->arena, "%.*s ...", STR_ARG(*words));
    return true;
}

static bool customer_row(Call *call, const ToldTo *to, Str says, json_t *list, Err *err) {
    Arena *a = call->arena;
    Str words;
    const char *state = to->told_at != TIME_NONE ? "told" : to->rests ? "rests" : "may be told";
    if (!said(call, to, &words, err)) return false;
    json_array_append_new(list, json_pack("{s:I, s:o, s:I, s:o, s:o, s:o, s:s, s:o, s:o, s:o}", "customer",
                                          (json_int_t)to->customer.id, "label", json_str(to->customer.label), "times",
                                          (json_int_t)to->voiced.times, "first_at", json_time(a, to->voiced.first_at),
                                          "last_at", json_time(a, to->voiced.last_at), "said", json_str(words), "state",
                                          state, "rests_until", json_time(a, to->rests_until), "told_at",
                                          json_time(a, to->told_at), "message", json_str(says)));
    return true;
}

static bool customers_run(Call *call, Err *err) {
    ReleaseRow release;
    ToldList l;
    if (!release_get(call->app->db, call->arena, call_arg(call, "release")->i, &release, err) ||
        !told_list_of_release(call, &release, &l, err))
        return false;
    json_t *list = json_array();
    put(call->reply, "about", summary_json(call->arena, &l));
    put(call->reply, "for_us", json_str(l.told.says));
    put(call->reply, "customers", list);
    for (size_t i = 0; i < l.n; i++)
        if (!customer_row(call, &l.rows[i], l.says, list, err)) return false;
    return true;
}

static const Param CUSTOMERS_PARAMS[] = {
    {.name = "release",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .required = true,
     .positional = true,
     .help = "number of the release"},
    {.name = NULL},
};
static const Field CUSTOMER[] = {
    {"customer", SHAPE_INT, "number here", NULL, false},
    {"label", SHAPE_STRING, "what our people call the account; may be empty", NULL, false},
    {"times", SHAPE_INT, "signals about it before the release", NULL, false},
    {"first_at", SHAPE_TIME, NULL, NULL, false},
    {"last_at", SHAPE_TIME, NULL, NULL, false},
    {"said", SHAPE_WORDS, "the newest of them, cut", NULL, false},
    {"state", SHAPE_STRING, "may be told, rests, told", NULL, false},
    {"rests_until", SHAPE_TIME, NULL, NULL, true},
    {"told_at", SHAPE_TIME, NULL, NULL, true},
    {"message", SHAPE_STRING, "what may be said, and no more", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field CUSTOMERS_REPLY[] = {
    {"about", SHAPE_OBJECT, NULL, SUMMARY, false},
    {"for_us", SHAPE_STRING, "the verdict, for our people", NULL, false},
    {"customers", SHAPE_ARRAY, "who agreed to be told, by number", CUSTOMER, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column CUSTOMERS_COLUMNS[] = {
    {"#", "customer", "int", 5},     {"LABEL", "label", "text", 20}, {"TIMES", "times", "int", 5},
    {"LAST", "last_at", "date", 10}, {"STATE", "state", "text", 11}, {"MESSAGE", "message", "text", 0},
    {NULL, NULL, NULL, 0},
};
static const Column CUSTOMERS_FACTS[] = {{"for customers", "about.says", "text", 0},
                                         {"for us", "for_us", "text", 0},
                                         {"voiced it", "about.voiced", "int", 0},
                                         {"without consent", "about.silent", "int", 0},
                                         {NULL, NULL, NULL, 0}};
static const Op CUSTOMERS = {
    .id = "told.customers",
    .method = "GET",
    .path = "/releases/{release}/told",
    .words = "told customers",
    .summary = "Who may be told what became of what they said, and in which words",
    .help = "ridealong told customers 3\nridealong told customers 3 --json > send.json\n\nOnly customers whose consent "
            "to it "
            "is recorded, who did not opt out and are not blocked; those who had a contact a short while ago rest. The "
            "words "
            "claim no more than the verdict. `ridealong told log 3` notes that they were told.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_HOST,
    .params = CUSTOMERS_PARAMS,
    .reply = CUSTOMERS_REPLY,
    .rows = "customers",
    .columns = CUSTOMERS_COLUMNS,
    .facts = CUSTOMERS_FACTS,
    .empty = "Nobody who voiced it has agreed to be told. Record it where they do: `ridealong customer consent C-1042 "
             "--purpose message_back --how \"by mail of 3 May\"`",
    .run = customers_run,
};

extern const Op OP_TOLD_LOG; /* ops_told_log.c */
const Op *const OPS_TOLD[] = {&LIST, &CUSTOMERS, &OP_TOLD_LOG, NULL};
