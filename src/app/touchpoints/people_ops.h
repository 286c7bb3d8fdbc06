/* people_ops.h - what the operations on people, leave and goals share. */
#pragma once
#include "app/op.h"
#include "people_load.h"
#include "store/goal_store.h"
#include "store/org_store.h"

extern const Op OP_PEOPLE_IMPORT, OP_LEAVE_IMPORT;            /* ops_people_import.c, ops_leave_import.c */
extern const Op OP_PEOPLE, OP_PERSON, OP_PERSON_EDIT;         /* ops_people.c, ops_person.c */
extern const Op OP_LEAVE_LIST, OP_LEAVE_ADD, OP_LEAVE_REMOVE; /* ops_leave.c */
extern const Op OP_GOALS, OP_GOALS_SET;                       /* ops_goals.c */
extern const Op OP_GOALS_MINE, OP_GOALS_TOTALS;               /* ops_person.c, ops_goal_totals.c */

json_t *people_faults_json(const PeopleFaults *faults); /* fits SHAPE_OF_FAULT; new reference */
extern const Field SHAPE_OF_FAULT[];

/* May the actor see what this person did and when they are away? It is their own, or the policy allows it. */
bool people_may_see(Call *call, int64_t person_id, bool *may, Err *err);
/* Where a person stands, for a page: periods, what is owed and how it came about, each contact, what is next. */
bool standing_json(Call *call, int64_t person_id, json_t **out, Err *err);
extern const Field SHAPE_OF_STANDING[];
/* Day 0 and DAY_NONE are null. */
json_t *people_day_json(Arena *a, int64_t day);
