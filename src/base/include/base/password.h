/* password.h - passwords kept as argon2id (RFC 9106), by libsodium: 64 MiB and about 70 ms a try. */
#pragma once
#include "base/str.h"

enum { PASSWORD_HASH_MAX = 128 };

/* False: no memory. */
bool password_hash(char out[PASSWORD_HASH_MAX], Str password);
/* Takes as long whether it fits or not. An empty hash fits nothing, and takes as long too. */
bool password_fits(Str hash, Str password);
