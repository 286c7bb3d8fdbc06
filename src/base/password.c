/* password.c - argon2id of libsodium. */
#include "base/password.h"

#include <sodium.h>
#include <string.h>

_Static_assert(PASSWORD_HASH_MAX >= crypto_pwhash_STRBYTES, "room for the text form");

bool password_hash(char out[PASSWORD_HASH_MAX], Str password) {
    return sodium_init() >= 0 &&
           crypto_pwhash_str_alg(out, password.p, password.n, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                 crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) == 0;
}

bool password_fits(Str hash, Str password) {
    char text[PASSWORD_HASH_MAX];
    if (sodium_init() < 0 || hash.n >= sizeof text) return false;
    if (!hash.n) { /* the same work for nobody, so that the time does not tell who has an account */
        bool ignored = password_hash(text, password);
        (void)ignored;
        return false;
    }
    memcpy(text, hash.p, hash.n);
    text[hash.n] = '\0';
    return crypto_pwhash_str_verify(text, password.p, password.n) == 0;
}
