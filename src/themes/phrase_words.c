/* phrase_words.c - the words of a signal and where each may stand in a phrase. */
#include "phrase_words.h"

#include <stdlib.h>

#include "base/idmap.h"
#include "feature_key.h"

/* Lists are words between single spaces, with one at each end. */
static bool is_listed(const char *list, Str w) {
    char key[32];
    if (!w.n || w.n + 2 > sizeof key) return false;
    key[0] = key[w.n + 1] = ' ';
    memcpy(key + 1, w.p, w.n);
    return str_find(str_from_c(list), (Str){key, w.n + 2}) != SIZE_MAX;
}

bool word_is_courtesy(Str folded) {
    return is_listed(
        " please pls plz kindly thank thanks thankyou thx hi hello hey dear regards sincerely greetings cheers sir "
        "madam "
        "bitte danke vielen hallo liebe grüße grüßen freundlichen sehr geehrte merci bonjour cordialement salutations "
        "gracias hola saludos favor grazie ciao salve saluti cordiali bedankt groeten alstublieft obrigado obrigada "
        "olá "
        "dziękuję спасибо здравствуйте ",
        folded);
}

/* Words that say when, how many or how, not what: a phrase of them alone tells nothing, and one that begins or ends
 * with them is torn. They are no function words to tell a language by, so the text layer does not list them. */
static bool is_light(Str w) {
    return is_listed(
        " behind against between among despite above below around near towards along across except still really ever "
        "even yet every each both many much few several another without since within via per like "
        "two three four five six next last first second third new etc else sure also always often already however "
        "though "
        "although because instead therefore them us me monday tuesday wednesday thursday friday saturday sunday "
        "january "
        "february march april june july august september october november december today yesterday tomorrow pm want "
        "wants "
        "wanted would like let said told says going get getting got gotten make makes made whether may might must "
        "shall well relating regarding involving "
        "montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz juni juli oktober dezember "
        "heute "
        "gestern immer seit mehr schon wurde wurden toujours depuis chaque plusieurs sempre siempre todavía altijd "
        "steeds "
        "nog ",
        w);
}

static bool is_english(const Lang *lang) {
    return strcmp(lang->code, "en") == 0;
}

static bool is_negation(const LexWord *w) {
    if (is_english(&w->lang))
        return is_listed(
            " not no never can't cannot won't didn't doesn't don't isn't wasn't couldn't wouldn't shouldn't "
            "aren't weren't haven't hasn't hadn't n't nobody ",
            w->folded);
    return is_listed(
        " nicht kein keine keinen nie niemand ne pas jamais niet geen nooit nunca no ikke inte aldri aldrig "
        "non mai nessuno não nigdy не нет никогда ",
        w->folded);
}

/* "long does it take" is nothing without "how". */
static bool is_question(const LexWord *w) {
    if (is_english(&w->lang)) return is_listed(" how what where why ", w->folded);
    return is_listed(" wie warum wo comment pourquoi où cómo dónde come dove perché hoe waarom waar ", w->folded);
}

/* Second parts of verbs. */
static bool is_particle(Str w, const Lang *lang) {
    if (is_english(lang)) return is_listed(" up off out down back away again ", w);
    return is_listed(" nicht niet ikke inte pas ", w);
}

/* Words that lead from one clause into the next. */
static bool is_link(const LexWord *w) {
    if (is_english(&w->lang))
        return is_listed(" and but or because when while if which who that as than so ", w->folded);
    return is_listed(
        " und aber oder weil dass wenn et mais ou que qui quand y pero o cuando e ma che perché quando en maar "
        "omdat of dat mas ale bo i и но что ",
        w->folded);
}

/* Beginnings of words that say that something went wrong. */
static bool is_trouble(const LexWord *w) {
    static const char *const STEMS[] = {
        "declin",   "reject",  "refus",     "denie",    "deny",     "fail",     "error",     "wrong",  "incorrect",
        "inaccura", "missing", "lost",      "late",     "delay",    "stuck",    "block",     "lock",   "frozen",
        "freez",    "crash",   "broken",    "slow",     "expir",    "unauthor", "fraud",     "scam",   "stole",
        "stolen",   "twice",   "double",    "duplic",   "hidden",   "charged",  "overcharg", "cancel", "clos",
        "suspend",  "disput",  "unable",    "invalid",  "unexpect", "defect",   "fault",     "leak",   "fire",
        "fractur",  "detach",  "loos",      "overheat", "harass",   "threat",   "mislead",   "decept", "disappear",
        "bounce",   "revert",  "return",    "pending",  "nobody",   "nothing",  "without",   "ignor",  "disconnect",
        "corrupt",  "timeout", "exception", "leck",     "abgelehn", "gesperr",  "fehl",      "falsch", "verschw",
        "refusé",   "bloqu",   "rechaz",    "rifiut",   "geweiger", "geblok"};
    for (size_t i = 0; i < sizeof STEMS / sizeof *STEMS; i++)
        if (str_starts(w->folded, str_from_c(STEMS[i]))) return true;
    return is_negation(w);
}

static Role role_of(const LexWord *w) {
    bool digit = false, wide = false;
    for (size_t i = 0; i < w->folded.n; i++) {
        digit |= w->folded.p[i] >= '0' && w->folded.p[i] <= '9';
        wide |= (unsigned char)w->folded.p[i] >= 128;
    }
    if (word_is_courtesy(w->folded)) return ROLE_NONE;
    if (is_particle(w->folded, &w->lang)) return ROLE_LAST;
    if (is_negation(w) || is_question(w)) return ROLE_FIRST;
    if (is_english(&w->lang) && is_listed(" in on through over ", w->folded)) return ROLE_EITHER;
    if (digit || (w->folded.n < 3 && !wide) || is_light(w->folded) || word_is_stop(w->folded, w->lang))
        return ROLE_INNER;
    return ROLE_FULL;
}

/* What people make of a contraction: without its apostrophe, or in two words. */
static const struct {
    const char *word, *bare, *first;
} CONTRACTIONS[] = {{"didn't", "didnt", "did"},       {"doesn't", "doesnt", "does"},    {"don't", "dont", "do"},
                    {"can't", "cant", "can"},         {"couldn't", "couldnt", "could"}, {"won't", "wont", "will"},
                    {"wouldn't", "wouldnt", "would"}, {"isn't", "isnt", NULL},          {"wasn't", "wasnt", NULL},
                    {"aren't", "arent", NULL},        {"haven't", "havent", NULL},      {"hasn't", "hasnt", NULL}};
enum { CONTRACTIONS_N = sizeof CONTRACTIONS / sizeof *CONTRACTIONS, CONTRACTION_CANNOT = 3 };

/* The contraction that words w and next (may be empty) make, or -1; *both when next is part of it. */
static int contraction_of(Str w, Str next, bool *both) {
    bool negated = str_eq(next, STR("not")) || str_eq(next, STR("n't"));
    *both = false;
    for (int i = 0; i < CONTRACTIONS_N; i++) {
        if (str_eq(w, str_from_c(CONTRACTIONS[i].word)) || str_eq(w, str_from_c(CONTRACTIONS[i].bare))) return i;
        if (!negated || !CONTRACTIONS[i].first || !str_eq(w, str_from_c(CONTRACTIONS[i].first))) continue;
        *both = true;
        return i;
    }
    return str_eq(w, STR("cannot")) ? CONTRACTION_CANNOT : -1;
}

/* Most words make none, whatever follows. */
static bool may_contract(Str w) {
    for (int i = 0; i < CONTRACTIONS_N; i++)
        if (str_eq(w, str_from_c(CONTRACTIONS[i].word)) || str_eq(w, str_from_c(CONTRACTIONS[i].bare)) ||
            (CONTRACTIONS[i].first && str_eq(w, str_from_c(CONTRACTIONS[i].first))))
            return true;
    return str_eq(w, STR("cannot"));
}

/* "can my card be delivered", "what currencies do you support": a phrase that begins behind the first word is torn. */
static bool is_torn(Str w, Str next) {
    if (str_eq(w, STR("be"))) return true;
    return is_listed(" do does did can could should will would ", w) &&
           is_listed(" i you we they he she it my your the ", next);
}

struct PhraseReader {
    const Sample *s;
    Tokenizer *t;
    struct Known {
        bool known, link, trouble, may_contract;
        Role role;
    } * lexicon; /* what is known of each word, once it was met */
    PhraseWord *at;
    size_t size;
};

PhraseReader *phrase_reader_new(const Sample *s) {
    PhraseReader *r = mem_alloc(sizeof *r);
    *r = (PhraseReader){.s = s, .t = tokenizer_new()};
    r->lexicon = mem_zeros(s->lexicon_n + 1, sizeof *r->lexicon);
    return r;
}

void phrase_reader_free(PhraseReader *r) {
    if (!r) return;
    tokenizer_free(r->t);
    free(r->lexicon);
    free(r->at);
    free(r);
}

static const struct Known *know(PhraseReader *r, uint32_t word) {
    const LexWord *w = &r->s->lexicon[word];
    if (!r->lexicon[word].known)
        r->lexicon[word] = (struct Known){true, is_link(w), is_trouble(w), may_contract(w->folded), role_of(w)};
    return &r->lexicon[word];
}

static bool side_by_side(Str text, uint32_t left_end, uint32_t begin) {
    return begin == left_end || (begin == left_end + 1 && (text.p[left_end] == ' ' || text.p[left_end] == '-'));
}

/* Does a mark stand at text[at], or the end, with at most spaces before? */
static bool ends_clause(Str text, size_t at) {
    while (at < text.n && text.p[at] == ' ') at++;
    return at == text.n || (text.p[at] && strchr(".,;:!?)\r\n", text.p[at]));
}

const PhraseWord *phrase_words(PhraseReader *r, size_t d, size_t *n) {
    const Sample *s = r->s;
    Str text = s->docs[d]->text;
    Words words = words_scan(r->t, text);
    size_t count = s->words_n[d];
    if (count > r->size) {
        r->size = count * 2;
        r->at = mem_grow(r->at, r->size, sizeof *r->at);
    }
    *n = 0;
    for (size_t i = 0; i < count; i++) {
        const Word *w = &words.at[i];
        uint32_t lex = s->words[d][i];
        const struct Known *known = know(r, lex);
        bool near = i + 1 < count && side_by_side(text, w->end, words.at[i + 1].begin), both = false;
        int contraction = -1;
        if (known->may_contract)
            contraction = contraction_of(w->folded, near ? words.at[i + 1].folded : (Str){"", 0}, &both);
        PhraseWord *out = &r->at[*n];
        *out = (PhraseWord){.key = s->stem_keys[s->lexicon[lex].stem],
                            .begin = w->begin,
                            .end = w->end,
                            .role = known->role,
                            .sentence_start = w->sentence_start,
                            .link = known->link,
                            .trouble = known->trouble};
        out->joined = *n > 0 && side_by_side(text, r->at[*n - 1].end, w->begin);
        if (contraction >= 0) {
            out->role = ROLE_FIRST, out->trouble = true;
            out->key = stem_key(str_from_c(CONTRACTIONS[contraction].word));
            if (both) out->end = words.at[++i].end;
        }
        out->clause_ends = ends_clause(text, out->end);
        out->clause_begins = *n ? r->at[*n - 1].clause_ends : !i;
        out->torn = out->joined && r->at[*n - 1].role == ROLE_FULL && i + 1 < count &&
                    is_torn(w->folded, words.at[i + 1].folded);
        ++*n;
    }
    return r->at;
}

/* Length of a badly written contraction at s[at], 0 when there is none. */
static size_t contraction_at(Str s, size_t at, int *which) {
    for (int i = 0; i < CONTRACTIONS_N; i++) {
        Str bare = str_from_c(CONTRACTIONS[i].bare);
        Str forms[] = {bare, {CONTRACTIONS[i].word, bare.n - 2}}; /* "didnt", "did" */
        for (int f = 0; f < 2; f++) {
            size_t end = at + forms[f].n;
            if (end > s.n || !str_eq_nocase(str_slice(s, at, end), forms[f])) continue;
            if (f == 1 && (s.n - end < 4 || !str_eq_nocase(str_slice(s, end, end + 4), STR(" n't")))) continue;
            if (f == 1) end += 4;
            *which = i;
            if (end == s.n || s.p[end] == ' ') return end - at;
        }
    }
    return 0;
}

Str phrase_tidy(Arena *a, Str raw) {
    bool lower = false, upper = false;
    for (size_t i = 0; i < raw.n; i++) {
        lower |= raw.p[i] >= 'a' && raw.p[i] <= 'z';
        upper |= raw.p[i] >= 'A' && raw.p[i] <= 'Z';
    }
    bool shout = upper && !lower && raw.n > 4; /* ATM, PIN are names */
    char *out = arena_alloc(a, raw.n * 2 + 1);
    size_t n = 0;
    for (size_t i = 0; i < raw.n;) {
        int which = 0;
        size_t form = i == 0 || raw.p[i - 1] == ' ' ? contraction_at(raw, i, &which) : 0;
        if (form) {
            Str word = str_from_c(CONTRACTIONS[which].word);
            memcpy(out + n, word.p, word.n);
            n += word.n, i += form;
            continue;
        }
        out[n++] = (char)(shout && raw.p[i] >= 'A' && raw.p[i] <= 'Z' ? raw.p[i] + 32 : raw.p[i]);
        i++;
    }
    return (Str){out, n};
}
