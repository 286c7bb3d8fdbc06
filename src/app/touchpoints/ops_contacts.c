/* ops_contacts.c - consent, opt-out, blocklist, contacts with customers. */
#include "audit.h"
#include "json_build.h"
#include "offer.h"
#include "signals/redact.h"

/* ---- writing --------------------------------------------------------------------------------- */

static bool finish(Call *call, int64_t id, const char *action, json_t *body, Str done, Err *err) {
    if (!audit_note(call, action, "customer", id, body, err)) return false;
    put(call->reply, "customer", json_str(arena_printf(call->arena, "#%lld", (long long)id)));
    put(call->reply, "done", json_str(done));
    return true;
}

/* The same for what ends contact: sessions to come that are not allowed any more are cancelled. */
static bool finish_end(Call *call, int64_t id, const char *action, json_t *body, Str done, Err *err) {
    CustomerRow now;
    size_t n;
    if (!customer_get(call->app->db, call->arena, id, &now, err) || !offer_cancel_unwanted(call, &now, &n, err)) {
        json_decref(body);
        return false;
    }
    if (n)
        done = arena_printf(call->arena, "%.*s; %zu session%s with them %s cancelled", STR_ARG(done), n,
                            n == 1 ? "" : "s", n == 1 ? "is" : "are");
    return finish(call, id, action, body, done, err);
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
    if (str_eq(*purpose, STR("any")) || str_eq(*purpose, PURPOSE_MESSAGE_BACK) ||
        format_find(call->app->db, call->arena, *purpose, &format, &none))
        return true;
    return err_set(err, ERR_INPUT, "give the key of a format (ridealong formats), message_back, or any",
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
    return finish_end(call, row.id, "customer.consent_end", json_pack("{s:o}", "purpose", json_str(purpose)),
                      arena_printf(call->arena, "the consent of customer %lld ended", (long long)row.id), err);
}

static bool opt_out_in(Call *call, Err *err) {
    CustomerRow row;
    bool on = call_arg(call, "on")->i;
    return contact_customer(call, "customer", &row, err) &&
           customer_opt_out(call->app->db, row.id, on ? call->now : TIME_NONE, err) &&
           finish_end(call, row.id, on ? "customer.opt_out" : "customer.opt_in", NULL,
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
    return finish_end(
        call, row.id, on ? "customer.block" : "customer.unblock", json_pack("{s:o}", "why", json_str(why)),
        arena_printf(call->arena, on ? "customer %lld is on the blocklist" : "customer %lld is off the blocklist",
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

#define IN_TRANSACTION(name, in)                                                                                       \
    static bool name(Call *call, Err *err) {                                                                           \
        return db_begin(call->app->db, err) && db_end(call->app->db, in(call, err), err);                              \
    }
IN_TRANSACTION(consent_run, consent_in)
IN_TRANSACTION(withdraw_run, withdraw_in)
IN_TRANSACTION(opt_out_run, opt_out_in)
IN_TRANSACTION(block_run, block_in)
IN_TRANSACTION(contact_run, contact_in)

/* ---- rows ------------------------------------------------------------------------------------ */

#define PURPOSE_PARAM                                                                                                  \
    {                                                                                                                  \
        .name = "purpose", .type = PARAM_STR, .max = 60, .fallback = "ride_along",                                     \
        .help = "what for: key of a format, message_back (to be told what became of it), or any"                       \
    }

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

static const Field DONE_REPLY[] = {
    {"customer", SHAPE_STRING, "#12: its number here", NULL, true},
    {"done", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

static const Column FACTS[] = {{"customer", "customer", "text", 0}, {"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};

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
