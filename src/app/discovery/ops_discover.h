/* ops_discover.h - operations that find themes, and how what they did is told. */
#pragma once
#include "app/op.h"
#include "discovery.h"

extern const Op OP_DISCOVER;
extern const Op OP_REBUILD;

extern const Field SHAPE_OF_DISCOVERY[];
json_t *discover_json(const DiscoverResult *r);
