/* severity.c - words of harm: money or data lost, fraud, injury, work at a standstill, the law.
 *
 * Beginnings of words, so that "scam" finds "scammed" and "scammers". Short lists of what leaves little doubt:
 * a word too many calls half of all signals severe and the part says nothing. */
#include <string.h>

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

static bool letter(char c) {
    return (unsigned char)c >= 128 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool begins_with(Str text, size_t at, Str stem) {
    if (text.n - at < stem.n) return false;
    for (size_t i = 0; i < stem.n; i++) {
        char c = text.p[at + i];
        if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != stem.p[i]) return false;
    }
    return true;
}

bool text_is_severe(Str text) {
    for (size_t at = 0; at < text.n; at++) {
        bool wide = (unsigned char)text.p[at] >= 0xe3; /* scripts without spaces: words begin anywhere */
        if (!letter(text.p[at]) || (at && !wide && letter(text.p[at - 1]))) continue;
        for (size_t i = 0; i < sizeof STEMS / sizeof *STEMS; i++) {
            const char *stem = STEMS[i];
            if ((stem[0] | 32) != (text.p[at] | 32)) continue;
            if (begins_with(text, at, str_from_c(stem))) return true;
        }
    }
    return false;
}
