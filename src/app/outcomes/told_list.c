/* told_list.c - consent first, then the limits, as for any other contact. */
#include "told_list.h"

#include "store/theme_store.h"

static int64_t told_at(const ToldRow *rows, size_t n, int64_t customer_id) {
    for (size_t i = 0; i < n; i++)
        if (rows[i].customer_id == customer_id) return rows[i].at;
    return TIME_NONE;
}

/* False: not of those who may hear of it. */
static bool asked_for(ContactBar bar) {
    return bar == CONTACT_FREE || bar == CONTACT_COOLDOWN || bar == CONTACT_CAP;
}

static bool add_one(Call *call, const ContactPolicy *policy, const VoicedRow *voiced, const ToldRow *told,
                    size_t told_n, ToldList *out, Err *err) {
    ToldTo *to = &out->rows[out->n];
    ContactBar bar;
    int64_t near = TIME_NONE;
    if (!customer_get(call->app->db, call->arena, voiced->customer_id, &to->customer, err) ||
        !contact_bar(call, &to->customer, PURPOSE_MESSAGE_BACK, call->now, 0, &bar, &near, err))
        return false;
    if (!asked_for(bar)) {
        out->silent++;
        return true;
    }
    to->voiced = *voiced;
    to->told_at = told_at(told, told_n, voiced->customer_id);
    to->rests = policy->messages && bar != CONTACT_FREE && to->told_at == TIME_NONE;
    to->rests_until = to->rests && bar == CONTACT_COOLDOWN ? near + policy->cooldown_days * SECONDS_PER_DAY : TIME_NONE;
    ++*(to->told_at != TIME_NONE ? &out->done : to->rests ? &out->resting : &out->may);
    out->n++;
    return true;
}

bool told_list_of_release(Call *call, const ReleaseRow *release, ToldList *out, Err *err) {
    CodebookRow codebook;
    ContactPolicy policy;
    VoicedRow *voiced;
    ToldRow *told;
    size_t n, told_n;
    Db *db = call->app->db;
    *out = (ToldList){0};
    if (!told_of_release(call, release, &out->told, err) || !codebook_current(db, call->arena, &codebook, err) ||
        !contact_policy(call, &policy, err))
        return false;
    VoicedFilter filter = {release->problem_id, release->theme_id, codebook.id, release->at};
    if (!voiced_list(db, call->arena, &filter, &voiced, &n, &out->voiced, err) ||
        !told_list(db, call->arena, release->id, &told, &told_n, err))
        return false;
    out->says = told_customers(call->arena, &out->told);
    out->rows = ARENA_ARRAY(call->arena, ToldTo, n + 1);
    for (size_t i = 0; i < n; i++)
        if (!add_one(call, &policy, &voiced[i], told, told_n, out, err)) return false;
    return true;
}
