/* test_problems.c - briefs against their signals: on the demo company always, on CFPB complaints where they are. */
#include <stdlib.h>
#include <string.h>

#include "../signals/data_file.h"
#include "app_test.h"

static const char *arg(Fixture *f, const char *name, long long value) {
    return arena_printf(f->a, "%s=%lld", name, value).p;
}

static const char *markdown(Fixture *f, App *app, long long problem) {
    return text(ask(app, "problems.export", arg(f, "problem", problem), NULL), "markdown");
}

/* `from` replaced by `to`, once. */
static const char *with(Fixture *f, const char *all, const char *from, const char *to) {
    const char *at = strstr(all, from);
    if (!at) fail_msg("no '%s' in the brief", from);
    return arena_printf(f->a, "%.*s%s%s", (int)(at - all), all, to, at + strlen(from)).p;
}

static const Err *save_refused(Fixture *f, App *app, long long problem, const char *brief) {
    return refusal(app, "problems.save", arg(f, "problem", problem), arena_printf(f->a, "markdown=%s", brief).p, NULL);
}

static void says(const Err *err, const char *a, const char *b) {
    if (!strstr(err->message, a) || !strstr(err->message, b))
        fail_msg("'%s' does not say '%s' and '%s'", err->message, a, b);
}

static long long line_of(const char *all, const char *at) {
    long long line = 1;
    for (const char *p = all; p < at; p++) line += *p == '\n';
    return line;
}

/* The words of the first quote under "What happens", and where its block begins. */
static Str first_quote_of(const char *brief, const char **block) {
    const char *section = strstr(brief, "## What happens");
    *block = section ? strstr(section, "\n> ") + 1 : NULL;
    assert_non_null(*block);
    return (Str){*block + 2, strcspn(*block + 2, "\n")};
}

/* ---- quotes ---------------------------------------------------------------------------------- */

static void a_forged_quote_is_refused_with_its_line(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 2);
    ask(app, "problems.new", "theme=1", NULL);
    const char *brief = markdown(f, app, 1), *block;
    Str said = first_quote_of(brief, &block);
    char line[32];
    snprintf(line, sizeof line, "line %lld", line_of(brief, block));
    /* one letter more: the nearest real wording is shown */
    const char *words = arena_str(f->a, said).p;
    const Err *err = save_refused(f, app, 1, with(f, brief, words, arena_printf(f->a, "%sx", words).p));
    assert_int_equal(err->code, ERR_INPUT);
    says(err, line, "nearest there");
    says(err, line, arena_str(f->a, str_slice(said, 2, said.n < 60 ? said.n - 2 : 58)).p);
    /* other words altogether */
    says(save_refused(f, app, 1, with(f, brief, words, "Zzzz qqqq xxxx")), line, "do not stand in signal");
    /* right words, wrong place: where they stand */
    const char *bytes = strstr(block, ", bytes ");
    const char *moved =
        arena_printf(f->a, "%.*s, bytes 0-3%s", (int)(bytes - brief), brief, strstr(bytes, ", sha256")).p;
    says(save_refused(f, app, 1, moved), line, "other words; these stand at bytes");
    /* the place left out: found */
    const char *open_end = arena_printf(f->a, "%.*s%s", (int)(bytes - brief), brief, strchr(bytes, '\n')).p;
    ask(app, "problems.save", "problem=1", arena_printf(f->a, "markdown=%s", open_end).p, "note=same", NULL);
    assert_int_equal(number(ask(app, "problems.get", "problem=1", NULL), "problem.version"), 1); /* nothing changed */
    says(save_refused(f, app, 1, with(f, brief, "-- signal ", "-- signal 999")), "line", "there is no signal 999");
    world_close(app);
}

static void one_changed_byte_is_found(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 1);
    ask(app, "problems.new", "theme=2", NULL);
    const json_t *check = ask(app, "problems.check", NULL);
    assert_true(number(check, "quotes") > 3);
    assert_int_equal(number(check, "failed"), 0);
    const char *brief = markdown(f, app, 1), *file = file_put("p.md", brief), *block;
    first_quote_of(brief, &block);
    long long signal = strtoll(strstr(block, "-- signal ") + 10, NULL, 10);
    long long begin = strtoll(strstr(block, ", bytes ") + 8, NULL, 10);
    sql_run(f, arena_printf(
                   f->a, "UPDATE signal SET text = substr(text, 1, %lld) || '~' || substr(text, %lld) WHERE id = %lld",
                   begin, begin + 2, signal)
                   .p);
    check = ask(app, "problems.check", NULL);
    assert_int_equal(number(check, "failed"), 1);
    assert_int_equal(number(check, "faults.0.signal"), signal);
    assert_int_equal(number(check, "faults.0.problem"), 1);
    check = ask(app, "problems.check", file, NULL);
    assert_int_equal(number(check, "failed"), 1);
    assert_int_equal(number(check, "faults.0.line"), line_of(brief, block));
    assert_int_equal(number(ask(app, "problems.get", "problem=1", NULL), "broken"), 1);
    ask(app, "problems.open", "problem=1", NULL);
    assert_int_equal(refusal(app, "problems.commit", "problem=1", NULL)->code,
                     ERR_INPUT); /* no seal over a broken quote */
    /* the text itself, changed behind our back */
    sql_run(f, "UPDATE problem_version SET brief = brief || ' '");
    check = ask(app, "problems.check", NULL);
    assert_int_equal(number(check, "failed"), 2);
    world_close(app);
}

/* ---- edits ----------------------------------------------------------------------------------- */

static void two_editors_cannot_overwrite_each_other(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 1);
    ask(app, "problems.new", "theme=1", NULL);
    const char *brief = markdown(f, app, 1);
    ask(app, "problems.save", "problem=1", arena_printf(f->a, "markdown=%s", with(f, brief, "# ", "# Ours: ")).p,
        "by=ann", NULL);
    const Err *err = save_refused(f, app, 1, with(f, brief, "# ", "# Theirs: "));
    assert_int_equal(err->code, ERR_CONFLICT);
    says(err, "version 1", "version 2");
    const json_t *get = ask(app, "problems.get", "problem=1", NULL);
    assert_true(strncmp(text(get, "problem.title"), "Ours: ", 6) == 0);
    assert_string_equal(text(get, "versions.0.by"), "ann");
    const json_t *diff = ask(app, "problems.diff", "problem=1", NULL), *line;
    size_t i, changed = 0;
    json_array_foreach(at_path(diff, "lines"), i, line) changed += text(line, "sign")[0] != ' ';
    assert_int_equal(changed, 4); /* version and title, before and after */
    says(save_refused(f, app, 1, with(f, markdown(f, app, 1), "state: \"draft\"", "state: \"open\"")), "line",
         "not changed by an edit");
    says(save_refused(f, app, 1, with(f, markdown(f, app, 1), "themes: [1]", "themes: [1, 999]")), "line",
         "no theme 999");
    world_close(app);
}

static void a_sealed_measure_stays(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 1);
    ask(app, "problems.new", "theme=1", NULL);
    assert_int_equal(refusal(app, "problems.commit", "problem=1", NULL)->code,
                     ERR_CONFLICT); /* a draft is not committed to */
    ask(app, "problems.open", "problem=1", NULL);
    says(refusal(app, "problems.commit", "problem=1", NULL), "no owner", "unowned: ");
    ask(app, "problems.commit", "problem=1", "unowned=yes", NULL);
    assert_string_equal(text(ask(app, "components.unowned", NULL), "problems.0.state"), "committed");
    const char *brief = markdown(f, app, 1);
    const Err *err = save_refused(f, app, 1, with(f, brief, "fall: 0.3", "fall: 0.1"));
    says(err, "line", "sealed when the problem was committed");
    ask(app, "problems.save", "problem=1", arena_printf(f->a, "markdown=%s", with(f, brief, "# ", "# Still ")).p, NULL);
    const json_t *get = ask(app, "problems.get", "problem=1", NULL);
    assert_true(json_is_number(at_path(get, "measure.baseline.voices_a_week")));
    assert_int_equal(strlen(text(get, "problem.measure_hash")), 64);
    assert_int_equal(number(ask(app, "problems.check", NULL), "failed"), 0);
    sql_run(f, "UPDATE problem SET measure = replace(measure, '0.3', '0.2')");
    assert_int_equal(number(ask(app, "problems.check", NULL), "failed"), 1);
    sql_run(f, "UPDATE problem SET measure = replace(measure, '0.2', '0.3')");
    ask(app, "problems.open", "problem=1", "why=a better yardstick", NULL);
    ask(app, "problems.save", "problem=1",
        arena_printf(f->a, "markdown=%s", with(f, markdown(f, app, 1), "fall: 0.3", "fall: 0.1")).p, NULL);
    ask(app, "audit.verify", NULL);
    world_close(app);
}

/* ---- decisions ------------------------------------------------------------------------------- */

static void a_no_says_who_why_and_until_when(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 1);
    ask(app, "problems.new", "theme=1", NULL);
    ask(app, "strategies.new", "title=Home first", "statement=One country well.", NULL);
    const char *args[] = {"decider=Vera",      "reason=No",         "strategy=1",
                          "affected=tourists", "review=2027-01-01", "tripwire=50"};
    for (size_t left = 0; left < 6; left++) { /* each is needed */
        const char *given[6];
        size_t n = 0;
        for (size_t i = 0; i < 6; i++)
            if (i != left) given[n++] = args[i];
        const Err *err = refusal(app, "problems.decide", "problem=1", "kind=decline", given[0], given[1], given[2],
                                 given[3], given[4], NULL);
        assert_int_equal(strncmp(err->message, args[left], strcspn(args[left], "=")), 0);
    }
    assert_int_equal(
        refusal(app, "problems.decide", "problem=1", "kind=defer", "conflict=yes", "decider=Vera", NULL)->code,
        ERR_INPUT);
    assert_non_null(strstr(refusal(app, "problems.decide", "problem=1", "kind=decline", args[0], args[1], args[2],
                                   args[3], args[4], "tripwire=0.001", NULL)
                               ->message,
                           "already"));
    ask(app, "problems.decide", "problem=1", "kind=decline", args[0], args[1], args[2], args[3], args[4], args[5],
        NULL);
    assert_string_equal(text(ask(app, "problems.get", "problem=1", NULL), "problem.state"), "declined");
    const json_t *conflicts = ask(app, "conflicts.list", NULL);
    assert_string_equal(text(conflicts, "conflicts.0.decider"), "Vera");
    assert_string_equal(text(conflicts, "conflicts.0.strategy.name"), "Home first");
    ask(app, "problems.decide", "problem=1", "kind=accept", NULL);
    assert_int_equal(json_array_size(at_path(ask(app, "conflicts.list", NULL), "conflicts")), 0);
    assert_string_equal(text(ask(app, "problems.get", "problem=1", NULL), "problem.state"), "open");
    world_close(app);
}

static void customers_trip_the_wire(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 1);
    ask(app, "problems.new", "theme=1", NULL);
    ask(app, "strategies.new", "title=Home first", "statement=One country well.", NULL);
    double now = json_number_value(at_path(ask(app, "problems.get", "problem=1", NULL), "problem.facts.voices_a_week"));
    ask(app, "problems.decide", "problem=1", "kind=decline", "decider=Vera", "reason=No", "strategy=1", "affected=all",
        "review=2027-01-01", arena_printf(f->a, "tripwire=%.3f", now + 2).p, NULL);
    const json_t *like = ask(app, "signals.list", "theme=1", "limit=20", NULL);
    Buf few = buf_new(1 << 20), many = buf_new(1 << 20);
    for (int i = 0; i < 80; i++) { /* as the customers of the theme say it, of as many others, over the last weeks */
        char at[64];
        snprintf(at, sizeof at, "signals.%zu.id", (size_t)i % json_array_size(at_path(like, "signals")));
        const json_t *signal = ask(app, "signals.get", arg(f, "signal", number(like, at)), NULL);
        char *said = json_dumps(at_path(signal, "signal.text"), JSON_ENCODE_ANY);
        buf_printf(i < 3 ? &few : &many,
                   "{\"id\": %d, \"customer\": \"new-%d\", \"created\": \"2026-05-%02d\", \"text\": %s}\n", i, i,
                   1 + i % 28, said);
        free(said);
    }
    const char *map = "map=id=id,text=text,time=created,customer=customer";
    const json_t *reply = ask(app, "import", file_put("few.jsonl", arena_str(f->a, buf_str(&few)).p), map, NULL);
    assert_int_equal(number(reply, "reopened"), 0);
    assert_string_equal(text(ask(app, "problems.get", "problem=1", NULL), "problem.state"), "declined");
    reply = ask(app, "import", file_put("many.jsonl", arena_str(f->a, buf_str(&many)).p), map, NULL);
    assert_int_equal(number(reply, "reopened"), 1);
    const json_t *get = ask(app, "problems.get", "problem=1", NULL);
    assert_string_equal(text(get, "problem.state"), "open");
    assert_non_null(strstr(text(get, "decisions.0.ended_why"), "tripwire: "));
    assert_string_equal(text(get, "history.0.action"), "problem.reopen");
    ask(app, "audit.verify", NULL);
    buf_free(&few);
    buf_free(&many);
    world_close(app);
}

static void happy_customers_are_counter_evidence(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 1);
    const char *term = text(ask(app, "themes.get", "theme=1", NULL), "theme.terms.0.text");
    const json_t *like = ask(app, "signals.list", "theme=1", "limit=3", NULL);
    Buf file = buf_new(1 << 20);
    for (size_t i = 0; i < 2; i++) {
        char at[40];
        snprintf(at, sizeof at, "signals.%zu.id", i);
        const json_t *signal = ask(app, "signals.get", arg(f, "signal", number(like, at)), NULL);
        json_t *said = json_sprintf(
            "%s\n%s", text(signal, "signal.text"),
            i == 0 ? arena_printf(f->a, "Since the update of May the %s works fine for me and my wife.", term).p
                   : arena_printf(f->a, "The %s worked fine for me until the update of May.", term).p);
        char *line = json_dumps(said, JSON_ENCODE_ANY);
        buf_printf(&file, "{\"id\": %zu, \"who\": \"happy-%zu\", \"text\": %s}\n", i, i, line);
        free(line);
        json_decref(said);
    }
    ask(app, "import", file_put("happy.jsonl", arena_str(f->a, buf_str(&file)).p), "map=id=id,text=text,customer=who",
        NULL);
    ask(app, "problems.new", "theme=1", NULL);
    const char *brief = strstr(markdown(f, app, 1), "## Counter-evidence");
    const char *end = strstr(brief, "## What we do not know yet");
    Str section = {brief, (size_t)(end - brief)};
    if (str_find(section, STR("> Since the update of May")) == SIZE_MAX) fail_msg("%.*s", STR_ARG(section));
    assert_true(str_find(section, STR("worked fine for me until")) == SIZE_MAX);
    assert_true(str_find(str_from_c(end), STR("No counter-evidence was found")) == SIZE_MAX);
    buf_free(&file);
    world_close(app);
}

static void a_merged_problem_lives_on_in_the_other(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 1);
    ask(app, "problems.new", "theme=1", NULL);
    ask(app, "problems.new", "theme=2", NULL);
    assert_int_equal(refusal(app, "problems.merge", "problem=1", "into=1", NULL)->code, ERR_INPUT);
    ask(app, "problems.merge", "problem=1", "into=2", NULL);
    const json_t *two = ask(app, "problems.get", "problem=2", NULL);
    assert_int_equal(json_array_size(at_path(two, "themes")), 2);
    assert_int_equal(number(two, "problem.version"), 2);
    assert_int_equal(number(ask(app, "problems.get", "problem=1", NULL), "problem.merged_into"), 2);
    assert_int_equal(refusal(app, "problems.open", "problem=1", NULL)->code, ERR_CONFLICT);
    assert_int_equal(refusal(app, "problems.merge", "problem=2", "into=1", NULL)->code, ERR_CONFLICT);
    world_close(app);
}

/* ---- real complaints ------------------------------------------------------------------------- */

static void twenty_briefs_of_real_complaints_verify(void **state) {
    enum { BRIEFS = 20 };
    Fixture *f = *state;
    if (f->postgres) skip(); /* the same code over the same rows; the demo company runs on both */
    const char *path = data_file(f->a, "cfpb/cfpb_samples_merged.csv.gz");
    if (!path) skip();
    App *app = world_open(f, 0);
    ask(app, "import", arena_printf(f->a, "file=%s", path).p, NULL);
    const json_t *themes = at_path(ask(app, "themes.list", NULL), "themes"), *theme;
    size_t i;
    long long quotes = 0;
    json_array_foreach(themes, i, theme) {
        if (i == BRIEFS) break;
        ask(app, "problems.new", arg(f, "theme", number(theme, "id")), NULL);
        const json_t *get = ask(app, "problems.get", arg(f, "problem", (long long)i + 1), NULL);
        assert_int_equal(number(get, "broken"), 0);
        if (number(get, "quotes") < 4) fail_msg("problem %zu has %lld quotes", i + 1, number(get, "quotes"));
        quotes += number(get, "quotes");
    }
    assert_int_equal(i, BRIEFS);
    const json_t *check = ask(app, "problems.check", NULL);
    assert_int_equal(number(check, "failed"), 0);
    assert_int_equal(number(check, "quotes"), quotes);
    print_message("%d briefs, %lld quotes, all verified\n", BRIEFS, quotes);
    /* any byte of any quote */
    sql_run(f, "UPDATE signal SET text = (SELECT substr(signal.text, 1, length(CAST(substr(CAST(signal.text AS BLOB), "
               "1, e.begin_at) AS TEXT))) || '~' || "
               "substr(signal.text, length(CAST(substr(CAST(signal.text AS BLOB), 1, e.begin_at) AS TEXT)) + 2) FROM "
               "problem_evidence e WHERE e.problem_id = 17 AND "
               "e.position = 2) WHERE id = (SELECT e.signal_id FROM problem_evidence e WHERE e.problem_id = 17 AND "
               "e.position = 2)");
    check = ask(app, "problems.check", NULL);
    assert_true(number(check, "failed") >= 1); /* the signal may be quoted by more than one brief */
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(a_forged_quote_is_refused_with_its_line), STORE_TEST(one_changed_byte_is_found),
        STORE_TEST(two_editors_cannot_overwrite_each_other), STORE_TEST(a_sealed_measure_stays),
        STORE_TEST(a_no_says_who_why_and_until_when),        STORE_TEST(customers_trip_the_wire),
        STORE_TEST(happy_customers_are_counter_evidence),    STORE_TEST(a_merged_problem_lives_on_in_the_other),
        STORE_TEST(twenty_briefs_of_real_complaints_verify)};
    return app_tests_run("app/problems", tests, sizeof tests / sizeof *tests);
}
