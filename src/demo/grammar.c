/* grammar.c - picks alternatives while copying, so a template is read once and nothing is built. */
#include "grammar.h"

bool chance(Rng *r, double p) { return rng_unit(r) < p; }

static void add_amount(Buf *out, Rng *r, double low, double high) {
    double u = rng_unit(r), value = low + (high - low) * u * u;
    switch (rng_below(r, 6)) {
    case 0: buf_printf(out, "%.0f dollars", value); break;
    case 1: buf_printf(out, "$%.0f", value); break;
    case 2: buf_printf(out, "%.2f", value); break;
    case 3: buf_printf(out, "USD %.0f", value); break;
    default: buf_printf(out, "$%.2f", value); break;
    }
}

void grammar_pool(Buf *out, Rng *r, DemoPool pool) {
    switch (pool) {
    case POOL_AMOUNT: add_amount(out, r, 20, 2500); return;
    case POOL_SMALL: add_amount(out, r, 2, 40); return;
    case POOL_PCT: buf_printf(out, "%d", 2 + (int)rng_below(r, 5)); return;
    case POOL_SOME: buf_printf(out, "%d", 3 + (int)rng_below(r, 27)); return;
    default: break;
    }
    DemoLines lines = DEMO_POOLS[pool];
    grammar_expand(out, r, lines.p[rng_below(r, lines.n)]);
}

/* `body` starts behind a '{'. Returns the length up to the matching '}' and counts its alternatives. */
static size_t group_length(Str body, size_t *alternatives) {
    size_t depth = 0, i = 0;
    *alternatives = 1;
    for (; i < body.n; i++) {
        char c = body.p[i];
        if (c == '{') depth++;
        else if (c == '}' && depth-- == 0) break;
        else if (c == '|' && depth == 0) ++*alternatives;
    }
    return i;
}

static Str alternative(Str group, size_t wanted) {
    size_t depth = 0, begin = 0;
    for (size_t i = 0; i < group.n; i++) {
        char c = group.p[i];
        if (c == '{') depth++;
        else if (c == '}') depth--;
        else if (c == '|' && depth == 0) {
            if (wanted-- == 0) return str_slice(group, begin, i);
            begin = i + 1;
        }
    }
    return str_slice(group, begin, group.n);
}

void grammar_expand(Buf *out, Rng *r, Str template) {
    size_t plain = 0;
    for (size_t i = 0; i < template.n;) {
        char c = template.p[i];
        if (c != '{' && c != '\001') {
            i++;
            continue;
        }
        buf_add(out, str_slice(template, plain, i));
        if (c == '{') {
            size_t n, length = group_length(str_slice(template, i + 1, template.n), &n);
            grammar_expand(out, r, alternative(str_slice(template, i + 1, i + 1 + length), rng_below(r, n)));
            i += length + 2;
        } else {
            grammar_pool(out, r, (DemoPool)(template.p[i + 1] - 32));
            i += 2;
        }
        plain = i;
    }
    buf_add(out, str_slice(template, plain, template.n));
}

void grammar_sentence(Buf *out, Rng *r, DemoLines lines) {
    if (out->n > 0 && out->p[out->n - 1] != '\n') buf_add_char(out, ' ');
    size_t begin = out->n;
    grammar_expand(out, r, lines.p[rng_below(r, lines.n)]);
    if (begin < out->n && out->p[begin] >= 'a' && out->p[begin] <= 'z') out->p[begin] -= 'a' - 'A';
}
