/* access.h - who may do and see what: the rules that all doors share.
 *
 * A row says the least role (`role`), and with `owner` and `own_role` a lower one for people's own objects. What shows
 * customers' words, or other people's touchpoints, follows a policy that administrators set; the strict choice is the
 * default: engineers and those above read customers' words, leads see what others did, everybody sees their own. */
#pragma once
#include "app/app.h"

/* What stands where a text may not be read. */
#define NOT_SHOWN "(a customer's words: your role does not read them)"

typedef struct Policy {
    Role words;  /* least role that reads what customers said */
    Role people; /* least role that sees other people's touchpoints, goals and reflections */
} Policy;

bool policy_get(const Call *call, Policy *policy, Err *err);
bool policy_put(const Call *call, const Policy *policy, Err *err);

/* ERR_FORBIDDEN when the call's actor may not. *words: may they read customers' words? Else the reply is cut. */
bool access_check(Call *call, bool *words, Err *err);

extern const char *const ROLES[]; /* names by Role, ended by NULL */
bool role_parse(Str name, Role *role);

/* For handlers of lists: may the actor see other people's touchpoints? Else only their own (actor->person_id). */
bool access_others(const Call *call, bool *may, Err *err);

/* Is it their person's, or a team's of theirs? */
bool access_owns(const Call *call, const Owner *owner, bool *own, Err *err);

/* Replaces every SHAPE_WORDS of an object of this shape, and of its JSON (`fields` ended by SHAPE_END). */
void access_cut(const Field *fields, json_t *object);
/* The shape of the rows that the operation streams; NULL: it has none. */
const Field *access_rows(const Op *op);
