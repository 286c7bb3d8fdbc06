/* hash.c - thin covers over xxHash and libsodium. */
#include "base/hash.h"

#include <sodium.h>

#include "base/hash_here.h"

_Static_assert(sizeof(Sha256Stream) >= sizeof(crypto_hash_sha256_state), "room for the state");

static const void *bytes_of(Str s) {
    return s.p ? s.p : "";
}

uint64_t hash64(Str s) {
    return hash64_here(s);
}
uint64_t hash64_seed(Str s, uint64_t seed) {
    return hash64_seed_here(s, seed);
}
uint64_t hash_mix(uint64_t a, uint64_t b) {
    return hash_mix_here(a, b);
}

Sha256 sha256(Str s) {
    Sha256 out;
    crypto_hash_sha256(out.bytes, bytes_of(s), s.n);
    return out;
}

void sha256_begin(Sha256Stream *s) {
    crypto_hash_sha256_init((void *)s->state);
}
void sha256_add(Sha256Stream *s, Str b) {
    crypto_hash_sha256_update((void *)s->state, bytes_of(b), b.n);
}
Sha256 sha256_end(Sha256Stream *s) {
    Sha256 out;
    crypto_hash_sha256_final((void *)s->state, out.bytes);
    return out;
}

void keyed_hash(uint8_t out[KEYED_HASH_BYTES], Str s, const uint8_t key[HASH_KEY_BYTES]) {
    crypto_generichash(out, KEYED_HASH_BYTES, bytes_of(s), s.n, key, HASH_KEY_BYTES);
}

Sha256 hmac_sha256(Str key, Str message) {
    crypto_auth_hmacsha256_state state;
    Sha256 out;
    crypto_auth_hmacsha256_init(&state, bytes_of(key), key.n);
    crypto_auth_hmacsha256_update(&state, bytes_of(message), message.n);
    crypto_auth_hmacsha256_final(&state, out.bytes);
    return out;
}

bool secret_equal(Str a, Str b) {
    return a.n == b.n && sodium_memcmp(bytes_of(a), bytes_of(b), a.n) == 0;
}

void random_secret(uint8_t *out, size_t n) {
    randombytes_buf(out, n);
}

void hex_encode(char *out, const uint8_t *bytes, size_t n) {
    sodium_bin2hex(out, 2 * n + 1, bytes, n);
}

bool hex_decode(uint8_t *out, size_t n, Str hex) {
    size_t got = 0;
    const char *end = NULL;
    return hex.n == 2 * n && sodium_hex2bin(out, n, hex.p, hex.n, NULL, &got, &end) == 0 && got == n &&
           end == hex.p + hex.n;
}
