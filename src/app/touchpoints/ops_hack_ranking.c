/* ops_hack_ranking.c - the order of a hackathon's entries out of judgements in pairs, and what became of them. */
#include <stdlib.h>

#include "hacks.h"
#include "json_build.h"
#include "stats/bradley_terry.h"
#include "store/hack_store.h"

enum { ENTRIES_MAX = 300 };

/* ---- the ranking ----------------------------------------------------------------------------- */

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

static json_t *follow_json(const Call *call, const FollowUpRow *r) {
    bool own = r->owner_id && r->owner_id == call->actor->person_id;
    const char *state = r->told_at != TIME_NONE  ? (r->shipped ? "shipped" : "not shipped")
                        : r->due_at <= call->now ? "due"
                                                 : "to come";
    return json_pack("{s:o, s:I, s:o, s:o, s:s, s:o, s:b}", "entry", json_link(r->entry_id, r->entry), "days",
                     (json_int_t)r->days, "due_at", json_time(call->arena, r->due_at), "owner",
                     json_link(r->owner_id, r->owner), "state", state, "effect", json_str(r->effect), "may",
                     app_may(op_find(STR("hackathons.follow")), call->actor, own));
}

static bool follow_put(Call *call, int64_t session_id, int64_t due, bool open, Err *err) {
    FollowUpRow *rows;
    size_t n;
    json_t *list = json_array();
    put(call->reply, "follow_up", list);
    if (!follow_ups_list(call->app->db, call->arena, session_id, due, open, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) json_array_append_new(list, follow_json(call, &rows[i]));
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
    if (!hackathon_get(call, &session, err) || !entries_list(db, call->arena, session.id, &rows, &n, err) ||
        !judgements_list(db, call->arena, session.id, &said, &said_n, err))
        return false;
    if (n > ENTRIES_MAX) return err_set(err, ERR_LIMIT, NULL, "more than %d entries cannot be ranked", ENTRIES_MAX);
    put(call->reply, "session", session_json(call->arena, &session, call->now));
    return rank(call, rows, n, said, said_n, err) && follow_put(call, session.id, TIME_NONE, false, err);
}

static bool due_run(Call *call, Err *err) {
    return follow_put(call, 0, call_arg(call, "all")->i ? TIME_NONE : call->now + 1, true, err);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const Param RANKING_PARAMS[] = {SESSION_PARAM, {.name = NULL}};

static const Param DUE_PARAMS[] = {
    {.name = "all", .type = PARAM_BOOL, .fallback = "false", .help = "also those that are due later"}, {.name = NULL}};

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
    {"may", SHAPE_BOOL, "the caller may say what became of it", NULL, false},
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
    .empty = "No entry yet. Take part: `ridealong hackathon enter`",
    .run = ranking_run,
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
