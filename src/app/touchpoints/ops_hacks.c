/* ops_hacks.c - hackathons: taking part, judging in pairs, saying what became of entries. */
#include "audit.h"
#include "hacks.h"
#include "json_build.h"
#include "store/hack_store.h"
#include "store/problem_store.h"
#include "touch.h"

enum { MEMBERS_MAX = 20 };

bool hackathon_get(Call *call, SessionRow *session, Err *err) {
    FormatRow format;
    if (!touch_session(call, session, err) || !format_get(call->app->db, call->arena, session->format_id, &format, err))
        return false;
    if (!format.judged)
        return err_set(err, ERR_CONFLICT, NULL, "session %lld is no hackathon: its format has no entries",
                       (long long)session->id);
    return !str_eq(session->state, SESSION_CANCELLED) ||
           err_set(err, ERR_CONFLICT, NULL, "session %lld was cancelled", (long long)session->id);
}

/* ---- entering -------------------------------------------------------------------------------- */

static bool enter_in(Call *call, SessionRow *session, EntryRow *row, Err *err) {
    const Arg *team = call_arg(call, "team");
    PersonRow owner, member;
    int64_t people[MEMBERS_MAX];
    *row =
        (EntryRow){.theme_id = call_arg(call, "theme")->i, .problem_id = call_arg(call, "problem")->i, .at = call->now};
    if (!hackathon_get(call, session, err) || !touch_person(call, "person", &owner, err) ||
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

/* ---- judging --------------------------------------------------------------------------------- */

static bool judge_in(Call *call, SessionRow *session, Err *err) {
    int64_t better = call_arg(call, "better")->i, worse = call_arg(call, "worse")->i;
    EntryRow one, two;
    PersonRow judge;
    bool of_one, of_two;
    Db *db = call->app->db;
    Str why;
    if (!hackathon_get(call, session, err) || !touch_person(call, "person", &judge, err) ||
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

/* ---- follow-up ------------------------------------------------------------------------------- */

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
    if (!follow_up_put(call->app->db, &row, err)) return false;
    json_t *body = json_pack("{s:I, s:b, s:o}", "days", (json_int_t)row.days, "shipped", row.shipped, "effect",
                             json_str(row.effect));
    return audit_note(call, "hackathon.follow_up", "entry", row.entry_id, body, err);
}

static bool follow_run(Call *call, Err *err) {
    EntryRow entry;
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, follow_in(call, &entry, err), err)) return false;
    touch_done(call, entry.session_id,
               arena_printf(call->arena, "what became of \"%.*s\" is noted", STR_ARG(entry.name)));
    return true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

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

static const Field ENTER_REPLY[] = {
    {"entry", SHAPE_INT, "its number", NULL, false}, DONE_FIELDS, {NULL, SHAPE_END, NULL, NULL, false}};

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
