/* plan_private.h - what the parts of the planner share. Private to the layer.
 *
 *     plan.c         checks, then: work -> prices -> flow -> improve -> bound -> report
 *     plan_work.c    windows, kinds, classes of people who see the same sessions alike
 *     plan_tops.c    the best sessions for a class at given prices
 *     plan_person.c  the best set of seats for one person
 *     plan_flow.c    one network for each window
 *     plan_improve.c moves that make the plan better
 *     plan_bound.c   prices, and the bound they prove
 *     plan_report.c  why, who stays short, who moves */
#pragma once
#include "touchpoints/plan.h"

enum { NONE = -1 };

/* Sessions of one window that are alike in format and minutes: only their worth tells them apart. */
typedef struct Kind {
    int32_t window, format, minutes;
} Kind;

/* People of one team who can attend the same sessions, and are or are not first-timers in the same formats. */
typedef struct Class {
    int32_t shift, team;
    uint32_t novice;    /* bit: first-timer of a format that has the rule */
    int32_t begin, end; /* in `member` */
} Class;

typedef struct Work {
    const PlanInput *in;
    Arena *a;
    int32_t *window, *kind;                         /* of each session; NONE: outside the plan */
    Kind *kinds;                                    /* by window */
    int32_t kinds_n, *window_kinds;                 /* kinds of window w: [window_kinds[w], window_kinds[w + 1]) */
    int32_t shifts_n, *shift_begin, *shift_session; /* sessions that a shift (languages, zone, hours) can attend */
    int32_t *shift_language;                        /* the first one of its people */
    int32_t *shift_by_topic, *topic_begin; /* the same by topic: of topic t of shift s from [s * (topics + 1) + t] on */
    int32_t *team_topics, *team_topic;     /* that concern a team */
    Class *classes;
    int32_t classes_n, *class_of, *member;
    bool *alone;                           /* is sometimes busy, or hosts: looks at each session for themselves */
    double *price, *novice_price;          /* of a seat; of a first-timer's place on top */
    int32_t *left, *novices_left;          /* seats not given; only sessions with the rule have the latter */
    int32_t *guest_begin, *guests, *guest; /* who has a seat of each session */
    double *bid, *floor;                   /* the auction: of each guest, and for an open seat of a session */
    int32_t *given;                        /* people * windows * PLAN_PER_WINDOW: sessions, NONE at the end */
    struct TeamPrices *team_prices;        /* NULL: none yet */
    size_t arcs;
} Work;

static inline int32_t *work_given(const Work *w, int32_t person, int32_t window) {
    return w->given + ((size_t)person * w->in->windows_n + (size_t)window) * PLAN_PER_WINDOW;
}

bool work_setup(Work *w, const PlanInput *in, Arena *a, Err *err);
/* Is the person there and free, and not its host? Language and hours are the shift's matter. */
bool work_free(const Work *w, int32_t person, int32_t session);
/* Are language and hours right (and has it seats)? */
bool work_suits(const Work *w, int32_t person, int32_t session);
bool work_overlap(const Work *w, int32_t s, int32_t t);
static inline bool work_novice(const Work *w, int32_t person, int32_t session) {
    const PlanSession *s = &w->in->sessions[session];
    return s->novices >= 0 && !(w->in->people[person].formats_ever >> s->format & 1);
}
/* Seats of the session that people of that team have. */
int32_t work_of_team(const Work *w, int32_t session, int32_t team);
bool work_is_current(const Work *w, int32_t person, int32_t session);
/* Can one more seat of that session go to the person? */
bool work_room(const Work *w, int32_t person, int32_t session);
void work_give(Work *w, int32_t person, int32_t session);
void work_take(Work *w, int32_t person, int32_t session);
/* The seats as they stood in a copy of `given`. */
void work_restore(Work *w, const int32_t *given);

/* ---- worth, in points ----------------------------------------------------------------------------- */

int64_t worth_need(const PlanInput *in, int32_t person, int32_t window, int32_t minutes);
/* Of the seat itself: relevance, language, staying, less what seat and minutes cost. */
int32_t worth_pair(const Work *w, int32_t person, int32_t session);
int32_t worth_relevance(const PlanInput *in, int32_t team, int32_t session);
/* Of all that the person was given. */
int64_t worth_person(const Work *w, int32_t person);

/* ---- the best sessions ---------------------------------------------------------------------------- */

enum TopsHow {
    TOPS_PRICED, /* every session, less its price */
    TOPS_OPEN,   /* those with a seat left, without price */
    TOPS_BID,    /* every session, less what it costs that person in the auction */
    TOPS_SPREAD  /* priced, and a little shuffled by class, so that not all look at the same few */
};

typedef struct Top {
    double value; /* without need, touchpoint, format, staying */
    int32_t session;
} Top;

typedef struct Tops {
    int32_t per_kind;
    Top *top;     /* kinds * per_kind, best first */
    int32_t *n;   /* of each kind */
    double *rest; /* of each kind: none that is left out is worth more; -INFINITY: none is left out */
} Tops;

typedef struct ShiftTops {
    const Work *w;
    Tops *of; /* of each shift */
    enum TopsHow how;
} ShiftTops;

Tops tops_new(Arena *a, const Work *w, int32_t per_kind);
/* Every session that may be, for the members of a class (person NONE) or one of them. */
void tops_scan(const Work *w, enum TopsHow how, int32_t class, int32_t person, Tops *tops);

/* What is kept for each shift, at the prices that stand when it is filled. */
ShiftTops *shift_tops_new(Arena *a, const Work *w);
void shift_tops_fill(ShiftTops *s, enum TopsHow how);
/* The same as tops_scan with `how` of the shifts, at the prices that stand now, out of what the shifts keep: as long as
 * no price fell since, nothing left out is worth more than `rest`. */
void tops_fill(const Work *w, const ShiftTops *shifts, int32_t class, int32_t person, Tops *tops);

/* ---- prices of seats for one team of a session (plan_team_price.c) ---------------------------------- */

typedef struct TeamPrice {
    int32_t session, team; /* session NONE: an empty slot */
    int32_t demand;
    double price, way, proven; /* way: how it moved last; proven: of the best bound */
} TeamPrice;

typedef struct TeamPrices {
    TeamPrice *slot;
    size_t n, room; /* room is a power of two */
    bool *of_session;
} TeamPrices;

double team_price(const Work *w, int32_t session, int32_t team);
/* Counts who took what (people * slots sessions): each team that took more than the rule allows gets a price. */
void team_prices_count(Work *w, const int32_t *taken);

/* ---- one person ----------------------------------------------------------------------------------- */

typedef struct Solver Solver;
typedef struct Choice {
    double value;     /* worth of the set, less prices */
    int32_t *session; /* windows * PLAN_PER_WINDOW, NONE: empty */
    bool real;        /* every seat in it exists (a bound may use better ones than there are) */
} Choice;

Solver *solver_new(Arena *a, const Work *w);
/* The best set out of `tops`, the current seats and those given. `bounding`: add for each kind seats as good as the
 * best that the tops leave out, so that no set that exists is better than the answer. */
void solver_best(Solver *s, const Work *w, int32_t person, const Tops *tops, enum TopsHow how, bool bounding,
                 Choice *choice);

/* ---- the steps ------------------------------------------------------------------------------------ */

enum { BEST_PER_KIND = 6, FEW = 4 /* of a kind: fewer are worth looking further */ };

bool flow_plan(Work *w, Err *err);
/* Each window once more, with the others as they are, and with long seats where they are: the rest is then the best
 * there is. */
bool flow_again(Work *w, Err *err);
/* Until a round brings nothing, at most `rounds` times. */
double auction_price(const Work *w, int32_t person, int32_t session);
bool improve_plan(Work *w, int32_t rounds, Err *err);
typedef struct Bound {
    double best; /* the lowest seen; INFINITY at the start */
    int32_t passes;
    double *price, *novice_price; /* that proved it */
    double *way, *novice_way;     /* in which prices moved last */
} Bound;
void bound_setup(Bound *b, const Work *w);
/* `passes` steps from the prices that stand; leaves the prices that proved the best bound. */
bool bound_lower(Work *w, Bound *bound, double objective, int32_t passes, Err *err);
int64_t plan_objective(const Work *w);
void report_fill(const Work *w, Arena *a, PlanResult *result);
bool plan_tick(const Work *w, const char *phase, double done, double total, Err *err);
