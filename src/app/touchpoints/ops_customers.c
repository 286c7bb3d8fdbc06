/* ops_customers.c - customers as people whom we meet: consent, opt-out, blocklist, contacts, and the limits. */
#include "audit.h"
#include "contacts.h"
#include "json_build.h"
#include "signals/redact.h"

/* ---- JSON ----------------------------------------------------------------------------------------- */

static const Field CUSTOMER[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"label", SHAPE_STRING, "what our people call the account; may be empty", NULL, false},
    {"hash", SHAPE_STRING, "of its number, as in its signals", NULL, false},
    {"contacts", SHAPE_INT, "planned or made, ever", NULL, false},
    {"last_at", SHAPE_TIME, "the latest of them", NULL, false},
    {"opted_out", SHAPE_BOOL, NULL, NULL, false},
    {"blocked", SHAPE_BOOL, NULL, NULL, false},
    {"blocked_why", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field CONSENT[] = {
    {"purpose", SHAPE_STRING, "key of a format, or any", NULL, false},
    {"given_at", SHAPE_TIME, NULL, NULL, false},
    {"until_at", SHAPE_TIME, "null: until withdrawn", NULL, false},
    {"how", SHAPE_STRING, NULL, NULL, false},
    {"recorded_by", SHAPE_STRING, NULL, NULL, false},
    {"recorded_at", SHAPE_TIME, NULL, NULL, false},
    {"withdrawn_at", SHAPE_TIME, NULL, NULL, false},
    {"holds", SHAPE_BOOL, "today", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field CONTACT[] = {
    {"at", SHAPE_TIME, NULL, NULL, false},
    {"purpose", SHAPE_STRING, NULL, NULL, false},
    {"state", SHAPE_STRING, "planned, made or cancelled", NULL, false},
    {"session", SHAPE_INT, NULL, NULL, true},
    {"why", SHAPE_STRING, "the reason to go over a limit; empty: none was needed", NULL, false},
    {"by", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

static json_t *customer_json(Arena *a, const CustomerRow *r) {
    return json_pack("{s:I, s:o, s:o, s:I, s:o, s:b, s:b, s:o}", "id", (json_int_t)r->id, "label", json_str(r->label),
                     "hash", json_str(r->hash), "contacts", (json_int_t)r->contacts, "last_at",
                     json_time(a, r->last_at), "opted_out", r->opted_out_at != TIME_NONE, "blocked",
                     r->blocked_at != TIME_NONE, "blocked_why", json_str(r->blocked_why));
}

static json_t *consent_json(Arena *a, const ConsentRow *r, int64_t now) {
    bool holds = r->withdrawn_at == TIME_NONE && r->given_at <= now && (r->until_at == TIME_NONE || now < r->until_at);
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b}", "purpose", json_str(r->purpose), "given_at",
                     json_time(a, r->given_at), "until_at", json_time(a, r->until_at), "how", json_str(r->how),
                     "recorded_by", json_str(r->recorded_by), "recorded_at", json_time(a, r->recorded_at),
                     "withdrawn_at", json_time(a, r->withdrawn_at), "holds", holds);
}

static json_t *contact_json(Arena *a, const ContactRow *r) {
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "at", json_time(a, r->at), "purpose", json_str(r->purpose),
                     "state", json_str(r->state), "session", r->session_id ? json_integer(r->session_id) : json_null(),
                     "why", json_str(r->why), "by", json_str(r->noted_by));
}

/* ---- reading -------------------------------------------------------------------------------------- */

static bool list_run(Call *call, Err *err) {
    CustomerRow *rows;
    size_t n;
    int64_t limit = call_arg(call, "limit")->i;
    ContactPolicy policy;
    if (!contact_policy(call, &policy, err) ||
        !customers_list(call->app->db, call->arena, call_arg(call, "after")->i, limit, &rows, &n, err))
        return false;
    json_t *list = json_array();
    put(call->reply, "customers", list);
    for (size_t i = 0; i < n; i++) json_array_append_new(list, customer_json(call->arena, &rows[i]));
    put(call->reply, "after", (int64_t)n == limit ? json_integer(rows[n - 1].id) : json_null());
    put(call->reply, "cooldown_days", json_integer(policy.cooldown_days));
    put(call->reply, "yearly_cap", json_integer(policy.yearly_cap));
    return true;
}

/* When the next contact is free of limits: after the last one's cooldown, or now. The cap is looked at when it is made.
 */
static bool get_run(Call *call, Err *err) {
    CustomerRow row;
    ConsentRow *consents;
    ContactRow *contacts;
    ContactPolicy policy;
    size_t consents_n, contacts_n;
    Db *db = call->app->db;
    if (!contact_customer(call, "customer", &row, err) || !contact_policy(call, &policy, err) ||
        !consents_list(db, call->arena, row.id, &consents, &consents_n, err) ||
        !contacts_list(db, call->arena, row.id, &contacts, &contacts_n, err))
        return false;
    json_t *given = json_array(), *met = json_array();
    put(call->reply, "customer", customer_json(call->arena, &row));
    put(call->reply, "consents", given);
    put(call->reply, "contacts", met);
    for (size_t i = 0; i < consents_n; i++)
        json_array_append_new(given, consent_json(call->arena, &consents[i], call->now));
    for (size_t i = contacts_n; i-- > 0;) json_array_append_new(met, contact_json(call->arena, &contacts[i]));
    int64_t free_at = row.last_at == TIME_NONE ? call->now : row.last_at + policy.cooldown_days * SECONDS_PER_DAY;
    put(call->reply, "rested_at", json_time(call->arena, free_at > call->now ? free_at : call->now));
    put(call->reply, "cooldown_days", json_integer(policy.cooldown_days));
    put(call->reply, "yearly_cap", json_integer(policy.yearly_cap));
    return true;
}

/* ---- writing -------------------------------------------------------------------------------------- */

static bool finish(Call *call, int64_t id, const char *action, json_t *body, Str done, Err *err) {
    if (!audit_note(call, action, "customer", id, body, err)) return false;
    put(call->reply, "customer", json_str(arena_printf(call->arena, "#%lld", (long long)id)));
    put(call->reply, "done", json_str(done));
    return true;
}

/* The one of that number, made when it is not there: only a consent does that. */
static bool customer_made(Call *call, int64_t *id, Err *err) {
    Str given = str_trim(call_arg(call, "customer")->s), hash,
        label = redact_text(call->arena, str_trim(call_arg(call, "label")->s));
    CustomerRow row;
    if (given.n && given.p[0] == '#') {
        if (!contact_customer(call, "customer", &row, err)) return false;
        hash = row.hash;
    } else if (!given.n) {
        return err_set(err, ERR_INPUT, NULL, "customer: it is empty");
    } else if (!contact_hash(call, given, &hash, err)) {
        return false;
    }
    return customer_put(call->app->db, hash, label, id, err);
}

static bool purpose_arg(Call *call, Str *purpose, Err *err) {
    FormatRow format;
    Err none = {0};
    *purpose = str_trim(call_arg(call, "purpose")->s);
    if (str_eq(*purpose, STR("any")) || format_find(call->app->db, call->arena, *purpose, &format, &none)) return true;
    return err_set(err, ERR_INPUT, "give the key of a format (ridealong formats), or any",
                   "purpose: there is no format '%.*s'", STR_ARG(*purpose));
}

static bool consent_in(Call *call, Err *err) {
    const Arg *given = call_arg(call, "given"), *until = call_arg(call, "until");
    ConsentRow row = {.given_at = given->given ? given->i : call->now,
                      .until_at = until->given ? until->i : TIME_NONE,
                      .recorded_by = call_actor(call),
                      .recorded_at = call->now};
    int64_t id;
    if (row.given_at > call->now) return err_set(err, ERR_INPUT, NULL, "given: that is in the future");
    if (row.until_at != TIME_NONE && row.until_at <= row.given_at)
        return err_set(err, ERR_INPUT, NULL, "until: that is before it was given");
    if (!purpose_arg(call, &row.purpose, err) || !touch_words(call, "how", true, &row.how, err) ||
        !customer_made(call, &row.customer_id, err) || !consent_add(call->app->db, &row, &id, err))
        return false;
    json_t *body =
        json_pack("{s:o, s:o}", "purpose", json_str(row.purpose), "given_at", json_time(call->arena, row.given_at));
    return finish(call, row.customer_id, "customer.consent", body,
                  arena_printf(call->arena, "the consent of customer %lld is recorded", (long long)row.customer_id),
                  err);
}

static bool withdraw_in(Call *call, Err *err) {
    CustomerRow row;
    int64_t ended;
    Str purpose = str_trim(call_arg(call, "purpose")->s);
    if (!contact_customer(call, "customer", &row, err) ||
        !consents_end(call->app->db, row.id, purpose, call->now, &ended, err))
        return false;
    if (!ended)
        return err_set(err, ERR_CONFLICT, NULL, "customer %lld has no such consent that holds", (long long)row.id);
    return finish(call, row.id, "customer.consent_end", json_pack("{s:o}", "purpose", json_str(purpose)),
                  arena_printf(call->arena, "the consent of customer %lld ended", (long long)row.id), err);
}

static bool opt_out_in(Call *call, Err *err) {
    CustomerRow row;
    bool on = call_arg(call, "on")->i;
    return contact_customer(call, "customer", &row, err) &&
           customer_opt_out(call->app->db, row.id, on ? call->now : TIME_NONE, err) &&
           finish(call, row.id, on ? "customer.opt_out" : "customer.opt_in", NULL,
                  arena_printf(call->arena,
                               on ? "customer %lld is not contacted any more" : "customer %lld may be asked again",
                               (long long)row.id),
                  err);
}

static bool block_in(Call *call, Err *err) {
    CustomerRow row;
    Str why;
    bool on = call_arg(call, "on")->i;
    if (!contact_customer(call, "customer", &row, err) || !touch_words(call, "why", on, &why, err) ||
        !customer_block(call->app->db, row.id, on ? call->now : TIME_NONE, on ? why : STR(""), err))
        return false;
    return finish(call, row.id, on ? "customer.block" : "customer.unblock", json_pack("{s:o}", "why", json_str(why)),
                  arena_printf(call->arena,
                               on ? "customer %lld is on the blocklist" : "customer %lld is off the blocklist",
                               (long long)row.id),
                  err);
}

static bool contact_in(Call *call, Err *err) {
    CustomerRow customer;
    ContactRow row = {.at = call_arg(call, "at")->given ? call_arg(call, "at")->i : call->now,
                      .noted_by = call_actor(call)};
    int64_t id;
    bool over;
    if (!purpose_arg(call, &row.purpose, err) || !contact_customer(call, "customer", &customer, err) ||
        !touch_words(call, "why", false, &row.why, err) ||
        !contact_allowed(call, &customer, row.purpose, row.at, 0, row.why, &over, err))
        return false;
    row.customer_id = customer.id;
    row.state = row.at <= call->now ? STR("made") : STR("planned");
    if (!over) row.why = STR("");
    if (!contact_add(call->app->db, &row, &id, err)) return false;
    json_t *body = json_pack("{s:o, s:o, s:b, s:o}", "purpose", json_str(row.purpose), "at",
                             json_time(call->arena, row.at), "over_limit", over, "why", json_str(row.why));
    return finish(call, customer.id, over ? "customer.contact_over_limit" : "customer.contact", body,
                  arena_printf(call->arena, "the contact with customer %lld is noted", (long long)customer.id), err);
}

static bool limits_in(Call *call, Err *err) {
    ContactPolicy policy;
    if (!contact_policy(call, &policy, err)) return false;
    if (call_arg(call, "cooldown")->given) policy.cooldown_days = call_arg(call, "cooldown")->i;
    if (call_arg(call, "cap")->given) policy.yearly_cap = call_arg(call, "cap")->i;
    json_t *body = json_pack("{s:I, s:I}", "cooldown_days", (json_int_t)policy.cooldown_days, "yearly_cap",
                             (json_int_t)policy.yearly_cap);
    if (!contact_policy_put(call, &policy, err) || !audit_note(call, "customer.limits", "", 0, body, err)) return false;
    put(call->reply, "customer", json_null());
    put(call->reply, "done",
        json_str(arena_printf(call->arena, "%lld days lie between two contacts, at most %lld are in a year",
                              (long long)policy.cooldown_days, (long long)policy.yearly_cap)));
    return true;
}

#define IN_TRANSACTION(name, in)                                                                                       \
    static bool name(Call *call, Err *err) {                                                                           \
        return db_begin(call->app->db, err) && db_end(call->app->db, in(call, err), err);                              \
    }
IN_TRANSACTION(consent_run, consent_in)
IN_TRANSACTION(withdraw_run, withdraw_in)
IN_TRANSACTION(opt_out_run, opt_out_in)
IN_TRANSACTION(block_run, block_in)
IN_TRANSACTION(contact_run, contact_in)
IN_TRANSACTION(limits_run, limits_in)

/* ---- rows ----------------------------------------------------------------------------------------- */

#define CUSTOMER_PARAM                                                                                                 \
    {                                                                                                                  \
        .name = "customer", .type = PARAM_STR, .max = NAME_BYTES, .required = true, .positional = true,                \
        .help = "its number in your systems, as in the exports; or #12, its number here"                               \
    }
#define PURPOSE_PARAM                                                                                                  \
    {                                                                                                                  \
        .name = "purpose", .type = PARAM_STR, .max = 60, .fallback = "ride_along",                                     \
        .help = "what for: key of a format, or any"                                                                    \
    }
static const Param LIST_PARAMS[] = {
    {.name = "after",
     .type = PARAM_INT,
     .min = 0,
     .max = INT64_MAX,
     .fallback = "0",
     .help = "only those after this number"},
    {.name = "limit", .type = PARAM_INT, .min = 1, .max = 1000, .fallback = "100", .help = "rows at most"},
    {.name = NULL},
};
static const Param GET_PARAMS[] = {CUSTOMER_PARAM, {.name = NULL}};
static const Param CONSENT_PARAMS[] = {
    CUSTOMER_PARAM,
    PURPOSE_PARAM,
    {.name = "how",
     .type = PARAM_STR,
     .max = WORDS_BYTES,
     .required = true,
     .help = "how the customer said so, like: by mail of 3 May"},
    {.name = "given", .type = PARAM_DATE, .help = "the day it was given; today when it is not said"},
    {.name = "until", .type = PARAM_DATE, .help = "it ends then; without it, when it is withdrawn"},
    {.name = "label",
     .type = PARAM_STR,
     .max = NAME_BYTES,
     .fallback = "",
     .help = "what your people call the account; personal data is cut"},
    WHO_PARAM,
    {.name = NULL},
};
static const Param WITHDRAW_PARAMS[] = {
    CUSTOMER_PARAM,
    {.name = "purpose",
     .type = PARAM_STR,
     .max = 60,
     .fallback = "",
     .help = "only consent to this; all when it is not given"},
    WHO_PARAM,
    {.name = NULL},
};
static const Param OPT_OUT_PARAMS[] = {
    CUSTOMER_PARAM,
    {.name = "on", .type = PARAM_BOOL, .fallback = "true", .help = "false takes it back"},
    WHO_PARAM,
    {.name = NULL}};
static const Param BLOCK_PARAMS[] = {
    CUSTOMER_PARAM,
    {.name = "why", .type = PARAM_STR, .max = WORDS_BYTES, .fallback = "", .help = "the reason, in a sentence"},
    {.name = "on", .type = PARAM_BOOL, .fallback = "true", .help = "false takes it off the list"},
    WHO_PARAM,
    {.name = NULL},
};
static const Param CONTACT_PARAMS[] = {
    CUSTOMER_PARAM,
    PURPOSE_PARAM,
    {.name = "at", .type = PARAM_DATE, .help = "when; now when it is not given"},
    {.name = "why",
     .type = PARAM_STR,
     .max = WORDS_BYTES,
     .fallback = "",
     .help = "the reason, where it goes over a limit; it is logged"},
    WHO_PARAM,
    {.name = NULL},
};
static const Param LIMITS_PARAMS[] = {
    {.name = "cooldown", .type = PARAM_INT, .min = 0, .max = 3650, .help = "days between two contacts with a customer"},
    {.name = "cap", .type = PARAM_INT, .min = 0, .max = 365, .help = "contacts with a customer in any year"},
    WHO_PARAM,
    {.name = NULL},
};
static const Field LIST_REPLY[] = {
    {"customers", SHAPE_ARRAY, "by number", CUSTOMER, false},
    {"after", SHAPE_INT, "ask for more with this", NULL, true},
    {"cooldown_days", SHAPE_INT, NULL, NULL, false},
    {"yearly_cap", SHAPE_INT, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field GET_REPLY[] = {
    {"customer", SHAPE_OBJECT, NULL, CUSTOMER, false},
    {"consents", SHAPE_ARRAY, "newest first", CONSENT, false},
    {"contacts", SHAPE_ARRAY, "newest first", CONTACT, false},
    {"rested_at", SHAPE_TIME, "the cooldown is over then", NULL, false},
    {"cooldown_days", SHAPE_INT, NULL, NULL, false},
    {"yearly_cap", SHAPE_INT, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field DONE_REPLY[] = {
    {"customer", SHAPE_STRING, "#12: its number here", NULL, true},
    {"done", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column LIST_COLUMNS[] = {
    {"#", "id", "int", 5},           {"ACCOUNT", "label", "text", 0},       {"CONTACTS", "contacts", "int", 8},
    {"LAST", "last_at", "date", 10}, {"OPTED OUT", "opted_out", "text", 9}, {"BLOCKED", "blocked", "text", 7},
    {NULL, NULL, NULL, 0},
};
static const Column GET_COLUMNS[] = {{"DATE", "at", "date", 10},
                                     {"PURPOSE", "purpose", "text", 16},
                                     {"STATE", "state", "text", 10},
                                     {"WHY", "why", "text", 0},
                                     {NULL, NULL, NULL, 0}};
static const Column GET_FACTS[] = {{"customer", "customer.id", "int", 0},
                                   {"account", "customer.label", "text", 0},
                                   {"rested", "rested_at", "date", 0},
                                   {NULL, NULL, NULL, 0}};
static const Column FACTS[] = {{"customer", "customer", "text", 0}, {"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};

const Op OP_CUSTOMERS = {
    .id = "customers.list",
    .method = "GET",
    .path = "/customers",
    .words = "customers",
    .summary = "Customers who agreed to be met, and those who did not",
    .help = "A customer is known by a keyed hash of its number, as in its signals.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_HOST,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "customers",
    .columns = LIST_COLUMNS,
    .empty = "No customer is known yet. Record a consent: ridealong customer consent NUMBER --how \"by mail of 3 May\"",
    .run = list_run,
};
const Op OP_CUSTOMER = {
    .id = "customers.get",
    .method = "GET",
    .path = "/customers/{customer}",
    .words = "customer",
    .summary = "One customer: consent, contacts, when they may be met again",
    .help = "ridealong customer \"#12\"",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_HOST,
    .params = GET_PARAMS,
    .reply = GET_REPLY,
    .rows = "contacts",
    .columns = GET_COLUMNS,
    .facts = GET_FACTS,
    .empty = "No contact yet.",
    .run = get_run,
};
const Op OP_CONSENT = {
    .id = "customers.consent",
    .method = "POST",
    .path = "/customers/consent",
    .words = "customer consent",
    .summary = "Record that a customer agreed to be met",
    .help = "ridealong customer consent C-1042 --how \"by mail of 3 May\" --until 2027-12-31\n\nA ride-along cannot be "
            "offered "
            "without it. Only a keyed hash of the number is kept.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_HOST,
    .writes = true,
    .after = "/customers/{customer}",
    .params = CONSENT_PARAMS,
    .reply = DONE_REPLY,
    .facts = FACTS,
    .run = consent_run,
};
const Op OP_CONSENT_END = {
    .id = "customers.consent_end",
    .method = "POST",
    .path = "/customers/{customer}/consent-end",
    .words = "customer consent-end",
    .summary = "Record that a customer took their consent back",
    .help = "ridealong customer consent-end \"#12\"",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_HOST,
    .writes = true,
    .after = "/customers/{customer}",
    .params = WITHDRAW_PARAMS,
    .reply = DONE_REPLY,
    .facts = FACTS,
    .run = withdraw_run,
};
const Op OP_OPT_OUT = {
    .id = "customers.opt_out",
    .method = "POST",
    .path = "/customers/{customer}/opt-out",
    .words = "customer opt-out",
    .summary = "A customer does not want to be contacted at all",
    .help = "ridealong customer opt-out \"#12\"",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_HOST,
    .writes = true,
    .after = "/customers/{customer}",
    .params = OPT_OUT_PARAMS,
    .reply = DONE_REPLY,
    .facts = FACTS,
    .run = opt_out_run,
};
const Op OP_BLOCK = {
    .id = "customers.block",
    .method = "POST",
    .path = "/customers/{customer}/block",
    .words = "customer block",
    .summary = "Put a customer on the blocklist",
    .help = "ridealong customer block \"#12\" --why \"a court case is open\"",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .after = "/customers/{customer}",
    .params = BLOCK_PARAMS,
    .reply = DONE_REPLY,
    .facts = FACTS,
    .run = block_run,
};
const Op OP_CONTACT = {
    .id = "customers.contact",
    .method = "POST",
    .path = "/customers/{customer}/contact",
    .words = "customer contact",
    .summary = "Note a contact with a customer outside of sessions",
    .help = "ridealong customer contact \"#12\" --purpose any\n\nIt counts towards the cooldown and the yearly cap "
            "like a session. Going over a "
            "limit needs --why, and is in the audit log.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_HOST,
    .writes = true,
    .after = "/customers/{customer}",
    .params = CONTACT_PARAMS,
    .reply = DONE_REPLY,
    .facts = FACTS,
    .run = contact_run,
};
const Op OP_LIMITS = {
    .id = "customers.limits",
    .method = "POST",
    .path = "/customers/limits",
    .words = "customer limits",
    .summary = "How often a customer may be contacted",
    .help = "ridealong customer limits --cooldown 90 --cap 4",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ADMIN,
    .writes = true,
    .after = "/customers",
    .params = LIMITS_PARAMS,
    .reply = DONE_REPLY,
    .facts = FACTS,
    .run = limits_run,
};
