// flow.cc - LEMON behind a C header. No exception leaves this file.
//
// Cost scaling (Goldberg, Tarjan 1990), not the network simplex: with 52,000 nodes and 224,000 arcs they took 0.9 and 2.5 s, with
// 260,000 and 1.1 million the first took 7 s of processor time and the second did not end in a minute.
#include "flow.h"

// SmartDigraph appends an empty node before it fills it in; gcc 12 takes that for a use. clang does not know the word.
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <lemon/cost_scaling.h>
#include <lemon/smart_graph.h>

#include <exception>

extern "C" bool flow_solve(size_t nodes, const FlowArc *arcs, size_t arcs_n, int32_t *flow, int64_t *price) {
    try {
        using Graph = lemon::SmartDigraph;
        using Solver = lemon::CostScaling<Graph, int64_t, int64_t>;
        Graph graph;
        graph.reserveNode(static_cast<int>(nodes));
        graph.reserveArc(static_cast<int>(arcs_n));
        for (size_t i = 0; i < nodes; i++) graph.addNode();
        for (size_t i = 0; i < arcs_n; i++) graph.addArc(graph.nodeFromId(arcs[i].from), graph.nodeFromId(arcs[i].to));
        Graph::ArcMap<int64_t> room(graph), cost(graph);
        for (size_t i = 0; i < arcs_n; i++) {
            room[graph.arcFromId(static_cast<int>(i))] = arcs[i].room;
            cost[graph.arcFromId(static_cast<int>(i))] = arcs[i].cost;
        }
        Solver solver(graph);
        solver.upperMap(room).costMap(cost);
        // zero flow is always feasible and every arc has an end, so OPTIMAL is the only answer there is
        if (solver.run() != Solver::OPTIMAL) return false;
        for (size_t i = 0; flow && i < arcs_n; i++)
            flow[i] = static_cast<int32_t>(solver.flow(graph.arcFromId(static_cast<int>(i))));
        for (size_t i = 0; price && i < nodes; i++)
            price[i] = solver.potential(graph.nodeFromId(static_cast<int>(i)));
        return true;
    } catch (const std::exception &) {
        return false;
    }
}
