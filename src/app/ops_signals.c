/* ops_signals.c - the list of signals, with search and filters, and one signal with the why of its theme. */
#include <string.h>

#include "app_private.h"
#include "coding.h"
#include "json_build.h"
#include "shapes.h"
#include "signals/redact.h"
#include "store/signal_store.h"
#include "store/theme_store.h"
#include "text/utf8.h"
#include "themes/codebook.h"

enum { EXCERPT_BYTES = 220, CHOICES = 200, WHY_TERMS = 8 };

#define ROW_FIELDS                                                                                                     \
    {"id", SHAPE_INT, NULL, NULL, false},                                                                              \
    {"external_id", SHAPE_STRING, "as the source numbers it; # marks one made from the content", NULL, false},         \
    {"source", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},                                                              \
    {"at", SHAPE_TIME, "when it happened", NULL, false},                                                               \
    {"channel", SHAPE_STRING, NULL, NULL, false},                                                                      \
    {"product", SHAPE_STRING, NULL, NULL, false},                                                                      \
    {"lang", SHAPE_STRING, "ISO 639-1, empty when not known", NULL, false},                                            \
    {"rating", SHAPE_NUMBER, "1 to 5", NULL, true},                                                                    \
    {"excerpt", SHAPE_STRING, "the beginning of the redacted text", NULL, false},                                      \
    {"theme", SHAPE_OBJECT, "null: unthemed, or not coded yet", SHAPE_OF_LINK, true},                                  \
    {"score", SHAPE_NUMBER, "similarity to the theme, 0 to 1", NULL, true},                                            \
    {"coded", SHAPE_BOOL, "the current codebook has looked at it", NULL, false},                                       \
    {"copies", SHAPE_INT, "size of its group of near-duplicates; 1: alone", NULL, false}

static const Field SIGNAL_ROW[] = {ROW_FIELDS, {NULL, SHAPE_END, NULL, NULL, false}};
static const Field MARK[] = {
    {"begin", SHAPE_INT, "byte in text", NULL, false},
    {"end", SHAPE_INT, NULL, NULL, false},
    {"kind", SHAPE_STRING, NULL, NULL, false},
    {"label", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field SIGNAL_WHOLE[] = {
    ROW_FIELDS,
    {"text", SHAPE_STRING, "redacted before it was stored", NULL, false},
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
static const Field STREAM_ROW[] = { /* what --json streams: enough to check the coding with one's own tools */
    ROW_FIELDS,
    {"text", SHAPE_STRING, NULL, NULL, false},
    {"customer", SHAPE_STRING, NULL, NULL, true},
    {"segment", SHAPE_STRING, NULL, NULL, false},
    {"url", SHAPE_STRING, NULL, NULL, true},
    {"meta", SHAPE_ANY, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field *const SIGNALS_STREAM_SHAPE = STREAM_ROW;

static const Field CHOICES_SHAPE[] = {
    {"sources", SHAPE_ARRAY, NULL, SHAPE_OF_LINK, false},
    {"channels", SHAPE_ARRAY, NULL, NULL, false},
    {"products", SHAPE_ARRAY, NULL, NULL, false},
    {"themes", SHAPE_ARRAY, NULL, SHAPE_OF_LINK, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field FILTERS_SHAPE[] = {
    {"search", SHAPE_STRING, NULL, NULL, false},
    {"theme", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, true},
    {"unthemed", SHAPE_BOOL, NULL, NULL, false},
    {"source", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, true},
    {"channel", SHAPE_STRING, NULL, NULL, false},
    {"product", SHAPE_STRING, NULL, NULL, false},
    {"customer", SHAPE_STRING, NULL, NULL, false},
    {"from", SHAPE_TIME, NULL, NULL, false},
    {"to", SHAPE_TIME, NULL, NULL, false},
    {"copies", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field LIST_REPLY[] = {
    {"filters", SHAPE_OBJECT, NULL, FILTERS_SHAPE, false},
    {"total", SHAPE_INT, "signals that match", NULL, false},
    {"next", SHAPE_STRING, "cursor of the next page", NULL, true},
    {"choices", SHAPE_OBJECT, "what can be filtered by", CHOICES_SHAPE, false},
    {"signals", SHAPE_ARRAY, "newest first", SIGNAL_ROW, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

static json_t *text_start(Str text) {
    Str cut = utf8_cut(text, EXCERPT_BYTES);
    return json_str(cut);
}

static json_t *row_json(Arena *a, const SignalRow *r) {
    const Signal *s = &r->signal;
    json_t *o = json_object();
    put(o, "id", json_integer(r->id));
    put(o, "external_id", json_str(s->external_id));
    put(o, "source", json_link(r->source_id, r->source));
    put(o, "at", json_time(a, s->at));
    put(o, "channel", json_str(s->channel));
    put(o, "product", json_str(s->product));
    put(o, "lang", json_str(s->lang));
    put(o, "rating", json_num(s->rating, 2));
    put(o, "excerpt", text_start(s->text));
    put(o, "theme", json_link(r->theme_id, r->theme));
    put(o, "score", r->coded ? json_num(r->score, 4) : json_null());
    put(o, "coded", json_boolean(r->coded));
    put(o, "copies", json_integer(r->copies));
    return o;
}

static void put_meta(json_t *o, Str meta) {
    json_t *parsed = meta.n ? json_loadb(meta.p, meta.n, 0, NULL) : NULL;
    put(o, "meta", parsed ? parsed : json_object());
}

/* ---- list -------------------------------------------------------------------------------- */

static bool filter_names(Call *call, SignalFilter *f, Str *theme, Str *source, Err *err) {
    *theme = *source = (Str){"", 0};
    if (f->theme_id) {
        CodebookRow codebook;
        ThemeRow row;
        if (!codebook_current(call->app->db, call->arena, &codebook, err) ||
            !theme_get(call->app->db, call->arena, codebook.id, f->theme_id, &row, err))
            return false;
        *theme = row.name;
    }
    if (f->source_id) {
        SourceRow *rows;
        size_t n;
        if (!sources_list(call->app->db, call->arena, &rows, &n, err)) return false;
        for (size_t i = 0; i < n; i++)
            if (rows[i].id == f->source_id) *source = rows[i].name;
        if (!source->n)
            return err_set(err, ERR_NOT_FOUND, "see: ridealong sources", "there is no source %lld", (long long)f->source_id);
    }
    return true;
}

static SignalFilter filter_of(const Call *call) {
    const Arg *from = call_arg(call, "from"), *to = call_arg(call, "to");
    return (SignalFilter){
        .search = call_arg(call, "search")->s,
        .theme_id = call_arg(call, "theme")->i,
        .unthemed = call_arg(call, "unthemed")->i,
        .source_id = call_arg(call, "source")->i,
        .channel = call_arg(call, "channel")->s,
        .product = call_arg(call, "product")->s,
        .customer = call_arg(call, "customer")->s,
        .from = from->given ? from->i : TIME_NONE,
        .to = to->given ? to->i : TIME_NONE,
        .no_copies = call_arg(call, "copies")->i == 1,
    };
}

static json_t *filters_json(Call *call, const SignalFilter *f, Str theme, Str source) {
    json_t *o = json_object();
    put(o, "search", json_str(f->search));
    put(o, "theme", json_link(f->theme_id, theme));
    put(o, "unthemed", json_boolean(f->unthemed));
    put(o, "source", json_link(f->source_id, source));
    put(o, "channel", json_str(f->channel));
    put(o, "product", json_str(f->product));
    put(o, "customer", json_str(f->customer));
    put(o, "from", json_time(call->arena, f->from));
    put(o, "to", json_time(call->arena, f->to));
    put(o, "copies", json_string(f->no_copies ? "first" : "all"));
    return o;
}

static json_t *values_json(const ValueCount *values, size_t n) {
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++)
        if (values[i].value.n) json_array_append_new(list, json_str(values[i].value));
    return list;
}

static bool choices_put(Call *call, json_t *choices, Err *err) {
    Db *db = call->app->db;
    SourceRow *sources;
    ValueCount *channels, *products;
    size_t n, channels_n, products_n;
    if (!sources_list(db, call->arena, &sources, &n, err) ||
        !signals_channels(db, call->arena, CHOICES, &channels, &channels_n, err) ||
        !signals_products(db, call->arena, CHOICES, &products, &products_n, err))
        return false;
    json_t *list = json_array(), *themes = json_array();
    for (size_t i = 0; i < n; i++) json_array_append_new(list, json_link(sources[i].id, sources[i].name));
    put(choices, "sources", list);
    put(choices, "channels", values_json(channels, channels_n));
    put(choices, "products", values_json(products, products_n));
    put(choices, "themes", themes);
    CodebookRow codebook;
    Err none = {0};
    if (!codebook_current(db, call->arena, &codebook, &none)) return none.code == ERR_NOT_FOUND || (*err = none, false);
    ThemeRow *rows;
    if (!themes_names(db, call->arena, codebook.id, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) json_array_append_new(themes, json_link(rows[i].id, rows[i].name));
    return true;
}

static bool list_run(Call *call, Err *err) {
    SignalFilter filter = filter_of(call);
    Str theme, source, next;
    SignalRow *rows;
    size_t n;
    int64_t total;
    if (!filter_names(call, &filter, &theme, &source, err) ||
        !signals_list(call->app->db, call->arena, &filter, call_arg(call, "cursor")->s,
                      (size_t)call_arg(call, "limit")->i, &rows, &n, &next, err) ||
        !signals_count(call->app->db, &filter, &total, err))
        return false;
    put(call->reply, "filters", filters_json(call, &filter, theme, source));
    put(call->reply, "total", json_integer(total));
    put(call->reply, "next", json_str_or_null(next));
    json_t *choices = json_object(), *list = json_array();
    put(call->reply, "choices", choices);
    put(call->reply, "signals", list);
    for (size_t i = 0; i < n; i++) json_array_append_new(list, row_json(call->arena, &rows[i]));
    return choices_put(call, choices, err);
}

/* ---- stream -------------------------------------------------------------------------------- */

typedef struct Streaming {
    Arena *arena;
    bool (*emit)(void *ctx, json_t *row);
    void *ctx;
} Streaming;

static bool stream_one(void *ctx, const SignalRow *r) {
    Streaming *s = ctx;
    json_t *o = row_json(s->arena, r);
    put(o, "text", json_str(r->signal.text));
    put(o, "customer", json_str_or_null(r->signal.customer));
    put(o, "segment", json_str(r->signal.segment));
    put(o, "url", json_str_or_null(r->signal.url));
    put_meta(o, r->signal.meta);
    bool more = s->emit(s->ctx, o);
    json_decref(o);
    arena_reset(s->arena);
    return more;
}

static bool list_stream(Call *call, bool (*emit)(void *ctx, json_t *row), void *ctx, Err *err) {
    SignalFilter filter = filter_of(call);
    Str theme, source;
    if (!filter_names(call, &filter, &theme, &source, err)) return false;
    Streaming s = {arena_new(), emit, ctx};
    ScanOptions options = {.by_external = true, .filter = &filter};
    bool ok = signals_scan(call->app->db, &options, stream_one, &s, err);
    arena_free(s.arena);
    return ok;
}

static const char *const COPIES[] = {"all", "first", NULL};
static const Param LIST_PARAMS[] = {
    {.name = "search", .type = PARAM_STR, .max = 500, .help = "words that must occur; \"quoted words\" as a phrase"},
    {.name = "theme", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .help = "number of a theme"},
    {.name = "unthemed", .type = PARAM_BOOL, .fallback = "false", .help = "only signals that fit no theme"},
    {.name = "source", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .help = "number of a source"},
    {.name = "channel", .type = PARAM_STR, .max = 200, .help = "exactly this channel"},
    {.name = "product", .type = PARAM_STR, .max = 200, .help = "exactly this product"},
    {.name = "customer", .type = PARAM_STR, .max = 64, .help = "hash of a customer"},
    {.name = "from", .type = PARAM_DATE, .help = "first day, such as 2026-05-03"},
    {.name = "to", .type = PARAM_DATE, .help = "first moment that is out again"},
    {.name = "copies", .type = PARAM_ENUM, .choices = COPIES, .fallback = "all", .help = "all, or the first of each group of near-duplicates"},
    {.name = "limit", .type = PARAM_INT, .min = 1, .max = 1000, .fallback = "50", .help = "rows of a page"},
    {.name = "cursor", .type = PARAM_STR, .max = 200, .help = "next page: the `next` of the page before"},
    {.name = NULL},
};
static const Column LIST_COLUMNS[] = {
    {"id", "id", "int", 7},
    {"date", "at", "date", 10},
    {"source", "source.name", "text", 16},
    {"theme", "theme.name", "text", 28},
    {"text", "excerpt", "text", 0},
    {NULL, NULL, NULL, 0},
};
static const Op LIST = {
    .id = "signals.list", .method = "GET", .path = "/signals", .words = "signals",
    .summary = "Signals, newest first, with search and filters",
    .help = "ridealong signals --search \"card declined\" --from 2026-01-01\n"
            "ridealong signals --theme 12 --json > theme-12.jsonl\n\n"
            "With --json and without --limit every matching signal is streamed, one JSON object a line, ordered by source "
            "and external id, with its theme and score: anybody can check the coding with tools of their own.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE, .role = ROLE_VIEWER,
    .params = LIST_PARAMS, .reply = LIST_REPLY, .rows = "signals", .columns = LIST_COLUMNS,
    .empty = "No signal matches. Fewer words or filters show more; `ridealong import FILE` brings signals in.",
    .run = list_run, .stream = list_stream,
};

/* ---- one signal ------------------------------------------------------------------------------ */

static json_t *marks_json(Arena *a, Str text) {
    static const char *const KINDS[REDACT_KINDS][2] = {
        [REDACT_EMAIL] = {"email", "e-mail address"}, [REDACT_CARD] = {"card", "card number"},
        [REDACT_SSN] = {"ssn", "social security number"}, [REDACT_IBAN] = {"iban", "account number (IBAN)"},
        [REDACT_IP] = {"ip", "IP address"}, [REDACT_PHONE] = {"phone", "phone number"},
        [REDACT_URL_LOGIN] = {"url_login", "password in a link"}, [REDACT_TOKEN] = {"token", "secret token"},
        [REDACT_NAME] = {"name", "name of a person"}, [REDACT_ADDRESS] = {"address", "postal address"},
        [REDACT_ALREADY] = {"already", "cut by the source"},
    };
    Redactions marks = redact_marks(a, text);
    json_t *list = json_array();
    for (size_t i = 0; i < marks.n; i++) {
        const Redaction *m = &marks.at[i];
        json_array_append_new(list, json_pack("{s:i, s:i, s:s, s:s}", "begin", (int)m->begin, "end", (int)m->end, "kind",
                                              KINDS[m->kind][0], "label", KINDS[m->kind][1]));
    }
    return list;
}

static json_t *terms_json(const ThemeTerm *terms, size_t n, bool positive) {
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++)
        if ((terms[i].weight > 0) == positive)
            json_array_append_new(list, json_pack("{s:o, s:o}", "text", json_str(terms[i].text), "weight",
                                                  json_num(terms[i].weight, 4)));
    return list;
}

static json_t *second_json(const CodingNames *names, const Coding *coding) {
    if (coding->second == UNTHEMED) return json_null();
    json_t *o = json_link(names->ids[coding->second], names->names[coding->second]);
    put(o, "score", json_num(coding->second_score, 4));
    return o;
}

/* Why the signal is where it is: computed afresh from the codebook's own bytes, not remembered. */
static bool why_put(Call *call, const SignalRow *row, int64_t *codebook_id, json_t *reply, Err *err) {
    *codebook_id = 0;
    put(reply, "why", json_null());
    if (!row->coded || !row->signal.text.n) return true;
    CodingNames names;
    Codebook *codebook = coding_load(call->app, call->arena, &names, err);
    if (!codebook) return false;
    *codebook_id = names.codebook_id;
    Coder *coder = coder_new(codebook);
    Coding coding = coder_code(coder, row->signal.text);
    ThemeTerm terms[2 * WHY_TERMS];
    int32_t about = coding.theme != UNTHEMED ? coding.theme : coding.second;
    size_t n = about == UNTHEMED ? 0
                                 : coder_explain(coder, call->arena, row->signal.text, about, terms, 2 * WHY_TERMS);
    coder_free(coder);
    json_t *why = json_object();
    put(why, "theme", json_link(row->theme_id, row->theme));
    put(why, "score", json_num(row->score, 4));
    put(why, "second", second_json(&names, &coding));
    put(why, "for", terms_json(terms, n, true));
    put(why, "against", terms_json(terms, n, false));
    put(reply, "why", why);
    return true;
}

static bool get_run(Call *call, Err *err) {
    SignalRow row;
    int64_t codebook_id;
    if (!signal_get(call->app->db, call->arena, call_arg(call, "signal")->i, &row, err) ||
        !why_put(call, &row, &codebook_id, call->reply, err))
        return false;
    const Signal *s = &row.signal;
    Sha256 sha = sha256(s->text);
    json_t *o = row_json(call->arena, &row);
    put(o, "text", json_str(s->text));
    put(o, "marks", marks_json(call->arena, s->text));
    put(o, "sha256", json_sha(&sha));
    put(o, "customer", json_str_or_null(s->customer));
    put(o, "segment", json_str(s->segment));
    put(o, "url", json_str_or_null(s->url));
    put(o, "copy_of", row.copy_of ? json_integer(row.copy_of) : json_null());
    put_meta(o, s->meta);
    put(o, "codebook", codebook_id ? json_integer(codebook_id) : json_null());
    put(call->reply, "signal", o);
    return true;
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
    {"score", SHAPE_NUMBER, "similarity to the theme, 0 to 1", NULL, false},
    {"second", SHAPE_OBJECT, "the next best theme", SECOND_SHAPE, true},
    {"for", SHAPE_ARRAY, "terms that speak for the theme; of the next best one when unthemed", TERM_SHAPE, false},
    {"against", SHAPE_ARRAY, "terms that speak against it", TERM_SHAPE, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field GET_REPLY[] = {
    {"signal", SHAPE_OBJECT, NULL, SIGNAL_WHOLE, false},
    {"why", SHAPE_OBJECT, "why it is in its theme", WHY_SHAPE, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Param GET_PARAMS[] = {
    {.name = "signal", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .required = true, .positional = true, .help = "number of the signal"},
    {.name = NULL},
};
static const Column GET_FACTS[] = {
    {"signal", "signal.external_id", "text", 0}, {"source", "signal.source.name", "text", 0},
    {"date", "signal.at", "date", 0},            {"channel", "signal.channel", "text", 0},
    {"product", "signal.product", "text", 0},    {"segment", "signal.segment", "text", 0},
    {"customer", "signal.customer", "text", 0},  {"copies", "signal.copies", "int", 0},
    {"theme", "signal.theme.name", "text", 0},   {"score", "signal.score", "ratio", 0},
    {"speaks for", "why.for", "terms", 0},       {"against", "why.against", "terms", 0},
    {"second", "why.second.name", "text", 0},    {"", "signal.text", "block", 0},
    {NULL, NULL, NULL, 0},
};
static const Op GET = {
    .id = "signals.get", .method = "GET", .path = "/signals/{signal}", .words = "signal",
    .summary = "One signal: its text, where it came from, its theme and why",
    .help = "The text is shown as it is stored: personal data was cut before, and what was cut is marked.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE, .role = ROLE_VIEWER,
    .params = GET_PARAMS, .reply = GET_REPLY, .facts = GET_FACTS,
    .run = get_run,
};

const Op *const OPS_SIGNALS[] = {&LIST, &GET, NULL};
