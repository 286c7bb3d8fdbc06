/* mail.h - invitations, reminders: put into the outbox in the transaction of what they tell of. Nothing is made until
 * mail is configured (mail_settings), and about bookings only late changes: calendars that follow a feed may look once
 * a day. */
#pragma once
#include "touch.h"

typedef enum MailKind { MAIL_BOOKED, MAIL_CHANGED, MAIL_CANCELLED, MAIL_REMINDER, MAIL_REFLECT, MAIL_KINDS } MailKind;

typedef struct MailSettings {
    Str url;            /* smtp://mail.example:587, smtps://...; empty: mail is off */
    Str from;           /* address */
    Str user;           /* empty: no sign-in */
    Str key_file;       /* first line: the password */
    int64_t late_hours; /* changes closer to the start than this are mailed */
} MailSettings;
bool mail_settings(Call *call, MailSettings *out, Err *err);
bool mail_settings_put(Call *call, const MailSettings *in, Err *err);

/* Tells a person of what became of their seat, as the store now says. */
/* Is it about so soon that a message goes out? Never while mail is off. */
bool mail_is_late(Call *call, const MailSettings *settings, int64_t starts_at);
bool mail_about(Call *call, int64_t session_id, int64_t person_id, MailKind kind, Err *err);
/* The same for everybody who has a seat that is booked (or had, `kind` MAIL_CANCELLED: those in `seats`). */
bool mail_about_all(Call *call, const SessionRow *session, const SeatRow *seats, size_t n, MailKind kind, Err *err);
/* Reminders for sessions of the next day, and for reflections that are missing since yesterday. Each is made once; none
 * while mail is off. */
bool mail_remind(Call *call, size_t *made, Err *err);
