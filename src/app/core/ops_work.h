/* ops_work.h - the operations that do work, gathered by ops_work.c. */
#pragma once
#include "app/op.h"
#include "discovery.h"

extern const Op OP_IMPORT;
extern const Op OP_INGEST;
extern const Op OP_REFRESH;
extern const Field SHAPE_OF_DISCOVERY[];
json_t *discover_json(const DiscoverResult *r);
