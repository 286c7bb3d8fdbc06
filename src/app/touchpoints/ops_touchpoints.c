/* ops_touchpoints.c - the list of operations on sessions and what belongs to them. */
#include "app_private.h"

extern const Op OP_FORMATS, OP_FORMAT, OP_FORMAT_SAVE;                                      /* ops_formats.c */
extern const Op OP_SESSIONS, OP_SESSION;                                                    /* ops_sessions.c */
extern const Op OP_SESSION_OFFER, OP_SESSION_CHANGE, OP_SESSION_CANCEL;                     /* ops_session_offer.c */
extern const Op OP_SEAT_JOIN, OP_SEAT_LEAVE, OP_SEATS_MINE;                                 /* ops_seats.c */
extern const Op OP_SEAT_SWAP;                                                               /* ops_seat_swap.c */
extern const Op OP_ATTENDANCE, OP_ATTEND;                                                   /* ops_attendance.c */
extern const Op OP_SESSION_NOTE, OP_SESSION_GUIDE, OP_CAUSE;                                /* ops_session_notes.c */
extern const Op OP_REFLECT;                                                                 /* ops_reflections.c */
extern const Op OP_REFLECTIONS;                                                             /* ops_reflection_list.c */
extern const Op OP_ROTATION;                                                                /* ops_rotation.c */
extern const Op OP_HACK_ENTER, OP_HACK_JUDGE, OP_HACK_RANKING, OP_HACK_FOLLOW, OP_HACK_DUE; /* ops_hacks.c */
extern const Op OP_CUSTOMERS, OP_CUSTOMER, OP_CONSENT, OP_CONSENT_END, OP_OPT_OUT, OP_BLOCK, OP_CONTACT,
    OP_LIMITS;                                                      /* ops_customers.c */
extern const Op OP_CALENDARS, OP_CALENDAR_MAKE, OP_CALENDAR_REVOKE; /* ops_calendars.c */
extern const Op OP_MAIL, OP_MAIL_SETUP, OP_MAIL_SEND;               /* ops_mail.c */
extern const Op OP_COVERAGE;                                        /* ops_coverage.c */
extern const Op OP_PLAN_MAKE;                                       /* ops_plan_make.c */
extern const Op OP_PLAN_PUBLISH, OP_PLAN_DISCARD;                   /* ops_plan_publish.c */
extern const Op OP_PLANS, OP_PLAN;                                  /* ops_plans.c */

const Op *const OPS_TOUCHPOINTS[] = {&OP_SESSIONS,       &OP_SESSION,
                                     &OP_SESSION_OFFER,  &OP_SESSION_CHANGE,
                                     &OP_SESSION_CANCEL, &OP_SEAT_JOIN,
                                     &OP_SEAT_LEAVE,     &OP_SEAT_SWAP,
                                     &OP_SEATS_MINE,     &OP_ATTENDANCE,
                                     &OP_ATTEND,         &OP_SESSION_NOTE,
                                     &OP_SESSION_GUIDE,  &OP_CAUSE,
                                     &OP_REFLECT,        &OP_REFLECTIONS,
                                     &OP_ROTATION,       &OP_HACK_RANKING,
                                     &OP_HACK_ENTER,     &OP_HACK_JUDGE,
                                     &OP_HACK_FOLLOW,    &OP_HACK_DUE,
                                     &OP_FORMATS,        &OP_FORMAT,
                                     &OP_FORMAT_SAVE,    &OP_CUSTOMERS,
                                     &OP_CUSTOMER,       &OP_CONSENT,
                                     &OP_CONSENT_END,    &OP_OPT_OUT,
                                     &OP_BLOCK,          &OP_CONTACT,
                                     &OP_LIMITS,         &OP_CALENDARS,
                                     &OP_CALENDAR_MAKE,  &OP_CALENDAR_REVOKE,
                                     &OP_MAIL,           &OP_MAIL_SETUP,
                                     &OP_MAIL_SEND,      &OP_COVERAGE,
                                     &OP_PLAN_MAKE,      &OP_PLANS,
                                     &OP_PLAN,           &OP_PLAN_PUBLISH,
                                     &OP_PLAN_DISCARD,   NULL};
