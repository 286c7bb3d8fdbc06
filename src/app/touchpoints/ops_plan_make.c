/* ops_plan_make.c - making a plan: a proposal that books nothing. */
#include "audit.h"
#include "json_build.h"
#include "planning.h"

/* ---- make ------------------------------------------------------------------------------------ */

static PlanParts parts_of(Call *call, const Planning *p, const PlanResult *r) {
    PlanSeatRow *seats = ARENA_ARRAY(call->arena, PlanSeatRow, r->seats_n + 1);
    PlanShortRow *shorts = ARENA_ARRAY(call->arena, PlanShortRow, r->shorts_n + 1);
    PlanMoveRow *moves = ARENA_ARRAY(call->arena, PlanMoveRow, r->moves_n + 1);
    for (size_t i = 0; i < r->seats_n; i++) {
        const PlanSeat *s = &r->seats[i];
        seats[i] = (PlanSeatRow){.person_id = p->in.people[s->person].id,
                                 .session_id = p->in.sessions[s->session].id,
                                 .kept = s->kept,
                                 .need = s->need,
                                 .touch = s->touch,
                                 .format = s->format,
                                 .relevance = s->relevance,
                                 .language = s->language,
                                 .rivals = s->rivals,
                                 .choices = s->choices};
    }
    for (size_t i = 0; i < r->shorts_n; i++) {
        const PlanShort *s = &r->shorts[i];
        shorts[i] = (PlanShortRow){.person_id = p->in.people[s->person].id,
                                   .from_at = p->in.bounds[s->window],
                                   .to_at = p->in.bounds[s->window + 1],
                                   .owed = s->owed,
                                   .planned = s->planned,
                                   .reason = str_from_c(short_reason_words(s->reason)),
                                   .suit = s->suit};
    }
    for (size_t i = 0; i < r->moves_n; i++) {
        const PlanMove *m = &r->moves[i];
        moves[i] = (PlanMoveRow){.person_id = p->in.people[m->person].id,
                                 .from_session = p->in.sessions[m->from].id,
                                 .to_session = m->to < 0 ? 0 : p->in.sessions[m->to].id,
                                 .gone = m->gone};
    }
    return (PlanParts){seats, r->seats_n, shorts, r->shorts_n, moves, r->moves_n};
}

static Str figures_of(Call *call, const Planning *p, const PlanResult *r) {
    size_t short_people = 0, kept = 0, with = 0;
    for (size_t i = 0; i < r->shorts_n; i++) short_people += !i || r->shorts[i].person != r->shorts[i - 1].person;
    for (size_t i = 0; i < r->seats_n; i++) {
        kept += r->seats[i].kept;
        with += !i || r->seats[i].person != r->seats[i - 1].person;
    }
    json_t *o =
        json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o}", "people", (json_int_t)p->in.people_n, "with_seats",
                  (json_int_t)with, "short", (json_int_t)short_people, "sessions", (json_int_t)p->in.sessions_n,
                  "seats", (json_int_t)r->seats_n, "kept", (json_int_t)kept, "minutes_owed", (json_int_t)r->owed,
                  "minutes_planned", (json_int_t)r->planned, "fairness", json_num(r->fairness, 4));
    char *text = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
    Str out = arena_str(call->arena, str_from_c(text));
    free(text);
    json_decref(o);
    return out;
}

static bool plan_save(Call *call, const Planning *p, const PlanResult *r, Str name, int64_t *id, Err *err) {
    Db *db = call->app->db;
    PlanParts parts = parts_of(call, p, r);
    PlanRow row = {.name = name,
                   .from_at = p->from,
                   .to_at = p->to,
                   .made_at = call->now,
                   .made_by = call_actor(call),
                   .seed = (int64_t)p->in.seed,
                   .objective = r->objective,
                   .bound = r->bound,
                   .figures = figures_of(call, p, r)};
    if (!db_begin(db, err)) return false;
    bool ok = plan_add(db, &row, &parts, id, err) &&
              audit_note(call, "plan.make", "plan", *id,
                         json_pack("{s:o, s:I}", "quarter", json_str(name), "seats", (json_int_t)r->seats_n), err);
    return db_end(db, ok, err);
}

/* "2027Q1" as [from, to) in UTC seconds; empty: the quarter after `now`. */
static bool quarter_parse(Call *call, const char *arg, Str given, Str *name, int64_t *from, int64_t *to, Err *err) {
    int64_t year, quarter;
    int month, date;
    Str s = str_trim(given);
    civil_from_days(day_of(call->now), &year, &month, &date);
    quarter = (month - 1) / 3 + 2; /* the next one */
    if (quarter == 5) year++, quarter = 1;
    if (s.n) {
        Str rest = s, first = str_cut(&rest, s.n > 4 && s.p[4] == 'q' ? 'q' : 'Q');
        if (first.n != 4 || rest.n != 1 || !str_to_i64(first, &year) || !str_to_i64(rest, &quarter) || year < 1970 ||
            quarter < 1 || quarter > 4)
            return err_set(err, ERR_INPUT, "give a year and a quarter, like 2027Q1", "%s: '%.*s' is no quarter", arg,
                           STR_ARG(str_slice(s, 0, 40)));
    }
    *name = arena_printf(call->arena, "%lldQ%lld", (long long)year, (long long)quarter);
    *from = days_from_civil(year, (int)quarter * 3 - 2, 1) * SECONDS_PER_DAY;
    *to = days_from_civil(year + (quarter == 4), quarter == 4 ? 1 : (int)quarter * 3 + 1, 1) * SECONDS_PER_DAY;
    return true;
}

static bool make_run(Call *call, Err *err) {
    Str name = STR("");
    int64_t from = 0, to = 0, id;
    Planning p;
    PlanResult r;
    if (!quarter_parse(call, "quarter", call_arg(call, "quarter")->s, &name, &from, &to, err)) return false;
    if (to <= call->now)
        return err_set(err, ERR_INPUT, "plan one that is still to come", "quarter: %.*s is over", STR_ARG(name));
    if (!planning_read(call, from, to, (uint64_t)call_arg(call, "seed")->i, &p, err)) return false;
    if (!p.in.people_n)
        return err_set(err, ERR_CONFLICT, "bring them in: ridealong people import FILE.csv",
                       "there are no engineers to plan for");
    if (!p.in.sessions_n)
        return err_set(err, ERR_CONFLICT, "offer some: ridealong help session offer", "no session is open in %.*s",
                       STR_ARG(name));
    if (!plan_make(call->arena, &p.in, &r, err) || !plan_save(call, &p, &r, name, &id, err)) return false;
    put(call->reply, "plan", json_integer(id));
    put(call->reply, "seats", json_integer((json_int_t)r.seats_n));
    put(call->reply, "moves", json_integer((json_int_t)r.moves_n));
    put(call->reply, "objective", json_integer(r.objective));
    put(call->reply, "bound", json_num(r.bound, 1));
    put(call->reply, "gap", json_num(r.gap, 5));
    put(call->reply, "done",
        json_str(arena_printf(call->arena,
                              "Plan %lld proposes %zu seats for %.*s; nothing is booked until it is published",
                              (long long)id, r.seats_n, STR_ARG(name))));
    return true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const Param MAKE_PARAMS[] = {
    {.name = "quarter",
     .type = PARAM_STR,
     .max = 20,
     .fallback = "",
     .help = "like 2027Q1; the next one when it is not given"},
    {.name = "seed",
     .type = PARAM_INT,
     .min = 0,
     .max = INT64_MAX,
     .fallback = "1",
     .help = "decides between plans that are equally good"},
    WHO_PARAM,
    {.name = NULL},
};
static const Field MAKE_REPLY[] = {
    {"plan", SHAPE_INT, "its number", NULL, false},
    {"seats", SHAPE_INT, "that it proposes", NULL, false},
    {"moves", SHAPE_INT, "people who would lose a seat of the plan in force", NULL, false},
    {"objective", SHAPE_INT, "points", NULL, false},
    {"bound", SHAPE_NUMBER, "points: no plan has more", NULL, false},
    {"gap", SHAPE_NUMBER, "(bound - objective) / bound", NULL, false},
    {"done", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column MAKE_FACTS[] = {
    {"plan", "plan", "int", 0},   {"seats", "seats", "int", 0}, {"moves", "moves", "int", 0},
    {"gap", "gap", "percent", 0}, {NULL, NULL, NULL, 0},
};
const Op OP_PLAN_MAKE = {
    .id = "plans.make",
    .method = "POST",
    .path = "/plans/make",
    .words = "plan",
    .summary = "Propose who meets which customers in a quarter",
    .help =
        "ridealong plan --quarter 2027Q1\nridealong plan show 3\nridealong plan publish 3\n\n"
        "People get open seats so that what they owe is met: those who got least before come first. Languages, working "
        "hours in each zone, leave, and the rules of formats hold. Seats that people took themselves stay. Nothing is "
        "booked until the plan is published.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .job = true,
    .after = "/plans",
    .params = MAKE_PARAMS,
    .reply = MAKE_REPLY,
    .facts = MAKE_FACTS,
    .run = make_run,
};
