/* outbox.h - sends what waits: mail to people, news to webhooks. */
#pragma once
#include "mail.h"

typedef struct OutboxCounts {
    int64_t sent, waiting, failed; /* waiting: will be tried again */
} OutboxCounts;
/* Each message is taken by one process at a time, and goes once, unless that process dies between the receiver's answer
 * and the note of it: then it goes again later, under the same Message-ID or webhook-id. Nothing gets lost. */
bool outbox_send(Call *call, const MailSettings *mail, OutboxCounts *counts, Err *err);
