/* plural.c - the expression of a Plural-Forms line: C's operators on unsigned numbers and n, as gettext's manual has
 * them. */
#include <string.h>

#include "texts.h"

enum { DEPTH_MAX = 40, LENGTH_MAX = 1000 };

typedef struct Reader {
    Str rest;
    uint64_t n;
    int depth;
    bool bad;
} Reader;

static bool takes(Reader *r, const char *token) {
    r->rest = str_trim(r->rest);
    if (!str_starts(r->rest, str_from_c(token))) return false;
    r->rest = str_slice(r->rest, strlen(token), r->rest.n);
    return true;
}

static uint64_t choice(Reader *r);

static uint64_t number(Reader *r) {
    uint64_t v = 0;
    size_t i = 0;
    for (; i < r->rest.n && i < 18 && r->rest.p[i] >= '0' && r->rest.p[i] <= '9'; i++)
        v = v * 10 + (uint64_t)(r->rest.p[i] - '0');
    if (!i) r->bad = true;
    r->rest = str_slice(r->rest, i, r->rest.n);
    return v;
}

static uint64_t atom(Reader *r) {
    if (r->bad || ++r->depth > DEPTH_MAX) return r->bad = true, 0;
    uint64_t v;
    if (takes(r, "!")) {
        v = !atom(r);
    } else if (takes(r, "(")) {
        v = choice(r);
        if (!takes(r, ")")) r->bad = true;
    } else if (takes(r, "n")) {
        v = r->n;
    } else {
        v = number(r);
    }
    r->depth--;
    return v;
}

/* Longer tokens first, so that "<=" is not read as "<". */
static const struct {
    const char *token;
    int level;
} OPERATORS[] = {{"||", 0}, {"&&", 1}, {"==", 2}, {"!=", 2}, {"<=", 3}, {">=", 3}, {"<", 3},
                 {">", 3},  {"+", 4},  {"-", 4},  {"*", 5},  {"/", 5},  {"%", 5}};
enum { OPERATORS_N = sizeof OPERATORS / sizeof *OPERATORS, LEVELS = 6 };

static uint64_t applied(Reader *r, size_t op, uint64_t x, uint64_t y) {
    if (op >= 11 && !y) return r->bad = true, 0;
    switch (op) {
    case 0:
        return x || y;
    case 1:
        return x && y;
    case 2:
        return x == y;
    case 3:
        return x != y;
    case 4:
        return x <= y;
    case 5:
        return x >= y;
    case 6:
        return x < y;
    case 7:
        return x > y;
    case 8:
        return x + y;
    case 9:
        return x - y;
    case 10:
        return x * y;
    case 11:
        return x / y;
    default:
        return x % y;
    }
}

static uint64_t operation(Reader *r, int level) {
    if (level == LEVELS) return atom(r);
    uint64_t x = operation(r, level + 1);
    for (bool more = true; more && !r->bad;) {
        more = false;
        for (size_t i = 0; i < OPERATORS_N && !more; i++)
            if (OPERATORS[i].level == level && takes(r, OPERATORS[i].token)) {
                x = applied(r, i, x, operation(r, level + 1));
                more = true;
            }
    }
    return x;
}

static uint64_t choice(Reader *r) {
    if (r->bad || ++r->depth > DEPTH_MAX) return r->bad = true, 0;
    uint64_t v = operation(r, 0);
    if (takes(r, "?")) {
        uint64_t yes = choice(r);
        if (!takes(r, ":")) r->bad = true;
        uint64_t no = choice(r);
        v = v ? yes : no;
    }
    r->depth--;
    return v;
}

int plural_form(Str expression, uint64_t n) {
    Reader r = {.rest = expression, .n = n};
    if (expression.n > LENGTH_MAX) return -1;
    uint64_t form = choice(&r);
    return r.bad || str_trim(r.rest).n || form >= PLURALS_MAX ? -1 : (int)form;
}
