/* ops_plans.c - plans as a list and a page: figures, why each seat, who stays short, who moves. */
#include "access.h"
#include "base/buf.h"
#include "cursor.h"
#include "json_build.h"
#include "planning.h"
#include "sample.h"

enum { PAGE = 50, TOLD = 50 };

static json_t *plan_json(Arena *a, const PlanRow *r) {
    json_t *figures = json_loadb(r->figures.p, r->figures.n, 0, NULL), *o = json_object();
    double gap = r->bound > 0 ? (r->bound - (double)r->objective) / r->bound : 0;
    put(o, "id", json_integer(r->id));
    put(o, "quarter", json_str(r->name));
    put(o, "from", json_str(time_iso_date(a, r->from_at)));
    put(o, "to", json_str(time_iso_date(a, r->to_at - 1)));
    put(o, "state", json_str(r->state));
    put(o, "made_at", json_time(a, r->made_at));
    put(o, "made_by", json_str(r->made_by));
    put(o, "ended_at", json_time(a, r->ended_at));
    put(o, "objective", json_integer(r->objective));
    put(o, "bound", json_num(r->bound, 1));
    put(o, "gap", json_num(gap > 0 ? gap : 0, 5));
    static const char *const COUNTS[] = {"people", "with_seats", "short",        "sessions",
                                         "seats",  "kept",       "minutes_owed", "minutes_planned"};
    for (size_t i = 0; i < sizeof COUNTS / sizeof *COUNTS; i++)
        put(o, COUNTS[i], json_integer(json_integer_value(json_object_get(figures, COUNTS[i]))));
    double owed = (double)json_integer_value(json_object_get(figures, "minutes_owed"));
    double planned = (double)json_integer_value(json_object_get(figures, "minutes_planned"));
    put(o, "covered", json_num(owed > 0 ? planned / owed : 1, 4));
    put(o, "fairness", json_num(json_number_value(json_object_get(figures, "fairness")), 3));
    json_decref(figures);
    return o;
}

static const Field PLAN[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"quarter", SHAPE_STRING, NULL, NULL, false},
    {"from", SHAPE_STRING, "first day", NULL, false},
    {"to", SHAPE_STRING, "last day", NULL, false},
    {"state", SHAPE_STRING, "proposed, published or discarded", NULL, false},
    {"made_at", SHAPE_TIME, NULL, NULL, false},
    {"made_by", SHAPE_STRING, NULL, NULL, false},
    {"ended_at", SHAPE_TIME, "published or discarded", NULL, true},
    {"objective", SHAPE_INT, "points: what this plan is worth", NULL, false},
    {"bound", SHAPE_NUMBER, "points: no plan is worth more, proven", NULL, false},
    {"gap", SHAPE_NUMBER, "(bound - objective) / bound, 0 to 1", NULL, false},
    {"people", SHAPE_INT, "engineers it planned for", NULL, false},
    {"with_seats", SHAPE_INT, "of them, with a seat", NULL, false},
    {"short", SHAPE_INT, "of them, with 30 minutes or more owed and not planned in some part of the time", NULL, false},
    {"sessions", SHAPE_INT, "open ones it could use", NULL, false},
    {"seats", SHAPE_INT, "that it proposes", NULL, false},
    {"kept", SHAPE_INT, "of them, as they were booked before", NULL, false},
    {"minutes_owed", SHAPE_INT, NULL, NULL, false},
    {"minutes_planned", SHAPE_INT, "up to what each owes", NULL, false},
    {"covered", SHAPE_NUMBER, "planned / owed, 0 to 1", NULL, false},
    {"fairness", SHAPE_NUMBER, "mean over pairs of people of smaller / larger share of what they owe", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

static bool list_run(Call *call, Err *err) {
    PlanRow *rows;
    size_t n;
    json_t *list = json_array();
    put(call->reply, "plans", list);
    if (!plans_list(call->app->db, call->arena, PAGE, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) json_array_append_new(list, plan_json(call->arena, &rows[i]));
    return true;
}

/* ---- one plan -------------------------------------------------------------------------------- */

/* "It fills hours that are owed; a format that is new to them; 82 % of ..." */
static Str seat_why(Arena *a, const PlanSeatRow *s) {
    Buf b = buf_new(1000);
    buf_add(&b, s->need > 0 ? STR("it fills hours that are owed") : STR("it counts as a touchpoint"));
    if (s->format) buf_add(&b, STR("; a format new to them this year"));
    if (s->relevance > 0)
        buf_printf(&b, "; its theme shows at their team's components (%lld of 150 points)", (long long)s->relevance);
    if (s->language) buf_add(&b, STR("; in their first language"));
    if (s->kept) buf_add(&b, STR("; they had it before"));
    buf_printf(&b, "; %lld session%s suited", (long long)s->choices, s->choices == 1 ? "" : "s");
    if (s->rivals) buf_add(&b, STR(", and others wanted this one too"));
    Str out = arena_str(a, buf_str(&b));
    buf_free(&b);
    return out;
}

static json_t *seat_json_of(Arena *a, const PlanSeatRow *s) {
    return json_pack("{s:I, s:o, s:I, s:o, s:o, s:o, s:I, s:b, s:o, s:I, s:I, s:I, s:I, s:I, s:I}", "person_id",
                     (json_int_t)s->person_id, "person", json_str(s->person), "session", (json_int_t)s->session_id,
                     "title", json_str(s->title), "format", json_str(s->format_name), "starts_at",
                     json_time(a, s->starts_at), "minutes", (json_int_t)((s->ends_at - s->starts_at) / 60), "kept",
                     s->kept, "why", json_str(seat_why(a, s)), "need", (json_int_t)s->need, "touch",
                     (json_int_t)s->touch, "new_format", (json_int_t)s->format, "relevance", (json_int_t)s->relevance,
                     "rivals", (json_int_t)s->rivals, "choices", (json_int_t)s->choices);
}

static const Field SEAT[] = {
    {"person_id", SHAPE_INT, NULL, NULL, false},
    {"person", SHAPE_STRING, NULL, NULL, false},
    {"session", SHAPE_INT, "its number", NULL, false},
    {"title", SHAPE_STRING, NULL, NULL, false},
    {"format", SHAPE_STRING, NULL, NULL, false},
    {"starts_at", SHAPE_TIME, NULL, NULL, false},
    {"minutes", SHAPE_INT, NULL, NULL, false},
    {"kept", SHAPE_BOOL, "booked before", NULL, false},
    {"why", SHAPE_STRING, "why this person, why this session", NULL, false},
    {"need", SHAPE_INT, "points for minutes owed", NULL, false},
    {"touch", SHAPE_INT, "points for a touchpoint owed", NULL, false},
    {"new_format", SHAPE_INT, "points for a new format", NULL, false},
    {"relevance", SHAPE_INT, "points for a theme of their team", NULL, false},
    {"rivals", SHAPE_INT, "points that others would have got from the seat; 0: there was room", NULL, false},
    {"choices", SHAPE_INT, "sessions that suited", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field SHORT[] = {
    {"person_id", SHAPE_INT, NULL, NULL, false}, {"person", SHAPE_STRING, NULL, NULL, false},
    {"from", SHAPE_STRING, NULL, NULL, false},   {"to", SHAPE_STRING, NULL, NULL, false},
    {"owed", SHAPE_INT, "minutes", NULL, false}, {"planned", SHAPE_INT, "minutes", NULL, false},
    {"reason", SHAPE_STRING, NULL, NULL, false}, {"suit", SHAPE_INT, "sessions that suit them", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field MOVE[] = {
    {"person_id", SHAPE_INT, NULL, NULL, false},    {"person", SHAPE_STRING, NULL, NULL, false},
    {"from", SHAPE_STRING, "session", NULL, false}, {"to", SHAPE_STRING, "session; null: none instead", NULL, true},
    {"why", SHAPE_STRING, NULL, NULL, false},       {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field REASON[] = {
    {"reason", SHAPE_STRING, NULL, NULL, false},
    {"people", SHAPE_INT, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

static bool put_seats(Call *call, int64_t plan_id, int64_t person_id, Err *err) {
    PlanSeatRow *rows, *last = NULL;
    size_t n;
    int64_t place[2];
    PlanSeatFilter filter = {.plan_id = plan_id, .person_id = person_id, .limit = cursor_rows(call)};
    json_t *list = json_array();
    put(call->reply, "seats", list);
    if (!cursor_read(call, place, 2, err)) return false;
    if (place[0]) {
        PlanSeatFilter one = {.plan_id = plan_id, .person_id = place[0]};
        if (!plan_seats(call->app->db, call->arena, &one, &rows, &n, err)) return false;
        for (size_t i = 0; i < n; i++)
            if (rows[i].session_id == place[1]) last = &rows[i];
        if (!last) return err_set(err, ERR_INPUT, "begin again without it", "cursor: that seat is not in the plan");
    }
    filter.after = last;
    if (!plan_seats(call->app->db, call->arena, &filter, &rows, &n, err)) return false;
    size_t shown = cursor_page(call, n);
    for (size_t i = 0; i < shown; i++) json_array_append_new(list, seat_json_of(call->arena, &rows[i]));
    CURSOR_PUT(call, n, rows[shown - 1].person_id, rows[shown - 1].session_id);
    return true;
}

static bool put_shorts(Call *call, int64_t plan_id, bool others, Err *err) {
    ReasonCount *reasons;
    PlanShortRow *rows;
    size_t reasons_n, n = 0;
    json_t *counts = json_array(), *list = json_array();
    put(call->reply, "reasons", counts);
    put(call->reply, "shorts", list);
    if (!plan_short_reasons(call->app->db, call->arena, plan_id, &reasons, &reasons_n, err)) return false;
    for (size_t i = 0; i < reasons_n; i++)
        json_array_append_new(counts, json_pack("{s:o, s:I}", "reason", json_str(reasons[i].reason), "people",
                                                (json_int_t)reasons[i].people));
    if (others && !plan_shorts(call->app->db, call->arena, plan_id, TOLD, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, json_pack("{s:I, s:o, s:o, s:o, s:I, s:I, s:o, s:I}", "person_id",
                                              (json_int_t)rows[i].person_id, "person", json_str(rows[i].person), "from",
                                              json_str(time_iso_date(call->arena, rows[i].from_at)), "to",
                                              json_str(time_iso_date(call->arena, rows[i].to_at - 1)), "owed",
                                              (json_int_t)rows[i].owed, "planned", (json_int_t)rows[i].planned,
                                              "reason", json_str(rows[i].reason), "suit", (json_int_t)rows[i].suit));
    return true;
}

static Str session_words(Arena *a, Str title, int64_t at) {
    return arena_printf(a, "%.*s, %.*s", STR_ARG(title), STR_ARG(time_iso_date(a, at)));
}

static bool put_moves(Call *call, int64_t plan_id, bool others, Err *err) {
    PlanMoveRow *rows;
    size_t n = 0;
    int64_t all;
    Arena *a = call->arena;
    json_t *list = json_array();
    put(call->reply, "moves", list);
    if (!plan_move_count(call->app->db, plan_id, &all, err) ||
        (others && !plan_moves(call->app->db, a, plan_id, TOLD, &rows, &n, err)))
        return false;
    put(call->reply, "moved", json_integer(all));
    for (size_t i = 0; i < n; i++) {
        const PlanMoveRow *m = &rows[i];
        json_array_append_new(
            list, json_pack("{s:I, s:o, s:o, s:o, s:s}", "person_id", (json_int_t)m->person_id, "person",
                            json_str(m->person), "from", json_str(session_words(a, m->from_title, m->from_at)), "to",
                            m->to_session ? json_str(session_words(a, m->to_title, m->to_at)) : json_null(), "why",
                            m->gone ? "the old seat cannot be theirs any more" : "the plan as a whole is better so"));
    }
    return true;
}

/* Everybody sees the figures; their own seats; and others', where the policy says so. */
static bool get_run(Call *call, Err *err) {
    PlanRow plan;
    PersonRow person = {0};
    bool others;
    if (!plan_get(call->app->db, call->arena, call_arg(call, "plan")->i, &plan, err) ||
        !access_others(call, &others, err))
        return false;
    if (call_arg(call, "person")->s.n && !touch_person(call, "person", &person, err)) return false;
    if (person.id && !others && person.id != call->actor->person_id)
        return err_set(err, ERR_FORBIDDEN, NULL, "the seats of others are for those whom the policy names");
    put(call->reply, "plan", plan_json(call->arena, &plan));
    put(call->reply, "others", json_boolean(others));
    int64_t whose = person.id ? person.id : others ? 0 : call->actor->person_id ? call->actor->person_id : -1;
    return put_seats(call, plan.id, whose, err) && put_shorts(call, plan.id, others, err) &&
           put_moves(call, plan.id, others, err) && sample_say(call, err);
}

static const Field LIST_REPLY[] = {{"plans", SHAPE_ARRAY, "newest first", PLAN, false},
                                   {NULL, SHAPE_END, NULL, NULL, false}};
static const Column LIST_COLUMNS[] = {
    {"PLAN", "id", "int", 5},     {"QUARTER", "quarter", "text", 8}, {"STATE", "state", "text", 10},
    {"SEATS", "seats", "int", 7}, {"SHORT", "short", "int", 7},      {"COVERED", "covered", "percent", 8},
    {"GAP", "gap", "percent", 6}, {"BY", "made_by", "text", 0},      {NULL, NULL, NULL, 0},
};
const Op OP_PLANS = {
    .id = "plans.list",
    .method = "GET",
    .path = "/plans",
    .words = "plans",
    .summary = "Plans: proposed, published, discarded",
    .help = "Make one: ridealong plan --quarter 2027Q1",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .reply = LIST_REPLY,
    .rows = "plans",
    .columns = LIST_COLUMNS,
    .empty = "No plan yet. With people and open sessions there, make one: `ridealong plan --quarter 2027Q1`",
    .run = list_run,
};

static const Param GET_PARAMS[] = {
    {.name = "plan",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .required = true,
     .positional = true,
     .help = "number of the plan"},
    {.name = "person",
     .type = PARAM_STR,
     .max = NAME_BYTES,
     .fallback = "",
     .help = "only the seats of this one: e-mail address or number"},
    LIMIT_PARAM("50"),
    CURSOR_PARAM,
    {.name = NULL},
};
static const Field GET_REPLY[] = {
    {"plan", SHAPE_OBJECT, NULL, PLAN, false},
    {"others", SHAPE_BOOL, "the caller may see what others have", NULL, false},
    SAMPLE_FIELD,
    {"seats", SHAPE_ARRAY, "by name and start, a page of them", SEAT, false},
    NEXT_FIELD,
    {"reasons", SHAPE_ARRAY, "why people stay short, most people first", REASON, false},
    {"shorts", SHAPE_ARRAY, "who stays short, most minutes first", SHORT, false},
    {"moved", SHAPE_INT, "seats of the plan in force that this one takes away", NULL, false},
    {"moves", SHAPE_ARRAY, "whom, where to and why", MOVE, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column GET_COLUMNS[] = {
    {"PERSON", "person", "text", 20}, {"SESSION", "title", "text", 24}, {"STARTS", "starts_at", "date", 10},
    {"MIN", "minutes", "int", 4},     {"WHY", "why", "text", 0},        {NULL, NULL, NULL, 0},
};
static const Column GET_FACTS[] = {
    {"quarter", "plan.quarter", "text", 0},
    {"state", "plan.state", "text", 0},
    {"people", "plan.people", "int", 0},
    {"seats", "plan.seats", "int", 0},
    {"short", "plan.short", "int", 0},
    {"covered", "plan.covered", "percent", 0},
    {"fairness", "plan.fairness", "score", 0},
    {"objective", "plan.objective", "int", 0},
    {"bound", "plan.bound", "score", 0},
    {"gap", "plan.gap", "percent", 0},
    {"moved", "moved", "int", 0},
    {NULL, NULL, NULL, 0},
};
const Op OP_PLAN = {
    .id = "plans.get",
    .method = "GET",
    .path = "/plans/{plan}",
    .words = "plan show",
    .summary = "One plan: figures, seats with their reasons, who stays short, who moves",
    .help = "ridealong plan show 3\nridealong plan show 3 --person ann@example.com",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = GET_PARAMS,
    .reply = GET_REPLY,
    .rows = "seats",
    .columns = GET_COLUMNS,
    .facts = GET_FACTS,
    .empty = "The plan has no seat for you. Leads see everybody's.",
    .run = get_run,
};
