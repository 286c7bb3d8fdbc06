/* pg_server.h - a PostgreSQL server of a test's own.
 *
 * It lives in a temporary directory, listens on a unix socket there and nowhere else, and is gone with the
 * process that started it, however that ends: a keeper process waits for the end of a pipe. PostgreSQL
 * refuses to run as root, so that root runs it as "postgres" or "nobody". */
#pragma once
#include <stdbool.h>
#include <sys/types.h>

typedef struct PgServer {
    char dir[64];
    pid_t keeper;
    int pipe; /* closing it ends the server */
} PgServer;

/* False, with a word on standard error, when PostgreSQL is not installed or does not start. */
bool pg_server_start(PgServer *server);
/* Makes a database, empty or a copy of another one that nobody has open, and writes its URL. */
bool pg_server_database(PgServer *server, const char *name, const char *copy_of, char *url, size_t size);
void pg_server_stop(PgServer *server);
