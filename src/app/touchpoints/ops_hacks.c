/* ops_hacks.c - hackathons: entries, judging in pairs, what became of them. */
#include <stdlib.h>

#include "audit.h"
#include "json_build.h"
#include "stats/bradley_terry.h"
#include "store/hack_store.h"
#include "store/problem_store.h"
#include "touch.h"

enum { MEMBERS_MAX = 20, ENTRIES_MAX = 300 };

static bool hackathon(Call *call, SessionRow *session, Err *err) {
    FormatRow format;
    if (!touch_session(call, session, err) || !format_get(call->app->db, call->arena, session->format_id, &format, err))
        return false;
    if (!format.judged)
        return err_set(err, ERR_CONFLICT, NULL, "session %lld is no hackathon: its format has no entries",
                       (long long)session->id);
    return !str_eq(session->state, SESSION_CANCELLED) ||
           err_set(err, ERR_CONFLICT, NULL, "session %lld was cancelled", (long long)session->id);
}

/* ---- entering ------------------------------------------------------------------------------------- */

static bool enter_in(Call *call, SessionRow *session, EntryRow *row, Err *err) {
    const Arg *team = call_arg(call, "team");
    PersonRow owner, member;
    int64_t people[MEMBERS_MAX];
    *row =
        (EntryRow){.theme_id = call_arg(call, "theme")->i, .problem_id = call_arg(call, "problem")->i, .at = call->now};
    if (!hackathon(call, session, err) || !touch_person(call, "person", &owner, err) ||
        !touch_words(call, "name", true, &row->name, err) || !touch_words(call, "pitch", false, &row->pitch, err))
        return false;
    for (size_t i = 0; i < team->list_n; i++) {
        if (!touch_person_named(call, "team", team->list[i], &member, err)) return false;
        people[i] = member.id;
    }
    ProblemRow problem;
    if (!row->theme_id && !row->problem_id)
        return err_set(err, ERR_INPUT, "see them: ridealong problems, ridealong themes",
                       "problem: an entry works on a problem of the board, or a theme");
    if (row->problem_id && !problem_get(call->app->db, call->arena, row->problem_id, &problem, err)) return false;
    row->session_id = session->id;
    row->owner_id = owner.id;
    return entry_add(call->app->db, row, people, team->list_n, session->ends_at, &row->id, err) &&
           audit_note(call, "hackathon.enter", "entry", row->id, json_pack("{s:o}", "name", json_str(row->name)), err);
}

static bool enter_run(Call *call, Err *err) {
    SessionRow session;
    EntryRow row;
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, enter_in(call, &session, &row, err), err)) return false;
    put(call->reply, "entry", json_integer(row.id));
    touch_done(call, session.id,
               arena_printf(call->arena, "\"%.*s\" takes part, as entry %lld", STR_ARG(row.name), (long long)row.id));
    return true;
}

/* ---- judging -------------------------------------------------------------------------------------- */

static bool judge_in(Call *call, SessionRow *session, Err *err) {
    int64_t better = call_arg(call, "better")->i, worse = call_arg(call, "worse")->i;
    EntryRow one, two;
    PersonRow judge;
    bool of_one, of_two;
    Db *db = call->app->db;
    Str why;
    if (!hackathon(call, session, err) || !touch_person(call, "person", &judge, err) ||
        !touch_words(call, "why", false, &why, err) || !entry_get(db, call->arena, better, &one, err) ||
        !entry_get(db, call->arena, worse, &two, err) || !entry_has(db, better, judge.id, &of_one, err) ||
        !entry_has(db, worse, judge.id, &of_two, err))
        return false;
    if (better == worse || one.session_id != session->id || two.session_id != session->id)
        return err_set(err, ERR_INPUT, NULL, "better, worse: two entries of session %lld", (long long)session->id);
    if (of_one || of_two)
        return err_set(err, ERR_CONFLICT, "judge other pairs", "nobody judges an entry of their own team");
    JudgementRow row = {.session_id = session->id,
                        .judge_id = judge.id,
                        .first_id = better < worse ? better : worse,
                        .second_id = better < worse ? worse : better,
                        .better_id = better,
                        .why = why,
                        .at = call->now};
    return judgement_put(db, &row, err);
}

static bool judge_run(Call *call, Err *err) {
    SessionRow session;
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, judge_in(call, &session, err), err)) return false;
    touch_done(call, session.id, STR("the judgement is noted"));
    return true;
}

/* ---- the ranking ---------------------------------------------------------------------------------- */

typedef struct Ranked {
    const EntryRow *entry;
    BtScore score;
} Ranked;

static int by_ability(const void *x, const void *y) {
    const Ranked *a = x, *b = y;
    if (a->score.ability != b->score.ability) return a->score.ability < b->score.ability ? 1 : -1;
    return (a->entry->id > b->entry->id) - (a->entry->id < b->entry->id);
}

static size_t index_of(const EntryRow *rows, size_t n, int64_t id) {
    size_t i = 0;
    while (i < n && rows[i].id != id) i++;
    return i;
}

/* The pair that would teach most: the fewest judgements on it, then the nearest abilities. */
static json_t *next_pair(const Ranked *ranked, size_t n, const double *seen, const EntryRow *rows) {
    const Ranked *a = NULL, *b = NULL;
    double fewest = 0, nearest = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) {
            size_t x = (size_t)(ranked[i].entry - rows), y = (size_t)(ranked[j].entry - rows);
            double judged = seen[x * n + y] + seen[y * n + x], gap = ranked[i].score.ability - ranked[j].score.ability;
            if (a && (judged > fewest || (judged >= fewest && gap >= nearest))) continue;
            a = &ranked[i], b = &ranked[j], fewest = judged, nearest = gap;
        }
    return a ? json_pack("[o, o]", json_link(a->entry->id, a->entry->name), json_link(b->entry->id, b->entry->name))
             : json_array();
}

static json_t *entry_json(const Ranked *r) {
    const EntryRow *e = r->entry;
    json_t *o =
        json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:o}", "id", (json_int_t)e->id, "name", json_str(e->name), "pitch",
                  json_str(e->pitch), "team", json_str(e->members), "owner", json_link(e->owner_id, e->owner), "theme",
                  e->theme_id ? json_integer(e->theme_id) : json_null(), "problem",
                  e->problem_id ? json_integer(e->problem_id) : json_null());
    put(o, "score", json_num(r->score.ability, 3));
    put(o, "low", json_num(r->score.low, 3));
    put(o, "high", json_num(r->score.high, 3));
    put(o, "judged", json_integer((json_int_t)r->score.judged));
    put(o, "rank_low", json_integer((json_int_t)r->score.rank_low));
    put(o, "rank_high", json_integer((json_int_t)r->score.rank_high));
    return o;
}

static json_t *follow_json(Arena *a, const FollowUpRow *r, int64_t now) {
    const char *state = r->told_at != TIME_NONE ? (r->shipped ? "shipped" : "not shipped")
                        : r->due_at <= now      ? "due"
                                                : "to come";
    return json_pack("{s:o, s:I, s:o, s:o, s:s, s:o}", "entry", json_link(r->entry_id, r->entry), "days",
                     (json_int_t)r->days, "due_at", json_time(a, r->due_at), "owner", json_link(r->owner_id, r->owner),
                     "state", state, "effect", json_str(r->effect));
}

static bool follow_put(Call *call, int64_t session_id, int64_t due, bool open, Err *err) {
    FollowUpRow *rows;
    size_t n;
    json_t *list = json_array();
    put(call->reply, "follow_up", list);
    if (!follow_ups_list(call->app->db, call->arena, session_id, due, open, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) json_array_append_new(list, follow_json(call->arena, &rows[i], call->now));
    return true;
}

static bool rank(Call *call, const EntryRow *rows, size_t n, const JudgementRow *said, size_t said_n, Err *err) {
    double *wins = ARENA_ARRAY(call->arena, double, n *n + 1);
    BtScore *scores = ARENA_ARRAY(call->arena, BtScore, n + 1);
    Ranked *ranked = ARENA_ARRAY(call->arena, Ranked, n + 1);
    int64_t counted = 0;
    for (size_t i = 0; i < said_n; i++) {
        size_t won = index_of(rows, n, said[i].better_id),
               lost = index_of(rows, n, said[i].better_id == said[i].first_id ? said[i].second_id : said[i].first_id);
        if (won == n || lost == n) continue; /* one of them withdrew */
        wins[won * n + lost]++;
        counted++;
    }
    if (!bradley_terry(wins, n, scores))
        return err_set(err, ERR_INTERNAL, NULL, "the judgements cannot be put in an order");
    for (size_t i = 0; i < n; i++) ranked[i] = (Ranked){&rows[i], scores[i]};
    qsort(ranked, n, sizeof *ranked, by_ability);
    json_t *list = json_array();
    put(call->reply, "entries", list);
    put(call->reply, "judgements", json_integer(counted));
    for (size_t i = 0; i < n; i++) json_array_append_new(list, entry_json(&ranked[i]));
    put(call->reply, "next", next_pair(ranked, n, wins, rows));
    return true;
}

static bool ranking_run(Call *call, Err *err) {
    SessionRow session;
    EntryRow *rows;
    JudgementRow *said;
    size_t n, said_n;
    Db *db = call->app->db;
    if (!hackathon(call, &session, err) || !entries_list(db, call->arena, session.id, &rows, &n, err) ||
        !judgements_list(db, call->arena, session.id, &said, &said_n, err))
        return false;
    if (n > ENTRIES_MAX) return err_set(err, ERR_LIMIT, NULL, "more than %d entries cannot be ranked", ENTRIES_MAX);
    put(call->reply, "session", session_json(call->arena, &session, call->now));
    return rank(call, rows, n, said, said_n, err) && follow_put(call, session.id, TIME_NONE, false, err);
}

/* ---- follow-up ------------------------------------------------------------------------------------ */

static bool entry_owner(Call *call, Owner *owner, Err *err) {
    EntryRow row;
    if (!entry_get(call->app->db, call->arena, call_arg(call, "entry")->i, &row, err)) return false;
    *owner = (Owner){.person_id = row.owner_id};
    return true;
}

static bool follow_in(Call *call, EntryRow *entry, Err *err) {
    static const int64_t DAYS[] = {30, 60, 90};
    FollowUpRow row = {.entry_id = call_arg(call, "entry")->i,
                       .days = DAYS[call_arg(call, "days")->i],
                       .shipped = call_arg(call, "shipped")->i,
                       .told_at = call->now};
    PersonRow owner;
    if (!entry_get(call->app->db, call->arena, row.entry_id, entry, err) ||
        !touch_words(call, "effect", true, &row.effect, err))
        return false;
    row.owner_id = entry->owner_id;
    if (str_trim(call_arg(call, "owner")->s).n) {
        if (!touch_person_named(call, "owner", call_arg(call, "owner")->s, &owner, err)) return false;
        row.owner_id = owner.id;
    }
    json_t *body = json_pack("{s:I, s:b, s:o}", "days", (json_int_t)row.days, "shipped", row.shipped, "effect",
                             json_str(row.effect));
    return follow_up_put(call->app->db, &row, err) &&
           audit_note(call, "hackathon.follow_up", "entry", row.entry_id, body, err);
}

static bool follow_run(Call *call, Err *err) {
    EntryRow entry;
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, follow_in(call, &entry, err), err)) return false;
    touch_done(call, entry.session_id,
               arena_printf(call->arena, "what became of \"%.*s\" is noted", STR_ARG(entry.name)));
    return true;
}

static bool due_run(Call *call, Err *err) {
    return follow_put(call, 0, call_arg(call, "all")->i ? TIME_NONE : call->now + 1, true, err);
}

/* ---- rows ----------------------------------------------------------------------------------------- */

static const char *const DAYS[] = {"30", "60", "90", NULL};
#define ENTRY(name_, help_)                                                                                            \
    { .name = name_, .type = PARAM_INT, .min = 1, .max = INT64_MAX, .required = true, .help = help_ }
static const Param ENTER_PARAMS[] = {
    SESSION_PARAM,
    {.name = "name", .type = PARAM_STR, .max = NAME_BYTES, .required = true, .help = "of the entry"},
    {.name = "pitch",
     .type = PARAM_STR,
     .max = WORDS_BYTES,
     .fallback = "",
     .help = "what it does for whom, in a sentence or two"},
    {.name = "problem",
     .type = PARAM_INT,
     .min = 0,
     .max = INT64_MAX,
     .fallback = "0",
     .help = "number of the problem it works on"},
    {.name = "theme",
     .type = PARAM_INT,
     .min = 0,
     .max = INT64_MAX,
     .fallback = "0",
     .help = "number of the theme it works on, where no problem is on the board yet"},
    {.name = "team",
     .type = PARAM_LIST,
     .max = MEMBERS_MAX,
     .help = "the others of the team: e-mail addresses or numbers"},
    {.name = "person",
     .type = PARAM_STR,
     .max = NAME_BYTES,
     .fallback = "",
     .help = "who answers for it; you when it is not given"},
    WHO_PARAM,
    {.name = NULL},
};
static const Param JUDGE_PARAMS[] = {
    SESSION_PARAM,
    ENTRY("better", "number of the entry that does more for customers, by the evidence"),
    ENTRY("worse", "number of the other entry"),
    {.name = "why", .type = PARAM_STR, .max = WORDS_BYTES, .fallback = "", .help = "what in the evidence says so"},
    {.name = "person",
     .type = PARAM_STR,
     .max = NAME_BYTES,
     .fallback = "",
     .help = "who judges; you when it is not given"},
    WHO_PARAM,
    {.name = NULL},
};
static const Param RANKING_PARAMS[] = {SESSION_PARAM, {.name = NULL}};
static const Param FOLLOW_PARAMS[] = {
    {.name = "entry",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .required = true,
     .positional = true,
     .help = "number of the entry"},
    {.name = "days", .type = PARAM_ENUM, .choices = DAYS, .required = true, .help = "after the hackathon"},
    {.name = "shipped", .type = PARAM_BOOL, .fallback = "false", .help = "customers have it"},
    {.name = "effect",
     .type = PARAM_STR,
     .max = WORDS_BYTES,
     .required = true,
     .help = "what changed for customers, or what is in the way"},
    {.name = "owner",
     .type = PARAM_STR,
     .max = NAME_BYTES,
     .fallback = "",
     .help = "who answers for it now: e-mail address or number"},
    WHO_PARAM,
    {.name = NULL},
};
static const Param DUE_PARAMS[] = {
    {.name = "all", .type = PARAM_BOOL, .fallback = "false", .help = "also those that are due later"}, {.name = NULL}};
static const Field ENTER_REPLY[] = {
    {"entry", SHAPE_INT, "its number", NULL, false}, DONE_FIELDS, {NULL, SHAPE_END, NULL, NULL, false}};
static const Field ENTRY_SHAPE[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"pitch", SHAPE_STRING, NULL, NULL, false},
    {"team", SHAPE_STRING, "names", NULL, false},
    {"owner", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},
    {"theme", SHAPE_INT, NULL, NULL, true},
    {"problem", SHAPE_INT, NULL, NULL, true},
    {"score", SHAPE_NUMBER, "Bradley-Terry: log odds to be judged better than a middling entry", NULL, false},
    {"low", SHAPE_NUMBER, "90 % interval", NULL, false},
    {"high", SHAPE_NUMBER, NULL, NULL, false},
    {"judged", SHAPE_INT, "pairs it stood in", NULL, false},
    {"rank_low", SHAPE_INT, "the best rank that the judgements leave open", NULL, false},
    {"rank_high", SHAPE_INT, "the worst", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field FOLLOW_SHAPE[] = {
    {"entry", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},
    {"days", SHAPE_INT, "after the hackathon", NULL, false},
    {"due_at", SHAPE_TIME, NULL, NULL, false},
    {"owner", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, true},
    {"state", SHAPE_STRING, "to come, due, shipped, not shipped", NULL, false},
    {"effect", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field RANKING_REPLY[] = {
    {"session", SHAPE_OBJECT, NULL, SHAPE_OF_SESSION, false},
    {"entries", SHAPE_ARRAY, "the best judged first", ENTRY_SHAPE, false},
    {"judgements", SHAPE_INT, NULL, NULL, false},
    {"next", SHAPE_ARRAY, "the pair that is to be judged next: two entries, or none", SHAPE_OF_LINK, false},
    {"follow_up", SHAPE_ARRAY, "by date", FOLLOW_SHAPE, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field DUE_REPLY[] = {{"follow_up", SHAPE_ARRAY, "by date", FOLLOW_SHAPE, false},
                                  {NULL, SHAPE_END, NULL, NULL, false}};
static const Column RANKING_COLUMNS[] = {{"#", "id", "int", 4},          {"ENTRY", "name", "text", 0},
                                         {"TEAM", "team", "text", 30},   {"SCORE", "score", "score", 6},
                                         {"BEST", "rank_low", "int", 5}, {"WORST", "rank_high", "int", 5},
                                         {"JUDGED", "judged", "int", 6}, {NULL, NULL, NULL, 0}};
static const Column DUE_COLUMNS[] = {{"DUE", "due_at", "date", 10},      {"DAYS", "days", "int", 4},
                                     {"ENTRY", "entry.name", "text", 0}, {"OWNER", "owner.name", "text", 20},
                                     {"STATE", "state", "text", 10},     {NULL, NULL, NULL, 0}};

const Op OP_HACK_ENTER = {
    .id = "hackathons.enter",
    .method = "POST",
    .path = "/sessions/{session}/enter",
    .words = "hackathon enter",
    .summary = "Take part in a hackathon with a problem and a team",
    .help = "ridealong hackathon enter 12 --name \"Limits in sight\" --problem 3 --team bob@example.com --team "
            "eve@example.com",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .own_role = ROLE_ENGINEER,
    .owner = touch_owner_person,
    .writes = true,
    .after = "/sessions/{session}/ranking",
    .params = ENTER_PARAMS,
    .reply = ENTER_REPLY,
    .facts = DONE_FACTS,
    .run = enter_run,
};
const Op OP_HACK_JUDGE = {
    .id = "hackathons.judge",
    .method = "POST",
    .path = "/sessions/{session}/judge",
    .words = "hackathon judge",
    .summary = "Judge two entries against the evidence: which does more for customers?",
    .help = "ridealong hackathon judge 12 --better 4 --worse 2 --why \"It removes the retry that half of the quotes "
            "name.\"\n\n"
            "Nobody judges their own team. Judging a pair again replaces the judgement.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .own_role = ROLE_ENGINEER,
    .owner = touch_owner_person,
    .writes = true,
    .after = "/sessions/{session}/ranking",
    .params = JUDGE_PARAMS,
    .reply = SHAPE_OF_SESSION_DONE,
    .facts = DONE_FACTS,
    .run = judge_run,
};
const Op OP_HACK_RANKING = {
    .id = "hackathons.ranking",
    .method = "GET",
    .path = "/sessions/{session}/ranking",
    .words = "hackathon",
    .summary = "A hackathon's entries, how they were judged, what became of them",
    .help = "ridealong hackathon 12\n\nThe order comes from judgements in pairs (Bradley-Terry) with 90 % intervals: "
            "ranks that the "
            "judgements leave open are shown as a range.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = RANKING_PARAMS,
    .reply = RANKING_REPLY,
    .rows = "entries",
    .columns = RANKING_COLUMNS,
    .empty = "No entry yet. Take part: ridealong hackathon enter",
    .run = ranking_run,
};
const Op OP_HACK_FOLLOW = {
    .id = "hackathons.follow",
    .method = "POST",
    .path = "/entries/{entry}/follow",
    .words = "hackathon follow",
    .summary = "Say what became of an entry after 30, 60 or 90 days",
    .help = "ridealong hackathon follow 4 --days 30 --shipped --effect \"The theme fell by a third.\" --owner "
            "ann@example.com",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .own_role = ROLE_ENGINEER,
    .owner = entry_owner,
    .writes = true,
    .after = "/sessions/{session}/ranking",
    .params = FOLLOW_PARAMS,
    .reply = SHAPE_OF_SESSION_DONE,
    .facts = DONE_FACTS,
    .run = follow_run,
};
const Op OP_HACK_DUE = {
    .id = "hackathons.due",
    .method = "GET",
    .path = "/follow-ups",
    .words = "hackathon due",
    .summary = "Entries of hackathons whose owners owe an answer",
    .help = "30, 60 and 90 days after the end: owner, shipped, effect.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = DUE_PARAMS,
    .reply = DUE_REPLY,
    .rows = "follow_up",
    .columns = DUE_COLUMNS,
    .empty = "Nothing is due. `ridealong hackathon due --all` shows what will be.",
    .run = due_run,
};
