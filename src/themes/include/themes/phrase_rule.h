/* phrase_rule.h - a theme that people defined by words: every text that holds the phrase belongs to it.
 *
 * The phrase's words must stand in the text one after the other, in any case and inflection: "card decline" finds
 * "Cards declined", and not "card was declined". */
#pragma once
#include "base/arena.h"
#include "base/err.h"

typedef struct PhraseRule PhraseRule;

/* ERR_INPUT when the phrase holds no word or more than 20. Immutable, so threads may share it. */
PhraseRule *phrase_rule_new(Arena *a, Str phrase, Err *err);

typedef struct PhraseMatcher PhraseMatcher; /* scratch of one thread */
PhraseMatcher *phrase_matcher_new(void);
void phrase_matcher_free(PhraseMatcher *m);
/* Takes the text apart once for all rules that are asked about it afterwards; `text` must live until then. */
void phrase_matcher_see(PhraseMatcher *m, Str text);
bool phrase_matcher_has(PhraseMatcher *m, const PhraseRule *rule);
