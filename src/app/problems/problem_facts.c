/* problem_facts.c - figures of problems, out of a scan and back from the store. */
#include "problem_facts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json_build.h"
#include "theme_facts.h"
#include "theme_reply.h"

static const Field SPARK[] = {
    {"start", SHAPE_STRING, "first day of seven", NULL, false},
    {"voices", SHAPE_INT, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_FACTS[] = {
    {"signals", SHAPE_INT, NULL, NULL, false},
    {"voices", SHAPE_INT, "customers, or copy groups where the customer is not known", NULL, false},
    {"customers", SHAPE_INT, "known customers", NULL, false},
    {"top_customer", SHAPE_INT, "signals of the loudest known customer", NULL, false},
    {"severe", SHAPE_INT, "signals that speak of harm", NULL, false},
    {"voices_a_week", SHAPE_NUMBER, "mean of the last weeks", NULL, false},
    {"signals_a_week", SHAPE_NUMBER, NULL, NULL, false},
    {"weeks", SHAPE_INT, "how many weeks that is; 0: no signal has a date", NULL, false},
    {"change", SHAPE_OBJECT, NULL, SHAPE_OF_CHANGE, false},
    {"first_at", SHAPE_TIME, NULL, NULL, false},
    {"last_at", SHAPE_TIME, NULL, NULL, false},
    {"spark", SHAPE_ARRAY, "voices of the last 12 weeks, oldest first", SPARK, false},
    {"loudness", SHAPE_STRING, "one account (a third of the signals from one customer), some, broad, or unknown", NULL,
     false},
    {"at", SHAPE_TIME, "when it was counted", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

Str problem_facts_text(Arena *a, const ProblemScan *scan) {
    const DraftFacts *f = &scan->facts;
    json_t *spark = json_array();
    bool dated = scan->codebook && scan->codebook->as_of != TIME_NONE;
    for (int64_t i = 0; dated && i < SPARK_OF_PROBLEM; i++) {
        int64_t start = (day_of(scan->codebook->as_of) + 1 - 7 * (SPARK_OF_PROBLEM - i)) * SECONDS_PER_DAY;
        json_array_append_new(spark, json_pack("{s:o, s:I}", "start", json_str(time_iso_date(a, start)), "voices",
                                               (json_int_t)scan->spark[i]));
    }
    json_t *o = json_pack(
        "{s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:I, s:o, s:o, s:o, s:o}", "signals", (json_int_t)f->signals, "voices",
        (json_int_t)f->voices, "customers", (json_int_t)f->customers, "top_customer", (json_int_t)f->top_customer,
        "severe", (json_int_t)f->severe, "voices_a_week", json_num(f->voices_a_week, 3), "signals_a_week",
        json_num(f->signals_a_week, 3), "weeks", (json_int_t)f->weeks, "change", change_json(&f->change), "first_at",
        json_time(a, f->first_at), "last_at", json_time(a, f->last_at), "spark", spark);
    char *text = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(15));
    json_decref(o);
    Str s = arena_str(a, str_from_c(text));
    free(text);
    return s;
}

bool problem_facts_refresh(Call *call, int64_t id, Err *err) {
    int64_t *themes;
    size_t n;
    ProblemScan scan;
    if (!problem_themes(call->app->db, call->arena, id, &themes, &n, err) || !problem_scan(call, themes, n, &scan, err))
        return false;
    return problem_facts_put(call->app->db, id, problem_facts_text(call->arena, &scan), call->now, err);
}

bool problem_facts_refresh_all(Call *call, Err *err) {
    ProblemRow *rows;
    size_t n;
    if (!problems_list(call->app->db, call->arena, &(ProblemFilter){.state = -1}, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++)
        if (rows[i].state != PROBLEM_MERGED && rows[i].state != PROBLEM_RELEASED &&
            !problem_facts_refresh(call, rows[i].id, err))
            return false;
    return true;
}

static json_t *facts_of(const ProblemRow *row) {
    return row->facts.n ? json_loadb(row->facts.p, row->facts.n, 0, NULL) : NULL;
}

PriorityFacts problem_priority(const ProblemRow *row, const Brief *brief, double most) {
    json_t *o = facts_of(row);
    const json_t *change = json_object_get(o, "change"), *ratio = json_object_get(change, "ratio");
    const char *verdict = json_string_value(json_object_get(change, "verdict"));
    double signals = json_number_value(json_object_get(o, "signals"));
    PriorityFacts f = {.voices_a_week = json_number_value(json_object_get(o, "voices_a_week")),
                       .signals_a_week = json_number_value(json_object_get(o, "signals_a_week")),
                       .weeks = json_integer_value(json_object_get(o, "weeks")),
                       .voices_most = most,
                       .growth = json_is_number(ratio) ? json_number_value(ratio) : NAN,
                       .grows = verdict && strcmp(verdict, "up") == 0,
                       .severe = signals > 0 ? json_number_value(json_object_get(o, "severe")) / signals : 0,
                       .severity = brief->severity,
                       .effort_weeks = row->effort_weeks,
                       .voices = json_integer_value(json_object_get(o, "voices")),
                       .customers = json_integer_value(json_object_get(o, "customers")),
                       .signals = (int64_t)signals,
                       .top_customer = json_integer_value(json_object_get(o, "top_customer"))};
    json_decref(o);
    return f;
}

json_t *problem_facts_json(Arena *a, const ProblemRow *row) {
    json_t *o = facts_of(row);
    if (!o) return json_null();
    Brief none = brief_new();
    PriorityFacts f = problem_priority(row, &none, 0);
    put(o, "loudness", json_string(loudness_name(loudness_of(&f))));
    put(o, "at", json_time(a, row->facts_at));
    return o;
}
