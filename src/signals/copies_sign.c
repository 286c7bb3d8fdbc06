/* copies_sign.c - what a text is compared by.
 *
 * A text of n words has n + 2 shingles of three words, as both ends are padded: so a changed
 * word costs three shingles wherever it stands. For each of 64 hash functions the signature
 * keeps the smallest value over the shingles; two texts agree in such a minimum with the probability
 * of their Jaccard similarity (Broder 1997, "On the resemblance and containment of documents"). 16 bits
 * of each minimum are enough (Li and König 2010, "b-bit minwise hashing").
 *
 * Plain numbers, placeholders and XXXX runs count as one word each whatever they say, because a
 * complaint mill changes just those. Under eight words a single word is the whole difference ("where is my card",
 * "where is my cash"), so short texts are copies only when all words and numbers are equal, and keep no minima. */
#include <stddef.h>
#include <string.h>

#include "base/hash_here.h"
#include "base/widest.h"
#include "copies_private.h"
#include "signals/redact.h"
#include "text/utf8.h"

enum {
    SHINGLE = 3,
    AT_ONCE = 4, /* shingles */
};

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

static Signature signature_of(Arena *a, Str text) {
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

/* The minima last: a text that has none keeps what stands before them. */
_Static_assert(offsetof(Signature, minimum) == COPY_SIGNATURE_SHORT && sizeof(Signature) == COPY_SIGNATURE_MAX,
               "a signature is kept as it lies in memory");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "so it is read by machines of one byte order");

Str copies_sign(Arena *a, Str text) {
    Signature *sig = ARENA_NEW(a, Signature);
    *sig = signature_of(a, text);
    return (Str){(const char *)sig, sig->words < SHORT_WORDS ? COPY_SIGNATURE_SHORT : COPY_SIGNATURE_MAX};
}

Signature signature_read(Str bytes) {
    Signature sig = {0};
    memcpy(&sig, bytes.p, bytes.n < sizeof sig ? bytes.n : sizeof sig);
    return sig;
}
