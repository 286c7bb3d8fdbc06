/* rank.h - the explained order of themes. */
#pragma once
#include "stats/change.h"

typedef struct RankInput {
    double voices, voices_max; /* in this theme; in the largest theme */
    Change change;
    double severe, signals;         /* signals with severity words; all signals */
    double customers, top_customer; /* known customers; signals of the loudest one */
} RankInput;

/* Each part 0..1, the score their weighted sum, 0..100. The page shows the parts. */
typedef struct Rank {
    double size, growth, severity, spread, score;
} Rank;

extern const Rank RANK_WEIGHTS; /* .score unused; the others sum to 1 */
Rank rank_theme(const RankInput *in);

#include "base/str.h"
/* Does the text speak of harm: money lost, cannot work, fraud, injury...? Word list in rank.c, by language. */
bool text_is_severe(Str text);
