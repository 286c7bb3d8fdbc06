/* messages.c - releases as those hear of them who had a part in it. */
#include "messages.h"

#include <math.h>

#include "app_private.h"
#include "ledger_book.h"
#include "outcome_words.h"
#include "store/problem_store.h"
#include "store/theme_store.h"
#include "subject.h"

/* ---- what a release did ---------------------------------------------------------------------- */

static void look(const Outcome *o, Told *out) {
    out->looks = o->verdict == VERDICT_REFUSED ? 0 : (int)o->looks_done;
    if (out->looks) out->looked_at = out->release.at + (int64_t)o->looks[out->looks - 1].weeks * 7 * SECONDS_PER_DAY;
}

/* A problem whose themes are gone is nothing that could be judged, and no failure of the page. */
static bool judge(Call *call, Told *out, Err *err) {
    CodebookRow codebook;
    Subject subject;
    Err own = {0};
    const ReleaseRow *release = &out->release;
    if (!subject_of_release(call, release, &subject, &out->name, &own)) {
        if (own.code != ERR_NOT_FOUND && own.code != ERR_CONFLICT) return *err = own, false;
        out->name = release->problem.n ? release->problem : release->title;
        return true;
    }
    out->theme_id = subject.themes[0];
    return codebook_current(call->app->db, call->arena, &codebook, err) &&
           subject_judge(call, codebook.id, &subject, &out->judged, err);
}

bool told_of_release(Call *call, const ReleaseRow *release, Told *out, Err *err) {
    *out = (Told){.release = *release, .looked_at = release->at};
    if (!judge(call, out, err)) return false;
    const Outcome *o = &out->judged.outcome;
    if (out->judged.known) look(o, out);
    out->verdict = str_from_c(out->judged.known ? verdict_name(o->verdict) : "cannot tell");
    out->says = out->judged.known
                    ? outcome_says(call->arena, o)
                    : STR("Cannot tell: the codebook that serves has no voices of it around the release.");
    if (release->share <= 0) out->says = arena_printf(call->arena, "It was taken back. %.*s", STR_ARG(out->says));
    return true;
}

static bool same_subject(const ReleaseRow *a, const ReleaseRow *b) {
    return a->problem_id ? a->problem_id == b->problem_id : !b->problem_id && a->theme_id == b->theme_id;
}

bool releases_that_speak(Call *call, ReleaseRow **rows, size_t *n, Err *err) {
    size_t all, kept = 0;
    if (!releases_list(call->app->db, call->arena, 0, 0, rows, &all, err)) return false;
    for (size_t i = 0; i < all; i++) {
        bool newest = true;
        for (size_t k = 0; newest && k < kept; k++) newest = !same_subject(&(*rows)[i], &(*rows)[k]);
        if (newest) (*rows)[kept++] = (*rows)[i];
    }
    *n = kept;
    return true;
}

/* ---- to customers ---------------------------------------------------------------------------- */

Str told_customers(Arena *a, const Told *t) {
    const Outcome *o = &t->judged.outcome;
    Str day = time_iso_date(a, t->release.at);
    if (t->release.share <= 0)
        return arena_printf(a, "You told us about this: %.*s. We changed it on %.*s and took the change back.",
                            STR_ARG(t->name), STR_ARG(day));
    Str begin = arena_printf(a, "You told us about this: %.*s. We changed it on %.*s.", STR_ARG(t->name), STR_ARG(day));
    if (t->judged.known && o->verdict == VERDICT_FELL)
        return arena_printf(a, "%.*s Since then it comes up less: by %.0f %%, somewhere between %.0f and %.0f %%.",
                            STR_ARG(begin), fall_percent(o->effect), fall_percent(o->high), fall_percent(o->low));
    if (t->judged.known && o->verdict == VERDICT_DID_NOT_FALL)
        return arena_printf(a, "%.*s That did not help as we had hoped.", STR_ARG(begin));
    return arena_printf(a, "%.*s We do not know yet whether it helped.", STR_ARG(begin));
}

/* ---- who worked on it ------------------------------------------------------------------------ */

static bool is_about(const WorkedRow *did, const ReleaseRow *release) {
    return did->problem_id ? did->problem_id == release->problem_id
                           : !release->problem_id && did->theme_id == release->theme_id;
}

/* A session about a theme is about the problems that were made of it as well. */
static bool is_of_theme(const WorkedRow *did, const int64_t *themes, size_t n) {
    for (size_t i = 0; !did->problem_id && i < n; i++)
        if (themes[i] == did->theme_id) return true;
    return false;
}

bool work_book_read(Call *call, const ReleaseRow *releases, size_t n, WorkBook *out, Err *err) {
    ReleaseThemes *themes = ARENA_ARRAY(call->arena, ReleaseThemes, n + 1);
    for (size_t i = 0; i < n; i++)
        if (releases[i].problem_id &&
            !problem_themes(call->app->db, call->arena, releases[i].problem_id, &themes[i].themes, &themes[i].n, err))
            return false;
    *out = (WorkBook){.releases = releases, .themes = themes, .n = n};
    return ledger_values(call, &out->values, &out->values_n, err);
}

/* Who sealed an expected value is a row of the ledger's chain. */
static bool forecasts(Call *call, const WorkBook *book, const PersonRow *person, WorkedRow **rows, size_t *n,
                      Err *err) {
    bool one;
    if (!person_name_is_one(call->app->db, person->name, &one, err)) return false;
    WorkedRow *all = ARENA_ARRAY(call->arena, WorkedRow, *n + book->values_n + 1);
    for (size_t i = 0; i < *n; i++) all[i] = (*rows)[i];
    for (size_t i = 0; i < book->values_n; i++) {
        const Value *v = &book->values[i];
        bool theirs = (one && str_eq(v->forecaster, person->name)) ||
                      (person->email.n && str_eq_nocase(v->forecaster, person->email));
        if (theirs)
            all[(*n)++] = (WorkedRow){.problem_id = v->problem_id,
                                      .theme_id = v->problem_id ? 0 : v->theme_id,
                                      .what = STR("forecast"),
                                      .at = v->sealed_at};
    }
    *rows = all;
    return true;
}

bool worked_releases(Call *call, const WorkBook *book, const PersonRow *person, Worked **out, size_t *n, Err *err) {
    WorkedRow *rows;
    size_t rows_n;
    if (!worked_on(call->app->db, call->arena, person->id, person->name, person->email, &rows, &rows_n, err) ||
        !forecasts(call, book, person, &rows, &rows_n, err))
        return false;
    *out = ARENA_ARRAY(call->arena, Worked, book->n + 1);
    *n = 0;
    for (size_t i = 0; i < book->n && rows_n; i++) {
        const ReleaseThemes *of = &book->themes[i];
        Worked w = {.release = &book->releases[i], .did = ARENA_ARRAY(call->arena, const WorkedRow *, rows_n + 1)};
        for (size_t k = 0; k < rows_n; k++)
            if (is_about(&rows[k], w.release) || is_of_theme(&rows[k], of->themes, of->n)) w.did[w.did_n++] = &rows[k];
        if (w.did_n) (*out)[(*n)++] = w;
    }
    return true;
}

Str worked_words(Arena *a, const WorkedRow *row) {
    Str day = row->at == TIME_NONE ? (Str){"", 0} : time_iso_date(a, row->at);
    Str words = row->words;
    if (str_eq(row->what, STR("owns"))) return arena_printf(a, "%.*s owns it", STR_ARG(words));
    if (str_eq(row->what, STR("decided")))
        return arena_printf(a, "decided on %.*s: %.*s", STR_ARG(day), STR_ARG(words));
    if (str_eq(row->what, STR("forecast"))) return arena_printf(a, "said on %.*s what it would be worth", STR_ARG(day));
    if (str_eq(row->what, STR("wrote"))) return arena_printf(a, "wrote its brief, first on %.*s", STR_ARG(day));
    if (str_eq(row->what, STR("released"))) return arena_printf(a, "noted its release on %.*s", STR_ARG(day));
    return arena_printf(a, "%s \"%.*s\" on %.*s", str_eq(row->what, STR("hosted")) ? "hosted" : "met customers in",
                        STR_ARG(words), STR_ARG(day));
}
