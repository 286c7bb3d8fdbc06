/* ops_session_notes.c - notes on the guide of a session, questions for it, root causes of a shift. */
#include "audit.h"
#include "guide.h"
#include "json_build.h"

/* ---- notes ----------------------------------------------------------------------------------- */

static bool author_of(Call *call, Str *author, Err *err) {
    PersonRow person;
    *author = call_actor(call);
    if (!call->actor->person_id) return true;
    if (!person_get(call->app->db, call->arena, call->actor->person_id, &person, err)) return false;
    *author = person.name;
    return true;
}

static bool moment_there(Call *call, int64_t session_id, int64_t number, Err *err) {
    MomentRow *rows;
    size_t n;
    if (!number) return true;
    if (!moments_list(call->app->db, call->arena, session_id, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++)
        if (rows[i].number == number) return true;
    return err_set(err, ERR_NOT_FOUND, NULL, "session %lld has no moment %lld", (long long)session_id,
                   (long long)number);
}

static bool note_in(Call *call, SessionRow *session, Err *err) {
    NoteRow row = {.number = call_arg(call, "moment")->i, .at = call->now};
    int64_t id;
    if (!touch_session(call, session, err) || !moment_there(call, session->id, row.number, err) ||
        !touch_words(call, "words", true, &row.words, err) || !author_of(call, &row.author, err))
        return false;
    row.session_id = session->id;
    if (!call_arg(call, "question")->i) return note_add(call->app->db, &row, &id, err);
    MomentRow question = {.session_id = session->id, .question = true, .words = row.words};
    return moment_add(call->app->db, &question, err);
}

static bool note_run(Call *call, Err *err) {
    SessionRow session;
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, note_in(call, &session, err), err)) return false;
    touch_done(call, session.id,
               call_arg(call, "question")->i ? STR("the question is in the guide") : STR("the note is kept"));
    return true;
}

static bool remake_in(Call *call, SessionRow *session, Err *err) {
    return touch_session(call, session, err) &&
           guide_make(call, session->id, session->theme_id, session->problem_id, err);
}

static bool remake_run(Call *call, Err *err) {
    SessionRow session;
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, remake_in(call, &session, err), err)) return false;
    touch_done(call, session.id, STR("the guide is made from the evidence of today"));
    return true;
}

/* ---- root causes ----------------------------------------------------------------------------- */

static bool cause_in(Call *call, SessionRow *session, Err *err) {
    CauseRow row = {.theme_id = call_arg(call, "theme")->i, .minutes = call_arg(call, "minutes")->i, .at = call->now};
    FormatRow format;
    int64_t id;
    if (!touch_session(call, session, err) ||
        !format_get(call->app->db, call->arena, session->format_id, &format, err) ||
        !touch_words(call, "words", true, &row.words, err) || !author_of(call, &row.author, err))
        return false;
    if (!format.causes)
        return err_set(err, ERR_CONFLICT, "write a note", "%.*s does not ask for root causes", STR_ARG(format.name));
    if (session->starts_at > call->now)
        return err_set(err, ERR_CONFLICT, "come back at its end", "session %lld has not begun", (long long)session->id);
    if (row.minutes > (session->ends_at - session->starts_at) / 60)
        return err_set(err, ERR_INPUT, NULL, "minutes: the shift has %lld",
                       (long long)(session->ends_at - session->starts_at) / 60);
    row.session_id = session->id;
    return cause_add(call->app->db, &row, &id, err);
}

static bool cause_run(Call *call, Err *err) {
    SessionRow session;
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, cause_in(call, &session, err), err)) return false;
    touch_done(call, session.id, STR("the root cause is noted"));
    return true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const Param NOTE_PARAMS[] = {
    SESSION_PARAM,
    {.name = "words",
     .type = PARAM_STR,
     .max = WORDS_BYTES,
     .required = true,
     .help = "what you saw or want to ask; personal data is cut"},
    {.name = "moment",
     .type = PARAM_INT,
     .min = 0,
     .max = 10000,
     .fallback = "0",
     .help = "number of the moment of the guide; 0: the whole session"},
    {.name = "question", .type = PARAM_BOOL, .fallback = "false", .help = "it becomes a question of the guide"},
    WHO_PARAM,
    {.name = NULL},
};
static const Param CAUSE_PARAMS[] = {
    SESSION_PARAM,
    {.name = "words",
     .type = PARAM_STR,
     .max = WORDS_BYTES,
     .required = true,
     .help = "what was behind it; personal data is cut"},
    {.name = "theme",
     .type = PARAM_INT,
     .min = 0,
     .max = INT64_MAX,
     .fallback = "0",
     .help = "number of the theme; 0: none fits"},
    {.name = "minutes",
     .type = PARAM_INT,
     .min = 1,
     .max = MINUTES_MAX,
     .required = true,
     .help = "of the shift that went into it"},
    WHO_PARAM,
    {.name = NULL},
};
static const Param GUIDE_PARAMS[] = {SESSION_PARAM, WHO_PARAM, {.name = NULL}};
const Op OP_SESSION_NOTE = {
    .id = "sessions.note",
    .method = "POST",
    .path = "/sessions/{session}/note",
    .words = "session note",
    .summary = "Write a note on a moment of a session, or ask a question",
    .help = "ridealong session note 12 --moment 3 --words \"She looked for the limit in the wrong menu.\"",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ENGINEER,
    .writes = true,
    .after = "/sessions/{session}",
    .params = NOTE_PARAMS,
    .reply = SHAPE_OF_SESSION_DONE,
    .facts = DONE_FACTS,
    .run = note_run,
};
const Op OP_SESSION_GUIDE = {
    .id = "sessions.guide",
    .method = "POST",
    .path = "/sessions/{session}/guide",
    .words = "session guide",
    .summary = "Make a session's guide anew from the evidence of today",
    .help = "ridealong session guide 12\n\nPossible while nobody has written notes on it.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .own_role = ROLE_HOST,
    .owner = touch_owner_host,
    .writes = true,
    .after = "/sessions/{session}",
    .params = GUIDE_PARAMS,
    .reply = SHAPE_OF_SESSION_DONE,
    .facts = DONE_FACTS,
    .run = remake_run,
};
const Op OP_CAUSE = {
    .id = "sessions.cause",
    .method = "POST",
    .path = "/sessions/{session}/cause",
    .words = "session cause",
    .summary = "Write down a root cause at the end of a shift",
    .help = "ridealong session cause 12 --theme 7 --minutes 40 --words \"The limit is not shown where it is set.\"",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ENGINEER,
    .writes = true,
    .after = "/sessions/{session}",
    .params = CAUSE_PARAMS,
    .reply = SHAPE_OF_SESSION_DONE,
    .facts = DONE_FACTS,
    .run = cause_run,
};
