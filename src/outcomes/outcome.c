/* outcome.c - from studies to a verdict: see outcomes/outcome.h for the rules. */
#include "outcomes/outcome.h"

#include <math.h>
#include <string.h>

#include "outcome_parts.h"
#include "stats/change.h"

const LookPlan LOOKS_USUAL = {{2, 4, 8}, 3, OUTCOME_ERROR};

size_t looks_last(const LookPlan *plan) {
    return plan->n ? plan->weeks[plan->n - 1] : looks_last(&LOOKS_USUAL);
}

double looks_error(const LookPlan *plan) {
    return plan->n ? plan->error / (double)plan->n : looks_error(&LOOKS_USUAL);
}

const char *verdict_name(Verdict v) {
    static const char *const NAMES[] = {"fell", "did not fall", "cannot tell", "refused"};
    return NAMES[v];
}

Refusal refusal_of(StudyEnd end) {
    switch (end) {
    case STUDY_OK:
        return REFUSED_NOT;
    case STUDY_SHORT:
        return REFUSED_HISTORY;
    case STUDY_FEW:
        return REFUSED_PLACEBOS;
    case STUDY_EMPTY:
        return REFUSED_EMPTY;
    }
    return REFUSED_NOT;
}

bool studies_agree(const Panel *p) {
    return p->release < STUDY_BEFORE_FULL;
}

StudyEnd pair_make(Arena *a, const Panel *p, size_t theme, const size_t *also, size_t also_n, const Rollout *rollout,
                   Pair *pair) {
    *pair = (Pair){.two = studies_agree(p)};
    StudyEnd end = study_make(a, p, theme, also, also_n, rollout, true, &pair->b);
    if (end == STUDY_OK && pair->two) end = study_make(a, p, theme, also, also_n, rollout, false, &pair->a);
    if (end != STUDY_OK) return end;
    const Study *b = &pair->b, *other = pair->two ? &pair->a : b;
    pair->effect = b->fit.effect;
    pair->low = fmin(b->low, other->low);
    pair->high = fmax(b->high, other->high);
    pair->p = b->fit.effect * other->fit.effect > 0 ? fmax(b->p, other->p) : 1;
    return STUDY_OK;
}

double pair_smallest(const Pair *pair, double error) {
    double b = study_smallest(&pair->b, error, OUTCOME_POWER);
    return pair->two ? fmin(b, study_smallest(&pair->a, error, OUTCOME_POWER)) : b;
}

/* Is the effect clearly above (less of a fall than) this one? */
bool pair_above(const Pair *pair, double effect, double error) {
    const Study *studies[] = {&pair->b, pair->two ? &pair->a : &pair->b};
    for (size_t i = 0; i < 2; i++) {
        const Study *s = studies[i];
        if (s->fit.effect - student_quantile(1 - error / 2, s->df) * s->error <= effect) return false;
    }
    return true;
}

static Verdict judge(const Pair *pair, double wanted, double error) {
    if (pair->p < error && pair->effect < 0) return VERDICT_FELL;
    return pair_above(pair, wanted, error) ? VERDICT_DID_NOT_FALL : VERDICT_CANNOT_TELL;
}

static StudyEnd look(Arena *a, const OutcomeAsk *ask, const Panel *p, Look *l, const Outcome *out, Pair *pair) {
    Rollout rollout = {ask->share, l->weeks, 0};
    double error = looks_error(&out->plan);
    StudyEnd end = pair_make(a, p, ask->theme, ask->near, ask->near_n, &rollout, pair);
    if (end != STUDY_OK) return end;
    l->effect = pair->effect, l->low = pair->low, l->high = pair->high, l->p = pair->p;
    l->smallest = pair_smallest(pair, error);
    l->verdict = judge(pair, out->wanted, error);
    return STUDY_OK;
}

/* A fall that was proven at one look stands, unless the newest rules out the fall that was wanted. */
static Verdict verdict_of(const Outcome *o) {
    bool fell = false;
    for (size_t i = 0; i < o->looks_done; i++) fell |= o->looks[i].verdict == VERDICT_FELL;
    Verdict newest = o->looks[o->looks_done - 1].verdict;
    return fell && newest != VERDICT_DID_NOT_FALL ? VERDICT_FELL : newest;
}

bool has_share(const double *share, size_t weeks) {
    bool any = !share;
    for (size_t i = 0; !any && i < weeks; i++) any = share[i] > 0;
    return any;
}

static Refusal looks_make(Arena *a, const OutcomeAsk *ask, const Panel *p, Outcome *out) {
    for (size_t i = 0; i < out->plan.n; i++) {
        Look *l = &out->looks[i];
        Pair pair;
        if (p->weeks - p->release < l->weeks) break;
        if (!has_share(ask->share, l->weeks)) {
            l->done = true;
            l->verdict = VERDICT_CANNOT_TELL;
            l->effect = l->low = l->high = l->smallest = NAN;
            continue;
        }
        Refusal why = refusal_of(look(a, ask, p, l, out, &pair));
        if (why) return why;
        l->done = true;
        out->looks_done = i + 1;
        out->study = pair.b;
        out->effect = l->effect, out->low = l->low, out->high = l->high, out->smallest = l->smallest;
    }
    return REFUSED_NOT;
}

/* The labels must be the same over all that is used: what is older is cut off. */
Refusal labels_trim(Arena *a, Panel *p, size_t *from, size_t *themes) {
    size_t week = panel_recoded(p, themes);
    *from = 0;
    if (week) {
        if (week + 1 + STUDY_BEFORE_MIN > p->release) return REFUSED_RECODED;
        *from = week + 1;
        *p = panel_trim(a, p, week + 1);
    }
    return p->release < STUDY_BEFORE_MIN ? REFUSED_HISTORY : REFUSED_NOT;
}

static void refuse(Outcome *out, Refusal why) {
    out->verdict = VERDICT_REFUSED;
    out->why = why;
}

void outcome_judge(Arena *a, const OutcomeAsk *ask, Outcome *out) {
    memset(out, 0, sizeof *out);
    Panel p = ask->panel;
    out->plan = ask->plan.n ? ask->plan : LOOKS_USUAL;
    for (size_t i = 0; i < out->plan.n; i++)
        out->looks[i] = (Look){.weeks = out->plan.weeks[i], .verdict = VERDICT_CANNOT_TELL};
    out->wanted = log(1 - (ask->wanted > 0 && ask->wanted < 1 ? ask->wanted : OUTCOME_FALL_WANTED));
    out->effect = out->low = out->high = out->smallest = NAN;
    out->avoided = out->avoided_low = out->avoided_high = NAN;
    out->lasting_effect = out->lasting_low = out->lasting_high = NAN;
    out->together = out->together_low = out->together_high = NAN;
    if (ask->codebook_before != ask->codebook_after) {
        refuse(out, REFUSED_CODEBOOK);
        return;
    }
    Refusal why = labels_trim(a, &p, &out->recoded_week, &out->recoded_themes);
    out->weeks_used = p.release;
    out->release = p.release;
    out->agreed = studies_agree(&p);
    if (!why) why = looks_make(a, ask, &p, out);
    if (why) {
        refuse(out, why);
        return;
    }
    out->verdict = out->looks_done ? verdict_of(out) : VERDICT_CANNOT_TELL;
    if (!out->looks_done) return;
    outcome_weeks_make(a, ask, &p, out);
    outcome_lasting_make(a, ask, &p, out);
    outcome_near_make(a, ask, &p, out);
}

void outcome_provable(Arena *a, const Panel *panel, size_t theme, const size_t *weeks, size_t n, double error,
                      double *smallest) {
    size_t replaced, week = panel_recoded(panel, &replaced);
    Panel p = *panel;
    for (size_t i = 0; i < n; i++) smallest[i] = NAN;
    if (week && week + 1 + STUDY_BEFORE_MIN > p.weeks) return;
    if (week) p = panel_trim(a, &p, week + 1);
    for (size_t i = 0; i < n; i++) {
        if (p.weeks < weeks[i] + STUDY_BEFORE_MIN) continue;
        Pair pair;
        Panel as_if = {p.counts, p.themes, p.weeks, p.weeks - weeks[i]};
        if (pair_make(a, &as_if, theme, NULL, 0, &(Rollout){NULL, weeks[i], 0}, &pair) == STUDY_OK)
            smallest[i] = pair_smallest(&pair, error);
    }
}
