/* severity.h - private to the layer. */
#pragma once
#include "base/hash.h"

/* Another one for another list of words of harm. */
uint64_t severity_method(void);
