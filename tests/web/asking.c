/* asking.c - one Site, one reply. */
#include "asking.h"

#include <string.h>

#include "fake_ops.h"

WebOptions options;
Site site;
static Jobs *jobs;
Reply reply;
char last[4096];

int asking_set_up(void **state) {
    (void)state;
    Err err = {0};
    options = (WebOptions){.threads = 1};
    fake_ops_hold(false);
    fake_ops_fail(false);
    jobs = jobs_new(STR("a store"), &err);
    site = site_new(&options, jobs, NULL, true);
    reply = reply_new();
    return jobs ? 0 : -1;
}

int asking_tear_down(void **state) {
    (void)state;
    site_free(&site);
    reply_free(&reply);
    jobs_free(jobs);
    return 0;
}

int send_request(Request r) {
    if (!r.method.n) r.method = STR("POST");
    if (!r.host.n) r.host = STR("localhost:8420");
    r.has_length = true;
    site_handle(&site, &r, &reply);
    fake_ops_last(last, sizeof last);
    return reply.status;
}

int get(const char *target) {
    return send_request((Request){.method = STR("GET"), .target = str_from_c(target)});
}

int post(const char *target, const char *type, const char *body) {
    return send_request((Request){.target = str_from_c(target),
                                  .content_type = str_from_c(type),
                                  .body = str_from_c(body),
                                  .fetch_site = STR("same-origin"),
                                  .referer = STR("http://localhost:8420/themes?sort=name&job=5")});
}

bool says(const char *words) {
    return str_find(buf_str(&reply.body), str_from_c(words)) != SIZE_MAX;
}

const char *header(const char *name) {
    for (size_t i = 0; i < reply.headers_n; i++)
        if (strcmp(reply.headers[i].name, name) == 0) return reply.headers[i].value;
    return "";
}
