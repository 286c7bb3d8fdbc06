/* history_save.c - what the coding pass counted, into the store. */
#include "history.h"
#include <stdlib.h>

#include "json_build.h"
#include "theme_facts.h"
#include "themes/quote.h"

enum { QUOTES = 6 };

/* In pieces: there may be three rows for each signal. */
static bool values_save(App *app, const CensusValues *values, int64_t codebook_id, const ThemeMap *map, Err *err) {
    enum { PIECE = 4096 };
    DayValueRow *rows = mem_alloc(PIECE * sizeof *rows);
    bool ok = true;
    for (size_t begin = 0; ok && begin < values->n; begin += PIECE) {
        size_t n = values->n - begin < PIECE ? values->n - begin : PIECE;
        for (size_t i = 0; i < n; i++) {
            rows[i] = values->rows[begin + i];
            rows[i].theme_id = theme_map_id(map, (int32_t)rows[i].theme_id - 1);
        }
        ok = day_values_add(app->db, codebook_id, rows, n, err);
    }
    free(rows);
    return ok;
}

bool history_save_days(App *app, const ThemeMap *map, int64_t codebook_id, const CensusResult *t, Err *err) {
    DayRow *rows = mem_alloc((t->days_n + 1) * sizeof *rows);
    for (size_t i = 0; i < t->days_n; i++) {
        rows[i] = t->days[i];
        rows[i].theme_id = theme_map_id(map, (int32_t)rows[i].theme_id - 1);
    }
    bool ok = days_put(app->db, codebook_id, rows, t->days_n, err) && day_values_clear(app->db, codebook_id, err);
    for (int by = 0; ok && by < DIMENSIONS; by++) ok = values_save(app, &t->values[by], codebook_id, map, err);
    free(rows);
    return ok;
}

static size_t quotes_of(Arena *a, const ThemeMap *map, Candidates *candidates, size_t slot, QuoteRow *out) {
    const Candidate **list;
    size_t n = candidates_of(candidates, slot, a, &list);
    Str *texts = ARENA_ARRAY(a, Str, n + 1);
    for (size_t i = 0; i < n; i++) texts[i] = (Str){list[i]->text, list[i]->n};
    Quote quotes[QUOTES];
    size_t picked = quotes_pick(a, map->codebook, map->slots[slot].lead, texts, n, QUOTES, quotes);
    for (size_t i = 0; i < picked; i++)
        out[i] = (QuoteRow){.theme_id = map->slots[slot].id,
                            .signal_id = list[quotes[i].doc]->signal,
                            .position = (int32_t)i,
                            .begin = quotes[i].begin,
                            .end = quotes[i].end,
                            .sha256 = quotes[i].sha256};
    return picked;
}

typedef struct Quoting {
    const ThemeMap *map;
    Candidates *candidates;
    QuoteRow *rows; /* QUOTES of each slot */
    size_t *n;      /* of them that there are */
    Arena **arenas; /* one per worker */
} Quoting;

static void quote_range(void *ctx, size_t begin, size_t end, int worker) {
    const Quoting *q = ctx;
    for (size_t i = begin; i < end; i++) {
        arena_reset(q->arenas[worker]);
        q->n[i] = quotes_of(q->arenas[worker], q->map, q->candidates, i, q->rows + i * QUOTES);
    }
}

static bool quotes_save(App *app, Arena *a, const ThemeMap *map, int64_t codebook_id, const History *h, Err *err) {
    Par *par = app_par(app);
    Quoting q = {map, h->candidates, ARENA_ARRAY(a, QuoteRow, map->n * QUOTES + 1), ARENA_ARRAY(a, size_t, map->n + 1),
                 par_arenas_new(par)};
    par_for(par, map->n, 1, quote_range, &q);
    par_arenas_free(q.arenas, par);
    size_t n = 0;
    for (size_t i = 0; i < map->n; i++)
        for (size_t k = 0; k < q.n[i]; k++) q.rows[n++] = q.rows[i * QUOTES + k];
    return quotes_put(app->db, codebook_id, q.rows, n, err);
}

static bool themes_save(App *app, Arena *a, const ThemeMap *map, int64_t codebook_id, int64_t *const *facets,
                        const CensusResult *t, Err *err) {
    double voices_max = 0;
    ThemeRow *rows = ARENA_ARRAY(a, ThemeRow, map->n + 1);
    for (size_t i = 1; i <= map->n; i++)
        if ((double)t->themes[i].voices > voices_max) voices_max = (double)t->themes[i].voices;
    for (size_t i = 0; i < map->n; i++) {
        const ThemeCensus *census = &t->themes[i + 1];
        ThemeFacts facts = theme_facts(t, map->n, i);
        rows[i] = (ThemeRow){
            .id = map->slots[i].id,
            .codebook_id = codebook_id,
            .position = map->slots[i].lead,
            .name = map->slots[i].name,
            .score = facts.rank.score,
            .signals = census->signals,
            .voices = census->voices,
            .customers = census->customers,
            .stats = theme_stats_json(a, map, i, facets[i], census, &facts, t->last_day, voices_max),
        };
    }
    return themes_put(app->db, rows, map->n, err);
}

bool signals_discovered_in(App *app, Arena *a, int64_t *n, Err *err) {
    Str value;
    Err missing = {0};
    *n = 0;
    if (setting_get(app->db, a, STR("discovered_signals"), &value, &missing)) return str_to_i64(value, n), true;
    return missing.code == ERR_NOT_FOUND || (*err = missing, false);
}

bool signals_discovered_through(App *app, Arena *a, int64_t *id, Err *err) {
    Str value;
    Err missing = {0};
    *id = INT64_MAX;
    if (setting_get(app->db, a, STR("discovered_through"), &value, &missing)) return str_to_i64(value, id), true;
    return missing.code == ERR_NOT_FOUND || (*err = missing, false);
}

static json_t *areas_json(const ThemeMap *map, const History *h) {
    json_t *list = json_array();
    for (size_t i = 0; i < h->areas_n; i++) {
        ThemeArea area = codebook_area(map->codebook, (int32_t)i);
        json_t *themes = json_array();
        for (size_t k = 0; k < map->n; k++)
            if (codebook_theme_area(map->codebook, map->slots[k].lead) == (int32_t)i)
                json_array_append_new(themes, json_integer(map->slots[k].id));
        json_array_append_new(list, json_pack("{s:i, s:o, s:I, s:I, s:o}", "id", (int)i + 1, "name",
                                              json_str(area.name), "signals", (json_int_t)h->areas[i].signals, "voices",
                                              (json_int_t)h->areas[i].voices, "themes", themes));
    }
    return list;
}

static Str codebook_stats(Arena *a, const ThemeMap *map, const History *h, int64_t signals, int64_t discovered_in) {
    int64_t heard = 0; /* voices of all themes and of the unthemed: what shares are shares of */
    for (size_t i = 0; i <= map->n; i++) heard += h->result.themes[i].voices;
    json_t *o = json_pack("{s:I, s:I, s:o}", "voices", (json_int_t)h->result.voices, "heard", (json_int_t)heard, "fit",
                          fit_json(a, &h->fit, discovered_in, signals));
    put(o, "areas", areas_json(map, h));
    char *text = json_dumps(o, JSON_COMPACT | JSON_REAL_PRECISION(15));
    Str stats = arena_str(a, str_from_c(text));
    free(text);
    json_decref(o);
    return stats;
}

bool history_save(App *app, Arena *a, const ThemeMap *map, CodebookRow *row, const History *h, Err *err) {
    const CensusResult *t = &h->result;
    row->themes = (int64_t)map->n;
    row->signals = 0;
    for (size_t i = 0; i <= map->n; i++) row->signals += t->themes[i].signals;
    row->unthemed = t->themes[0].signals;
    row->as_of = t->last_day == INT64_MIN ? TIME_NONE : t->last_day * SECONDS_PER_DAY + SECONDS_PER_DAY - 1;
    int64_t discovered_in;
    if (!signals_discovered_in(app, a, &discovered_in, err)) return false;
    row->stats = codebook_stats(a, map, h, row->signals, discovered_in);
    return codebook_update(app->db, row, err) && themes_save(app, a, map, row->id, h->facets, t, err) &&
           (h->days_saved || history_save_days(app, map, row->id, t, err)) && day_values_keep(app->db, row->id, err) &&
           days_changed(app->db, err) && quotes_save(app, a, map, row->id, h, err) &&
           findings_put(app->db, row->id, h->findings, h->findings_n, err) &&
           (h->embeddings.again ? themes_changed(app, err) : themes_counted(app, h->changes, err));
}
