/* plan_ways.h - ways of filling seats, day by day. */
#pragma once
#include "plan_diary.h"

/* The planner, at the beginning of each quarter; `every` days (a divisor of a quarter) it looks again at what is to
 * come. */
void way_plan(Diary *d, int32_t today, int32_t every);
/* First come, first served: sessions are open to all four weeks ahead. Everybody looks by chance, some daily, some
 * hardly ever; who looks takes, best first, what they like and still owe. */
void way_first_come(Diary *d, int32_t today);
/* Round robin by calendar day: each day belongs to the next people in the list, in all twice in six weeks, whether or
 * not there is a session that they can attend. Two weeks ahead. */
void way_robin_by_day(Diary *d, int32_t today);
/* Round robin by availability: a seat goes to who can come, still owes, and was given one the longest time ago. Two
 * weeks ahead, and again each day for seats given back. */
void way_robin_by_free(Diary *d, int32_t today);
