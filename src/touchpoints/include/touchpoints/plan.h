/* plan.h - who meets which customers when: people to open seats.
 *
 *     PlanInput in = {.people = ..., .sessions = ..., .windows = ..., ...};
 *     PlanResult result;
 *     if (!plan_make(arena, &in, &result, err)) return false;
 *     // result.seats[i]: person, session, why; result.objective <= result.bound, proven
 *
 * Worth, in points, of the set S of seats that a person gets (PlanWeights has the numbers):
 *   - minutes of each window up to what is owed, the first half of them worth more than the second, and more for
 *     those who got less than their due before; expected minutes, so that absences are paid for in advance
 *   - each touchpoint up to those owed, each new format up to those owed
 *   - for each seat how relevant its topic is to the team's components, the first language, and staying where one is
 *   - less a price for each seat and each minute, so that nobody gets more than is owed
 * A plan never books a person twice at a time, on leave, outside working hours of their zone, or in a language they
 * do not speak; never gives more seats than there are, more than per_team of them to one team, or more than the host
 * can take of first-timers.
 *
 * Method: a small window is one minimum-cost flow (cost scaling); what a flow cannot say (minutes that differ, formats
 * over several windows, overlaps), and large windows, are settled by an auction from the prices of the bound. The bound
 * is the Lagrangian dual in which seats have prices and each person, alone, takes the best affordable set (Held, Wolfe,
 * Crowder 1974): it holds for every plan there is, whatever made ours. Same input, same plan, with any number of
 * threads. */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/par.h"
#include "base/progress.h"

enum {
    PLAN_FORMATS = 8, /* formats told apart; the app lets further ones share the last number */
    PLAN_LANGUAGES = 64,
    PLAN_TOUCHPOINTS = 15, /* most that a person may be given for within one plan */
    PLAN_PER_WINDOW = 3,   /* most seats of one person in one window */
    WEEK_MINUTES = 7 * 24 * 60
};

typedef struct PlanSpan {
    int64_t from, to; /* seconds, [from, to) */
} PlanSpan;

typedef struct PlanSession {
    int64_t id, starts_at;
    int32_t minutes;
    int32_t format;   /* 0..PLAN_FORMATS-1 */
    int32_t topic;    /* column of `relevance`; -1: none */
    int32_t language; /* 0..PLAN_LANGUAGES-1; -1: all understand it */
    int32_t host;     /* a person's index, who cannot be its guest; -1: nobody of ours */
    int32_t seats;    /* to be given: with room for absences, without those that are held */
    int32_t per_team; /* at most so many of one team; 0: no such rule */
    int32_t novices;  /* at most so many who never did this format; -1: no such rule */
} PlanSession;

typedef struct PlanPerson {
    int64_t id;
    int32_t team, zone;         /* row of `relevance`, row of `local` */
    uint64_t languages;         /* bit per language */
    int32_t first_language;     /* -1: none is preferred */
    uint8_t workdays;           /* bit 0 is Monday */
    int32_t day_begin, day_end; /* minutes of the local day */
    const PlanSpan *busy;       /* leave, before joining, after leaving, seats held */
    size_t busy_n;
    const int32_t *owed;          /* minutes, for each window, after those that are held */
    int32_t touchpoints, formats; /* still owed, 0..PLAN_TOUCHPOINTS */
    uint32_t formats_had;         /* bit: brings no new format any more */
    uint32_t formats_ever;        /* bit: no first-timer */
    int32_t backlog;              /* permille of the last windows' dues that were not met */
    int32_t no_show;              /* permille */
    const int32_t *current;       /* sessions of the plan in force, by index */
    size_t current_n;
} PlanPerson;

typedef struct PlanWeights {
    int32_t first_half, second_half; /* points a minute owed */
    int32_t touchpoint, format;      /* each, of those owed */
    int32_t relevance;               /* at full relevance */
    int32_t language;                /* the first language */
    int32_t stay;                    /* a seat kept */
    int32_t seat, minute;            /* price of a seat, of a minute */
} PlanWeights;

#define PLAN_WEIGHTS ((PlanWeights){12, 6, 200, 300, 150, 20, 120, 180, 1})

typedef struct PlanInput {
    const PlanPerson *people;
    size_t people_n;
    const PlanSession *sessions;
    size_t sessions_n;
    const int64_t *bounds; /* windows_n + 1 instants, ascending: window w is [bounds[w], bounds[w + 1]) */
    size_t windows_n;
    const int16_t *relevance; /* teams * topics, permille */
    size_t teams_n, topics_n;
    const int32_t *local; /* zones * sessions: minute of the local week at which it starts, 0 is Monday 00:00 */
    size_t zones_n;
    int32_t per_window; /* most seats of one person in a window, 1..PLAN_PER_WINDOW */
    PlanWeights weights;
    uint64_t seed;            /* breaks ties */
    Par *par;                 /* may be NULL */
    const Progress *progress; /* may be NULL */
} PlanInput;

typedef struct PlanSeat { /* points, so that each can be told why */
    int32_t person, session;
    bool kept;    /* had it before */
    int32_t need; /* what the person would lose in minutes owed without it */
    int32_t touch, format, relevance, language;
    int32_t rivals;  /* price of the seat: what others would have paid; 0: there was room */
    int32_t choices; /* sessions that suit the person in this window, full ones included */
} PlanSeat;

typedef enum ShortReason {
    SHORT_NO_SESSIONS, /* none in that window at all */
    SHORT_LANGUAGE,    /* none in a language they speak */
    SHORT_HOURS,       /* none in their working hours */
    SHORT_AWAY,        /* none when they are there and free */
    SHORT_FIRST_TIMER, /* only such as take no more first-timers, or no more of their team */
    SHORT_FULL,        /* seats that suit went to those who were owed more */
    SHORT_MINUTES      /* has as many seats as a window may hold, or as do not overlap */
} ShortReason;

typedef struct PlanShort {
    int32_t person, window;
    int32_t owed, planned; /* minutes; planned ones as expected */
    ShortReason reason;
    int32_t suit; /* sessions of the window that suit the person */
} PlanShort;

typedef struct PlanMove { /* somebody of the plan in force who does not keep the seat */
    int32_t person, from; /* session */
    int32_t to;           /* the one in the same window instead, -1: none */
    bool gone;            /* the old one cannot be theirs any more: cancelled, overlapping leave, another language */
} PlanMove;

typedef struct PlanResult {
    PlanSeat *seats; /* by person, then start */
    size_t seats_n;
    PlanShort *shorts; /* by person, then window */
    size_t shorts_n;
    PlanMove *moves;
    size_t moves_n;
    int64_t objective;     /* points */
    double bound;          /* no plan has more */
    double gap;            /* (bound - objective) / bound, 0..1 */
    int64_t owed, planned; /* expected minutes, planned ones counted up to what is owed */
    double fairness;       /* fairness_pairs over planned / owed minutes of those who owe */
    int32_t passes;        /* of the bound */
    size_t arcs;           /* of the flows */
} PlanResult;

/* ERR_INPUT: an index or number that cannot be; ERR_CANCELLED; ERR_LIMIT: memory. */
bool plan_make(Arena *a, const PlanInput *in, PlanResult *result, Err *err);

const char *short_reason_words(ShortReason reason); /* "no seat in a language they speak" */
