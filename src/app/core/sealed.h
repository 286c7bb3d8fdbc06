/* sealed.h - secrets that have to be known again (to sign with), kept in the store so that the store alone does not
 * tell them: XChaCha20-Poly1305 under a key that is derived from the installation's key file, which is not in the
 * store. */
#pragma once
#include "app/app.h"

/* `purpose` ("hook") is bound in: what was sealed for one thing opens for no other. *sealed is hex. */
bool sealed_put(App *app, Arena *a, Str purpose, Str plain, Str *sealed, Err *err);
/* ERR_CONFLICT: it is not of this installation's key. */
bool sealed_get(App *app, Arena *a, Str purpose, Str sealed, Str *plain, Err *err);

/* 32 random bytes as "whsec_" and base64: a secret by the Standard Webhooks specification, which GitLab's signing
 * tokens follow, and printable where a plain text is wanted. */
Str webhook_secret_new(Arena *a);
/* "v1,BASE64" of "id.timestamp.body" by that specification. ERR_INPUT: the secret is not of that form. */
bool webhook_sign(Arena *a, Str secret, Str id, Str timestamp, Str body, Str *signature, Err *err);
