/* redact_name.c - finds names of people by what stands around them; there is no dictionary of names.
 *
 * A rule is a cue (a title, "my name is", a greeting, a sign-off, a relative) and
 * how much may be taken after it: capitalised words as a rule, small ones only after the surest cues.
 * A bare name in running text has no cue and stays: a known gap, see docs/internals/signals-redaction.md. */
#include "redact_words.h"

typedef enum Style {
    STYLE_TITLE, /* "Anna Berg" */
    STYLE_ANY,   /* also "ANNA BERG" */
    STYLE_LOWER  /* also "anna berg" */
} Style;

static const Str TITLES =
    STR_INIT("mr mrs ms miss mx dr prof professor herr herrn frau monsieur madame mme mlle señor señora sra signor "
             "signora mevrouw meneer senhor senhora");
static const Str PARTICLES = STR_INIT("van der den de von zu ten ter la le del da do dos di bin al el z");
static const Str GREETINGS =
    STR_INIT("dear hi hello hey hallo liebe lieber cher chère bonjour hola estimado estimada querido querida ciao caro "
             "cara beste olá");
static const Str SIGN_OFFS =
    STR_INIT("regards sincerely cheers thanks you yours best love respectfully truly faithfully signed grüße grüßen "
             "cordialement saludos atentamente saluti groet groeten atenciosamente wishes");
static const Str OWNERS = STR_INIT("my his her our your their mein meine mon ma mi");
static const Str RELATIVES =
    STR_INIT("wife husband son daughter kid child brother sister mother father mom mum dad partner friend boss "
             "colleague neighbor neighbour girlfriend boyfriend aunt uncle cousin grandmother grandfather nephew niece "
             "fiancé fiancée frau mann femme mari esposa marido");
static const Str ROLES =
    STR_INIT("agent representative rep supervisor manager officer advisor adviser technician employee clerk cashier "
             "specialist driver");
/* What may stand before "name:" or "name is" when a person is meant. */
static const Str NAME_OWNERS =
    STR_INIT("my his her full first last customer your contact client maiden patient guest cardholder holder middle "
             "real legal partner's wife's husband's");
/* Capitalised words that no name is made of: addressees, companies, common starts of sentences. */
static const Str NOT_NAMES =
    STR_INIT("their its ive im finance auto corporation technologies management solutions sir sirs madam team customer "
             "customers support service services all everyone there folks friends bank inc llc ltd corp company credit "
             "union card financial mortgage loan insurance group university department bureau agency office account "
             "visual studio windows the a an i i'm we you it he she they this that these my our your his her in on at "
             "of to for from and or but if when what who why how where after before then now please thanks thank no "
             "not yes is was as with are so by very again sorry code name email e-mail phone address date still just "
             "only also wrong different correct incorrect same mr mrs god lord good morning evening afternoon day "
             "america option plan step type class part section grade vitamin appendix case have has can will do did "
             "does me being been there's exec system user misspelled spelt shown too already never");

/* "Berg's" is a name and an ending. */
static size_t without_s(const Scan *s, size_t begin, size_t end) {
    if (end - begin > 2 && s->p[end - 1] == 's' && s->p[end - 2] == '\'') return end - 2;
    if (end - begin > 4 && str_eq(scan_str(s, end - 4, end), STR("\xE2\x80\x99s"))) return end - 4;
    return end;
}

static bool looks_inflected(Str w) {
    return str_ends(w, STR("ed")) || str_ends(w, STR("ing")) || str_ends(w, STR("ly"));
}

static bool is_name_word(const Scan *s, Word w, Style style) {
    Str text = scan_str(s, w.begin, without_s(s, w.begin, w.end));
    if (w.digits || s->p[w.begin] == SCAN_BLANK || words_have(NOT_NAMES, text)) return false;
    if (w.capital) return !w.upper || style != STYLE_TITLE;
    return style == STYLE_LOWER && text.n > 1 && !looks_inflected(text) && !memchr(text.p, '_', text.n);
}

static bool is_initial(Word w) {
    return w.capital && w.end - w.begin == 1;
}

/* How many words from i on make a name: at most `most`, initials and particles included. */
static size_t name_length(const Scan *s, Words w, size_t i, Style style, size_t most) {
    size_t k = i;
    while (k < w.n && k < i + most) {
        bool inside = k > i && k + 1 < w.n && w.at[k].gap == GAP_SPACE && words_have(PARTICLES, word_str(s, w.at[k])) &&
                      is_name_word(s, w.at[k + 1], STYLE_ANY);
        Gap gap = w.at[k].gap;
        bool initial = k > i && is_initial(w.at[k]) && gap == GAP_DOT; /* "I." too, which is else no name */
        if (!inside && !initial && !is_name_word(s, w.at[k], style)) break;
        bool owned = without_s(s, w.at[k].begin, w.at[k].end) < w.at[k].end;
        k++;
        if (owned || !(gap == GAP_SPACE || (gap == GAP_DOT && is_initial(w.at[k - 1])))) break;
    }
    if (k == i + 1 && is_initial(w.at[i])) return 0;
    return k - i;
}

static size_t cut_name(Scan *s, Words w, size_t i, size_t n) {
    if (n) scan_cut(s, w.at[i].begin, without_s(s, w.at[i].begin, w.at[i + n - 1].end), REDACT_NAME);
    return n;
}

static bool word_is(const Scan *s, Words w, size_t i, const char *text) {
    return i < w.n && str_eq_nocase(word_str(s, w.at[i]), str_from_c(text));
}

/* ---- rules; each looks at word i as its cue and returns how many words it cut ---------------- */

static size_t after_title(Scan *s, Words w, size_t i) {
    Gap gap = w.at[i].gap;
    bool small = !w.at[i].capital;
    if ((gap != GAP_SPACE && gap != GAP_DOT) || (small && gap != GAP_DOT)) return 0;
    if (!words_have(TITLES, word_str(s, w.at[i]))) return 0;
    size_t n = name_length(s, w, i + 1, STYLE_ANY, 4);
    return cut_name(s, w, i + 1, n || !small ? n : name_length(s, w, i + 1, STYLE_LOWER, 1));
}

/* "What's the name on the account? User: Anna Berg" */
static size_t after_question(Scan *s, Words w, size_t i) {
    for (size_t k = i; k < w.n && k < i + 6; k++) {
        if (w.at[k].gap == GAP_LINE || w.at[k].gap == GAP_DOT) return 0;
        if (first_of_gap(s, w.at[k]) != '?') continue;
        size_t answer = k + 1;
        if (answer + 1 < w.n && first_of_gap(s, w.at[answer]) == ':') answer++;
        size_t n = answer < w.n ? name_length(s, w, answer, STYLE_TITLE, 4) : 0;
        bool whole = n && (w.at[answer + n - 1].gap == GAP_END || w.at[answer + n - 1].gap == GAP_LINE);
        return whole ? cut_name(s, w, answer, n) : 0;
    }
    return 0;
}

/* "The name is wrong, please change it to Mary Gavrilova" */
static size_t later_in_sentence(Scan *s, Words w, size_t i) {
    static const Str changes = STR_INIT("change changed correct update updated spelled");
    bool change = false;
    for (size_t k = i + 1; k < w.n && k < i + 16 && w.at[k - 1].gap != GAP_LINE && w.at[k - 1].gap != GAP_DOT; k++) {
        change |= words_have(changes, word_str(s, w.at[k]));
        if (!change || w.at[k].gap != GAP_SPACE || !(word_is(s, w, k, "to") || word_is(s, w, k, "as"))) continue;
        size_t n = name_length(s, w, k + 1, STYLE_TITLE, 4);
        if (n >= 2) return cut_name(s, w, k + 1, n);
    }
    return 0;
}

static size_t after_the_word_name(Scan *s, Words w, size_t i) {
    if (!word_is(s, w, i, "name") || i + 1 >= w.n) return 0;
    bool owned = i && words_have(NAME_OWNERS, word_str(s, w.at[i - 1]));
    if (first_of_gap(s, w.at[i]) == ':') {
        size_t n = name_length(s, w, i + 1, owned ? STYLE_LOWER : STYLE_ANY, 4);
        return owned || (starts_line(w, i) && n >= 2) ? cut_name(s, w, i + 1, n) : 0;
    }
    if (w.at[i].gap == GAP_SPACE && (word_is(s, w, i + 1, "is") || word_is(s, w, i + 1, "was")) &&
        w.at[i + 1].gap == GAP_SPACE) {
        size_t n = name_length(s, w, i + 2, STYLE_ANY, 4);
        if (!n && owned) n = name_length(s, w, i + 2, STYLE_LOWER, 2);
        if (n && (owned || n >= 2)) return cut_name(s, w, i + 2, n);
    }
    size_t n = w.at[i].gap == GAP_SPACE ? name_length(s, w, i + 1, STYLE_TITLE, 4) : 0;
    if (n && (n >= 2 || owned)) return cut_name(s, w, i + 1, n);
    n = after_question(s, w, i);
    return n ? n : later_in_sentence(s, w, i);
}

/* "I'm Anna Berg, originally from ...": two words at least, and the clause ends after them. */
static size_t after_i_am(Scan *s, Words w, size_t i) {
    bool short_form = word_is(s, w, i, "i'm");
    if (!short_form && !(word_is(s, w, i, "i") && word_is(s, w, i + 1, "am"))) return 0;
    size_t from = i + (short_form ? 1 : 2);
    size_t n = name_length(s, w, from, STYLE_TITLE, 4);
    if (n < 2) return 0;
    Word last = w.at[from + n - 1];
    bool ends = last.gap != GAP_SPACE || word_is(s, w, from + n, "from") || word_is(s, w, from + n, "and");
    return ends ? cut_name(s, w, from, n) : 0;
}

static size_t after_this_is(Scan *s, Words w, size_t i) {
    static const Str callers = STR_INIT("speaking calling here writing from");
    if (!word_is(s, w, i, "this") || !word_is(s, w, i + 1, "is")) return 0;
    size_t n = name_length(s, w, i + 2, STYLE_TITLE, 4);
    bool caller = n && i + 2 + n < w.n && words_have(callers, word_str(s, w.at[i + 2 + n]));
    return caller ? cut_name(s, w, i + 2, n) : 0;
}

static size_t after_greeting(Scan *s, Words w, size_t i) {
    if (!starts_sentence(w, i) || w.at[i].gap != GAP_SPACE || !words_have(GREETINGS, word_str(s, w.at[i]))) return 0;
    size_t n = name_length(s, w, i + 1, STYLE_TITLE, 3);
    if (!n) return 0;
    Gap gap = w.at[i + n].gap;
    char next = first_of_gap(s, w.at[i + n]);
    return gap == GAP_COMMA || gap == GAP_LINE || next == '!' || next == ':' ? cut_name(s, w, i + 1, n) : 0;
}

/* "Best regards,\nAnna Berg": the name has the rest of the line for itself. */
static size_t after_sign_off(Scan *s, Words w, size_t i) {
    Gap gap = w.at[i].gap;
    if ((gap != GAP_LINE && gap != GAP_COMMA) || !words_have(SIGN_OFFS, word_str(s, w.at[i]))) return 0;
    size_t n = name_length(s, w, i + 1, STYLE_ANY, 4);
    if (!n) return 0;
    Gap after = w.at[i + n].gap;
    return after == GAP_LINE || after == GAP_END ? cut_name(s, w, i + 1, n) : 0;
}

static size_t after_relative(Scan *s, Words w, size_t i) {
    if (w.at[i].gap != GAP_SPACE || i + 1 == w.n || !w.at[i + 1].capital) return 0; /* the cheap test first */
    bool relative = i && words_have(OWNERS, word_str(s, w.at[i - 1])) && words_have(RELATIVES, word_str(s, w.at[i]));
    bool role = !w.at[i].capital && words_have(ROLES, word_str(s, w.at[i]));
    if (!relative && !role) return 0;
    return cut_name(s, w, i + 1, name_length(s, w, i + 1, STYLE_TITLE, 3));
}

static size_t after_named(Scan *s, Words w, size_t i) {
    static const Str be = STR_INIT("was is are were me him her");
    static const Str things = STR_INIT("company firm bank agency app file folder product store website page site game");
    if (w.at[i].gap != GAP_SPACE) return 0;
    size_t from = i + 1;
    if (word_is(s, w, i, "named")) {
        if (i && words_have(things, word_str(s, w.at[i - 1]))) return 0;
        if (word_is(s, w, from, "him") || word_is(s, w, from, "her")) from++;
    } else if (word_is(s, w, i, "called")) {
        if (!i || w.at[i - 1].gap != GAP_SPACE || !words_have(be, word_str(s, w.at[i - 1]))) return 0;
    } else if (!(word_is(s, w, i, "call") || word_is(s, w, i, "calls")) || !word_is(s, w, from++, "me")) {
        return 0;
    }
    return cut_name(s, w, from, name_length(s, w, from, STYLE_TITLE, 4));
}

/* "add Irenke Sörös as a beneficiary" */
static size_t after_add(Scan *s, Words w, size_t i) {
    if (!word_is(s, w, i, "add") && !word_is(s, w, i, "remove")) return 0;
    size_t n = w.at[i].gap == GAP_SPACE ? name_length(s, w, i + 1, STYLE_TITLE, 4) : 0;
    bool as = n >= 2 && word_is(s, w, i + 1 + n, "as");
    return as ? cut_name(s, w, i + 1, n) : 0;
}

/* "Hanne I. Kreutzmann": a middle initial with its stop hardly stands in anything but a name. */
static size_t with_initial(Scan *s, Words w, size_t i) {
    if (i + 2 >= w.n || w.at[i].gap != GAP_SPACE || !is_initial(w.at[i + 1]) || w.at[i + 1].gap != GAP_DOT) return 0;
    if (is_initial(w.at[i]) || is_initial(w.at[i + 2]) || !is_name_word(s, w.at[i], STYLE_TITLE)) return 0;
    if (!is_name_word(s, w.at[i + 2], STYLE_TITLE)) return 0;
    bool in_list = (i && is_initial(w.at[i - 1])) || (i + 3 < w.n && is_initial(w.at[i + 3])); /* A. Apples B. Pears */
    return in_list ? 0 : cut_name(s, w, i, name_length(s, w, i, STYLE_TITLE, 4));
}

static bool blank_follows(const Scan *s, size_t k) {
    size_t stop = k + 12;
    while (k < stop && (is_gap(scan_at(s, k)) || scan_at(s, k) == '>' || scan_at(s, k) == '?')) k++;
    return scan_at(s, k) == SCAN_BLANK;
}

/* A line of two to four capitalised words right above something that was cut, or with one more line
 * (a company) between: the head of an address or a signature. */
static size_t above_contact(Scan *s, Words w, size_t i) {
    if (!starts_line(w, i)) return 0;
    size_t n = name_length(s, w, i, STYLE_TITLE, 4);
    if (n < 2) return 0;
    Word last = w.at[i + n - 1];
    if (memchr(s->p + last.end, '\n', s->n - last.end < 3 ? s->n - last.end : 3) == NULL) return 0;
    if (blank_follows(s, last.end)) return cut_name(s, w, i, n);
    if (last.gap != GAP_LINE) return 0;
    size_t k = i + n;
    while (k < w.n && k < i + n + 4 && w.at[k].capital && w.at[k].gap == GAP_SPACE) k++;
    bool company = k < w.n && w.at[k].capital && scan_at(s, w.at[k].end) == '\n' && blank_follows(s, w.at[k].end);
    return company ? cut_name(s, w, i, n) : 0;
}

static size_t before_lives(Scan *s, Words w, size_t i) {
    if (!starts_sentence(w, i)) return 0;
    size_t n = name_length(s, w, i, STYLE_TITLE, 3);
    bool lives = n && (word_is(s, w, i + n, "lives") || word_is(s, w, i + n, "lived"));
    return lives && w.at[i + n - 1].gap == GAP_SPACE ? cut_name(s, w, i, n) : 0;
}

void redact_names(Scan *s) {
    static size_t (*const rules[])(Scan *, Words, size_t) = {
        after_title,    after_the_word_name, after_i_am, after_this_is, after_greeting, after_sign_off,
        after_relative, after_named,         after_add,  with_initial,  above_contact,  before_lives};
    Words w = scan_words(s);
    for (size_t i = 0; i < w.n; i++) {
        if (s->p[w.at[i].begin] == SCAN_BLANK) continue; /* cut by a rule before */
        for (size_t r = 0; r < sizeof rules / sizeof *rules; r++)
            if (rules[r](s, w, i)) break;
    }
}
