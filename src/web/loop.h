/* loop.h - one event loop with its own listening socket, evhttp and Site; a server runs one per thread. */
#pragma once
#include "site.h"

typedef struct Loop Loop;

/* Binds; port 0 takes any free one, which loop_port then tells. Several loops share a port (SO_REUSEPORT) and the
 * jobs, which must outlive them. */
Loop *loop_new(const WebOptions *options, Jobs *jobs, struct Rate *rate, void *tls, int port, Err *err);
void loop_free(Loop *l);
/* False when some other socket listens on the port asked for: sharing it by accident would split the visitors. */
bool loop_port_free(const WebOptions *options, Err *err);
int loop_port(const Loop *l);

/* Serves until `stop_fd` becomes readable; then ends what is under way. */
void loop_run(Loop *l, int stop_fd);
