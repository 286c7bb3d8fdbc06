/* grammar.c - picks alternatives while copying, so a template is read once and nothing is built. */
#include "grammar.h"

bool chance(Rng *r, double p) {
    return rng_unit(r) < p;
}

static void add_amount(Buf *out, Rng *r, double low, double high) {
    double u = rng_unit(r), value = low + (high - low) * u * u;
    switch (rng_below(r, 6)) {
    case 0:
        buf_printf(out, "%.0f dollars", value);
        break;
    case 1:
        buf_printf(out, "$%.0f", value);
        break;
    case 2:
        buf_printf(out, "%.2f", value);
        break;
    case 3:
        buf_printf(out, "USD %.0f", value);
        break;
    default:
        buf_printf(out, "$%.2f", value);
        break;
    }
}

void grammar_pool(Buf *out, Rng *r, DemoPool pool) {
    switch (pool) {
    case POOL_AMOUNT:
        add_amount(out, r, 20, 2500);
        return;
    case POOL_SMALL:
        add_amount(out, r, 2, 40);
        return;
    case POOL_PCT:
        buf_printf(out, "%d", 2 + (int)rng_below(r, 5));
        return;
    case POOL_SOME:
        buf_printf(out, "%d", 3 + (int)rng_below(r, 27));
        return;
    default:
        break;
    }
    DemoLines lines = DEMO_POOLS[pool];
    grammar_expand(out, r, lines.p[rng_below(r, lines.n)]);
}

/* A group as make_texts.py lays it out, with the bytes of its head. */
enum { GROUP_HEAD = 4 };

static size_t group_length(const char *head) {
    return (size_t)(head[2] - 32) * 64 + (size_t)(head[3] - 32);
}

static Str alternative(Str body, uint64_t wanted) {
    size_t begin = 0;
    for (size_t i = 0; i < body.n; i++) {
        char c = body.p[i];
        if (c == '\002') {
            i += GROUP_HEAD + group_length(body.p + i) - 1;
        } else if (c == '|') {
            if (wanted-- == 0) return str_slice(body, begin, i);
            begin = i + 1;
        }
    }
    return str_slice(body, begin, body.n);
}

void grammar_expand(Buf *out, Rng *r, Str template) {
    size_t plain = 0;
    for (size_t i = 0; i < template.n;) {
        const char *at = template.p + i;
        if (*at != '\001' && *at != '\002') {
            i++;
            continue;
        }
        buf_add(out, (Str){template.p + plain, i - plain});
        if (*at == '\002') {
            Str body = {at + GROUP_HEAD, group_length(at)};
            grammar_expand(out, r, alternative(body, rng_below(r, (uint64_t)(at[1] - 32))));
            i += GROUP_HEAD + body.n;
        } else {
            grammar_pool(out, r, (DemoPool)(at[1] - 32));
            i += 2;
        }
        plain = i;
    }
    buf_add(out, (Str){template.p + plain, template.n - plain});
}

void grammar_sentence(Buf *out, Rng *r, DemoLines lines) {
    if (out->n > 0 && out->p[out->n - 1] != '\n') buf_add_char(out, ' ');
    size_t begin = out->n;
    grammar_expand(out, r, lines.p[rng_below(r, lines.n)]);
    if (begin < out->n && out->p[begin] >= 'a' && out->p[begin] <= 'z') out->p[begin] -= 'a' - 'A';
}
