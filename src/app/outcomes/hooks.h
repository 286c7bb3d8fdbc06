/* hooks.h - what a genuine delivery of a forge becomes: releases where it names problems, proposals where only the
 * component is known, nothing where it says nothing of customers. */
#pragma once
#include "app/op.h"
#include "outcomes/hook.h"
#include "store/hook_store.h"

HookForge hook_forge(const HookRow *hook);
/* Where the forge sends to, on this server. */
static inline Str hook_path(Arena *a, const HookRow *hook) {
    return arena_printf(a, "/hooks/in/%.*s", STR_ARG(hook->key));
}
extern const char *const HOOK_FORGES[]; /* names by HookForge, ended by NULL */

/* Reads the delivery, does what it says and keeps a row of it. The same delivery again does nothing; *says is what came
 * of it the first time. ERR_INPUT when it cannot be read, which is kept as well. */
bool hook_receive(Call *call, const HookRow *hook, Str event, Str delivery, Str body, Str *says, Err *err);

/* hook_act.c: inside the caller's transaction, after the delivery's row is there. */
typedef struct HookAct {
    const HookRow *hook;
    const HookEvent *event;
    Str version, title;         /* what its releases are known by, and called */
    int64_t delivery_id, at;    /* at: of the event, never in the future */
    size_t releases, rollbacks; /* proposed now */
} HookAct;
/* Proposes a release of each committed problem of the components that the hook has for this repository. */
bool hook_propose(Call *call, HookAct *act, Err *err);
/* Proposes to take back what came with a deployment that is gone, or that an older version replaced. */
bool hook_rollback(Call *call, HookAct *act, Err *err);

#define HOOK_PARAM                                                                                                     \
    {                                                                                                                  \
        .name = "hook", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .required = true, .positional = true,           \
        .help = "number of the webhook"                                                                                \
    }
