/* account_read.h - what the files of accounts share. Private to the store layer. */
#pragma once
#include "engine.h"
#include "store/account_store.h"

enum { ACCOUNT_COLUMNS = 10 };
AccountRow account_read(const Stmt *s, Arena *a);
/* Runs a statement with RETURNING; `code` with these words when it returned nothing. */
bool run_found(Stmt *s, ErrCode code, const char *hint, const char *missing, Err *err);
