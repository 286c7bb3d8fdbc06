/* backup.h - a whole store into a file and back, while others read and write it. SQLite's own backup (the file is a
 * store again); pg_dump and pg_restore of the machine for PostgreSQL. */
#pragma once
#include "base/err.h"
#include "base/str.h"

bool store_is_postgres(Str url);
/* A consistent copy of the moment at which it begins. `to` must not exist; it is on disk when this returns. */
bool store_backup(Str url, const char *to, Err *err);
/* Into a store that is not there yet (a PostgreSQL database: without any table). ERR_CONFLICT: there is something. */
bool store_restore(Str url, const char *from, Err *err);
