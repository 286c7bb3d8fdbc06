/* redact_words.c - splits a text into words for the rules about names and addresses. */
#include "redact_words.h"

#include <utf8proc.h>

#include "text/utf8.h"

/* Length of the letter or digit at k, or 0. */
static size_t letter_at(const Scan *s, size_t k, bool *upper) {
    char c = s->p[k];
    *upper = is_upper(c);
    if ((unsigned char)c < 0x80) return is_alnum(c);
    int32_t code_point;
    size_t length = utf8_next((Str){s->p, s->n}, k, &code_point);
    utf8proc_category_t kind = utf8proc_category(code_point);
    *upper = kind == UTF8PROC_CATEGORY_LU;
    return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_ND ? length : 0;
}

/* An apostrophe (' or U+2019) or hyphen inside a word; its length, or 0. */
static size_t joiner_at(const Scan *s, size_t k) {
    if (s->p[k] == '\'' || s->p[k] == '-') return 1;
    return str_starts(scan_str(s, k, s->n), STR("\xE2\x80\x99")) ? 3 : 0;
}

static Gap gap_between(const Scan *s, size_t begin, size_t end) {
    bool line = false, comma = false, dot = false;
    if (end - begin > 24) return GAP_OTHER;
    for (size_t k = begin; k < end; k++) {
        switch (s->p[k]) {
        case '\n':
            line = true;
            break;
        case ',':
            comma = true;
            break;
        case '.':
            dot = true;
            break;
        case ' ':
        case '\t':
        case '\r':
            break;
        case '>':
        case '?':
            if (line) break; /* a quoted reply */
            return GAP_OTHER;
        default:
            return GAP_OTHER;
        }
    }
    return line ? GAP_LINE : comma ? GAP_COMMA : dot ? GAP_DOT : begin < end ? GAP_SPACE : GAP_OTHER;
}

static Word word_from(const Scan *s, size_t begin) {
    bool upper, all_upper = true;
    size_t letters = 0;
    Word w = {.begin = (uint32_t)begin, .digits = is_digit(s->p[begin])};
    for (size_t k = begin; k < s->n;) {
        size_t n = letter_at(s, k, &upper);
        if (!n) {
            size_t joiner = k > begin ? joiner_at(s, k) : 0;
            bool more;
            if (!joiner || k + joiner >= s->n || !letter_at(s, k + joiner, &more)) break;
            k += joiner;
            continue;
        }
        if (k == begin) w.capital = upper;
        all_upper &= upper;
        letters++;
        k += n;
        w.end = (uint32_t)k;
    }
    w.upper = all_upper && letters > 1;
    return w;
}

Words scan_words(Scan *s) {
    Words w = {0};
    size_t room = 0;
    bool upper;
    for (size_t k = 0; k < s->n;) {
        if (!letter_at(s, k, &upper)) {
            k++;
            continue;
        }
        if (w.n == room) {
            room = room ? room * 2 : s->n / 6 + 16;
            Word *more = ARENA_ARRAY(s->arena, Word, room);
            if (w.n) memcpy(more, w.at, w.n * sizeof *more);
            w.at = more;
        }
        w.at[w.n] = word_from(s, k);
        if (w.n) w.at[w.n - 1].gap = gap_between(s, w.at[w.n - 1].end, k);
        k = w.at[w.n++].end;
    }
    if (w.n) {
        Gap tail = gap_between(s, w.at[w.n - 1].end, s->n);
        w.at[w.n - 1].gap = tail == GAP_OTHER && w.at[w.n - 1].end < s->n ? GAP_OTHER : GAP_END;
    }
    return w;
}

bool starts_line(Words w, size_t i) {
    return i == 0 || w.at[i - 1].gap == GAP_LINE;
}

bool starts_sentence(Words w, size_t i) {
    return starts_line(w, i) || w.at[i - 1].gap == GAP_DOT;
}
