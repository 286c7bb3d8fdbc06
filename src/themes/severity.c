/* severity.c - words of harm: money or data lost, fraud, injury, work at a standstill, the law.
 *
 * Beginnings of words, so that "scam" finds "scammed" and "scammers". Short lists of what leaves little doubt:
 * a word too many calls half of all signals severe and the part says nothing. */
#include <pthread.h>

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

/* The stems by their first byte, and what a byte is: each byte of all of history comes past here. */
typedef struct Lists {
    Str stem[STEMS_N];
    uint8_t begin[257];  /* into stem */
    uint8_t small[256];  /* of a word: ASCII letters folded, the rest as it is; else 0 */
    bool pair[256][256]; /* does a stem begin with these two bytes? */
} Lists;

static Lists lists;
static pthread_once_t lists_once = PTHREAD_ONCE_INIT;

static bool letter(unsigned char c) {
    return c >= 128 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static unsigned char fold(unsigned char c) {
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

static void lists_make(void) {
    size_t n = 0;
    for (int c = 0; c < 256; c++) {
        lists.small[c] = letter((unsigned char)c) ? fold((unsigned char)c) : 0;
        lists.begin[c] = (uint8_t)n;
        for (size_t i = 0; i < STEMS_N; i++)
            if ((unsigned char)STEMS[i][0] == c) {
                lists.stem[n++] = str_from_c(STEMS[i]);
                lists.pair[c][(unsigned char)STEMS[i][1]] = true;
            }
    }
    lists.begin[256] = (uint8_t)n;
}

static bool begins_with(Str text, size_t at, Str stem) {
    if (text.n - at < stem.n) return false;
    for (size_t i = 1; i < stem.n; i++)
        if (fold((unsigned char)text.p[at + i]) != (unsigned char)stem.p[i]) return false;
    return true;
}

bool text_is_severe(Str text) {
    pthread_once(&lists_once, lists_make);
    bool within = false; /* a word that began before */
    for (size_t at = 0; at < text.n; at++) {
        unsigned char c = (unsigned char)text.p[at], first = lists.small[c];
        bool begins = first && (!within || c >= 0xe3); /* scripts without spaces: words begin anywhere */
        within = first;
        if (!begins || at + 1 == text.n || !lists.pair[first][fold((unsigned char)text.p[at + 1])]) continue;
        for (size_t i = lists.begin[first]; i < lists.begin[first + 1]; i++)
            if (begins_with(text, at, lists.stem[i])) return true;
    }
    return false;
}
