/* Every row of the registry is whole, and every parameter is checked, whatever it is given. No store is needed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/op.h"
#include "each_op.h"
#include "shapes.h"

static Arena *a;

static bool known(const char *word, const char *const *list) {
    for (; *list; list++)
        if (strcmp(word, *list) == 0) return true;
    return false;
}

static void every_op_is_whole_and_unique(void **state) {
    (void)state;
    EACH_OP(op) {
        assert_true(op->id[0] && op->summary[0] && op->help[0] && op->path[0] == '/');
        assert_true(strcmp(op->method, "GET") == 0 || strcmp(op->method, "POST") == 0);
        assert_false(strcmp(op->method, "GET") == 0 && op->writes); /* a link must not change anything */
        assert_ptr_equal(op_find(str_from_c(op->id)), op);
        if (op->doors & DOOR_CLI) assert_ptr_equal(op_by_words(str_from_c(op->words)), op);
        if (op->run) assert_non_null(op->reply);
        for (const Op *const *other = ops; other < at; other++) {
            assert_string_not_equal((*other)->id, op->id);
            if (strcmp((*other)->path, op->path) == 0) assert_string_not_equal((*other)->method, op->method);
        }
    }
    assert_null(op_find(STR("themes")));
    assert_null(op_by_words(STR("themes.list")));
    assert_null(op_by_words(STR("")));
}

static void every_param_is_explained_and_its_fallback_is_valid(void **state) {
    (void)state;
    EACH_OP(op) {
        for (const Param *p = op->params; p && p->name; p++) {
            assert_true(p->help[0] >= 'a' && p->help[0] <= 'z' && !strchr(p->help, '\n'));
            assert_int_equal(strspn(p->name, "abcdefghijklmnopqrstuvwxyz_"), strlen(p->name));
            if (p->type == PARAM_STR || p->type == PARAM_LIST) assert_true(p->max > 0); /* no input without a cap */
            if (p->type == PARAM_INT) assert_true(p->min < p->max);
            if (p->type == PARAM_ENUM) assert_true(p->choices && p->choices[0]);
            for (const Param *other = op->params; other < p; other++) assert_string_not_equal(other->name, p->name);
            if (!p->fallback) continue;
            assert_false(p->required);
            const Op alone = {.id = op->id, .params = (const Param[]){*p, {.name = NULL}}};
            const Arg *args;
            assert_true(op_bind(&alone, a, NULL, 0, &args, NULL) && args[0].given);
        }
    }
}

/* ---- the tables of the command line ---------------------------------------------------------- */

static const Field *field_of(const Field *fields, Str path) {
    Str key = str_cut(&path, '.');
    for (const Field *f = fields; f->type != SHAPE_END; f++) {
        if (!str_eq(key, str_from_c(f->name))) continue;
        return path.p ? field_of(f->of, path) : f;
    }
    return NULL;
}

static void check_columns(const Op *op, const Column *columns, const Field *fields) {
    static const char *const FORMATS[] = {"text",   "int",   "percent", "score",  "ratio", "date",
                                          "change", "spark", "names",   "terms",  "parts", "block",
                                          "quote",  "brief", "file",    "titles", NULL};
    int rest = 0;
    for (const Column *c = columns; c && c->head; c++) {
        if (!known(c->format, FORMATS)) fail_msg("%s: no format %s", op->id, c->format);
        if (!field_of(fields, str_from_c(c->path))) fail_msg("%s: %s is not in the reply", op->id, c->path);
        bool goes_on = c > columns && strcmp(c[-1].format, "quote") == 0; /* on a line under the one before */
        if (goes_on) assert_true(!c->head[0] && strcmp(c->format, "quote") == 0);
        rest += c->width == 0 && !goes_on;
    }
    if (columns == op->columns && columns) assert_int_equal(rest, 1); /* one column takes what is left */
}

static void every_column_is_a_field_of_the_reply(void **state) {
    (void)state;
    EACH_OP(op) {
        if (op->facts) check_columns(op, op->facts, op->reply);
        if (!op->rows) continue;
        const Field *rows = field_of(op->reply, str_from_c(op->rows));
        assert_non_null(rows);
        assert_int_equal(rows->type, SHAPE_ARRAY);
        assert_true(op->columns && op->empty && op->empty[0]);
        check_columns(op, op->columns, rows->of);
    }
}

/* ---- binding --------------------------------------------------------------------------------- */

static bool bind_one(const Param *p, const char *value, const Arg **args, Err *err) {
    const Op alone = {.id = "one", .params = (const Param[]){*p, {.name = NULL}}};
    RawArg raw = {str_from_c(p->name), str_from_c(value)};
    *err = (Err){ERR_NONE};
    return op_bind(&alone, a, &raw, 1, args, err);
}

static void refused(const Param *p, const char *value) {
    const Arg *args;
    Err err;
    if (bind_one(p, value, &args, &err)) fail_msg("%s took '%.40s'", p->name, value);
    assert_true(err.code == ERR_INPUT || err.code == ERR_LIMIT);
    if (!strstr(err.message, p->name)) fail_msg("does not name %s: %s", p->name, err.message);
}

static void every_param_refuses_what_it_is_not(void **state) {
    (void)state;
    static const char *const NOT[][6] = {
        [PARAM_STR] = {"\xff", "a\xc3", "\xed\xa0\x80", "\xc0\x80"},
        [PARAM_INT] = {"x", "1.5", " 1", "1e3", "99999999999999999999", "-99999999999999999999"},
        [PARAM_BOOL] = {"maybe", "2", "t", "\xff"},
        [PARAM_ENUM] = {"SCORE", "0", "score ", "\xff"},
        [PARAM_DATE] = {"yesterday", "2026-13-01", "2026-02-30", "1", "\xff"},
        [PARAM_LIST] = {"\xff"},
    };
    EACH_OP(op)
    for (const Param *p = op->params; p && p->name; p++)
        for (size_t i = 0; i < 6 && NOT[p->type][i]; i++) refused(p, NOT[p->type][i]);
}

static void a_needed_text_is_not_empty(void **state) {
    (void)state;
    static const char *const BLANK[] = {"", " ", " \t\r\n"};
    size_t seen = 0;
    EACH_OP(op)
    for (const Param *p = op->params; p && p->name; p++) {
        if (p->type != PARAM_STR) continue;
        const Arg *args;
        Err err;
        for (size_t i = 0; i < 3; i++) {
            if (p->required) refused(p, BLANK[i]);
            else assert_true(bind_one(p, BLANK[i], &args, &err));
        }
        seen += p->required;
    }
    assert_true(seen > 1);
}

static void every_limit_holds(void **state) {
    (void)state;
    EACH_OP(op) {
        for (const Param *p = op->params; p && p->name; p++) {
            const Arg *args;
            Err err;
            char text[32];
            if (p->type == PARAM_STR) {
                char *most = arena_alloc(a, (size_t)p->max + 2);
                memset(most, 'x', (size_t)p->max);
                assert_true(bind_one(p, most, &args, &err));
                most[p->max] = 'x';
                refused(p, most);
                assert_int_equal((bind_one(p, most, &args, &err), err.code), ERR_LIMIT);
            }
            if (p->type != PARAM_INT) continue;
            snprintf(text, sizeof text, "%lld", (long long)p->max);
            assert_true(bind_one(p, text, &args, &err) && args[0].i == p->max);
            snprintf(text, sizeof text, "%lld", (long long)p->min);
            assert_true(bind_one(p, text, &args, &err) && args[0].i == p->min);
            snprintf(text, sizeof text, "%lld", (long long)p->min - 1);
            refused(p, text);
            if (p->max == INT64_MAX) continue;
            snprintf(text, sizeof text, "%lld", (long long)p->max + 1);
            refused(p, text);
        }
    }
}

static const char *const KINDS[] = {"big", "small", NULL};
static const Op SAMPLE = {
    .id = "sample",
    .words = "sample",
    .params =
        (const Param[]){
            {.name = "number", .type = PARAM_INT, .min = 1, .max = 10, .required = true, .help = "how many"},
            {.name = "word", .type = PARAM_STR, .max = 5, .help = "a word"},
            {.name = "flag", .type = PARAM_BOOL, .fallback = "true", .help = "or not"},
            {.name = "kind", .type = PARAM_ENUM, .choices = KINDS, .fallback = "small", .help = "of thing"},
            {.name = "day", .type = PARAM_DATE, .help = "when"},
            {.name = "file", .type = PARAM_LIST, .max = 3, .help = "files"},
            {.name = NULL},
        },
};

static ErrCode bind_sample(const RawArg *raw, size_t n, const Arg **args, Err *err) {
    *err = (Err){ERR_NONE};
    return op_bind(&SAMPLE, a, raw, n, args, err) ? ERR_NONE : err->code;
}
#define BIND(...)                                                                                                      \
    bind_sample((const RawArg[]){__VA_ARGS__}, sizeof((const RawArg[]){__VA_ARGS__}) / sizeof(RawArg), &args, &err)
#define RAW(name, value)                                                                                               \
    { STR_INIT(name), STR_INIT(value) }

static void values_arrive_checked(void **state) {
    (void)state;
    const Arg *args;
    Err err;
    assert_int_equal(BIND(RAW("number", "7"), RAW("file", "a"), RAW("day", "2026-05-03"), RAW("file", "b"),
                          RAW("flag", "NO"), RAW("kind", "big"), RAW("word", "\xc3\xa9")),
                     ERR_NONE);
    assert_true(args[0].given && args[0].i == 7);
    assert_true(args[1].given && str_eq(args[1].s, STR("\xc3\xa9")));
    assert_true(args[2].given && args[2].i == 0);
    assert_true(args[3].given && args[3].i == 0);
    assert_true(args[4].given && args[4].i == 1777766400);
    assert_true(args[5].list_n == 2 && str_eq(args[5].list[1], STR("b")));
    assert_int_equal(BIND(RAW("number", "7"), RAW("day", "")), ERR_NONE); /* an empty form field */
    assert_true(!args[1].given && args[2].i == 1 && args[3].i == 1 && !args[4].given && !args[5].given);
}

static void what_is_wrong_is_said(void **state) {
    (void)state;
    const Arg *args;
    Err err;
    assert_int_equal(bind_sample(NULL, 0, &args, &err), ERR_INPUT);
    assert_string_equal(err.message, "number: missing: how many");
    assert_int_equal(BIND(RAW("number", "")), ERR_INPUT);
    assert_string_equal(err.message, "number: missing: how many");
    assert_int_equal(BIND(RAW("number", "11")), ERR_INPUT);
    assert_string_equal(err.message, "number: 11 is outside 1 to 10");
    assert_int_equal(BIND(RAW("number", "1"), RAW("number", "1")), ERR_INPUT);
    assert_string_equal(err.message, "number: given twice");
    assert_int_equal(BIND(RAW("number", "1"), RAW("numbers", "1")), ERR_INPUT);
    assert_string_equal(err.message, "sample takes no 'numbers'");
    assert_int_equal(BIND(RAW("number", "1"), RAW("kind", "huge")), ERR_INPUT);
    assert_string_equal(err.message, "kind: 'huge' is not one of big, small");
    assert_int_equal(BIND(RAW("number", "1"), RAW("word", "longer")), ERR_LIMIT);
    assert_int_equal(BIND(RAW("number", "1"), RAW("word", "a\0b")), ERR_INPUT);
    assert_int_equal(BIND(RAW("number", "1"), RAW("file", "1"), RAW("file", "2"), RAW("file", "3"), RAW("file", "4")),
                     ERR_LIMIT);
}

/* A choice that the user made up may be longer than the message has room for. */
static void long_nonsense_is_cut_not_overrun(void **state) {
    (void)state;
    char text[5000];
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    EACH_OP(op)
    for (const Param *p = op->params; p && p->name; p++)
        if (p->type != PARAM_LIST && p->type != PARAM_STR) refused(p, text);
}

/* ---- shapes ---------------------------------------------------------------------------------- */

static const Field INNER[] = {{"n", SHAPE_INT, NULL, NULL, false}, {NULL, SHAPE_END, NULL, NULL, false}};
static const Field OUTER[] = {
    {"s", SHAPE_STRING, NULL, NULL, false},    {"t", SHAPE_TIME, NULL, NULL, false},
    {"maybe", SHAPE_NUMBER, NULL, NULL, true}, {"o", SHAPE_OBJECT, NULL, INNER, false},
    {"list", SHAPE_ARRAY, NULL, INNER, false}, {"words", SHAPE_ARRAY, NULL, NULL, false},
    {"map", SHAPE_MAP, NULL, NULL, false},     {"free", SHAPE_ARRAY, NULL, SHAPE_OF_FREE, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

static void a_reply_that_does_not_fit_is_found(void **state) {
    (void)state;
    static const char GOOD[] =
        "{'s':'x','t':null,'maybe':1,'o':{'n':1},'list':[{'n':2}],'words':['a'],'map':{'k':'v'},'free':[{'x':[]}]}";
    static const struct {
        const char *from, *to, *says;
    } WRONG[] = {
        {"'s':'x',", "", "s: missing"},
        {"'s':'x'", "'s':null", "s: null"},
        {"'s':'x'", "'s':1", "s: wrong type"},
        {"'t':null", "'t':3", "t: wrong type"},
        {"'maybe':1", "'maybe':'1'", "maybe: wrong type"},
        {"'o':{'n':1}", "'o':{'n':1.5}", "o.n: wrong type"},
        {"'o':{'n':1}", "'o':{'n':1,'m':1}", "o.m: not in the shape"},
        {"[{'n':2}]", "[{'n':2},{}]", "list[1].n: missing"},
        {"[{'n':2}]", "[3]", "list[0]: not an object"},
        {"['a']", "['a',1]", "words[1]: not a string"},
        {"'k':'v'", "'k':1", "map.k: not a string"},
        {"[{'x':[]}]", "['x']", "free[0]: not an object"},
        {"{'s'", "{'more':1,'s'", "more: not in the shape"},
    };
    const Op op = {.id = "x", .reply = OUTER};
    for (size_t i = 0; i <= sizeof WRONG / sizeof *WRONG; i++) {
        bool good = i == sizeof WRONG / sizeof *WRONG;
        size_t cut = good ? 0 : (size_t)(strstr(GOOD, WRONG[i].from) - GOOD);
        Str text = good ? arena_str(a, str_from_c(GOOD))
                        : arena_printf(a, "%.*s%s%s", (int)cut, GOOD, WRONG[i].to, GOOD + cut + strlen(WRONG[i].from));
        for (char *p = (char *)(uintptr_t)text.p; *p; p++)
            if (*p == '\'') *p = '"';
        json_t *reply = json_loads(text.p, 0, NULL);
        assert_non_null(reply);
        const char *says = op_check_reply(&op, reply, a);
        json_decref(reply);
        if (good) assert_null(says);
        else if (!says || !strstr(says, WRONG[i].says))
            fail_msg("'%s' wanted, '%s' said", WRONG[i].says, says ? says : "fits");
    }
}

/* Each operation of the command line has its twin under /api/v1, and the other way round; but for those that only make
 * sense beside the machine's files, and those of one's own browser and account. */
static bool takes_a_path(const Op *op) {
    for (const Param *p = op->params; p && p->name; p++)
        if (p->cli_only && p->required) return true;
    return false;
}

static void every_verb_has_its_twin(void **state) {
    (void)state;
    static const char *const ON_THE_MACHINE[] = {"serve", "rebuild", "doctor", NULL};
    /* what a page's form sends or shows in one piece, of which the command line has the parts */
    static const char *const OF_A_PAGE[] = {"problems.save", "problems.edit", "files.take", NULL};
    static const char *const OF_AN_ACCOUNT[] = {"login.", "links.", "logins.", "tokens.", "account.", NULL};
    EACH_OP(op) {
        bool cli = op->doors & DOOR_CLI, api = op->doors & DOOR_API, own = !op->doors; /* the server's own */
        for (const char *const *start = OF_AN_ACCOUNT; *start; start++)
            own |= strncmp(op->id, *start, strlen(*start)) == 0;
        if (cli && !api && !takes_a_path(op) && !known(op->id, ON_THE_MACHINE))
            fail_msg("%s is not in the API", op->id);
        if (api && !cli && !own && !known(op->id, OF_A_PAGE)) fail_msg("%s is not on the command line", op->id);
        if (op->doors & DOOR_PAGE && !api) fail_msg("%s has a page and is not in the API", op->id);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_op_is_whole_and_unique),
        cmocka_unit_test(every_param_is_explained_and_its_fallback_is_valid),
        cmocka_unit_test(every_column_is_a_field_of_the_reply),
        cmocka_unit_test(every_param_refuses_what_it_is_not),
        cmocka_unit_test(a_needed_text_is_not_empty),
        cmocka_unit_test(every_limit_holds),
        cmocka_unit_test(values_arrive_checked),
        cmocka_unit_test(what_is_wrong_is_said),
        cmocka_unit_test(long_nonsense_is_cut_not_overrun),
        cmocka_unit_test(a_reply_that_does_not_fit_is_found),
        cmocka_unit_test(every_verb_has_its_twin),
    };
    a = arena_new();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(a);
    return failed;
}
