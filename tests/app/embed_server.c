/* embed_server.c - a child process, and the smallest HTTP client there is. */
#include "embed_server.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

bool embed_server_start(EmbedServer *s, const char *same) {
    int in[2], out[2];
    if (pipe(in) || pipe(out)) return false;
    s->pid = fork();
    if (s->pid == 0) {
        dup2(in[0], 0), dup2(out[1], 1);
        close(in[0]), close(in[1]), close(out[0]), close(out[1]);
        execlp("python3", "python3", EMBEDDINGS_SERVER, same, (char *)NULL);
        _exit(127);
    }
    close(in[0]), close(out[1]);
    FILE *said = fdopen(out[0], "r");
    bool ok = s->pid > 0 && fscanf(said, "%d", &s->port) == 1;
    fclose(said);
    s->keep = in[1];
    snprintf(s->url, sizeof s->url, "http://127.0.0.1:%d/v1/embeddings", s->port);
    return ok;
}

void embed_server_stop(EmbedServer *s) {
    if (s->pid <= 0) return;
    close(s->keep);
    kill(s->pid, SIGKILL);
    waitpid(s->pid, NULL, 0);
    s->pid = 0;
}

bool embed_server_get(const EmbedServer *s, const char *path, char *out, int size) {
    static char reply[1 << 20];
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)s->port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), n = 0;
    bool ok = fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0 &&
              dprintf(fd, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", path) > 0;
    for (ssize_t got; ok && (got = read(fd, reply + n, sizeof reply - 1 - (size_t)n)) > 0;) n += (int)got;
    if (fd >= 0) close(fd);
    reply[n] = '\0';
    const char *body = strstr(reply, "\r\n\r\n");
    if (body) snprintf(out, (size_t)size, "%s", body + 4);
    return body != NULL;
}
