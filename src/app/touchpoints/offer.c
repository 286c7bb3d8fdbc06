/* offer.c - a session from arguments. */
#include "offer.h"

#include "audit.h"
#include "credit.h"
#include "json_build.h"
#include "mail.h"
#include "store/edit_store.h"
#include "store/problem_store.h"
#include "store/theme_store.h"
#include "touchpoints/no_show.h"

static bool take_host(Call *call, SessionRow *row, PersonRow *host, Err *err) {
    const Arg *arg = call_arg(call, "host");
    *host = (PersonRow){0};
    if (arg->given && str_trim(arg->s).n) {
        if (!touch_person_named(call, "host", arg->s, host, err)) return false;
        row->host_id = host->id;
        return true;
    }
    /* a form sends an empty field: of a new session it says nothing, of one that is there it takes the host away */
    if (arg->given && row->id) row->host_id = 0;
    if (!row->id && call->actor->person_id) row->host_id = call->actor->person_id;
    return !row->host_id || person_get(call->app->db, call->arena, row->host_id, host, err);
}

static bool take_times(Call *call, SessionRow *row, const PersonRow *host, Err *err) {
    const Arg *zone = call_arg(call, "zone"), *starts = call_arg(call, "starts"), *minutes = call_arg(call, "minutes");
    int64_t length = row->ends_at - row->starts_at, was = row->starts_at;
    bool said = str_trim(starts->s).n > 0; /* a form sends an empty field, too */
    if (str_trim(zone->s).n) row->zone = str_trim(zone->s);
    else if (!row->id) row->zone = host->zone;
    if (!zone_find(row->zone, err)) return false;
    if (said && !touch_time(call, "starts", starts->s, row->zone, &row->starts_at, err)) return false;
    if (!said && !row->id) return err_set(err, ERR_INPUT, "write it like 2027-01-12 10:00", "starts: it is missing");
    if (minutes->given) length = minutes->i * 60;
    row->ends_at = row->starts_at + length;
    /* what took place may be written down later, by those who may add others to it */
    bool moved = row->starts_at != was;
    return !moved || row->starts_at > call->now || call->actor->role >= ROLE_LEAD ||
           err_set(err, ERR_INPUT, NULL, "starts: that is in the past");
}

static bool is_web(Str s) {
    if (!str_starts(s, STR("https://")) && !str_starts(s, STR("http://"))) return false;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '"' || s.p[i] == '<' || s.p[i] == '>') return false;
    return true;
}

static bool one_line(const char *arg, Str s, Err *err) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
            return err_set(err, ERR_INPUT, "write it on one line", "%s: it holds a control character", arg);
    return true;
}

static bool take_line(Call *call, const char *arg, Str *to, Err *err) {
    if (!call_arg(call, arg)->given) return true;
    *to = str_trim(call_arg(call, arg)->s);
    return one_line(arg, *to, err);
}

static bool take_texts(Call *call, SessionRow *row, Err *err) {
    if (call_arg(call, "about")->given) row->about = str_trim(call_arg(call, "about")->s);
    if ((str_trim(call_arg(call, "title")->s).n && !take_line(call, "title", &row->title, err)) ||
        !take_line(call, "language", &row->language, err) || !take_line(call, "place", &row->place, err) ||
        !take_line(call, "link", &row->link, err))
        return false;
    return !row->link.n || is_web(row->link) ||
           err_set(err, ERR_INPUT, "give an address that begins with https://", "link: '%.*s' is no web address",
                   STR_ARG(row->link));
}

/* Whether it is there; themes of earlier codebooks are as good as those of today. */
static bool take_subject(Call *call, SessionRow *row, Err *err) {
    const Arg *theme = call_arg(call, "theme"), *problem = call_arg(call, "problem");
    if (theme->given) row->theme_id = theme->i;
    if (problem->given) row->problem_id = problem->i;
    if (theme->given && theme->i) {
        ThemeLook *looks;
        size_t n, i = 0;
        if (!theme_looks(call->app->db, call->arena, &looks, &n, err)) return false;
        while (i < n && looks[i].id != theme->i) i++;
        if (i == n)
            return err_set(err, ERR_NOT_FOUND, "see them: ridealong themes", "there is no theme %lld",
                           (long long)theme->i);
    }
    ProblemRow there;
    return !problem->given || !problem->i || problem_get(call->app->db, call->arena, problem->i, &there, err);
}

bool offer_take(Call *call, SessionRow *row, Err *err) {
    PersonRow host;
    if (call_arg(call, "capacity")->given) row->capacity = call_arg(call, "capacity")->i;
    if (call_arg(call, "extra")->given) row->extra = call_arg(call, "extra")->i;
    return take_host(call, row, &host, err) && take_times(call, row, &host, err) && take_texts(call, row, err) &&
           take_subject(call, row, err);
}

bool offer_learn_extra(Call *call, const FormatRow *format, SessionRow *row, Err *err) {
    SeatsShown shown;
    if (!format->overbook) return true;
    if (!seats_shown(call->app->db, format->id, call->now - (int64_t)CREDIT_DAYS * SECONDS_PER_DAY, &shown, err))
        return false;
    int32_t rate = no_show_rate((Shows){shown.format, shown.format_absent}, (Shows){shown.all, shown.all_absent});
    row->extra = no_show_bookings((int32_t)row->capacity, rate, CROWDED_ONE_IN) - row->capacity;
    return true;
}

bool offer_check(Call *call, const FormatRow *format, const SessionRow *row, Str why, bool *over, Err *err) {
    *over = false;
    if (!row->title.n) return err_set(err, ERR_INPUT, NULL, "title: it is empty");
    if (format->capacity_max && row->capacity > format->capacity_max)
        return err_set(err, ERR_INPUT, NULL, "capacity: %.*s has at most %lld places", STR_ARG(format->name),
                       (long long)format->capacity_max);
    if (row->extra && !format->overbook)
        return err_set(err, ERR_INPUT, "offer more places, or none beyond them",
                       "extra: %.*s has no more bookings than places", STR_ARG(format->name));
    if (format->subject && !row->theme_id && !row->problem_id)
        return err_set(err, ERR_INPUT, "see them: ridealong themes",
                       "theme: %.*s is about a theme or a problem: say which", STR_ARG(format->name));
    if (format->consent && !row->customer_id)
        return err_set(err, ERR_INPUT, "record it first: ridealong customer consent, then give the customer",
                       "customer: %.*s needs the customer's consent first", STR_ARG(format->name));
    if (!row->customer_id) return true;
    CustomerRow customer;
    return customer_get(call->app->db, call->arena, row->customer_id, &customer, err) &&
           contact_allowed(call, &customer, format->key, row->starts_at, row->id, why, over, err);
}

bool offer_cancel(Call *call, const SessionRow *row, Str why, Err *err) {
    SeatRow *seats;
    size_t n;
    SeatFilter all = {.session_id = row->id, .from = TIME_NONE, .to = TIME_NONE};
    /* who had a seat is known only before */
    return seats_list(call->app->db, call->arena, &all, &seats, &n, err) &&
           session_end(call->app->db, row->id, SESSION_CANCELLED, why, call->now, err) &&
           mail_about_all(call, row, seats, n, MAIL_CANCELLED, err) &&
           audit_note(call, "session.cancel", "session", row->id, json_pack("{s:o}", "why", json_str(why)), err);
}

bool offer_cancel_unwanted(Call *call, const CustomerRow *customer, size_t *cancelled, Err *err) {
    SessionRow *rows;
    size_t n;
    SessionFilter open = {.from = call->now, .to = TIME_NONE, .customer_id = customer->id, .state = SESSION_OPEN};
    *cancelled = 0;
    if (!sessions_list(call->app->db, call->arena, &open, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        ContactBar bar;
        int64_t near;
        if (!contact_bar(call, customer, rows[i].format_key, rows[i].starts_at, rows[i].id, &bar, &near, err))
            return false;
        if (bar != CONTACT_BLOCKED && bar != CONTACT_OPTED_OUT && bar != CONTACT_NO_CONSENT) continue;
        if (!offer_cancel(call, &rows[i], STR("the customer is not to be contacted"), err)) return false;
        ++*cancelled;
    }
    return true;
}
