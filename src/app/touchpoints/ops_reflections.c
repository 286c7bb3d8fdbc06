/* ops_reflections.c - what people bring home: three answers that become a signal and count towards goals. */
#include "arrivals.h"
#include "audit.h"
#include "came_of.h"
#include "discovery.h"
#include "json_build.h"
#include "problem_brief.h"
#include "problem_scan.h"
#include "problems/draft.h"
#include "signals/copies.h"
#include "store/problem_store.h"
#include "store/reflection_store.h"
#include "store/signal_store.h"
#include "touch.h"

enum { WORDS_LEAST = 4, BYTES_LEAST = 20, COMPARED_MAX = 20000 };

/* ---- sent back kindly ------------------------------------------------------------------------ */

/* Says something: a few words, or as much in a script without blanks. */
static bool says_something(Str s) {
    size_t words = 0, wide = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool begins = (unsigned char)s.p[i] > ' ' && (i == 0 || (unsigned char)s.p[i - 1] <= ' ');
        words += begins;
        wide += (unsigned char)s.p[i] >= 0xe0;
    }
    return (words >= WORDS_LEAST && s.n >= BYTES_LEAST) || wide >= 2 * WORDS_LEAST;
}

/* Is it near to what somebody else, or the same person after another session, wrote? The groups of copies of signals.
 */
static bool copied(Call *call, int64_t seat_id, Str text, Str *who, Err *err) {
    ReflectionRow *rows;
    size_t n, kept = 0;
    ReflectionFilter latest = {.limit = COMPARED_MAX};
    *who = STR("");
    if (!reflections_list(call->app->db, call->arena, &latest, &rows, &n, err)) return false;
    Str *texts = ARENA_ARRAY(call->arena, Str, n + 1);
    uint32_t *order = ARENA_ARRAY(call->arena, uint32_t, n + 1), *group = ARENA_ARRAY(call->arena, uint32_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (rows[i].seat_id == seat_id) continue;
        texts[kept] = arena_printf(call->arena, "%.*s\n%.*s\n%.*s", STR_ARG(rows[i].saw), STR_ARG(rows[i].surprised),
                                   STR_ARG(rows[i].ask_next));
        rows[kept] = rows[i];
        order[kept] = (uint32_t)kept;
        kept++;
    }
    texts[kept] = text;
    order[kept] = (uint32_t)kept;
    CopyGroups *groups = copies_new();
    for (size_t i = 0; i <= kept; i++) copies_add(groups, copies_sign(call->arena, texts[i]));
    copies_finish(groups, order, group, NULL, NULL);
    copies_free(groups);
    if (group[kept] != kept) *who = rows[group[kept]].person;
    return true;
}

static bool check(Call *call, const SeatRow *seat, const ReflectionRow *row, Str text, Err *err) {
    Str who;
    if (!says_something(row->saw))
        return err_set(err, ERR_INPUT,
                       "a sentence will do: what was the customer trying to do, and what got in the way",
                       "saw: tell us a little more, so that somebody who was not there can picture it");
    if (!row->surprised.n && !row->ask_next.n)
        return err_set(err, ERR_INPUT, "one of the two is enough",
                       "surprised: say what surprised you, or what we should ask next");
    if (!copied(call, seat->id, text, &who, err)) return false;
    return !who.n || err_set(err, ERR_INPUT, "you were there as well: what did you see that they did not",
                             "saw: this reads almost like what %.*s wrote; in your own words, please", STR_ARG(who));
}

/* ---- kept as a signal ------------------------------------------------------------------------ */

static bool signal_put_one(Call *call, const SessionRow *session, const SeatRow *seat, Str text, int64_t *signal_id,
                           Err *err) {
    Db *db = call->app->db;
    int64_t source;
    ImportRow import;
    Str day = time_iso_date(call->arena, call->now), id = arena_printf(call->arena, "seat-%lld", (long long)seat->id);
    Signal signal = {.external_id = id,
                     .text = text,
                     .at = session->starts_at,
                     .channel = session->format_key,
                     .lang = session->language.n >= 2 ? str_slice(session->language, 0, 2) : STR(""),
                     .rating = NAN,
                     .meta = STR("{}")};
    PutResult result;
    if (!source_put(db, STR("Reflections"), STR("touchpoint"), STR("{}"), &source, err) ||
        !import_begin(db, call->arena, source, STR("reflections"),
                      arena_printf(call->arena, "%.*s %.*s", STR_ARG(day), STR_ARG(id)), STR(""), call->now, &import,
                      err) ||
        !signals_put(db, source, import.id, &signal, 1, &result, err))
        return false;
    import.state = STR("finished");
    import.finished_at = call->now;
    import.rows = 1;
    import.inserted = result == PUT_INSERTED;
    import.updated = result == PUT_UPDATED;
    import.unchanged = result == PUT_UNCHANGED;
    return import_save(db, &import, err) && signal_by_key(db, source, id, signal_id, err) &&
           (result == PUT_UNCHANGED ||
            (arrivals_code(call->app, source, &id, &text, 1, err) && themes_changed(call->app, err)));
}

/* ---- adding ---------------------------------------------------------------------------------- */

typedef struct Reflected {
    SessionRow session;
    PersonRow person;
    SeatRow seat;
    ReflectionRow row;
    Str text;
} Reflected;

static bool take(Call *call, Reflected *r, Err *err) {
    if (!touch_session(call, &r->session, err) || !touch_person(call, "person", &r->person, err) ||
        !seat_get(call->app->db, call->arena, r->session.id, r->person.id, &r->seat, err))
        return false;
    if (!str_eq(r->seat.state, SEAT_ATTENDED))
        return err_set(err, ERR_CONFLICT, "the host marks who came",
                       "%.*s is not marked as having attended session %lld", STR_ARG(r->person.name),
                       (long long)r->session.id);
    r->row = (ReflectionRow){.seat_id = r->seat.id, .at = call->now};
    if (!touch_words(call, "saw", false, &r->row.saw, err) ||
        !touch_words(call, "surprised", false, &r->row.surprised, err) ||
        !touch_words(call, "ask_next", false, &r->row.ask_next, err))
        return false;
    r->text = arena_printf(call->arena, "%.*s\n%.*s\n%.*s", STR_ARG(r->row.saw), STR_ARG(r->row.surprised),
                           STR_ARG(r->row.ask_next));
    return true;
}

/* Where it belongs: what was said, else what the session was about. */
static bool attach(Call *call, Reflected *r, Err *err) {
    const Arg *theme = call_arg(call, "theme"), *problem = call_arg(call, "problem");
    ProblemRow there;
    r->row.theme_id = theme->given ? theme->i : r->session.theme_id;
    r->row.problem_id = problem->given ? problem->i : r->session.problem_id;
    return !r->row.problem_id || problem_get(call->app->db, call->arena, r->row.problem_id, &there, err);
}

/* A problem that was seen in person: what the theme's signals say, if there is one, and the reflection as its first
 * evidence. */
static bool start_problem(Call *call, Reflected *r, Err *err) {
    Str title = str_trim(call_arg(call, "start")->s);
    ProblemScan scan;
    int64_t *id = &r->row.problem_id;
    if (!title.n) return true;
    if (!problem_scan(call, &r->row.theme_id, r->row.theme_id != 0, &scan, err) || !problem_quotes(call, &scan, err))
        return false;
    DraftQuotes *happens = &scan.facts.happens;
    Str saw = r->row.saw, line = str_cut(&saw, '\n'); /* a brief quotes one line */
    scan.facts.title = title;
    happens->n = happens->n < DRAFT_QUOTES ? happens->n + 1 : DRAFT_QUOTES;
    happens->at[happens->n - 1] = (DraftQuote){r->row.signal_id, 0, (uint32_t)line.n, line};
    Brief brief = brief_draft(call->arena, &scan.facts);
    return problem_add(call->app->db, brief.title, call_actor(call), call->now, id, err) &&
           audit_note(call, "problem.new", "problem", *id, json_pack("{s:I}", "session", (json_int_t)r->session.id),
                      err) &&
           problem_brief_save(call, *id, &brief, STR(REFLECTION_STARTED), err);
}

static bool reflect_in(Call *call, Reflected *r, Err *err) {
    int64_t id;
    if (!take(call, r, err) || !check(call, &r->seat, &r->row, r->text, err) || !attach(call, r, err) ||
        !signal_put_one(call, &r->session, &r->seat, r->text, &r->row.signal_id, err) || !start_problem(call, r, err) ||
        !reflection_put(call->app->db, &r->row, &id, err))
        return false;
    return audit_note(call, "reflection.add", "session", r->session.id,
                      json_pack("{s:I}", "person", (json_int_t)r->person.id), err);
}

static bool reflect_run(Call *call, Err *err) {
    Reflected r = {0};
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, reflect_in(call, &r, err), err)) return false;
    put(call->reply, "signal", json_integer(r.row.signal_id));
    put(call->reply, "problem", r.row.problem_id ? json_integer(r.row.problem_id) : json_null());
    touch_done(call, r.session.id,
               arena_printf(call->arena, "thank you: it is signal %lld, and %lld minutes count",
                            (long long)r.row.signal_id, (long long)(r.seat.counts ? r.seat.minutes : 0)));
    return true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const Param ADD_PARAMS[] = {
    SESSION_PARAM,
    PERSON_PARAM,
    {.name = "saw",
     .type = PARAM_STR,
     .max = WORDS_BYTES,
     .required = true,
     .help = "what did you see? Personal data is cut"},
    {.name = "surprised", .type = PARAM_STR, .max = WORDS_BYTES, .fallback = "", .help = "what surprised you?"},
    {.name = "ask_next", .type = PARAM_STR, .max = WORDS_BYTES, .fallback = "", .help = "what should we ask next?"},
    {.name = "theme",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .help = "number of the theme it belongs to; the session's when it is not given"},
    {.name = "problem", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .help = "number of the problem it belongs to"},
    {.name = "start", .type = PARAM_STR, .max = NAME_BYTES, .help = "title of a problem that it starts"},
    WHO_PARAM,
    {.name = NULL},
};
static const Field ADD_REPLY[] = {
    {"signal", SHAPE_INT, "it is kept as this signal", NULL, false},
    {"problem", SHAPE_INT, NULL, NULL, true},
    DONE_FIELDS,
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column FACTS[] = {{"signal", "signal", "int", 0}, {"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};

const Op OP_REFLECT = {
    .id = "reflections.add",
    .method = "POST",
    .path = "/sessions/{session}/reflect",
    .words = "session reflect",
    .summary = "Say what you saw, what surprised you, what we should ask next",
    .help = "ridealong session reflect 12 --saw \"She looked for the limit in three menus.\" --surprised \"...\" "
            "--ask-next \"...\"\n\n"
            "It becomes a signal, and the session counts. Empty and copied ones are sent back. Saying it again "
            "replaces it.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .own_role = ROLE_ENGINEER,
    .owner = touch_owner_person,
    .writes = true,
    .brings = true,
    .after = "/sessions/{session}",
    .params = ADD_PARAMS,
    .reply = ADD_REPLY,
    .facts = FACTS,
    .run = reflect_run,
};
