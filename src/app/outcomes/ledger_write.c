/* ledger_write.c - what the outcome of a release makes of a value that was expected. */
#include <math.h>

#include "app_private.h"
#include "json_build.h"
#include "ledger_book.h"
#include "outcome_data.h"
#include "store/theme_store.h"
#include "subject.h"

static bool is_of(const Value *v, const ReleaseRow *r) {
    return v->problem_id ? r->problem_id == v->problem_id : r->theme_id == v->theme_id;
}

/* The newest of its problem or theme that came after the sealing. */
static bool find_release(Call *call, const Value *v, int64_t id, ReleaseRow *out, bool *found, Err *err) {
    ReleaseRow *rows;
    size_t n;
    *found = false;
    if (id) {
        *found = release_get(call->app->db, call->arena, id, out, err);
        return *found;
    }
    if (!releases_list(call->app->db, call->arena, v->problem_id ? 0 : v->theme_id, v->problem_id, &rows, &n, err))
        return false;
    for (size_t i = 0; i < n && !*found; i++)
        if (rows[i].at >= v->sealed_at && is_of(v, &rows[i])) *out = rows[i], *found = true;
    return true;
}

static bool check_release(const Value *v, const ReleaseRow *r, Err *err) {
    if (!is_of(v, r))
        return err_set(err, ERR_INPUT, "name the release of the same problem or theme",
                       "release %lld is for something else than value %lld", (long long)r->id, (long long)v->id);
    if (r->at < v->sealed_at)
        return err_set(err, ERR_CONFLICT, "an expectation counts only when it was sealed before the release",
                       "release %lld came before value %lld was sealed", (long long)r->id, (long long)v->id);
    return true;
}

static json_t *realised_json(const ReleaseRow *r, int64_t codebook_id, const Judged *j) {
    const Outcome *o = &j->outcome;
    bool told = j->known && o->verdict != VERDICT_REFUSED;
    json_t *b = json_object();
    put(b, "release", json_integer(r->id));
    put(b, "codebook", json_integer(codebook_id));
    put(b, "verdict", json_string(verdict_name(told ? o->verdict : VERDICT_REFUSED)));
    put(b, "effect", json_num(told ? o->effect : NAN, 6));
    put(b, "avoided", json_num(told ? o->avoided : NAN, 3));
    put(b, "avoided_low", json_num(told ? o->avoided_low : NAN, 3));
    put(b, "avoided_high", json_num(told ? o->avoided_high : NAN, 3));
    return b;
}

bool ledger_realise(Call *call, const Value *v, int64_t release_id, bool *done, Err *err) {
    ReleaseRow release;
    Subject subject;
    CodebookRow codebook;
    Judged judged;
    Str name;
    bool found;
    *done = false;
    if (!find_release(call, v, release_id, &release, &found, err)) return false;
    if (!found) return true;
    if (!check_release(v, &release, err) || !subject_of_release(call, &release, &subject, &name, err) ||
        !codebook_current(call->app->db, call->arena, &codebook, err) ||
        !subject_judge(call, codebook.id, &subject, &judged, err))
        return false;
    bool last = judged.known && judged.end_day >= day_of(release.at) + 7 * (int64_t)looks_last(&subject.plan);
    if (!last) return true;
    *done = true;
    return ledger_note(call, "value.realise", v->id, realised_json(&release, codebook.id, &judged), err);
}
