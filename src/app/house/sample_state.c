/* sample_state.c - one setting says whether sample data is there. */
#include <stdlib.h>
#include <string.h>

#include "json_build.h"
#include "sample.h"
#include "store/org_store.h"

static const char *const NAMES[] = {"none", "loading", "loaded", "removing"};

const char *sample_state_name(SampleState state) {
    return NAMES[state];
}

static int64_t whole(const json_t *o, const char *name) {
    return json_integer_value(json_object_get(o, name));
}

bool sample_get(Db *db, Arena *a, Sample *out, Err *err) {
    Str value;
    Err none = {0};
    *out = (Sample){0};
    if (!setting_get(db, a, STR("sample"), &value, &none)) return none.code == ERR_NOT_FOUND || (*err = none, false);
    json_t *o = json_loadb(value.p, value.n, 0, NULL);
    const char *state = json_string_value(json_object_get(o, "state"));
    for (SampleState s = SAMPLE_NONE; state && s <= SAMPLE_REMOVING; s++)
        if (strcmp(state, NAMES[s]) == 0) out->state = s;
    out->at = whole(o, "at");
    out->then = (SampleNewest){whole(o, "codebook"), whole(o, "alert"), whole(o, "edit"), whole(o, "audit")};
    out->served = whole(o, "served");
    out->discovered = whole(o, "discovered");
    out->dropped = json_is_true(json_object_get(o, "dropped"));
    out->last = whole(o, "last");
    json_decref(o);
    return true;
}

bool sample_put(Db *db, Arena *a, const Sample *in, Err *err) {
    json_t *o = json_pack("{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:b, s:I}", "state", NAMES[in->state], "at",
                          (json_int_t)in->at, "codebook", (json_int_t)in->then.codebook, "alert",
                          (json_int_t)in->then.alert, "edit", (json_int_t)in->then.edit, "audit",
                          (json_int_t)in->then.audit, "served", (json_int_t)in->served, "discovered",
                          (json_int_t)in->discovered, "dropped", in->dropped, "last", (json_int_t)in->last);
    char *text = json_dumps(o, JSON_COMPACT);
    bool ok = setting_put(db, STR("sample"), arena_str(a, str_from_c(text)), err);
    free(text);
    json_decref(o);
    return ok;
}

bool app_sample(App *app, Arena *a, Str *state, Err *err) {
    Sample s;
    if (!app_need_store(app, err) || !sample_get(app->db, a, &s, err)) return false;
    *state = str_from_c(NAMES[s.state]);
    return true;
}

bool sample_say(Call *call, Err *err) {
    Sample s;
    if (!sample_get(call->app->db, call->arena, &s, err)) return false;
    put(call->reply, "sample", json_boolean(s.state != SAMPLE_NONE));
    return true;
}

bool sample_nobody(Call *call, int64_t person_id, Err *err) {
    PersonRow row;
    bool has = false;
    if (person_id && !sample_has(call->app->db, "person", person_id, &has, err)) return false;
    if (!has) return true;
    return person_get(call->app->db, call->arena, person_id, &row, err) &&
           err_set(err, ERR_CONFLICT, "choose a person of your own, or leave it empty",
                   "%.*s is of the sample data, where nobody has an account", STR_ARG(row.name));
}

bool sample_hold(App *app, Err *err) {
    bool held = false;
    return db_hold(app->db, "sample", &held, err) &&
           (held || err_set(err, ERR_BUSY, "wait until that is done",
                            "sample data is being loaded or removed by another program"));
}
