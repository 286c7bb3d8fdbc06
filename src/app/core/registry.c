/* registry.c - all operations in one list, in the order of the help. */
#include <assert.h>
#include <string.h>

#include "app_private.h"
#include "outcomes_ops.h"

enum { MAX_OPS = 512 };

static const Op *all[MAX_OPS];
static size_t all_n;

/* Filled before main, so that the list is constant for every thread. */
__attribute__((constructor)) static void collect(void) {
    static const Op *const *const parts[] = {
        OPS_WORK,
        OPS_AREAS,
        OPS_THEMES,
        OPS_FACETS,
        OPS_EDITS,
        OPS_CODEBOOKS,
        OPS_FINDINGS,
        OPS_SIGNALS,
        OPS_PROBLEMS,
        OPS_STRATEGIES,
        OPS_COMPONENTS,
        OPS_TEAMS,
        OPS_PEOPLE,
        OPS_ROUTE,
        OPS_SOURCES,
        OPS_TOUCHPOINTS,
        OPS_OUTCOMES,
        OPS_RELEASES,
        OPS_EXPOSURE,
        OPS_LEDGER,
        OPS_PORTFOLIO,
        OPS_ALERTS,
        OPS_AUDIT,
        OPS_SIGN_IN,
        OPS_ACCOUNT,
        OPS_ACCOUNTS,
        OPS_SETUP,
        OPS_HOME,
        OPS_BACKUP,
        OPS_DOCTOR,
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (const Op *const *op = parts[i]; *op; op++) {
            assert(all_n < MAX_OPS);
            all[all_n++] = *op;
        }
}

const Op *const *ops_all(size_t *n) {
    *n = all_n;
    return all;
}

const Op *op_find(Str id) {
    for (size_t i = 0; i < all_n; i++)
        if (str_eq(id, str_from_c(all[i]->id))) return all[i];
    return NULL;
}

const Op *op_by_words(Str words) {
    for (size_t i = 0; i < all_n; i++)
        if (all[i]->words && str_eq(words, str_from_c(all[i]->words))) return all[i];
    return NULL;
}
