/* The client of an embedding endpoint against a server that does everything wrong that one can. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "embed_client.h"
#include "embed_server.h"

enum { TEXTS = 3 };

static EmbedServer server;
static const Str SAID[TEXTS] = {STR_INIT("card declined"), STR_INIT("card \"declined\""), STR_INIT("parcel lost")};

static EmbedSettings settings(const char *model) {
    return (EmbedSettings){
        .url = str_from_c(server.url), .model = str_from_c(model), .timeout_ms = 1000, .wait_ms = 10};
}

static bool ask_as(const EmbedSettings *s, Arena *a, EmbedBatch *out, Err *err) {
    EmbedClient *c = embed_client_open(s, err);
    bool ok = c && embed_client_ask(c, a, SAID, TEXTS, NULL, out, err);
    embed_client_close(c);
    return ok;
}

static double cosine(const EmbedBatch *b, size_t i, size_t j) {
    double dot = 0, x = 0, y = 0;
    for (size_t k = 0; k < b->dim; k++) {
        double p = b->vectors[i * b->dim + k], q = b->vectors[j * b->dim + k];
        dot += p * q, x += p * p, y += q * q;
    }
    return dot / sqrt(x * y);
}

static void vectors_come_back_in_the_order_of_the_texts(void **state) {
    (void)state;
    static const char *const MODELS[] = {"good", "shuffled", "busy-once", "broken-once"};
    Arena *a = arena_new();
    EmbedBatch first = {0};
    for (size_t i = 0; i < sizeof MODELS / sizeof *MODELS; i++) {
        Err err = {0};
        EmbedBatch b = {0};
        EmbedSettings s = settings(MODELS[i]);
        if (!ask_as(&s, a, &b, &err)) fail_msg("%s: %s", MODELS[i], err.message);
        assert_int_equal(b.dim, 64);
        if (i == 0) first = b;
        assert_memory_equal(b.vectors, first.vectors, TEXTS * 64);
    }
    assert_true(cosine(&first, 0, 1) > 0.99); /* the same words */
    assert_true(cosine(&first, 0, 2) < 0.7);
    arena_free(a);
}

typedef struct Fault {
    const char *model;
    ErrCode code;
    const char *says; /* part of the message */
} Fault;

static void each_fault_is_told_apart(void **state) {
    (void)state;
    static const Fault FAULTS[] = {
        {"busy", ERR_IO, "answered 429: quota is used up"},
        {"broken", ERR_IO, "answered 500: out of memory"},
        {"unknown", ERR_IO, "answered 404: no such model"},
        {"away", ERR_IO, "answered 302"},
        {"cut", ERR_IO, "not sound JSON"},
        {"hang-up", ERR_IO, "cannot reach"},
        {"nan", ERR_IO, "not sound JSON"},
        {"infinite", ERR_IO, "not sound JSON"},
        {"word", ERR_IO, "vector 2 of the reply holds no numbers"},
        {"other-dim", ERR_IO, "vector 2 of the reply has 65 numbers, others have 64"},
        {"fewer", ERR_IO, "2 vectors for 3 texts"},
        {"more", ERR_IO, "4 vectors for 3 texts"},
        {"twice", ERR_IO, "index 2 twice"},
        {"empty", ERR_IO, "vector 0 of the reply has 0 numbers"},
        {"zero", ERR_IO, "no direction"},
        {"slow", ERR_IO, "did not answer within 1 s"},
        {"huge", ERR_LIMIT, "sent more than"},
    };
    Arena *a = arena_new();
    for (size_t i = 0; i < sizeof FAULTS / sizeof *FAULTS; i++) {
        Err err = {0};
        EmbedBatch b = {0};
        EmbedSettings s = settings(FAULTS[i].model);
        if (strcmp(FAULTS[i].model, "slow") == 0) s.timeout_ms = 200;
        if (ask_as(&s, a, &b, &err)) fail_msg("%s did not fail", FAULTS[i].model);
        if (err.code != FAULTS[i].code || !strstr(err.message, FAULTS[i].says))
            fail_msg("%s: code %d: %s", FAULTS[i].model, (int)err.code, err.message);
        assert_true(err.hint[0]);
        assert_null(b.vectors);
    }
    arena_free(a);
}

static void nobody_there_is_told_after_four_tries(void **state) {
    (void)state;
    Arena *a = arena_new();
    Err err = {0};
    EmbedBatch b = {0};
    EmbedSettings s = settings("good");
    s.url = STR("http://127.0.0.1:1/v1/embeddings");
    s.wait_ms = 50;
    double begin = clock_monotonic();
    assert_false(ask_as(&s, a, &b, &err));
    assert_int_equal(err.code, ERR_IO);
    assert_non_null(strstr(err.message, "cannot reach http://127.0.0.1:1/v1/embeddings"));
    assert_true(clock_monotonic() - begin >= 0.34); /* 50 + 100 + 200 ms */
    arena_free(a);
}

static bool stop(void *ctx, const char *phase, double done, double total) {
    (void)ctx, (void)phase, (void)done, (void)total;
    return false;
}

static void waiting_can_be_stopped(void **state) {
    (void)state;
    Arena *a = arena_new();
    Err err = {0};
    EmbedBatch b = {0};
    EmbedSettings s = settings("busy");
    s.wait_ms = 60000;
    Progress progress = {stop, NULL};
    EmbedClient *c = embed_client_open(&s, &err);
    assert_false(embed_client_ask(c, a, SAID, TEXTS, &progress, &b, &err));
    assert_int_equal(err.code, ERR_CANCELLED);
    embed_client_close(c);
    arena_free(a);
}

static void the_key_is_sent_and_never_told(void **state) {
    (void)state;
    Arena *a = arena_new();
    EmbedBatch b = {0};
    Err err = {0};
    EmbedSettings s = settings("needs-key");
    s.key = STR("secret-key-of-the-tests");
    assert_true(ask_as(&s, a, &b, &err));
    static const char *const MODELS[] = {"needs-key", "echo-key"};
    for (size_t i = 0; i < 2; i++) {
        s = settings(MODELS[i]);
        s.key = STR("another-key");
        err = (Err){0};
        assert_false(ask_as(&s, a, &b, &err));
        assert_null(strstr(err.message, "another-key"));
        assert_null(strstr(err.hint, "another-key"));
        assert_non_null(strstr(err.message, i ? "answered 400" : "answered 401"));
    }
    arena_free(a);
}

static void only_what_is_needed_is_sent(void **state) {
    (void)state;
    static char last[1 << 16];
    Arena *a = arena_new();
    Err err = {0};
    EmbedBatch b = {0};
    EmbedSettings s = settings("good");
    assert_true(ask_as(&s, a, &b, &err));
    assert_true(embed_server_get(&server, "/last", last, sizeof last));
    assert_string_equal(last, "{\"body\": {\"model\": \"good\", \"input\": [\"card declined\", \"card "
                              "\\\"declined\\\"\", \"parcel lost\"], \"encoding_format\": \"float\"}, "
                              "\"authorization\": null, \"path\": \"/v1/embeddings\"}");
    char letters[EMBED_TEXT_BYTES + 11];
    for (size_t i = 0; i + 1 < sizeof letters; i += 2) memcpy(letters + i, "é", 2);
    assert_int_equal(embed_text((Str){letters, sizeof letters - 1}).n, EMBED_TEXT_BYTES);
    assert_int_equal(embed_text((Str){letters + 2, 20}).n, 20);
    arena_free(a);
}

static void settings_are_checked(void **state) {
    (void)state;
    const struct {
        Str url, model, key;
        const char *says;
    } BAD[] = {
        {STR("127.0.0.1:8080"), STR("m"), STR(""), "not an http or https address"},
        {STR("file:///etc/passwd"), STR("m"), STR(""), "not an http or https address"},
        {STR("http://"), STR("m"), STR(""), "not an http or https address"},
        {STR("https://me:word@host/v1"), STR("m"), STR(""), "user or password"},
        {STR("https://host/v1/embeddings"), STR(""), STR(""), "RIDEALONG_EMBEDDINGS_MODEL is not"},
        {STR("http://host/v1/embeddings"), STR("m"), STR("k"), "unencrypted"},
        {STR("http://127.0.0.1.evil.example/v1"), STR("m"), STR("k"), "unencrypted"},
    };
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        Err err = {0};
        EmbedSettings s = {BAD[i].url, BAD[i].model, BAD[i].key, 1000, 10};
        assert_false(embed_settings_check(&s, &err));
        if (!strstr(err.message, BAD[i].says)) fail_msg("%s", err.message);
        assert_null(strstr(err.message, "word@"));
    }
    static const char *const FINE[] = {"http://localhost:1/x", "http://127.0.0.1/x", "http://[::1]:80/x",
                                       "https://host/x"};
    for (size_t i = 0; i < sizeof FINE / sizeof *FINE; i++) {
        EmbedSettings s = {str_from_c(FINE[i]), STR("m"), STR("k"), 1000, 10};
        assert_true(embed_settings_check(&s, NULL));
    }
}

static void put_key(const char *path, const char *content) {
    FILE *out = fopen(path, "w");
    fputs(content, out);
    fclose(out);
}

static void settings_come_from_the_environment(void **state) {
    (void)state;
    Arena *a = arena_new();
    EmbedSettings s = {0};
    char path[] = "/tmp/ridealong-embed-key-XXXXXX";
    close(mkstemp(path));
    unsetenv("RIDEALONG_EMBEDDINGS_URL");
    assert_true(embed_settings_read(a, &s, NULL));
    assert_int_equal(s.url.n, 0);
    setenv("RIDEALONG_EMBEDDINGS_URL", "https://host/v1/embeddings", 1);
    setenv("RIDEALONG_EMBEDDINGS_MODEL", "small", 1);
    setenv("RIDEALONG_EMBEDDINGS_KEY_FILE", path, 1);
    put_key(path, " sk-1\n");
    assert_true(embed_settings_read(a, &s, NULL));
    assert_true(str_eq(s.key, STR("sk-1")) && str_eq(s.model, STR("small")));
    static const char *const BAD[] = {"", "sk-1 sk-2", "sk-1\r\nX-Header: y"};
    for (size_t i = 0; i < 3; i++) {
        Err err = {0};
        put_key(path, BAD[i]);
        assert_false(embed_settings_read(a, &s, &err));
        assert_null(strstr(err.message, "sk-"));
    }
    unlink(path);
    Err err = {0};
    assert_false(embed_settings_read(a, &s, &err));
    assert_non_null(strstr(err.message, path));
    unsetenv("RIDEALONG_EMBEDDINGS_URL"), unsetenv("RIDEALONG_EMBEDDINGS_MODEL");
    unsetenv("RIDEALONG_EMBEDDINGS_KEY_FILE");
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_come_back_in_the_order_of_the_texts),
        cmocka_unit_test(each_fault_is_told_apart),
        cmocka_unit_test(nobody_there_is_told_after_four_tries),
        cmocka_unit_test(waiting_can_be_stopped),
        cmocka_unit_test(the_key_is_sent_and_never_told),
        cmocka_unit_test(only_what_is_needed_is_sent),
        cmocka_unit_test(settings_are_checked),
        cmocka_unit_test(settings_come_from_the_environment),
    };
    if (!embed_server_start(&server, NULL)) return fprintf(stderr, "cannot start %s\n", EMBEDDINGS_SERVER), 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    embed_server_stop(&server);
    return failed;
}
