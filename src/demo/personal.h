/* personal.h - made-up personal data that looks real: what redaction has to find. */
#pragma once
#include "base/buf.h"
#include "base/rng.h"

typedef enum Personal { PERSONAL_EMAIL, PERSONAL_CARD, PERSONAL_IBAN, PERSONAL_PHONE, PERSONAL_KINDS } Personal;

extern const char *const PERSONAL_NAMES[PERSONAL_KINDS]; /* "email", "card", "iban", "phone" */

/* Appends one datum. Cards have a prefix of the schemes' test ranges and a valid Luhn digit, IBANs valid
 * check digits, e-mail the reserved domains of RFC 2606, phones numbers reserved for fiction. */
void personal_add(Buf *out, Rng *r, Personal kind);

/* The same inside a sentence of its own. */
void personal_sentence(Buf *out, Rng *r, Personal kind);
