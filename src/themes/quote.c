/* quote.c - picking the sentences that show a theme, and proving that a quote still is what was said.
 *
 * Every sentence of the signals nearest to the theme is scored like a signal of its own, by the cosine of its
 * features to the theme's centroid, times how well it reads: whole, neither short nor redacted nor shouted. Greetings
 * are left out. Then, one by one, the sentence is taken that is near the theme and far from those taken already. */
#include "themes/quote.h"

#include <stdlib.h>
#include <string.h>

#include "coder.h"
#include "phrase_words.h"
#include "select.h"

enum {
    TEXTS_MAX = 150,
    PASSAGES_MAX = 800,
    BYTES_MAX = 300,
    BYTES_GOOD = 70,
    WORDS_MIN = 5,
    STEMS_MAX = 64,
    STEMS_READ = 96
};

static const double RELEVANCE = 0.65; /* the rest is difference */
static const double CUT = 0.6, SHOUTED = 0.8, COPY = 0.6;

typedef struct Passage {
    size_t doc;
    uint32_t begin, end;
    double score;
    uint64_t stems[STEMS_MAX]; /* distinct, ascending */
    size_t stems_n;
} Passage;

typedef struct Picker {
    Coder *coder;
    Tokenizer *t;
    int32_t theme;
    Passage *at;
    size_t n;
} Picker;

/* Where the sentence that ends with the word before `from` stops: behind its mark, if there is one before `to`. */
static uint32_t sentence_end(Str text, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++) {
        if (!strchr(".!?\n", text.p[i]) || text.p[i] == 0) continue;
        uint32_t end = text.p[i] == '\n' ? i : i + 1;
        while (end < to && strchr(".!?\"')", text.p[end]) && text.p[end]) end++;
        if (end >= to || text.p[end] == ' ' || text.p[end] == '\n' || text.p[end] == '\r') return end;
    }
    return to;
}

/* Share of the bytes that are redaction: [CARD], {$240.00}, XXXX, XX/XX/2015. */
static double redacted_share(Str s) {
    size_t hidden = 0, open = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '[' || s.p[i] == '{') open = i + 1;
        if ((s.p[i] == ']' || s.p[i] == '}') && open) hidden += i + 2 - open, open = 0;
        if (s.p[i] == 'X' && ((i + 1 < s.n && s.p[i + 1] == 'X') || (i && s.p[i - 1] == 'X'))) hidden++;
    }
    return s.n ? (double)hidden / (double)s.n : 1;
}

/* How well the words read as a quote, whatever they are about: neither a scrap nor riddled with redaction, whole,
 * and not shouted. */
static double readability(Str said, bool whole) {
    size_t upper = 0, lower = 0, marks = 0;
    for (size_t i = 0; i < said.n; i++) {
        upper += said.p[i] >= 'A' && said.p[i] <= 'Z';
        lower += (said.p[i] >= 'a' && said.p[i] <= 'z') || (unsigned char)said.p[i] >= 128;
        marks += said.p[i] != 0 && strchr("<>{}|_=/\\#*@", said.p[i]) != NULL;
    }
    double fullness = said.n < BYTES_GOOD ? (double)said.n / BYTES_GOOD : 1;
    double clean = 1 - 2 * redacted_share(said) - 4 * (double)marks / (double)said.n;
    return fullness * (clean > 0 ? clean : 0) * (whole ? 1 : CUT) * (upper > lower ? SHOUTED : 1);
}

static int by_key(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void remember_stems(Passage *out, const Parts *parts) {
    uint64_t all[STEMS_READ];
    size_t n = parts->n < STEMS_READ ? parts->n : STEMS_READ;
    for (size_t i = 0; i < n; i++) all[i] = parts->words[parts->at[i]].stem_key;
    qsort(all, n, sizeof *all, by_key);
    for (size_t i = 0; i < n && out->stems_n < STEMS_MAX; i++)
        if (i == 0 || all[i] != all[i - 1]) out->stems[out->stems_n++] = all[i];
}

/* Scores text[begin, end) and remembers it when it can stand as a quote. */
static void consider(Picker *p, Str text, size_t doc, uint32_t begin, uint32_t end, bool whole, Str first_word) {
    while (begin < end && strchr(" \t\r\n-*,;:>)]", text.p[begin])) begin++;
    while (end > begin && strchr(" \t\r\n", text.p[end - 1])) end--;
    Str said = str_slice(text, begin, end);
    if (p->n == PASSAGES_MAX || word_is_courtesy(first_word)) return;
    double quality = readability(said, whole);
    Parts parts = quality > 0 ? coder_see(p->coder, said) : (Parts){0};
    if (parts.n < WORDS_MIN) return;
    Passage *out = &p->at[p->n];
    *out = (Passage){.doc = doc, .begin = begin, .end = end, .score = parts.cosines[p->theme] * quality};
    remember_stems(out, &parts);
    if (out->score > 0) p->n++;
}

/* Cuts [begin, end) at a word when it is too long for a quote. */
static uint32_t cut_long(const Words *words, size_t first, size_t last, uint32_t begin, uint32_t end) {
    if (end - begin <= BYTES_MAX) return end;
    for (size_t i = last; i > first; i--)
        if (words->at[i].end - begin <= BYTES_MAX) return words->at[i].end;
    return words->at[first].end;
}

static void read_sentences(Picker *p, Str text, size_t doc) {
    Words words = words_scan(p->t, text);
    uint32_t begin = 0, size = text.n > UINT32_MAX ? UINT32_MAX : (uint32_t)text.n;
    for (size_t first = 0; first < words.n;) {
        size_t next = first + 1;
        while (next < words.n && !words.at[next].sentence_start) next++;
        uint32_t to = next < words.n ? words.at[next].begin : size;
        uint32_t end = sentence_end(text, words.at[next - 1].end, to);
        uint32_t cut = cut_long(&words, first, next - 1, begin, end);
        if (cut > begin) consider(p, text, doc, begin, cut, cut == end, words.at[first].folded);
        begin = end;
        first = next;
    }
}

static double likeness(const Passage *a, const Passage *b) {
    size_t both = 0, least = a->stems_n < b->stems_n ? a->stems_n : b->stems_n;
    for (size_t i = 0, j = 0; i < a->stems_n && j < b->stems_n;) {
        uint64_t x = a->stems[i], y = b->stems[j];
        both += x == y;
        i += x <= y, j += y <= x;
    }
    return least ? (double)both / (double)least : 0;
}

/* Takes the best passage left, lowers the others by their likeness to it, and so on. */
static size_t take_best(Picker *p, size_t max, const Str *texts, Quote *out) {
    double *like = mem_alloc((p->n + 1) * sizeof *like), top = 0;
    size_t taken = 0;
    for (size_t i = 0; i < p->n; i++) {
        like[i] = 0;
        if (p->at[i].score > top) top = p->at[i].score;
    }
    while (taken < max) {
        size_t best = SIZE_MAX;
        double best_value = 0;
        for (size_t i = 0; i < p->n; i++) {
            double value = RELEVANCE * p->at[i].score / top - (1 - RELEVANCE) * like[i];
            if (like[i] < COPY && (best == SIZE_MAX || value > best_value)) best = i, best_value = value;
        }
        if (best == SIZE_MAX) break;
        const Passage *chosen = &p->at[best];
        Str said = str_slice(texts[chosen->doc], chosen->begin, chosen->end);
        out[taken++] = (Quote){chosen->doc, chosen->begin, chosen->end, sha256(said)};
        for (size_t i = 0; i < p->n; i++) {
            double now = p->at[i].doc == chosen->doc ? 1 : likeness(&p->at[i], chosen);
            if (now > like[i]) like[i] = now;
        }
    }
    free(like);
    return taken;
}

size_t quotes_pick(Arena *a, const Codebook *c, int32_t theme, const Str *texts, size_t n, size_t max, Quote *out) {
    if (theme < 0 || (uint32_t)theme >= c->themes || n == 0) return 0;
    Picker p = {coder_new(c), tokenizer_new(), theme, ARENA_ARRAY(a, Passage, PASSAGES_MAX), 0};
    Entry *near = mem_alloc(n * sizeof *near);
    for (size_t i = 0; i < n; i++) near[i] = (Entry){(uint32_t)i, coder_see(p.coder, texts[i]).cosines[theme]};
    qsort(near, n, sizeof *near, entry_compare);
    for (size_t i = 0; i < n && i < TEXTS_MAX; i++) read_sentences(&p, texts[near[i].id], near[i].id);
    size_t taken = take_best(&p, max, texts, out);
    free(near);
    tokenizer_free(p.t);
    coder_free(p.coder);
    return taken;
}

bool quote_verify(Str text, uint32_t begin, uint32_t end, const Sha256 *hash, Str *quoted, Err *err) {
    const char *hint = "the signal was changed since: pick quotes again, or restore the signal";
    if (begin > end || end > text.n)
        return err_set(err, ERR_CONFLICT, hint, "the quote's bytes %u to %u lie outside its signal of %zu bytes", begin,
                       end, text.n);
    Str said = str_slice(text, begin, end);
    Sha256 now = sha256(said);
    if (memcmp(now.bytes, hash->bytes, sizeof now.bytes) != 0)
        return err_set(err, ERR_CONFLICT, hint, "the quote no longer matches its signal (bytes %u to %u)", begin, end);
    *quoted = said;
    return true;
}
