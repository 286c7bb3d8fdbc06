/* redact_address.c - finds postal addresses by their shape; there is no gazetteer.
 *
 * A rule finds a core: a house number with a street word ("11 Botley Road", "Via Franscini 71",
 * "Mellemvej 32"), a post box, a unit, a city with state and ZIP code, or a number, capitalised words
 * and a number again where the text speaks of a place. The core then grows over what belongs to it: a
 * number before it, units, city, state, postal code and country after it. */
#include "redact_words.h"

static const Str STREETS =
    STR_INIT("street avenue road lane boulevard blvd terrace parkway pkwy highway crescent rd ave str");
/* Street words that are common words too: everything before them must be capitalised, like they. */
static const Str SOFT_STREETS =
    STR_INIT("st dr drive ln ct court cir circle way pl place square sq trail trl hwy close gardens grove mews row "
             "walk park terr gateway loop hill quay green");
/* Before the name, in Romance and Slavic languages. */
static const Str LEADS =
    STR_INIT("rue calle avenida av avda avenue boulevard bd rua rúa via viale piazza plaza paseo travessa ul ulica "
             "chemin allée impasse quai carrer corso strada praceta largo");
/* After the name, with the number behind: as a word of its own or as the end of a compound. */
static const Str TAILS =
    STR_INIT("strasse straße str utca út u tér rkp ulice weg platz allee gade vej terrasse katu tie laan cesta gate "
             "vei gata");
static const char *const ENDINGS[] = {"strasse",
                                      "stra\xC3\x9F"
                                      "e",
                                      "gasse",
                                      "platz",
                                      "allee",
                                      "weg",
                                      "vej",
                                      "gade",
                                      "veien",
                                      "vegen",
                                      "gata",
                                      "gatan",
                                      "v\xC3\xA4gen",
                                      "katu",
                                      "tie",
                                      "laan",
                                      "straat",
                                      "plein",
                                      "gracht",
                                      "utca",
                                      "str\xC3\xA6"
                                      "de",
                                      "stien",
                                      "stra\xC3\x9F",
                                      "toften",
                                      "steinen",
                                      "gatu",
                                      "vangen",
                                      "parken"};
static const Str PARTICLES = STR_INIT("de la del des du da do dos di le z van der den of a u e y los las");
static const Str UNITS = STR_INIT("apt apartment suite ste unit flat floor room lot bldg box");
static const Str SURE_UNITS = STR_INIT("apt apartment suite");
static const Str MONTHS =
    STR_INIT("january february march april may june july august september october november december jan feb mar apr "
             "jun jul aug sep sept oct nov dec januar februar märz mai juni juli oktober dezember gmt utc est am pm");
/* Words that speak of a place, in the sentence before a number. */
static const Str PLACE_WORDS =
    STR_INIT("address addresses live lives lived located moved deliver delivered ship shipped mailed corner meet "
             "return resides taxi sent it's");
static const Str STATES =
    STR_INIT("al ak az ar ca co ct de dc fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd "
             "oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy aa ae ap");

/* Words [first, last] of an address. */
typedef struct Core {
    size_t first, last;
    bool found;
} Core;

enum { MAX_NAME_WORDS = 5, MAX_TAIL_WORDS = 16 };

static size_t length_of(Word w) {
    return w.end - w.begin;
}

static bool is_cut(const Scan *s, Word w) {
    return s->p[w.begin] == SCAN_BLANK;
}

/* 12, 12a, 0605, 12-14; not 5th. */
static bool is_house_number(const Scan *s, Word w) {
    if (!w.digits || length_of(w) > 7) return false;
    for (uint32_t k = w.begin; k < w.end; k++)
        if (!is_digit(s->p[k]) && s->p[k] != '-' && (k + 1 < w.end || k == w.begin)) return false;
    return true;
}

static bool touches(Gap gap) {
    return gap == GAP_SPACE || gap == GAP_DOT;
}

/* Words of a street's name from i on: capitalised, or particles between such. */
static size_t name_words(const Scan *s, Words w, size_t i, bool capital) {
    size_t k = i;
    while (k < w.n && k < i + MAX_NAME_WORDS && !is_cut(s, w.at[k]) && !w.at[k].digits) {
        bool particle = k > i && words_have(PARTICLES, word_str(s, w.at[k]));
        if (capital && !w.at[k].capital && !particle) break;
        k++;
        if (w.at[k - 1].gap != GAP_SPACE && !(w.at[k - 1].gap == GAP_DOT && length_of(w.at[k - 1]) <= 2)) break;
    }
    return k - i;
}

/* 11 Botley Road; 2450 Crown St; 5 N. 12th Street */
static Core number_and_street(const Scan *s, Words w, size_t i) {
    if (!is_house_number(s, w.at[i]) || w.at[i].gap != GAP_SPACE) return (Core){0};
    bool capital = true;
    for (size_t k = i + 1; k < w.n && k <= i + MAX_NAME_WORDS; k++) {
        Str word = word_str(s, w.at[k]);
        if (is_cut(s, w.at[k])) break;
        bool soft = capital && w.at[k].capital && words_have(SOFT_STREETS, word);
        if (k > i + 1 && (soft || (k <= i + 3 && words_have(STREETS, word)))) return (Core){i, k, true};
        capital &= w.at[k].capital || w.at[k].digits;
        if (w.at[k].gap != GAP_SPACE && !(w.at[k].gap == GAP_DOT && length_of(w.at[k]) <= 2)) break;
    }
    return (Core){0};
}

/* 31 Rue Al Imam; Via Franscini 71 */
static Core lead_and_name(const Scan *s, Words w, size_t i) {
    if (i + 1 == w.n || !w.at[i + 1].capital || !touches(w.at[i].gap) || !words_have(LEADS, word_str(s, w.at[i])))
        return (Core){0};
    size_t n = name_words(s, w, i + 1, true);
    if (!n) return (Core){0};
    size_t last = i + n;
    bool before = i && touches(w.at[i - 1].gap) && is_house_number(s, w.at[i - 1]);
    bool after = last + 1 < w.n && (w.at[last].gap == GAP_SPACE || w.at[last].gap == GAP_COMMA) &&
                 is_house_number(s, w.at[last + 1]);
    if (!before && !(after && w.at[i].capital)) return (Core){0};
    return (Core){before ? i - 1 : i, after ? last + 1 : last, true};
}

static bool is_compound(Str word) {
    if (word.n < 7) return false;
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++)
        if (str_ends(word, str_from_c(ENDINGS[i]))) return true;
    return word.n > 5 && str_ends(word, STR("str"));
}

/* Mellemvej 32; Villacher Strasse 89; Victor Hugo u. 49 */
static Core name_and_number(const Scan *s, Words w, size_t i) {
    if (i + 1 >= w.n || !touches(w.at[i].gap) || !is_house_number(s, w.at[i + 1])) return (Core){0};
    Str word = word_str(s, w.at[i]);
    if (is_compound(word)) return (Core){i, i + 1, true};
    if (!i || !words_have(TAILS, word)) return (Core){0};
    size_t first = i;
    while (first && i - first < 3 && w.at[first - 1].gap == GAP_SPACE && w.at[first - 1].capital) first--;
    return first < i ? (Core){first, i + 1, true} : (Core){0};
}

/* P.O. Box 149; PSC 0413, Box 8144; APO AA 42323; Postfach 12 */
static Core post_box(const Scan *s, Words w, size_t i) {
    if (i + 1 >= w.n) return (Core){0};
    Str word = word_str(s, w.at[i]);
    bool military = str_eq(word, STR("APO")) || str_eq(word, STR("FPO")) || str_eq(word, STR("DPO"));
    if (military && i + 2 < w.n && length_of(w.at[i + 1]) == 2 && w.at[i + 1].upper && w.at[i + 2].digits)
        return (Core){i, i + 2, true};
    if (str_eq_nocase(word, STR("postfach")) && is_house_number(s, w.at[i + 1])) return (Core){i, i + 1, true};
    if (!str_eq_nocase(word, STR("box")) || !i || !is_house_number(s, w.at[i + 1])) return (Core){0};
    Str before = word_str(s, w.at[i - 1]);
    if (str_eq_nocase(before, STR("po")) || str_eq_nocase(before, STR("pob"))) return (Core){i - 1, i + 1, true};
    bool p_o = i > 1 && str_eq_nocase(before, STR("o")) && str_eq_nocase(word_str(s, w.at[i - 2]), STR("p"));
    bool psc = i > 1 && w.at[i - 1].digits && w.at[i - 2].upper && length_of(w.at[i - 2]) <= 4;
    return p_o || psc ? (Core){i - 2, i + 1, true} : (Core){0};
}

/* Apt. 595; Suite 838 */
static Core unit(const Scan *s, Words w, size_t i) {
    if (i + 1 >= w.n || !touches(w.at[i].gap) || !words_have(SURE_UNITS, word_str(s, w.at[i]))) return (Core){0};
    bool year = length_of(w.at[i + 1]) == 4 && (s->p[w.at[i + 1].begin] == '1' || s->p[w.at[i + 1].begin] == '2');
    return is_house_number(s, w.at[i + 1]) && !year ? (Core){i, i + 1, true} : (Core){0};
}

/* Springfield, IL 62704 */
static Core city_and_state(const Scan *s, Words w, size_t i) {
    if (i + 1 >= w.n || !i || !w.at[i].upper || w.at[i].gap != GAP_SPACE || !words_have(STATES, word_str(s, w.at[i])))
        return (Core){0};
    Str zip = word_str(s, w.at[i + 1]);
    if (!w.at[i + 1].digits || (zip.n != 5 && zip.n != 10)) return (Core){0};
    size_t first = i;
    Gap gap = w.at[i - 1].gap;
    if (gap == GAP_COMMA || gap == GAP_SPACE || gap == GAP_LINE)
        while (first && i - first < 3 && w.at[first - 1].capital && !is_cut(s, w.at[first - 1]) &&
               (first == i || w.at[first - 1].gap == GAP_SPACE))
            first--;
    return (Core){first, i + 1, true};
}

/* ZIP: 3520; my zip code is 35350 */
static Core postal_code(const Scan *s, Words w, size_t i) {
    static const Str names = STR_INIT("zip zipcode postcode postal plz");
    if (!words_have(names, word_str(s, w.at[i]))) return (Core){0};
    size_t k = i + 1;
    if (k < w.n && str_eq_nocase(word_str(s, w.at[k]), STR("code"))) k++;
    if (k < w.n && str_eq_nocase(word_str(s, w.at[k]), STR("is"))) k++;
    if (k >= w.n || w.at[k - 1].gap == GAP_DOT || !w.at[k].digits || length_of(w.at[k]) < 3 || length_of(w.at[k]) > 10)
        return (Core){0};
    size_t last = k;
    bool more = k + 1 < w.n && w.at[k].gap == GAP_SPACE && length_of(w.at[k + 1]) <= 3 &&
                (w.at[k + 1].upper || w.at[k + 1].digits);
    return (Core){k, more ? last + 1 : last, true};
}

/* "6750 Koskikatu 25": a number, a name and a number, in a sentence about a place or with a unit or a
 * postal code behind. Dates have the same shape and are ruled out. */
static Core number_name_number(const Scan *s, Words w, size_t i) {
    if (!is_house_number(s, w.at[i]) || length_of(w.at[i]) < 2 || w.at[i].gap != GAP_SPACE || i + 2 >= w.n)
        return (Core){0};
    size_t from = i + 1;
    if (is_house_number(s, w.at[from]) && w.at[from].gap == GAP_SPACE) from++; /* 17031 2202 Rissik St */
    size_t n = name_words(s, w, from, true);
    size_t last = from + n;
    bool shaped = n && last < w.n && touches(w.at[last - 1].gap) && is_house_number(s, w.at[last]);
    if (!shaped || length_of(w.at[last]) > 4) return (Core){0};
    bool word = false; /* 39 U.S.C. 3001 has none */
    for (size_t k = from; k < last; k++) {
        if (words_have(MONTHS, word_str(s, w.at[k]))) return (Core){0};
        word |= length_of(w.at[k]) >= 3;
    }
    if (!word) return (Core){0};
    bool unit_next = last + 1 < w.n && w.at[last].gap != GAP_OTHER && words_have(UNITS, word_str(s, w.at[last + 1]));
    bool long_number = length_of(w.at[i]) >= 4;
    bool place = cue_before(s, w.at[i].begin, 60, PLACE_WORDS) != SIZE_MAX;
    return unit_next || place || (long_number && starts_line(w, i)) ? (Core){i, last, true} : (Core){0};
}

/* How far an address reaches behind its core. */
typedef struct Tail {
    size_t last;  /* the last word that surely belongs */
    size_t loose; /* capitalised words since then */
    bool parted;  /* a comma or a new line stands before the loose ones */
} Tail;

static bool sentence_ends(const Scan *s, Words w, size_t k) {
    if (w.at[k].gap != GAP_DOT) return false;
    return length_of(w.at[k]) > 4 || w.at[k].digits ||
           !(k + 1 < w.n && (w.at[k + 1].digits || words_have(UNITS, word_str(s, w.at[k + 1]))));
}

/* A capitalised word that stands before ":" is the label of the next thing. */
static bool is_label(const Scan *s, Word w) {
    return first_of_gap(s, w) == ':';
}

/* Takes word k into the tail if it can be part of an address; false when the address is over. */
static bool take(const Scan *s, Words w, size_t k, Tail *t) {
    Word word = w.at[k];
    Gap before = w.at[k - 1].gap;
    if (is_cut(s, word) || is_label(s, word) || before == GAP_OTHER || before == GAP_END) return false;
    bool unit_word = words_have(UNITS, word_str(s, word));
    if (before == GAP_DOT && sentence_ends(s, w, k - 1) && !unit_word && !word.digits) return false;
    if (unit_word && k + 1 < w.n && is_house_number(s, w.at[k + 1]) && touches(word.gap)) {
        *t = (Tail){.last = k + 1};
        return true;
    }
    if (is_house_number(s, word) && (t->loose || length_of(word) >= 4)) {
        *t = (Tail){.last = k};
        return true;
    }
    bool nan = str_eq(word_str(s, word), STR("nan")); /* how tables write a missing state */
    if (!word.capital && !nan) return false;
    if (!t->loose) t->parted = before == GAP_COMMA || before == GAP_LINE;
    return ++t->loose <= 5;
}

/* Loose words at an end belong when they were parted off like a city or a country. */
static size_t grow_after(const Scan *s, Words w, size_t last) {
    Tail t = {.last = last};
    size_t k = last + 1;
    for (; k < w.n && k < last + MAX_TAIL_WORDS; k++) {
        size_t sure = t.last;
        if (!take(s, w, k, &t)) break;
        if (t.last > sure) k = t.last;
        Gap gap = w.at[k].gap;
        bool ends = gap == GAP_LINE || gap == GAP_END || gap == GAP_DOT || gap == GAP_COMMA;
        if (t.loose && t.parted && ends && t.loose <= 4) t = (Tail){.last = k};
    }
    return t.last;
}

static size_t grow_before(const Scan *s, Words w, size_t first) {
    for (int more = 0; more < 2 && first; more++) {
        Word word = w.at[first - 1];
        bool joins = word.gap == GAP_SPACE || word.gap == GAP_LINE || word.gap == GAP_COMMA;
        if (!joins || !is_house_number(s, word) || is_cut(s, word) || scan_at(s, word.begin - 1) == '$') break;
        first--;
    }
    return first;
}

void redact_addresses(Scan *s) {
    static Core (*const rules[])(const Scan *, Words, size_t) = {post_box,       lead_and_name,     name_and_number,
                                                                 unit,           number_and_street, number_name_number,
                                                                 city_and_state, postal_code};
    Words w = scan_words(s);
    for (size_t i = 0; i < w.n; i++) {
        for (size_t r = 0; r < sizeof rules / sizeof *rules && !is_cut(s, w.at[i]); r++) {
            Core core = rules[r](s, w, i);
            if (!core.found || is_cut(s, w.at[core.first])) continue;
            size_t first = grow_before(s, w, core.first), last = grow_after(s, w, core.last);
            scan_cut(s, w.at[first].begin, w.at[last].end, REDACT_ADDRESS);
            i = last;
        }
    }
}
