/* mail_send.h - one message over SMTP, by libcurl. */
#pragma once
#include "mail.h"
#include "store/feed_store.h"

/* The message as bytes: headers, a text part, and the calendar as text/calendar with its method where there is one.
 * Nothing of a person can add a header: line ends are taken out of what stands in one, and other than ASCII is encoded
 * (RFC 2047). */
Str mail_message(Arena *a, const MailSettings *settings, const MailRow *mail, int64_t now);
/* Hands it over. ERR_IO says why not; *later: it may go another time (4xx, no connection). */
bool mail_deliver(Arena *a, const MailSettings *settings, const MailRow *mail, int64_t now, bool *later, Err *err);
