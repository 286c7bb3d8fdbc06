/* serve_fixtures.c - the web server over the fake app, for looking at pages and for the tests over HTTP.
 *
 *     serve_fixtures PORT [full|empty|missing] [REQUEST_SECONDS] [TEXT] [FILE.po]
 *
 * TEXT, unless empty, takes the place of every string in every reply. Prints the URL. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_app.h"
#include "web/server.h"

static void on_ready(void *ctx, const char *url) {
    (void)ctx;
    printf("%s\n", url);
    fflush(stdout);
}

int main(int argc, char **argv) {
    Err err = {0};
    WebOptions options = {.threads = 2, .on_ready = on_ready};
    if (argc > 1) options.port = atoi(argv[1]);
    fake_app_empty(argc > 2 && strcmp(argv[2], "empty") == 0);
    fake_app_no_store(argc > 2 && strcmp(argv[2], "missing") == 0);
    if (argc > 3) options.request_seconds = atof(argv[3]);
    if (argc > 4 && *argv[4]) fake_app_say(argv[4]);
    if (argc > 5) options.texts = argv[5];
    if (web_serve(&options, &err)) return 0;
    fprintf(stderr, "%s (%s)\n", err.message, err.hint);
    return 1;
}
