/* told_list.h - the customers' side of a release: who voiced what it should solve, and may be told what became of it.
 */
#pragma once
#include "contacts.h"
#include "messages.h"

typedef struct ToldTo {
    CustomerRow customer;
    VoicedRow voiced;
    bool rests;          /* a limit on contacts is in the way */
    int64_t rests_until; /* TIME_NONE: not known */
    int64_t told_at;     /* TIME_NONE: not yet */
} ToldTo;

typedef struct ToldList {
    Told told;
    Str says;                     /* to customers */
    ToldTo *rows;                 /* those who agreed to be told, by number */
    size_t n, may, resting, done; /* may: can be told now */
    int64_t voiced;               /* customers who voiced it before the release */
    int64_t silent;               /* known to our people, and without consent, opted out or blocked */
} ToldList;
bool told_list_of_release(Call *call, const ReleaseRow *release, ToldList *out, Err *err);
