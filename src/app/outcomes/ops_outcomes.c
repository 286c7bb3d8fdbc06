/* ops_outcomes.c - did a theme fall after a date, and what could be proven about it? */
#include "app_private.h"
#include "json_build.h"
#include "outcome_reply.h"
#include "outcome_words.h"
#include "outcomes_ops.h"
#include "shapes.h"
#include "store/theme_store.h"
#include "strip.h"
#include "subject.h"
#include "theme_reply.h"

/* ---- an outcome ------------------------------------------------------------------------------ */

static void take_population(Call *call, Subject *subject) {
    for (Dimension d = 0; d < POPULATION_PARTS; d++) subject->of[d] = call_arg(call, dimension_name(d).p)->s;
}

#define POPULATION_PARAM(which)                                                                                        \
    { .name = which, .type = PARAM_STR, .max = 300, .fallback = "", .help = "only customers of this " which }

/* Without a date: long enough ago that the days of the last look are over, and have been brought in. */
static int64_t outcome_at(Call *call) {
    const Arg *at = call_arg(call, "at");
    int64_t weeks = (int64_t)looks_last(&LOOKS_USUAL) + 1;
    return at->given ? at->i : day_of(call->now - weeks * 7 * SECONDS_PER_DAY) * SECONDS_PER_DAY;
}

static bool outcome_run(Call *call, Err *err) {
    Subject subject;
    Str name;
    int64_t theme = call_arg(call, "theme")->i;
    if (!subject_of_theme(call, theme, &subject, &name, err)) return false;
    subject.at = outcome_at(call);
    subject.wanted = (double)call_arg(call, "fall")->i / 100;
    take_population(call, &subject);
    put(call->reply, "theme", json_link(theme, name));
    return outcome_put(call, &subject, (Dimension)call_arg(call, "by")->i, err) &&
           strip_put(call, STRIP_OUTCOME, theme, err);
}

static const Param OUTCOME_PARAMS[] = {
    THEME_PARAM,
    {.name = "at",
     .type = PARAM_DATE,
     .help = "when the release reached customers, like 2026-05-03; without it, as long ago as the last look needs"},
    {.name = "fall",
     .type = PARAM_INT,
     .min = 1,
     .max = 99,
     .fallback = "20",
     .help = "the fall that was promised, in percent: \"did not fall\" rules it out"},
    POPULATION_PARAM("segment"),
    POPULATION_PARAM("product"),
    POPULATION_PARAM("channel"),
    OUTCOME_BY_PARAM,
    {.name = NULL},
};
static const Field OUTCOME_REPLY[] = {
    STRIP_FIELD,
    {"theme", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},
    OUTCOME_FIELDS,
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Column OUTCOME_COLUMNS[] = {
    {"look, weeks", "weeks", "int", 11},    {"due", "due", "text", 10}, {"verdict", "verdict", "text", 12},
    {"friction", "change.says", "text", 0}, {NULL, NULL, NULL, 0},
};
const Column OUTCOME_FACTS[] = {
    {"theme", "theme.name", "text", 0},
    {"counted", "population.says", "text", 0},
    {"verdict", "says", "text", 0},
    {"next", "advice", "text", 0},
    {"lasting", "lasting.says", "text", 0},
    {"moved", "moved", "text", 0},
    {"parts", "split.says", "text", 0},
    {"tests where nothing shipped", "placebos.tests", "int", 0},
    {"as far as ours", "placebos.as_far", "int", 0},
    {NULL, NULL, NULL, 0},
};
static const Op OUTCOME = {
    .id = "themes.outcome",
    .method = "GET",
    .path = "/themes/{theme}/outcome",
    .words = "outcome",
    .summary = "Did a theme fall after a date, more than it would have anyway?",
    .help =
        "The theme's share is compared with that of all others, with its own trend, and the same test is made on all "
        "themes and dates where nothing shipped: only what those hardly ever do counts as a fall. Looks are taken 2, "
        "4 and 8 weeks after the date. Verdicts: fell, did not fall, cannot tell, refused.\n\n"
        "ridealong outcome 7 --at 2026-05-03\nridealong outcome 7 --at 2026-05-03 --segment travellers",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = OUTCOME_PARAMS,
    .reply = OUTCOME_REPLY,
    .rows = "looks",
    .columns = OUTCOME_COLUMNS,
    .facts = OUTCOME_FACTS,
    .empty = "No look can be taken: see the verdict above.",
    .run = outcome_run,
};

/* ---- what could be proven -------------------------------------------------------------------- */

static const size_t HORIZONS[] = {2, 4, 8, 12, 16, 26};
enum { HORIZONS_N = sizeof HORIZONS / sizeof *HORIZONS };

static bool provable_run(Call *call, Err *err) {
    Subject subject;
    CodebookRow codebook;
    Str name;
    Provable now;
    int64_t theme = call_arg(call, "theme")->i,
            start = call_arg(call, "at")->given ? call_arg(call, "at")->i : call->now;
    if (!subject_of_theme(call, theme, &subject, &name, err) ||
        !codebook_current(call->app->db, call->arena, &codebook, err))
        return false;
    take_population(call, &subject);
    if (!subject_provable(call, codebook.id, &subject, HORIZONS, HORIZONS_N, looks_error(&LOOKS_USUAL), &now, err))
        return false;
    json_t *list = json_array();
    put(call->reply, "theme", json_link(theme, name));
    put(call->reply, "voices_a_week", json_num(now.voices_a_week, 1));
    put(call->reply, "counted", json_str(population_words(call->arena, &subject)));
    put(call->reply, "horizons", list);
    for (size_t i = 0; i < HORIZONS_N; i++) {
        int64_t day = day_of(start) + 7 * (int64_t)HORIZONS[i];
        json_t *row = json_object();
        put(row, "weeks", json_integer((json_int_t)HORIZONS[i]));
        put(row, "by", json_str(time_iso_date(call->arena, day * SECONDS_PER_DAY)));
        put(row, "smallest", json_num(1 - exp(now.smallest[i]), 3));
        json_array_append_new(list, row);
    }
    return strip_put(call, STRIP_THEME, theme, err);
}

static const Param PROVABLE_PARAMS[] = {
    THEME_PARAM,
    {.name = "at", .type = PARAM_DATE, .help = "when the release is planned; now, unless given"},
    POPULATION_PARAM("segment"),
    POPULATION_PARAM("product"),
    POPULATION_PARAM("channel"),
    {.name = NULL},
};
static const Field HORIZON[] = {
    {"weeks", SHAPE_INT, "after the release", NULL, false},
    {"by", SHAPE_STRING, "the day on which that look is due", NULL, false},
    {"smallest", SHAPE_NUMBER, "smallest fall that is found four times in five, 0 to 1; null: history is too short",
     NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field PROVABLE_REPLY[] = {
    STRIP_FIELD,
    {"theme", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},
    {"voices_a_week", SHAPE_NUMBER, "in the last eight weeks", NULL, false},
    {"counted", SHAPE_STRING, "whose voices", NULL, false},
    {"horizons", SHAPE_ARRAY, NULL, HORIZON, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column PROVABLE_COLUMNS[] = {
    {"weeks after", "weeks", "int", 11},
    {"by", "by", "text", 10},
    {"smallest fall that can be proven", "smallest", "percent", 0},
    {NULL, NULL, NULL, 0},
};
static const Column PROVABLE_FACTS[] = {{"theme", "theme.name", "text", 0},
                                        {"counted", "counted", "text", 0},
                                        {"voices a week", "voices_a_week", "score", 0},
                                        {NULL, NULL, NULL, 0}};
static const Op PROVABLE = {
    .id = "themes.provable",
    .method = "GET",
    .path = "/themes/{theme}/provable",
    .words = "provable",
    .summary = "Before the work: the smallest fall that could be proven, and by when",
    .help = "From the theme's volume, how restless it is, and how much themes move by themselves. A smaller fall may "
            "happen and be worth it, but nobody could tell it from chance.\n\nridealong provable 7 --at 2026-06-01",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = PROVABLE_PARAMS,
    .reply = PROVABLE_REPLY,
    .rows = "horizons",
    .columns = PROVABLE_COLUMNS,
    .facts = PROVABLE_FACTS,
    .empty = "Nothing can be said: the theme has no dated voices.",
    .run = provable_run,
};

const Op *const OPS_OUTCOMES[] = {&OUTCOME, &PROVABLE, NULL};
