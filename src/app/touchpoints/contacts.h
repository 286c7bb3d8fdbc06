/* contacts.h - may this customer be met then? Consent, opt-out, blocklist; cooldown and yearly cap over all formats. */
#pragma once
#include "store/customer_store.h"
#include "touch.h"

typedef struct ContactPolicy {
    int64_t cooldown_days; /* between two contacts; default 90 */
    int64_t yearly_cap;    /* in any 365 days; default 4 */
    bool messages;         /* a message back is a contact: it counts, and waits for the cooldown; default yes */
} ContactPolicy;
bool contact_policy(Call *call, ContactPolicy *out, Err *err);
bool contact_policy_put(Call *call, const ContactPolicy *in, Err *err);

/* Purpose of telling customers what became of what they said. */
#define PURPOSE_MESSAGE_BACK STR("message_back")

/* What stands against a contact at `at`. Blocked, opted out and no consent cannot be overridden; limits can, with a
 * reason. */
typedef enum ContactBar {
    CONTACT_FREE,
    CONTACT_BLOCKED,
    CONTACT_OPTED_OUT,
    CONTACT_NO_CONSENT, /* none for this purpose (or "any") that holds at that time */
    CONTACT_COOLDOWN,
    CONTACT_CAP
} ContactBar;

/* `but_session`: its own contact does not count (0: none). *near: the contact that is too near, for CONTACT_COOLDOWN.
 */
bool contact_bar(Call *call, const CustomerRow *customer, Str purpose, int64_t at, int64_t but_session, ContactBar *bar,
                 int64_t *near, Err *err);
/* The same as an error, unless it is free, or only a limit is in the way and `why` is given. *over: a limit was. */
bool contact_allowed(Call *call, const CustomerRow *customer, Str purpose, int64_t at, int64_t but_session, Str why,
                     bool *over, Err *err);

/* The customer that an argument names: its number here ("#12"), or its number in the company's systems, hashed as its
 * signals are. Finds only. */
bool contact_customer(Call *call, const char *arg, CustomerRow *row, Err *err);
/* The hash of a customer's number in the company's systems. */
bool contact_hash(Call *call, Str number, Str *hash, Err *err);

#define CUSTOMER_PARAM                                                                                                 \
    {                                                                                                                  \
        .name = "customer", .type = PARAM_STR, .max = NAME_BYTES, .required = true, .positional = true,                \
        .help = "its number in your systems, as in the exports; or #12, its number here"                               \
    }
