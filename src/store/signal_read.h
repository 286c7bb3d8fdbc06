/* signal_read.h - one signal out of a result whose columns are Q_ROW_COLUMNS. Private to the store layer. */
#pragma once
#include "engine.h"
#include "store/signal_store.h"

/* Slices point into the result unless `a` is given, which then holds copies. */
SignalRow signal_read(const Stmt *s, Arena *a);
