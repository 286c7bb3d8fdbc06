/* test_guard.c - what is refused at the door, whole and byte by byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "guard.h"

#include <cmocka.h>

/* 0 when let through, else the status of the refusal; fed in pieces of `step` bytes. */
static int feed(const char *bytes, size_t n, size_t step) {
    Guard g = guard_new();
    int status = 0;
    for (size_t at = 0; at < n && !status; at += step)
        if (!guard_feed(&g, (Str){bytes + at, at + step < n ? step : n - at})) status = g.status;
    if (!status) assert_false(guard_midway(&g));
    guard_free(&g);
    return status;
}

static void check(int want, const char *bytes) {
    for (size_t step = 1; step < 9; step++) assert_int_equal(feed(bytes, strlen(bytes), step), want);
    assert_int_equal(feed(bytes, strlen(bytes), strlen(bytes)), want);
}

#define GET "GET /themes HTTP/1.1\r\nHost: localhost\r\n"

static void lets_good_requests_through(void **state) {
    (void)state;
    check(0, GET "\r\n");
    check(0, GET "\r\n" GET "Accept: */*\r\n\r\n");
    check(0, "GET / HTTP/1.0\r\n\r\n");
    check(0, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab\ncd" GET "\r\n");
    check(0, GET "X-Empty:\r\n\r\n");
}

static void refuses_what_parsers_disagree_about(void **state) {
    (void)state;
    check(400, GET "Content-Length: 5\r\nContent-Length: 6\r\n\r\n");
    check(400, GET "Content-Length: 5\r\ncontent-length: 5\r\n\r\n");
    check(400, GET "Content-Length: +5\r\n\r\n");
    check(400, GET "Content-Length: 5, 5\r\n\r\n");
    check(400, GET "Content-Length: 99999999999999999999\r\n\r\n");
    check(411, GET "Transfer-Encoding: chunked\r\n\r\n");
    check(411, GET "Transfer-Encoding: xchunked\r\n\r\n");
    check(411, GET "Content-Length: 5\r\nTransfer-Encoding: identity\r\n\r\n");
    check(400, GET "X-A: b\r\n folded\r\n\r\n");
    check(400, GET "X-A : b\r\n\r\n");
    check(400, GET ": b\r\n\r\n");
    check(400, GET "no colon\r\n\r\n");
    check(400, GET "X-A: b\rc\r\n\r\n");
}

static void refuses_requests_for_nobody(void **state) {
    (void)state;
    check(400, "GET / HTTP/1.1\r\n\r\n");
    check(400, GET "Host: evil.example\r\n\r\n");
    check(400, "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n");
    check(400, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n");
    check(400, "GET / \r\n\r\n");
    check(400, "\r\n\r\n");
    check(505, "GET / HTTP/2.0\r\nHost: a\r\n\r\n");
    assert_int_equal(feed("GET /\0 HTTP/1.1\r\n", 18, 1), 400);
}

static void refuses_too_much(void **state) {
    (void)state;
    static char text[2 * GUARD_HEADERS_MAX];
    memset(text, 'a', sizeof text);
    memcpy(text, "GET /", 5);
    assert_int_equal(feed(text, sizeof text, 100), 414);
    size_t n = (size_t)snprintf(text, sizeof text, GET);
    while (n + 40 < sizeof text) n += (size_t)snprintf(text + n, sizeof text - n, "X-Many: 0123456789\r\n");
    assert_int_equal(feed(text, n, 100), 431);
    char large[80];
    snprintf(large, sizeof large, GET "Content-Length: %d\r\n\r\n", GUARD_BODY_MAX + 1);
    check(413, large);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lets_good_requests_through),
        cmocka_unit_test(refuses_what_parsers_disagree_about),
        cmocka_unit_test(refuses_requests_for_nobody),
        cmocka_unit_test(refuses_too_much),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
