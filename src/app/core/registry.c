/* registry.c - all operations in one list, along the chain, in the order of the help. */
#include <assert.h>
#include <string.h>

#include "app_private.h"
#include "outcomes_ops.h"

enum { MAX_OPS = 512 };

static const Op *all[MAX_OPS];
static const char *headings[MAX_OPS];
static size_t all_n;

/* Filled before main, so that the list is constant for every thread. */
__attribute__((constructor)) static void collect(void) {
    static const struct {
        const char *heading;
        const Op *const *ops;
    } parts[] = {
        {"Begin", OPS_WORK},
        {"Begin", OPS_SOURCES},
        {"Signals and themes", OPS_SIGNALS},
        {"Signals and themes", OPS_AREAS},
        {"Signals and themes", OPS_THEMES},
        {"Signals and themes", OPS_FACETS},
        {"Signals and themes", OPS_EDITS},
        {"Signals and themes", OPS_CODEBOOKS},
        {"Signals and themes", OPS_FINDINGS},
        {"Problems", OPS_PROBLEMS},
        {"Problems", OPS_STRATEGIES},
        {"Owners", OPS_COMPONENTS},
        {"Owners", OPS_TEAMS},
        {"Owners", OPS_ROUTE},
        {"Touchpoints", OPS_PEOPLE},
        {"Touchpoints", OPS_TOUCHPOINTS},
        {"Outcomes", OPS_OUTCOMES},
        {"Outcomes", OPS_RELEASES},
        {"Outcomes", OPS_PROPOSALS},
        {"Outcomes", OPS_HOOKS},
        {"Outcomes", OPS_HOOK_CHANGES},
        {"Outcomes", OPS_EXPOSURE},
        {"Outcomes", OPS_LEDGER},
        {"Outcomes", OPS_PORTFOLIO},
        {"Outcomes", OPS_ALERTS},
        {"Outcomes", OPS_MINE},
        {"Outcomes", OPS_TOLD},
        {"The house", OPS_HOME},
        {"The house", OPS_SIGN_IN},
        {"The house", OPS_ACCOUNT},
        {"The house", OPS_ACCOUNTS},
        {"The house", OPS_SETUP},
        {"The house", OPS_SAMPLE},
        {"The house", OPS_WEBHOOKS},
        {"The house", OPS_AUDIT},
        {"The house", OPS_BACKUP},
        {"The house", OPS_DOCTOR},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (const Op *const *op = parts[i].ops; *op; op++) {
            assert(all_n < MAX_OPS);
            headings[all_n] = parts[i].heading;
            all[all_n++] = *op;
        }
}

const Op *const *ops_all(size_t *n) {
    *n = all_n;
    return all;
}

const char *ops_heading(size_t i) {
    return headings[i];
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
