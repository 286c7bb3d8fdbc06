/* lineage.c - what became of each theme of the version before, and where each new one comes from. */
#include "version.h"

#include "themes/identity.h"

static bool was_there(const Draft *d, int64_t theme_id) {
    for (size_t i = 0; i < d->before_n; i++)
        if (d->before[i].id == theme_id) return true;
    return false;
}

/* The edit that split this theme off, undone or not. */
static int64_t split_from(const EditRow *edits, size_t n, int64_t theme_id) {
    for (size_t i = 0; i < n; i++)
        if (edits[i].theme_id == theme_id && edit_is(&edits[i], "split")) return edits[i].other_id;
    return 0;
}

static int64_t origin(const Draft *d, const ThemeMap *map, size_t slot) {
    int64_t from = split_from(d->edits.rows, d->edits.n, map->slots[slot].id);
    if (from) return from;
    int32_t lead = map->slots[slot].lead;
    return (size_t)lead < codebook_themes(d->base) ? d->parent_ids[lead] : 0;
}

/* Where the signals of a theme that is no more went: people joined it, or most of them are in another theme now. */
static int64_t heir(const Draft *d, const ThemeMap *map, const PositionRow *positions, size_t before) {
    int64_t id = d->before[before].id, joined = edits_joined(&d->edits, id);
    if (joined != id && theme_map_slot(map, joined) >= 0) return joined;
    if (d->heirs && d->heirs[before] >= 0) return positions[d->heirs[before]].theme_id;
    return 0;
}

LineageRow *lineage_build(const Draft *d, Arena *a, const ThemeMap *map, const PositionRow *positions, size_t *n) {
    LineageRow *rows = ARENA_ARRAY(a, LineageRow, map->n + d->before_n + 1);
    *n = 0;
    for (size_t i = 0; i < map->n; i++) {
        int64_t id = map->slots[i].id, from = was_there(d, id) ? id : origin(d, map, i);
        LineageKind kind = from == id ? LINEAGE_CONTINUED : from ? LINEAGE_SPLIT : LINEAGE_NEW;
        rows[(*n)++] = (LineageRow){d->row.id, str_from_c(lineage_name(kind)), from, id};
    }
    for (size_t i = 0; i < d->before_n; i++) {
        if (theme_map_slot(map, d->before[i].id) >= 0) continue;
        int64_t to = heir(d, map, positions, i);
        rows[(*n)++] = (LineageRow){d->row.id, str_from_c(lineage_name(to ? LINEAGE_MERGED : LINEAGE_RETIRED)),
                                    d->before[i].id, to};
    }
    return rows;
}
