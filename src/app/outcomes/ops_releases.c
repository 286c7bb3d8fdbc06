/* ops_releases.c - when what reached customers, and what came of it. */
#include "app_private.h"
#include "json_build.h"
#include "lineage_reply.h"
#include "name_filter.h"
#include "outcome_reply.h"
#include "outcomes_ops.h"
#include "release_reply.h"
#include "sample.h"
#include "shapes.h"
#include "strip.h"
#include "subject.h"

#define RELEASE_PARAM                                                                                                  \
    {                                                                                                                  \
        .name = "release", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .required = true, .positional = true,        \
        .help = "number of the release"                                                                                \
    }
#define SHARE_PARAM(required_, fallback_)                                                                              \
    {                                                                                                                  \
        .name = "share", .type = PARAM_INT, .min = 0, .max = 100, .required = required_, .fallback = fallback_,        \
        .help = "percent of the customers who have it"                                                                 \
    }
#define BY_PARAM                                                                                                       \
    { .name = "by", .type = PARAM_STR, .max = 200, .help = "your name, for the log; not when you are signed in" }

/* ---- noting ---------------------------------------------------------------------------------- */

static int64_t moment(const Call *call) {
    const Arg *at = call_arg(call, "at");
    return at->given ? at->i : call->now;
}

static bool add_run(Call *call, Err *err) {
    const Arg *id_there = call_arg(call, "id");
    ReleaseRow row = {.at = moment(call),
                      .title = str_trim(call_arg(call, "title")->s),
                      .theme_id = call_arg(call, "theme")->i,
                      .problem_id = call_arg(call, "problem")->i,
                      .origin = id_there->given ? STR("script") : STR("hand"),
                      .external_id = id_there->s,
                      .url = call_arg(call, "url")->s};
    int64_t id;
    bool again;
    if (!release_note(call, &row, (double)call_arg(call, "share")->i / 100, &id, &again, err)) return false;
    put(call->reply, "release", json_integer(id));
    put(call->reply, "again", json_boolean(again));
    return true;
}

static const Param ADD_PARAMS[] = {
    {.name = "problem", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .help = "number of the problem it should solve"},
    {.name = "theme",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .help = "number of the theme it should make fall, where there is no problem"},
    {.name = "at", .type = PARAM_DATE, .help = "when it first reached customers; now, unless given"},
    {.name = "title",
     .type = PARAM_STR,
     .max = 300,
     .fallback = "",
     .help = "what it was, such as \"1.18: retry of declined cards\""},
    SHARE_PARAM(false, "100"),
    {.name = "url", .type = PARAM_STR, .max = 1000, .fallback = "", .help = "where to read more"},
    {.name = "id",
     .type = PARAM_STR,
     .max = 200,
     .help = "of the deployment in your pipeline: the same again is the same release"},
    BY_PARAM,
    {.name = NULL},
};
static const Field ADD_REPLY[] = {
    {"release", SHAPE_INT, "its number", NULL, false},
    {"again", SHAPE_BOOL, "it was known already by its id", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column ADD_FACTS[] = {{"release", "release", "int", 0}, {NULL, NULL, NULL, 0}};
static const Op ADD = {
    .id = "releases.add",
    .method = "POST",
    .path = "/releases/add",
    .words = "release",
    .summary = "Note that a fix reached customers",
    .help =
        "Put it at the end of a deployment script. With --id a script may run again without a second release. A "
        "rollout in steps is told with `ridealong release roll`.\n\nridealong release --problem 12 --title 1.18 --id "
        "\"$BUILD_ID\"\nridealong release --theme 7 --at 2026-05-03 --share 10",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ENGINEER,
    .writes = true,
    .after = "/releases/{release}",
    .params = ADD_PARAMS,
    .reply = ADD_REPLY,
    .facts = ADD_FACTS,
    .run = add_run,
};

static bool roll_to(Call *call, double share, Err *err) {
    int64_t id = call_arg(call, "release")->i;
    if (!release_roll(call, id, moment(call), share, err)) return false;
    put(call->reply, "release", json_integer(id));
    put(call->reply, "share", json_num(share, 4));
    return true;
}

static bool roll_run(Call *call, Err *err) {
    return roll_to(call, (double)call_arg(call, "share")->i / 100, err);
}

static bool back_run(Call *call, Err *err) {
    return roll_to(call, 0, err);
}

static const Param ROLL_PARAMS[] = {
    RELEASE_PARAM,
    SHARE_PARAM(true, NULL),
    {.name = "at", .type = PARAM_DATE, .help = "from when on; now, unless given"},
    BY_PARAM,
    {.name = NULL},
};
static const Param BACK_PARAMS[] = {
    RELEASE_PARAM,
    {.name = "at", .type = PARAM_DATE, .help = "from when on; now, unless given"},
    BY_PARAM,
    {.name = NULL},
};
static const Field ROLL_REPLY[] = {
    {"release", SHAPE_INT, NULL, NULL, false},
    {"share", SHAPE_NUMBER, "0 to 1", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column ROLL_FACTS[] = {
    {"release", "release", "int", 0}, {"share", "share", "percent", 0}, {NULL, NULL, NULL, 0}};
static const Op ROLL = {
    .id = "releases.roll",
    .method = "POST",
    .path = "/releases/{release}/roll",
    .words = "release roll",
    .summary = "Say which part of the customers has a release from now on",
    .help =
        "The outcome weighs each week by the part of the customers who had it.\n\nridealong release roll 3 --share 50",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ENGINEER,
    .writes = true,
    .after = "/releases/{release}",
    .params = ROLL_PARAMS,
    .reply = ROLL_REPLY,
    .facts = ROLL_FACTS,
    .run = roll_run,
};
static const Op BACK = {
    .id = "releases.back",
    .method = "POST",
    .path = "/releases/{release}/back",
    .words = "release back",
    .summary = "Say that a release was taken back",
    .help = "From then on nobody has it; the weeks before still count.\n\nridealong release back 3 --at 2026-05-20",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ENGINEER,
    .writes = true,
    .after = "/releases/{release}",
    .params = BACK_PARAMS,
    .reply = ROLL_REPLY,
    .facts = ROLL_FACTS,
    .run = back_run,
};

/* ---- showing --------------------------------------------------------------------------------- */

static bool list_run(Call *call, Err *err) {
    ReleaseRow *rows;
    Ever ever;
    size_t n;
    json_t *list = json_array();
    put(call->reply, "releases", list);
    if (!ever_read(call, &ever, err) || !releases_list(call->app->db, call->arena, call_arg(call, "theme")->i,
                                                       call_arg(call, "problem")->i, &rows, &n, err))
        return false;
    Str q = name_filter(call);
    for (size_t i = 0; i < n; i++)
        if (utf8_holds(call->arena, rows[i].title, q))
            json_array_append_new(list, release_json(call->arena, &rows[i], ever_name(&ever, rows[i].theme_id)));
    return true;
}

static const Param LIST_PARAMS[] = {
    {.name = "theme",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .help = "only of this theme, or of problems about it"},
    {.name = "problem", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .help = "only of this problem"},
    NAME_PARAM("title"),
    {.name = NULL},
};
static const Field LIST_REPLY[] = {
    {"releases", SHAPE_ARRAY, "newest first", SHAPE_OF_RELEASE, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column LIST_COLUMNS[] = {
    {"id", "id", "int", 3},
    {"date", "at", "date", 10},
    {"what", "title", "text", 0},
    {"theme", "theme.id", "int", 5},
    {"problem", "problem.id", "int", 7},
    {"share", "share", "percent", 5},
    {"by", "by", "text", 10},
    {NULL, NULL, NULL, 0},
};
static const Op LIST = {
    .id = "releases.list",
    .method = "GET",
    .path = "/releases",
    .words = "releases",
    .summary = "What reached customers, and when",
    .help = "`ridealong release show 3` says what came of one.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "releases",
    .columns = LIST_COLUMNS,
    .empty = "No release yet. Note one when a fix reaches customers: `ridealong release --theme 7 --at 2026-05-03`",
    .run = list_run,
};

static json_t *rollout_json(Arena *a, const Subject *s) {
    json_t *list = json_array();
    for (size_t i = 0; i < s->rollout_n; i++)
        json_array_append_new(list, json_pack("{s:o, s:o, s:o}", "at", json_time(a, s->rollout[i].at), "share",
                                              json_num(s->rollout[i].share, 4), "by", json_str(s->rollout[i].author)));
    return list;
}

static bool get_run(Call *call, Err *err) {
    ReleaseRow row;
    Subject subject;
    Str name;
    if (!release_get(call->app->db, call->arena, call_arg(call, "release")->i, &row, err) ||
        !subject_of_release(call, &row, &subject, &name, err))
        return false;
    put(call->reply, "release", release_json(call->arena, &row, name));
    put(call->reply, "theme", json_link(subject.themes[0], name));
    put(call->reply, "rollout", rollout_json(call->arena, &subject));
    return outcome_put(call, &subject, (Dimension)call_arg(call, "by")->i, err) &&
           strip_put(call, STRIP_RELEASE, row.id, err) && sample_say(call, err);
}

static const Param GET_PARAMS[] = {RELEASE_PARAM, OUTCOME_BY_PARAM, {.name = NULL}};
static const Field ROLLOUT[] = {
    {"at", SHAPE_TIME, NULL, NULL, false},
    {"share", SHAPE_NUMBER, "0 to 1", NULL, false},
    {"by", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field GET_REPLY[] = {
    {"release", SHAPE_OBJECT, NULL, SHAPE_OF_RELEASE, false},
    {"theme", SHAPE_OBJECT, "what is counted", SHAPE_OF_LINK, false},
    {"rollout", SHAPE_ARRAY, "oldest first", ROLLOUT, false},
    SAMPLE_FIELD,
    STRIP_FIELD,
    OUTCOME_FIELDS,
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Op GET = {
    .id = "releases.get",
    .method = "GET",
    .path = "/releases/{release}",
    .words = "release show",
    .summary = "What came of a release: did the friction fall because of it?",
    .help = "The verdict with its interval, the looks that were fixed before, what the same test says where nothing "
            "shipped, the themes next to it, and whether it lasts.\n\nridealong release show 3",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = GET_PARAMS,
    .reply = GET_REPLY,
    .rows = "looks",
    .columns = OUTCOME_COLUMNS,
    .facts = OUTCOME_FACTS,
    .empty = "No look can be taken: see the verdict above.",
    .run = get_run,
};

const Op *const OPS_RELEASES[] = {&LIST, &GET, &ADD, &ROLL, &BACK, NULL};
