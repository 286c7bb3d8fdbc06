/* The demo's folder: well-formed, complete, and never half written. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "../temp_folder.h"
#include "base/arena.h"
#include "base/hash.h"
#include "demo/demo.h"

static const DemoOptions OPTIONS = {.seed = 11, .signals = 1500, .end = 1772323200};

static const char *const FILES[] = {"support_tickets.csv", "app_reviews.jsonl", "chats.json", "emails.json",
                                    "complaints.csv",      "catalog-info.yaml", "people.tsv", "leave.tsv",
                                    "truth.csv",           "releases.csv",      "README.txt"};
enum { FILE_COUNT = sizeof FILES / sizeof *FILES };

typedef struct Fixture {
    Arena *arena;
    const char *top, *dir; /* dir lies in top and does not exist yet */
} Fixture;

static int setup(void **state) {
    Fixture *f = mem_alloc(sizeof *f);
    f->arena = arena_new();
    char *top = arena_alloc(f->arena, 128);
    assert_true(temp_folder(top, 128, "demo"));
    f->top = top;
    f->dir = arena_printf(f->arena, "%s/demo", top).p;
    *state = f;
    return 0;
}

static const char *path_of(const Fixture *f, const char *name) {
    return arena_printf(f->arena, "%s/%s", f->dir, name).p;
}

static int teardown(void **state) {
    Fixture *f = *state;
    for (size_t i = 0; i < FILE_COUNT; i++) unlink(path_of(f, FILES[i]));
    unlink(path_of(f, "mine.txt"));
    rmdir(f->dir);
    assert_int_equal(rmdir(f->top), 0); /* nothing else was left behind */
    arena_free(f->arena);
    free(f);
    return 0;
}

static Str slurp(const Fixture *f, const char *name) {
    FILE *in = fopen(path_of(f, name), "r");
    assert_non_null(in);
    struct stat st;
    assert_int_equal(fstat(fileno(in), &st), 0);
    char *p = arena_alloc(f->arena, (size_t)st.st_size + 1);
    assert_int_equal(fread(p, 1, (size_t)st.st_size, in), (size_t)st.st_size);
    fclose(in);
    return (Str){p, (size_t)st.st_size};
}

/* Strict RFC 4180: rows of equal width, quotes only where they may stand. Returns rows without the header. */
static size_t check_csv(Str text, size_t width) {
    size_t rows = 0, fields = 1;
    for (size_t i = 0; i < text.n;) {
        if (text.p[i] == '"') {
            for (i++;; i += text.p[i] == '"' ? 2 : 1) {
                assert_true(i < text.n);
                if (text.p[i] == '"' && (i + 1 == text.n || text.p[i + 1] != '"')) break;
            }
            i++;
        } else {
            while (i < text.n && !strchr(",\n", text.p[i])) assert_int_not_equal(text.p[i++], '"');
        }
        assert_true(i < text.n && (text.p[i] == ',' || text.p[i] == '\n'));
        if (text.p[i++] == ',') {
            fields++;
            continue;
        }
        assert_int_equal(fields, width);
        fields = 1;
        rows++;
    }
    return rows - 1;
}

static size_t check_array(Str text, const char *id, const char *body) {
    json_error_t error;
    json_t *array = json_loadb(text.p, text.n, 0, &error), *row;
    assert_true(json_is_array(array));
    size_t i, n = json_array_size(array);
    json_array_foreach(array, i, row) {
        assert_non_null(json_object_get(row, id));
        assert_true(json_string_length(json_object_get(row, body)) > 0);
    }
    json_decref(array);
    return n;
}

static size_t check_lines(Str text) {
    size_t n = 0;
    for (Str line; (line = str_cut(&text, '\n')).n; n++) {
        json_t *row = json_loadb(line.p, line.n, 0, NULL);
        int64_t rating = json_integer_value(json_object_get(row, "rating"));
        assert_in_range(rating, 1, 5);
        assert_true(json_string_length(json_object_get(row, "body")) > 0);
        json_decref(row);
    }
    return n;
}

static void files_are_well_formed_and_match_the_truth(void **state) {
    const Fixture *f = *state;
    Err err = {0};
    assert_true(demo_write(&OPTIONS, f->dir, &err));
    size_t rows = check_csv(slurp(f, "support_tickets.csv"), 9) + check_csv(slurp(f, "complaints.csv"), 16);
    rows += check_lines(slurp(f, "app_reviews.jsonl"));
    rows += check_array(slurp(f, "chats.json"), "conversation_id", "message");
    rows += check_array(slurp(f, "emails.json"), "id", "description");
    assert_int_equal(rows, check_csv(slurp(f, "truth.csv"), 6));
    assert_in_range(rows, 1300, 1700);
    assert_int_equal(check_csv(slurp(f, "releases.csv"), 6), 6);
}

static uint64_t hash_all(const Fixture *f) {
    uint64_t h = 0;
    for (size_t i = 0; i < FILE_COUNT; i++) h = hash_mix(h, hash64(slurp(f, FILES[i])));
    return h;
}

static void an_earlier_demo_is_overwritten_with_the_same_bytes(void **state) {
    const Fixture *f = *state;
    assert_true(demo_write(&OPTIONS, f->dir, NULL));
    uint64_t first = hash_all(f);
    assert_true(demo_write(&OPTIONS, f->dir, NULL));
    assert_true(hash_all(f) == first);
}

static void a_folder_of_others_is_left_alone(void **state) {
    const Fixture *f = *state;
    assert_int_equal(mkdir(f->dir, 0700), 0);
    FILE *mine = fopen(path_of(f, "mine.txt"), "w");
    assert_non_null(mine);
    fclose(mine);
    Err err = {0};
    assert_false(demo_write(&OPTIONS, f->dir, &err));
    assert_int_equal(err.code, ERR_CONFLICT);
    assert_non_null(strstr(err.message, f->dir));
    assert_int_not_equal(access(path_of(f, "truth.csv"), F_OK), 0);
}

static void a_missing_parent_is_named(void **state) {
    const Fixture *f = *state;
    Err err = {0};
    assert_false(demo_write(&OPTIONS, path_of(f, "deeper"), &err));
    assert_int_equal(err.code, ERR_IO);
    assert_non_null(strstr(err.hint, "above"));
}

/* A limit on the size of files stands in for a full disk: writing fails in the middle. */
static void a_failing_write_leaves_nothing(void **state) {
    const Fixture *f = *state;
    struct rlimit old, low;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    low = old;
    low.rlim_cur = 20000;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
    Err err = {0};
    bool ok = demo_write(&OPTIONS, f->dir, &err);
    setrlimit(RLIMIT_FSIZE, &old);
    signal(SIGXFSZ, handler);
    assert_false(ok);
    assert_int_equal(err.code, ERR_IO);
    assert_int_not_equal(access(f->dir, F_OK), 0);
}

int main(void) {
#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(files_are_well_formed_and_match_the_truth),
        WITH_FOLDER(an_earlier_demo_is_overwritten_with_the_same_bytes),
        WITH_FOLDER(a_folder_of_others_is_left_alone),
        WITH_FOLDER(a_missing_parent_is_named),
        WITH_FOLDER(a_failing_write_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
