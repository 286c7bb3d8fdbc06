/* plan_private.h - what the parts of the planner share. Private to the layer.
 *
 *     plan.c            checks, then: work -> flow -> (bound -> auction) again and again -> report
 *     plan_work.c       checks, windows, kinds
 *     plan_classes.c    classes of people who see the same sessions alike, and what they see
 *     plan_seats.c      seats as they are given
 *     plan_worth.c      the objective
 *     plan_tops.c       the best sessions of each kind, out of all there are
 *     plan_menu.c       a short list of sessions for each person, priced again and again
 *     plan_person.c     the best set of seats for one person in a window
 *     plan_join.c       the same over all windows
 *     plan_pairs.c      who may have what in the network of a window
 *     plan_flow.c       one network for each window
 *     plan_improve.c    an auction that makes the plan better
 *     plan_bound.c      the bound that prices prove
 *     plan_prices.c     how prices move
 *     plan_team_price.c prices for a team's seats of one session
 *     plan_report.c     why, who stays short, who moves */
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

/* A session as the people of a shift see it. */
typedef struct ShiftSeat {
    int32_t session, kind;
    int32_t base; /* points of the seat itself: language, less what seat and minutes cost */
} ShiftSeat;

typedef struct Work {
    const PlanInput *in;
    Arena *a;
    int32_t *window, *kind;                         /* of each session; NONE: outside the plan */
    Kind *kinds;                                    /* by window */
    int32_t kinds_n, *window_kinds;                 /* kinds of window w: [window_kinds[w], window_kinds[w + 1]) */
    int32_t shifts_n, *shift_begin, *shift_session; /* sessions that a shift (languages, zone, hours) can attend */
    int32_t *shift_language;                        /* the first one of its people */
    ShiftSeat *shift_seat;                          /* the same by topic: of topic t of shift s from */
    int32_t *topic_begin;                           /* [s * (topics + 1) + t] on; those without a topic last */
    int32_t *team_topics, *team_topic;              /* that concern a team */
    int32_t *team_begin, *team_member;              /* people of a team */
    Class *classes;
    int32_t classes_n, *class_of, *member;
    bool *alone;                           /* is sometimes busy, or hosts: looks at each session for themselves */
    double *price, *novice_price;          /* of a seat; of a first-timer's place on top */
    int32_t *left, *novices_left;          /* seats not given; only sessions with the rule have the latter */
    int32_t *guest_begin, *guests, *guest; /* who has a seat of each session */
    double *bid, *floor;                   /* the auction: of each guest, and for an open seat of a session */
    int32_t *given;                        /* people * windows * PLAN_PER_WINDOW: sessions, NONE at the end */
    struct TeamPrices *team_prices;
    size_t arcs;
} Work;

static inline size_t work_slots(const Work *w) {
    return w->in->windows_n * PLAN_PER_WINDOW;
}
static inline int32_t *work_given(const Work *w, int32_t person, int32_t window) {
    return w->given + (size_t)person * work_slots(w) + (size_t)window * PLAN_PER_WINDOW;
}

bool work_setup(Work *w, const PlanInput *in, Arena *a, Err *err);
void work_classes(Work *w); /* of it: shifts, classes, teams, topics */
void work_seats(Work *w);   /* of it: all seats open */
/* Is the person there and free, and not its host? Language and hours are the shift's matter. */
bool work_free(const Work *w, int32_t person, int32_t session);
/* Can such a person attend it by language, workday and hours? */
bool work_hours(const PlanInput *in, const PlanPerson *p, size_t session);
/* The same, looked up (and has it seats)? */
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

/* ---- worth, in points ------------------------------------------------------------------------ */

int64_t worth_need(const PlanInput *in, int32_t person, int32_t window, int32_t minutes);
/* Of the seat itself: relevance, language, staying, less what seat and minutes cost. */
int32_t worth_pair(const Work *w, int32_t person, int32_t session);
int32_t worth_relevance(const PlanInput *in, int32_t team, int32_t session);
/* Of all that the person was given. */
int64_t worth_person(const Work *w, int32_t person);
int64_t plan_objective(const Work *w);

/* ---- the best sessions ----------------------------------------------------------------------- */

enum TopsHow {
    TOPS_PRICED, /* every session, less its price */
    TOPS_OPEN,   /* those with a seat left, without price */
    TOPS_BID     /* every session, less what it costs that person in the auction */
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

typedef struct View { /* people of a shift who are first-timers in the same formats */
    int32_t shift;
    uint32_t novice;
} View;

typedef struct ShiftTops {
    const Work *w;
    View *view;
    int32_t n, *view_of; /* of each class */
    Tops *of;            /* of each view */
    enum TopsHow how;
} ShiftTops;

Tops tops_new(Arena *a, const Work *w, int32_t per_kind);
static inline Top *tops_of(const Tops *t, int32_t kind) {
    return t->top + (size_t)kind * (size_t)t->per_kind;
}
void tops_clear(const Work *w, Tops *tops);
void tops_insert(Tops *tops, int32_t kind, Top seat);

/* What is kept for each shift, at the prices that stand when it is filled; the same with any number of threads. */
ShiftTops *shift_tops_new(Arena *a, const Work *w);
void shift_tops_fill(ShiftTops *s, enum TopsHow how);
/* For the members of a class (person NONE) or one of them, with `how` of the shifts. `extra`: what a seat of each
 * session costs their team on top; NULL: nothing. As long as no price fell since the shifts were filled, nothing left
 * out is worth more than `rest`. */
void tops_fill(const Work *w, const ShiftTops *shifts, int32_t class, int32_t person, const double *extra, Tops *tops);

/* The same, and `menu` gets the best of those it looked at and of a sample of the others, with `noise` points of
 * chance: people who want the same then do not all look at the same few. */
typedef struct Spread {
    double noise;
    uint64_t seed;
    Tops menu;
} Spread;
void tops_fill_spread(const Work *w, const ShiftTops *shifts, int32_t class, int32_t person, const double *extra,
                      Tops *tops, Spread *spread);

/* ---- menus (plan_menu.c) --------------------------------------------------------------------- */

enum { MENU_PER_KIND = 16, TOPS_BEST = 6 };

typedef struct MenuSeat {
    int32_t session, base; /* points without price, need, touchpoint, format, staying */
} MenuSeat;

/* The sessions that were best for each person when prices were last looked at with all sessions. Members of a class who
 * are always free share one. */
typedef struct Menus {
    int32_t *of; /* of each person */
    int32_t n;
    MenuSeat *seat; /* n * kinds * MENU_PER_KIND */
    uint8_t *count; /* n * kinds */
} Menus;

Menus *menus_new(Arena *a, const Work *w);
void menu_write(const Work *w, Menus *m, int32_t class, int32_t person, const Tops *tops);
/* The menu at the prices that stand. */
void menu_priced(const Work *w, const Menus *m, int32_t person, const double *extra, Tops *tops);
/* The menu at what it costs that person in the auction. */
void menu_bid(const Work *w, const Menus *m, int32_t person, Tops *tops);

/* ---- prices of seats for one team of a session (plan_team_price.c) --------------------------- */

typedef struct TeamPrice {
    int32_t session, team, next; /* next: of the same team, NONE: last */
    int32_t demand;
    double price, way, proven; /* way: how it moved last; proven: of the best bound */
} TeamPrice;

typedef struct TeamPrices {
    TeamPrice *of;
    size_t n, room;
    int32_t *first;   /* of each team, NONE: none */
    int32_t *counted; /* sessions: scratch, all 0 */
} TeamPrices;

void team_prices_setup(Work *w);
void team_prices_free(Work *w);
double team_price(const Work *w, int32_t session, int32_t team);
/* Adds the prices of the team to `extra` (of each session), or takes them away again. */
void team_prices_lay(const Work *w, int32_t team, bool away, double *extra);
/* Counts who took what (people * slots sessions): each team that took more than the rule allows gets a price. */
void team_prices_count(Work *w, const int32_t *taken);

/* ---- one person ------------------------------------------------------------------------------ */

typedef struct Solver Solver;
typedef struct Choice {
    double value;     /* worth of the set, less prices */
    int32_t *session; /* windows * PLAN_PER_WINDOW, NONE: empty */
} Choice;

Solver *solver_new(Arena *a, const Work *w);
/* The best set out of `tops`, the current seats and those given. `bounding`: add for each kind seats as good as the
 * best that the tops leave out, so that no set that exists is better than the answer. */
void solver_best(Solver *s, const Work *w, int32_t person, const Tops *tops, enum TopsHow how, bool bounding,
                 Choice *choice);

/* ---- the steps ------------------------------------------------------------------------------- */

/* Seats and prices of each window that is small enough for every pair of person and session; prices of the others. */
bool flow_plan(Work *w, Err *err);
/* Each window once more, with the others as they are, and with long seats where they are: the rest is then the best
 * there is. */
bool flow_again(Work *w, Err *err);
double auction_price(const Work *w, int32_t person, int32_t session);
/* An auction from the prices that stand, over the menus; then open seats to whoever gains, at most `rounds` times. */
bool improve_plan(Work *w, const Menus *menus, int32_t rounds, Err *err);

typedef struct Bound {
    double best; /* the lowest seen; INFINITY at the start */
    int32_t passes;
    double *price, *novice_price; /* that proved it */
    Menus *menus;                 /* of the last look at all sessions */
} Bound;
void bound_setup(Bound *b, const Work *w);
void bound_prices(const Bound *b, Work *w); /* those that proved the best bound stand again */
/* `passes` steps from the prices of the best bound, at first from those that stand; leaves the best. */
bool bound_lower(Work *w, Bound *bound, double objective, int32_t passes, Err *err);
typedef struct Pricer Pricer;
Pricer *pricer_new(Arena *a, Work *w, const Menus *menus);
/* Everybody once over the menus, with steps that fit after so many passes: the prices that stand are moved. */
void pricer_pass(Pricer *p, int32_t passes);
double pricer_step(int32_t passes);         /* points */
void prices_start(Work *w, int32_t window); /* sensible prices for a window, from nothing */
double prices_of_all_seats(const Work *w);

void report_fill(const Work *w, Arena *a, PlanResult *result);
bool plan_tick(const Work *w, const char *phase, double done, double total, Err *err);
