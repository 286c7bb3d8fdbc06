/* problems_test.h - what the tests of this layer share: an arena for each test. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

static Arena *a;

static int setup(void **state) {
    (void)state;
    a = arena_new();
    return 0;
}
static int teardown(void **state) {
    (void)state;
    arena_free(a);
    return 0;
}
