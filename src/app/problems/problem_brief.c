/* problem_brief.c - from a brief to a version of a problem, and what stands in the way. */
#include "problem_brief.h"

#include <math.h>
#include <string.h>

#include "app_private.h"
#include "audit.h"
#include "json_build.h"
#include "problem_facts.h"
#include "problems/draft.h"
#include "problems/quote_text.h"
#include "store/component_store.h"
#include "store/org_store.h"
#include "store/signal_store.h"
#include "store/theme_store.h"

bool problem_brief_load(Call *call, int64_t id, ProblemBrief *out, Err *err) {
    ProblemVersion version;
    if (!problem_get(call->app->db, call->arena, id, &out->row, err) ||
        !problem_version_get(call->app->db, call->arena, id, out->row.version, &version, err))
        return false;
    out->text = version.brief;
    Str name = arena_printf(call->arena, "problem %lld", (long long)id);
    return brief_parse(call->arena, name, out->text, &out->brief, err);
}

/* ---- quotes ---------------------------------------------------------------------------------- */

static Str nearest_says(Arena *a, Str text, int64_t signal, Str said) {
    NearestWords near;
    if (!quote_nearest(text, said, &near) || near.likeness < 0.3)
        return arena_printf(a, "these words do not stand in signal %lld, nor anything like them", (long long)signal);
    Str words = draft_plain(a, str_slice(text, near.begin, near.end));
    return arena_printf(a,
                        "these words do not stand in signal %lld; nearest there (%.0f %% alike, bytes %u-%u): \"%.*s\"",
                        (long long)signal, floor(100 * near.likeness), near.begin, near.end, STR_ARG(words));
}

/* Empty when the quote is sound; places it when it has no place yet. */
static Str quote_fault(Arena *a, Str text, BriefBlock *q) {
    uint32_t begin, end;
    bool stands = quote_place(text, q->text, &begin, &end);
    if (!q->placed) {
        if (!stands) return nearest_says(a, text, q->signal, q->text);
        q->placed = true;
        q->begin = begin;
        q->end = end;
        q->sha256 = sha256(str_slice(text, begin, end));
        return (Str){"", 0};
    }
    bool inside = q->begin < q->end && q->end <= text.n;
    Str there = inside ? str_slice(text, q->begin, q->end) : (Str){"", 0};
    Sha256 sum = sha256(there);
    bool same = inside && quote_same(there, q->text),
         hashed = inside && memcmp(sum.bytes, q->sha256.bytes, sizeof sum.bytes) == 0;
    if (same && hashed) return (Str){"", 0};
    if (same)
        return arena_printf(a, "sha256 is not that of bytes %u-%u of signal %lld: leave bytes and sha256 away",
                            q->begin, q->end, (long long)q->signal);
    if (hashed || !stands) return nearest_says(a, text, q->signal, q->text);
    return arena_printf(
        a, "bytes %u-%u of signal %lld are other words; these stand at bytes %u-%u: leave bytes and sha256 away",
        q->begin, q->end, (long long)q->signal, begin, end);
}

static bool check_one(Call *call, BriefBlock *q, Str *says, Err *err) {
    SignalRow row;
    Err none = {0};
    if (signal_get(call->app->db, call->arena, q->signal, &row, &none)) {
        *says = quote_fault(call->arena, row.signal.text, q);
        return true;
    }
    if (none.code != ERR_NOT_FOUND) return *err = none, false;
    *says = arena_printf(call->arena, "there is no signal %lld", (long long)q->signal);
    return true;
}

bool brief_quotes_check(Call *call, Brief *brief, QuoteFault **faults, size_t *n, Err *err) {
    *faults = ARENA_ARRAY(call->arena, QuoteFault, BRIEF_BLOCKS);
    *n = 0;
    for (size_t i = 0; i < brief->n; i++)
        for (size_t k = 0; k < brief->sections[i].n; k++) {
            BriefBlock *q = &brief->sections[i].blocks[k];
            Str says;
            if (q->kind != BLOCK_QUOTE) continue;
            if (!check_one(call, q, &says, err)) return false;
            if (says.n && *n < BRIEF_BLOCKS) (*faults)[(*n)++] = (QuoteFault){q->line, q->signal, says};
        }
    return true;
}

bool brief_quotes_sound(Call *call, Str file, Brief *brief, Err *err) {
    QuoteFault *faults;
    size_t n;
    if (!brief_quotes_check(call, brief, &faults, &n, err)) return false;
    if (!n) return true;
    Str more = n > 1 ? arena_printf(call->arena, " (and %zu more)", n - 1) : (Str){"", 0};
    return err_set(err, ERR_INPUT, "a quote is word for word what a signal says: correct it, or take it out",
                   "%.*s, line %zu: %.*s%.*s", STR_ARG(file), faults[0].line, STR_ARG(faults[0].says), STR_ARG(more));
}

/* ---- what a person may change ---------------------------------------------------------------- */

bool brief_shown(Call *call, const ProblemRow *row, Brief *brief, Err *err) {
    TeamRow team;
    brief->state = str_from_c(problem_state_name(row->state));
    brief->owner = (Str){"", 0};
    if (row->component_id) {
        ComponentRow component;
        if (!component_get(call->app->db, call->arena, row->component_id, &component, err)) return false;
        brief->owner = component.team.n
                           ? arena_printf(call->arena, "%.*s (%.*s)", STR_ARG(component.name), STR_ARG(component.team))
                           : component.name;
        return true;
    }
    if (!row->team_id) return true;
    if (!team_get(call->app->db, call->arena, row->team_id, &team, err)) return false;
    brief->owner = team.name;
    return true;
}

static bool refuse(Err *err, Str file, size_t line, const char *hint, const char *what) {
    return err_set(err, ERR_INPUT, hint, "%.*s, line %zu: %s", STR_ARG(file), line, what);
}

static bool kept(Call *call, Str file, const ProblemRow *row, const Brief *brief, Err *err) {
    Brief shown = brief_new();
    Measure sealed;
    if (!brief_shown(call, row, &shown, err)) return false;
    if (brief->state.n && !str_eq(brief->state, shown.state))
        return refuse(err, file, brief->state_line, "leave it as it was; open, commit, decide and merge change it",
                      "state: it is not changed by an edit");
    if (brief->owner.n && !str_eq(brief->owner, shown.owner))
        return refuse(err, file, brief->owner_line, "leave it as it was, and assign the problem instead",
                      "owner: it is not changed by an edit");
    if (row->sealed_at == TIME_NONE) return true;
    if (!measure_read(call->arena, row->measure, &sealed, err)) return false;
    if (!brief->measure.themes_n || !measure_same(&sealed, &brief->measure))
        return refuse(err, file, brief->measure_line ? brief->measure_line : 1,
                      "open the problem again to choose another one",
                      "measure: it was sealed when the problem was committed");
    return true;
}

static bool known_themes(Call *call, Str file, const int64_t *themes, size_t n, size_t line, Err *err) {
    CodebookRow codebook;
    ThemeRow row;
    Err none = {0};
    if (!n) return true;
    bool have = codebook_current(call->app->db, call->arena, &codebook, &none);
    for (size_t i = 0; i < n; i++) {
        if (have && theme_get(call->app->db, call->arena, codebook.id, themes[i], &row, &none)) continue;
        if (none.code != ERR_NOT_FOUND) return *err = none, false;
        return err_set(err, ERR_INPUT, "see them all: ridealong themes", "%.*s, line %zu: there is no theme %lld now",
                       STR_ARG(file), line, (long long)themes[i]);
    }
    return true;
}

bool brief_edit_check(Call *call, Str file, const ProblemRow *row, const Brief *brief, Err *err) {
    int64_t *before = NULL;
    size_t n = 0;
    if (row &&
        (!kept(call, file, row, brief, err) || !problem_themes(call->app->db, call->arena, row->id, &before, &n, err)))
        return false;
    /* a theme that was named before may be gone from this codebook */
    for (size_t i = 0; i < brief->themes_n; i++) {
        bool old = false;
        for (size_t k = 0; k < n; k++) old |= before[k] == brief->themes[i];
        if (!old && !known_themes(call, file, &brief->themes[i], 1, brief->themes_line, err)) return false;
    }
    for (size_t i = 0; i < brief->measure.themes_n; i++) {
        bool named = false;
        for (size_t k = 0; k < brief->themes_n; k++) named |= brief->themes[k] == brief->measure.themes[i];
        if (!named)
            return refuse(err, file, brief->measure_line, "name it in themes, too",
                          "measure: one of its themes is not one of the problem's");
    }
    return true;
}

/* ---- saving ---------------------------------------------------------------------------------- */

static EvidenceKind kind_of(BriefPart part) {
    return part == BRIEF_COUNTER   ? EVIDENCE_AGAINST
           : part == BRIEF_INSTEAD ? EVIDENCE_INSTEAD
           : part == BRIEF_AIM     ? EVIDENCE_AIM
                                   : EVIDENCE_FOR;
}

static EvidenceRow *evidence_of(Arena *a, const Brief *brief, size_t *n) {
    EvidenceRow *rows = ARENA_ARRAY(a, EvidenceRow, BRIEF_BLOCKS);
    *n = 0;
    for (size_t i = 0; i < brief->n; i++)
        for (size_t k = 0; k < brief->sections[i].n; k++) {
            const BriefBlock *q = &brief->sections[i].blocks[k];
            if (q->kind == BLOCK_QUOTE)
                rows[(*n)++] = (EvidenceRow){.kind = kind_of(brief->sections[i].part),
                                             .signal_id = q->signal,
                                             .begin = q->begin,
                                             .end = q->end,
                                             .sha256 = q->sha256};
        }
    return rows;
}

bool problem_brief_save(Call *call, int64_t id, Brief *brief, Str note, Err *err) {
    ProblemRow row;
    size_t evidence_n;
    int64_t version;
    Db *db = call->app->db;
    if (!problem_get(db, call->arena, id, &row, err)) return false;
    brief->problem = id;
    brief->version = row.version + 1;
    brief->state = brief->owner = (Str){"", 0};
    EvidenceRow *evidence = evidence_of(call->arena, brief, &evidence_n);
    /* a sealed measure keeps its baseline, too */
    Str measure = row.sealed_at != TIME_NONE ? row.measure
                  : brief->measure.themes_n  ? measure_text(call->arena, &brief->measure)
                                             : (Str){"", 0};
    ProblemSave save = {.id = id,
                        .before = row.version,
                        .title = brief->title,
                        .brief = brief_write(call->arena, brief),
                        .author = call_actor(call),
                        .note = note,
                        .at = call->now,
                        .effort_weeks = brief->effort_weeks,
                        .measure = measure,
                        .themes = brief->themes,
                        .themes_n = brief->themes_n,
                        .evidence = evidence,
                        .evidence_n = evidence_n};
    Sha256 sum = sha256(save.brief);
    return problem_save(db, &save, &version, err) && problem_facts_refresh(call, id, err) &&
           audit_note(call, "problem.brief", "problem", id,
                      json_pack("{s:I, s:o, s:o, s:o, s:I}", "version", (json_int_t)version, "title",
                                json_str(brief->title), "note", json_str(note), "sha256", json_sha(&sum), "quotes",
                                (json_int_t)evidence_n),
                      err);
}

/* ---- what a person wrote --------------------------------------------------------------------- */

static bool same_as_before(Call *call, const ProblemBrief *stored, const Brief *brief) {
    Brief now = *brief;
    now.problem = stored->brief.problem;
    now.version = stored->brief.version;
    now.state = now.owner = (Str){"", 0};
    return str_eq(brief_write(call->arena, &now), stored->text);
}

static bool save_over(Call *call, Str file, Brief *brief, Str note, bool *changed, Err *err) {
    ProblemBrief stored;
    if (!problem_brief_load(call, brief->problem, &stored, err)) return false;
    if (brief->version && brief->version != stored.row.version)
        return err_set(err, ERR_CONFLICT, "export it again, and put your changes into that",
                       "%.*s: it was made from version %lld of problem %lld, which is at version %lld by now",
                       STR_ARG(file), (long long)brief->version, (long long)brief->problem,
                       (long long)stored.row.version);
    if (!brief_edit_check(call, file, &stored.row, brief, err)) return false;
    *changed = !same_as_before(call, &stored, brief);
    if (!*changed) return brief->version = stored.row.version, true;
    return problem_brief_save(call, brief->problem, brief, note, err);
}

static bool save_new(Call *call, Str file, Brief *brief, Str note, Err *err) {
    return brief_edit_check(call, file, NULL, brief, err) &&
           problem_add(call->app->db, brief->title, call_actor(call), call->now, &brief->problem, err) &&
           problem_brief_save(call, brief->problem, brief, note, err);
}

bool problem_text_save(Call *call, Str file, Str text, int64_t only, Str note, int64_t *id, int64_t *version,
                       bool *changed, Err *err) {
    Brief brief;
    if (!brief_parse(call->arena, file, text, &brief, err)) return false;
    if (only && brief.problem && brief.problem != only)
        return err_set(err, ERR_INPUT, "leave \"problem:\" as it was",
                       "%.*s: it is the brief of problem %lld, not of %lld", STR_ARG(file), (long long)brief.problem,
                       (long long)only);
    if (only) brief.problem = only;
    if (!brief_quotes_sound(call, file, &brief, err) || !db_begin(call->app->db, err)) return false;
    *changed = true;
    bool ok =
        brief.problem ? save_over(call, file, &brief, note, changed, err) : save_new(call, file, &brief, note, err);
    *id = brief.problem;
    *version = brief.version;
    return db_end(call->app->db, ok, err);
}
