/* plan_diary.h - who is booked where and what came of it, in one world under one way of filling seats. */
#pragma once
#include "plan_world.h"
#include "touchpoints/no_show.h"

enum { DIARY_BOOKINGS = 400 }; /* of one person in two years, at most */

typedef struct DiaryPerson {
    int32_t booked[DIARY_BOOKINGS]; /* sessions to come */
    size_t booked_n;
    Touch touches[DIARY_BOOKINGS]; /* attended */
    size_t touches_n;
    int32_t minutes[WORLD_DAYS / WORLD_QUARTER * WORLD_WINDOWS + 1]; /* attended, of each window */
    uint32_t formats_ever;
    Shows shows;
    int32_t last_booked; /* day on which they were last given a seat, -1: never */
} DiaryPerson;

typedef struct Diary {
    const World *w;
    DiaryPerson *people;
    int32_t *guests; /* of each session */
    Shows shows;
    int64_t came, places; /* seats of sessions that took place: attended, all */
} Diary;

Diary diary_new(Arena *a, const World *w);
int32_t diary_window(int32_t day);
/* Minutes of the window that the person attended or is booked for. */
int32_t diary_minutes(const Diary *d, size_t person, int32_t window);
/* May the person be given one more seat of the session, by all rules that a plan keeps and by what is known today? */
bool diary_may_book(const Diary *d, size_t person, size_t session, int32_t today);
void diary_book(Diary *d, size_t person, size_t session, int32_t today);
void diary_drop(Diary *d, size_t person, size_t nth);
/* Morning: who learned that they cannot come gives the seat back; sessions called off lose their guests. */
void diary_withdraw(Diary *d, int32_t today);
/* Evening: today's sessions took place. */
void diary_attend(Diary *d, int32_t today);

typedef struct DiaryFigures {
    double covered;  /* share of the minutes owed in each window that were attended */
    double goals;    /* share of people's years whose touchpoints and formats were reached */
    double fairness; /* fairness_pairs of hours attended for each hour owed */
    double starved;  /* people who were there for half a year on end without any contact */
    double used;     /* share of the seats of sessions that took place */
} DiaryFigures;
DiaryFigures diary_figures(const Diary *d);
