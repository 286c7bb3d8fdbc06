/* embed_settings.c - the endpoint's address, model and key, from the environment: never from the command line, where
 * other users of the machine could read them. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "embed_client.h"

enum { KEY_BYTES = 4096, MODEL_BYTES = 200, TIMEOUT_MS = 60000, WAIT_MS = 500 };

static Str environment(Arena *a, const char *name) {
    return arena_str(a, str_trim(str_from_c(getenv(name))));
}

static bool key_read(Arena *a, Str path, Str *key, Err *err) {
    char bytes[KEY_BYTES];
    FILE *in = fopen(path.p, "re");
    if (!in)
        return err_set(err, ERR_CONFLICT,
                       "point RIDEALONG_EMBEDDINGS_KEY_FILE at a file that holds the key and nothing else",
                       "cannot read the key file %s: %s", path.p, strerror(errno));
    size_t n = fread(bytes, 1, sizeof bytes, in);
    fclose(in);
    *key = arena_str(a, str_trim((Str){bytes, n}));
    bool sound = key->n > 0 && n < sizeof bytes;
    for (size_t i = 0; i < key->n; i++) sound &= key->p[i] > ' ' && key->p[i] < 127;
    return sound || err_set(err, ERR_CONFLICT, "put the key alone into the file, on one line",
                            "the key file %s does not hold one key of printable characters", path.p);
}

static Str host_of(Str url) {
    size_t scheme = str_find(url, STR("://"));
    Str host = str_slice(url, scheme + 3, url.n);
    size_t n = 0;
    while (n < host.n && !strchr("/?#", host.p[n])) n++;
    return str_slice(host, 0, n);
}

bool embed_is_here(Str url) {
    Str host = host_of(url);
    if (str_starts(host, STR("["))) return str_starts(host, STR("[::1]"));
    Str name = str_cut(&host, ':');
    return str_eq_nocase(name, STR("localhost")) || str_eq(name, STR("127.0.0.1"));
}

bool embed_settings_check(const EmbedSettings *s, Err *err) {
    bool tls = str_starts(s->url, STR("https://"));
    Str host = tls || str_starts(s->url, STR("http://")) ? host_of(s->url) : (Str){"", 0};
    if (!host.n)
        return err_set(err, ERR_CONFLICT, "give the whole address, like http://127.0.0.1:8080/v1/embeddings",
                       "RIDEALONG_EMBEDDINGS_URL is not an http or https address");
    if (memchr(host.p, '@', host.n))
        return err_set(err, ERR_CONFLICT, "put the key into a file and its path into RIDEALONG_EMBEDDINGS_KEY_FILE",
                       "RIDEALONG_EMBEDDINGS_URL holds a user or password");
    if (!s->model.n || s->model.n > MODEL_BYTES)
        return err_set(err, ERR_CONFLICT, "set RIDEALONG_EMBEDDINGS_MODEL to the model's name, of at most 200 bytes",
                       "RIDEALONG_EMBEDDINGS_URL is set and RIDEALONG_EMBEDDINGS_MODEL is %s",
                       s->model.n ? "too long" : "not");
    if (s->key.n && !tls && !embed_is_here(s->url))
        return err_set(err, ERR_CONFLICT, "use https, or an endpoint on this machine",
                       "the key would go to %.*s unencrypted", STR_ARG(host));
    return true;
}

bool embed_settings_read(Arena *a, EmbedSettings *out, Err *err) {
    EmbedSettings s = {.url = environment(a, "RIDEALONG_EMBEDDINGS_URL"),
                       .model = environment(a, "RIDEALONG_EMBEDDINGS_MODEL"),
                       .timeout_ms = TIMEOUT_MS,
                       .wait_ms = WAIT_MS};
    Str path = environment(a, "RIDEALONG_EMBEDDINGS_KEY_FILE");
    if (s.url.n && ((path.n && !key_read(a, path, &s.key, err)) || !embed_settings_check(&s, err))) return false;
    *out = s;
    return true;
}
