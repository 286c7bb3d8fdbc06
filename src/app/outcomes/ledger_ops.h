/* ledger_ops.h - what the operations of the ledger share. */
#pragma once
#include "ledger_book.h"

#define VALUE_PARAM                                                                                                    \
    {                                                                                                                  \
        .name = "value", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .required = true, .positional = true,          \
        .help = "number of the value in the ledger"                                                                    \
    }
#define BY_PARAM                                                                                                       \
    { .name = "by", .type = PARAM_STR, .max = 200, .help = "your name, for the log; not when you are signed in" }

/* The amount of an argument, in hundredths. */
bool money_arg(const Call *call, const char *name, int64_t *out, Err *err);

/* What each operation that writes answers. */
extern const Field LEDGER_WROTE[];
extern const Column LEDGER_WROTE_FACTS[];

extern const Op OP_LEDGER_COST, OP_LEDGER_SHARE, OP_LEDGER_CORRECT, OP_LEDGER_LIST, OP_LEDGER_VERIFY;
