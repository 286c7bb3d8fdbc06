/* ops_provable.c - a problem's measure and others like it, held against what can be seen, before the work starts. */
#include "app_private.h"
#include "json_build.h"
#include "problem_reply.h"
#include "problems_ops.h"
#include "provable.h"
#include "shapes.h"

/* "2, 4, 8" */
static bool looks_parse(Str text, Measure *m, Err *err) {
    Str rest = text;
    m->looks_n = 0;
    while (rest.p) {
        Str one = str_trim(str_cut(&rest, ','));
        if (m->looks_n == MEASURE_LOOKS || !str_to_i64(one, &m->looks[m->looks_n++]))
            return err_set(err, ERR_INPUT, "give weeks after the release, like 2,4,8",
                           "looks: \"%.*s\" are not up to %d weeks", (int)(text.n < 80 ? text.n : 80), text.p,
                           MEASURE_LOOKS);
    }
    return true;
}

static bool measure_asked(Call *call, const ProblemRow *row, Measure *m, Err *err) {
    const struct {
        const char *name;
        Str *value;
    } PARTS[] = {{"segment", &m->segment}, {"product", &m->product}, {"channel", &m->channel}};
    if (!provable_measure(call, row, m, err)) return false;
    if (call_arg(call, "fall")->given) m->fall = (double)call_arg(call, "fall")->i / 100;
    if (call_arg(call, "looks")->given && !looks_parse(call_arg(call, "looks")->s, m, err)) return false;
    for (size_t i = 0; i < 3; i++)
        if (call_arg(call, PARTS[i].name)->given) *PARTS[i].value = call_arg(call, PARTS[i].name)->s;
    return !m->themes_n || measure_check(m, err);
}

static Str joined(Arena *a, const json_t *sentences) {
    Str all = {"", 0};
    for (size_t i = 0; i < json_array_size(sentences); i++)
        all = arena_printf(a, "%.*s%s%s", STR_ARG(all), i ? " " : "", json_string_value(json_array_get(sentences, i)));
    return all;
}

static bool provable_run(Call *call, Err *err) {
    ProblemRow row;
    Measure m;
    json_t *table;
    const Arg *at = call_arg(call, "at");
    if (!problem_get(call->app->db, call->arena, call_arg(call, "problem")->i, &row, err) ||
        !measure_asked(call, &row, &m, err) ||
        !provability_json(call, &row, &m, at->given ? at->i : call->now, &table, err))
        return false;
    put(call->reply, "problem", json_link(row.id, row.title));
    put(call->reply, "provability", table);
    json_t *rows = json_object_get(table, "rows");
    put(call->reply, "rows", rows ? json_incref(rows) : json_array());
    put(call->reply, "instead", json_str_or_null(joined(call->arena, json_object_get(table, "advice"))));
    put(call->reply, "segment", json_str(m.segment));
    put(call->reply, "product", json_str(m.product));
    put(call->reply, "channel", json_str(m.channel));
    put(call->reply, "percent", json_integer(llround(100 * m.fall)));
    return true;
}

#define PART_PARAM(which)                                                                                              \
    { .name = which, .type = PARAM_STR, .max = 300, .help = "only customers of this " which "; empty: all" }
static const Param PROVABLE_PARAMS[] = {
    PROBLEM_PARAM,
    {.name = "fall",
     .type = PARAM_INT,
     .min = 1,
     .max = 100,
     .help = "expected fall, percent (default: the measure's)"},
    {.name = "looks",
     .type = PARAM_STR,
     .max = 80,
     .help = "weeks after the release, like 2,4,8 (default: the measure's)"},
    PART_PARAM("segment"),
    PART_PARAM("product"),
    PART_PARAM("channel"),
    {.name = "at", .type = PARAM_DATE, .help = "when the release is planned; now, unless given"},
    {.name = NULL},
};
static const Field PROVABLE_REPLY[] = {
    {"problem", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},
    {"provability", SHAPE_OBJECT, "null: no theme to count", SHAPE_OF_PROVABILITY, true},
    {"rows", SHAPE_ARRAY, "those of provability", SHAPE_OF_PROVABLE_ROW, false},
    {"instead", SHAPE_STRING, "the advice, in one text", NULL, true},
    {"segment", SHAPE_STRING, "as asked; empty: all", NULL, false},
    {"product", SHAPE_STRING, NULL, NULL, false},
    {"channel", SHAPE_STRING, NULL, NULL, false},
    {"percent", SHAPE_INT, "expected fall", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column PROVABLE_FACTS[] = {{"problem", "problem.name", "text", 0},
                                        {"counted", "provability.counted", "text", 0},
                                        {"voices a week", "provability.voices_a_week", "score", 0},
                                        {"provable", "provability.says", "text", 0},
                                        {"instead", "instead", "text", 0},
                                        {NULL, NULL, NULL, 0}};
static const Column PROVABLE_COLUMNS[] = {
    {"weeks after", "weeks", "int", 11},          {"by", "by", "text", 10},
    {"smallest fall", "smallest", "percent", 13}, {"one look only", "one_look", "percent", 13},
    {"all customers", "everybody", "percent", 0}, {NULL, NULL, NULL, 0}};
const Op OP_PROBLEM_PROVABLE = {
    .id = "problems.provable",
    .method = "GET",
    .path = "/problems/{problem}/provable",
    .words = "problem provable",
    .summary = "The smallest fall that a problem's measure could prove",
    .help = "The measure as it stands, or another one: with other looks, another fall, for a part of the customers.\n\n"
            "ridealong problem provable 3\nridealong problem provable 3 --fall 30 --looks 4,12 --segment travellers",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = PROVABLE_PARAMS,
    .reply = PROVABLE_REPLY,
    .rows = "rows",
    .columns = PROVABLE_COLUMNS,
    .facts = PROVABLE_FACTS,
    .empty = "Nothing can be said: the problem is about no theme, or nothing was discovered yet.",
    .run = provable_run,
};
