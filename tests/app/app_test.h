/* app_test.h - operations called as the doors call them, on both engines (see store_test.h).
 *
 *     static void test(void **state) {
 *         Fixture *f = *state;
 *         App *app = world_open(f, 2);
 *         const json_t *reply = ask(app, "import", "file=x.csv", "themes=no", NULL);
 *         assert_int_equal(number(reply, "files.0.rows"), 3);
 *         world_close(app);
 *     }
 *
 * Every reply is compared with the shape that its row of the registry promises. */
#pragma once
#include "store_test.h"

#include "app/app.h"

enum { NOW = 1780272000 }; /* 2026-06-01 */

App *world_open(const Fixture *f, int threads);
/* The same on a store that `fill` filled: it does so in the first test of an engine, the others get copies. */
App *world_filled(Fixture *f, int threads, const char *name, void (*fill)(App *app, const void *ctx), const void *ctx);
void world_close(App *app); /* and everything that was asked */

/* Fails the test when the operation fails or its reply does not fit its shape. Arguments are "name=value"; NULL ends
 * them. Borrowed until world_close. */
const json_t *ask(App *app, const char *id, ...) __attribute__((sentinel));
/* The error of an operation that must fail; valid until the next one. */
const Err *refusal(App *app, const char *id, ...) __attribute__((sentinel));
/* Who asks from now on, until world_close; NULL: an administrator. Borrowed. */
void world_as(const Actor *actor);
/* Is asked between batches; NULL: never stop. */
void world_progress(const Progress *progress);
/* Ids of operations that answered so far, for the test that none is forgotten. */
bool was_asked(const char *id);

/* "themes.0.quotes.1.text": a step into the reply; NULL when it is not there. */
const json_t *at_path(const json_t *reply, const char *path);
long long number(const json_t *reply, const char *path); /* fails unless it is one */
const char *text(const json_t *reply, const char *path);

/* In a directory of this test program's own that goes with it. */
const char *folder(void);
const char *file_put(const char *name, const char *content); /* returns "file=PATH"; valid until the end */
Str file_get(Arena *a, const char *path);

/* The demo company, small, written once: returns the "file=" arguments one by one; NULL at the end. */
const char *demo_file(size_t i);
/* Imports all of it and finds the themes. */
void demo_import(App *app);
App *demo_open(Fixture *f, int threads); /* a world with that done */

/* SQL that only a test may write, in a transaction of its own (app_sql.c). */
void sql_run(Fixture *f, const char *sql);
/* The first column of all rows, one after the other. */
Str sql_lines(Fixture *f, const char *sql);
/* All that the store holds: the bytes of the file, or every table as text. */
Str sql_everything(Fixture *f);

int app_tests_run(const char *group, const StoreTest *tests, size_t n);
