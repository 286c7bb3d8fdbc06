/* ops_plan_make.c - making a plan, publishing it, discarding it. */
#include "audit.h"
#include "json_build.h"
#include "planning.h"
#include "seating.h"

/* ---- make ----------------------------------------------------------------------------------------- */

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

static bool make_run(Call *call, Err *err) {
    Str name;
    int64_t from, to, id;
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

/* ---- publish -------------------------------------------------------------------------------------- */

typedef struct Publishing {
    int64_t booked, left, failed;
    json_t *failures; /* the first of them, as sentences */
} Publishing;

enum { FAILURES_TOLD = 20 };

static void tell_failure(Call *call, Publishing *p, const PlanSeatRow *seat, const char *why) {
    p->failed++;
    if (json_array_size(p->failures) >= FAILURES_TOLD) return;
    json_array_append_new(p->failures, json_str(arena_printf(call->arena, "%.*s, session %lld: %s",
                                                             STR_ARG(seat->person), (long long)seat->session_id, why)));
}

/* Seats of an earlier plan that this one does not keep are given back first, so that their places are free. */
static bool give_back(Call *call, const PlanRow *plan, Publishing *p, Err *err) {
    PlanMoveRow *moves;
    size_t n;
    if (!plan_moves(call->app->db, call->arena, plan->id, INT64_MAX, &moves, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        SeatRow seat;
        Err none = {0};
        if (!seat_get(call->app->db, call->arena, moves[i].from_session, moves[i].person_id, &seat, &none)) {
            if (none.code == ERR_NOT_FOUND) continue;
            return *err = none, false;
        }
        if (!str_eq(seat.state, SEAT_BOOKED) || !str_eq(seat.origin, STR("plan")) || seat.starts_at <= call->now)
            continue;
        if (!seat_leave(call->app->db, seat.id, call->now, err)) return false;
        p->left++;
    }
    return true;
}

static bool book(Call *call, const PlanSeatRow *row, Publishing *p, Err *err) {
    SessionRow session;
    PersonRow person;
    SeatRow seat;
    SeatingWait wait = SEATING_BOOKED;
    Err none = {0};
    if (!session_get(call->app->db, call->arena, row->session_id, &session, err) ||
        !person_get(call->app->db, call->arena, row->person_id, &person, err))
        return false;
    if (seat_get(call->app->db, call->arena, row->session_id, row->person_id, &seat, &none) &&
        str_eq(seat.state, SEAT_BOOKED))
        return true; /* theirs already */
    none = (Err){0};
    if (session.starts_at <= call->now) {
        tell_failure(call, p, row, "it has begun");
    } else if (!seating_join(call, &session, &person, STR("plan"), &wait, &none)) {
        if (none.code != ERR_CONFLICT) return *err = none, false;
        tell_failure(call, p, row, none.message);
    } else if (wait != SEATING_BOOKED) {
        tell_failure(call, p, row, seating_wait_says(wait));
    } else {
        p->booked++;
    }
    return true;
}

static bool publish_in(Call *call, const PlanRow *plan, Publishing *p, Err *err) {
    PlanSeatRow *seats;
    size_t n;
    PlanSeatFilter all = {.plan_id = plan->id};
    if (!plan_end(call->app->db, plan->id, PLAN_PUBLISHED, call->now, err) || !give_back(call, plan, p, err) ||
        !plan_seats(call->app->db, call->arena, &all, &seats, &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!book(call, &seats[i], p, err)) return false;
        if (i % 100 == 0 && !progress_tick(call->progress, "book", (double)i, (double)n))
            return err_set(err, ERR_CANCELLED, NULL, "publishing was stopped; nothing is booked");
    }
    json_t *body = json_pack("{s:I, s:I, s:I}", "booked", (json_int_t)p->booked, "given_back", (json_int_t)p->left,
                             "failed", (json_int_t)p->failed);
    return audit_note(call, "plan.publish", "plan", plan->id, body, err);
}

static bool publish_run(Call *call, Err *err) {
    PlanRow plan;
    Publishing p = {.failures = json_array()};
    put(call->reply, "failures", p.failures);
    if (!plan_get(call->app->db, call->arena, call_arg(call, "plan")->i, &plan, err)) return false;
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, publish_in(call, &plan, &p, err), err)) return false;
    put(call->reply, "plan", json_integer(plan.id));
    put(call->reply, "booked", json_integer(p.booked));
    put(call->reply, "given_back", json_integer(p.left));
    put(call->reply, "failed", json_integer(p.failed));
    put(call->reply, "done",
        json_str(arena_printf(
            call->arena, "Plan %lld is published: %lld seats are booked, %lld given back, %lld could not be booked",
            (long long)plan.id, (long long)p.booked, (long long)p.left, (long long)p.failed)));
    return true;
}

static bool discard_run(Call *call, Err *err) {
    Db *db = call->app->db;
    int64_t id = call_arg(call, "plan")->i;
    PlanRow plan;
    if (!plan_get(db, call->arena, id, &plan, err) || !db_begin(db, err)) return false;
    bool ok =
        plan_end(db, id, PLAN_DISCARDED, call->now, err) && audit_note(call, "plan.discard", "plan", id, NULL, err);
    if (!db_end(db, ok, err)) return false;
    put(call->reply, "plan", json_integer(id));
    put(call->reply, "done", json_str(arena_printf(call->arena, "Plan %lld is discarded", (long long)id)));
    return true;
}

/* ---- rows ----------------------------------------------------------------------------------------- */

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

static const Param PLAN_PARAMS[] = {
    {.name = "plan",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .required = true,
     .positional = true,
     .help = "number of the plan"},
    WHO_PARAM,
    {.name = NULL},
};
static const Field PUBLISH_REPLY[] = {
    {"plan", SHAPE_INT, NULL, NULL, false},
    {"booked", SHAPE_INT, "seats", NULL, false},
    {"given_back", SHAPE_INT, "seats of an earlier plan", NULL, false},
    {"failed", SHAPE_INT, "seats that could not be booked, as things changed since", NULL, false},
    {"failures", SHAPE_ARRAY, "the first of them", NULL, false},
    {"done", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column PUBLISH_FACTS[] = {
    {"plan", "plan", "int", 0},     {"booked", "booked", "int", 0}, {"given back", "given_back", "int", 0},
    {"failed", "failed", "int", 0}, {NULL, NULL, NULL, 0},
};
const Op OP_PLAN_PUBLISH = {
    .id = "plans.publish",
    .method = "POST",
    .path = "/plans/{plan}/publish",
    .words = "plan publish",
    .summary = "Book the seats of a plan",
    .help = "Seats that the plan moves are given back, the others booked, all at once; people get their mails and "
            "calendars.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .job = true,
    .after = "/plans/{plan}",
    .params = PLAN_PARAMS,
    .reply = PUBLISH_REPLY,
    .facts = PUBLISH_FACTS,
    .run = publish_run,
};
static const Field DISCARD_REPLY[] = {
    {"plan", SHAPE_INT, NULL, NULL, false},
    {"done", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column DISCARD_FACTS[] = {{"plan", "plan", "int", 0}, {"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};
const Op OP_PLAN_DISCARD = {
    .id = "plans.discard",
    .method = "POST",
    .path = "/plans/{plan}/discard",
    .words = "plan discard",
    .summary = "Put a proposed plan away",
    .help = "It stays in the list, as discarded.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .after = "/plans/{plan}",
    .params = PLAN_PARAMS,
    .reply = DISCARD_REPLY,
    .facts = DISCARD_FACTS,
    .run = discard_run,
};
