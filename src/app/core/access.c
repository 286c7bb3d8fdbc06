/* access.c - the one place that decides who may. */
#include "access.h"

#include <string.h>

#include "app_private.h"
#include "store/org_store.h"

const char *const ROLES[] = {"viewer", "engineer", "host", "lead", "admin", NULL};
enum { ROLES_N = 5 };

Actor actor_of_machine(Str name) {
    return (Actor){.name = name, .role = ROLE_ADMIN, .scopes = SCOPE_ALL};
}

const char *role_name(Role role) {
    return role == ROLE_ANYBODY ? "nobody" : ROLES[role];
}

bool role_parse(Str name, Role *role) {
    for (int i = 0; i < ROLES_N; i++)
        if (str_eq(name, str_from_c(ROLES[i]))) return *role = (Role)i, true;
    return false;
}

static bool is_get(const Op *op) {
    return strcmp(op->method, "GET") == 0;
}

static bool scopes_allow(const Op *op, unsigned scopes) {
    if (op->role == ROLE_ADMIN && !(scopes & SCOPE_ADMIN)) return false;
    return scopes & ((is_get(op) ? SCOPE_READ : SCOPE_WRITE) | op->scope);
}

bool app_may(const Op *op, const Actor *actor, bool own) {
    Role least = own && op->owner ? op->own_role : op->role;
    return actor->role >= least && scopes_allow(op, actor->scopes);
}

/* ---- policy ---------------------------------------------------------------------------------- */

/* A setting that names a role; `fallback` while nobody chose. */
static bool role_setting(const Call *call, Str name, Role fallback, Role *role, Err *err) {
    Err missing = {0};
    Str value;
    *role = fallback;
    if (!setting_get(call->app->db, call->arena, name, &value, &missing))
        return missing.code == ERR_NOT_FOUND || (*err = missing, false);
    if (role_parse(value, role)) return true;
    return err_set(err, ERR_STORE, "set the policy again", "the setting %.*s holds '%.*s', which is no role",
                   STR_ARG(name), STR_ARG(value));
}

bool policy_get(const Call *call, Policy *policy, Err *err) {
    return role_setting(call, STR("policy_words"), ROLE_ENGINEER, &policy->words, err) &&
           role_setting(call, STR("policy_people"), ROLE_LEAD, &policy->people, err);
}

bool policy_put(const Call *call, const Policy *policy, Err *err) {
    return setting_put(call->app->db, STR("policy_words"), str_from_c(ROLES[policy->words]), err) &&
           setting_put(call->app->db, STR("policy_people"), str_from_c(ROLES[policy->people]), err);
}

bool access_others(const Call *call, bool *may, Err *err) {
    Policy policy;
    *may = call->actor->role == ROLE_ADMIN;
    if (*may) return true;
    if (!policy_get(call, &policy, err)) return false;
    *may = call->actor->role >= policy.people;
    return true;
}

/* ---- ownership ------------------------------------------------------------------------------- */

bool access_owns(const Call *call, const Owner *owner, bool *own, Err *err) {
    int64_t me = call->actor->person_id;
    *own = me && owner->person_id == me;
    if (*own || !me || !owner->team_id) return true;
    return person_in_team(call->app->db, me, owner->team_id, own, err);
}

static bool is_own(Call *call, bool *own, Err *err) {
    Owner owner = {0};
    *own = false;
    if (!call->op->owner || !call->actor->person_id) return true;
    return call->op->owner(call, &owner, err) && access_owns(call, &owner, own, err);
}

/* ---- the question ---------------------------------------------------------------------------- */

static bool refuse(const Call *call, bool own, Err *err) {
    const Op *op = call->op;
    if (call->actor->role == ROLE_ANYBODY)
        return err_set(err, ERR_SIGNED_OUT, "sign in, or send a token: Authorization: Bearer ...",
                       "%s: nobody is signed in", op->id);
    if (call->actor->role >= (own && op->owner ? op->own_role : op->role))
        return err_set(err, ERR_FORBIDDEN, "make a token with that scope, or sign in",
                       "%s: the token was made for something else", op->id);
    const char *least = ROLES[op->role];
    if (op->owner)
        return err_set(err, ERR_FORBIDDEN, "ask its owner, or somebody with that role",
                       "%s: only a %s may, or a %s whose own it is; you are a %s", op->id, least, ROLES[op->own_role],
                       role_name(call->actor->role));
    return err_set(err, ERR_FORBIDDEN, "ask an administrator for that role", "%s: the role %s may do this; yours is %s",
                   op->id, least, ROLES[call->actor->role]);
}

bool access_check(Call *call, bool *words, Err *err) {
    const Op *op = call->op;
    Policy policy;
    bool own = false;
    *words = call->actor->role == ROLE_ADMIN;
    /* an own object is looked for only where it makes a difference */
    if (op->owner && (!app_may(op, call->actor, false) || op->reads & READS_PEOPLE) && !is_own(call, &own, err))
        return false;
    if (!app_may(op, call->actor, own)) return refuse(call, own, err);
    if (*words || !call->app->db) return *words = true; /* without a store there is nothing of a customer */
    if (!policy_get(call, &policy, err)) return false;
    *words = call->actor->role >= policy.words;
    if (op->reads & READS_WORDS && !*words)
        return err_set(err, ERR_FORBIDDEN, "ask an administrator, who sets this policy",
                       "%s shows what customers said, which the role %s and those above it read; yours is %s", op->id,
                       ROLES[policy.words], ROLES[call->actor->role]);
    if (op->reads & READS_PEOPLE && !own && call->actor->role < policy.people)
        return err_set(err, ERR_FORBIDDEN, "ask an administrator, who sets this policy",
                       "%s: this is somebody else's, which the role %s and those above it see; yours is %s", op->id,
                       ROLES[policy.people], ROLES[call->actor->role]);
    return true;
}

/* ---- what may not be read -------------------------------------------------------------------- */

void access_cut(const Field *fields, json_t *object) {
    for (const Field *f = fields; f && f->type != SHAPE_END && f->name; f++) {
        json_t *v = json_object_get(object, f->name), *item;
        size_t i;
        if (f->type == SHAPE_WORDS && json_is_string(v)) json_object_set_new(object, f->name, json_string(NOT_SHOWN));
        else if (f->type == SHAPE_OBJECT && json_is_object(v)) access_cut(f->of, v);
        else if (f->type == SHAPE_ARRAY && f->of)
            json_array_foreach(v, i, item) access_cut(f->of, item);
    }
}

const Field *access_rows(const Op *op) {
    for (const Field *f = op->reply; op->rows && f->type != SHAPE_END; f++)
        if (strcmp(f->name, op->rows) == 0) return f->of;
    return NULL;
}
