/* credit.h - people, what they owe, and what they did of it: the one place where seats become credit.
 *
 *     store: people, leave, seats, policies -> credit_read -> CreditPerson -> own page | team totals | coverage |
 * planner
 *
 * Credit is minutes of direct contact that were attended and reflected upon (touchpoints/goals.h), on days of the
 * person's own zone. Who hosts is in contact as much as who watches, so that an engineer's hosted session counts like
 * any other; hosts from support and sales owe nothing, and their contact is shown without being asked for. */
#pragma once
#include "base/zone.h"
#include "goal_rules.h"

enum {
    CREDIT_DAYS = 2 * 366, /* of history; what is older is not looked at */
    CREDIT_FEWEST = 3      /* people from which on a total tells about no single one */
};

typedef struct CreditPerson {
    PersonRow row;
    Str zone;             /* theirs, else the organisation's; empty: UTC */
    const Zone *clock;    /* of it */
    const GoalRule *rule; /* of their team */
    GoalPolicy policy;    /* what they owe: the rule's, or nothing for who is no engineer */
    Presence presence;
    int64_t today;                  /* in their zone */
    const ContactTimeRow *contacts; /* seats that were not given back, by start; of everybody without titles */
    size_t contacts_n;
    const Touch *touches; /* of these what was attended and whose format counts; by day */
    size_t touches_n;
} CreditPerson;

typedef struct Credit {
    GoalRules rules;
    CreditPerson *people; /* by number */
    size_t n;
} Credit;

/* One person, or all engineers (person_id 0) of the last CREDIT_DAYS, those who left included. Seats and leave until
 * `to` (seconds; TIME_NONE: all that are known). */
bool credit_read(Call *call, int64_t person_id, int64_t to, Credit *out, Err *err);

/* An engineer who is there on that day. */
bool credit_there(const CreditPerson *p, int64_t day);
/* Where they stand at the end of a day, over that day's calendar year and the window that ends with it. */
GoalState credit_state(const CreditPerson *p, int64_t day);
DaySpan credit_year(int64_t day);                          /* 1 January to 1 January */
DaySpan credit_window(const CreditPerson *p, int64_t day); /* the window that ends with that day */
/* The day on which a contact was, where the person is. */
int64_t credit_day(const CreditPerson *p, int64_t at);
/* Does, or will, this seat count once it is attended and reflected upon? */
static inline bool credit_may_count(const ContactTimeRow *t) {
    return t->counts && !t->waiting && !t->absent;
}
/* Why a contact that was attended does not count; NULL: it does. */
const char *credit_why_not(const ContactTimeRow *t);
