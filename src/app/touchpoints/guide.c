/* guide.c - moments of a session out of evidence; quotes checked each time they are shown. */
#include "guide.h"

#include "json_build.h"
#include "store/problem_store.h"
#include "store/theme_store.h"
#include "themes/quote.h"

enum { QUOTES_MAX = 8, QUESTIONS_MAX = 5 };

/* Asked where nobody has left a better question yet. */
static const Str ALWAYS[] = {
    STR_INIT("What were they trying to get done?"),
    STR_INIT("What did they do instead, and what did it cost them?"),
    STR_INIT("What would we have to see to believe that this is fixed?"),
};
enum { ALWAYS_N = sizeof ALWAYS / sizeof *ALWAYS, MOMENTS_MAX = QUOTES_MAX + QUESTIONS_MAX + ALWAYS_N };

typedef struct Moments {
    MomentRow rows[MOMENTS_MAX];
    size_t n;
} Moments;

static void add_quote(Moments *m, int64_t signal_id, Str text, uint32_t begin, uint32_t end, const Sha256 *sum) {
    Str quoted;
    if (m->n == QUOTES_MAX || !quote_verify(text, begin, end, sum, &quoted, NULL)) return;
    m->rows[m->n++] = (MomentRow){.signal_id = signal_id, .begin = begin, .end = end, .sha256 = *sum};
}

static bool quotes_of_theme(Call *call, int64_t theme_id, Moments *m, Err *err) {
    CodebookRow codebook;
    QuoteRow *rows;
    size_t n;
    Err none = {0};
    if (!codebook_current(call->app->db, call->arena, &codebook, &none))
        return none.code == ERR_NOT_FOUND || (*err = none, false);
    if (!quotes_list(call->app->db, call->arena, codebook.id, theme_id, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++)
        add_quote(m, rows[i].signal_id, rows[i].text, rows[i].begin, rows[i].end, &rows[i].sha256);
    return true;
}

static bool quotes_of_problem(Call *call, int64_t problem_id, Moments *m, Err *err) {
    EvidenceRow *rows;
    size_t n;
    if (!problem_evidence(call->app->db, call->arena, problem_id, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++)
        if (rows[i].there) add_quote(m, rows[i].signal_id, rows[i].text, rows[i].begin, rows[i].end, &rows[i].sha256);
    return true;
}

/* What people who were there wanted to ask next, the latest first. */
static bool questions_left(Call *call, int64_t theme_id, Moments *m, Err *err) {
    ReflectionRow *rows;
    size_t n;
    ReflectionFilter of_theme = {.theme_id = theme_id, .limit = QUESTIONS_MAX};
    if (!theme_id) return true;
    if (!reflections_list(call->app->db, call->arena, &of_theme, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++)
        if (rows[i].ask_next.n) m->rows[m->n++] = (MomentRow){.question = true, .words = rows[i].ask_next};
    return true;
}

bool guide_make(Call *call, int64_t session_id, int64_t theme_id, int64_t problem_id, Err *err) {
    Moments *m = ARENA_NEW(call->arena, Moments);
    NoteRow *notes;
    size_t notes_n;
    if (!notes_list(call->app->db, call->arena, session_id, &notes, &notes_n, err)) return false;
    if (notes_n)
        return err_set(err, ERR_CONFLICT, "add a question to it instead", "session %lld has notes on its guide already",
                       (long long)session_id);
    if ((problem_id && !quotes_of_problem(call, problem_id, m, err)) ||
        (theme_id && !quotes_of_theme(call, theme_id, m, err)) || !questions_left(call, theme_id, m, err))
        return false;
    for (size_t i = 0; i < ALWAYS_N; i++) m->rows[m->n++] = (MomentRow){.question = true, .words = ALWAYS[i]};
    return moments_put(call->app->db, session_id, m->rows, m->n, err);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

const Field SHAPE_OF_NOTE[] = {
    {"by", SHAPE_STRING, NULL, NULL, false},
    {"at", SHAPE_TIME, NULL, NULL, false},
    {"words", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_MOMENT[] = {
    {"number", SHAPE_INT, NULL, NULL, false},
    {"kind", SHAPE_STRING, "quote or question", NULL, false},
    {"text", SHAPE_WORDS, "word for word; empty when it no longer verifies", NULL, false},
    {"question", SHAPE_STRING, "of a question", NULL, false},
    {"signal", SHAPE_INT, "number of the quoted signal", NULL, true},
    {"at", SHAPE_TIME, "the signal's", NULL, false},
    {"verified", SHAPE_BOOL, "the quote was checked against its signal just now", NULL, false},
    {"notes", SHAPE_ARRAY, "on this moment", SHAPE_OF_NOTE, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

static json_t *note_json(Arena *a, const NoteRow *r) {
    return json_pack("{s:o, s:o, s:o}", "by", json_str(r->author), "at", json_time(a, r->at), "words",
                     json_str(r->words));
}

static json_t *notes_of(Arena *a, const NoteRow *rows, size_t n, int64_t number) {
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++)
        if (rows[i].number == number) json_array_append_new(list, note_json(a, &rows[i]));
    return list;
}

static json_t *moment_json(Arena *a, const MomentRow *r, const NoteRow *notes, size_t notes_n) {
    Str quoted = {"", 0};
    bool verified =
        !r->question && quote_verify(r->text, (uint32_t)r->begin, (uint32_t)r->end, &r->sha256, &quoted, NULL);
    return json_pack("{s:I, s:s, s:o, s:o, s:o, s:o, s:b, s:o}", "number", (json_int_t)r->number, "kind",
                     r->question ? "question" : "quote", "text", json_str(verified ? quoted : STR("")), "question",
                     json_str(r->words), "signal", r->question ? json_null() : json_integer(r->signal_id), "at",
                     json_time(a, r->at), "verified", verified, "notes", notes_of(a, notes, notes_n, r->number));
}

bool guide_json(Call *call, int64_t session_id, json_t **moments, json_t **notes, Err *err) {
    MomentRow *rows;
    NoteRow *said;
    size_t n, said_n;
    if (!moments_list(call->app->db, call->arena, session_id, &rows, &n, err) ||
        !notes_list(call->app->db, call->arena, session_id, &said, &said_n, err))
        return false;
    *moments = json_array();
    for (size_t i = 0; i < n; i++) json_array_append_new(*moments, moment_json(call->arena, &rows[i], said, said_n));
    *notes = notes_of(call->arena, said, said_n, 0);
    return true;
}
