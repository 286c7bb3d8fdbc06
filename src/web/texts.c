/* texts.c - the translation in use, and how one is checked against the messages of the templates. */
#include "texts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "po.h"
#include "show.h"

enum { FILE_MAX_BYTES = 8 << 20, NESTING_MAX = 16, PIECES_MAX = 200, PLURAL_PROBES = 1000 };

static const Texts *in_use; /* set before there are threads */

void texts_use(const Texts *texts) {
    in_use = texts;
}

const Said *texts_said(size_t message) {
    return in_use ? in_use->said[message] : NULL;
}

const char *texts_language(void) {
    return in_use && in_use->language.n ? in_use->language.p : "en";
}

void texts_put(Buf *out, size_t message, Str html) {
    const Said *said = texts_said(message);
    buf_add(out, said && said->n ? said->pieces[0].html : html);
}

Str texts_count(Arena *a, const json_t *v, size_t message, const char *one_many) {
    int64_t n = json_is_integer(v) ? json_integer_value(v) : (int64_t)json_number_value(v);
    int form = in_use && in_use->counted[message][0].n ? plural_form(in_use->plural, (uint64_t)llabs(n)) : -1;
    if (form < 0 || form >= in_use->plurals) return show_count(a, v, one_many);
    Str text = in_use->counted[message][form], number = show_number(a, v);
    size_t at = str_find(text, STR("{n}"));
    Str before = str_slice(text, 0, at), after = str_slice(text, at + 3, text.n);
    return arena_printf(a, "%.*s%.*s%.*s", STR_ARG(before), STR_ARG(number), STR_ARG(after));
}

/* ---- one translation ------------------------------------------------------------------------- */

typedef struct Check {
    Arena *a;
    const Message *message;
    const char *file;
    size_t line;
    Str rest;
    int open[NESTING_MAX], open_n; /* slots of elements that are open */
    uint64_t seen;                 /* slots that were there */
    Piece pieces[PIECES_MAX];
    size_t n;
    Err *err;
} Check;

static bool refuse(Check *c, const char *what, Str name) {
    return err_set(c->err, ERR_INPUT, "take values and elements as the msgid has them, each once",
                   "%s:%zu: %s '%.*s' in: %.80s", c->file, c->line, what, (int)(name.n < 60 ? name.n : 60), name.p,
                   c->message->one);
}

static int slot_of(const Message *m, Str name) {
    for (int i = 0; i < m->slots_n && i < 64; i++)
        if (str_eq(name, str_from_c(m->slots[i]))) return i;
    return -1;
}

static bool piece_add(Check *c, int slot, Str html) {
    if (c->n == PIECES_MAX) return refuse(c, "too many pieces at", html);
    c->pieces[c->n++] = (Piece){slot, html};
    return true;
}

static bool words_add(Check *c, Str words) {
    if (!words.n) return true;
    Buf b = buf_new(6 * words.n + 16);
    html_text(&b, words);
    bool ok = piece_add(c, -1, arena_str(c->a, buf_str(&b)));
    buf_free(&b);
    return ok;
}

/* </a> closes the <a> that was opened last. */
static bool nest(Check *c, int slot) {
    const char *name = c->message->slots[slot];
    if (name[0] == '/') {
        if (!c->open_n || strcmp(c->message->slots[c->open[c->open_n - 1]], name + 1) != 0)
            return refuse(c, "nothing open is closed by", str_from_c(name));
        c->open_n--;
        return true;
    }
    if (c->open_n == NESTING_MAX) return refuse(c, "too deep:", str_from_c(name));
    c->open[c->open_n++] = slot;
    return true;
}

static bool slot_add(Check *c, char end) {
    Str rest = str_slice(c->rest, 1, c->rest.n), name = str_cut(&rest, end);
    if (!rest.p) return refuse(c, "something is never closed:", str_slice(c->rest, 0, 40));
    int slot = slot_of(c->message, name);
    /* which kind it is shows in the message itself: {a} is another slot than <a> */
    char in_source[200];
    snprintf(in_source, sizeof in_source, end == '>' ? "<%.*s>" : "{%.*s}", STR_ARG(name));
    if (slot < 0 || !strstr(c->message->one, in_source)) return refuse(c, "the message has no", name);
    if (c->seen & 1ULL << slot) return refuse(c, "twice:", name);
    c->seen |= 1ULL << slot;
    c->rest = rest;
    return (end == '}' || nest(c, slot)) && piece_add(c, slot, STR(""));
}

static bool pieces_make(Check *c, Str text) {
    c->rest = text;
    while (c->rest.n) {
        size_t plain = 0;
        while (plain < c->rest.n && !strchr("<>{}", c->rest.p[plain])) plain++;
        if (!words_add(c, str_slice(c->rest, 0, plain))) return false;
        c->rest = str_slice(c->rest, plain, c->rest.n);
        if (!c->rest.n) break;
        if (c->rest.p[0] == '>' || c->rest.p[0] == '}') return refuse(c, "stands alone:", str_slice(c->rest, 0, 1));
        if (!slot_add(c, c->rest.p[0] == '<' ? '>' : '}')) return false;
    }
    for (int i = 0; i < c->message->slots_n; i++)
        if (!(c->seen & 1ULL << i)) return refuse(c, "missing:", str_from_c(c->message->slots[i]));
    return true;
}

static bool said_make(Check *c, Str text, const Said **out) {
    if (!pieces_make(c, text)) return false;
    Said *said = ARENA_NEW(c->a, Said);
    *said = (Said){c->n, ARENA_ARRAY(c->a, Piece, c->n)};
    memcpy(said->pieces, c->pieces, c->n * sizeof *c->pieces);
    *out = said;
    return true;
}

/* ---- a file ---------------------------------------------------------------------------------- */

static size_t message_find(Str one, Str many) {
    size_t low = 0, high = MESSAGES_N;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int order = str_cmp(str_from_c(MESSAGES[mid].one), one);
        if (!order) order = str_cmp(MESSAGES[mid].many ? str_from_c(MESSAGES[mid].many) : STR(""), many);
        if (!order) return mid;
        if (order < 0) low = mid + 1;
        else high = mid;
    }
    return SIZE_MAX;
}

static Str header_value(Str header, Str name) {
    size_t at = str_find(header, name);
    if (at == SIZE_MAX) return STR("");
    Str rest = str_slice(header, at + name.n, header.n);
    return str_trim(str_cut(&rest, '\n'));
}

static bool header_read(Arena *a, const PoEntry *e, const char *name, Texts *t, Err *err) {
    Str language = header_value(e->forms[0], STR("Language:")),
        plural = header_value(e->forms[0], STR("Plural-Forms:"));
    size_t bad = 0;
    while (bad < language.n && (strchr("-_@", language.p[bad]) || (language.p[bad] | 32) >= 'a' ||
                                (language.p[bad] >= '0' && language.p[bad] <= '9')))
        bad++;
    if (bad < language.n || language.n > 35)
        return err_set(err, ERR_INPUT, "write it like de or pt-BR", "%s:%zu: Language: that is no code of a language",
                       name, e->line);
    char *code = arena_alloc(a, language.n + 1); /* BCP 47 has - where gettext has _ */
    for (size_t i = 0; i < language.n; i++)
        code[i] = language.p[i] == '_' || language.p[i] == '@' ? '-' : language.p[i];
    code[language.n] = '\0';
    t->language = (Str){code, language.n};
    if (!plural.n) return true;
    Str forms = header_value(plural, STR("nplurals=")), count = str_cut(&forms, ';');
    int64_t n;
    Str expression = header_value(plural, STR("plural=")).n
                         ? str_slice(plural, str_find(plural, STR("; plural=")) + 9, plural.n)
                         : STR("");
    if (expression.n && expression.p[expression.n - 1] == ';') expression = str_slice(expression, 0, expression.n - 1);
    bool fits =
        str_to_i64(str_trim(count), &n) && n >= 1 && n <= PLURALS_MAX && str_find(plural, STR("; plural=")) != SIZE_MAX;
    for (uint64_t i = 0; fits && i < PLURAL_PROBES; i++) {
        int form = plural_form(expression, i);
        fits = form >= 0 && form < n;
    }
    if (!fits)
        return err_set(err, ERR_INPUT, "see Plural-Forms in the manual of gettext: nplurals=2; plural=(n != 1);",
                       "%s:%zu: Plural-Forms: this does not say one of so many forms for every number", name, e->line);
    t->plural = arena_str(a, expression);
    t->plurals = (int)n;
    return true;
}

static bool counted_take(Texts *t, size_t at, const PoEntry *e, Check *c) {
    if (!t->plurals || e->forms_n != (size_t)t->plurals)
        return refuse(c, "as many forms are wanted as Plural-Forms says, not those of", e->one);
    for (int i = 0; i < t->plurals; i++) {
        Check form = *c;
        const Said *said;
        if (!said_make(&form, e->forms[i], &said)) return false;
        t->counted[at][i] = arena_str(c->a, e->forms[i]);
    }
    return true;
}

static bool entry_take(Arena *a, const PoEntry *e, const char *name, Texts *t, Err *err) {
    if (!e->one.n) return header_read(a, e, name, t, err);
    size_t at = message_find(e->one, e->many);
    if (at == SIZE_MAX || e->fuzzy || !e->forms[0].n) return true; /* of another version, or not done yet */
    Check c = {.a = a, .message = &MESSAGES[at], .file = name, .line = e->line, .err = err};
    t->translated++;
    return MESSAGES[at].many ? counted_take(t, at, e, &c) : said_make(&c, e->forms[0], &t->said[at]);
}

bool texts_read(Arena *a, Str po, const char *name, Texts *out, Err *err) {
    PoReader r = po_begin(a, po, name);
    PoEntry e;
    *out = (Texts){.said = ARENA_ARRAY(a, const Said *, MESSAGES_N + 1),
                   .counted = arena_alloc(a, (MESSAGES_N + 1) * sizeof *out->counted)};
    memset(out->said, 0, (MESSAGES_N + 1) * sizeof *out->said);
    memset(out->counted, 0, (MESSAGES_N + 1) * sizeof *out->counted);
    while (po_next(&r, &e, err))
        if (!entry_take(a, &e, name, out, err)) return false;
    return r.done;
}

static bool file_read(Arena *a, const char *path, Str *all, Err *err) {
    FILE *f = fopen(path, "rb");
    if (!f) return err_set(err, ERR_IO, "give the .po file of a language", "%s: %s", path, strerror(errno));
    char *bytes = arena_alloc(a, FILE_MAX_BYTES + 1);
    size_t n = fread(bytes, 1, FILE_MAX_BYTES + 1, f);
    bool whole = !ferror(f) && n <= FILE_MAX_BYTES;
    fclose(f);
    *all = (Str){bytes, n};
    return whole ||
           err_set(err, ERR_INPUT, NULL, "%s: cannot be read, or is larger than %d MiB", path, FILE_MAX_BYTES >> 20);
}

bool texts_load(const char *path, Err *err) {
    static Arena *kept; /* as long as the process */
    static Texts texts;
    Arena *a = arena_new();
    Str all;
    if (!file_read(a, path, &all, err) || !texts_read(a, all, path, &texts, err)) {
        arena_free(a);
        return false;
    }
    kept = a;
    texts_use(&texts);
    return kept != NULL;
}
