/* redact_name.c - finds names of people by what stands around them; there is no dictionary of names.
 *
 * A rule is a cue (a title, "my name is", a greeting, a sign-off, a relative, a home directory) and
 * how much may be taken after it: capitalised words as a rule, small ones only after the surest cues.
 * A bare name in running text has no cue and stays: a known gap, see docs/internals. */
#include "redact_words.h"

typedef enum Style {
    STYLE_TITLE, /* "Anna Berg" */
    STYLE_ANY,   /* also "ANNA BERG" */
    STYLE_LOWER  /* also "anna berg" */
} Style;

static const Str TITLES[] = {
    STR_INIT("mr"),           STR_INIT("mrs"),           STR_INIT("ms"),        STR_INIT("miss"),   STR_INIT("mx"),
    STR_INIT("dr"),           STR_INIT("prof"),          STR_INIT("professor"), STR_INIT("herr"),   STR_INIT("herrn"),
    STR_INIT("frau"),         STR_INIT("monsieur"),      STR_INIT("madame"),    STR_INIT("mme"),    STR_INIT("mlle"),
    STR_INIT("se\xC3\xB1or"), STR_INIT("se\xC3\xB1ora"), STR_INIT("sra"),       STR_INIT("signor"), STR_INIT("signora"),
    STR_INIT("mevrouw"),      STR_INIT("meneer"),        STR_INIT("senhor"),    STR_INIT("senhora")};
static const Str PARTICLES[] = {STR_INIT("van"), STR_INIT("der"), STR_INIT("den"), STR_INIT("de"),  STR_INIT("von"),
                                STR_INIT("zu"),  STR_INIT("ten"), STR_INIT("ter"), STR_INIT("la"),  STR_INIT("le"),
                                STR_INIT("del"), STR_INIT("da"),  STR_INIT("do"),  STR_INIT("dos"), STR_INIT("di"),
                                STR_INIT("bin"), STR_INIT("al"),  STR_INIT("el"),  STR_INIT("z")};
static const Str GREETINGS[] = {
    STR_INIT("dear"),  STR_INIT("hi"),       STR_INIT("hello"),    STR_INIT("hey"),          STR_INIT("hallo"),
    STR_INIT("liebe"), STR_INIT("lieber"),   STR_INIT("cher"),     STR_INIT("ch\xC3\xA8re"), STR_INIT("bonjour"),
    STR_INIT("hola"),  STR_INIT("estimado"), STR_INIT("estimada"), STR_INIT("querido"),      STR_INIT("querida"),
    STR_INIT("ciao"),  STR_INIT("caro"),     STR_INIT("cara"),     STR_INIT("beste"),        STR_INIT("ol\xC3\xA1")};
static const Str SIGN_OFFS[] = {STR_INIT("regards"),
                                STR_INIT("sincerely"),
                                STR_INIT("cheers"),
                                STR_INIT("thanks"),
                                STR_INIT("you"),
                                STR_INIT("yours"),
                                STR_INIT("best"),
                                STR_INIT("love"),
                                STR_INIT("respectfully"),
                                STR_INIT("truly"),
                                STR_INIT("faithfully"),
                                STR_INIT("signed"),
                                STR_INIT("gr\xC3\xBC\xC3\x9F"
                                         "e"),
                                STR_INIT("gr\xC3\xBC\xC3\x9F"
                                         "en"),
                                STR_INIT("cordialement"),
                                STR_INIT("saludos"),
                                STR_INIT("atentamente"),
                                STR_INIT("saluti"),
                                STR_INIT("groet"),
                                STR_INIT("groeten"),
                                STR_INIT("atenciosamente"),
                                STR_INIT("wishes")};
static const Str OWNERS[] = {STR_INIT("my"),   STR_INIT("his"),   STR_INIT("her"),  STR_INIT("our"),
                             STR_INIT("your"), STR_INIT("their"), STR_INIT("mein"), STR_INIT("meine"),
                             STR_INIT("mon"),  STR_INIT("ma"),    STR_INIT("mi")};
static const Str RELATIVES[] = {STR_INIT("wife"),
                                STR_INIT("husband"),
                                STR_INIT("son"),
                                STR_INIT("daughter"),
                                STR_INIT("kid"),
                                STR_INIT("child"),
                                STR_INIT("brother"),
                                STR_INIT("sister"),
                                STR_INIT("mother"),
                                STR_INIT("father"),
                                STR_INIT("mom"),
                                STR_INIT("mum"),
                                STR_INIT("dad"),
                                STR_INIT("partner"),
                                STR_INIT("friend"),
                                STR_INIT("boss"),
                                STR_INIT("colleague"),
                                STR_INIT("neighbor"),
                                STR_INIT("neighbour"),
                                STR_INIT("girlfriend"),
                                STR_INIT("boyfriend"),
                                STR_INIT("aunt"),
                                STR_INIT("uncle"),
                                STR_INIT("cousin"),
                                STR_INIT("grandmother"),
                                STR_INIT("grandfather"),
                                STR_INIT("nephew"),
                                STR_INIT("niece"),
                                STR_INIT("fianc\xC3\xA9"),
                                STR_INIT("fianc\xC3\xA9"
                                         "e"),
                                STR_INIT("frau"),
                                STR_INIT("mann"),
                                STR_INIT("femme"),
                                STR_INIT("mari"),
                                STR_INIT("esposa"),
                                STR_INIT("marido")};
static const Str ROLES[] = {STR_INIT("agent"),      STR_INIT("representative"), STR_INIT("rep"),
                            STR_INIT("supervisor"), STR_INIT("manager"),        STR_INIT("officer"),
                            STR_INIT("advisor"),    STR_INIT("adviser"),        STR_INIT("technician"),
                            STR_INIT("employee"),   STR_INIT("clerk"),          STR_INIT("cashier"),
                            STR_INIT("specialist"), STR_INIT("driver")};
/* What may stand before "name:" or "name is" when a person is meant. */
static const Str NAME_OWNERS[] = {
    STR_INIT("my"),       STR_INIT("his"),      STR_INIT("her"),   STR_INIT("full"),       STR_INIT("first"),
    STR_INIT("last"),     STR_INIT("customer"), STR_INIT("your"),  STR_INIT("contact"),    STR_INIT("client"),
    STR_INIT("maiden"),   STR_INIT("patient"),  STR_INIT("guest"), STR_INIT("cardholder"), STR_INIT("holder"),
    STR_INIT("middle"),   STR_INIT("real"),     STR_INIT("legal"), STR_INIT("partner's"),  STR_INIT("wife's"),
    STR_INIT("husband's")};
/* Capitalised words that no name is made of: addressees, companies, common starts of sentences. */
static const Str NOT_NAMES[] = {
    STR_INIT("sir"),        STR_INIT("sirs"),       STR_INIT("madam"),     STR_INIT("team"),
    STR_INIT("customer"),   STR_INIT("customers"),  STR_INIT("support"),   STR_INIT("service"),
    STR_INIT("services"),   STR_INIT("all"),        STR_INIT("everyone"),  STR_INIT("there"),
    STR_INIT("folks"),      STR_INIT("friends"),    STR_INIT("bank"),      STR_INIT("inc"),
    STR_INIT("llc"),        STR_INIT("ltd"),        STR_INIT("corp"),      STR_INIT("company"),
    STR_INIT("credit"),     STR_INIT("union"),      STR_INIT("card"),      STR_INIT("financial"),
    STR_INIT("mortgage"),   STR_INIT("loan"),       STR_INIT("insurance"), STR_INIT("group"),
    STR_INIT("university"), STR_INIT("department"), STR_INIT("bureau"),    STR_INIT("agency"),
    STR_INIT("office"),     STR_INIT("account"),    STR_INIT("visual"),    STR_INIT("studio"),
    STR_INIT("windows"),    STR_INIT("the"),        STR_INIT("a"),         STR_INIT("an"),
    STR_INIT("i"),          STR_INIT("i'm"),        STR_INIT("we"),        STR_INIT("you"),
    STR_INIT("it"),         STR_INIT("he"),         STR_INIT("she"),       STR_INIT("they"),
    STR_INIT("this"),       STR_INIT("that"),       STR_INIT("these"),     STR_INIT("my"),
    STR_INIT("our"),        STR_INIT("your"),       STR_INIT("his"),       STR_INIT("her"),
    STR_INIT("in"),         STR_INIT("on"),         STR_INIT("at"),        STR_INIT("of"),
    STR_INIT("to"),         STR_INIT("for"),        STR_INIT("from"),      STR_INIT("and"),
    STR_INIT("or"),         STR_INIT("but"),        STR_INIT("if"),        STR_INIT("when"),
    STR_INIT("what"),       STR_INIT("who"),        STR_INIT("why"),       STR_INIT("how"),
    STR_INIT("where"),      STR_INIT("after"),      STR_INIT("before"),    STR_INIT("then"),
    STR_INIT("now"),        STR_INIT("please"),     STR_INIT("thanks"),    STR_INIT("thank"),
    STR_INIT("no"),         STR_INIT("not"),        STR_INIT("yes"),       STR_INIT("is"),
    STR_INIT("was"),        STR_INIT("as"),         STR_INIT("with"),      STR_INIT("are"),
    STR_INIT("so"),         STR_INIT("by"),         STR_INIT("very"),      STR_INIT("again"),
    STR_INIT("sorry"),      STR_INIT("code"),       STR_INIT("name"),      STR_INIT("email"),
    STR_INIT("e-mail"),     STR_INIT("phone"),      STR_INIT("address"),   STR_INIT("date"),
    STR_INIT("still"),      STR_INIT("just"),       STR_INIT("only"),      STR_INIT("also"),
    STR_INIT("wrong"),      STR_INIT("different"),  STR_INIT("correct"),   STR_INIT("incorrect"),
    STR_INIT("same"),       STR_INIT("on"),         STR_INIT("mr"),        STR_INIT("mrs"),
    STR_INIT("god"),        STR_INIT("lord"),       STR_INIT("good"),      STR_INIT("morning"),
    STR_INIT("evening"),    STR_INIT("afternoon"),  STR_INIT("day"),       STR_INIT("america"),
    STR_INIT("option"),     STR_INIT("plan"),       STR_INIT("step"),      STR_INIT("type"),
    STR_INIT("class"),      STR_INIT("part"),       STR_INIT("section"),   STR_INIT("grade"),
    STR_INIT("vitamin"),    STR_INIT("appendix"),   STR_INIT("case"),      STR_INIT("have"),
    STR_INIT("has"),        STR_INIT("can"),        STR_INIT("will"),      STR_INIT("do"),
    STR_INIT("did"),        STR_INIT("does"),       STR_INIT("me"),        STR_INIT("being"),
    STR_INIT("been"),       STR_INIT("there's"),    STR_INIT("exec"),      STR_INIT("system"),
    STR_INIT("user"),       STR_INIT("misspelled"), STR_INIT("spelt"),     STR_INIT("shown"),
    STR_INIT("too"),        STR_INIT("already"),    STR_INIT("never")};

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
    if (w.digits || s->p[w.begin] == SCAN_BLANK || WORDS_HAVE(NOT_NAMES, text)) return false;
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
        bool inside = k > i && k + 1 < w.n && w.at[k].gap == GAP_SPACE && WORDS_HAVE(PARTICLES, word_str(s, w.at[k])) &&
                      is_name_word(s, w.at[k + 1], STYLE_ANY);
        if (!inside && !is_name_word(s, w.at[k], style)) break;
        Gap gap = w.at[k].gap;
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

/* ---- rules; each looks at word i as its cue and returns how many words it cut ---- */

static size_t after_title(Scan *s, Words w, size_t i) {
    Gap gap = w.at[i].gap;
    if (!WORDS_HAVE(TITLES, word_str(s, w.at[i])) || (gap != GAP_SPACE && gap != GAP_DOT)) return 0;
    bool small = !w.at[i].capital;
    if (small && gap != GAP_DOT) return 0;
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
        return cut_name(s, w, answer, name_length(s, w, answer, STYLE_TITLE, 4));
    }
    return 0;
}

/* "The name is wrong, please change it to Mary Gavrilova" */
static size_t later_in_sentence(Scan *s, Words w, size_t i) {
    for (size_t k = i + 1; k < w.n && k < i + 16 && w.at[k - 1].gap != GAP_LINE && w.at[k - 1].gap != GAP_DOT; k++) {
        if (w.at[k].gap != GAP_SPACE ||
            !(word_is(s, w, k, "to") || word_is(s, w, k, "as") || word_is(s, w, k, "under")))
            continue;
        size_t n = name_length(s, w, k + 1, STYLE_TITLE, 4);
        if (n >= 2) return cut_name(s, w, k + 1, n);
    }
    return 0;
}

static size_t after_the_word_name(Scan *s, Words w, size_t i) {
    if (!word_is(s, w, i, "name") || i + 1 >= w.n) return 0;
    bool owned = i && WORDS_HAVE(NAME_OWNERS, word_str(s, w.at[i - 1]));
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
    static const Str callers[] = {STR_INIT("speaking"), STR_INIT("calling"), STR_INIT("here"), STR_INIT("writing"),
                                  STR_INIT("from")};
    if (!word_is(s, w, i, "this") || !word_is(s, w, i + 1, "is")) return 0;
    size_t n = name_length(s, w, i + 2, STYLE_TITLE, 4);
    bool caller = n && i + 2 + n < w.n && WORDS_HAVE(callers, word_str(s, w.at[i + 2 + n]));
    return caller ? cut_name(s, w, i + 2, n) : 0;
}

static size_t after_greeting(Scan *s, Words w, size_t i) {
    if (!starts_sentence(w, i) || w.at[i].gap != GAP_SPACE || !WORDS_HAVE(GREETINGS, word_str(s, w.at[i]))) return 0;
    size_t n = name_length(s, w, i + 1, STYLE_TITLE, 3);
    if (!n) return 0;
    Gap gap = w.at[i + n].gap;
    char next = first_of_gap(s, w.at[i + n]);
    return gap == GAP_COMMA || gap == GAP_LINE || next == '!' || next == ':' ? cut_name(s, w, i + 1, n) : 0;
}

/* "Best regards,\nAnna Berg": the name has the rest of the line for itself. */
static size_t after_sign_off(Scan *s, Words w, size_t i) {
    Gap gap = w.at[i].gap;
    if ((gap != GAP_LINE && gap != GAP_COMMA) || !WORDS_HAVE(SIGN_OFFS, word_str(s, w.at[i]))) return 0;
    size_t n = name_length(s, w, i + 1, STYLE_ANY, 4);
    if (!n) return 0;
    Gap after = w.at[i + n].gap;
    return after == GAP_LINE || after == GAP_END ? cut_name(s, w, i + 1, n) : 0;
}

static size_t after_relative(Scan *s, Words w, size_t i) {
    bool relative = i && w.at[i].gap == GAP_SPACE && WORDS_HAVE(RELATIVES, word_str(s, w.at[i])) &&
                    WORDS_HAVE(OWNERS, word_str(s, w.at[i - 1]));
    bool role = !w.at[i].capital && w.at[i].gap == GAP_SPACE && WORDS_HAVE(ROLES, word_str(s, w.at[i]));
    if (!relative && !role) return 0;
    return cut_name(s, w, i + 1, name_length(s, w, i + 1, STYLE_TITLE, 3));
}

static size_t after_named(Scan *s, Words w, size_t i) {
    static const Str be[] = {STR_INIT("was"), STR_INIT("is"),  STR_INIT("are"), STR_INIT("were"),
                             STR_INIT("me"),  STR_INIT("him"), STR_INIT("her")};
    if (w.at[i].gap != GAP_SPACE) return 0;
    size_t from = i + 1;
    if (word_is(s, w, i, "named")) {
        if (word_is(s, w, from, "him") || word_is(s, w, from, "her")) from++;
    } else if (word_is(s, w, i, "called")) {
        if (!i || !WORDS_HAVE(be, word_str(s, w.at[i - 1]))) return 0;
    } else if (!(word_is(s, w, i, "call") || word_is(s, w, i, "calls")) || !word_is(s, w, from++, "me")) {
        return 0;
    }
    return cut_name(s, w, from, name_length(s, w, from, STYLE_TITLE, 4));
}

/* "add Irenke Sörös as a beneficiary" */
static size_t after_add(Scan *s, Words w, size_t i) {
    if (!word_is(s, w, i, "add") && !word_is(s, w, i, "remove") && !word_is(s, w, i, "replace")) return 0;
    size_t n = w.at[i].gap == GAP_SPACE ? name_length(s, w, i + 1, STYLE_TITLE, 4) : 0;
    bool as = n >= 2 && (word_is(s, w, i + 1 + n, "as") || word_is(s, w, i + 1 + n, "from"));
    return as ? cut_name(s, w, i + 1, n) : 0;
}

/* "Hanne I. Kreutzmann": a middle initial with its stop hardly stands in anything but a name. */
static size_t with_initial(Scan *s, Words w, size_t i) {
    if (i + 2 >= w.n || w.at[i].gap != GAP_SPACE || !is_initial(w.at[i + 1]) || w.at[i + 1].gap != GAP_DOT) return 0;
    if (is_initial(w.at[i]) || is_initial(w.at[i + 2]) || !is_name_word(s, w.at[i], STYLE_TITLE)) return 0;
    if (!is_name_word(s, w.at[i + 2], STYLE_TITLE)) return 0;
    return cut_name(s, w, i, name_length(s, w, i, STYLE_TITLE, 4));
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

/* ---- home directories: /home/anna, /Users/anna, C:\Users\anna ---- */

static bool ends_segment(char c) {
    return c == 0 || c == SCAN_BLANK || is_gap(c) || strchr("/\\\"'`<>|:;,)]}", c);
}

static void cut_home(Scan *s, size_t at, Str folder) {
    static const Str nobodys[] = {STR_INIT("public"),  STR_INIT("shared"),        STR_INIT("runner"),
                                  STR_INIT("root"),    STR_INIT("user"),          STR_INIT("username"),
                                  STR_INIT("vscode"),  STR_INIT("ubuntu"),        STR_INIT("default"),
                                  STR_INIT("admin"),   STR_INIT("administrator"), STR_INIT("git"),
                                  STR_INIT("jenkins"), STR_INIT("hadoop"),        STR_INIT("you"),
                                  STR_INIT("me"),      STR_INIT("your")};
    if (!str_starts(scan_str(s, at, s->n), folder)) return;
    char slash = s->p[at], before = scan_at(s, at - 1);
    if (slash == '/' && is_word(before)) return; /* a part of a longer path or of a web address */
    size_t begin = at + folder.n;
    while (scan_at(s, begin) == slash) begin++; /* "\\" of a quoted string */
    size_t end = begin;
    while (end < begin + 64 && !ends_segment(scan_at(s, end))) end++;
    Str name = scan_str(s, begin, end);
    if (name.n > 1 && end < begin + 64 && !WORDS_HAVE(nobodys, name) && name.p[0] != '$' && name.p[0] != '%' &&
        name.p[0] != '.')
        scan_cut(s, begin, end, REDACT_NAME);
}

static void cut_homes(Scan *s) {
    for (size_t i = 0; i < s->n; i++) {
        if (s->p[i] == '/') {
            cut_home(s, i, STR("/home/"));
            cut_home(s, i, STR("/Users/"));
        } else if (s->p[i] == '\\') {
            cut_home(s, i, STR("\\Users\\"));
        }
    }
}

void redact_names(Scan *s) {
    static size_t (*const rules[])(Scan *, Words, size_t) = {
        after_title,    after_the_word_name, after_i_am, after_this_is, after_greeting, after_sign_off,
        after_relative, after_named,         after_add,  with_initial,  above_contact,  before_lives};
    cut_homes(s);
    Words w = scan_words(s);
    for (size_t i = 0; i < w.n; i++) {
        if (s->p[w.at[i].begin] == SCAN_BLANK) continue; /* cut by a rule before */
        for (size_t r = 0; r < sizeof rules / sizeof *rules; r++)
            if (rules[r](s, w, i)) break;
    }
}
