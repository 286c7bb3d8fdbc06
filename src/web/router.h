/* router.h - which operation answers a path: the registry's rows as a table of routes. */
#pragma once
#include "app/op.h"

enum { ROUTE_ARGS_MAX = 8 };

typedef struct Route {
    const Op *op;
    RawArg args[ROUTE_ARGS_MAX]; /* from {names} in the path, decoded */
    size_t args_n;
} Route;

/* The operation whose path fits `path` (encoded, without /api/v1) and that has `door` open and is a GET: writing
 * operations wait for logins. False without touching *route when there is none; *err is set only for a path
 * that fits but cannot be decoded. */
bool router_find(Arena *a, Str path, Door door, Route *route, Err *err);
