/* ops_home.c - a home for each role, and search over everything. Both are lists of parts: to add one, add a row. */
#include "app_private.h"
#include "json_build.h"
#include "parts.h"
#include "store/signal_store.h"

enum { HOME_ROWS = 5, SEARCH_ROWS = 8 };
#define E ROLE_BIT(ROLE_ENGINEER)
#define H ROLE_BIT(ROLE_HOST)
#define L ROLE_BIT(ROLE_LEAD)
#define A ROLE_BIT(ROLE_ADMIN)
#define V ROLE_BIT(ROLE_VIEWER)

/* What a role comes for stands first. */
static const Part HOME[] = {
    {"seats.list", "Your sessions", "/sessions/{session}", {"limit=5"}, E | H | L, NULL, NULL},
    {"sessions.list", "Sessions to come", "/sessions/{id}", {"limit=5"}, E | H | L, NULL, NULL},
    {"hackathons.due", "Prototypes without an outcome", NULL, {NULL}, L, NULL, NULL},
    {"mail.list", "Mail and messages", NULL, {"limit=5"}, A, NULL, NULL},
    {"alerts.list", "Themes that rose by themselves", "/themes/{theme}", {"days=30"}, V | E | H | L | A, NULL, NULL},
    {"work.mine", "What your work did", "/releases/{release.id}", {"limit=5"}, E | H | L, NULL, NULL},
    {"told.list", "You said, we did", "/releases/{release.id}/told", {"limit=5"}, H | L, NULL, NULL},
    {"proposals.list", "Was it released?", NULL, {NULL}, E | L, NULL, NULL},
    {"problems.list", "Problems by voices", "/problems/{id}", {NULL}, V | E | H | L, NULL, NULL},
    {"components.unowned", "Friction that nobody owns", "/components/{id}", {NULL}, L, NULL, NULL},
    {"conflicts.list", "Open conflicts with strategy", "/problems/{problem.id}", {NULL}, L, NULL, NULL},
    {"themes.list",
     "What customers struggle with most",
     "/themes/{id}",
     {"sort=score", "limit=5"},
     V | E | H | L,
     NULL,
     NULL},
    {"releases.list", "What was released", "/releases/{id}", {NULL}, V | E | L, NULL, NULL},
    {"sources.list", "Sources", "/signals?source={id}", {NULL}, A, NULL, NULL},
    {"webhooks.list", "Who is told of news", NULL, {NULL}, A, NULL, NULL},
    {"accounts.list", "Accounts", NULL, {NULL}, A, NULL, NULL},
    {"audit.list", "What was changed", NULL, {"limit=5"}, A, NULL, NULL},
    {"themes.list", "What customers struggle with most", "/themes/{id}", {"sort=score", "limit=5"}, A, NULL, NULL},
};

static bool home_run(Call *call, Err *err) {
    json_t *parts = json_array();
    SignalTotals totals;
    if (!signals_totals(call->app->db, &totals, err)) return json_decref(parts), false;
    put(call->reply, "empty", json_boolean(totals.signals == 0));
    put(call->reply, "parts", parts);
    put(call->reply, "role", json_string(role_name(call->actor->role)));
    put(call->reply, "linked", json_boolean(call->actor->person_id != 0));
    for (size_t i = 0; i < sizeof HOME / sizeof *HOME; i++)
        if (!part_add(call, &HOME[i], STR(""), HOME_ROWS, parts, err)) return false;
    return true;
}

static const Field HOME_REPLY[] = {
    {"parts", SHAPE_ARRAY, "what this role comes for first", SHAPE_OF_PART, false},
    {"role", SHAPE_STRING, NULL, NULL, false},
    {"empty", SHAPE_BOOL, "no signal is stored yet", NULL, false},
    {"linked", SHAPE_BOOL, "the account is linked to a person of the plan", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column HOME_COLUMNS[] = {
    {"PART", "title", "text", 0}, {"WHERE", "link", "text", 20}, {NULL, NULL, NULL, 0}};
static const Op HOME_OP = {
    .id = "home",
    .method = "GET",
    .path = "/home",
    .words = "home",
    .summary = "What your role comes for",
    .help = "The beginning of other lists, by role: your sessions, problems, friction, what nobody owns, sources.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .reply = HOME_REPLY,
    .rows = "parts",
    .columns = HOME_COLUMNS,
    .empty = "There is nothing yet. Take signals in: `ridealong import FILE`",
    .run = home_run,
};

/* Each list finds its rows itself, before it works out what it tells of them. */
static const Part SEARCH[] = {
    {"themes.list", "Themes", "/themes/{id}", {"limit=8"}, 0, "q", NULL},
    {"problems.list", "Problems", "/problems/{id}", {"state=all"}, 0, "q", NULL},
    {"sessions.list", "Sessions to come", "/sessions/{id}", {"limit=8"}, 0, "q", NULL},
    {"sessions.list", "Sessions that were", "/sessions/{id}", {"past=yes", "limit=8"}, 0, "q", NULL},
    {"releases.list", "Releases", "/releases/{id}", {NULL}, 0, "q", NULL},
    {"components.list", "Components", "/components/{id}", {"limit=8"}, 0, "q", NULL},
    {"teams.list", "Teams", "/teams/{id}", {NULL}, 0, "q", "name"},
    {"people.list", "People", "/people/{id}", {"limit=8"}, 0, "q", NULL},
    {"strategies.list", "Strategy", NULL, {NULL}, 0, "q", "title"},
    {"signals.list", "What customers said", "/signals/{id}", {"limit=8", "counted=no"}, 0, "search", NULL},
};

static bool search_run(Call *call, Err *err) {
    json_t *parts = json_array();
    Str words = str_trim(call_arg(call, "q")->s);
    put(call->reply, "parts", parts);
    put(call->reply, "q", json_str(words));
    for (size_t i = 0; words.n && i < sizeof SEARCH / sizeof *SEARCH; i++)
        if (!part_add(call, &SEARCH[i], words, SEARCH_ROWS, parts, err)) return false;
    return true;
}

static const Param SEARCH_PARAMS[] = {
    {.name = "q", .type = PARAM_STR, .max = 200, .fallback = "", .positional = true, .help = "words"},
    {.name = NULL},
};
static const Field SEARCH_REPLY[] = {
    {"parts", SHAPE_ARRAY, "kinds of things that have some", SHAPE_OF_PART, false},
    {"q", SHAPE_STRING, "as asked for", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Op SEARCH_OP = {
    .id = "search",
    .method = "GET",
    .path = "/search",
    .words = "search",
    .summary = "Find themes, problems, sessions, releases, components, teams, people and signals",
    .help = "ridealong search \"card declined\"\n\nNames are searched for the words as they are written; signals for "
            "each word, in "
            "any inflection.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = SEARCH_PARAMS,
    .reply = SEARCH_REPLY,
    .rows = "parts",
    .columns = HOME_COLUMNS,
    .empty = "Nothing was found. Try other or fewer words.",
    .run = search_run,
};

extern const Op OP_COMMANDS;
const Op *const OPS_HOME[] = {&HOME_OP, &SEARCH_OP, &OP_COMMANDS, NULL};
