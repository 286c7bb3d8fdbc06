/* version.c - from a draft to the codebook that serves. */
#include "version.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "coding.h"
#include "history.h"
#include "text/utf8.h"

bool draft_begin(Draft *d, Err *err) {
    CodebookRow current;
    Err none = {0};
    if (!edits_in_force(d->app->db, d->a, 0, &d->edits, err)) return false;
    if (!codebook_current(d->app->db, d->a, &current, &none)) return none.code == ERR_NOT_FOUND || (*err = none, false);
    d->row.before_id = current.id;
    d->before_kind = current.kind;
    return themes_names(d->app->db, d->a, current.id, &d->before, &d->before_n, err);
}

/* ---- names ----------------------------------------------------------------------------------- */

static bool is_taken(const ThemeMap *map, size_t n, Str folded, Arena *a) {
    for (size_t i = 0; i < n; i++)
        if (str_eq(utf8_fold(a, map->slots[i].name), folded)) return true;
    return false;
}

static Str label_of(const ThemeLook *looks, size_t n, int64_t id) {
    for (size_t i = 0; i < n; i++)
        if (looks[i].id == id) return looks[i].label;
    return (Str){"", 0};
}

bool version_names(Db *db, Arena *a, ThemeMap *map, Err *err) {
    ThemeLook *looks;
    size_t n;
    if (!theme_looks(db, a, &looks, &n, err)) return false;
    ThemeMap labelled = {.slots = ARENA_ARRAY(a, ThemeSlot, map->n + 1)};
    for (size_t i = 0; i < map->n; i++) {
        Str label = label_of(looks, n, map->slots[i].id);
        if (!label.n) continue;
        map->slots[i].name = label;
        labelled.slots[labelled.n++] = map->slots[i];
    }
    for (size_t i = 0; i < map->n; i++) {
        ThemeSlot *slot = &map->slots[i];
        if (label_of(looks, n, slot->id).n || !is_taken(&labelled, labelled.n, utf8_fold(a, slot->name), a)) continue;
        ThemeInfo info = codebook_theme(map->codebook, slot->lead);
        slot->name = info.terms_n ? arena_printf(a, "%.*s · %.*s", STR_ARG(slot->name),
                                                 STR_ARG(info.terms[info.terms_n - 1].text))
                                  : arena_printf(a, "%.*s (%lld)", STR_ARG(slot->name), (long long)slot->id);
    }
    return true;
}

/* ---- writing --------------------------------------------------------------------------------- */

typedef struct Making {
    Draft *d;
    const Codebook *codebook; /* base, extended */
    Definition *definitions;
    size_t definitions_n;
    PositionRow *positions;
    ThemeMap map;
    History history;
    SignalsRead read; /* and coded */
} Making;

static bool extend(Making *m, Err *err) {
    Draft *d = m->d;
    m->codebook = d->base;
    if (!definitions_read(d, &m->definitions, &m->definitions_n, err)) return false;
    if (m->definitions_n == 0) return true;
    ThemeGroup *groups = ARENA_ARRAY(d->a, ThemeGroup, m->definitions_n);
    for (size_t i = 0; i < m->definitions_n; i++) groups[i] = m->definitions[i].group;
    Embeddings *embeddings = embeddings_for_codebook(d->app, d->base, true);
    bool ok = embeddings_of_groups(embeddings, d->a, groups, m->definitions_n, NULL, err);
    embeddings_close(embeddings);
    if (!ok) return false;
    m->codebook = codebook_extend(d->a, d->base, groups, m->definitions_n, app_par(d->app), err);
    return m->codebook != NULL;
}

static bool number(Making *m, Err *err) {
    Draft *d = m->d;
    size_t base = codebook_themes(d->base), n = codebook_themes(m->codebook);
    m->positions = ARENA_ARRAY(d->a, PositionRow, n + 1);
    for (size_t i = 0; i < n; i++) {
        int64_t own = i < base ? d->own_ids[i] : m->definitions[i - base].theme_id;
        if (!own && !theme_add(d->app->db, d->row.id, &own, err)) return false;
        m->positions[i] = (PositionRow){(int32_t)i, own, edits_joined(&d->edits, own)};
    }
    return theme_map_build(d->app->db, d->a, m->codebook, d->base, m->positions, &d->edits, &m->map, err) &&
           version_names(d->app->db, d->a, &m->map, err);
}

static bool write_bytes(const Draft *d, const Codebook *codebook, bool (*put)(Db *, int64_t, Str, Err *), Err *err) {
    Buf bytes = buf_new((size_t)1 << 30);
    bool ok = codebook_save(codebook, &bytes) ||
              err_set(err, ERR_LIMIT, "ask for fewer themes", "the codebook is larger than 1 GiB");
    ok = ok && put(d->app->db, d->row.id, buf_str(&bytes), err);
    buf_free(&bytes);
    return ok;
}

static bool write_themes(const Making *m, Err *err) {
    const Draft *d = m->d;
    ThemeRow *rows = ARENA_ARRAY(d->a, ThemeRow, m->map.n + 1);
    for (size_t i = 0; i < m->map.n; i++)
        rows[i] = (ThemeRow){.id = m->map.slots[i].id,
                             .codebook_id = d->row.id,
                             .position = m->map.slots[i].lead,
                             .name = m->map.slots[i].name,
                             .stats = STR("{}")};
    return themes_put(d->app->db, rows, m->map.n, err);
}

static bool write_version(Making *m, Err *err) {
    Draft *d = m->d;
    Db *db = d->app->db;
    d->row.themes = (int64_t)codebook_themes(m->codebook);
    return codebook_sweep(db, err) && codebook_create(db, &d->row, &d->row.id, err) && number(m, err) &&
           write_bytes(d, m->codebook, codebook_blob_put, err) &&
           (m->codebook == d->base || write_bytes(d, d->base, codebook_base_put, err)) &&
           positions_put(db, d->row.id, m->positions, codebook_themes(m->codebook), err) &&
           examples_put(db, d->row.id, d->examples, d->examples_n, err) && write_themes(m, err);
}

/* Keeps what people saw before a discovery; an edit's version that another edit replaces is not worth its room. */
static bool drop_superseded(const Draft *d, Err *err) {
    bool both = str_eq(d->row.kind, STR("edited")) && str_eq(d->before_kind, STR("edited"));
    return !both || assignments_drop(d->app->db, d->row.before_id, err);
}

/* What growth is measured against, and where the next discovery sets out from. */
static bool remember_discovery(const Making *m, Err *err) {
    const Draft *d = m->d;
    return !str_eq(d->row.kind, STR("discovered")) ||
           (found_put(d->app->db, d->row.id, d->found, d->found_n, err) &&
            setting_put(d->app->db, STR("discovered_signals"), arena_printf(d->a, "%lld", (long long)m->read.n), err) &&
            setting_put(d->app->db, STR("discovered_through"), arena_printf(d->a, "%lld", (long long)m->read.through),
                        err));
}

static bool switch_over(Making *m, Err *err) {
    Draft *d = m->d;
    Db *db = d->app->db;
    size_t n;
    LineageRow *lineage = lineage_build(d, d->a, &m->map, m->positions, &n);
    return remember_discovery(m, err) && version_names(db, d->a, &m->map, err) && /* somebody may have said a new one */
           history_save(d->app, d->a, &m->map, &d->row, &m->history, err) &&
           assignments_tidy(db, d->row.id, &m->read, err) && lineage_put(db, d->row.id, lineage, n, err) &&
           (!d->row.before_id || flow_fill(db, d->row.id, d->row.before_id, err)) && drop_superseded(d, err) &&
           edits_settle(db, d->row.id, d->edits.all, d->edits.all_n, err) && codebook_activate(db, d->row.id, err);
}

static bool in_transaction(Making *m, bool (*work)(Making *m, Err *err), Err *err) {
    Db *db = m->d->app->db;
    return db_begin(db, err) && db_end(db, work(m, err), err);
}

bool version_make(Draft *d, const Corpus *corpus, int64_t now, const Progress *progress, DiscoverResult *out,
                  Err *err) {
    Making m = {.d = d, .read = {.n = (int64_t)corpus->n, .updated = corpus->updated}};
    m.read.through = corpus->n ? corpus->items[corpus->n - 1].id : 0; /* in the order of their ids */
    d->row.created_at = now;
    d->row.state = STR("building");
    d->row.as_of = TIME_NONE;
    d->row.stats = STR("{}");
    bool ok = extend(&m, err) && in_transaction(&m, write_version, err) &&
              history_code(d->app, d->scan, corpus, &m.map, &d->row, d->a, now, progress, &m.history, err) &&
              in_transaction(&m, switch_over, err);
    if (ok) *out = history_outcome(&m.history, corpus, &m.map, &d->row);
    else codebook_sweep(d->app->db, NULL);
    history_free(&m.history);
    coding_forget(d->app);
    return ok;
}
