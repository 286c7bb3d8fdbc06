/* contacts.c - the rules of meeting customers. Pure over the rows of one customer; nothing is cached. */
#include "contacts.h"

#include "signals/signal.h"

enum { COOLDOWN_DAYS = 90, YEARLY_CAP = 4, YEAR_DAYS = 365 };

/* ---- policy ---------------------------------------------------------------------------------- */

static bool number_setting(Call *call, Str name, int64_t fallback, int64_t *value, Err *err) {
    Err none = {0};
    Str text;
    *value = fallback;
    if (setting_get(call->app->db, call->arena, name, &text, &none))
        return str_to_i64(text, value) ||
               err_set(err, ERR_STORE, NULL, "the setting %.*s is no number: '%.*s'", STR_ARG(name), STR_ARG(text));
    return none.code == ERR_NOT_FOUND || (*err = none, false);
}

bool contact_policy(Call *call, ContactPolicy *out, Err *err) {
    int64_t messages;
    if (!number_setting(call, STR("contact_messages"), 1, &messages, err)) return false;
    out->messages = messages != 0;
    return number_setting(call, STR("contact_cooldown_days"), COOLDOWN_DAYS, &out->cooldown_days, err) &&
           number_setting(call, STR("contact_yearly_cap"), YEARLY_CAP, &out->yearly_cap, err);
}

bool contact_policy_put(Call *call, const ContactPolicy *in, Err *err) {
    Arena *a = call->arena;
    return setting_put(call->app->db, STR("contact_cooldown_days"),
                       arena_printf(a, "%lld", (long long)in->cooldown_days), err) &&
           setting_put(call->app->db, STR("contact_messages"), in->messages ? STR("1") : STR("0"), err) &&
           setting_put(call->app->db, STR("contact_yearly_cap"), arena_printf(a, "%lld", (long long)in->yearly_cap),
                       err);
}

/* ---- who ------------------------------------------------------------------------------------- */

bool contact_hash(Call *call, Str number, Str *hash, Err *err) {
    if (!secret_load(call->app, err)) return false;
    *hash = signal_customer(call->arena, number, call->app->customer_key);
    return true;
}

bool contact_customer(Call *call, const char *arg, CustomerRow *row, Err *err) {
    Str given = str_trim(call_arg(call, arg)->s), hash;
    int64_t id;
    if (given.n > 1 && given.p[0] == '#' && str_to_i64(str_slice(given, 1, given.n), &id))
        return customer_get(call->app->db, call->arena, id, row, err);
    return contact_hash(call, given, &hash, err) && customer_find(call->app->db, call->arena, hash, row, err);
}

/* ---- may they be met? ------------------------------------------------------------------------ */

static bool consented(Call *call, int64_t customer_id, Str purpose, int64_t at, bool *yes, Err *err) {
    ConsentRow *rows;
    size_t n;
    *yes = false;
    if (!consents_list(call->app->db, call->arena, customer_id, &rows, &n, err)) return false;
    for (size_t i = 0; i < n && !*yes; i++)
        *yes = (str_eq(rows[i].purpose, purpose) || str_eq(rows[i].purpose, STR("any"))) &&
               rows[i].withdrawn_at == TIME_NONE && rows[i].given_at <= call->now && rows[i].given_at <= at &&
               (rows[i].until_at == TIME_NONE || at < rows[i].until_at);
    return true;
}

/* More than `cap` contacts in any span of a year that holds `at`? `rows` are by time. */
static bool over_cap(const ContactRow *rows, size_t n, int64_t at, int64_t cap) {
    const int64_t year = (int64_t)YEAR_DAYS * SECONDS_PER_DAY;
    for (size_t first = 0; first <= n; first++) { /* spans that begin with a contact, and the one that begins at `at` */
        int64_t from = first < n ? rows[first].at : at, count = 1;
        if (from > at || at - from >= year) continue;
        for (size_t i = 0; i < n; i++) count += rows[i].at >= from && rows[i].at - from < year;
        if (count > cap) return true;
    }
    return false;
}

static ContactBar limits(const ContactPolicy *policy, const ContactRow *rows, size_t n, int64_t at, int64_t *near) {
    for (size_t i = 0; i < n; i++) {
        int64_t apart = rows[i].at < at ? at - rows[i].at : rows[i].at - at;
        if (apart >= policy->cooldown_days * SECONDS_PER_DAY) continue;
        *near = rows[i].at;
        return CONTACT_COOLDOWN;
    }
    return over_cap(rows, n, at, policy->yearly_cap) ? CONTACT_CAP : CONTACT_FREE;
}

bool contact_bar(Call *call, const CustomerRow *customer, Str purpose, int64_t at, int64_t but_session, ContactBar *bar,
                 int64_t *near, Err *err) {
    ContactPolicy policy;
    ContactRow *rows;
    size_t n, kept = 0;
    bool yes;
    if (!contact_policy(call, &policy, err) || !consented(call, customer->id, purpose, at, &yes, err) ||
        !contacts_list(call->app->db, call->arena, customer->id, &rows, &n, err))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!str_eq(rows[i].state, STR("cancelled")) && !(but_session && rows[i].session_id == but_session))
            rows[kept++] = rows[i];
    *bar = customer->blocked_at != TIME_NONE     ? CONTACT_BLOCKED
           : customer->opted_out_at != TIME_NONE ? CONTACT_OPTED_OUT
           : !yes                                ? CONTACT_NO_CONSENT
                                                 : limits(&policy, rows, kept, at, near);
    return true;
}

bool contact_allowed(Call *call, const CustomerRow *customer, Str purpose, int64_t at, int64_t but_session, Str why,
                     bool *over, Err *err) {
    static const char OVERRIDE[] = "choose another time or customer, or give a written reason (why), which is logged";
    ContactBar bar;
    ContactPolicy policy;
    int64_t near = 0;
    long long id = customer->id;
    if (!contact_bar(call, customer, purpose, at, but_session, &bar, &near, err) || !contact_policy(call, &policy, err))
        return false;
    *over = bar == CONTACT_COOLDOWN || bar == CONTACT_CAP;
    if (bar == CONTACT_FREE || (*over && why.n)) return true;
    if (bar == CONTACT_BLOCKED)
        return err_set(err, ERR_CONFLICT, "choose another customer", "customer %lld is on the blocklist: %.*s", id,
                       STR_ARG(customer->blocked_why));
    if (bar == CONTACT_OPTED_OUT)
        return err_set(err, ERR_CONFLICT, "choose another customer", "customer %lld does not want to be contacted", id);
    if (bar == CONTACT_NO_CONSENT)
        return err_set(err, ERR_CONFLICT, "ask the customer, then: ridealong customer consent",
                       "customer %lld has no recorded consent to '%.*s' that holds on %.*s", id, STR_ARG(purpose),
                       STR_ARG(time_iso_date(call->arena, at)));
    if (bar == CONTACT_CAP)
        return err_set(err, ERR_CONFLICT, OVERRIDE, "customer %lld would be contacted more than %lld times in a year",
                       id, (long long)policy.yearly_cap);
    return err_set(err, ERR_CONFLICT, OVERRIDE,
                   "customer %lld has a contact on %.*s: at least %lld days lie between two", id,
                   STR_ARG(time_iso_date(call->arena, near)), (long long)policy.cooldown_days);
}
