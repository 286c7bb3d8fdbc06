/* outcome_split.c - panels of the largest parts of the customers, judged as a family. */
#include "outcome_split.h"

#include <math.h>
#include <stdlib.h>

#include "app_private.h"
#include "memo.h"
#include "outcome_words.h"

enum { DAYS = 7 };

static int by_voices(const void *x, const void *y) {
    const DayValueSum *a = x, *b = y;
    if (a->voices != b->voices) return a->voices > b->voices ? -1 : 1;
    return str_cmp(a->value, b->value);
}

/* Voices of all the subject's themes before the release by value, largest first; what has no value is no part. */
static bool values_before(Call *call, int64_t codebook_id, const Subject *s, Dimension by, DayValueSum **out, size_t *n,
                          Err *err) {
    int64_t to = day_of(s->at), from = to - STUDY_BEFORE_FULL * DAYS;
    DayValueSum *all = ARENA_ARRAY(call->arena, DayValueSum, s->themes_n * (DAY_VALUES_KEPT + 1) + 1);
    *n = 0;
    for (size_t t = 0; t < s->themes_n; t++) {
        DayValueSum *rows;
        size_t rows_n, k;
        if (!day_values_between(call->app->db, call->arena, codebook_id, s->themes[t], by, from, to, &rows, &rows_n,
                                err))
            return false;
        for (size_t i = 0; i < rows_n; i++) {
            for (k = 0; k < *n && !str_eq(all[k].value, rows[i].value); k++) continue;
            if (k == *n) all[(*n)++] = (DayValueSum){rows[i].value, 0};
            all[k].voices += rows[i].voices;
            if (!rows[i].value.n) --*n;
        }
    }
    qsort(all, *n, sizeof *all, by_voices);
    *out = all;
    return true;
}

static bool split(Call *call, int64_t codebook_id, const Subject *subject, const Judged *judged, Dimension by,
                  Split *out, Err *err) {
    DayValueSum *values;
    size_t n;
    const Outcome *o = &judged->outcome;
    *out = (Split){.by = by};
    if (!judged->known || !o->looks_done || o->verdict == VERDICT_REFUSED) return true;
    out->weeks = o->looks[o->looks_done - 1].weeks;
    if (!values_before(call, codebook_id, subject, by, &values, &n, err)) return false;
    out->n = n < OUTCOME_PARTS_MAX ? n : OUTCOME_PARTS_MAX;
    out->left_out = n - out->n;
    for (size_t i = 0; i < out->n; i++) {
        Population who = {.part = {by, values[i].value}, .counts = true};
        SubjectPanel p;
        out->values[i] = values[i].value;
        out->voices[i] = values[i].voices;
        if (!subject_panel(call, codebook_id, subject, &who, day_of(subject->at), STUDY_BEFORE_FULL, out->weeks, &p,
                           err))
            return false;
        out->parts[i] = (OutcomePart){.panel = p.panel, .theme = p.row};
    }
    out->tested = outcome_parts(call->arena, out->parts, out->n, judged->share, out->weeks, 1 - exp(o->wanted),
                                looks_error(&o->plan));
    return true;
}

bool subject_split(Call *call, int64_t codebook_id, const Subject *subject, const Judged *judged, Dimension by,
                   Split *out, Err *err) {
    Memo *memo;
    Str key = arena_printf(call->arena, "%.*s /%d", STR_ARG(subject_key(call, codebook_id, subject)), (int)by);
    if (!memo_find(call, "split", key, &memo, err)) return false;
    if (!memo->value) {
        Call inside = *call;
        inside.arena = memo->arena;
        Split *made = ARENA_NEW(memo->arena, Split);
        if (!split(&inside, codebook_id, subject, judged, by, made, err)) return false;
        memo->value = made;
    }
    *out = *(Split *)memo->value;
    return true;
}

Str part_says(Arena *a, const OutcomePart *part) {
    if (part->tested) return effect_words(a, part->effect, part->low, part->high);
    switch (part->why) {
    case REFUSED_RECODED:
        return STR("its labels changed near the release");
    case REFUSED_HISTORY:
        return STR("its history is too short");
    case REFUSED_PLACEBOS:
        return STR("too few other themes and dates to compare it with");
    default:
        return STR("too few voices to say");
    }
}

Str split_says(Arena *a, const Split *s) {
    size_t by_verdict[4] = {0};
    if (!s->n) return arena_printf(a, "no %.*s to tell apart", STR_ARG(dimension_name(s->by)));
    for (size_t i = 0; i < s->n; i++) by_verdict[s->parts[i].verdict]++;
    return arena_printf(a, "of %zu by %.*s: %zu fell, %zu did not fall, %zu cannot tell, %zu refused", s->n,
                        STR_ARG(dimension_name(s->by)), by_verdict[VERDICT_FELL], by_verdict[VERDICT_DID_NOT_FALL],
                        by_verdict[VERDICT_CANNOT_TELL], by_verdict[VERDICT_REFUSED]);
}
