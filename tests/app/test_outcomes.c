/* From a release to its verdict, through the operations: a demo company whose truth is known. */
#include "app_test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "store/chain_store.h"

enum { TOPICS = 12, WEEKS = 70, RELEASE_WEEK = 56, A_WEEK = 12, BUILT_DAY = 20604 /* 2026-05-31, a day before NOW */ };

/* How many of a topic are said in a week in a segment (0: gold, 1: basic). */
typedef int (*HowMany)(int topic, int week, int segment);

/* Twelve signals a week, half of them each segment's; the first topic falls to a quarter in week 56. */
static int falls(int topic, int week, int segment) {
    int all = (topic == 0 && week >= RELEASE_WEEK ? A_WEEK / 4 : A_WEEK) + (week * 7 + topic * 3) % 5 - 2;
    return segment == 0 ? (all + 1) / 2 : all / 2;
}

/* Of the other topics fewer are enough. */
static int usual(int topic, int week, int segment) {
    return (topic == 0 ? A_WEEK : A_WEEK / 2) + (week * 7 + topic * 3 + segment) % 5 - 2;
}

/* The first topic falls to a sixth, of the gold customers only. */
static int falls_for_gold(int topic, int week, int segment) {
    bool fixed = topic == 0 && segment == 0 && week >= RELEASE_WEEK;
    return usual(topic, week, segment) - (fixed ? A_WEEK - A_WEEK / 6 : 0);
}

/* The first topic falls to a quarter for ten weeks, and is then what it was. */
static int comes_back(int topic, int week, int segment) {
    bool fixed = topic == 0 && week >= WEEKS - 24 && week < WEEKS - 14;
    return usual(topic, week, segment) - (fixed ? A_WEEK - A_WEEK / 4 : 0);
}

static const char *company(HowMany many) {
    static const char *const SAID[TOPICS][4] = {
        {"invoice pdf blank", "the invoice download gives an empty pdf", "blank invoice again",
         "cannot open my invoice pdf"},
        {"password reset mail never arrives", "reset link for the password missing", "no password reset mail",
         "password link expired"},
        {"parcel courier left it outside", "courier never rang the bell", "parcel lost by the courier",
         "my parcel went back"},
        {"refund still not on my account", "waiting weeks for the refund", "refund promised but nothing",
         "where is my refund"},
        {"app crashes when I open the camera", "camera scan crashes the app", "crash on scanning",
         "the scanner closes itself"},
        {"voucher code rejected at checkout", "voucher said invalid", "checkout does not take my voucher",
         "voucher expired too soon"},
        {"chat bot repeats the same answer", "bot does not understand", "the bot loops for ever",
         "bot instead of a human"},
        {"language switched to Danish", "menus suddenly Danish", "cannot change the language back",
         "wrong language everywhere"},
        {"subscription renewed without notice", "charged for a renewal", "renewal I cancelled",
         "yearly renewal surprise"},
        {"map shows the wrong shop", "shop address on the map is old", "map pin misplaced", "the map led me astray"},
        {"battery drains with the widget", "widget eats battery", "battery empty since widget",
         "widget drains everything"},
        {"seat selection disappeared", "cannot choose a seat", "seat map stays grey", "my seat was changed"}};
    static char out[8000000];
    size_t n = (size_t)snprintf(out, sizeof out, "id,text,customer,created_at,segment\n");
    unsigned id = 0;
    for (int week = 0; week < WEEKS; week++)
        for (int topic = 0; topic < TOPICS; topic++)
            for (int segment = 0; segment < 2; segment++)
                for (int i = 0; i < many(topic, week, segment); i++) {
                    char date[16];
                    int64_t y;
                    int m, d;
                    civil_from_days(BUILT_DAY - 7 * (WEEKS - week) + 1 + i % 7, &y, &m, &d);
                    snprintf(date, sizeof date, "%04d-%02d-%02d", (int)y, m, d);
                    n += (size_t)snprintf(out + n, sizeof out - n, "s%u,\"%s, %s, order %u\",c%u,%sT09:00:00Z,%s\n", id,
                                          SAID[topic][id % 4], SAID[topic][(id + 1 + id / 4 % 3) % 4], 1000 + id * 7,
                                          id, date, segment ? "basic" : "gold");
                    id++;
                }
    return file_put("company.csv", out);
}

static void week_day(char at[32], int week) {
    int64_t y;
    int m, d;
    civil_from_days(BUILT_DAY - 7 * (WEEKS - week) + 1, &y, &m, &d);
    snprintf(at, 32, "at=%04d-%02d-%02d", (int)y, m, d);
}

typedef struct Story {
    const char *name;
    HowMany many;
} Story;
static const Story FALLS = {"falls", falls}, FALLS_FOR_GOLD = {"gold", falls_for_gold}, USUAL = {"usual", usual},
                   COMES_BACK = {"back", comes_back};

/* As many themes as there are topics: how many are found unasked is not what is judged here. */
static void story_import(App *app, const void *story) {
    char themes[32];
    snprintf(themes, sizeof themes, "themes=%d", TOPICS);
    ask(app, "import", company(((const Story *)story)->many),
        "map=text=text,id=id,customer=customer,time=created_at,segment=segment", "themes=no", NULL);
    ask(app, "discover", themes, NULL);
}

/* Opens it and finds the theme of the invoices; *at is the day of its release. */
static App *made_open(Fixture *f, const Story *story, char theme[32], char at[32]) {
    App *app = world_filled(f, 2, story->name, story_import, story);
    const json_t *list = ask(app, "themes.list", "q=invoice", NULL);
    snprintf(theme, 32, "theme=%lld", number(list, "themes.0.id"));
    week_day(at, RELEASE_WEEK);
    return app;
}

static App *company_open(Fixture *f, char theme[32], char at[32]) {
    return made_open(f, &FALLS, theme, at);
}

static void a_fall_is_told(void **state) {
    char theme[32], at[32];
    App *app = company_open(*state, theme, at);
    const json_t *o = ask(app, "themes.outcome", theme, at, NULL);
    assert_string_equal(text(o, "verdict"), "fell");
    assert_true(json_real_value(at_path(o, "change.low")) < 0.25 && json_real_value(at_path(o, "change.high")) > 0.25);
    assert_true(json_real_value(at_path(o, "avoided.low")) < 72 && json_real_value(at_path(o, "avoided.high")) > 72);
    o = ask(app, "themes.outcome", "theme=1", "at=2026-01-05", NULL); /* nothing happened then */
    assert_string_not_equal(text(o, "verdict"), "fell");
    const json_t *p = ask(app, "themes.provable", theme, NULL);
    assert_true(json_real_value(at_path(p, "horizons.2.smallest")) <
                json_real_value(at_path(p, "horizons.0.smallest")));
    world_close(app);
}

static void goes_together(void **state) {
    char theme[32], at[32];
    App *app = company_open(*state, theme, at);
    const json_t *added = ask(app, "releases.add", theme, at, "id=build-7", "by=ann", NULL);
    assert_int_equal(number(added, "release"), 1);
    assert_true(json_is_true(at_path(ask(app, "releases.add", theme, "id=build-7", NULL), "again")));
    /* leaders see that friction fell after the session that looked at it, once there was one */
    assert_int_equal(number(ask(app, "coverage.get", NULL), "came.released"), 0);
    ask(app, "sessions.offer", "format=empathy", theme, "starts=2026-01-05 10:00", NULL);
    assert_int_equal(number(ask(app, "coverage.get", NULL), "came.released"), 0); /* not held yet */
    ask(app, "sessions.attend", "session=1", NULL);
    const json_t *cover = ask(app, "coverage.get", NULL);
    assert_int_equal(number(cover, "came.released"), 1);
    assert_int_equal(number(cover, "came.fell"), 1);
    assert_string_equal(text(cover, "came.releases.0.verdict"), "fell");
    assert_int_equal(json_array_size(at_path(ask(app, "releases.list", NULL), "releases")), 1);
    const json_t *shown = ask(app, "releases.get", "release=1", NULL);
    const json_t *direct = ask(app, "themes.outcome", theme, at, NULL);
    assert_string_equal(text(shown, "says"), text(direct, "says")); /* two ways to the same number */
    assert_true(json_equal(at_path(shown, "weeks"), at_path(direct, "weeks")));
    assert_true(json_array_size(at_path(shown, "weeks")) > 20);
    ask(app, "releases.roll", "release=1", "share=50", "at=2026-03-08", NULL);
    ask(app, "releases.back", "release=1", "at=2026-03-22", NULL);
    shown = ask(app, "releases.get", "release=1", NULL);
    assert_int_equal(json_array_size(at_path(shown, "rollout")), 3);
    assert_true(json_real_value(at_path(shown, "release.share")) == 0);
    double share = 1;
    size_t i;
    const json_t *week;
    json_array_foreach(at_path(shown, "weeks"), i, week)
        if (json_is_true(json_object_get(week, "after"))) {
            double now = json_real_value(json_object_get(week, "share"));
            assert_true(now <= share);
            share = now;
        }
    assert_true(share == 0);
    world_close(app);
}

static void is_the_sum_of_the_theme(void **state) {
    char theme[32], at[32];
    App *app = company_open(*state, theme, at);
    const json_t *o = ask(app, "themes.outcome", theme, at, NULL), *week;
    long long voices = 0, days = 0;
    size_t i;
    json_array_foreach(at_path(o, "weeks"), i, week) voices += number(week, "voices");
    const json_t *trend = ask(app, "themes.get", theme, NULL);
    json_array_foreach(at_path(trend, "theme.weeks"), i, week) days += number(week, "voices");
    assert_true(voices > 0 && voices <= days);
    world_close(app);
}

static void says_no_clearly(void **state) {
    App *app = world_open(*state, 2);
    assert_int_equal(refusal(app, "themes.outcome", "theme=1", "at=2026-03-01", NULL)->code, ERR_NOT_FOUND);
    demo_import(app);
    assert_string_equal(text(ask(app, "themes.outcome", "theme=1", "at=2001-01-01", NULL), "verdict"), "refused");
    assert_string_equal(text(ask(app, "themes.outcome", "theme=1", "at=2026-05-30", NULL), "verdict"), "cannot tell");
    assert_int_equal(refusal(app, "themes.outcome", "theme=9999", "at=2026-03-01", NULL)->code, ERR_NOT_FOUND);
    assert_int_equal(refusal(app, "releases.add", "at=2026-03-01", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "releases.add", "theme=1", "problem=1", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "releases.add", "problem=77", NULL)->code, ERR_NOT_FOUND);
    assert_int_equal(refusal(app, "releases.add", "theme=1", "at=2027-03-01", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "releases.add", "theme=1", "url=javascript:alert(1)", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "releases.get", "release=5", NULL)->code, ERR_NOT_FOUND);
    ask(app, "releases.add", "theme=1", "at=2026-03-01", NULL);
    assert_int_equal(refusal(app, "releases.roll", "release=1", "share=5", "at=2026-02-01", NULL)->code, ERR_INPUT);
    world_close(app);
}

static void customers_make_rates(void **state) {
    char theme[32], at[32];
    App *app = company_open(*state, theme, at);
    const char *months = file_put("active.csv", "Month;MAU\n2024-01;2000\n2024-02;2000\n");
    const json_t *saved = ask(app, "exposure.import", months, "map=period=Month,customers=MAU", NULL);
    assert_int_equal(number(saved, "new"), 2);
    assert_int_equal(number(ask(app, "exposure.import", months, NULL), "same"), 2);
    const json_t *o = ask(app, "themes.outcome", theme, at, NULL);
    assert_string_equal(text(o, "unit"), "of each 1,000 voices"); /* those months say nothing of 2026 */
    ask(app, "exposure.import", file_put("all.csv", "date,customers\n2020-01-01,500\n"), "days=366", NULL);
    char rows[8192] = "period,customers\n";
    for (int y = 2023; y <= 2026; y++)
        for (int m = 1; m <= 12; m++) snprintf(rows + strlen(rows), sizeof rows - strlen(rows), "%d-%02d,500\n", y, m);
    ask(app, "exposure.import", file_put("more.csv", rows), NULL);
    o = ask(app, "themes.outcome", theme, at, NULL);
    assert_string_equal(text(o, "unit"), "a week per 1,000 active customers");
    assert_true(fabs(json_real_value(at_path(o, "weeks.0.rate")) - (double)number(o, "weeks.0.voices") * 2) < 1e-9);
    world_close(app);
}

/* An expectation sealed long ago, as the ledger holds it: 30 % of 12 voices a week over 8 weeks at 5.00. */
static void seal(Fixture *f, int64_t at, const char *theme) {
    ChainRow row = {.at = at,
                    .actor = STR("ann"),
                    .action = STR("value.expect"),
                    .kind = STR("value"),
                    .object_id = 1,
                    .body = arena_printf(f->a,
                                         "{\"currency\":\"EUR\",\"expected\":14400,\"expected_high\":40000,"
                                         "\"expected_low\":10000,\"fall\":0.3,\"fall_high\":0.8,\"fall_low\":0.2,"
                                         "\"problem\":0,\"revenue\":false,\"theme\":%s,\"title\":\"Invoices\","
                                         "\"unit\":500,\"unit_date\":\"2026-01-01\",\"unit_source\":\"support\","
                                         "\"voices_a_week\":12,\"weeks\":8}",
                                         theme)};
    assert_ok(f, db_begin(f->db, &f->err));
    assert_ok(f, chain_append(f->db, f->a, CHAIN_LEDGER, &row, &f->err));
    assert_ok(f, db_commit(f->db, &f->err));
}

static void what_came_of_it_is_written(void **state) {
    char theme[32], at[32];
    Fixture *f = *state;
    App *app = company_open(f, theme, at);
    seal(f, NOW - 200 * (int64_t)SECONDS_PER_DAY, theme + strlen("theme="));
    assert_int_equal(refusal(app, "ledger.realise", "value=1", NULL)->code, ERR_CONFLICT); /* no release yet */
    ask(app, "releases.add", theme, "at=2025-10-01", NULL);
    assert_int_equal(refusal(app, "ledger.realise", "value=1", "release=1", NULL)->code, ERR_CONFLICT); /* before it */
    ask(app, "releases.add", theme, at, NULL);
    const json_t *checked = ask(app, "outcomes.check", NULL);
    assert_int_equal(json_array_size(at_path(checked, "realised")), 1);
    checked = ask(app, "outcomes.check", NULL); /* nothing twice */
    assert_int_equal(json_array_size(at_path(checked, "realised")), 0);
    ask(app, "ledger.share", "value=1", "owners=payments=33.33", "owners=mobile=66.67", NULL);
    const json_t *p = ask(app, "portfolio.get", NULL);
    assert_string_equal(text(p, "values.0.verdict"), "fell");
    double realised = json_real_value(at_path(p, "values.0.realised")),
           avoided = json_real_value(at_path(p, "values.0.avoided"));
    assert_true(fabs(realised - avoided * 5) < 0.5 && avoided > 40);
    assert_true(fabs(json_real_value(at_path(p, "values.0.owners.0.realised")) +
                     json_real_value(at_path(p, "values.0.owners.1.realised")) - realised) < 0.0051);
    assert_true(json_real_value(at_path(p, "groups.0.expected")) == 144);
    assert_int_equal(number(p, "groups.0.fell"), 1);
    ask(app, "ledger.correct", "value=1", "what=unit", "to=2.50", "reason=counted twice", NULL);
    p = ask(app, "portfolio.get", NULL);
    assert_true(fabs(json_real_value(at_path(p, "values.0.realised")) - realised / 2) < 0.01);
    assert_true(json_real_value(at_path(p, "values.0.expected")) == 144); /* sealed */
    ask(app, "ledger.verify", NULL);
    world_close(app);
    sql_run(f, "UPDATE chain SET body = replace(body, '14400', '14401') WHERE chain = 'ledger' AND seq = 1");
    app = world_open(f, 2);
    assert_int_equal(refusal(app, "ledger.verify", NULL)->code, ERR_CONFLICT);
    world_close(app);
}

static void shares_and_money_are_checked(void **state) {
    char theme[32], at[32];
    App *app = company_open(*state, theme, at);
    assert_int_equal(refusal(app, "ledger.expect", theme, "fall=30", "low=40", "high=50", "unit=1", "currency=EUR",
                             "source=s", "date=2026-01-01", NULL)
                         ->code,
                     ERR_INPUT);
    assert_int_equal(refusal(app, "ledger.expect", theme, "fall=30", "low=10", "high=50", "unit=-1", "currency=EUR",
                             "source=s", "date=2026-01-01", NULL)
                         ->code,
                     ERR_INPUT);
    const json_t *r = ask(app, "ledger.expect", theme, "fall=30", "low=10", "high=50", "unit=1.5", "currency=EUR",
                          "source=s", "date=2026-01-01", "kind=revenue", NULL);
    assert_int_equal(number(r, "value"), 1);
    assert_int_equal(refusal(app, "ledger.share", "value=1", "owners=a=60", "owners=b=39.99", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "ledger.share", "value=1", "owners=a=60", "owners=a=40", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "ledger.share", "value=1", "owners=a", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "ledger.cost", "value=2", "cost=1", "what=x", NULL)->code, ERR_NOT_FOUND);
    assert_string_equal(text(ask(app, "portfolio.get", NULL), "values.0.kind"), "revenue");
    world_close(app);
}

static void a_broken_table_stores_nothing(void **state) {
    App *app = demo_open(*state, 2);
    const Err *e =
        refusal(app, "exposure.import",
                file_put("bad.csv", "period,customers\n2026-01,5\n2026-13,5\n2026-02,many\n\"2026-W60\",1\n"), NULL);
    assert_int_equal(e->code, ERR_INPUT);
    assert_non_null(strstr(e->message, "line 3"));
    assert_non_null(strstr(e->message, "line 4"));
    assert_int_equal(json_array_size(at_path(ask(app, "exposure.list", NULL), "segments")), 0);
    assert_int_equal(refusal(app, "exposure.import", file_put("none.csv", "a,b\n1,2\n"), NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "exposure.import", file_put("one.csv", "date,users\n2026-01-01,5\n"), NULL)->code,
                     ERR_INPUT);
    assert_int_equal(refusal(app, "exposure.import", file_put("neg.csv", "week,users\n2026-W01,-5\n"), NULL)->code,
                     ERR_INPUT);
    ask(app, "exposure.import", file_put("week.csv", "week,users\n2026-W01,5\n"), NULL);
    assert_string_equal(text(ask(app, "exposure.list", NULL), "segments.0.from"), "2025-12-29"); /* ISO 8601 */
    world_close(app);
}

/* ---- parts of the customers ------------------------------------------------------------------ */

static const json_t *part_of(const json_t *outcome, const char *name) {
    size_t i;
    const json_t *part;
    json_array_foreach(at_path(outcome, "split.parts"), i, part)
        if (strcmp(text(part, "name"), name) == 0) return part;
    fail_msg("no part %s", name);
    return NULL;
}

static void a_population_is_judged_alone(void **state) {
    char theme[32], at[32];
    App *app = made_open(*state, &FALLS_FOR_GOLD, theme, at);
    const json_t *all = ask(app, "themes.outcome", theme, at, NULL),
                 *gold = ask(app, "themes.outcome", theme, at, "segment=gold", NULL),
                 *basic = ask(app, "themes.outcome", theme, at, "segment=basic", NULL);
    assert_string_equal(text(gold, "verdict"), "fell");
    assert_string_not_equal(text(basic, "verdict"), "fell");
    assert_true(json_real_value(at_path(gold, "change.ratio")) < json_real_value(at_path(all, "change.ratio")) - 0.2);
    assert_int_equal(number(gold, "weeks.0.voices") + number(basic, "weeks.0.voices"), number(all, "weeks.0.voices"));
    assert_string_equal(text(gold, "unit"), "of each 1,000 themed voices from customers of segment \"gold\"");
    assert_string_equal(text(part_of(all, "gold"), "verdict"), "fell"); /* and beside each other */
    assert_string_not_equal(text(part_of(all, "basic"), "verdict"), "fell");
    assert_int_equal(number(all, "split.tested"), 2);
    double p = json_real_value(at_path(part_of(all, "gold"), "p")),
           adjusted = json_real_value(at_path(part_of(all, "gold"), "p_adjusted"));
    assert_true(adjusted >= p && adjusted <= 2 * p + 1e-4);
    assert_true(json_real_value(at_path(part_of(all, "basic"), "change.high")) >
                json_real_value(at_path(basic, "change.high"))); /* widened */
    char rows[4096] = "period,segment,customers\n";
    for (int m = 0; m < 24; m++)
        snprintf(rows + strlen(rows), sizeof rows - strlen(rows), "%d-%02d,gold,500\n", 2025 + m / 12, m % 12 + 1);
    ask(app, "exposure.import", file_put("gold.csv", rows), NULL);
    gold = ask(app, "themes.outcome", theme, at, "segment=gold", NULL);
    assert_string_equal(text(gold, "unit"), "a week per 1,000 active customers of segment \"gold\"");
    assert_true(json_is_true(at_path(gold, "population.exposure")));
    assert_false(
        json_is_true(at_path(ask(app, "themes.outcome", theme, at, "segment=basic", NULL), "population.exposure")));
    assert_string_equal(text(ask(app, "themes.outcome", theme, at, "segment=nobody", NULL), "verdict"), "refused");
    assert_string_equal(text(ask(app, "themes.outcome", theme, at, "segment=gold", "channel=web", NULL), "verdict"),
                        "refused");
    assert_int_equal(json_array_size(at_path(ask(app, "themes.outcome", theme, at, "by=product", NULL), "split.parts")),
                     0);
    world_close(app);
}

/* A problem whose measure is about one segment, with looks of its own. */
static const char *brief_of(const char *theme, const char *measure) {
    static char out[1000];
    snprintf(
        out, sizeof out,
        "markdown=---\nbrief: 1\nthemes: [%s]\nmeasure:\n  metric: theme_rate\n  themes: [%s]\n%s---\n# Invoices are "
        "blank\n\n## Notes\n\nSeen in person.\n",
        theme + strlen("theme="), theme + strlen("theme="), measure);
    return out;
}

static void a_measure_names_its_population(void **state) {
    char theme[32], at[32];
    App *app = made_open(*state, &FALLS_FOR_GOLD, theme, at);
    ask(app, "problems.new", "title=Invoices are blank", theme, NULL);
    const json_t *saved = ask(app, "problems.save", "problem=1",
                              brief_of(theme, "  segment: gold\n  fall: 0.5\n  looks: [3, 6]\n  error: 0.04\n"), NULL);
    assert_non_null(strstr(text(saved, "done"), "Cannot be proven so: at today's 2.")); /* at once; they have fallen */
    ask(app, "problems.open", "problem=1", NULL);
    ask(app, "problems.commit", "problem=1", "unowned=yes", NULL);
    const json_t *shown = ask(app, "problems.get", "problem=1", NULL);
    assert_int_equal(number(shown, "provability.rows.1.weeks"), 3);
    assert_true(json_is_true(at_path(shown, "provability.rows.1.look")));
    assert_false(json_is_true(at_path(shown, "provability.rows.0.look")));
    assert_non_null(strstr(text(shown, "provability.counted"), "gold"));
    double planned = json_real_value(at_path(shown, "provability.rows.1.smallest"));
    assert_true(json_real_value(at_path(shown, "provability.rows.1.one_look")) < planned);
    assert_true(json_is_real(at_path(shown, "provability.rows.1.everybody")));
    assert_true(json_real_value(at_path(shown, "measure.baseline.voices_a_week")) < 5); /* gold's own; all have 14 */
    const json_t *wider = ask(app, "problems.provable", "problem=1", "segment=", NULL);
    assert_true(fabs(json_real_value(at_path(wider, "rows.1.smallest")) -
                     json_real_value(at_path(shown, "provability.rows.1.everybody"))) < 1e-9);
    assert_int_equal(refusal(app, "problems.provable", "problem=1", "looks=8,2", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "problems.provable", "problem=1", "looks=soon", NULL)->code, ERR_INPUT);
    ask(app, "releases.add", "problem=1", at, NULL);
    const json_t *o = ask(app, "releases.get", "release=1", NULL),
                 *direct = ask(app, "themes.outcome", theme, at, "segment=gold", NULL);
    assert_int_equal(json_array_size(at_path(o, "looks")), 2);
    assert_int_equal(number(o, "looks.1.weeks"), 6);
    assert_true(fabs(json_real_value(at_path(o, "error")) - 0.02) < 1e-9);
    assert_string_equal(text(o, "verdict"), "fell");
    assert_int_equal(number(o, "weeks.0.voices"), number(direct, "weeks.0.voices"));
    assert_string_equal(text(o, "population.segment"), "gold");
    world_close(app);
}

/* ---- opening again --------------------------------------------------------------------------- */

static void committed(App *app, const char *theme) {
    ask(app, "problems.new", "title=Invoices are blank", theme, NULL);
    ask(app, "problems.save", "problem=1", brief_of(theme, "  fall: 0.5\n  looks: [2, 4, 8]\n"), NULL);
    ask(app, "problems.open", "problem=1", NULL);
    ask(app, "problems.commit", "problem=1", "unowned=yes", NULL);
}

/* Checks, and reads the reason where people and auditors see it. */
static void opens_again(App *app, const char *why) {
    const json_t *checked = ask(app, "outcomes.check", NULL);
    assert_int_equal(json_array_size(at_path(checked, "reopened")), 1);
    assert_non_null(strstr(text(checked, "reopened.0.reason"), why));
    const json_t *problem = ask(app, "problems.get", "problem=1", NULL);
    assert_string_equal(text(problem, "problem.state"), "open");
    assert_true(json_is_null(at_path(problem, "problem.sealed_at")));
    assert_string_equal(text(problem, "history.0.action"), "problem.reopen");
    assert_non_null(strstr(text(problem, "history.0.body.why"), why));
    const json_t *audit = ask(app, "audit.list", "kind=problem", "object=1", NULL);
    assert_non_null(strstr(text(audit, "rows.0.body.why"), why));
    assert_int_equal(json_array_size(at_path(ask(app, "outcomes.check", NULL), "reopened")), 0); /* once */
    ask(app, "audit.verify", NULL);
}

static void opens_when_it_did_not_fall(void **state) {
    char theme[32], at[32];
    App *app = made_open(*state, &USUAL, theme, at);
    committed(app, theme);
    week_day(at, 58);
    ask(app, "releases.add", "problem=1", at, NULL);
    assert_string_equal(text(ask(app, "releases.get", "release=1", NULL), "verdict"), "did not fall");
    opens_again(app, "Did not fall");
    world_close(app);
}

static void opens_when_it_comes_back(void **state) {
    char theme[32], at[32];
    App *app = made_open(*state, &COMES_BACK, theme, at);
    committed(app, theme);
    week_day(at, WEEKS - 24);
    ask(app, "releases.add", "problem=1", at, NULL);
    const json_t *o = ask(app, "releases.get", "release=1", NULL);
    assert_string_equal(text(o, "verdict"), "fell");
    assert_string_equal(text(o, "lasting.state"), "gone");
    opens_again(app, "came back");
    world_close(app);
}

static void opens_when_taken_back(void **state) {
    char theme[32], at[32];
    App *app = company_open(*state, theme, at);
    committed(app, theme);
    ask(app, "releases.add", "problem=1", at, "share=20", NULL);
    ask(app, "releases.roll", "release=1", "share=100", "at=2026-03-08", NULL);
    assert_int_equal(json_array_size(at_path(ask(app, "outcomes.check", NULL), "reopened")), 0); /* it fell */
    ask(app, "releases.back", "release=1", "at=2026-05-20", NULL);
    opens_again(app, "taken back");
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(a_fall_is_told),
                                      STORE_TEST(goes_together),
                                      STORE_TEST(is_the_sum_of_the_theme),
                                      STORE_TEST(says_no_clearly),
                                      STORE_TEST(customers_make_rates),
                                      STORE_TEST(what_came_of_it_is_written),
                                      STORE_TEST(shares_and_money_are_checked),
                                      STORE_TEST(a_broken_table_stores_nothing),
                                      STORE_TEST(a_population_is_judged_alone),
                                      STORE_TEST(a_measure_names_its_population),
                                      STORE_TEST(opens_when_it_did_not_fall),
                                      STORE_TEST(opens_when_it_comes_back),
                                      STORE_TEST(opens_when_taken_back)};
    return app_tests_run("outcomes", tests, sizeof tests / sizeof *tests);
}
