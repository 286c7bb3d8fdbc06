/* tracker.h - issues in GitHub, GitLab and Jira, by their APIs.
 *
 * Where and with which token stands in the environment, never on a command line:
 *   RIDEALONG_GITHUB_URL  default https://api.github.com     RIDEALONG_GITHUB_TOKEN_FILE
 *   RIDEALONG_GITLAB_URL  default https://gitlab.com         RIDEALONG_GITLAB_TOKEN_FILE
 *   RIDEALONG_JIRA_URL    no default                         RIDEALONG_JIRA_TOKEN_FILE, RIDEALONG_JIRA_USER (cloud:
 * e-mail) RIDEALONG_PRIVATE_HOSTS  names of hosts that may have a private address, with commas between. Without it no
 * private address is talked to, whatever a name resolves to. */
#pragma once
#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"
#include "problems/tracker_text.h"

typedef struct TrackerSettings {
    TrackerKind kind;
    Str url; /* without a slash at its end */
    Str token, user;
    bool private_ok; /* its host may have a private address */
} TrackerSettings;
/* ERR_CONFLICT says which setting is missing or unsafe. */
bool tracker_settings(Arena *a, TrackerKind kind, TrackerSettings *out, Err *err);

/* "owner/repo", "group/project", "PROJ": ERR_INPUT when it is not of that form. */
bool tracker_place_check(TrackerKind kind, Str place, Err *err);

typedef struct TrackerIssue {
    Str key; /* "17", "PROJ-4"; empty: not there yet */
    Str url; /* where people look at it */
} TrackerIssue;

/* Makes the issue, or brings the one of `issue->key` up to date. Without a key it is looked for by its mark first, so
 * that one whose number was lost is not made twice. Fills *issue; *made: it was made now. */
bool tracker_send(Arena *a, const TrackerSettings *s, Str place, Str title, Str text, Str mark, TrackerIssue *issue,
                  bool *made, Err *err);

/* tracker_http.c: one request. `body` NULL: none. *reply is JSON or NULL; new reference. */
typedef struct TrackerReply {
    long status;
    json_t *json;
} TrackerReply;
bool tracker_ask(Arena *a, const TrackerSettings *s, const char *method, Str path, const json_t *body,
                 TrackerReply *reply, Err *err);
