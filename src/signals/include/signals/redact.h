/* redact.h - personal data is cut at the door, before anything is stored or indexed.
 *
 * Structured data (e-mail, card by Luhn, SSN, IBAN by mod 97, IP, phone, URL credentials, tokens) becomes
 * a typed placeholder: "[CARD]". Names and street addresses are cut as well as rules without a
 * dictionary can. Figures: docs/internals/signals-redaction.md. */
#pragma once
#include "base/arena.h"

typedef enum RedactKind {
    REDACT_EMAIL,
    REDACT_CARD,
    REDACT_SSN,
    REDACT_IBAN,
    REDACT_IP,
    REDACT_PHONE,
    REDACT_URL_LOGIN,
    REDACT_TOKEN,
    REDACT_NAME,
    REDACT_ADDRESS,
    REDACT_ALREADY,
    REDACT_KINDS
} RedactKind; /* REDACT_ALREADY: cut by the source, such as CFPB's XXXX and XX/XX/2015; it stays as it is */

extern const char *const REDACT_PLACEHOLDERS[REDACT_KINDS]; /* "[EMAIL]", "[CARD]", ..., "XXXX" */

/* A range that was cut (in the input) or a placeholder that is seen (in stored text). */
typedef struct Redaction {
    uint32_t begin, end;
    RedactKind kind;
} Redaction;

typedef struct Redactions {
    Redaction *at; /* sorted, disjoint */
    size_t n;
} Redactions;

/* What would be cut from `text`. */
Redactions redact_find(Arena *a, Str text);

/* The text with its personal data replaced; idempotent: redacting twice changes nothing. */
Str redact_text(Arena *a, Str text);

/* For short metadata values: structured kinds only. */
Str redact_value(Arena *a, Str value);

/* Placeholders and XXXX runs in stored text, so that a page can mark them. */
Redactions redact_marks(Arena *a, Str stored);
