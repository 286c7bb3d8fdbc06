/* severity.c - words of harm: money or data lost, fraud, injury, work at a standstill, the law.
 *
 * Beginnings of words, so that "scam" finds "scammed" and "scammers". Short lists of what leaves little doubt:
 * a word too many calls half of all signals severe and the part says nothing. */
#include <pthread.h>

#include "severity.h"
#include "text/letters.h"
#include "themes/rank.h"

static const char *const STEMS[] = {
    /* English */
    "fraud", "scam", "stolen", "stole", "theft", "hacked", "identity theft", "lawsuit", "attorney", "lawyer", "illegal",
    "foreclos", "evict", "bankrupt", "injur", "hospital", "death", "fatal", "crash", "fire", "burn", "explo", "danger",
    "unsafe", "emergency", "threat", "harass", "data loss", "lost data", "lost all my", "lost my money",
    "money is gone", "money disappeared", "can't work", "cannot work", "unable to work", "outage", "corrupt", "breach",
    "unauthorized", "unauthorised", "overdrawn", "garnish", "repossess", "homeless", "suicid",
    /* German */
    "betrug", "betrogen", "gestohlen", "diebstahl", "anwalt", "gehackt", "verletz", "gefahr", "gefährlich",
    "datenverlust", "geld ist weg", "geld weg", "notfall", "illegal", "pfändung",
    /* French */
    "fraude", "arnaque", "volé", "escroc", "avocat", "piraté", "bless", "dangere", "urgence", "illégal",
    /* Spanish, Portuguese, Italian */
    "estafa", "robado", "robaron", "abogado", "hackea", "peligro", "emergencia", "ilegal", "roubad", "golpe",
    "advogado", "perigo", "truffa", "rubat", "avvocato", "pericolo", "emergenza",
    /* Dutch, Scandinavian, Polish */
    "oplichting", "gestolen", "advocaat", "gevaar", "bedräger", "stulen", "stjålet", "oszust", "skradzi",
    /* Russian; Chinese and Japanese */
    "мошен", "украл", "украден", "адвокат", "опасн", "诈骗", "盗", "危险", "律师", "詐欺", "危険"};

enum { STEMS_N = sizeof STEMS / sizeof *STEMS };

/* The stems by their first byte, and whether one begins with two bytes: each word of all of history comes past here. */
typedef struct Lists {
    Str stem[STEMS_N];
    uint8_t begin[257]; /* into stem */
    uint8_t pair[256][256 / 8];
} Lists;

static Lists lists;
static pthread_once_t lists_once = PTHREAD_ONCE_INIT;

static unsigned char fold(char c) {
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static void lists_make(void) {
    size_t n = 0;
    for (int c = 0; c < 256; c++) {
        lists.begin[c] = (uint8_t)n;
        for (size_t i = 0; i < STEMS_N; i++) {
            if ((unsigned char)STEMS[i][0] != c) continue;
            unsigned char second = (unsigned char)STEMS[i][1];
            lists.stem[n++] = str_from_c(STEMS[i]);
            lists.pair[c][second / 8] |= (uint8_t)(1 << second % 8);
        }
    }
    lists.begin[256] = (uint8_t)n;
}

/* The last byte first: it is seldom right by chance, as the first two were looked at. */
static bool begins_with(Str text, Str stem) {
    if (text.n < stem.n || fold(text.p[stem.n - 1]) != (unsigned char)stem.p[stem.n - 1]) return false;
    for (size_t i = 2; i + 1 < stem.n; i++)
        if (fold(text.p[i]) != (unsigned char)stem.p[i]) return false;
    return true;
}

static bool begins_with_any(Str text) {
    if (text.n < 2) return false; /* no stem is so short */
    unsigned char first = fold(text.p[0]), second = fold(text.p[1]);
    if (!(lists.pair[first][second / 8] & 1 << second % 8)) return false;
    for (size_t i = lists.begin[first]; i < lists.begin[first + 1]; i++)
        if (begins_with(text, lists.stem[i])) return true;
    return false;
}

uint64_t severity_method(void) {
    uint64_t hash = 0;
    for (size_t i = 0; i < STEMS_N; i++) hash = hash_mix(hash, hash64(str_from_c(STEMS[i])));
    return hash;
}

/* In scripts without spaces words begin anywhere. */
static bool begins_anywhere(char c) {
    return (unsigned char)c >= 0xe3;
}

bool text_is_severe(Str text) {
    pthread_once(&lists_once, lists_make);
    uint64_t before = 0; /* 1: the last byte of the block before was within a word */
    for (size_t at = 0; at < text.n; at += LETTER_BLOCK) {
        Letters letters = letters_of((Str){text.p + at, text.n - at});
        uint64_t word = letters.plain | letters.high, begins = word & ~(word << 1 | before);
        before = word >> (LETTER_BLOCK - 1);
        for (uint64_t looked_at = begins | letters.high; looked_at; looked_at &= looked_at - 1) {
            uint64_t lowest = looked_at & -looked_at;
            Str rest = {text.p + at + __builtin_ctzll(looked_at), text.n - at - (size_t)__builtin_ctzll(looked_at)};
            if ((begins & lowest || begins_anywhere(rest.p[0])) && begins_with_any(rest)) return true;
        }
    }
    return false;
}
