/* hash.h - fast hashes for tables, SHA-256 for evidence, keyed hashes for people.
 * xxHash and libsodium underneath. */
#pragma once
#include <stdint.h>

#include "base/str.h"

uint64_t hash64(Str s); /* XXH3; for tables, not against enemies */
uint64_t hash64_seed(Str s, uint64_t seed);
uint64_t hash_mix(uint64_t a, uint64_t b); /* two hashes into one, order counts */

typedef struct Sha256 {
    uint8_t bytes[32];
} Sha256;

Sha256 sha256(Str s);

/* Incremental, for files. */
typedef struct Sha256Stream {
    _Alignas(16) unsigned char state[256];
} Sha256Stream;
void sha256_begin(Sha256Stream *s);
void sha256_add(Sha256Stream *s, Str bytes);
Sha256 sha256_end(Sha256Stream *s);

/* BLAKE2b with a 32-byte key, 16 bytes out: one-way without the key, equal for equal input. */
enum { HASH_KEY_BYTES = 32, KEYED_HASH_BYTES = 16 };
void keyed_hash(uint8_t out[KEYED_HASH_BYTES], Str s, const uint8_t key[HASH_KEY_BYTES]);

/* Random bytes from the kernel, for keys and tokens. */
void random_secret(uint8_t *out, size_t n);

/* HMAC-SHA256 (RFC 2104) with a key of any length. */
Sha256 hmac_sha256(Str key, Str message);
/* Equal? Takes as long wherever they differ; their lengths are no secret. */
bool secret_equal(Str a, Str b);

/* Lower-case hex: writes 2n characters and a NUL. */
void hex_encode(char *out, const uint8_t *bytes, size_t n);
/* False unless `hex` is exactly 2n hex digits. */
bool hex_decode(uint8_t *out, size_t n, Str hex);
