/* brief_write.c - a brief to Markdown. */
#include <math.h>

#include "base/buf.h"
#include "brief_parts.h"

/* A YAML scalar in double quotes (YAML 1.2, 7.3.1): takes any text of one line. */
static void add_quoted(Buf *b, Str s) {
    buf_add_char(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"' || s.p[i] == '\\') buf_add_char(b, '\\');
        buf_add_char(b, s.p[i]);
    }
    buf_add_char(b, '"');
}

static void add_text(Buf *b, const char *indent, const char *key, Str value) {
    if (!value.n) return;
    buf_printf(b, "%s%s: ", indent, key);
    add_quoted(b, value);
    buf_add_char(b, '\n');
}

static void add_real(Buf *b, const char *indent, const char *key, double value) {
    if (!isnan(value)) buf_printf(b, "%s%s: %.12g\n", indent, key, value);
}

static void add_ints(Buf *b, const char *indent, const char *key, const int64_t *v, size_t n) {
    buf_printf(b, "%s%s: [", indent, key);
    for (size_t i = 0; i < n; i++) buf_printf(b, "%s%lld", i ? ", " : "", (long long)v[i]);
    buf_lit(b, "]\n");
}

static void add_measure(Buf *b, const Measure *m) {
    buf_lit(b, "measure:\n  metric: theme_rate\n");
    add_ints(b, "  ", "themes", m->themes, m->themes_n);
    add_text(b, "  ", "segment", m->segment);
    add_text(b, "  ", "product", m->product);
    add_text(b, "  ", "channel", m->channel);
    add_real(b, "  ", "fall", m->fall);
    add_ints(b, "  ", "looks", m->looks, m->looks_n);
    add_real(b, "  ", "error", m->error);
}

static void add_front(Buf *b, const Brief *brief) {
    buf_lit(b, "---\nbrief: 1\n");
    if (brief->problem) buf_printf(b, "problem: %lld\n", (long long)brief->problem);
    if (brief->version) buf_printf(b, "version: %lld\n", (long long)brief->version);
    add_ints(b, "", "themes", brief->themes, brief->themes_n);
    add_text(b, "", "state", brief->state);
    add_text(b, "", "owner", brief->owner);
    if (brief->severity.n) buf_printf(b, "severity: %.*s\n", STR_ARG(brief->severity));
    add_real(b, "", "effort_weeks", brief->effort_weeks);
    if (!isnan(brief->value.per_contact)) {
        buf_lit(b, "value:\n");
        add_real(b, "  ", "per_contact", brief->value.per_contact);
        add_real(b, "  ", "low", brief->value.low);
        add_real(b, "  ", "high", brief->value.high);
        add_text(b, "  ", "unit", brief->value.unit);
        add_text(b, "  ", "source", brief->value.source);
    }
    if (brief->measure.themes_n) add_measure(b, &brief->measure);
    if (brief->links_n) buf_lit(b, "links:\n");
    for (size_t i = 0; i < brief->links_n; i++) {
        buf_lit(b, "  - ");
        add_quoted(b, brief->links[i]);
        buf_add_char(b, '\n');
    }
    buf_lit(b, "---\n");
}

static void add_quote(Buf *b, const BriefBlock *q) {
    for (Str rest = q->text; rest.p;) {
        Str line = str_cut(&rest, '\n');
        if (rest.p && str_ends(line, STR("\r"))) line.n--;
        buf_lit(b, ">");
        if (line.n) buf_add_char(b, ' ');
        buf_add(b, line);
        buf_add_char(b, '\n');
    }
    buf_printf(b, ">\n> -- signal %lld", (long long)q->signal);
    if (q->placed) {
        char hex[65];
        hex_encode(hex, q->sha256.bytes, sizeof q->sha256.bytes);
        buf_printf(b, ", bytes %u-%u, sha256 %s", q->begin, q->end, hex);
    }
    buf_add_char(b, '\n');
}

static void add_block(Buf *b, const BriefBlock *block, bool first) {
    /* boxes stand below one another */
    if (block->kind != BLOCK_QUESTION || first || block[-1].kind != BLOCK_QUESTION) buf_add_char(b, '\n');
    if (block->kind == BLOCK_QUOTE) {
        add_quote(b, block);
        return;
    }
    if (block->kind == BLOCK_QUESTION) buf_printf(b, "- [%c] ", block->done ? 'x' : ' ');
    for (Str rest = block->text; rest.p;) {
        Str line = str_cut(&rest, '\n');
        if (str_ends(line, STR("\r"))) line.n--;
        buf_add(b, line);
        buf_add_char(b, '\n');
    }
}

Str brief_write(Arena *a, const Brief *brief) {
    Buf b = buf_new((size_t)4 * BRIEF_BYTES);
    add_front(&b, brief);
    buf_printf(&b, "\n# %.*s\n", STR_ARG(brief->title));
    for (size_t i = 0; i < brief->n; i++) {
        const BriefSection *s = &brief->sections[i];
        buf_printf(&b, "\n## %.*s\n", STR_ARG(s->heading));
        for (size_t k = 0; k < s->n; k++) add_block(&b, &s->blocks[k], k == 0);
    }
    Str text = arena_str(a, buf_str(&b));
    buf_free(&b);
    return text;
}
