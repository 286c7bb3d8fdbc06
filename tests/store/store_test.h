/* store_test.h - runs each test of the store on both engines.
 *
 *     static void test_settings(void **state) {
 *         Fixture *f = *state;            // an empty store of the engine, open for writing
 *         assert_true(setting_put(f->db, STR("a"), STR("b"), &f->err));
 *     }
 *     int main(void) {
 *         static const StoreTest tests[] = {STORE_TEST(test_settings)};
 *         return store_tests_run("db", tests, 1);
 *     }
 *
 * RIDEALONG_TEST_ENGINE=sqlite|postgresql runs one of them only. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buf.h"
#include "store/signal_store.h"
#include "store/theme_store.h"

typedef struct Fixture {
    Arena *a;
    Db *db;
    char url[256];
    bool postgres;
    Err err;
} Fixture;

typedef struct StoreTest {
    const char *name;
    CMUnitTestFunction function;
} StoreTest;
#define STORE_TEST(f)                                                                                                  \
    { #f, f }

int store_tests_run(const char *group, const StoreTest *tests, size_t n);

/* Fails the test with the error's words. */
#define assert_ok(f, call)                                                                                             \
    do {                                                                                                               \
        (f)->err = (Err){ERR_NONE};                                                                                    \
        if (!(call)) fail_msg("%s: %s", #call, (f)->err.message);                                                      \
    } while (0)
#define assert_fails(f, error_code, call)                                                                              \
    do {                                                                                                               \
        (f)->err = (Err){ERR_NONE};                                                                                    \
        if (call) fail_msg("%s did not fail", #call);                                                                  \
        if ((f)->err.code != (error_code)) fail_msg("%s: code %d, %s", #call, (int)(f)->err.code, (f)->err.message);   \
    } while (0)
#define assert_str(s, literal) assert_true(str_eq((s), STR(literal)))

Db *fixture_open(Fixture *f, DbMode mode); /* another connection to the same store */
/* Keeps a copy of the store as `name` for later tests of the same engine. Nobody else may have the store open. */
void fixture_keep(Fixture *f, const char *name);
/* Puts such a copy in place of the store; false when nothing was kept under this name. */
bool fixture_restore(Fixture *f, const char *name);
int64_t fixture_source(Fixture *f, const char *name);
int64_t fixture_import(Fixture *f, int64_t source_id, const char *fingerprint);

/* A signal with `text`; other fields empty, rating unknown, at unknown. */
Signal signal_of(const char *external_id, const char *text);
/* Puts one batch in a transaction of its own. */
void fixture_put(Fixture *f, int64_t source_id, int64_t import_id, const Signal *signals, size_t n, PutResult *results);
/* What is recorded of sources, signals, copies and assignments and all counts, as text equal for equal stores. */
Str fixture_dump(Fixture *f, Db *db);
/* Fails unless SQLite's search index agrees with the texts to the last word. (PostgreSQL's is a column.) */
void fixture_check_search(Fixture *f);
/* One number from SQL that only a test may write. */
int64_t fixture_number(Fixture *f, const char *sql);
