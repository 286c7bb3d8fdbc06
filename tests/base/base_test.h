/* base_test.h - what every test of base includes, in the order that cmocka wants. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

#define assert_str(s, literal) assert_true(str_eq((s), STR(literal)))
