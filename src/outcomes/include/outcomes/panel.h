/* panel.h - weekly counts of all themes around one date.
 *
 * Weeks are counted from the date in question, so that no week is half before and half after:
 * week `release` is the first after it. One codebook coded both sides (the caller sees to it). */
#pragma once
#include <stddef.h>

#include "base/arena.h"

typedef struct Panel {
    const double *counts; /* themes x weeks, a theme's weeks side by side */
    size_t themes, weeks;
    size_t release; /* whole weeks before the date */
} Panel;

/* `days`: themes x days_n, oldest first; `at`: index of the day of the release, at most days_n. Days before the first
 * whole week and after the last one are left out; at most `before` and `after` weeks are kept on each side. */
Panel panel_of_days(Arena *a, const double *days, size_t themes, size_t days_n, size_t at, size_t before, size_t after);

const double *panel_theme(const Panel *p, size_t theme);
/* A view without its first `weeks` weeks (at most `release`); copies. */
Panel panel_trim(Arena *a, const Panel *p, size_t weeks);

/* Where the ruler itself changed: many themes vanish or appear at once, as when labels are replaced. Looks at each
 * week's beginning and compares eight weeks before with eight after (fewer at the ends, at least two). A theme vanished
 * when it had at least 5 a week and keeps under a twentieth; it appeared the other way round. Returns the last week
 * that begins with at least three such themes and at least a twentieth of those that are large enough, and how many
 * there were; 0: none. */
size_t panel_recoded(const Panel *p, size_t *themes);
