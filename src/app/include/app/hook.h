/* hook.h - deliveries of webhooks of GitHub and GitLab: whether one is genuine. What is made of it is the operation
 * "hooks.receive", which no door offers by itself. */
#pragma once
#include "app/app.h"

/* As the door read it; empty: the header was not there. */
typedef struct HookHeaders {
    Str github_event, github_delivery, github_signature; /* X-GitHub-Event, X-GitHub-Delivery, X-Hub-Signature-256 */
    Str gitlab_event, gitlab_uuid, gitlab_token;         /* X-Gitlab-Event, X-Gitlab-Event-UUID, X-Gitlab-Token */
    Str webhook_id, webhook_timestamp, webhook_signature;
} HookHeaders;

typedef struct HookCall {
    Actor actor;         /* who it is: "webhook 3 (shop)" */
    Str event, delivery; /* what it says it is, and the forge's name of it */
} HookCall;

/* Is the body what the forge of this hook signed with its secret? GitHub: HMAC-SHA256 of the body. GitLab: its
 * signature where there is one (Standard Webhooks, five minutes long), else the secret itself. ERR_NOT_FOUND: there is
 * no such hook; ERR_SIGNED_OUT: it is not genuine. Texts point into `a`. */
bool app_hook_check(App *app, Arena *a, Str key, const HookHeaders *headers, Str body, int64_t now, HookCall *out,
                    Err *err);
