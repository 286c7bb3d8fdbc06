/* cursor.c - the place in a long list, as text. */
#include "cursor.h"

#include <string.h>

#include "base/buf.h"
#include "json_build.h"

bool cursor_read(Call *call, int64_t *place, size_t n, Err *err) {
    Str rest = call_arg(call, "cursor")->s;
    memset(place, 0, n * sizeof *place);
    if (!rest.n) return true;
    bool fine = true;
    for (size_t i = 0; i < n; i++) {
        Str part = str_cut(&rest, '-');
        fine = fine && str_to_i64(part, &place[i]) && place[i] > 0;
    }
    return (fine && !rest.p) || err_set(err, ERR_INPUT, "take the `next` of the page before, or begin again without it",
                                        "cursor: this is no place in the list");
}

int64_t cursor_rows(const Call *call) {
    return call_arg(call, "limit")->i + 1;
}

size_t cursor_page(const Call *call, size_t found) {
    size_t limit = (size_t)call_arg(call, "limit")->i;
    return found < limit ? found : limit;
}

void cursor_put(Call *call, const int64_t *place, size_t n) {
    Buf b = buf_new(64);
    for (size_t i = 0; i < n; i++) buf_printf(&b, "%s%lld", i ? "-" : "", (long long)place[i]);
    put(call->reply, "next", json_str(buf_str(&b)));
    buf_free(&b);
}

void cursor_end(Call *call) {
    put(call->reply, "next", json_null());
}
