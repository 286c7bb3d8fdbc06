/* flow.h - the cheapest circulation through a network. The solver is LEMON (Dezso, Juttner,
 * Kovacs 2011), which is C++; this header is all that the rest sees of it. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct FlowArc {
    int32_t from, to; /* node numbers from 0 */
    int32_t room;     /* at most so much flows, at least 0 */
    int64_t cost;     /* of each unit; may be negative, since room is finite */
} FlowArc;

/* Finds a circulation (what enters a node leaves it) of least cost. flow[arcs_n] is what runs through each arc;
 * price[nodes] proves it: cost + price[from] - price[to] is at least 0 on arcs with room left and at most 0 on
 * arcs that carry something. Either may be NULL. False: memory is out. Same input, same result. */
bool flow_solve(size_t nodes, const FlowArc *arcs, size_t arcs_n, int32_t *flow, int64_t *price);

#ifdef __cplusplus
}
#endif
