/* evidence.c - sentences by word lists; greedy choice for difference. */
#include "problems/evidence.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/hash.h"

enum { BYTES_MIN = 25, BYTES_MAX = 300, WORDS_MIN = 5 };
static const double SAME_WORDS = 0.6;

/* Words with a blank on each side, as the folded words of a sentence are put together. */
static const char *const AIM[] = {" trying to ",   " tried to ",       " try to ",        " want to ",
                                  " wanted to ",   " would like to ",  " attempting to ", " attempted to ",
                                  " in order to ", " i was going to ", " need to ",       " needed to ",
                                  " versuche ",    " wollte ",         " möchte ",        " j'essaie ",
                                  " je voulais ",  " quería ",         " intento ",       NULL};
static const char *const INSTEAD[] = {" instead i ",
                                      " i instead ",
                                      " workaround ",
                                      " work around ",
                                      " i had to ",
                                      " we had to ",
                                      " so i had to ",
                                      " ended up ",
                                      " resorted to ",
                                      " so now i ",
                                      " switched to ",
                                      " the only way ",
                                      " manually ",
                                      " by hand ",
                                      " i now use ",
                                      " i just use ",
                                      " forced me to ",
                                      " was forced to ",
                                      " borrow ",
                                      " borrowed ",
                                      " drove to ",
                                      " stattdessen ",
                                      " musste ich ",
                                      " ich musste ",
                                      " au lieu ",
                                      " j'ai dû ",
                                      " tuve que ",
                                      " en lugar ",
                                      NULL};
static const char *const HAPPY[] = {" works fine ",
                                    " works great ",
                                    " works well ",
                                    " worked fine ",
                                    " works perfectly ",
                                    " working fine ",
                                    " working great ",
                                    " no problem with ",
                                    " no problems with ",
                                    " no problems at all ",
                                    " no issues ",
                                    " never had a problem ",
                                    " never had any problem ",
                                    " never had any problems ",
                                    " never had an issue ",
                                    " never had any issues ",
                                    " was resolved ",
                                    " was fixed ",
                                    " fixed quickly ",
                                    " very helpful ",
                                    " really helpful ",
                                    " got my money back ",
                                    " refunded me ",
                                    " easy to use ",
                                    " so easy ",
                                    " love this ",
                                    " love the ",
                                    " i love ",
                                    " excellent ",
                                    " happy with ",
                                    " great app ",
                                    " great service ",
                                    " highly recommend ",
                                    " quick and easy ",
                                    " thank you for ",
                                    " funktioniert gut ",
                                    " funktioniert super ",
                                    " sehr zufrieden ",
                                    " très bien ",
                                    " fonctionne bien ",
                                    " funciona bien ",
                                    " muy contento ",
                                    NULL};
/* Words beside which a happy one says the opposite: "worked fine until", "would be great if". */
static const char *const SPOILED[] = {
    " not ",    " never works ", " until ",  " used to ", " anymore ",  " no longer ", " but ",     " however ",
    " except ", " if ",          " should ", " would ",   " supposed ", " unless ",    " wish ",    " although ",
    " though ", " till ",        " cannot ", " can't ",   " isn't ",    " wasn't ",    " doesn't ", " don't ",
    " didn't ", " instead ",     " nor ",    " told me ", " said ",     " stated ",    " claims ",  " claimed ",
    " nicht ",  " aber ",        " mais ",   " pero ",    " pas ",      NULL};

static bool any_of(Str sentence, const char *const *phrases) {
    for (; *phrases; phrases++)
        if (str_find(sentence, str_from_c(*phrases)) != SIZE_MAX) return true;
    return false;
}

/* The folded words with blanks between and around. */
static Str join(Buf *b, const Word *words, size_t n) {
    buf_clear(b);
    for (size_t i = 0; i < n; i++) {
        buf_add_char(b, ' ');
        buf_add(b, words[i].folded);
    }
    buf_add_char(b, ' ');
    return buf_str(b);
}

static uint32_t sentence_end(Str text, uint32_t end) {
    while (end < text.n && (text.p[end] == '.' || text.p[end] == '!' || text.p[end] == '?')) end++;
    return end;
}

static bool fit_to_quote(Str text, uint32_t begin, uint32_t end, size_t words) {
    if (words < WORDS_MIN || end - begin < BYTES_MIN || end - begin > BYTES_MAX) return false;
    for (uint32_t i = begin; i < end; i++)
        if ((unsigned char)text.p[i] < ' ') return false;
    return true;
}

static unsigned kinds_of(Str sentence) {
    unsigned kinds = 0;
    if (any_of(sentence, AIM)) kinds |= 1U << SAID_AIM;
    if (any_of(sentence, INSTEAD)) kinds |= 1U << SAID_INSTEAD;
    if (any_of(sentence, HAPPY) && !any_of(sentence, SPOILED)) kinds |= 1U << SAID_AGAINST;
    return kinds;
}

size_t sentences_said(Tokenizer *t, Str text, bool all, Said *out, size_t max) {
    Words words = words_scan(t, text);
    Buf b = buf_new(4 * BYTES_MAX);
    size_t n = 0;
    for (size_t first = 0; first < words.n && n < max;) {
        size_t next = first + 1;
        while (next < words.n && !words.at[next].sentence_start) next++;
        uint32_t begin = words.at[first].begin, end = sentence_end(text, words.at[next - 1].end);
        if (fit_to_quote(text, begin, end, next - first)) {
            unsigned kinds = kinds_of(join(&b, words.at + first, next - first));
            if (kinds || all) out[n++] = (Said){begin, end, kinds};
        }
        first = next;
    }
    buf_free(&b);
    return n;
}

/* ---- the choice ------------------------------------------------------------------------------ */

typedef struct Gain {
    double face, voice, segment, product, channel, period;
} Gain;
static const Gain GAIN = {3, 1, 0.75, 0.75, 0.75, 0.5};

static int by_number(const void *x, const void *y) {
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a > b) - (a < b);
}

size_t words_of(Tokenizer *t, Arena *a, Str text, const uint64_t **words) {
    Words all = words_scan(t, text);
    uint64_t *keys = ARENA_ARRAY(a, uint64_t, all.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++) keys[i] = hash64(all.at[i].folded);
    if (all.n) qsort(keys, all.n, sizeof *keys, by_number);
    for (size_t i = 0; i < all.n; i++)
        if (n == 0 || keys[i] != keys[n - 1]) keys[n++] = keys[i];
    *words = keys;
    return n;
}

/* Is it nearly the same sentence? */
static bool alike(const Candidate *x, const Candidate *y) {
    size_t both = 0, least = x->words_n < y->words_n ? x->words_n : y->words_n;
    for (size_t i = 0, k = 0; x->words && y->words && i < x->words_n && k < y->words_n;) {
        uint64_t p = x->words[i], q = y->words[k];
        both += p == q;
        i += p <= q, k += q <= p;
    }
    return least && (double)both >= SAME_WORDS * (double)least;
}

static bool taken_before(const Candidate *c, const size_t *chosen, size_t n, size_t i) {
    for (size_t k = 0; k < n; k++) {
        const Candidate *other = &c[chosen[k]];
        if (other->signal == c[i].signal || (c[i].voice && other->voice == c[i].voice) || alike(other, &c[i]))
            return true;
    }
    return false;
}

static double gain_of(const Candidate *c, const size_t *chosen, size_t n, size_t i) {
    const Candidate *x = &c[i];
    Gain g = {x->face ? GAIN.face : 0,       x->voice ? GAIN.voice : 0,     x->segment ? GAIN.segment : 0,
              x->product ? GAIN.product : 0, x->channel ? GAIN.channel : 0, x->period ? GAIN.period : 0};
    for (size_t k = 0; k < n; k++) {
        const Candidate *other = &c[chosen[k]];
        if (other->face == x->face) g.face = 0;
        if (other->segment == x->segment) g.segment = 0;
        if (other->product == x->product) g.product = 0;
        if (other->channel == x->channel) g.channel = 0;
        if (other->period == x->period) g.period = 0;
    }
    return x->worth + g.face + g.voice + g.segment + g.product + g.channel + g.period;
}

size_t evidence_select(const Candidate *candidates, size_t n, size_t max, size_t *chosen) {
    size_t taken = 0;
    while (taken < max) {
        size_t best = SIZE_MAX;
        double most = 0;
        for (size_t i = 0; i < n; i++) {
            if (taken_before(candidates, chosen, taken, i)) continue;
            double gain = gain_of(candidates, chosen, taken, i);
            if (best == SIZE_MAX || gain > most) best = i, most = gain;
        }
        if (best == SIZE_MAX) break;
        chosen[taken++] = best;
    }
    return taken;
}
