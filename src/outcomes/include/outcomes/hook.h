/* hook.h - what a forge says of deployments and releases, read out of the body of a webhook.
 *
 * GitHub: events "release", "deployment_status", "ping" (docs.github.com, "Webhook events and payloads"). GitLab:
 * "Deployment Hook", "Release Hook" (docs.gitlab.com, "Webhook events"). Whether the body is genuine is asked before
 * (src/app/outcomes/hook_check.c); here it may be anything. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

enum { HOOK_PROBLEMS_MAX = 20, HOOK_DEPTH_MAX = 64, HOOK_TEXT_MAX = 300 };

typedef enum HookForge { HOOK_GITHUB, HOOK_GITLAB } HookForge;

typedef enum HookKind {
    HOOK_NOTHING,   /* nothing that says what customers have; `why` says so */
    HOOK_PING,      /* GitHub tries whether we are there */
    HOOK_RELEASE,   /* a release was published */
    HOOK_DEPLOYED,  /* a deployment came to its end, well */
    HOOK_WITHDRAWN, /* GitHub marks a deployment as inactive: replaced, or taken back */
    HOOK_KINDS
} HookKind;
const char *hook_kind_name(HookKind kind); /* "nothing", "ping", "release", "deployed", "withdrawn" */

/* Texts are valid UTF-8 on one line, HOOK_TEXT_MAX bytes at most; empty: not said. */
typedef struct HookEvent {
    HookKind kind;
    const char *why;
    Str repository;                      /* "owner/name", "group/project" */
    Str environment;                     /* of a deployment */
    bool production;                     /* the forge says that it is */
    bool rollback;                       /* the deployment calls itself one */
    Str ref, sha;                        /* the tag of a release; branch or tag, and commit, of a deployment */
    Str number;                          /* of the deployment */
    Str title, url;                      /* url: http or https */
    int64_t at;                          /* UTC seconds; TIME_NONE: not said */
    int64_t problems[HOOK_PROBLEMS_MAX]; /* that its texts name (hook_named) */
    size_t problems_n;
} HookEvent;

/* `event`: of the header X-GitHub-Event or X-Gitlab-Event. ERR_INPUT: no JSON object of that form; ERR_LIMIT: nested
 * deeper than HOOK_DEPTH_MAX. */
bool hook_parse(Arena *a, HookForge forge, Str event, Str body, HookEvent *out, Err *err);

/* Adds the numbers that a text names as "Ridealong: 12" or "Ridealong: 12, #15", in any case, each once. */
void hook_named(Str text, HookEvent *out);
