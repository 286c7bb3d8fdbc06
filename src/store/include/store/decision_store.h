/* decision_store.h - what was decided about problems, and the strategy statements that decisions lean on. Nothing is
 * deleted: a decision that no longer holds is ended, a statement retired. */
#pragma once
#include "store/problem_store.h"

typedef struct StrategyRow {
    int64_t id, at, retired_at; /* TIME_NONE: it holds */
    Str title, statement, author;
    int64_t decisions; /* in force that lean on it; filled in on reading */
} StrategyRow;
bool strategy_add(Db *db, const StrategyRow *row, int64_t *id, Err *err);
bool strategy_get(Db *db, Arena *a, int64_t id, StrategyRow *row, Err *err); /* ERR_NOT_FOUND */
bool strategies_list(Db *db, Arena *a, bool retired, StrategyRow **rows, size_t *n, Err *err);
bool strategy_retire(Db *db, int64_t id, int64_t at, Err *err); /* ERR_CONFLICT: it is already */

typedef enum DecisionKind { DECISION_ACCEPT, DECISION_DEFER, DECISION_DECLINE, DECISION_KINDS } DecisionKind;
const char *decision_kind_name(DecisionKind kind);

typedef struct DecisionRow {
    int64_t id, problem_id, at;
    DecisionKind kind;
    Str decider, author, reason, affected;
    int64_t strategy_id; /* 0: none */
    bool conflict;       /* customers and strategy clash */
    int64_t review_at;   /* TIME_NONE: none */
    double tripwire;     /* voices a week that re-open it; NAN: none */
    double rate_then;    /* voices a week when it was decided; NAN: not known */
    int64_t ended_at;    /* TIME_NONE: in force */
    Str ended_why;
    Str title, strategy; /* of the problem and of the statement; filled in on reading */
    ProblemState state;  /* of the problem; filled in on reading */
} DecisionRow;
bool decision_add(Db *db, const DecisionRow *row, int64_t *id, Err *err);
/* Ends those of a problem that are in force. */
bool decisions_end(Db *db, int64_t problem_id, int64_t at, Str why, Err *err);

typedef struct DecisionFilter {
    int64_t problem_id; /* 0: any */
    bool in_force, conflict, tripwire;
} DecisionFilter;
bool decisions_list(Db *db, Arena *a, const DecisionFilter *filter, DecisionRow **rows, size_t *n,
                    Err *err); /* newest first */
