/* router.h - which operation answers a path: the registry's rows as a table of routes. */
#pragma once
#include "app/op.h"

enum { ROUTE_ARGS_MAX = 8 };

typedef struct Route {
    const Op *op;
    RawArg args[ROUTE_ARGS_MAX]; /* from {names} in the path, decoded */
    size_t args_n;
} Route;

/* What answers at one address; op NULL: nothing does. */
typedef struct Routes {
    Route read, write; /* GET and HEAD; POST */
} Routes;

/* The operations whose path fits `path` (encoded, without /api/v1) and that have `door` open. False when there are
 * none; *err is set only for a path that fits but cannot be decoded. */
bool router_find(Arena *a, Str path, Door door, Routes *routes, Err *err);
