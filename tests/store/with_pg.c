/* with_pg.c - runs a command with a PostgreSQL server of its own: with_pg N COMMAND ARG...
 * N empty databases are made; their URLs stand in PG_URLS, separated by spaces. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pg_server.h"

static bool make_databases(PgServer *server, int n, char *urls, size_t size) {
    for (int i = 0; i < n; i++) {
        char name[16], url[256];
        snprintf(name, sizeof name, "d%d", i);
        if (!pg_server_database(server, name, NULL, url, sizeof url)) return false;
        size_t used = strlen(urls);
        snprintf(urls + used, size - used, "%s%s", i ? " " : "", url);
    }
    return setenv("PG_URLS", urls, 1) == 0;
}

int main(int argc, char **argv) {
    static char urls[64 << 10];
    PgServer server;
    if (argc < 3) return fprintf(stderr, "usage: %s N COMMAND ARG...\n", argv[0]), 2;
    if (!pg_server_start(&server)) return 1;
    int status = 1;
    if (make_databases(&server, atoi(argv[1]), urls, sizeof urls)) {
        pid_t pid = fork();
        if (pid == 0) {
            execvp(argv[2], argv + 2);
            perror(argv[2]);
            _exit(127);
        }
        if (pid > 0 && waitpid(pid, &status, 0) == pid) status = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
    }
    pg_server_stop(&server);
    return status;
}
