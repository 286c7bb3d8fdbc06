/* ops_customers.c - customers as people whom we meet: who they are, and when they may be met again. */
#include "contacts.h"
#include "cursor.h"
#include "json_build.h"

/* ---- JSON ------------------------------------------------------------------------------------ */

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

/* ---- reading --------------------------------------------------------------------------------- */

static bool list_run(Call *call, Err *err) {
    CustomerRow *rows;
    size_t n;
    int64_t last;
    ContactPolicy policy;
    if (!contact_policy(call, &policy, err) || !cursor_read(call, &last, 1, err) ||
        !customers_list(call->app->db, call->arena, last, cursor_rows(call), &rows, &n, err))
        return false;
    json_t *list = json_array();
    put(call->reply, "customers", list);
    size_t shown = cursor_page(call, n);
    for (size_t i = 0; i < shown; i++) json_array_append_new(list, customer_json(call->arena, &rows[i]));
    CURSOR_PUT(call, n, rows[shown - 1].id);
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

/* ---- rows ------------------------------------------------------------------------------------ */

static const Param LIST_PARAMS[] = {
    LIMIT_PARAM("100"),
    CURSOR_PARAM,
    {.name = NULL},
};

static const Param GET_PARAMS[] = {CUSTOMER_PARAM, {.name = NULL}};

static const Field LIST_REPLY[] = {
    {"customers", SHAPE_ARRAY, "by number", CUSTOMER, false},
    NEXT_FIELD,
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
    .empty =
        "No customer is known yet. Record a consent: `ridealong customer consent NUMBER --how \"by mail of 3 May\"`",
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
