/* fake_ops.h - writing operations of the fake app: what they did can be asked, and long ones wait to be let go. */
#pragma once
#include "app/op.h"

enum { FAKE_OPS_N = 7 };
/* POST /themes/{theme}/rename (quick; the name "taken" is a conflict), POST /themes/merge (a job; see below),
 * POST /releases (every type of parameter), POST /imports (API; the parameter `file` is
 * for the command line only), POST /slow (quick by its row, and takes 2.5 s all the same). */
extern const Op FAKE_OPS[FAKE_OPS_N];

/* A merge stays at 42 percent until it is let go or cancelled; one that begins with theme 777, until cancelled. */
void fake_ops_hold(bool hold);
/* Merges fail when they end. */
void fake_ops_fail(bool fail);
/* What the last one that ended got, as "name=value;" */
void fake_ops_last(char *out, size_t size);
