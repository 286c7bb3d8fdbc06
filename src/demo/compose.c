/* compose.c - see compose.h.
 *
 * A register is a row of probabilities: how likely each part of a message is. Parts that belong to the theme
 * (says, tried, hurt) stand between parts that any theme shares (opener, context, filler, ask), and a share of
 * the "tried" and "hurt" parts is shared too, so that themes differ less than their names do. */
#include "compose.h"

#include "grammar.h"
#include "personal.h"
#include "slips.h"

const char *const CHANNEL_NAMES[CHANNELS] = {"ticket", "review", "chat", "email", "complaint"};

typedef struct Register {
    bool title;
    double only_short; /* nothing but a terse line */
    double greeting, opener, says_again, context, tried, hurt, filler, second_theme, ask, tail, signoff, masked;
    double haste;
    double personal; /* probability of planted personal data */
} Register;

static const Register REGISTERS[CHANNELS] = {
    [CHANNEL_TICKET] = {true, 0.08, 0.4, 0.35, 0.3, 0.5, 0.5, 0.4, 0.3, 0.07, 0.6, 0.05, 0.3, 0, 0.4, 0.06},
    [CHANNEL_REVIEW] = {true, 0.32, 0, 0.08, 0.2, 0.15, 0.1, 0.15, 0.1, 0.1, 0.08, 0.65, 0, 0, 0.8, 0.01},
    [CHANNEL_CHAT] = {false, 0.1, 0.6, 0.05, 0.15, 0.3, 0.3, 0.2, 0.08, 0.05, 0.4, 0.05, 0, 0, 1, 0.08},
    [CHANNEL_EMAIL] = {true, 0.02, 0.95, 0.6, 0.45, 0.65, 0.6, 0.5, 0.5, 0.08, 0.8, 0, 0.95, 0, 0.15, 0.10},
    [CHANNEL_COMPLAINT] = {false, 0, 0.05, 0.8, 0.8, 0.8, 0.9, 0.8, 0.9, 0.08, 0.8, 0, 0.05, 0.5, 0.1, 0},
};

static size_t count_words(Str text) {
    size_t words = 0;
    for (size_t i = 0; i < text.n; i++)
        words += text.p[i] != ' ' && text.p[i] != '\n' && (i == 0 || text.p[i - 1] == ' ' || text.p[i - 1] == '\n');
    return words;
}

/* A line of the theme's own, or of the shared pool when it has none or the coin says so. */
static void add_own_or_shared(Buf *out, Rng *r, const DemoTheme *t, DemoLine own, DemoPool shared) {
    bool mine = t->lines[own].n > 0 && chance(r, 0.45);
    grammar_sentence(out, r, mine ? t->lines[own] : DEMO_POOLS[shared]);
}

static void maybe(Buf *out, Rng *r, double p, DemoPool pool) {
    if (chance(r, p)) grammar_sentence(out, r, DEMO_POOLS[pool]);
}

static void add_body(Buf *out, Rng *r, const Register *reg, const DemoTheme *t) {
    if (chance(r, reg->only_short)) {
        grammar_sentence(out, r, t->lines[LINE_SHORT]);
        maybe(out, r, reg->tail, POOL_TAIL);
        return;
    }
    maybe(out, r, reg->opener, POOL_OPENER);
    bool context_first = chance(r, 0.3);
    if (context_first) maybe(out, r, reg->context, POOL_CONTEXT);
    grammar_sentence(out, r, t->lines[LINE_SAYS]);
    if (!context_first) maybe(out, r, reg->context, POOL_CONTEXT);
    if (chance(r, reg->says_again)) grammar_sentence(out, r, t->lines[LINE_SAYS]);
    if (chance(r, reg->tried)) add_own_or_shared(out, r, t, LINE_TRIED, POOL_TRIED);
    maybe(out, r, reg->filler, POOL_FILLER);
    if (chance(r, reg->hurt)) add_own_or_shared(out, r, t, LINE_HURT, POOL_HURT);
    maybe(out, r, reg->filler / 2, POOL_FILLER);
    maybe(out, r, reg->masked, POOL_MASKED);
    if (chance(r, reg->second_theme)) {
        grammar_sentence(out, r, DEMO_POOLS[POOL_SECOND]);
        grammar_sentence(out, r, DEMO_THEMES[rng_below(r, DEMO_THEME_COUNT)].lines[LINE_SAYS]);
    }
    maybe(out, r, reg->ask, POOL_ASK);
    maybe(out, r, reg->tail, POOL_TAIL);
}

/* Goes on in the same vein until the text is about as long as wanted. */
static void lengthen(Buf *out, Rng *r, const DemoTheme *t, int mean) {
    static const DemoPool SHARED[] = {POOL_FILLER, POOL_CONTEXT, POOL_TRIED, POOL_HURT, POOL_FILLER, POOL_OPENER};
    double wanted = mean * (0.6 + 1.1 * rng_unit(r)) - 5; /* above the mean: noise and other tongues stay short */
    double words = (double)count_words(buf_str(out));
    while (words < wanted && !out->overflowed) {
        size_t before = out->n;
        if (chance(r, 0.3)) grammar_sentence(out, r, t->lines[LINE_SAYS]);
        else grammar_sentence(out, r, DEMO_POOLS[SHARED[rng_below(r, sizeof SHARED / sizeof *SHARED)]]);
        words += (double)count_words(str_slice(buf_str(out), before, out->n));
    }
}

static void add_foreign(Buf *out, Rng *r, const Customer *c, const DemoTheme *t) {
    grammar_sentence(out, r, t->lines[c->lines]);
    if (chance(r, 0.7)) grammar_sentence(out, r, DEMO_POOLS[c->fillers]);
}

static void add_english(Buf *out, Buf *scratch, Rng *r, const Register *reg, const Draft *d) {
    const DemoTheme *t = d->theme < 0 ? NULL : &DEMO_THEMES[d->theme];
    buf_clear(scratch);
    if (reg->title) {
        if (t) grammar_sentence(scratch, r, t->lines[LINE_SUBJECT]);
        else grammar_sentence(scratch, r, DEMO_POOLS[POOL_HELLO_NOISE]);
        buf_lit(scratch, "\n\n");
    }
    if (chance(r, reg->greeting)) {
        grammar_sentence(scratch, r, DEMO_POOLS[POOL_GREETING]);
        buf_add(scratch, d->channel == CHANNEL_EMAIL ? STR(",\n\n") : STR("."));
    }
    if (t) add_body(scratch, r, reg, t);
    else grammar_sentence(scratch, r, DEMO_POOLS[POOL_NOISE]);
    if (t && d->words > 0) lengthen(scratch, r, t, d->words);
    if (chance(r, reg->signoff)) {
        buf_lit(scratch, "\n\n");
        grammar_sentence(scratch, r, DEMO_POOLS[POOL_SIGNOFF]);
    }
    slips_apply(out, r, slips_draw(r, reg->haste), buf_str(scratch));
}

Composed compose(Buf *out, Buf *scratch, Rng *r, const Draft *d) {
    const Register *reg = &REGISTERS[d->channel];
    Composed done = {.english = d->theme < 0 || DEMO_THEMES[d->theme].lines[d->writer.lines].n == 0 ||
                                d->writer.lines == LINE_SAYS};
    buf_clear(out);
    if (done.english) add_english(out, scratch, r, reg, d);
    else add_foreign(out, r, &d->writer, &DEMO_THEMES[d->theme]);
    if (chance(r, reg->personal)) { /* after the slips, which would break check digits */
        Personal kind = (Personal)rng_below(r, PERSONAL_KINDS);
        if (d->channel == CHANNEL_EMAIL) buf_add_char(out, '\n'); /* below the signature */
        personal_sentence(out, r, kind);
        done.planted = 1u << kind;
    }
    return done;
}

void compose_mill(Buf *out, Rng *r, int theme) {
    buf_clear(out);
    for (size_t i = 0; i < DEMO_POOLS[POOL_MILL].n; i++) {
        grammar_sentence(out, r, (DemoLines){DEMO_POOLS[POOL_MILL].p + i, 1});
        if (i % 2 == 1) grammar_sentence(out, r, DEMO_THEMES[theme].lines[LINE_SAYS]);
    }
}
