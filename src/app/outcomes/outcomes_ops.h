/* outcomes_ops.h - this folder's parts of the registry, and columns they share. */
#pragma once
#include "app/op.h"

extern const Op *const OPS_OUTCOMES[];
extern const Op *const OPS_RELEASES[];
extern const Op *const OPS_HOOKS[];
extern const Op *const OPS_HOOK_CHANGES[];
extern const Op *const OPS_PROPOSALS[];
extern const Op *const OPS_MINE[];
extern const Op *const OPS_TOLD[];
extern const Op *const OPS_EXPOSURE[];
extern const Op *const OPS_LEDGER[];
extern const Op *const OPS_PORTFOLIO[];
extern const Op *const OPS_ALERTS[];

extern const Column OUTCOME_COLUMNS[], OUTCOME_FACTS[];
