/* plan_network.h - the network of one window: who may have what (plan_pairs.c), and its arcs (plan_flow.c). */
#pragma once
#include "flow.h"
#include "plan_private.h"

typedef struct Pair {
    int32_t person, session, worth;
    int32_t group; /* team, or NONE: none */
    bool fresh;    /* the format is one that the person still needs */
} Pair;

typedef struct Network {
    Work *w;
    Arena *a;
    int32_t window;
    Pair *pairs;
    size_t pairs_n, pairs_room, fresh_n;
    FlowArc *arcs;
    size_t arcs_n, arcs_room, nodes;
    int32_t *person_node, *session_node, *novice_node; /* 0: none */
    int32_t *fresh_node; /* people * (1 + PLAN_FORMATS): the fresh node, and those of formats; 0: none */
    size_t pairs_begin;  /* first arc that belongs to a pair; one each, in their order */
    bool short_only;     /* only sessions up to LONG times the usual, for people without a longer one */
    int32_t usual;       /* minutes that a seat of this window mostly has */
} Network;

bool network_has_long(const Network *n, int32_t person);
uint32_t network_formats(const Work *w, int32_t person); /* that the person had or is given */
bool flow_fits(const Work *w, int32_t window);
/* Fills `pairs`, sorted by session and group. */
void network_pairs(Network *n);
