/* sealed.c - libsodium's AEAD around secrets; signatures of webhooks. */
#include "sealed.h"

#include <sodium.h>
#include <string.h>

#include "app_private.h"

enum {
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    KEY = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
    PLAIN_MAX = 1000,
    SECRET_BYTES = 32
};

static const char PREFIX[] = "whsec_";

/* Not the customer key itself: one key, one use. */
static bool key_of(App *app, uint8_t key[KEY], Err *err) {
    static const char NAME[] = "ridealong sealed secrets";
    if (!secret_load(app, err)) return false;
    crypto_generichash(key, KEY, (const uint8_t *)NAME, sizeof NAME - 1, app->customer_key, HASH_KEY_BYTES);
    return true;
}

bool sealed_put(App *app, Arena *a, Str purpose, Str plain, Str *sealed, Err *err) {
    uint8_t key[KEY], bytes[NONCE + PLAIN_MAX + TAG];
    unsigned long long n;
    if (plain.n > PLAIN_MAX) return err_set(err, ERR_LIMIT, NULL, "a secret longer than %d bytes", PLAIN_MAX);
    if (!key_of(app, key, err)) return false;
    random_secret(bytes, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + NONCE, &n, (const uint8_t *)plain.p, plain.n,
                                               (const uint8_t *)purpose.p, purpose.n, NULL, bytes, key);
    sodium_memzero(key, sizeof key);
    size_t all = NONCE + (size_t)n;
    char *hex = arena_alloc(a, 2 * all + 1);
    hex_encode(hex, bytes, all);
    *sealed = (Str){hex, 2 * all};
    return true;
}

bool sealed_get(App *app, Arena *a, Str purpose, Str sealed, Str *plain, Err *err) {
    uint8_t key[KEY], bytes[NONCE + PLAIN_MAX + TAG];
    size_t all = sealed.n / 2;
    unsigned long long n = 0;
    bool sound = all >= NONCE + TAG && all <= sizeof bytes && hex_decode(bytes, all, sealed);
    if (!key_of(app, key, err)) return false;
    uint8_t *out = arena_alloc(a, PLAIN_MAX + 1);
    sound = sound && crypto_aead_xchacha20poly1305_ietf_decrypt(out, &n, NULL, bytes + NONCE, all - NONCE,
                                                                (const uint8_t *)purpose.p, purpose.n, bytes, key) == 0;
    sodium_memzero(key, sizeof key);
    if (!sound)
        return err_set(err, ERR_CONFLICT, "put the key file of this installation back, or make the secret anew",
                       "a secret of this store does not open with this installation's key");
    *plain = (Str){(const char *)out, (size_t)n};
    return true;
}

/* ---- webhooks -------------------------------------------------------------------------------- */

static Str base64(Arena *a, const uint8_t *bytes, size_t n) {
    size_t room = sodium_base64_ENCODED_LEN(n, sodium_base64_VARIANT_ORIGINAL);
    char *text = arena_alloc(a, room);
    sodium_bin2base64(text, room, bytes, n, sodium_base64_VARIANT_ORIGINAL);
    return str_from_c(text);
}

Str webhook_secret_new(Arena *a) {
    uint8_t bytes[SECRET_BYTES];
    random_secret(bytes, sizeof bytes);
    Str text = base64(a, bytes, sizeof bytes);
    return arena_printf(a, "%s%.*s", PREFIX, STR_ARG(text));
}

bool webhook_sign(Arena *a, Str secret, Str id, Str timestamp, Str body, Str *signature, Err *err) {
    uint8_t key[SECRET_BYTES];
    size_t n = 0;
    Str text = str_starts(secret, str_from_c(PREFIX)) ? str_slice(secret, sizeof PREFIX - 1, secret.n) : (Str){"", 0};
    if (sodium_base642bin(key, sizeof key, text.p, text.n, NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0 || !n)
        return err_set(err, ERR_INPUT, NULL, "the secret of the webhook is not of the form whsec_...");
    Str head = arena_printf(a, "%.*s.%.*s.", STR_ARG(id), STR_ARG(timestamp));
    char *message = arena_alloc(a, head.n + body.n + 1);
    memcpy(message, head.p, head.n);
    if (body.n) memcpy(message + head.n, body.p, body.n);
    Sha256 sum = hmac_sha256((Str){(const char *)key, n}, (Str){message, head.n + body.n});
    sodium_memzero(key, sizeof key);
    Str coded = base64(a, sum.bytes, sizeof sum.bytes);
    *signature = arena_printf(a, "v1,%.*s", STR_ARG(coded));
    return true;
}
