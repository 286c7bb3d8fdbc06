/* brief_parse.c - Markdown to a brief. Line by line; the parts of Markdown that mean something here are headings, block
 * quotes, boxes to tick and code fences (which hold none of the others). */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "brief_parts.h"
#include "text/utf8.h"

typedef struct Reader {
    Arena *a;
    Str file, text;
    size_t at;   /* of the line in hand */
    size_t line; /* its number */
    Str now;     /* without its line end */
    size_t next; /* where the next one begins */
    Brief *out;
    BriefBlock *blocks; /* of all sections, in one array */
    size_t blocks_n;
    BriefSection sections[BRIEF_BLOCKS];
    Err *err;
} Reader;

static const char *const HEADINGS[BRIEF_OTHER] = {
    [BRIEF_WHO] = "Who is affected",
    [BRIEF_SINCE] = "Since when",
    [BRIEF_AIM] = "What they try to do",
    [BRIEF_HAPPENS] = "What happens",
    [BRIEF_INSTEAD] = "What they do instead",
    [BRIEF_SEVERITY] = "Severity",
    [BRIEF_COUNTER] = "Counter-evidence",
    [BRIEF_UNKNOWN] = "What we do not know yet",
    [BRIEF_VALUE] = "Expected value",
    [BRIEF_MEASURE] = "How we will know",
    [BRIEF_NOTES] = "Notes",
};

const char *brief_heading(BriefPart part) {
    return part == BRIEF_OTHER ? NULL : HEADINGS[part];
}

const BriefSection *brief_section(const Brief *brief, BriefPart part) {
    for (size_t i = 0; i < brief->n; i++)
        if (brief->sections[i].part == part) return &brief->sections[i];
    return NULL;
}

bool brief_fail(Err *err, Str file, size_t line, const char *hint, const char *format, ...) {
    char what[400];
    va_list list;
    va_start(list, format);
    vsnprintf(what, sizeof what, format, list);
    va_end(list);
    return err_set(err, ERR_INPUT, hint, "%.*s, line %zu: %s", STR_ARG(file), line, what);
}

static bool advance(Reader *r) {
    if (r->next > r->text.n) return false;
    Str rest = str_slice(r->text, r->next, r->text.n), line = str_cut(&rest, '\n');
    r->at = r->next;
    r->next = rest.p ? r->at + line.n + 1 : r->text.n + 1;
    r->line++;
    r->now = str_ends(line, STR("\r")) ? str_slice(line, 0, line.n - 1) : line;
    return true;
}

static bool is_fence(Str line) {
    return str_starts(str_trim(line), STR("```"));
}
static bool is_box(Str line) {
    return str_starts(line, STR("- [ ] ")) || str_starts(line, STR("- [x] ")) || str_starts(line, STR("- [X] "));
}
static bool is_quote(Str line) {
    return line.n && line.p[0] == '>';
}
static bool is_heading(Str line) {
    return str_starts(line, STR("## "));
}

/* ---- the signal of a quote ------------------------------------------------------------------- */

static const char QUOTE_HINT[] = "end each quote with a line like: > -- signal 812";

static bool take_number(Str *rest, uint64_t max, int64_t *out) {
    size_t n = 0;
    while (n < rest->n && rest->p[n] >= '0' && rest->p[n] <= '9') n++;
    if (!n || !str_to_i64(str_slice(*rest, 0, n), out) || (uint64_t)*out > max) return false;
    *rest = str_slice(*rest, n, rest->n);
    return true;
}

static bool take_word(Str *rest, const char *word) {
    Str w = str_from_c(word);
    *rest = str_trim(*rest);
    if (!str_starts(*rest, w)) return false;
    *rest = str_trim(str_slice(*rest, w.n, rest->n));
    return true;
}

/* "-- signal 812" or "-- signal 812, bytes 120-151, sha256 9f2c..." */
static bool signal_of(Str line, BriefBlock *quote) {
    Str rest = line;
    int64_t begin, end;
    bool dash = take_word(&rest, "--") || take_word(&rest, "\xE2\x80\x94");
    if (!dash || !take_word(&rest, "signal") || !take_number(&rest, INT64_MAX, &quote->signal)) return false;
    rest = str_trim(rest);
    quote->placed = rest.n > 0;
    if (!quote->placed) return quote->signal > 0;
    bool ok = take_word(&rest, ",") && take_word(&rest, "bytes") && take_number(&rest, UINT32_MAX, &begin) &&
              take_word(&rest, "-") && take_number(&rest, UINT32_MAX, &end) && take_word(&rest, ",") &&
              take_word(&rest, "sha256") && hex_decode(quote->sha256.bytes, sizeof quote->sha256.bytes, str_trim(rest));
    if (!ok) return false;
    quote->begin = (uint32_t)begin;
    quote->end = (uint32_t)end;
    return quote->signal > 0;
}

static Str quoted_line(Str line) {
    Str s = str_slice(line, 1, line.n);
    return str_starts(s, STR(" ")) ? str_slice(s, 1, s.n) : s;
}

/* The lines of a block quote: words, then the signal. Leaves the line behind it in hand; *more: there is one. */
static bool read_quote(Reader *r, BriefBlock *block, bool *more) {
    Buf words = buf_new(BRIEF_BYTES);
    Str last = {NULL, 0};
    size_t last_line = r->line, n = 0;
    block->line = r->line;
    *more = true;
    while (*more && is_quote(r->now)) {
        if (n > 1) buf_add_char(&words, '\n');
        if (n > 0) buf_add(&words, last);
        last = quoted_line(r->now);
        last_line = r->line;
        n++;
        *more = advance(r);
    }
    Str said = buf_str(&words);
    if (n > 2 && str_ends(said, STR("\n"))) said.n--; /* the empty line between words and signal */
    block->text = arena_str(r->a, said);
    buf_free(&words);
    if (!signal_of(last, block))
        return brief_fail(r->err, r->file, last_line, QUOTE_HINT, "this quote does not say which signal it is from");
    return block->text.n || brief_fail(r->err, r->file, block->line, QUOTE_HINT, "there are no words in this quote");
}

/* ---- blocks ---------------------------------------------------------------------------------- */

static BriefBlock *add_block(Reader *r, BlockKind kind) {
    BriefSection *s = &r->sections[r->out->n - 1];
    BriefBlock *b = &r->blocks[r->blocks_n++];
    *b = (BriefBlock){.kind = kind, .line = r->line};
    s->n++;
    return b;
}

/* Up to an empty line or what begins something else. */
static bool read_text(Reader *r, BriefBlock *block) {
    size_t begin = r->at, end = begin;
    bool more = true, fenced = false;
    while (more && (fenced || (str_trim(r->now).n && !is_heading(r->now) && !is_quote(r->now) && !is_box(r->now)))) {
        if (is_fence(r->now)) fenced = !fenced;
        if (str_trim(r->now).n) end = r->at + r->now.n;
        more = advance(r);
    }
    block->text = str_slice(r->text, begin, end);
    return more;
}

static bool read_blocks(Reader *r) {
    bool more = true;
    while (more && !is_heading(r->now)) {
        if (!str_trim(r->now).n) {
            more = advance(r);
            continue;
        }
        if (!r->out->n)
            return brief_fail(r->err, r->file, r->line, "put it below a heading: ## Notes",
                              "text before the first section");
        if (r->blocks_n == BRIEF_BLOCKS)
            return brief_fail(r->err, r->file, r->line, "make it shorter", "more than %d paragraphs", BRIEF_BLOCKS);
        if (is_quote(r->now)) {
            if (!read_quote(r, add_block(r, BLOCK_QUOTE), &more)) return false;
        } else if (is_box(r->now)) {
            BriefBlock *b = add_block(r, BLOCK_QUESTION);
            b->done = r->now.p[3] != ' ';
            b->text = str_trim(str_slice(r->now, 6, r->now.n));
            more = advance(r);
        } else {
            more = read_text(r, add_block(r, BLOCK_TEXT));
        }
    }
    if (!more) r->now = (Str){NULL, 0};
    return true;
}

static bool begin_section(Reader *r) {
    Str name = str_trim(str_slice(r->now, 3, r->now.n));
    BriefPart part = 0;
    while (part < BRIEF_OTHER && !str_eq_nocase(name, str_from_c(HEADINGS[part]))) part++;
    if (!name.n) return brief_fail(r->err, r->file, r->line, "name it", "a heading without words");
    if (r->out->n == BRIEF_BLOCKS) return brief_fail(r->err, r->file, r->line, "make it shorter", "too many sections");
    for (size_t i = 0; i < r->out->n; i++)
        if (part != BRIEF_OTHER && r->sections[i].part == part)
            return brief_fail(r->err, r->file, r->line, "join the two", "there is a second section \"%s\"",
                              HEADINGS[part]);
    r->sections[r->out->n++] = (BriefSection){part, part == BRIEF_OTHER ? name : str_from_c(HEADINGS[part]),
                                              r->blocks + r->blocks_n, 0, r->line};
    return true;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool read_front(Reader *r) {
    if (!advance(r) || !str_eq(str_trim(r->now), STR("---")))
        return brief_fail(r->err, r->file, 1, "export a problem to see how a brief looks: ridealong problem export 1",
                          "a brief begins with a line of ---");
    while (advance(r))
        if (str_eq(str_trim(r->now), STR("---")))
            return brief_front_read(r->a, r->file, str_slice(r->text, 0, r->at), r->out, r->err);
    return brief_fail(r->err, r->file, r->line, "close it with a line of ---", "the front matter does not end");
}

static bool read_title(Reader *r) {
    while (advance(r)) {
        if (!str_trim(r->now).n) continue;
        Str title = str_starts(r->now, STR("# ")) ? str_trim(str_slice(r->now, 2, r->now.n)) : (Str){"", 0};
        if (!title.n)
            return brief_fail(r->err, r->file, r->line, "write it as: # Card declined abroad",
                              "here the title must stand");
        if (title.n > BRIEF_TITLE_BYTES)
            return brief_fail(r->err, r->file, r->line, "make it shorter", "the title is longer than %d bytes",
                              BRIEF_TITLE_BYTES);
        r->out->title = title;
        return true;
    }
    return brief_fail(r->err, r->file, r->line, "write it as: # Card declined abroad", "there is no title");
}

static bool check_bytes(Str file, Str text, Err *err) {
    size_t line = 1;
    if (text.n > BRIEF_BYTES)
        return err_set(err, ERR_LIMIT, "make it shorter", "%.*s: a brief of %zu bytes; at most %d are kept",
                       STR_ARG(file), text.n, BRIEF_BYTES);
    if (!utf8_valid(text))
        return err_set(err, ERR_INPUT, "save it as UTF-8", "%.*s: this is not UTF-8 text", STR_ARG(file));
    for (size_t i = 0; i < text.n; i++) {
        line += text.p[i] == '\n';
        if ((unsigned char)text.p[i] < ' ' && !strchr("\n\r\t", text.p[i] ? text.p[i] : 1))
            return brief_fail(err, file, line, "take it out", "a control character");
    }
    return true;
}

Brief brief_new(void) {
    return (Brief){.effort_weeks = (double)NAN,
                   .value = {(double)NAN, (double)NAN, (double)NAN, {NULL, 0}, {NULL, 0}},
                   .measure = measure_default()};
}

bool brief_parse(Arena *a, Str file, Str text, Brief *out, Err *err) {
    Brief brief = brief_new();
    if (!check_bytes(file, text, err)) return false;
    Reader *r = ARENA_NEW(a, Reader);
    *r = (Reader){.a = a, .file = file, .text = text, .out = &brief, .err = err};
    r->blocks = ARENA_ARRAY(a, BriefBlock, BRIEF_BLOCKS);
    if (!read_front(r) || !read_title(r)) return false;
    bool ok = advance(r) ? read_blocks(r) : true;
    while (ok && r->now.p && is_heading(r->now)) {
        ok = begin_section(r);
        if (ok && !advance(r)) break;
        ok = ok && read_blocks(r);
    }
    if (!ok) return false;
    brief.sections = ARENA_ARRAY(a, BriefSection, brief.n + 1);
    memcpy(brief.sections, r->sections, brief.n * sizeof *brief.sections);
    *out = brief;
    return true;
}
