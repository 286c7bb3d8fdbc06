/* embed_server.h - the embedding endpoint of the tests (embeddings_server.py), started and stopped. */
#pragma once
#include <stdbool.h>
#include <sys/types.h>

typedef struct EmbedServer {
    pid_t pid;
    int keep; /* the server ends when this is closed, so also when the test dies */
    int port;
    char url[64];
} EmbedServer;

bool embed_server_start(EmbedServer *s, const char *same); /* `same`: see embeddings_server.py; may be NULL */
void embed_server_stop(EmbedServer *s);
/* The body of GET path, such as "/texts", into out. */
bool embed_server_get(const EmbedServer *s, const char *path, char *out, int size);
