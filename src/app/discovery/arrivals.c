/* arrivals.c - see arrivals.h. */
#include "arrivals.h"

#include "coding.h"
#include "store/signal_store.h"
#include "store/theme_store.h"

static AssignmentRow code(const Arriving *arriving, int64_t signal, Str text) {
    Coding coding = coder_code(arriving->coder, text);
    coding.facet = coding.theme == UNTHEMED ? FACET_NONE : coder_facet(arriving->coder, coding.theme);
    Placing p = placer_place(arriving->placer, signal, text, NULL, &coding);
    return (AssignmentRow){.signal_id = signal,
                           .theme_id = theme_map_id(arriving->map, p.slot),
                           .score = p.score,
                           .second_id = theme_map_id(arriving->map, p.second),
                           .second_score = p.second_score,
                           .facet = p.facet};
}

static bool code_all(App *app, Arena *a, int64_t source_id, const Str *external, const Str *texts, size_t n, Err *err) {
    Arriving arriving;
    Err none = {0};
    if (!coding_arriving(app, a, &arriving, &none)) return none.code == ERR_NOT_FOUND || (*err = none, false);
    int64_t *ids = ARENA_ARRAY(a, int64_t, n + 1);
    AssignmentRow *rows = ARENA_ARRAY(a, AssignmentRow, n + 1);
    size_t kept = 0;
    if (!signals_by_key(app->db, source_id, external, n, ids, err)) return false;
    for (size_t i = 0; i < n; i++)
        if (ids[i] && texts[i].n) rows[kept++] = code(&arriving, ids[i], texts[i]);
    return assignments_put(app->db, arriving.codebook_id, rows, kept, err);
}

bool arrivals_code(App *app, int64_t source_id, const Str *external, const Str *texts, size_t n, Err *err) {
    if (n == 0) return true;
    Arena *a = arena_new();
    bool ok = code_all(app, a, source_id, external, texts, n, err);
    arena_free(a);
    return ok;
}
