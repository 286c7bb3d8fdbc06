/* Any bytes as a webhook's payload. The first byte chooses forge and event. */
#include <stdlib.h>

#include "outcomes/hook.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds) {
    if (!holds) abort();
}

static void sound(Str s) {
    must(utf8_valid(s) && s.n <= HOOK_TEXT_MAX);
    for (size_t i = 0; i < s.n; i++) must((unsigned char)s.p[i] >= ' ');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const EVENTS[] = {"release",         "deployment_status", "ping",
                                         "Deployment Hook", "Release Hook",      "x"};
    if (!size) return 0;
    unsigned which = data[0] >= '0' ? data[0] - '0' : data[0];
    HookForge forge = which % 6 >= 3 ? HOOK_GITLAB : HOOK_GITHUB;
    Arena *a = arena_new();
    HookEvent e;
    Err err = {0};
    Str body = {(const char *)data + 1, size - 1};
    if (hook_parse(a, forge, str_from_c(EVENTS[which % 6]), body, &e, &err)) {
        const Str texts[] = {e.repository, e.environment, e.ref, e.sha, e.number, e.title, e.url};
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) sound(texts[i]);
        must(e.problems_n <= HOOK_PROBLEMS_MAX && (e.kind != HOOK_NOTHING || e.why));
        for (size_t i = 0; i < e.problems_n; i++) must(e.problems[i] > 0);
        must(!e.url.n || str_starts(e.url, STR("http")));
    } else {
        must(err.message[0]);
    }
    HookEvent named = {0};
    hook_named(body, &named);
    arena_free(a);
    return 0;
}
