/* ops_work.h - the operations that do work, gathered by ops_work.c. */
#pragma once
#include "app/op.h"

extern const Op OP_IMPORT;
extern const Op OP_INGEST;
extern const Op OP_UPLOAD;
extern const Op OP_REFRESH;
