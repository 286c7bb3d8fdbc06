/* ops_signal.c - one signal with its text, its redactions and the why of its theme. */
#include "app_private.h"
#include "coding.h"
#include "embeddings.h"
#include "json_build.h"
#include "nearest_reply.h"
#include "signal_reply.h"
#include "signals/redact.h"
#include "store/theme_store.h"
#include "strip.h"
#include "theme_reply.h"

enum { WHY_TERMS = 8 };

static const Field MARK[] = {
    {"begin", SHAPE_INT, "byte in text", NULL, false},
    {"end", SHAPE_INT, NULL, NULL, false},
    {"kind", SHAPE_STRING, NULL, NULL, false},
    {"label", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field SIGNAL_WHOLE[] = {
    SIGNAL_FIELDS,
    {"text", SHAPE_WORDS, "redacted before it was stored", NULL, false},
    {"marks", SHAPE_ARRAY, "what was cut from the text", MARK, false},
    {"sha256", SHAPE_STRING, "of text", NULL, false},
    {"customer", SHAPE_STRING, "keyed hash: equal for the same customer, otherwise meaningless", NULL, true},
    {"segment", SHAPE_STRING, NULL, NULL, false},
    {"url", SHAPE_STRING, "the original", NULL, true},
    {"copy_of", SHAPE_INT, "first signal of its copies", NULL, true},
    {"meta", SHAPE_ANY, "all other columns of the row", NULL, false},
    {"codebook", SHAPE_INT, "version that coded it", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
/* ---- one signal ------------------------------------------------------------------------------ */

static json_t *marks_json(Arena *a, Str text) {
    static const char *const KINDS[REDACT_KINDS][2] = {
        [REDACT_EMAIL] = {"email", "e-mail address"},
        [REDACT_CARD] = {"card", "card number"},
        [REDACT_SSN] = {"ssn", "social security number"},
        [REDACT_IBAN] = {"iban", "account number (IBAN)"},
        [REDACT_IP] = {"ip", "IP address"},
        [REDACT_PHONE] = {"phone", "phone number"},
        [REDACT_URL_LOGIN] = {"url_login", "password in a link"},
        [REDACT_TOKEN] = {"token", "secret token"},
        [REDACT_NAME] = {"name", "name of a person"},
        [REDACT_ADDRESS] = {"address", "postal address"},
        [REDACT_ALREADY] = {"already", "cut by the source"},
    };
    Redactions marks = redact_marks(a, text);
    json_t *list = json_array();
    for (size_t i = 0; i < marks.n; i++) {
        const Redaction *m = &marks.at[i];
        json_array_append_new(list, json_pack("{s:i, s:i, s:s, s:s}", "begin", (int)m->begin, "end", (int)m->end,
                                              "kind", KINDS[m->kind][0], "label", KINDS[m->kind][1]));
    }
    return list;
}

static json_t *terms_json(const ThemeTerm *terms, size_t n, bool positive) {
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++)
        if ((terms[i].weight > 0) == positive)
            json_array_append_new(
                list, json_pack("{s:o, s:o}", "text", json_str(terms[i].text), "weight", json_num(terms[i].weight, 4)));
    return list;
}

static bool theme_link(Call *call, int64_t codebook_id, int64_t theme_id, json_t **out, Err *err) {
    ThemeRow row;
    Err none = {0};
    *out = json_null();
    if (!theme_id) return true;
    if (!theme_get(call->app->db, call->arena, codebook_id, theme_id, &row, &none))
        return none.code == ERR_NOT_FOUND || (*err = none, false);
    *out = json_link(row.id, row.name);
    return true;
}

static bool second_put(Call *call, const ThemeMap *map, int64_t codebook_id, const Placing *p, json_t *why, Err *err) {
    json_t *second;
    if (!theme_link(call, codebook_id, theme_map_id(map, p->second), &second, err)) return false;
    if (json_is_object(second)) put(second, "score", json_num(p->second_score, 4));
    put(why, "second", second);
    return true;
}

/* The vector that the store has of the text, if the codebook knows vectors. */
static bool vector_of(Call *call, const ThemeMap *map, Str text, const int8_t **vector, Err *err) {
    Embeddings *e = embeddings_for_codebook(call->app, map->codebook, false);
    *vector = NULL;
    bool ok = !e || embeddings_get(e, call->arena, &text, 1, NULL, vector, err);
    embeddings_close(e);
    return ok;
}

static Placing place(const Arriving *by, const SignalRow *row, const int8_t *vector) {
    Coding coding = coder_code_dense(by->coder, row->signal.text, vector);
    coding.facet = coding.theme == UNTHEMED ? FACET_NONE : coder_facet(by->coder, coding.theme);
    return placer_place(by->placer, row->id, row->signal.text, vector, &coding);
}

static const char *placed_by(PlacedBy by) {
    static const char *const NAMES[] = {
        [PLACED_BY_LIKENESS] = "likeness",
        [PLACED_BY_PHRASE] = "phrase",
        [PLACED_BY_PERSON] = "person",
    };
    return NAMES[by];
}

static json_t *facet_json(const ThemeMap *map, const Placing *p) {
    if (p->slot == UNTHEMED || p->facet == 0) return json_null();
    const MapFacet *f = &map->slots[p->slot].facets[p->facet - 1];
    return json_link(p->facet, codebook_facet(map->codebook, f->position, f->facet).name);
}

/* Why the signal is where it is: computed afresh from the codebook's own bytes, not remembered. */
static bool why_put(Call *call, const ThemeContext *context, const SignalRow *row, json_t *reply, Err *err) {
    Arriving by;
    put(reply, "why", json_null());
    if (!row->coded || !row->signal.text.n) return true;
    if (!coding_arriving(call->app, call->arena, &by, err)) return false;
    const ThemeMap *map = by.map;
    const int8_t *vector;
    if (!vector_of(call, map, row->signal.text, &vector, err)) return false;
    Placing p = place(&by, row, vector);
    ThemeTerm terms[2 * WHY_TERMS];
    int32_t about = p.slot != UNTHEMED ? p.slot : p.second;
    size_t n = about == UNTHEMED ? 0
                                 : coder_explain(by.coder, call->arena, row->signal.text, map->slots[about].lead, terms,
                                                 2 * WHY_TERMS);
    json_t *why = json_object();
    put(reply, "why", why);
    if (!nearest_put(call, map, context, by.coder, row, why, err)) return false;
    put(why, "theme", json_link(row->theme_id, row->theme));
    put(why, "by", json_string(placed_by(p.by)));
    put(why, "score", json_num(row->score, 4));
    put(why, "facet", facet_json(map, &p));
    put(why, "for", terms_json(terms, n, true));
    put(why, "against", terms_json(terms, n, false));
    put(json_object_get(reply, "signal"), "codebook", json_integer(by.codebook_id));
    return second_put(call, map, by.codebook_id, &p, why, err);
}

static bool get_run(Call *call, Err *err) {
    SignalRow row;
    ThemeContext context;
    if (!signal_get(call->app->db, call->arena, call_arg(call, "signal")->i, &row, err) ||
        !theme_context(call, false, &context, err))
        return false;
    const Signal *s = &row.signal;
    Sha256 sha = sha256(s->text);
    json_t *o = signal_json(call->arena, &row);
    put(o, "text", json_str(s->text));
    put(o, "marks", marks_json(call->arena, s->text));
    put(o, "sha256", json_sha(&sha));
    put(o, "customer", json_str_or_null(s->customer));
    put(o, "segment", json_str(s->segment));
    put(o, "url", json_str_or_null(s->url));
    put(o, "copy_of", row.copy_of ? json_integer(row.copy_of) : json_null());
    signal_meta_put(o, s->meta);
    put(o, "codebook", json_null());
    put(call->reply, "signal", o);
    put(call->reply, "themes", themes_links(call->arena, context.themes, context.themes_n, 0));
    return why_put(call, &context, &row, call->reply, err) && strip_put(call, STRIP_SIGNAL, row.id, err);
}

static const Field TERM_SHAPE[] = {
    {"text", SHAPE_STRING, NULL, NULL, false},
    {"weight", SHAPE_NUMBER, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field SECOND_SHAPE[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"score", SHAPE_NUMBER, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field WHY_SHAPE[] = {
    {"theme", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, true},
    {"by", SHAPE_STRING, "likeness; phrase: the theme is defined by one; person: somebody placed it", NULL, false},
    {"score", SHAPE_NUMBER, "similarity to the theme, 0 to 1; 1 when a phrase or a person decided", NULL, false},
    {"facet", SHAPE_OBJECT, "which of the different things that the theme's signals say", SHAPE_OF_LINK, true},
    {"themes", SHAPE_ARRAY, "nearest by words, nearest first", SHAPE_OF_NEAR_THEMES, false},
    {"signals", SHAPE_ARRAY, "nearest of the 120 newest of the same theme, or of the unthemed", SHAPE_OF_NEAR_SIGNALS,
     false},
    {"second", SHAPE_OBJECT, "the next best theme", SECOND_SHAPE, true},
    {"for", SHAPE_ARRAY, "terms that speak for the theme; of the next best one when unthemed", TERM_SHAPE, false},
    {"against", SHAPE_ARRAY, "terms that speak against it", TERM_SHAPE, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field GET_REPLY[] = {
    STRIP_FIELD,
    {"signal", SHAPE_OBJECT, NULL, SIGNAL_WHOLE, false},
    {"why", SHAPE_OBJECT, "why it is in its theme", WHY_SHAPE, true},
    {"themes", SHAPE_ARRAY, "all themes, by name: where it could be moved to", SHAPE_OF_LINK, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Param GET_PARAMS[] = {
    {.name = "signal",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .required = true,
     .positional = true,
     .help = "number of the signal"},
    {.name = NULL},
};
static const Column GET_FACTS[] = {
    {"signal", "signal.external_id", "text", 0},
    {"source", "signal.source.name", "text", 0},
    {"date", "signal.at", "date", 0},
    {"channel", "signal.channel", "text", 0},
    {"product", "signal.product", "text", 0},
    {"segment", "signal.segment", "text", 0},
    {"customer", "signal.customer", "text", 0},
    {"copies", "signal.copies", "int", 0},
    {"theme", "signal.theme.name", "text", 0},
    {"score", "signal.score", "ratio", 0},
    {"speaks for", "why.for", "terms", 0},
    {"against", "why.against", "terms", 0},
    {"second", "why.second.name", "text", 0},
    {"", "signal.text", "block", 0},
    {NULL, NULL, NULL, 0},
};
extern const Op OP_SIGNAL;
const Op OP_SIGNAL = {
    .id = "signals.get",
    .method = "GET",
    .path = "/signals/{signal}",
    .words = "signal",
    .summary = "One signal: its text, where it came from, its theme and why",
    .help = "The text is shown as it is stored: personal data was cut before, and what was cut is marked.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .reads = READS_WORDS,
    .params = GET_PARAMS,
    .reply = GET_REPLY,
    .facts = GET_FACTS,
    .run = get_run,
};
