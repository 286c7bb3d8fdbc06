/* planning_parts.h - what the parts of planning.c share. */
#pragma once
#include "planning.h"
#include "touchpoints/no_show.h"

/* A table of texts or numbers that get an index in the order in which they come. */
typedef struct Index {
    Arena *a;
    Str *key;
    int64_t *number;
    size_t n, room;
} Index;
size_t index_of(Index *x, Str key, int64_t number);

typedef struct Number { /* a row's number and its index */
    int64_t id;
    int32_t index;
} Number;

typedef struct Loader {
    Call *call;
    Planning *p;
    Number *sessions_by; /* by id */
    Index zones, languages, topics, formats;
    int64_t *team_id;      /* of each index, ascending; [0] is 0: no team */
    Shows all, *of_format; /* by index of format */
    PlanSession *sessions;
    PlanPerson *people;
} Loader;

int32_t find_id(const Number *numbers, size_t n, int64_t id); /* -1: none; `numbers` by id */
int32_t person_index(const Loader *l, int64_t id);            /* -1: none of those who are planned for */
int32_t team_index(const Loader *l, int64_t id);
int32_t format_number(Loader *l, int64_t id); /* the further formats share the last number */
int32_t language_bit(Loader *l, Str code);
/* A booked seat of a plan that is still to come: this plan may move it. */
bool is_current(const Loader *l, const ContactTimeRow *seat);
int number_by_id(const void *x, const void *y); /* of Number */

bool read_sessions(Loader *l, Err *err);                              /* planning_sessions.c */
void take_person(Loader *l, const CreditPerson *from, PlanPerson *p); /* planning_people.c; after read_sessions */
