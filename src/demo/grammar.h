/* grammar.h - one sentence out of many from a template; see make_texts.py for the notation. */
#pragma once
#include "base/buf.h"
#include "base/rng.h"
#include "texts.h"

void grammar_expand(Buf *out, Rng *r, Str template);
void grammar_pool(Buf *out, Rng *r, DemoPool pool); /* a line of a pool, expanded */

/* A line as a sentence of its own: a space in front unless it begins a line, a capital letter first. */
void grammar_sentence(Buf *out, Rng *r, DemoLines lines);

bool chance(Rng *r, double p);
