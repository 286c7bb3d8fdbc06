/* who.c - who sends a request: by the browser's cookie, by a program's token, or because this is its own machine. */
#include <string.h>

#include "base/clock.h"
#include "html.h"
#include "rate.h"
#include "site.h"

enum { SEEN_SECONDS = 300, COOKIE_SECONDS = 30 * 24 * 3600 };

/* "a=1; ridealong=abc; b=2" -> "abc". */
static Str cookie_value(Str header, const char *name) {
    while (header.p) {
        Str value = str_trim(str_cut(&header, ';')), key = str_cut(&value, '=');
        if (str_eq(key, str_from_c(name)) && value.p) return value;
    }
    return STR("");
}

static Str bearer_of(Str header) {
    Str kind = str_cut(&header, ' ');
    return str_eq_nocase(kind, STR("bearer")) && header.p ? str_trim(header) : STR("");
}

static bool is_proxy(const Site *s, Str address) {
    for (const char *const *p = s->options->proxies; p && *p; p++)
        if (str_eq(address, str_from_c(*p))) return true;
    return false;
}

/* Each proxy adds whom it heard it from at the end: the last that is none of ours is who it is. What stands before
 * that, anybody can write. */
static Str address_of(const Site *s, const Request *r) {
    Str address = r->address, rest = r->forwarded;
    while (rest.n && is_proxy(s, address)) {
        size_t comma = rest.n;
        while (comma > 0 && rest.p[comma - 1] != ',') comma--;
        address = str_trim(str_slice(rest, comma, rest.n));
        rest = comma ? str_slice(rest, 0, comma - 1) : STR("");
    }
    return str_slice(address, 0, 64);
}

static Caller caller_of(const Site *s, const Request *r) {
    return (Caller){.login = cookie_value(r->cookie, SITE_COOKIE),
                    .bearer = bearer_of(r->authorization),
                    .address = address_of(s, r),
                    .agent = r->user_agent,
                    .local = s->loopback && host_is_own(s, r->host) && !r->forwarded.n};
}

/* Idle logins end; so one in use is noted, now and then. */
static void note_seen(Site *s, int64_t now) {
    const Op *seen = op_find(STR("login.seen"));
    if (s->actor.login_id && seen && now - s->actor.seen_at > SEEN_SECONDS) jobs_post(s->jobs, &s->actor, seen, now);
}

bool who_calls(Site *s, const Request *r, Err *err) {
    Caller caller = caller_of(s, r);
    int64_t now = clock_now();
    Err failed = {0};
    s->secure = s->options->secure || s->options->cert ||
                (is_proxy(s, r->address) && str_eq_nocase(r->forwarded_proto, STR("https")));
    s->actor = (Actor){.name = STR("nobody"), .role = ROLE_ANYBODY, .scopes = SCOPE_READ | SCOPE_WRITE};
    s->actor.address = caller.address;
    if (!app_identify(s->app, s->arena, &caller, now, &s->actor, &failed)) {
        /* a store that is not there is told by the operation, and not by /healthz */
        return failed.code != ERR_SIGNED_OUT || (*err = failed, false);
    }
    s->actor.once = str_slice(r->once, 0, 200);
    note_seen(s, now);
    return true;
}

static void rate_headers(Site *s, const RateLeft *left, Reply *reply) {
    reply_header(reply, "RateLimit-Limit", arena_printf(s->arena, "%d", left->limit).p);
    reply_header(reply, "RateLimit-Remaining", arena_printf(s->arena, "%d", left->left).p);
    reply_header(reply, "RateLimit-Reset", arena_printf(s->arena, "%d", left->reset).p);
}

bool who_rate(Site *s, const Request *r, Reply *reply) {
    bool api = str_starts(r->path, STR("/api/"));
    if (!s->rate || (!api && !str_eq(r->method, STR("POST"))) || (s->actor.role > ROLE_ANYBODY && !s->actor.account_id))
        return true;
    Str who =
        s->actor.account_id ? arena_printf(s->arena, "account %lld", (long long)s->actor.account_id) : s->actor.address;
    RateLeft left = rate_take(s->rate, who, clock_monotonic());
    if (!left.limit) return true;
    if (left.allowed) {
        rate_headers(s, &left, reply);
        return true;
    }
    Err err = {0};
    err_set(&err, ERR_TOO_OFTEN, "wait as long as Retry-After says", "more than %d requests a minute", left.limit);
    rate_headers(s, &left, reply);
    reply_header(reply, "Retry-After", arena_printf(s->arena, "%d", 60 / left.limit + 1).p);
    site_fail(s, r, 429, &err, reply);
    return false;
}

void who_cookie(Site *s, Str login, Reply *reply) {
    const char *secure = s->secure ? "; Secure" : "";
    Str value = arena_printf(s->arena, SITE_COOKIE "=%.*s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%d%s",
                             STR_ARG(login), login.n ? COOKIE_SECONDS : 0, secure);
    reply_header(reply, "Set-Cookie", value.p);
}

void who_sign_in(Site *s, const Request *r, Door door, const Op *op, Reply *reply) {
    Err err = {0};
    if (door == DOOR_PAGE && !r->accepts_json_only && str_eq(r->method, STR("GET"))) {
        Buf b = buf_new(8192);
        buf_lit(&b, "/sign-in?next=");
        html_url_part(&b, request_url(r, s->arena, STR(""), NULL, NULL, STR("")));
        Str url = b.overflowed ? STR("/sign-in") : arena_str(s->arena, buf_str(&b));
        buf_free(&b);
        site_redirect(reply, url.p);
        return;
    }
    err_set(&err, ERR_SIGNED_OUT, "sign in, or send a token: Authorization: Bearer ...", "%s: nobody is signed in",
            op ? op->id : "this address");
    reply_header(reply, "WWW-Authenticate", "Bearer");
    site_fail(s, r, 401, &err, reply);
}
