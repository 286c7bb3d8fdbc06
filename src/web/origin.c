/* origin.c - did a request come from a page of ours?
 *
 * A page of another site can make a browser send a form here (CSRF). Browsers then say so: in Sec-Fetch-Site, and in
 * Origin (https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site). What no page of another site
 * can send without asking first is application/json or a token, and we never allow it to: so that needs none of the
 * two. The cookie of a login is SameSite=Lax besides. */
#include "site.h"

Str host_name(Str host) {
    if (host.n && host.p[0] == '[') {
        size_t end = str_find(host, STR("]"));
        return end == SIZE_MAX ? host : str_slice(host, 0, end + 1);
    }
    return str_cut(&host, ':');
}

bool host_is_own(const Site *s, Str host) {
    Str name = host_name(host);
    if (s->options->address && str_eq_nocase(name, str_from_c(s->options->address))) return true;
    return str_eq_nocase(name, STR("localhost")) || str_eq(name, STR("127.0.0.1")) || str_eq(name, STR("[::1]"));
}

/* "http://localhost:8080/themes?x=1" -> "localhost:8080", and "/themes?x=1" into *rest. */
static Str host_of(Str url, Str *rest) {
    size_t at = str_find(url, STR("://"));
    if (at == SIZE_MAX) return STR("");
    url = str_slice(url, at + 3, url.n);
    size_t slash = str_find(url, STR("/"));
    size_t end = slash == SIZE_MAX ? url.n : slash;
    *rest = str_slice(url, end, url.n);
    return str_slice(url, 0, end);
}

static bool same_host(const Request *r, Str url, Str *rest) {
    Str host = host_of(url, rest);
    return host.n && str_eq_nocase(host, r->host);
}

/* What the browser says of where this came from; programs that are no browsers say nothing. A proxy that calls us by
 * our own name shows here, too: the browser's Origin is the proxy's. */
static bool is_ours(const Request *r) {
    Str rest;
    bool same_site = str_eq(r->fetch_site, STR("same-origin")) || str_eq(r->fetch_site, STR("none"));
    if (r->fetch_site.n && !same_site) return false;
    if (r->origin.n) return same_host(r, r->origin, &rest);
    if (r->fetch_site.n) return true;
    return r->referer.n ? same_host(r, r->referer, &rest) : is_json(r->content_type);
}

bool origin_check(const Site *s, const Request *r, Err *err) {
    (void)s;
    return r->authorization.n || is_ours(r) ||
           err_set(err, ERR_FORBIDDEN,
                   "open the page here and send its form; programs send application/json or a token",
                   "this was not sent from a page of this server");
}

/* A browser is sent back there: a path of ours and nothing that it could take for another host. */
Str origin_page(const Request *r) {
    Str rest = STR("");
    if (!same_host(r, r->referer, &rest) || !rest.n) return STR("");
    return rest.n > 1 && (rest.p[1] == '/' || rest.p[1] == '\\') ? STR("") : rest;
}
