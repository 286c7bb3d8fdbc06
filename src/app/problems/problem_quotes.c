/* problem_quotes.c - the words that a brief quotes: evidence from each facet, and sentences found by their words. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "coding.h"
#include "problem_scan.h"
#include "problems/evidence.h"
#include "store/signal_store.h"
#include "text/utf8.h"
#include "themes/quote.h"

enum {
    FACET_TEXTS = 60, /* newest signals of a facet that are looked at */
    FACET_QUOTES = 3,
    FOUND_MAX = 300, /* sentences kept of a kind */
    LOOK_MAX = 8000, /* signals read for sentences; of more, an even share */
    SENTENCES_MAX = 40,
    NEAR_THEMES = 3,
    TERMS_MAX = 12,
    HAPPENS_MAX = 8,
    SAID_MAX = 3,
    AGAINST_MAX = 4,
    HAPPY_RATING = 4
};

typedef struct Pick { /* what may be quoted */
    Candidate c;
    Str text; /* the quoted words */
} Pick;

typedef struct Picks {
    Pick *at;
    size_t n, size;
} Picks;

static uint64_t value_key(Str s) {
    return s.n ? hash64(s) | 1 : 0;
}

static Candidate candidate_of(const SignalRow *row, uint32_t begin, uint32_t end, uint64_t face, double worth) {
    enum { QUARTER = 91 };
    const Signal *s = &row->signal;
    int64_t first = row->copy_of ? row->copy_of : row->id;
    return (Candidate){.signal = row->id,
                       .begin = begin,
                       .end = end,
                       .face = face,
                       .voice = s->customer.n ? value_key(s->customer) : hash_mix(2, (uint64_t)first),
                       .segment = value_key(s->segment),
                       .product = value_key(s->product),
                       .channel = value_key(s->channel),
                       .period = s->at == TIME_NONE ? 0 : day_of(s->at) / QUARTER,
                       .worth = worth};
}

static bool one_line(Str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ') return false;
    return s.n > 0;
}

static void picks_add(Arena *a, Picks *p, Candidate c, Str words) {
    if (!one_line(words)) return;
    if (p->n == p->size) {
        Pick *more = ARENA_ARRAY(a, Pick, p->size = p->size ? p->size * 2 : 64);
        if (p->n) memcpy(more, p->at, p->n * sizeof *more);
        p->at = more;
    }
    p->at[p->n++] = (Pick){c, arena_str(a, words)};
}

/* Leaves out what one of `before` quotes already. */
static void leave_out(Picks *p, const DraftQuotes *before) {
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++) {
        bool quoted = false;
        for (size_t k = 0; k < before->n; k++) quoted |= before->at[k].signal == p->at[i].c.signal;
        if (!quoted) p->at[n++] = p->at[i];
    }
    p->n = n;
}

static void choose(Arena *a, Tokenizer *t, const Picks *p, size_t max, DraftQuotes *out) {
    Candidate *list = ARENA_ARRAY(a, Candidate, p->n + 1);
    size_t chosen[DRAFT_QUOTES];
    out->n = 0;
    if (!p->n) return;
    for (size_t i = 0; i < p->n; i++) {
        list[i] = p->at[i].c;
        list[i].words_n = words_of(t, a, p->at[i].text, &list[i].words);
    }
    out->n = evidence_select(list, p->n, max < DRAFT_QUOTES ? max : DRAFT_QUOTES, chosen);
    for (size_t i = 0; i < out->n; i++) {
        const Pick *k = &p->at[chosen[i]];
        out->at[i] = (DraftQuote){k->c.signal, k->c.begin, k->c.end, k->text};
    }
}

/* ---- what happens ---------------------------------------------------------------------------- */

/* Who is happy is no evidence for a problem, but against it. */
static bool is_happy(const SignalRow *row) {
    return row->signal.rating >= HAPPY_RATING; /* NAN is not */
}

static void pick_from(Call *call, const ThemeMap *map, int32_t slot, const SignalRow *rows, size_t n, size_t max,
                      uint64_t face, Picks *out) {
    Quote quotes[FACET_QUOTES * 2];
    Str *texts = ARENA_ARRAY(call->arena, Str, n + 1);
    for (size_t i = 0; i < n; i++) texts[i] = rows[i].signal.text;
    size_t got = quotes_pick(call->arena, map->codebook, map->slots[slot].lead, texts, n, max, quotes);
    for (size_t i = 0; i < got; i++) {
        const SignalRow *row = &rows[quotes[i].doc];
        if (is_happy(row)) continue;
        picks_add(call->arena, out,
                  candidate_of(row, quotes[i].begin, quotes[i].end, face, 1 - (double)i / (double)max),
                  str_slice(row->signal.text, quotes[i].begin, quotes[i].end));
    }
}

static bool newest(Call *call, int64_t theme, int32_t facet, SignalRow **rows, size_t *n, Err *err) {
    Str next;
    SignalFilter filter = {
        .theme_id = theme, .facet = facet, .from = TIME_NONE, .to = TIME_NONE, .with_text = true, .no_copies = true};
    return signals_list(call->app->db, call->arena, &filter, (Str){"", 0}, FACET_TEXTS, rows, n, &next, err);
}

/* The quotes that stand for the theme already, picked from all of its signals. */
static bool standing_quotes(Call *call, int64_t codebook, int64_t theme, Picks *out, Err *err) {
    QuoteRow *quotes;
    size_t n;
    if (!quotes_list(call->app->db, call->arena, codebook, theme, &quotes, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        SignalRow row;
        Str words;
        if (!quote_verify(quotes[i].text, quotes[i].begin, quotes[i].end, &quotes[i].sha256, &words, NULL)) continue;
        if (!signal_get(call->app->db, call->arena, quotes[i].signal_id, &row, err)) return false;
        if (is_happy(&row)) continue;
        picks_add(call->arena, out, candidate_of(&row, quotes[i].begin, quotes[i].end, hash_mix(3, (uint64_t)theme), 1),
                  words);
    }
    return true;
}

static bool find_happens(Call *call, Tokenizer *t, ProblemScan *scan, Err *err) {
    const ThemeMap *map = coding_load(call->app, call->arena, err);
    if (!map) return false;
    Picks picks = {0};
    for (size_t i = 0; i < scan->n; i++) {
        int64_t theme = scan->themes[i].id;
        int32_t slot = theme_map_slot(map, theme);
        SignalRow *rows;
        size_t n;
        if (!standing_quotes(call, scan->codebook->id, theme, &picks, err)) return false;
        for (size_t f = 0; slot >= 0 && f < map->slots[slot].facets_n; f++) {
            if (!newest(call, theme, (int32_t)f + 1, &rows, &n, err)) return false;
            pick_from(call, map, slot, rows, n, FACET_QUOTES, hash_mix((uint64_t)theme, f + 1), &picks);
        }
        if (slot < 0 || picks.n) continue;
        if (!newest(call, theme, 0, &rows, &n, err)) return false;
        pick_from(call, map, slot, rows, n, FACET_QUOTES * 2, (uint64_t)theme, &picks);
    }
    choose(call->arena, t, &picks, HAPPENS_MAX, &scan->facts.happens);
    return true;
}

/* ---- sentences by their words ---------------------------------------------------------------- */

typedef struct Look {
    Arena *arena, *scratch;
    Tokenizer *t;
    Str terms[TERMS_MAX];
    double weights[TERMS_MAX];
    size_t terms_n;
    bool near; /* a theme beside the problem: only the opposite counts there */
    uint64_t every;
    uint64_t face;
    Picks found[SAID_KINDS];
    int64_t looked;
} Look;

/* How much a sentence is about the problem: weights of the terms that it holds, at most 1. */
static double about(Look *k, Str sentence) {
    Str folded = utf8_fold(k->scratch, sentence);
    double sum = 0;
    for (size_t i = 0; i < k->terms_n; i++)
        if (str_find(folded, k->terms[i]) != SIZE_MAX) sum += k->weights[i];
    return sum > 1 ? 1 : sum;
}

static void keep(Look *k, SaidKind kind, const SignalRow *row, const Said *s, double worth) {
    if (k->found[kind].n >= FOUND_MAX) return;
    picks_add(k->arena, &k->found[kind], candidate_of(row, s->begin, s->end, k->face, worth),
              str_slice(row->signal.text, s->begin, s->end));
}

static bool look_at(void *ctx, const SignalRow *row) {
    Look *k = ctx;
    Said said[SENTENCES_MAX];
    if (row->copy_of || !row->signal.text.n || hash_mix(5, (uint64_t)row->id) % k->every) return true;
    bool happy = is_happy(row);
    size_t n = sentences_said(k->t, row->signal.text, happy, said, SENTENCES_MAX);
    k->looked++;
    for (size_t i = 0; i < n; i++) {
        double worth = about(k, str_slice(row->signal.text, said[i].begin, said[i].end));
        if (!k->near && said[i].kinds & 1U << SAID_AIM && worth > 0) keep(k, SAID_AIM, row, &said[i], worth);
        if (!k->near && said[i].kinds & 1U << SAID_INSTEAD) keep(k, SAID_INSTEAD, row, &said[i], worth);
        if (worth > 0 && (happy || said[i].kinds & 1U << SAID_AGAINST)) keep(k, SAID_AGAINST, row, &said[i], worth);
    }
    arena_reset(k->scratch);
    return true;
}

static void take_terms(Look *k, const json_t *stats) {
    size_t i;
    json_t *term;
    json_array_foreach(json_object_get(stats, "terms"), i, term) {
        const char *text = json_string_value(json_object_get(term, "text"));
        if (!text || k->terms_n == TERMS_MAX) break;
        k->weights[k->terms_n] = json_number_value(json_object_get(term, "weight"));
        k->terms[k->terms_n++] = utf8_fold(k->arena, str_from_c(text));
    }
}

static bool look_through(Call *call, Look *k, int64_t theme, int64_t signals, Err *err) {
    SignalFilter filter = {.theme_id = theme, .from = TIME_NONE, .to = TIME_NONE};
    k->every = signals > LOOK_MAX ? (uint64_t)(signals / LOOK_MAX + 1) : 1;
    k->face = (uint64_t)theme;
    return signals_scan(call->app->db, &(ScanOptions){.filter = &filter, .with_text = true}, look_at, k, err);
}

static bool is_of(const ProblemScan *scan, int64_t theme) {
    for (size_t i = 0; i < scan->n; i++)
        if (scan->themes[i].id == theme) return true;
    return false;
}

/* Themes beside those of the problem, where the same thing may be told by somebody for whom it works. */
static bool look_beside(Call *call, ProblemScan *scan, Look *k, const json_t *stats, Err *err) {
    size_t i;
    json_t *near;
    k->near = true;
    json_array_foreach(json_object_get(stats, "near"), i, near) {
        int64_t theme = json_integer_value(json_object_get(near, "id"));
        ThemeRow row;
        if (i == NEAR_THEMES) break;
        if (is_of(scan, theme)) continue;
        if (!theme_get(call->app->db, call->arena, scan->codebook->id, theme, &row, err)) return false;
        if (!look_through(call, k, theme, row.signals, err)) return false;
    }
    k->near = false;
    return true;
}

static bool find_said(Call *call, ProblemScan *scan, Look *k, Err *err) {
    for (size_t i = 0; i < scan->n; i++) {
        const ThemeRow *theme = &scan->themes[i];
        json_t *stats = json_loadb(theme->stats.p, theme->stats.n, 0, NULL);
        k->terms_n = 0;
        take_terms(k, stats);
        bool ok = look_through(call, k, theme->id, theme->signals, err) && look_beside(call, scan, k, stats, err);
        json_decref(stats);
        if (!ok) return false;
    }
    DraftFacts *f = &scan->facts;
    for (int kind = 0; kind < SAID_KINDS; kind++) leave_out(&k->found[kind], &f->happens);
    choose(call->arena, k->t, &k->found[SAID_AGAINST], AGAINST_MAX, &f->against);
    leave_out(&k->found[SAID_INSTEAD], &f->against);
    choose(call->arena, k->t, &k->found[SAID_INSTEAD], SAID_MAX, &f->instead);
    leave_out(&k->found[SAID_AIM], &f->against);
    leave_out(&k->found[SAID_AIM], &f->instead);
    choose(call->arena, k->t, &k->found[SAID_AIM], SAID_MAX, &f->aim);
    scan->facts.against_looked = k->looked;
    return true;
}

bool problem_quotes(Call *call, ProblemScan *scan, Err *err) {
    if (!scan->codebook || !scan->n) return true;
    Look *k = ARENA_NEW(call->arena, Look);
    *k = (Look){.arena = call->arena, .scratch = arena_new(), .t = tokenizer_new()};
    bool ok = find_happens(call, k->t, scan, err) && find_said(call, scan, k, err);
    tokenizer_free(k->t);
    arena_free(k->scratch);
    return ok;
}
