/* pg_server.c - starts and ends the PostgreSQL server of a test. */
#include "pg_server.h"

#include <fcntl.h>
#include <glob.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../temp_folder.h"

enum { START_SECONDS = 30 };

/* The directory of the newest installed server, without the program's name. */
static bool find_programs(char *out, size_t size) {
    glob_t found;
    bool ok = glob("/usr/lib/postgresql/*/bin/initdb", 0, NULL, &found) == 0 && found.gl_pathc > 0;
    if (ok) {
        const char *newest = found.gl_pathv[found.gl_pathc - 1];
        snprintf(out, size, "%.*s", (int)(strrchr(newest, '/') - newest), newest);
    }
    globfree(&found);
    return ok;
}

/* Gives the directory and this process to an ordinary user when we are root. */
static bool become_ordinary(const char *dir) {
    if (geteuid() != 0) return true;
    struct passwd *user = getpwnam("postgres");
    if (!user) user = getpwnam("nobody");
    return user && chown(dir, user->pw_uid, user->pw_gid) == 0 && setgroups(0, NULL) == 0 &&
           setgid(user->pw_gid) == 0 && setuid(user->pw_uid) == 0;
}

/* fork, with the child in `dir` and its output in a log there. */
static pid_t fork_in(const char *dir) {
    pid_t pid = fork();
    if (pid != 0) return pid;
    char log[96];
    snprintf(log, sizeof log, "%s/log", dir);
    int fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (fd < 0 || chdir(dir) != 0 || dup2(fd, 1) < 0 || dup2(fd, 2) < 0) _exit(126);
    return 0;
}

static pid_t run_initdb(const char *programs, const char *dir) {
    pid_t pid = fork_in(dir);
    if (pid != 0) return pid;
    char program[256];
    snprintf(program, sizeof program, "%s/initdb", programs);
    execl(program, program, "-D", "data", "-A", "trust", "-U", "ridealong", "-E", "UTF8", "--locale=C.UTF-8",
          "--no-sync", (char *)NULL);
    _exit(127);
}

static pid_t run_server(const char *programs, const char *dir) {
    pid_t pid = fork_in(dir);
    if (pid != 0) return pid;
    char program[256];
    snprintf(program, sizeof program, "%s/postgres", programs);
    execl(program, program, "-D", "data", "-k", dir, "-c", "listen_addresses=", "-c", "fsync=off", "-c",
          "shared_buffers=256MB", "-c", "max_wal_size=4GB", "-c", "unix_socket_permissions=0777", (char *)NULL);
    _exit(127);
}

/* initdb, then the server until the pipe closes, then nothing is left. */
static void keep(const char *programs, const char *dir, int pipe) {
    setsid();
    signal(SIGPIPE, SIG_IGN);
    int status = -1;
    pid_t pid = become_ordinary(dir) ? run_initdb(programs, dir) : -1;
    if (pid > 0 && waitpid(pid, &status, 0) == pid && status == 0) {
        pid = run_server(programs, dir);
        char byte;
        while (read(pipe, &byte, 1) > 0)
            ;
        kill(pid, SIGINT);
        waitpid(pid, &status, 0);
    }
    folder_remove(dir);
    _exit(status == 0 ? 0 : 1);
}

static bool wait_ready(const PgServer *server) {
    char where[160];
    snprintf(where, sizeof where, "host=%s user=ridealong dbname=postgres", server->dir);
    for (int i = 0; i < START_SECONDS * 20; i++) {
        if (PQping(where) == PQPING_OK) return true;
        if (waitpid(server->keeper, NULL, WNOHANG) == server->keeper) return false;
        usleep(50000);
    }
    return false;
}

bool pg_server_start(PgServer *server) {
    char programs[200];
    int ends[2];
    *server = (PgServer){.keeper = -1, .pipe = -1};
    if (!find_programs(programs, sizeof programs)) {
        fprintf(stderr, "PostgreSQL is not installed: apt-get install postgresql\n");
        return false;
    }
    if (!temp_folder(server->dir, sizeof server->dir, "pg") || pipe2(ends, O_CLOEXEC) != 0) return false;
    server->keeper = fork();
    if (server->keeper == 0) {
        close(ends[1]);
        keep(programs, server->dir, ends[0]);
    }
    close(ends[0]);
    server->pipe = ends[1];
    if (wait_ready(server)) return true;
    fprintf(stderr, "PostgreSQL did not start\n");
    pg_server_stop(server);
    return false;
}

bool pg_server_database(PgServer *server, const char *name, const char *copy_of, char *url, size_t size) {
    char where[160], sql[192];
    snprintf(where, sizeof where, "host=%s user=ridealong dbname=postgres", server->dir);
    snprintf(sql, sizeof sql, "CREATE DATABASE \"%s\" TEMPLATE \"%s\"", name, copy_of ? copy_of : "template1");
    snprintf(url, size, "postgresql:///%s?host=%s&user=ridealong", name, server->dir);
    PGconn *conn = PQconnectdb(where);
    PGresult *result = PQexec(conn, sql);
    bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!ok) fprintf(stderr, "%s: %s", sql, PQerrorMessage(conn));
    PQclear(result);
    PQfinish(conn);
    return ok;
}

void pg_server_stop(PgServer *server) {
    if (server->pipe >= 0) close(server->pipe);
    if (server->keeper > 0) waitpid(server->keeper, NULL, 0);
    server->pipe = server->keeper = -1;
}
