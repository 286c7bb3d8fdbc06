/* asking.h - requests to one Site over the fake app, as the tests of writing operations make them. */
#pragma once
#include "site.h"

#define FORM "application/x-www-form-urlencoded"
#define JSON "application/json; charset=utf-8"

extern WebOptions options; /* of the site; fresh for each test */
extern Site site;
extern Reply reply;     /* to the last request */
extern char last[4096]; /* fake_ops_last after it */

/* For cmocka: a server on loopback with nothing under way. */
int asking_set_up(void **state);
int asking_tear_down(void **state);

/* Each returns the status. A request without method is a POST, without host one to localhost:8420. */
int send_request(Request r);
int get(const char *target);
/* From the page /themes?sort=name&job=5 of ours. */
int post(const char *target, const char *type, const char *body);

bool says(const char *words);         /* the reply's body */
const char *header(const char *name); /* "" when there is none */
