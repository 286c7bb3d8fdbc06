/* safe.c - hostile text made inert for a terminal and for a spreadsheet.
 *
 * A customer's text reaches an operator's terminal through the command line. Left alone, it could
 * recolour, retitle or overwrite the screen (escape sequences), show a word backwards (bidirectional
 * overrides, CVE-2021-42574) or hide words (zero-width and tag characters). Nothing is dropped
 * silently: what is neutralised stays visible. */
#include "text/safe.h"

#include <utf8proc.h>

#include "text/utf8.h"

enum { ZERO_WIDTH_JOINER = 0x200D };

static bool is_pictograph(int32_t c) {
    return utf8proc_get_property(c)->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

/* Format characters that show nothing of their own: Default_Ignorable_Code_Point, interlinear annotation. Plain
 * variation selectors only choose between two looks of the character before them, so they pass. */
static bool is_invisible(int32_t c) {
    if (c >= 0xFE00 && c <= 0xFE0F) return false;
    return utf8proc_get_property(c)->ignorable || (c >= 0xFFF9 && c <= 0xFFFB);
}

static bool turns_direction(int32_t c) {
    return c == 0x061C || (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

int32_t safe_picture(int32_t c) {
    if (c < 0x20) return 0x2400 + c; /* control pictures */
    if (c == 0x7F) return 0x2421;
    return c < 0xA0 ? (c > 0x7F ? 0xFFFD : 0) : turns_direction(c) ? 0xFFFD : 0;
}

void safe_terminal(Buf *out, Str text, bool one_line) {
    int32_t before = 0, c, after, picture;
    for (size_t at = 0; at < text.n && !out->overflowed; before = c) {
        at += utf8_next(text, at, &c);
        if (c == '\n' || c == '\t') {
            utf8_put(out, one_line ? ' ' : c);
        } else if ((picture = safe_picture(c))) {
            utf8_put(out, picture);
        } else if (c == 0x2028 || c == 0x2029) { /* line and paragraph separator */
            utf8_put(out, one_line ? ' ' : '\n');
        } else if (is_invisible(c)) {
            after = 0;
            if (at < text.n) utf8_next(text, at, &after);
            /* The joiner of a family or a profession emoji is part of its spelling. */
            bool in_emoji =
                c == ZERO_WIDTH_JOINER && is_pictograph(after) && (is_pictograph(before) || before == 0xFE0F);
            utf8_put(out, in_emoji ? c : 0xFFFD);
        } else {
            utf8_put(out, c);
        }
    }
}

/* Spreadsheets run a field that begins like this; Excel strips spaces first, and East Asian locales
 * take the full-width forms as well. */
static bool runs_as_formula(Str text) {
    double number;
    if (str_to_f64(text, &number)) return false;
    size_t at = 0;
    while (at < text.n && text.p[at] == ' ') at++;
    if (at == text.n) return false;
    int32_t c;
    utf8_next(text, at, &c);
    return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r' || c == '\n' || c == 0xFF1D ||
           c == 0xFF0B || c == 0xFF0D || c == 0xFF20;
}

static bool needs_quotes(Str text) {
    if (text.n && (text.p[0] == ' ' || text.p[text.n - 1] == ' ')) return true;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == ',' || text.p[i] == '"' || text.p[i] == '\n' || text.p[i] == '\r') return true;
    return false;
}

void safe_csv_field(Buf *out, Str text) {
    bool quoted = needs_quotes(text);
    if (quoted) buf_add_char(out, '"');
    if (runs_as_formula(text)) buf_add_char(out, '\'');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"') buf_add_char(out, '"');
        buf_add_char(out, text.p[i]);
    }
    if (quoted) buf_add_char(out, '"');
}
