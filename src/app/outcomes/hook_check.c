/* hook_check.c - did the forge send that? Every comparison takes as long wherever it fails. */
#include "app/hook.h"
#include "app_private.h"
#include "base/clock.h"
#include "hooks.h"
#include "sealed.h"
#include "store/hook_store.h"

enum { KEY_MAX = 100, DELIVERY_MAX = 200, AGE_SECONDS = 300 };

static bool not_genuine(const HookRow *hook, const char *why, Err *err) {
    return err_set(err, ERR_SIGNED_OUT, "set the webhook's secret at the forge to the one shown when it was made here",
                   "webhook %lld: %s", (long long)hook->id, why);
}

static bool github_signed(Arena *a, const HookRow *hook, Str secret, const HookHeaders *h, Str body, Err *err) {
    char hex[65];
    Sha256 sum = hmac_sha256(secret, body);
    hex_encode(hex, sum.bytes, sizeof sum.bytes);
    if (!h->github_signature.n) return not_genuine(hook, "it has no X-Hub-Signature-256", err);
    return secret_equal(h->github_signature, arena_printf(a, "sha256=%s", hex)) ||
           not_genuine(hook, "X-Hub-Signature-256 does not fit the body", err);
}

/* Several signatures may stand there, with blanks between: while a secret is being changed. */
static bool gitlab_signed(Arena *a, const HookRow *hook, Str secret, const HookHeaders *h, Str body, int64_t now,
                          Err *err) {
    int64_t at;
    Str want;
    bool fits = false;
    if (!str_to_i64(h->webhook_timestamp, &at) || at < now - AGE_SECONDS || at > now + AGE_SECONDS)
        return not_genuine(hook, "webhook-timestamp is more than five minutes away", err);
    if (!webhook_sign(a, secret, h->webhook_id, h->webhook_timestamp, body, &want, err)) return false;
    for (Str rest = h->webhook_signature; rest.p;) fits |= secret_equal(str_cut(&rest, ' '), want);
    return fits || not_genuine(hook, "webhook-signature does not fit the body", err);
}

static bool gitlab_token(const HookRow *hook, Str secret, const HookHeaders *h, Err *err) {
    if (!h->gitlab_token.n) return not_genuine(hook, "it has neither webhook-signature nor X-Gitlab-Token", err);
    return secret_equal(h->gitlab_token, secret) || not_genuine(hook, "X-Gitlab-Token is not its secret", err);
}

/* Without a name of its own a delivery is known by its bytes. */
static Str delivery_of(Arena *a, const HookRow *hook, const HookHeaders *h, Str body) {
    Str name = hook_forge(hook) == HOOK_GITHUB ? h->github_delivery : h->webhook_id.n ? h->webhook_id : h->gitlab_uuid;
    if (name.n && name.n <= DELIVERY_MAX) return name;
    char hex[65];
    Sha256 sum = sha256(body);
    hex_encode(hex, sum.bytes, sizeof sum.bytes);
    return arena_str(a, str_from_c(hex));
}

bool app_hook_check(App *app, Arena *a, Str key, const HookHeaders *h, Str body, int64_t now, HookCall *out, Err *err) {
    HookRow hook;
    Str secret;
    if (!key.n || key.n > KEY_MAX)
        return err_set(err, ERR_NOT_FOUND, "see them: ridealong hooks", "there is no such webhook");
    if (!app_need_store(app, err) || !hook_by_key(app->db, a, key, &hook, err) ||
        !sealed_get(app, a, hook.key, hook.secret, &secret, err))
        return false;
    bool github = hook_forge(&hook) == HOOK_GITHUB;
    bool genuine = github                   ? github_signed(a, &hook, secret, h, body, err)
                   : h->webhook_signature.n ? gitlab_signed(a, &hook, secret, h, body, now, err)
                                            : gitlab_token(&hook, secret, h, err);
    if (!genuine) return false;
    *out = (HookCall){.event = github ? h->github_event : h->gitlab_event, .delivery = delivery_of(a, &hook, h, body)};
    out->actor = (Actor){.name = arena_printf(a, "webhook %lld (%.*s)", (long long)hook.id, STR_ARG(hook.name)),
                         .role = ROLE_ENGINEER,
                         .scopes = SCOPE_WRITE};
    return true;
}
