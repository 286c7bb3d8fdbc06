/* generate.c - the stream of signals in order of time.
 *
 * Memory does not depend on the number of signals: days are walked one by one, the number of a day is drawn,
 * and times inside it are drawn in rising order (the next of n uniform order statistics needs only the last).
 * Copies come from a short memory of what was just said, and from the fixed letter of a complaint mill. */
#include <math.h>
#include <stdio.h>

#include "base/arena.h"
#include "compose.h"
#include "demo/demo.h"
#include "grammar.h"
#include "personal.h"
#include "season.h"
#include "slips.h"

enum { TEXT_CAP = 1 << 16, REMEMBERED = 12, MILLS = 2, PER_CUSTOMER = 2 };
static const double NOISE = 0.08, RETRY = 0.035, MILL_WRITES = 0.2;

typedef struct Id {
    char text[48];
} Id;

typedef struct Said {
    Buf text;
    Id id, root; /* root: the first of the copies, "" when it is no copy */
    Channel channel;
    int theme, rating;
    Customer writer;
    Composed how;
} Said;

typedef struct Mill {
    double begin, end; /* parts of the span */
    int theme;
    Buf letter;
    Id first; /* id of the first letter sent */
} Mill;

typedef struct Generator {
    const DemoOptions *options;
    Rng rng;
    int64_t first_day;
    int span;
    size_t signals;
    uint64_t count; /* signals so far */
    Said memory[REMEMBERED];
    Buf scratch;
    Mill mills[MILLS];
    double sums[DEMO_THEME_COUNT]; /* running sums of the themes' weights today */
    double known;                  /* customers that exist today */
    Arena *row;
    bool (*emit)(void *ctx, const DemoSignal *s);
    void *ctx;
} Generator;

static Channel draw_channel(Rng *r) {
    static const double SHARES[CHANNELS] = {0.38, 0.27, 0.17, 0.11, 0.07};
    double u = rng_unit(r);
    int c = 0;
    while (c + 1 < CHANNELS && u >= SHARES[c]) u -= SHARES[c++];
    return (Channel)c;
}

static int draw_theme(Generator *g) {
    double u = rng_unit(&g->rng) * g->sums[DEMO_THEME_COUNT - 1];
    int t = 0;
    while (t + 1 < DEMO_THEME_COUNT && u >= g->sums[t]) t++;
    return t;
}

static int theme_by_slug(Str slug) {
    int t = 0;
    while (!str_eq(DEMO_THEMES[t].slug, slug)) t++;
    return t;
}

/* As each system would number its own records. */
static Id make_id(Channel channel, unsigned long long n) {
    Id id;
    switch (channel) {
    case CHANNEL_REVIEW:
        snprintf(id.text, sizeof id.text, "rv-%09llx", 390049 + n * 2654435);
        break;
    case CHANNEL_CHAT:
        snprintf(id.text, sizeof id.text, "chat_%llu", 178121 + n * 19);
        break;
    case CHANNEL_EMAIL:
        snprintf(id.text, sizeof id.text, "%llu", 5000000 + n * 3);
        break;
    case CHANNEL_COMPLAINT:
        snprintf(id.text, sizeof id.text, "%llu", 7100000 + n * 7);
        break;
    default:
        snprintf(id.text, sizeof id.text, "%llu", 100000 + n);
        break;
    }
    return id;
}

static void say_afresh(Generator *g, Said *s) {
    Rng *r = &g->rng;
    s->channel = draw_channel(r);
    s->theme = s->channel != CHANNEL_COMPLAINT && chance(r, NOISE) ? -1 : draw_theme(g);
    s->writer = customer_draw(r, g->known);
    s->root = (Id){0};
    s->id = make_id(s->channel, g->count);
    s->rating = 0;
    if (s->channel == CHANNEL_REVIEW) s->rating = s->theme < 0 ? 4 + (int)rng_below(r, 2) : 1 + (int)rng_below(r, 3);
    Draft draft = {s->channel, s->theme, s->writer, g->options->words};
    s->how = compose(&s->text, &g->scratch, r, &draft);
}

/* The same person sends it again: as it was, in front of it a word of impatience, or typed anew. */
static void say_again(Generator *g, Said *s, const Said *old) {
    Rng *r = &g->rng;
    Buf text = s->text;
    *s = *old;
    s->text = text;
    s->id = make_id(s->channel, g->count);
    if (!old->root.text[0]) s->root = old->id;
    buf_clear(&s->text);
    double u = rng_unit(r);
    if (u < 0.3 && s->how.english) {
        grammar_sentence(&s->text, r, DEMO_POOLS[POOL_RETRY]);
        buf_add_char(&s->text, ' ');
    }
    if (u < 0.6 || s->how.planted || !s->how.english) buf_add(&s->text, buf_str(&old->text));
    else slips_apply(&s->text, r, (Slips){.slip = 0.03}, buf_str(&old->text));
}

/* Another customer signs the mill's letter: a sentence more, a few slips. */
static void say_letter(Generator *g, Said *s, Mill *mill) {
    Rng *r = &g->rng;
    if (!mill->letter.n) compose_mill(&mill->letter, r, mill->theme);
    s->channel = CHANNEL_COMPLAINT;
    s->theme = mill->theme;
    s->writer = customer_draw(r, g->known);
    s->rating = 0;
    s->how = (Composed){.english = true};
    s->id = make_id(s->channel, g->count);
    buf_clear(&s->text);
    if (chance(r, 0.25)) grammar_sentence(&s->text, r, DEMO_POOLS[POOL_OPENER]);
    if (s->text.n) buf_add_char(&s->text, ' ');
    slips_apply(&s->text, r, (Slips){.slip = chance(r, 0.4) ? 0.01 : 0}, buf_str(&mill->letter));
    if (chance(r, 0.3)) grammar_sentence(&s->text, r, DEMO_POOLS[POOL_ASK]);
    s->root = mill->first;
    if (!mill->first.text[0]) mill->first = s->id;
}

static bool hand_out(Generator *g, const Said *s, int64_t at) {
    static const Str NO_PRODUCT = STR_INIT("Mobile app");
    arena_reset(g->row);
    Buf planted = buf_new(64);
    for (int k = 0; k < PERSONAL_KINDS; k++)
        if (s->how.planted >> k & 1) buf_printf(&planted, "%s%s", planted.n ? " " : "", PERSONAL_NAMES[k]);
    DemoSignal out = {
        .id = str_from_c(s->id.text),
        .text = buf_str(&s->text),
        .channel = str_from_c(CHANNEL_NAMES[s->channel]),
        .product = s->theme < 0 ? NO_PRODUCT : DEMO_THEMES[s->theme].product,
        .customer = arena_printf(g->row, "LK-%07u", 1000000 + s->writer.number),
        .country = str_from_c(s->writer.country),
        .lang = str_from_c(s->how.english ? "en" : s->writer.lang),
        .created = time_iso(g->row, at),
        .at = at,
        .rating = s->rating,
        .theme = s->theme < 0 ? STR("") : DEMO_THEMES[s->theme].slug,
        .component = s->theme < 0 ? STR("") : DEMO_THEMES[s->theme].component,
        .copy_of = str_from_c(s->root.text),
        .planted = buf_str(&planted),
    };
    bool more = g->emit(g->ctx, &out);
    buf_free(&planted);
    return more;
}

static Mill *mill_at_work(Generator *g, int day) {
    double part = (double)day / g->span;
    for (size_t m = 0; m < MILLS; m++)
        if (part >= g->mills[m].begin && part < g->mills[m].end) return &g->mills[m];
    return NULL;
}

static bool say_next(Generator *g, int day, int64_t at) {
    Said *s = &g->memory[g->count % REMEMBERED];
    const Said *old = &g->memory[(g->count + 1 + rng_below(&g->rng, REMEMBERED - 1)) % REMEMBERED];
    Mill *mill = mill_at_work(g, day);
    if (mill && chance(&g->rng, MILL_WRITES)) say_letter(g, s, mill);
    else if (old->id.text[0] && chance(&g->rng, RETRY)) say_again(g, s, old);
    else say_afresh(g, s);
    g->count++;
    return hand_out(g, s, at);
}

/* Second of the day at quantile u: few write at night. */
static int64_t second_of_day(double u) {
    double hour = u < 0.08 ? u / 0.08 * 7 : u < 0.85 ? 7 + (u - 0.08) / 0.77 * 13 : 20 + (u - 0.85) / 0.15 * 4;
    return (int64_t)(hour * 3600);
}

static double weigh_day(Generator *g, int day) {
    double sum = 0;
    for (int t = 0; t < DEMO_THEME_COUNT; t++) {
        sum += DEMO_THEMES[t].share * season_shape(DEMO_THEMES[t].shape, g->first_day, g->span, day);
        g->sums[t] = sum;
    }
    return sum * season_common(g->first_day, g->span, day);
}

static bool say_days(Generator *g) {
    double total = 0, said = 0;
    for (int day = 0; day < g->span; day++) total += weigh_day(g, day);
    for (int day = 0; day < g->span; day++) {
        double mean = (double)g->signals * weigh_day(g, day) / total;
        said += mean;
        g->known = 100 + (0.4 * (double)g->signals + said) / PER_CUSTOMER;
        uint64_t n = rng_poisson(&g->rng, mean);
        double u = 0;
        for (uint64_t left = n; left > 0; left--) {
            u = 1 - (1 - u) * pow(1 - rng_unit(&g->rng), 1.0 / (double)left);
            int64_t at = (g->first_day + day) * SECONDS_PER_DAY + second_of_day(fmin(u, 0.999999));
            if (!say_next(g, day, at)) return false;
        }
    }
    return true;
}

bool demo_generate(const DemoOptions *options, bool (*emit)(void *ctx, const DemoSignal *s), void *ctx) {
    Generator g = {.options = options,
                   .rng = rng_new(options->seed),
                   .span = season_span(options->months),
                   .signals = options->signals ? options->signals : 6000,
                   .scratch = buf_new(TEXT_CAP),
                   .row = arena_new(),
                   .emit = emit,
                   .ctx = ctx};
    g.first_day = day_of(options->end) - g.span + 1;
    g.mills[0] = (Mill){.begin = 0.44, .end = 0.48, .theme = theme_by_slug(STR("credit-report-error"))};
    g.mills[1] = (Mill){.begin = 0.84, .end = 0.88, .theme = theme_by_slug(STR("fraud-claim-rejected"))};
    for (size_t i = 0; i < REMEMBERED; i++) g.memory[i].text = buf_new(TEXT_CAP);
    for (size_t i = 0; i < MILLS; i++) g.mills[i].letter = buf_new(TEXT_CAP);
    bool whole = say_days(&g);
    for (size_t i = 0; i < REMEMBERED; i++) buf_free(&g.memory[i].text);
    for (size_t i = 0; i < MILLS; i++) buf_free(&g.mills[i].letter);
    buf_free(&g.scratch);
    arena_free(g.row);
    return whole;
}
