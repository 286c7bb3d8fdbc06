/* address.c - addresses made from the patterns of the registry. */
#include "address.h"

#include "html.h"
#include "show.h"

static bool name_value(Arena *a, Str name, const RawArg *args, size_t n, const json_t *answer, Str *out) {
    for (size_t i = 0; i < n; i++)
        if (str_eq(args[i].name, name) && args[i].value.n) return *out = args[i].value, true;
    const json_t *member = json_object_get(answer, arena_str(a, name).p);
    *out = json_is_string(member) || json_is_integer(member) ? show_plain(a, member) : STR("");
    return out->n > 0;
}

bool address_fill(Buf *out, Arena *a, Str pattern, const RawArg *args, size_t n, const json_t *answer) {
    while (pattern.p) {
        buf_add(out, str_cut(&pattern, '{'));
        if (!pattern.p) break;
        Str value;
        if (!name_value(a, str_cut(&pattern, '}'), args, n, answer, &value)) return false;
        html_url_part(out, value);
    }
    return true;
}
