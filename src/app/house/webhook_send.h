/* webhook_send.h - one message of the outbox to a webhook, over HTTP by libcurl. */
#pragma once
#include "app/op.h"
#include "store/feed_store.h"

/* POSTs it with webhook-id (the same at each try), webhook-timestamp and webhook-signature. Redirects are not followed.
 * ERR_IO says why not; *later: it may go another time (no connection, an answer other than 2xx, but for 410 Gone).
 * ERR_FORBIDDEN: the address is private. */
bool webhook_deliver(Call *call, const MailRow *message, bool *later, Err *err);
