/* offer.c - what a page may offer: every operation that its reader may do, with the object that the page shows. */
#include <string.h>

#include "access.h"
#include "app_private.h"

typedef struct Offers {
    Call call; /* of the operation in question: no arguments but those that the page's address names */
    Policy policy;
    const RawArg *raw;
    size_t n;
    /* the object's owner is looked for once, however many operations ask for it */
    bool (*asked[8])(Call *call, Owner *owner, Err *err);
    bool own[8];
    size_t asked_n;
} Offers;

static const RawArg *raw_find(const Offers *o, Str name) {
    for (size_t i = 0; i < o->n; i++)
        if (str_eq(o->raw[i].name, name)) return &o->raw[i];
    return NULL;
}

/* Does the page's address name all that the operation's does? */
static bool names_object(const Offers *o, const Op *op) {
    Str path = str_from_c(op->path);
    bool any = false;
    while (path.p) {
        Str part = str_cut(&path, '/');
        if (part.n < 3 || part.p[0] != '{') continue;
        if (!raw_find(o, str_slice(part, 1, part.n - 1))) return false;
        any = true;
    }
    return any;
}

static const Arg *args_of(const Offers *o, const Op *op) {
    size_t n = 0;
    while (op->params && op->params[n].name) n++;
    Arg *args = ARENA_ARRAY(o->call.arena, Arg, n + 1);
    for (size_t i = 0; i < n; i++) {
        const RawArg *raw = raw_find(o, str_from_c(op->params[i].name));
        args[i] = (Arg){.given = raw != NULL, .s = raw ? raw->value : STR("")};
        if (raw && op->params[i].type == PARAM_INT && !str_to_i64(raw->value, &args[i].i)) args[i].i = 0;
    }
    return args;
}

/* An object that is not there is nobody's own; so is every object for those who are no person of the plan. */
static bool is_own(Offers *o, const Op *op) {
    Owner owner = {0};
    Err none = {0};
    bool own = false;
    if (!o->call.actor->person_id) return false;
    if (!op->owner || !names_object(o, op)) return true; /* which one is said later: it may be one of theirs */
    for (size_t i = 0; i < o->asked_n; i++)
        if (o->asked[i] == op->owner) return o->own[i];
    o->call.op = op;
    o->call.args = args_of(o, op);
    own = op->owner(&o->call, &owner, &none) && access_owns(&o->call, &owner, &own, &none) && own;
    if (o->asked_n < sizeof o->asked / sizeof *o->asked) {
        o->asked[o->asked_n] = op->owner;
        o->own[o->asked_n++] = own;
    }
    return own;
}

static bool offered(Offers *o, const Op *op) {
    const Actor *actor = o->call.actor;
    bool looks = op->owner && (!app_may(op, actor, false) || op->reads & READS_PEOPLE);
    bool own = looks && app_may(op, actor, true) && is_own(o, op);
    if (!app_may(op, actor, own)) return false;
    if (actor->role == ROLE_ADMIN) return true;
    return !(op->reads & READS_WORDS && actor->role < o->policy.words) &&
           !(op->reads & READS_PEOPLE && !own && actor->role < o->policy.people);
}

void app_offers(App *app, Arena *a, const Actor *actor, const RawArg *raw, size_t n, bool *may) {
    Offers o = {.call = {.app = app, .actor = actor, .arena = a}, .raw = raw, .n = n};
    Err none = {0};
    size_t count;
    const Op *const *ops = ops_all(&count);
    /* without a store, or one that cannot be asked: the strict choices */
    if (!app->db || !policy_get(&o.call, &o.policy, &none)) o.policy = (Policy){ROLE_ENGINEER, ROLE_LEAD};
    for (size_t i = 0; i < count; i++) may[i] = ops[i]->doors & DOOR_PAGE && offered(&o, ops[i]);
}
