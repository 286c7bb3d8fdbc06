/* tracker.c - what each tracker wants to be asked, and what it answers. */
#include "tracker.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "outside.h"

enum { TOKEN_BYTES = 4096 };

/* ---- settings -------------------------------------------------------------------------------- */

static Str environment(Arena *a, const char *format, const char *name) {
    char key[80], upper[16];
    size_t n = 0;
    for (; name[n]; n++) upper[n] = (char)toupper((unsigned char)name[n]);
    upper[n] = '\0';
    snprintf(key, sizeof key, "RIDEALONG_%s_%s", upper, format);
    return arena_str(a, str_trim(str_from_c(getenv(key))));
}

static bool token_read(Arena *a, Str path, Str *token, Err *err) {
    char bytes[TOKEN_BYTES];
    FILE *in = fopen(path.p, "re");
    if (!in)
        return err_set(err, ERR_CONFLICT, "put the token alone into that file", "cannot read the token file %s: %s",
                       path.p, strerror(errno));
    size_t n = fread(bytes, 1, sizeof bytes, in);
    fclose(in);
    *token = arena_str(a, str_trim((Str){bytes, n}));
    bool sound = token->n > 0 && n < sizeof bytes;
    for (size_t i = 0; i < token->n; i++) sound &= token->p[i] > ' ' && token->p[i] < 127;
    return sound || err_set(err, ERR_CONFLICT, "put the token alone into it, on one line",
                            "the token file %s holds no token", path.p);
}

bool tracker_settings(Arena *a, TrackerKind kind, TrackerSettings *out, Err *err) {
    static const char *const DEFAULTS[] = {"https://api.github.com", "https://gitlab.com", NULL};
    static const char *const UPPER[] = {"GITHUB", "GITLAB", "JIRA"};
    TrackerSettings s = {.kind = kind, .url = environment(a, "URL", tracker_name(kind))};
    Str file = environment(a, "TOKEN_FILE", tracker_name(kind));
    if (!s.url.n) s.url = str_from_c(DEFAULTS[kind]);
    while (str_ends(s.url, STR("/"))) s.url.n--;
    Str host = outside_host(s.url);
    bool tls = str_starts(s.url, STR("https://"));
    if (!host.n || memchr(s.url.p, '@', s.url.n) || (!tls && !str_starts(s.url, STR("http://"))))
        return err_set(err, ERR_CONFLICT, "give the whole address, like https://jira.example.org",
                       "RIDEALONG_%s_URL is not an http or https address", UPPER[kind]);
    s.private_ok = outside_listed(host);
    if (!tls && !s.private_ok)
        return err_set(err, ERR_CONFLICT, "use https, or name a host of yours in RIDEALONG_PRIVATE_HOSTS",
                       "the token would go to %.*s unencrypted", STR_ARG(host));
    if (!file.n)
        return err_set(err, ERR_CONFLICT, "set it to a file that holds an API token and nothing else",
                       "RIDEALONG_%s_TOKEN_FILE is not set", UPPER[kind]);
    if (kind == TRACKER_JIRA) s.user = environment(a, "USER", tracker_name(kind));
    if (!token_read(a, file, &s.token, err)) return false;
    *out = s;
    return true;
}

/* ---- places ---------------------------------------------------------------------------------- */

static bool is_name(Str s) {
    bool ok = s.n > 0 && s.n <= 100 && s.p[0] != '.';
    for (size_t i = 0; i < s.n; i++) ok &= isalnum((unsigned char)s.p[i]) || strchr("._-", s.p[i]);
    return ok;
}

bool tracker_place_check(TrackerKind kind, Str place, Err *err) {
    static const char *const LIKE[] = {"a repository, like owner/name", "a project, like group/name",
                                       "a project's key, like PROJ"};
    size_t parts = 0;
    bool ok = place.n <= 255 && !memchr(place.p, '\0', place.n);
    for (Str rest = place; rest.p; parts++) ok &= is_name(str_cut(&rest, '/'));
    ok &= kind == TRACKER_GITHUB ? parts == 2 : kind == TRACKER_GITLAB ? parts >= 2 : parts == 1;
    return ok || err_set(err, ERR_INPUT, NULL, "place: '%.*s' is not %s", STR_ARG(place), LIKE[kind]);
}

static Str encoded(Arena *a, Str s) { /* of a place, a key or a mark: only / is not safe in them */
    Str out = {"", 0};
    for (Str rest = s; rest.p;) {
        Str part = str_cut(&rest, '/');
        out = arena_printf(a, "%.*s%.*s%s", STR_ARG(out), STR_ARG(part), rest.p ? "%2F" : "");
    }
    return out;
}

/* ---- replies --------------------------------------------------------------------------------- */

static Str text_of(Arena *a, const json_t *object, const char *key) {
    const json_t *v = json_object_get(object, key);
    if (json_is_integer(v)) return arena_printf(a, "%lld", (long long)json_integer_value(v));
    return arena_str(a, (Str){json_string_value(v) ? json_string_value(v) : "", json_string_length(v)});
}

static bool refused(const TrackerSettings *s, const TrackerReply *r, Err *err) {
    const char *hint = r->status == 401 || r->status == 403 ? "check the token and what it may do"
                       : r->status == 404                   ? "check the place, and that the token may see it"
                       : r->status == 429 ? "wait until it takes requests again; nothing is made twice"
                                          : "see what it says; nothing is made twice";
    const char *says = json_string_value(json_object_get(r->json, "message"));
    const json_t *list = json_object_get(r->json, "errorMessages");
    if (!says) says = json_string_value(json_array_get(list, 0));
    bool echo = says && strstr(says, s->token.p);
    return err_set(err, ERR_IO, hint, "%s answered %ld%s%.200s", tracker_name(s->kind), r->status,
                   says && !echo ? ": " : "", says && !echo ? says : "");
}

static bool ask(Arena *a, const TrackerSettings *s, const char *method, Str path, json_t *body, TrackerReply *r,
                Err *err) {
    bool ok = tracker_ask(a, s, method, path, body, r, err);
    json_decref(body);
    if (!ok) return false;
    if (r->status >= 200 && r->status < 300) return true;
    ok = refused(s, r, err);
    json_decref(r->json);
    return ok;
}

static bool take_issue(Arena *a, const TrackerSettings *s, const json_t *object, TrackerIssue *issue) {
    static const char *const KEYS[] = {"number", "iid", "key"}, *const URLS[] = {"html_url", "web_url", NULL};
    Str key = text_of(a, object, KEYS[s->kind]);
    Str url = URLS[s->kind] ? text_of(a, object, URLS[s->kind])
                            : arena_printf(a, "%.*s/browse/%.*s", STR_ARG(s->url), STR_ARG(key));
    if (!is_name(key) || (!str_starts(url, STR("https://")) && !str_starts(url, STR("http://")))) return false;
    *issue = (TrackerIssue){key, url};
    return true;
}

/* ---- each in its way ------------------------------------------------------------------------- */

static Str issues_path(Arena *a, const TrackerSettings *s, Str place) {
    if (s->kind == TRACKER_GITHUB) return arena_printf(a, "/repos/%.*s/issues", STR_ARG(place));
    if (s->kind == TRACKER_GITLAB) return arena_printf(a, "/api/v4/projects/%.*s/issues", STR_ARG(encoded(a, place)));
    return STR("/rest/api/2/issue");
}

/* One that has the mark already: GitHub's search lags behind, so its newest 100 are looked through. */
static bool find(Arena *a, const TrackerSettings *s, Str place, Str mark, TrackerIssue *issue, Err *err) {
    TrackerReply r = {0};
    Str issues = issues_path(a, s, place), path;
    if (s->kind == TRACKER_GITHUB)
        path = arena_printf(a, "%.*s?state=all&sort=created&direction=desc&per_page=100", STR_ARG(issues));
    else if (s->kind == TRACKER_GITLAB)
        path = arena_printf(a, "%.*s?scope=all&in=description&search=%.*s", STR_ARG(issues), STR_ARG(mark));
    else
        path = arena_printf(
            a, "/rest/api/2/search?fields=key&jql=project%%3D%%22%.*s%%22%%20AND%%20labels%%3D%%22%.*s%%22",
            STR_ARG(place), STR_ARG(mark));
    if (!ask(a, s, "GET", path, NULL, &r, err)) return false;
    const json_t *list = s->kind == TRACKER_JIRA ? json_object_get(r.json, "issues") : r.json, *one;
    size_t i;
    json_array_foreach((json_t *)(uintptr_t)list, i, one) {
        Str body = text_of(a, one, s->kind == TRACKER_GITHUB ? "body" : "description");
        if (s->kind != TRACKER_JIRA && str_find(body, mark) == SIZE_MAX) continue;
        if (take_issue(a, s, one, issue)) break;
    }
    json_decref(r.json);
    return true;
}

static json_t *issue_body(const TrackerSettings *s, Str place, Str title, Str text, Str mark) {
    if (s->kind == TRACKER_GITHUB) return json_pack("{s:s%, s:s%}", "title", title.p, title.n, "body", text.p, text.n);
    if (s->kind == TRACKER_GITLAB)
        return json_pack("{s:s%, s:s%}", "title", title.p, title.n, "description", text.p, text.n);
    json_t *fields = json_pack("{s:s%, s:s%}", "summary", title.p, title.n, "description", text.p, text.n);
    if (place.n) {
        json_object_set_new(fields, "project", json_pack("{s:s%}", "key", place.p, place.n));
        json_object_set_new(fields, "issuetype", json_pack("{s:s}", "name", "Task"));
        json_object_set_new(fields, "labels", json_pack("[s%]", mark.p, mark.n));
    }
    return json_pack("{s:o}", "fields", fields);
}

static bool make(Arena *a, const TrackerSettings *s, Str place, Str title, Str text, Str mark, TrackerIssue *issue,
                 Err *err) {
    TrackerReply r = {0};
    if (!ask(a, s, "POST", issues_path(a, s, place), issue_body(s, place, title, text, mark), &r, err)) return false;
    bool ok = take_issue(a, s, r.json, issue);
    json_decref(r.json);
    return ok || err_set(err, ERR_IO, "check its address", "%s did not say which issue it made", tracker_name(s->kind));
}

static bool renew(Arena *a, const TrackerSettings *s, Str place, Str title, Str text, Str mark,
                  const TrackerIssue *issue, Err *err) {
    TrackerReply r = {0};
    Str path = arena_printf(a, "%.*s/%.*s", STR_ARG(issues_path(a, s, place)), STR_ARG(issue->key));
    bool ok = ask(a, s, s->kind == TRACKER_GITHUB ? "PATCH" : "PUT", path,
                  issue_body(s, (Str){"", 0}, title, text, mark), &r, err);
    if (ok) json_decref(r.json);
    return ok;
}

bool tracker_send(Arena *a, const TrackerSettings *s, Str place, Str title, Str text, Str mark, TrackerIssue *issue,
                  bool *made, Err *err) {
    *made = false;
    if (!issue->key.n && !find(a, s, place, mark, issue, err)) return false;
    *made = !issue->key.n;
    return *made ? make(a, s, place, title, text, mark, issue, err) : renew(a, s, place, title, text, mark, issue, err);
}
