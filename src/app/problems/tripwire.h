/* tripwire.h - decisions that end by themselves. */
#pragma once
#include "app/op.h"

/* After signals were coded: counts all problems anew, and opens those again whose rate (voices a week, mean of the last
 * weeks) reached the tripwire of a decline or deferral that stands. Each is an event in the audit log, with both rates.
 * A transaction of its own. *opened: how many. */
bool problems_heard(Call *call, int64_t *opened, Err *err);
