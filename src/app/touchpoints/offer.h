/* offer.h - a session from arguments, checked against its format's rules. */
#pragma once
#include "contacts.h"

/* Fills in *row from the arguments that are given (offer, change share their names); others stay. */
bool offer_take(Call *call, SessionRow *row, Err *err);
/* How many more may book than fit, so that it gets crowded once in ten sessions: from the absences of two years. 0
 * where the format has no such rule. */
bool offer_learn_extra(Call *call, const FormatRow *format, SessionRow *row, Err *err);
/* The format's rules: places, a subject, a customer's consent and limits. *over: a limit of contacts was overridden
 * with `why`. */
bool offer_check(Call *call, const FormatRow *format, const SessionRow *row, Str why, bool *over, Err *err);

/* Cancels it and tells those who had a seat; in the caller's transaction. */
bool offer_cancel(Call *call, const SessionRow *row, Str why, Err *err);
/* Cancels what is to come of a customer and is not allowed any more: blocked, opted out, no consent left. */
bool offer_cancel_unwanted(Call *call, const CustomerRow *customer, size_t *cancelled, Err *err);

#define OFFER_PARAMS                                                                                                   \
    {.name = "starts", .type = PARAM_STR, .max = 40, .help = "on the clock of the zone, like 2027-01-12 10:00"},       \
        {.name = "zone",                                                                                               \
         .type = PARAM_STR,                                                                                            \
         .max = 60,                                                                                                    \
         .help = "time zone by its IANA name, like Europe/Berlin; the host's when it is not given"},                   \
        {.name = "minutes", .type = PARAM_INT, .min = 5, .max = MINUTES_MAX, .help = "length"},                        \
        {.name = "title", .type = PARAM_STR, .max = NAME_BYTES, .help = "what people see in their calendar"},          \
        {.name = "about", .type = PARAM_STR, .max = WORDS_BYTES, .help = "what will happen, in a sentence or two"},    \
        {.name = "host",                                                                                               \
         .type = PARAM_STR,                                                                                            \
         .max = NAME_BYTES,                                                                                            \
         .help = "e-mail address or number of the person who hosts it"},                                               \
        {.name = "theme",                                                                                              \
         .type = PARAM_INT,                                                                                            \
         .min = 0,                                                                                                     \
         .max = INT64_MAX,                                                                                             \
         .help = "number of the theme it is about; 0: none"},                                                          \
        {.name = "problem",                                                                                            \
         .type = PARAM_INT,                                                                                            \
         .min = 0,                                                                                                     \
         .max = INT64_MAX,                                                                                             \
         .help = "number of the problem it is about; 0: none"},                                                        \
        {.name = "capacity", .type = PARAM_INT, .min = 1, .max = 1000, .help = "places"},                              \
        {.name = "extra",                                                                                              \
         .type = PARAM_INT,                                                                                            \
         .min = 0,                                                                                                     \
         .max = 1000,                                                                                                  \
         .help = "how many more may book than fit, as some do not come; where the format allows it, learned from "     \
                 "history when it is not given"},                                                                      \
        {.name = "language",                                                                                           \
         .type = PARAM_STR,                                                                                            \
         .max = 20,                                                                                                    \
         .help = "by its BCP 47 code, like de; empty: all understand it"},                                             \
        {.name = "place", .type = PARAM_STR, .max = NAME_BYTES, .help = "room or address"},                            \
        {.name = "link", .type = PARAM_STR, .max = 500, .help = "where to join: http or https"}, {                     \
        .name = "why", .type = PARAM_STR, .max = WORDS_BYTES, .fallback = "",                                          \
        .help = "written reason, where the customer's limits are in the way; it is logged"                             \
    }
