/* prose.c - sentences that the program wrote, as people read them. */
#include "prose.h"

#include <string.h>

#include "html.h"
#include "show.h"
#include "when.h"

enum { DAY = sizeof "2026-11-20" - 1 };

typedef enum { PIECE_PLAIN, PIECE_CODE, PIECE_DAY } PieceKind;

typedef struct {
    PieceKind kind;
    Str text;
} Piece;

static bool is_wordy(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
           c == '/' || c == '.' || (unsigned char)c >= 0x80;
}

/* Is there a day at `at` of `s`, and not a part of a longer word? A full stop may end the sentence. */
static bool is_day(Str s, size_t at) {
    static const char FORM[] = "0000-00-00";
    if (s.n - at < DAY || (at && is_wordy(s.p[at - 1]))) return false;
    for (size_t i = 0; i < DAY; i++)
        if (FORM[i] == '0' ? s.p[at + i] < '0' || s.p[at + i] > '9' : s.p[at + i] != FORM[i]) return false;
    if (at + DAY < s.n && s.p[at + DAY] != '.' && is_wordy(s.p[at + DAY])) return false;
    json_t *day = json_stringn(s.p + at, DAY);
    int64_t instant;
    bool day_only, known = when_read(day, &instant, &day_only);
    json_decref(day);
    return known;
}

/* The length of `code` with its backticks; 0: none begins here. */
static size_t code_length(Str s, size_t at) {
    const char *end = s.p[at] == '`' ? memchr(s.p + at + 1, '`', s.n - at - 1) : NULL;
    return end && end > s.p + at + 1 ? (size_t)(end + 1 - s.p) - at : 0;
}

/* The code or day that begins here, and how many bytes it takes; 0: plain text. */
static size_t special_at(Str s, size_t at, bool days, Piece *out) {
    size_t code = code_length(s, at);
    if (code) *out = (Piece){PIECE_CODE, {s.p + at + 1, code - 2}};
    else if (days && is_day(s, at)) *out = (Piece){PIECE_DAY, {s.p + at, DAY}};
    else return 0;
    return code ? code : DAY;
}

/* Cuts the next piece off. False: there is no more. */
static bool piece_next(Str s, size_t *at, bool days, Piece *out) {
    if (*at >= s.n) return false;
    size_t length = special_at(s, *at, days, out), end = *at + 1;
    Piece next;
    if (!length) {
        while (end < s.n && !special_at(s, end, days, &next)) end++;
        length = end - *at;
        *out = (Piece){PIECE_PLAIN, {s.p + *at, length}};
    }
    *at += length;
    return true;
}

/* A day as JSON, for when.h; NULL: the piece is none. The caller lets go of it. */
static json_t *piece_day(const Piece *piece) {
    return piece->kind == PIECE_DAY ? json_stringn(piece->text.p, piece->text.n) : NULL;
}

static Str words(Arena *a, const json_t *page, const json_t *v, bool days) {
    Str s = show_plain(a, v);
    Buf all = buf_new(2 * s.n + 1); /* no day takes twice as much in words */
    Piece piece;
    for (size_t at = 0; piece_next(s, &at, days, &piece);) {
        json_t *day = piece_day(&piece);
        buf_add(&all, day ? show_date(a, page, day) : piece.text);
        json_decref(day);
    }
    Str done = arena_str(a, buf_str(&all));
    buf_free(&all);
    return done;
}

static void elements(Buf *out, Arena *a, const json_t *page, const json_t *v, bool days) {
    Str s = show_plain(a, v);
    Piece piece;
    for (size_t at = 0; piece_next(s, &at, days, &piece);) {
        json_t *day = piece_day(&piece);
        if (piece.kind == PIECE_CODE) buf_lit(out, "<code>");
        if (day) html_date(out, a, page, day);
        else html_text(out, piece.text);
        if (piece.kind == PIECE_CODE) buf_lit(out, "</code>");
        json_decref(day);
    }
}

Str show_prose(Arena *a, const json_t *page, const json_t *v) {
    return words(a, page, v, true);
}
Str show_hint(Arena *a, const json_t *page, const json_t *v) {
    return words(a, page, v, false);
}

void html_prose(Buf *out, Arena *a, const json_t *page, const json_t *v) {
    elements(out, a, page, v, true);
}
void html_hint(Buf *out, Arena *a, const json_t *page, const json_t *v) {
    elements(out, a, page, v, false);
}
