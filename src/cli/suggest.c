/* suggest.c - what somebody may have meant who typed a word that does not exist. */
#include <string.h>

#include "cli_private.h"

enum { LONGEST = 40 };

static int least(int a, int b) {
    return a < b ? a : b;
}

/* Letters to insert, drop, replace or swap with their neighbour (Damerau and Levenshtein, optimal string alignment). */
static int distance(Str a, Str b) {
    int rows[3][LONGEST + 1];
    for (int j = 0; j <= (int)b.n; j++) rows[0][j] = j;
    for (int i = 1; i <= (int)a.n; i++) {
        int *now = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];
        now[0] = i;
        for (int j = 1; j <= (int)b.n; j++) {
            bool same = a.p[i - 1] == b.p[j - 1];
            now[j] = least(least(before[j], now[j - 1]) + 1, before[j - 1] + !same);
            bool swapped = i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1];
            if (swapped) now[j] = least(now[j], earlier[j - 2] + 1);
        }
    }
    return rows[a.n % 3][b.n];
}

Str suggest_nearest(Str typed, const Str *words, size_t n) {
    Str best = {NULL, 0};
    int most = typed.n < 3 ? 0 : typed.n < 6 ? 1 : 2, nearest = most + 1;
    for (size_t i = 0; i < n && typed.n <= LONGEST; i++) {
        int d = words[i].n <= LONGEST ? distance(typed, words[i]) : nearest;
        if (d >= nearest) continue;
        nearest = d;
        best = words[i];
    }
    return best;
}
