/* copies.c - near-duplicates by MinHash and banded lookup.
 *
 * A text of n words has n + 2 shingles of three words, as both ends are padded: so a changed
 * word costs three shingles wherever it stands. For each of 64 hash functions the signature
 * keeps the smallest value over the shingles; two texts agree in such a minimum with the probability
 * of their Jaccard similarity (Broder 1997, "On the resemblance and containment of documents"). 16 bits
 * of each minimum are enough (Li and König 2010, "b-bit minwise hashing"), so a text costs 144 bytes.
 *
 * Texts that agree in one band of five minima are candidates (Indyk and Motwani 1998): at similarity
 * 0.8 they meet in one of 12 bands 99 times in 100, at 0.4 one time in nine. A candidate is then
 * verified on the whole signature.
 *
 * A text joins a group when it resembles the group's *first* text, never a later member: chains in
 * which each resembles the next would glue different complaints together. As only first texts are
 * looked up, a flood of ten thousand copies costs ten thousand comparisons.
 *
 * Plain numbers, placeholders and XXXX runs count as one word each whatever they say, because a
 * complaint mill changes just those. Under eight words a single word is the whole difference ("where is my card",
 * "where is my cash"), so short texts are copies only when all words and numbers are equal. */
#include "signals/copies.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash_here.h"
#include "base/widest.h"
#include "signals/redact.h"
#include "text/utf8.h"

enum {
    MINIMA = 64,
    BAND_ROWS = 5,
    BANDS = 12,
    KEYS = BANDS + 1, /* the bands, and the hash of all words */
    SHINGLE = 3,
    AT_ONCE = 4, /* shingles */
    SHORT_WORDS = 8,
    LEAST_AGREEING = 50, /* of MINIMA: similarity 0.78, half a standard error under 0.8 */
    MAX_TRIES = 64,      /* candidates looked at per key */
    TICK_EVERY = 4096,
    AHEAD = 16,
};

typedef struct Signature {
    uint64_t exact; /* of all words in order, numbers as they are */
    uint32_t words;
    uint16_t minimum[MINIMA];
} Signature;

struct CopyGroups {
    Signature *at;
    size_t n, room;
};

CopyGroups *copies_new(void) {
    CopyGroups *g = mem_alloc(sizeof *g);
    *g = (CopyGroups){0};
    return g;
}

void copies_free(CopyGroups *g) {
    if (!g) return;
    free(g->at);
    free(g);
}

/* ---- words ----------------------------------------------------------------------------------- */

typedef struct Reader {
    Str text; /* ASCII letters small */
    size_t at;
    Redactions marks;
    size_t mark; /* next */
} Reader;

typedef struct WordHash {
    uint64_t exact, shape; /* as it is; with numbers and placeholders made equal */
} WordHash;

static const Str NUMBER = STR_INIT("\x01"), CUT = STR_INIT("\x02");

static bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* Bytes of a character of a script without spaces between words (Thai to Khmer, U+2E80 and up), else 0. */
static size_t unspaced_at(Str text, size_t at) {
    unsigned char c = (unsigned char)text.p[at];
    int32_t code_point;
    if (c < 0xE0) return 0;
    size_t n = utf8_next(text, at, &code_point);
    return (code_point >= 0x0E00 && code_point < 0x1000) || (code_point >= 0x2E80 && code_point < 0xAC00) ? n : 0;
}

static bool is_punctuation_at(Str text, size_t at) {
    return (unsigned char)text.p[at] == 0xE2 && at + 1 < text.n && (unsigned char)text.p[at + 1] == 0x80;
}

static bool starts_word(Str text, size_t at) {
    return is_word_byte(text.p[at]) && !is_punctuation_at(text, at);
}

enum { OTHER, LETTER, DIGIT, HIGH }; /* of ASCII, folded; or what takes a closer look */
static const unsigned char KINDS[256] = {['0' ... '9'] = DIGIT, ['a' ... 'z'] = LETTER, [0x80 ... 0xFF] = HIGH};

/* Most words are letters and digits of ASCII between other ASCII. Goes to the next word and takes it when it is such a
 * one; else false, at its beginning or where something takes a closer look. */
static bool next_plain(Reader *r, size_t limit, WordHash *word) {
    const unsigned char *p = (const unsigned char *)r->text.p;
    size_t at = r->at;
    while (at < limit && KINDS[p[at]] == OTHER) at++;
    r->at = at;
    unsigned kinds = 0;
    for (; at < limit && KINDS[p[at]] != OTHER; at++) kinds |= 1u << KINDS[p[at]];
    if (!kinds || kinds & 1u << HIGH) return false;
    word->exact = hash64_here(str_slice(r->text, r->at, at));
    word->shape = kinds == 1u << DIGIT ? hash64_here(NUMBER) : word->exact;
    r->at = at;
    return true;
}

static bool next_word(Reader *r, WordHash *word) {
    while (r->at < r->text.n) {
        if (r->mark < r->marks.n && r->at >= r->marks.at[r->mark].begin) {
            r->at = r->marks.at[r->mark++].end;
            word->exact = word->shape = hash64_here(CUT);
            return true;
        }
        size_t limit = r->mark < r->marks.n ? r->marks.at[r->mark].begin : r->text.n;
        if (next_plain(r, limit, word)) return true;
        size_t begin = r->at;
        if (begin == limit) continue;
        if (!starts_word(r->text, begin)) {
            r->at += is_punctuation_at(r->text, begin) ? 2 : 1;
            while (r->at < r->text.n && ((unsigned char)r->text.p[r->at] & 0xC0) == 0x80) r->at++;
            continue;
        }
        size_t end = begin + unspaced_at(r->text, begin);
        bool digits = end == begin; /* and nothing else: 240 is a number, 20E042 is a name */
        if (end == begin)
            while (end < limit && starts_word(r->text, end) && (end == begin || !unspaced_at(r->text, end)))
                digits &= r->text.p[end] >= '0' && r->text.p[end] <= '9', end++;
        r->at = end;
        word->exact = hash64_here(str_slice(r->text, begin, end));
        word->shape = digits ? hash64_here(NUMBER) : word->exact;
        return true;
    }
    return false;
}

/* ---- signatures ------------------------------------------------------------------------------ */

/* The finaliser of MurmurHash3 over the shingle and the number of the function. */
static inline uint32_t shuffled(uint32_t shingle, uint32_t k) {
    uint32_t h = shingle ^ (k * 0x9E3779B1u);
    h = (h ^ h >> 16) * 0x85EBCA6Bu;
    h = (h ^ h >> 13) * 0xC2B2AE35u;
    return h ^ h >> 16;
}

static inline uint32_t lower(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

/* 64 functions in a loop that a compiler vectorises, of AT_ONCE shingles. */
WIDEST static void lower_minima(uint32_t *minimum, const uint32_t *shingles) {
    uint32_t a = shingles[0], b = shingles[1], c = shingles[2], d = shingles[3];
    for (uint32_t k = 0; k < MINIMA; k++) {
        uint32_t ab = lower(shuffled(a, k), shuffled(b, k)), cd = lower(shuffled(c, k), shuffled(d, k));
        minimum[k] = lower(minimum[k], lower(ab, cd));
    }
}

typedef struct Minima {
    uint32_t minimum[MINIMA], waiting[AT_ONCE];
    size_t waiting_n;
    uint64_t last[SHINGLE];
} Minima;

static void add_word(Minima *m, uint64_t word) {
    for (int i = 1; i < SHINGLE; i++) m->last[i - 1] = m->last[i];
    m->last[SHINGLE - 1] = word;
    uint64_t shingle = hash_mix_here(hash_mix_here(m->last[0], m->last[1]), m->last[2]);
    m->waiting[m->waiting_n++] = (uint32_t)(shingle ^ shingle >> 32);
    if (m->waiting_n < AT_ONCE) return;
    lower_minima(m->minimum, m->waiting);
    m->waiting_n = 0;
}

/* Twice the same shingle lowers nothing, so the last one fills up what is left. */
static void minima_end(Minima *m) {
    if (!m->waiting_n) return;
    for (size_t i = m->waiting_n; i < AT_ONCE; i++) m->waiting[i] = m->waiting[0];
    lower_minima(m->minimum, m->waiting);
}

enum { BLOCK = 64 };

/* Whole blocks in a loop that a compiler vectorises. */
WIDEST static void fold_blocks(const char *from, size_t blocks, char *to) {
    for (size_t b = 0; b < blocks; b++, from += BLOCK, to += BLOCK)
        for (int i = 0; i < BLOCK; i++) to[i] = (char)(from[i] + (from[i] >= 'A' && from[i] <= 'Z' ? 32 : 0));
}

static Str fold(Arena *a, Str text) {
    char *small = arena_alloc(a, text.n + 1);
    size_t whole = text.n / BLOCK * BLOCK;
    fold_blocks(text.p, text.n / BLOCK, small);
    for (size_t i = whole; i < text.n; i++) {
        char c = text.p[i];
        small[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    return (Str){small, text.n};
}

static Signature sign(Arena *a, Str text) {
    Signature sig = {0};
    Minima m = {.waiting_n = 0};
    memset(m.minimum, 0xFF, sizeof m.minimum);
    Reader r = {.text = fold(a, text), .marks = redact_marks(a, text)};
    for (WordHash word; next_word(&r, &word); sig.words++) {
        sig.exact = hash_mix_here(sig.exact, word.exact);
        add_word(&m, word.shape);
    }
    for (int pad = 1; pad < SHINGLE; pad++) add_word(&m, 0);
    minima_end(&m);
    for (size_t k = 0; k < MINIMA; k++) sig.minimum[k] = (uint16_t)m.minimum[k];
    return sig;
}

typedef struct Work {
    Signature *out;
    const Str *texts;
    Arena **arenas; /* one per worker */
} Work;

static void sign_some(void *ctx, size_t begin, size_t end, int worker) {
    Work *work = ctx;
    for (size_t i = begin; i < end; i++) {
        arena_reset(work->arenas[worker]);
        work->out[i] = sign(work->arenas[worker], work->texts[i]);
    }
}

void copies_add(CopyGroups *g, const Str *texts, size_t n, Par *par) {
    if (g->n + n > g->room) {
        g->room = g->n + n > 2 * g->room ? g->n + n : 2 * g->room;
        g->at = mem_grow(g->at, g->room, sizeof *g->at);
    }
    int threads = par_threads(par);
    Work work = {g->at + g->n, texts, mem_alloc((size_t)threads * sizeof(Arena *))};
    for (int t = 0; t < threads; t++) work.arenas[t] = arena_new();
    par_for(par, n, 64, sign_some, &work);
    for (int t = 0; t < threads; t++) arena_free(work.arenas[t]);
    free(work.arenas);
    g->n += n;
}

/* ---- groups ---------------------------------------------------------------------------------- */

/* First texts by key: chains of entries, newest first. Entry e belongs to first text e / KEYS. */
typedef struct Entry {
    uint32_t next, tag; /* high bits of the key: what only shares its place in `head` is passed over */
} Entry;

typedef struct Index {
    uint32_t *head, *first;
    Entry *at;
    uint64_t mask;
    size_t entries;
} Index;

enum { NONE = UINT32_MAX };

static Index index_new(size_t n) {
    size_t slots = 1024;
    while (slots < n * KEYS / 2) slots *= 2;
    Index x = {.mask = slots - 1, .head = mem_alloc(slots * sizeof(uint32_t))};
    memset(x.head, 0xFF, slots * sizeof(uint32_t));
    x.at = mem_alloc((n + 1) * KEYS * sizeof *x.at);
    x.first = mem_alloc((n + 1) * sizeof *x.first);
    return x;
}

static void index_free(Index *x) {
    free(x->head);
    free(x->at);
    free(x->first);
}

static uint64_t key_of(const Signature *sig, size_t key) {
    if (key == BANDS) return hash_mix_here(key, sig->exact);
    return hash64_seed_here((Str){(const char *)(sig->minimum + key * BAND_ROWS), BAND_ROWS * sizeof(uint16_t)}, key);
}

/* Short texts have no bands: only the hash of all words. */
static size_t first_key(const Signature *sig) {
    return sig->words < SHORT_WORDS ? BANDS : 0;
}

/* A text about to be looked up. Memory is slow to answer: what it will be asked for is asked for ahead, first the heads
 * of the chains, then what they point to. */
typedef struct Query {
    const Signature *sig;
    uint64_t key[KEYS];
} Query;

static uint32_t tag_of(uint64_t key) {
    return (uint32_t)(key >> 32);
}

static void ask_heads(const Index *x, const Signature *sig, Query *q) {
    q->sig = sig;
    for (size_t key = first_key(sig); key < KEYS; key++) {
        q->key[key] = key_of(sig, key);
        __builtin_prefetch(&x->head[q->key[key] & x->mask]);
    }
}

static void ask_entries(const Index *x, const Query *q) {
    for (size_t key = first_key(q->sig); key < KEYS; key++) {
        uint32_t e = x->head[q->key[key] & x->mask];
        if (e != NONE) __builtin_prefetch(&x->at[e]);
    }
}

static size_t agreeing(const Signature *a, const Signature *b) {
    size_t equal = 0;
    for (size_t k = 0; k < MINIMA; k++) equal += a->minimum[k] == b->minimum[k];
    return equal;
}

/* How alike, of MINIMA; 0 when they are no copies. */
static size_t likeness(const Signature *a, const Signature *b) {
    if (a->exact == b->exact && a->words == b->words) return MINIMA + 1;
    if (a->words < SHORT_WORDS || b->words < SHORT_WORDS) return 0;
    size_t equal = agreeing(a, b);
    return equal >= LEAST_AGREEING ? equal : 0;
}

/* The entry of the first text that it resembles most (the earliest of equals), or NONE. */
static uint32_t find_group(const CopyGroups *g, const Index *x, const Query *q) {
    uint32_t best = NONE;
    size_t most = 0;
    for (size_t key = first_key(q->sig); key < KEYS && most <= MINIMA; key++) {
        uint32_t e = x->head[q->key[key] & x->mask];
        for (int tries = 0; e != NONE && tries < MAX_TRIES; tries++, e = x->at[e].next) {
            if (x->at[e].tag != tag_of(q->key[key])) continue;
            uint32_t entry = e / KEYS;
            size_t like = likeness(&g->at[x->first[entry]], q->sig);
            if (like > most || (like && like == most && entry < best)) most = like, best = entry;
        }
    }
    return best;
}

static void index_add(Index *x, const Query *q, uint32_t text) {
    x->first[x->entries] = text;
    for (size_t key = first_key(q->sig); key < KEYS; key++) {
        uint32_t *head = &x->head[q->key[key] & x->mask];
        uint32_t entry = (uint32_t)(x->entries * KEYS + key);
        x->at[entry] = (Entry){*head, tag_of(q->key[key])};
        *head = entry;
    }
    x->entries++;
}

void copies_finish(CopyGroups *g, const uint32_t *order, uint32_t *group, const Progress *progress) {
    Index x = index_new(g->n);
    Query queries[AHEAD];
    bool go_on = true;
    for (size_t asked = 0, done = 0; done < g->n; done++) {
        for (; asked < g->n && asked < done + AHEAD; asked++)
            ask_heads(&x, &g->at[order[asked]], &queries[asked % AHEAD]);
        if (done + AHEAD / 2 < g->n) ask_entries(&x, &queries[(done + AHEAD / 2) % AHEAD]);
        uint32_t i = order[done];
        const Query *q = &queries[done % AHEAD];
        group[i] = i;
        if (done % TICK_EVERY == 0 && go_on) go_on = progress_tick(progress, "copies", (double)done, (double)g->n);
        if (!go_on || !q->sig->words) continue;
        uint32_t found = find_group(g, &x, q);
        if (found != NONE) group[i] = x.first[found];
        else index_add(&x, q, i);
    }
    index_free(&x);
}
