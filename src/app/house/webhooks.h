/* webhooks.h - programs of the company that are told of news by POST, signed by the Standard Webhooks specification. */
#pragma once
#include <jansson.h>

#include "app/op.h"

/* Puts {"type", "timestamp", "data"} into the outbox for each webhook in use, inside the caller's transaction. `key`
 * names the news: the same again is sent once. `data` is borrowed. */
bool webhooks_tell(Call *call, const char *type, Str key, const json_t *data, Err *err);

/* https, or http to a host of RIDEALONG_PRIVATE_HOSTS; no name or password in it. */
bool webhook_url_check(Str url, Err *err);
