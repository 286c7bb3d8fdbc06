/* token.c - text to words, words to stems.
 *
 * A word is a run of letters, marks and digits, with apostrophes between letters. ASCII, nearly all of most
 * texts, is cut and folded by table; other characters take their category and folding from utf8proc.
 *
 * What is no word:   [CARD]  {$240.00}  XXXX  XX/XX/2015  (redaction, ours and the CFPB's)
 */
#include "text/token.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/hash_here.h"
#include "lang.h"
#include "text/utf8.h"

enum { STOP_SLOTS = 8192, WORD_BYTES_MAX = 64, PLACEHOLDER_MAX = 32, SCRIPT_NONE = SCRIPTS };

_Static_assert((int)LANGUAGES_MAX <= (int)LANG_HITS && (int)SCRIPTS <= (int)LANG_SCRIPTS, "room in LangTally");

/* A function word and the languages that have it. */
typedef struct StopSlot {
    uint64_t hash; /* 0: empty */
    uint32_t languages;
} StopSlot;

struct Tokenizer {
    struct sb_stemmer *stemmers[LANGUAGES_MAX];
    StopSlot stops[STOP_SLOTS];
    Word *words;
    size_t words_n, words_size;
    char *folded; /* all folded words of the text, one behind the other */
    size_t folded_n, folded_size;
    Arena *scratch;
};

static StopSlot *stop_slot(const Tokenizer *t, uint64_t hash) {
    size_t at = hash & (STOP_SLOTS - 1);
    while (t->stops[at].hash && t->stops[at].hash != hash) at = (at + 1) & (STOP_SLOTS - 1);
    return (StopSlot *)(uintptr_t)&t->stops[at];
}

static void load_stops(Tokenizer *t) {
    for (int lang = 0; lang < lang_count(); lang++) {
        for (Str rest = str_from_c(LANGUAGES[lang].words); rest.p;) {
            Str word = str_cut(&rest, ' ');
            if (!word.n) continue;
            StopSlot *slot = stop_slot(t, hash64(word) | 1);
            slot->hash = hash64(word) | 1;
            slot->languages |= 1u << lang;
        }
    }
}

Tokenizer *tokenizer_new(void) {
    Tokenizer *t = mem_zeros(1, sizeof *t);
    t->scratch = arena_new();
    load_stops(t);
    return t;
}

void tokenizer_free(Tokenizer *t) {
    if (!t) return;
    for (int i = 0; i < LANGUAGES_MAX; i++) sb_stemmer_delete(t->stemmers[i]);
    arena_free(t->scratch);
    free(t->words);
    free(t->folded);
    free(t);
}

/* Letters and digits of ASCII, folded; 0 for every other byte. */
static const unsigned char SMALL[256] = {
    ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6', ['7'] = '7', ['8'] = '8',
    ['9'] = '9', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e', ['F'] = 'f', ['G'] = 'g', ['H'] = 'h',
    ['I'] = 'i', ['J'] = 'j', ['K'] = 'k', ['L'] = 'l', ['M'] = 'm', ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q',
    ['R'] = 'r', ['S'] = 's', ['T'] = 't', ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z',
    ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd', ['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i',
    ['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm', ['n'] = 'n', ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r',
    ['s'] = 's', ['t'] = 't', ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y', ['z'] = 'z',
};

static bool is_ascii_word(unsigned char c) {
    return SMALL[c] != 0;
}

/* Letters, marks and numbers of any script. */
static bool is_word_char(int32_t c) {
    if (c < 128) return is_ascii_word((unsigned char)c);
    utf8proc_category_t k = utf8proc_category(c);
    return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_MC) || k == UTF8PROC_CATEGORY_ME ||
           k == UTF8PROC_CATEGORY_ND || k == UTF8PROC_CATEGORY_NL;
}

/* Length of an apostrophe at `at` that joins two letters, else 0. */
static size_t apostrophe(Str s, size_t at) {
    size_t n = s.p[at] == '\'' ? 1 : s.n - at >= 3 && memcmp(s.p + at, "\xe2\x80\x99", 3) == 0 ? 3 : 0;
    if (!n || at + n >= s.n) return 0;
    int32_t next;
    utf8_next(s, at + n, &next);
    return is_word_char(next) ? n : 0;
}

/* Length of a placeholder at `at`: [UPPER_CASE 2] or {anything short}; else 0. */
static size_t placeholder(Str s, size_t at) {
    char open = s.p[at], close = open == '[' ? ']' : '}';
    for (size_t i = at + 1; i < s.n && i - at <= PLACEHOLDER_MAX; i++) {
        char c = s.p[i];
        if (c == close) return i > at + 1 ? i + 1 - at : 0;
        bool upper = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ' ' || c == '-';
        if (c == '\n' || (open == '[' && !upper)) return 0;
    }
    return 0;
}

/* Length of a redacted run at `at`, "XXXX", "XX/XX/2015", "XXXX1234"; else 0. */
static size_t redacted_run(Str s, size_t at) {
    size_t xs = 0, i = at;
    for (; i < s.n; i++) {
        char c = s.p[i];
        if (c == 'X') xs++;
        else if (!(c >= '0' && c <= '9') && !((c == '/' || c == '-') && i + 1 < s.n &&
                                              (s.p[i + 1] == 'X' || (s.p[i + 1] >= '0' && s.p[i + 1] <= '9'))))
            break;
    }
    bool whole = i >= s.n || (unsigned char)s.p[i] >= 128 || !is_ascii_word((unsigned char)s.p[i]);
    return xs >= 2 && whole ? i - at : 0;
}

/* Does the mark at `at` end a sentence? A full stop must be followed by space and stand behind more than one
 * letter ("U.S. ", "J. Smith" go on). */
static bool ends_sentence(Str s, size_t at) {
    char c = s.p[at];
    if (c == '\n') return true;
    if (c != '.' && c != '!' && c != '?')
        return s.n - at >= 3 &&
               (memcmp(s.p + at, "。", 3) == 0 || memcmp(s.p + at, "？", 3) == 0 || memcmp(s.p + at, "！", 3) == 0);
    if (at + 1 < s.n && !strchr(" \t\r\n\"')", s.p[at + 1])) return false;
    return c != '.' || at < 2 || is_ascii_word((unsigned char)s.p[at - 2]) ||
           !is_ascii_word((unsigned char)s.p[at - 1]);
}

static void *grown(void *p, size_t need, size_t *size, size_t item) {
    if (need <= *size) return p;
    *size = need + need / 2 + 64;
    return mem_grow(p, *size, item);
}

/* Appends the folded word; positions are kept as offsets until the scan ends, because the bytes may move. */
static void add_word(Tokenizer *t, Str raw, size_t begin, bool ascii, bool sentence_start) {
    Str folded = raw;
    if (!ascii) {
        folded = utf8_fold(t->scratch, raw);
        if (!folded.n) return;
    }
    t->words = grown(t->words, t->words_n + 1, &t->words_size, sizeof *t->words);
    t->folded = grown(t->folded, t->folded_n + folded.n, &t->folded_size, 1);
    char *out = t->folded + t->folded_n;
    size_t n = 0;
    for (size_t i = 0; i < folded.n; i++) {
        char c = folded.p[i];
        if (!ascii && folded.n - i >= 3 && memcmp(folded.p + i, "\xe2\x80\x99", 3) == 0) c = '\'', i += 2;
        out[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    t->words[t->words_n++] =
        (Word){{NULL, n}, hash64_here((Str){out, n}), (uint32_t)begin, (uint32_t)(begin + raw.n), sentence_start};
    t->folded_n += n;
}

/* End of the word that starts at `at`; *ascii tells whether it needs no Unicode folding. */
static size_t word_end(Str s, size_t at, bool *ascii) {
    *ascii = true;
    size_t i = at;
    while (i < s.n) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 128 && is_ascii_word(c)) {
            i++;
            continue;
        }
        size_t joint = c == '\'' || c == 0xe2 ? apostrophe(s, i) : 0;
        if (joint) {
            *ascii = *ascii && joint == 1;
            i += joint;
            continue;
        }
        if (c < 128) break;
        int32_t code;
        size_t n = utf8_next(s, i, &code);
        if (!is_word_char(code) || script_by_character(script_of(code))) break;
        *ascii = false;
        i += n;
    }
    return i;
}

/* What stands at `at`: adds a word or nothing, tells a sentence end, returns where to go on. */
static size_t scan_one(Tokenizer *t, Str s, size_t at, bool *boundary) {
    unsigned char c = (unsigned char)s.p[at];
    size_t skip = c == '[' || c == '{'                 ? placeholder(s, at)
                  : c == 'X' || (c >= '0' && c <= '9') ? redacted_run(s, at)
                                                       : 0;
    if (skip) return at + skip;
    int32_t code = c;
    size_t n = c < 128 ? 1 : utf8_next(s, at, &code);
    if (!is_word_char(code)) {
        if (ends_sentence(s, at)) *boundary = true;
        return at + n;
    }
    bool ascii = false, single = c >= 128 && script_by_character(script_of(code));
    size_t end = single ? at + n : word_end(s, at, &ascii);
    if (end - at <= WORD_BYTES_MAX) {
        size_t before = t->words_n;
        add_word(t, (Str){s.p + at, end - at}, at, ascii, *boundary);
        if (t->words_n > before) *boundary = false;
    }
    return end > at ? end : at + n;
}

/* Most words are a letter of ASCII and more of the same up to a space or a mark: folded and cut in one go. Returns
 * where to go on, or `at` when the word is none of these. */
static size_t scan_plain(Tokenizer *t, Str s, size_t at, bool *boundary) {
    char *out = t->folded + t->folded_n;
    size_t n = 0, most = s.n - at <= WORD_BYTES_MAX ? s.n - at : WORD_BYTES_MAX;
    const unsigned char *p = (const unsigned char *)s.p + at;
    while (n < most && SMALL[p[n]]) out[n] = SMALL[p[n]], n++;
    if (n < s.n - at && (n == most || p[n] >= 128 || p[n] == '\'')) return at;
    t->words[t->words_n++] = (Word){{NULL, n}, hash64_here((Str){out, n}), (uint32_t)at, (uint32_t)(at + n), *boundary};
    t->folded_n += n;
    *boundary = false;
    return at + n;
}

static bool is_plain_start(unsigned char c) {
    return SMALL[c] && c > '9' && c != 'X'; /* digits and X may begin a redacted run */
}

Words words_scan(Tokenizer *t, Str text) {
    if (text.n > UINT32_MAX) text.n = UINT32_MAX;
    t->words_n = t->folded_n = 0;
    arena_reset(t->scratch);
    bool boundary = true;
    for (size_t at = 0; at < text.n;) {
        unsigned char c = (unsigned char)text.p[at];
        if (c == ' ') {
            at++;
            continue;
        }
        size_t from = at;
        if (is_plain_start(c)) {
            t->words = grown(t->words, t->words_n + 1, &t->words_size, sizeof *t->words);
            t->folded = grown(t->folded, t->folded_n + WORD_BYTES_MAX, &t->folded_size, 1);
            at = scan_plain(t, text, at, &boundary);
        }
        if (at == from) at = scan_one(t, text, at, &boundary);
    }
    const char *p = t->folded;
    for (size_t i = 0; i < t->words_n; i++) {
        t->words[i].folded.p = p;
        p += t->words[i].folded.n;
    }
    return (Words){t->words, t->words_n};
}

/* ---- language -------------------------------------------------------------------------------- */

LangVote word_vote(const Tokenizer *t, const Word *w) {
    LangVote vote = {stop_slot(t, w->hash | 1)->languages, SCRIPT_NONE};
    int32_t c = (unsigned char)w->folded.p[0];
    if (c >= '0' && c <= '9') return vote;
    if (c >= 128) utf8_next(w->folded, 0, &c);
    vote.script = (uint32_t)script_of(c);
    return vote;
}

void lang_tally_add(LangTally *tally, LangVote vote, uint32_t times) {
    if (vote.script != SCRIPT_NONE) tally->scripts[vote.script] += times;
    for (uint32_t set = vote.languages; set; set &= set - 1) tally->hits[__builtin_ctz(set)] += times;
}

/* The script that most of the words begin with. */
static Script main_script(const LangTally *tally) {
    uint32_t count[SCRIPTS];
    for (size_t s = 0; s < SCRIPTS; s++) count[s] = tally->scripts[s];
    size_t best = SCRIPT_LATIN;
    if (count[SCRIPT_KANA] && count[SCRIPT_KANA] * 4 > count[SCRIPT_HAN]) count[SCRIPT_KANA] += count[SCRIPT_HAN];
    for (size_t s = 0; s < SCRIPTS; s++)
        if (count[s] > count[best]) best = s;
    return (Script)best;
}

Lang lang_tally_decide(const LangTally *tally, Lang prior) {
    Script script = main_script(tally);
    const uint32_t *hits = tally->hits;
    int prior_at = lang_index(prior), best = -1, only = -1, same_script = 0;
    uint32_t second = 0;
    for (int i = 0; i < lang_count(); i++) {
        if (LANGUAGES[i].script != script) continue;
        same_script++, only = i;
        if (best < 0 || hits[i] > hits[best]) second = best < 0 ? 0 : hits[best], best = i;
        else if (hits[i] > second) second = hits[i];
    }
    if (same_script == 1) return lang_at(only); /* the script alone says it */
    bool prior_fits = prior_at >= 0 && LANGUAGES[prior_at].script == script;
    if (best < 0) return (Lang){0};
    uint32_t against = prior_fits ? hits[prior_at] : second;
    bool wins = hits[best] >= (prior_fits ? 3u : 2u) && hits[best] > against + against / 2;
    if (best == prior_at || (prior_fits && !wins)) return prior;
    return wins || hits[best] > second + 1 ? lang_at(best) : (Lang){0};
}

Lang words_lang(const Tokenizer *t, Words words, Lang prior) {
    LangTally tally = {0};
    for (size_t i = 0; i < words.n; i++) lang_tally_add(&tally, word_vote(t, &words.at[i]), 1);
    return lang_tally_decide(&tally, prior);
}

Str word_stem(Tokenizer *t, Str folded, Lang lang) {
    int index = lang_index(lang);
    if (index < 0 || !LANGUAGES[index].stemmer || folded.n > WORD_BYTES_MAX * 4) return folded;
    if (!t->stemmers[index]) t->stemmers[index] = sb_stemmer_new(LANGUAGES[index].stemmer, NULL);
    if (!t->stemmers[index]) return folded;
    const sb_symbol *stem = sb_stemmer_stem(t->stemmers[index], (const sb_symbol *)folded.p, (int)folded.n);
    int n = sb_stemmer_length(t->stemmers[index]);
    return stem && n > 0 ? (Str){(const char *)stem, (size_t)n} : folded;
}

Tokens tokenize(Tokenizer *t, Arena *a, Str text, Lang lang) {
    Words words = words_scan(t, text);
    if (!lang.code[0]) lang = words_lang(t, words, (Lang){0});
    Tokens out = {ARENA_ARRAY(a, Token, words.n), words.n};
    for (size_t i = 0; i < words.n; i++) {
        const Word *w = &words.at[i];
        out.at[i] = (Token){arena_str(a, word_stem(t, w->folded, lang)), arena_str(a, w->folded), w->begin, w->end,
                            w->sentence_start};
    }
    return out;
}
