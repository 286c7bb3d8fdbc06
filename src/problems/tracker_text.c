/* tracker_text.c - Markdown and Jira wiki out of a brief, with everything made inert. */
#include "problems/tracker_text.h"

#include <string.h>

#include "base/buf.h"

enum { TEXT_CAP = 8 * BRIEF_BYTES, TITLE_MAX = 200 };

const char *tracker_name(TrackerKind kind) {
    static const char *const NAMES[] = {"github", "gitlab", "jira"};
    return NAMES[kind];
}

/* Markdown: an empty comment keeps @ and # from meaning a person or an issue, and shows nothing. */
static void add_markdown(Buf *b, Str s) {
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\r') continue;
        if (c == '<') buf_lit(b, "&lt;");
        else if (c == '@' || c == '#') buf_printf(b, "%c<!-- -->", c);
        else if (strchr("[]!`*_~|\\", c)) buf_printf(b, "\\%c", c);
        else buf_add_char(b, c);
        if (c == ':' && i + 2 < s.n && s.p[i + 1] == '/' && s.p[i + 2] == '/')
            buf_lit(b, "<!-- -->"); /* no link by itself */
    }
}

static void add_wiki(Buf *b, Str s) {
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\r') continue;
        if (strchr("{}[]!|*_^~+?\\", c)) buf_add_char(b, '\\');
        buf_add_char(b, c);
    }
}

typedef struct Writer {
    Buf b;
    bool wiki;
} Writer;

static void add_said(Writer *w, Str s) {
    if (w->wiki) add_wiki(&w->b, s);
    else add_markdown(&w->b, s);
}

static void add_quote(Writer *w, const BriefBlock *q) {
    char hex[65];
    hex_encode(hex, q->sha256.bytes, sizeof q->sha256.bytes);
    if (w->wiki) buf_lit(&w->b, "{quote}\n");
    for (Str rest = q->text; rest.p;) {
        if (!w->wiki) buf_lit(&w->b, "> ");
        add_said(w, str_cut(&rest, '\n'));
        buf_lit(&w->b, "\n");
    }
    if (w->wiki) buf_lit(&w->b, "{quote}\n");
    buf_printf(&w->b, "%ssignal %lld, bytes %u-%u, sha256 %.16s\n", w->wiki ? "" : ">\n> ", (long long)q->signal,
               q->begin, q->end, hex);
}

/* Our own lists stay lists; the rest of each line does nothing. */
static void add_text(Writer *w, Str text) {
    for (Str rest = text; rest.p;) {
        Str line = str_cut(&rest, '\n');
        if (str_starts(line, STR("- "))) {
            buf_add(&w->b, w->wiki ? STR("* ") : STR("- "));
            line = str_slice(line, 2, line.n);
        }
        add_said(w, line);
        buf_lit(&w->b, "\n");
    }
}

static void add_section(Writer *w, const BriefSection *s) {
    buf_printf(&w->b, "\n%s ", w->wiki ? "h2." : "##");
    add_said(w, s->heading);
    buf_lit(&w->b, "\n");
    for (size_t i = 0; i < s->n; i++) {
        const BriefBlock *b = &s->blocks[i];
        if (b->kind != BLOCK_QUESTION || i == 0 || b[-1].kind != BLOCK_QUESTION) buf_lit(&w->b, "\n");
        if (b->kind == BLOCK_QUOTE) {
            add_quote(w, b);
        } else if (b->kind == BLOCK_QUESTION) {
            buf_add(&w->b,
                    w->wiki ? (b->done ? STR("* (/) ") : STR("* (?) ")) : (b->done ? STR("- [x] ") : STR("- [ ] ")));
            add_said(w, b->text);
            buf_lit(&w->b, "\n");
        } else {
            add_text(w, b->text);
        }
    }
}

Str tracker_text(Arena *a, TrackerKind kind, const Brief *brief, Str mark) {
    Writer w = {buf_new(TEXT_CAP), kind == TRACKER_JIRA};
    buf_printf(&w.b, "%sProblem %lld, version %lld of its brief. Every quote was checked against its signal.\n", "",
               (long long)brief->problem, (long long)brief->version);
    for (size_t i = 0; i < brief->n; i++) add_section(&w, &brief->sections[i]);
    buf_printf(&w.b, "\n%.*s\n", STR_ARG(mark));
    Str text = arena_str(a, buf_str(&w.b));
    buf_free(&w.b);
    return text;
}

Str tracker_title(Arena *a, const Brief *brief) {
    return arena_str(a, str_slice(brief->title, 0, TITLE_MAX));
}
