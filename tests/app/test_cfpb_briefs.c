/* The first 20 themes of real complaints: each gives a brief all of whose quotes verify, and one changed byte of a
 * quoted signal is found, in each.
 *
 * A sample of RIDEALONG_CFPB_ROWS complaints with a narrative (default 2500; "all": of all, as `make bench-quality`
 * asks for); without RIDEALONG_DATA's cfpb it is skipped. */
#include "app_test.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "signals/reader.h"

enum { ROWS_DEFAULT = 2500, THEMES = 20, SAMPLE_BYTES = 1 << 28 };

static Str cell(const Row *row, const char *name) {
    for (size_t i = 0; i < row->n; i++)
        if (str_eq(row->cells[i].name, str_from_c(name))) return row->cells[i].value;
    return STR("");
}

static void add_quoted(Buf *b, Str s, char after) {
    buf_add_char(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') buf_add_char(b, '"');
        buf_add_char(b, s.p[i]);
    }
    buf_add_char(b, '"');
    buf_add_char(b, after);
}

/* The complaints that have a narrative, with the columns that a theme is made of. NULL: there is no such file. */
static const char *sample(const Fixture *f) {
    const char *folder = getenv("RIDEALONG_DATA"), *asked = getenv("RIDEALONG_CFPB_ROWS");
    const char *path =
        arena_printf(f->a, "%s/cfpb/cfpb_samples_merged.csv.gz", folder ? folder : SOURCE_ROOT "/../shared/data").p;
    long wanted = !asked ? ROWS_DEFAULT : strcmp(asked, "all") == 0 ? LONG_MAX : strtol(asked, NULL, 10), n = 0;
    Err err = {0};
    Reader *r = reader_open(path, &(ReaderOptions){0}, &err);
    if (!r) return NULL;
    Buf b = buf_new(SAMPLE_BYTES);
    buf_add(&b, STR("Complaint ID,Date received,Product,Submitted via,Consumer complaint narrative\n"));
    for (ReadResult got = READ_ROW; got != READ_END && n < wanted;) {
        Row row;
        Reject bad;
        got = reader_next(r, &row, &bad, &err);
        assert_true(got != READ_FAIL);
        Str text = got == READ_ROW ? cell(&row, "Consumer complaint narrative") : STR("");
        if (!text.n) continue;
        add_quoted(&b, cell(&row, "Complaint ID"), ',');
        add_quoted(&b, cell(&row, "Date received"), ',');
        add_quoted(&b, cell(&row, "Product"), ',');
        add_quoted(&b, cell(&row, "Submitted via"), ',');
        add_quoted(&b, text, '\n');
        n++;
    }
    reader_close(r);
    assert_false(b.overflowed);
    const char *file = file_put("complaints.csv", arena_str(f->a, buf_str(&b)).p);
    buf_free(&b);
    print_message("%ld complaints with a narrative\n", n);
    return file;
}

typedef struct Quoted {
    long long signal, byte; /* of the signal's text, where `was` stands */
    char was;
} Quoted;

/* A letter within the first quote of a brief. */
static bool letter_of(const json_t *problem, Quoted *out) {
    const json_t *section, *block;
    size_t i, k;
    json_array_foreach(at_path(problem, "sections"), i, section) {
        json_array_foreach(json_object_get(section, "blocks"), k, block) {
            const char *words = json_string_value(json_object_get(block, "words"));
            for (long long at = 0; words && words[at]; at++) {
                if ((words[at] | 32) < 'a' || (words[at] | 32) > 'z') continue;
                *out = (Quoted){number(block, "signal"), number(block, "begin") + at, words[at]};
                return true;
            }
        }
    }
    return false;
}

static void byte_put(Fixture *f, const Quoted *q, char c) {
    Str sql = f->postgres
                  ? arena_printf(f->a,
                                 "UPDATE signal SET text = convert_from(overlay(convert_to(text, 'UTF8') PLACING "
                                 "convert_to('%c', 'UTF8') FROM %lld FOR 1), 'UTF8') WHERE id = %lld",
                                 c, q->byte + 1, q->signal)
                  : arena_printf(f->a,
                                 "UPDATE signal SET text = CAST(substr(CAST(text AS BLOB), 1, %lld) || '%c' || "
                                 "substr(CAST(text AS BLOB), %lld) AS TEXT) WHERE id = %lld",
                                 q->byte, c, q->byte + 2, q->signal);
    sql_run(f, sql.p);
}

static bool names(const json_t *check, long long problem, long long signal) {
    const json_t *fault;
    size_t i;
    json_array_foreach(at_path(check, "faults"), i, fault)
        if (number(fault, "problem") == problem && number(fault, "signal") == signal) return true;
    return false;
}

static void briefs_of_real_complaints_verify(void **state) {
    Fixture *f = *state;
    const char *file = sample(f);
    const json_t *theme;
    size_t i;
    if (!file) {
        print_message("skipped: no cfpb (set RIDEALONG_DATA)\n");
        return;
    }
    App *app = world_open(f, 2);
    ask(app, "import", file, "themes=no", NULL);
    ask(app, "discover", "themes=24", NULL);
    json_array_foreach(at_path(ask(app, "themes.list", "limit=20", NULL), "themes"), i, theme)
        ask(app, "problems.new", arena_printf(f->a, "theme=%lld", number(theme, "id")).p, NULL);
    assert_int_equal(i, THEMES);
    const json_t *check = ask(app, "problems.check", NULL);
    assert_int_equal(number(check, "failed"), 0);
    print_message("%lld quotes in %d briefs, all verified\n", number(check, "quotes"), THEMES);
    for (int p = 1; p <= THEMES; p++) {
        Quoted q = {0};
        const json_t *problem = ask(app, "problems.get", arena_printf(f->a, "problem=%d", p).p, NULL);
        assert_true(number(problem, "quotes") > 0 && letter_of(problem, &q));
        byte_put(f, &q, '~');
        check = ask(app, "problems.check", NULL);
        assert_true(number(check, "failed") >= 1 && names(check, p, q.signal));
        byte_put(f, &q, q.was);
    }
    assert_int_equal(number(ask(app, "problems.check", NULL), "failed"), 0);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(briefs_of_real_complaints_verify)};
    return app_tests_run("app/cfpb_briefs", tests, sizeof tests / sizeof *tests);
}
