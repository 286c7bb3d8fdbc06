/* po.c - .po files: comments, keywords, quoted strings that go on in the next line. */
#include "po.h"

#include <string.h>

#include "text/utf8.h"

PoReader po_begin(Arena *a, Str text, const char *name) {
    if (str_starts(text, STR("\xEF\xBB\xBF"))) text = str_slice(text, 3, text.n);
    return (PoReader){.a = a, .rest = text, .name = name};
}

static bool fault(const PoReader *r, const char *what, Err *err) {
    return err_set(err, ERR_INPUT, "msgfmt -c of gettext says more about it", "%s:%zu: %s", r->name, r->line, what);
}

/* What stands between the quotes, its escapes undone. */
static bool quoted(PoReader *r, Str line, Str *out, Err *err) {
    line = str_trim(line);
    if (line.n < 2 || line.p[0] != '"' || line.p[line.n - 1] != '"')
        return fault(r, "a string in \"quotes\" should stand here", err);
    char *text = arena_alloc(r->a, line.n);
    size_t n = 0;
    for (size_t i = 1; i + 1 < line.n; i++) {
        char c = line.p[i];
        if (c == '"') return fault(r, "a quote within a string is written \\\"", err);
        if (c != '\\') {
            text[n++] = c;
            continue;
        }
        static const char FROM[] = "ntr\"\\", TO[] = "\n\t\r\"\\";
        const char *at = i + 2 < line.n ? strchr(FROM, line.p[++i]) : NULL;
        if (!at || !*at) return fault(r, "after a backslash come n, t, r, \" or a backslash", err);
        text[n++] = TO[at - FROM];
    }
    *out = (Str){text, n};
    return utf8_valid(*out) || fault(r, "this is not UTF-8", err);
}

static bool append(PoReader *r, Str *to, Str line, Err *err) {
    Str more;
    if (!to) return fault(r, "this string belongs to nothing", err);
    if (!quoted(r, line, &more, err)) return false;
    if (to->n + more.n > 65536) return fault(r, "longer than 64 KiB", err);
    *to = arena_printf(r->a, "%.*s%.*s", STR_ARG(*to), STR_ARG(more));
    return true;
}

/* The string that a keyword begins; NULL with an error when it is none. */
static Str *keyword(PoReader *r, PoEntry *e, Str *context, Str *line, Err *err) {
    Str word = *line;
    size_t end = 0;
    while (end < word.n && word.p[end] != ' ' && word.p[end] != '"' && word.p[end] != '\t') end++;
    word = str_slice(*line, 0, end);
    *line = str_slice(*line, end, line->n);
    if (str_eq(word, STR("msgctxt"))) return context;
    if (str_eq(word, STR("msgid"))) return e->line = r->line, &e->one;
    if (str_eq(word, STR("msgid_plural"))) return &e->many;
    if (str_eq(word, STR("msgstr"))) return e->forms_n = 1, &e->forms[0];
    size_t form =
        word.n == 9 && str_starts(word, STR("msgstr[")) && word.p[8] == ']' ? (size_t)(word.p[7] - '0') : PLURALS_MAX;
    if (form < PLURALS_MAX && form == e->forms_n) return &e->forms[e->forms_n++];
    fault(r, "msgid, msgid_plural, msgstr or msgstr[0] should stand here, in this order", err);
    return NULL;
}

static bool entry_ends(const PoEntry *e, Str line) {
    return e->forms_n && (line.p[0] == '#' || str_starts(line, STR("msgid ")) || str_starts(line, STR("msgid\"")) ||
                          str_starts(line, STR("msgctxt")));
}

bool po_next(PoReader *r, PoEntry *e, Err *err) {
    Str context = STR(""), *to = NULL;
    *e = (PoEntry){.line = r->line};
    while (r->rest.n) {
        Str rest = r->rest, line = str_trim(str_cut(&rest, '\n'));
        if (line.n && entry_ends(e, line)) break;
        r->rest = rest;
        r->line++;
        if (!line.n) continue;
        if (line.p[0] == '#') {
            if (str_starts(line, STR("#,")) && str_find(line, STR("fuzzy")) != SIZE_MAX) r->fuzzy = true;
            continue;
        }
        if (line.p[0] != '"') to = keyword(r, e, &context, &line, err);
        if (!to && line.p && line.n && line.p[0] == '"') return fault(r, "this string belongs to nothing", err);
        if (!to) return false;
        if (!append(r, to, line, err)) return false;
    }
    if (!e->forms_n) {
        if (e->line && (e->one.n || e->many.n || context.n)) return fault(r, "a msgid without a msgstr", err);
        r->done = true;
        return false;
    }
    e->fuzzy = r->fuzzy && e->one.n; /* of the header msgmerge says so, too */
    r->fuzzy = false;
    return true;
}
