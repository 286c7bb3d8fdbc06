/* each_op.h - every operation of the registry, one after the other. Once in a function. */
#pragma once
#include "app/op.h"

#define EACH_OP(op)                                                                                                    \
    size_t ops_n;                                                                                                      \
    const Op *const *ops = ops_all(&ops_n);                                                                            \
    assert_true(ops_n >= 10);                                                                                          \
    for (const Op *const *at = ops, *op; at < ops + ops_n && (op = *at, true); at++)
