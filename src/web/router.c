/* router.c - matches paths segment by segment. A path without {names} wins over one with them, whatever its method:
 * an address is one thing. The table is short, so a walk over it is quicker than anything clever. */
#include "router.h"

#include <string.h>

#include "request.h"

static bool is_capture(Str segment) {
    return segment.n > 2 && segment.p[0] == '{';
}

static bool match(Arena *a, const Op *op, Str path, Route *route, Err *err) {
    Str pattern = str_from_c(op->path);
    Route found = {.op = op};
    while (pattern.p && path.p) {
        Str want = str_cut(&pattern, '/'), have = str_cut(&path, '/');
        if (!is_capture(want)) {
            if (!str_eq(want, have)) return false;
            continue;
        }
        if (!have.n || found.args_n == ROUTE_ARGS_MAX) return false;
        RawArg *arg = &found.args[found.args_n++];
        arg->name = str_slice(want, 1, want.n - 1);
        if (!url_decode(a, have, false, &arg->value, err)) return false;
    }
    if (pattern.p || path.p) return false;
    *route = found;
    return true;
}

bool router_find(Arena *a, Str path, Door door, Routes *routes, Err *err) {
    size_t n;
    const Op *const *ops = ops_all(&n);
    Routes found = {0};
    for (int captures = 0; captures < 2 && !found.read.op && !found.write.op; captures++) {
        for (size_t i = 0; i < n; i++) {
            if (!(ops[i]->doors & door) || !ops[i]->path) continue;
            if ((strchr(ops[i]->path, '{') != NULL) != captures) continue;
            Route *route = strcmp(ops[i]->method, "GET") == 0 ? &found.read : &found.write;
            if (!route->op && !match(a, ops[i], path, route, err) && err->code) return false;
        }
    }
    *routes = found;
    return found.read.op || found.write.op;
}
