/* ledger_book.h - the value ledger read out of its chain: each value with the newest of what was said about it.
 *
 *     value.expect    sealed before the release; its row's number is the value's number
 *     value.realise   what the outcome of its release makes of it; a later one replaces it
 *     value.cost, value.share, value.correct     the work's cost, who it is owed to, a mistake put right
 *
 * Nothing is ever changed: a row is added, and the newest counts. Money is in hundredths. */
#pragma once
#include "app/op.h"
#include "outcomes/ledger.h"
#include "store/chain_store.h"

enum { OWNERS_MAX = 20 };

typedef struct Value {
    int64_t id, theme_id, problem_id, sealed_at;
    Str title, currency, forecaster, unit_source, unit_date;
    bool revenue; /* else savings */
    double fall, fall_low, fall_high, voices_a_week;
    int64_t weeks, unit, unit_sealed; /* money of one avoided contact; as corrected; as sealed */
    int64_t expected, expected_low, expected_high;
    int64_t cost;
    size_t owners_n;
    Str owners[OWNERS_MAX];
    int32_t shares[OWNERS_MAX];
    bool judged;
    int64_t release_id, realised_at;
    Verdict verdict;
    double avoided, avoided_low, avoided_high; /* NAN: refused */
} Value;

/* All values, oldest first. */
bool ledger_values(Call *call, Value **values, size_t *n, Err *err);
/* Those of these themes and problems, and those that this release (0: none) realised, without reading the others;
 * oldest first. */
typedef struct LedgerSubjects {
    int64_t *themes, *problems;
    size_t themes_n, problems_n;
    int64_t release_id;
} LedgerSubjects;
bool ledger_values_of(Call *call, const LedgerSubjects *subjects, Value **values, size_t *n, Err *err);
bool ledger_value(Call *call, int64_t id, Value *value, Err *err); /* ERR_NOT_FOUND */
LedgerRow ledger_row(const Value *v);                              /* for the sums, in hundredths */

/* Appends to the ledger (and the audit log), in the caller's transaction. `body` is taken over. */
bool ledger_note(Call *call, const char *action, int64_t value_id, json_t *body, Err *err);

/* "6.50" -> 650; at most two decimals, not negative. */
bool money_parse(Str s, int64_t *out);
json_t *money_json(double hundredths); /* in whole units, two decimals; NaN: null */

extern const Field SHAPE_OF_VALUE[];
json_t *value_json(Arena *a, const Value *v);

/* Judges the value's release and appends what came of it. *done false: the last look is not done yet. The release: the
 * one given, else the newest of its problem or theme after it was sealed. */
bool ledger_realise(Call *call, const Value *v, int64_t release_id, bool *done, Err *err);
