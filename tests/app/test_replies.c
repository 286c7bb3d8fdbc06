/* Real replies of every operation after a real import: their shape, their sums, the same on both engines, quotes that
 * verify, and nothing personal anywhere in the store. */
#include "app_test.h"
#include "embed_server.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "store/chain_store.h"
#include "store/org_store.h"

/* ---- every operation, on both engines -------------------------------------------------------- */

enum { MAX_CALL_ARGS = 8, MAX_COMPARED = 40 };

typedef struct Asked {
    const char *id, *args[MAX_CALL_ARGS];
} Asked;

/* At least one for every operation that runs; test every_reply_fits says which is missing. */
static const Actor MACHINE = {.name = STR_INIT("a test"), .role = ROLE_ADMIN, .scopes = SCOPE_ALL};

static const Asked CALLS[] = {
    {"themes.list", {NULL}},
    {"themes.list", {"sort=voices", "limit=5"}},
    {"themes.list", {"sort=change"}},
    {"themes.list", {"sort=name", "q=CARD"}},
    {"themes.list", {"q=no theme is called that"}},
    {"themes.get", {"theme=1"}},
    {"themes.get", {"theme=3"}},
    {"themes.trend", {"theme=1"}},
    {"themes.trend", {"theme=1", "by=source", "weeks=1040"}},
    {"themes.trend", {"theme=3", "by=segment", "weeks=13"}},
    {"themes.trend", {"theme=3", "by=product"}},
    {"themes.trend", {"theme=2", "by=channel", "weeks=1"}},
    {"signals.list", {NULL}},
    {"signals.list", {"limit=1000"}},
    {"signals.list", {"theme=1", "copies=first"}},
    {"signals.list", {"unthemed=yes"}},
    {"signals.list", {"search=card -not \"declined", "limit=20"}},
    {"signals.list", {"search=NEAR(card app) OR * ^ ' % \\ \xf0\x9f\x98\xa1"}},
    {"signals.list", {"source=1", "from=2026-01-01", "to=2026-03-01"}},
    {"signals.list", {"channel=chat", "product=Mobile app"}},
    {"signals.get", {"signal=1"}},
    {"signals.get", {"signal=200"}},
    {"signals.get", {"signal=333"}},
    {"sources.list", {NULL}},
    {"verify", {NULL}},
    {"rebuild", {NULL}},
    {"themes.list", {NULL}},
    {"themes.rename", {"theme=1", "name=Ours", "by=ann"}},
    {"themes.pin", {"theme=1"}},
    {"themes.hide", {"theme=2"}},
    {"themes.list", {"hidden=yes"}},
    {"signals.move", {"signals=1", "to=1"}},
    {"themes.split", {"theme=1", "name=Asking", "signals=1", "later=yes"}},
    {"themes.define", {"name=Crashes", "phrase=crash"}},
    {"themes.merge", {"theme=3", "into=1", "later=yes"}},
    {"edits.list", {NULL}},
    {"edits.apply", {NULL}},
    {"themes.get", {"theme=1"}},
    {"signals.get", {"signal=1"}},
    {"codebooks.get", {"codebook=4"}},
    {"discover", {"themes=8", "seed=2"}},
    {"themes.list", {NULL}},
    {"codebooks.list", {NULL}},
    {"areas.list", {NULL}},
    {"facets.list", {NULL}},
    {"signals.list", {"theme=1", "facet=1"}},
    {"findings.list", {NULL}},
    {"codebooks.get", {"codebook=1"}},
    {"codebooks.get", {"codebook=2"}},
    {"edits.undo", {"edit=6"}},
    {"edits.list", {NULL}},
    {"components.list", {NULL}},
    {"components.unowned", {NULL}},
    {"route.ask", {"text=Card declined at the terminal"}},
    {"components.import", {"file=" SOURCE_ROOT "/src/demo/texts/catalog.yaml"}},
    {"components.list", {"state=unowned", "q=x"}},
    {"components.list", {"state=all", "limit=3"}},
    {"components.get", {"component=event-queue"}},
    {"components.get", {"component=component:default/hsm"}},
    {"components.unowned", {NULL}},
    {"teams.list", {"gone=yes"}},
    {"teams.get", {"team=cards"}},
    {"route.ask", {"theme=1"}},
    {"people.import", {"file=" SOURCE_ROOT "/src/demo/texts/people.tsv"}},
    {"people.import", {"file=" SOURCE_ROOT "/src/demo/texts/people.tsv", "preview=yes"}},
    {"leave.import", {"file=" SOURCE_ROOT "/src/demo/texts/leave.tsv"}},
    {"people.list", {NULL}},
    {"people.list", {"q=CARDS a", "limit=2"}},
    {"people.list", {"team=1", "left=yes"}},
    {"people.get", {"person=ada.brandt@larkfield.example"}},
    {"people.edit",
     {"person=1", "zone=Asia/Tokyo", "languages=ja, EN-gb", "work_days=sun-thu", "fte=80 %", "host=yes"}},
    {"leave.add", {"person=1", "from=2026-07-01", "until=2026-07-14"}},
    {"leave.list", {"person=1", "from=2026-01-01"}},
    {"leave.remove", {"leave=1"}},
    {"goals.list", {NULL}},
    {"goals.set", {"touchpoints=6", "hours=1.5", "weeks=4"}},
    {"goals.set", {"team=cards", "touchpoints=8", "formats=2"}},
    {"goals.totals", {NULL}},
    {"goals.totals", {"team=Cards"}},
    {"goals.mine", {NULL}},
    {"people.get", {"person=1"}},
    {"route.confirm", {"theme=1", "component=card-authorisation", "by=ann"}},
    {"route.confirm", {"text=The office is cold", "nobody=yes"}},
    {"route.ask", {"theme=1"}},
    {"components.get", {"component=card-authorisation"}},
    {"problems.list", {NULL}},
    {"problems.new", {"theme=1"}},
    {"problems.new", {"theme=1", "theme=2", "title=Two  at\nonce"}},
    {"problems.new", {"title=Seen in person"}},
    {"problems.get", {"problem=2"}},
    {"problems.get", {"problem=3"}},
    {"route.ask", {"problem=4"}},
    {"route.confirm", {"problem=4", "component=card-authorisation"}},
    {"problems.get", {"problem=4"}},
    {"problems.list", {"sort=wsjf", "state=all"}},
    {"formats.list", {NULL}},
    {"formats.save", {"format=Store visit", "capacity=3", "by=ann"}},
    {"formats.get", {"format=store_visit"}},
    {"sessions.offer", {"format=empathy", "starts=2026-06-20 10:00", "host=sue@x.example", "theme=1"}},
    {"sessions.offer", {"format=support", "starts=2026-05-20 10:00", "host=sue@x.example", "weeks=4"}},
    {"sessions.offer", {"format=hackathon", "starts=2026-06-22 09:00", "host=sue@x.example"}},
    {"sessions.change", {"session=1", "capacity=9", "place=Room 3"}},
    {"seats.join", {"session=1", "person=ann@x.example"}},
    {"seats.join", {"session=2", "person=ann@x.example"}},
    {"seats.swap", {"session=1", "person=ann@x.example", "with=bob@x.example"}},
    {"sessions.note", {"session=1", "words=Look at the second one first", "moment=1"}},
    {"sessions.get", {"session=1"}},
    {"sessions.guide", {"session=6"}},
    {"sessions.attend", {"session=2", "attended=ann@x.example", "minutes=100"}},
    {"sessions.attendance", {"session=2"}},
    {"sessions.cause", {"session=2", "theme=1", "minutes=40", "words=the limit is not shown"}},
    {"reflections.add",
     {"session=2", "person=ann@x.example", "saw=They asked for the limit three times an hour", "surprised=all of it"}},
    {"reflections.list", {NULL}},
    {"rotation.get", {NULL}},
    {"hackathons.enter", {"session=6", "name=Limits", "theme=1", "person=ann@x.example"}},
    {"hackathons.enter", {"session=6", "name=Retries", "theme=3", "person=bob@x.example"}},
    {"hackathons.judge", {"session=6", "better=1", "worse=2", "person=sue@x.example"}},
    {"hackathons.ranking", {"session=6"}},
    {"hackathons.follow", {"entry=1", "days=30", "effect=nothing yet"}},
    {"hackathons.due", {"all=yes"}},
    {"customers.consent", {"customer=C-1", "how=by phone"}},
    {"customers.contact", {"customer=#1"}},
    {"customers.limits", {"cap=5"}},
    {"customers.get", {"customer=#1"}},
    {"customers.consent_end", {"customer=#1"}},
    {"customers.opt_out", {"customer=#1"}},
    {"customers.block", {"customer=#1", "why=a court case"}},
    {"customers.list", {NULL}},
    {"calendars.make", {"kind=host", "person=sue@x.example"}},
    {"calendars.list", {NULL}},
    {"calendars.revoke", {"calendar=1"}},
    {"mail.setup", {"url=smtp://127.0.0.1:1", "from=r@x.example"}},
    {"mail.send", {NULL}},
    {"mail.list", {NULL}},
    {"seats.join", {"session=5", "person=bob@x.example"}},
    {"people.list", {NULL}},
    {"people.get", {"person=ann@x.example"}},
    {"plans.make", {"quarter=2026Q2"}},
    {"plans.get", {"plan=1"}},
    {"plans.publish", {"plan=1"}},
    {"plans.make", {"quarter=2026Q2", "seed=2"}},
    {"plans.get", {"plan=2", "person=ann@x.example"}},
    {"plans.discard", {"plan=2"}},
    {"plans.list", {NULL}},
    {"coverage.get", {NULL}},
    {"sessions.cancel", {"session=1", "why=ill"}},
    {"seats.leave", {"session=5", "person=bob@x.example"}},
    {"seats.list", {"person=ann@x.example"}},
    {"sessions.list", {NULL}},
    {"sessions.list", {"past=yes", "format=support", "host=sue@x.example"}},
    {"problems.edit", {"problem=2"}},
    {"problems.export", {"problem=3"}},
    {"problems.open", {"problem=2"}},
    {"problems.commit", {"problem=2", "by=ann", "unowned=yes"}},
    {"problems.export", {"problem=2"}},
    {"problems.merge", {"problem=4", "into=3"}},
    {"problems.diff", {"problem=3"}},
    {"problems.release", {"problem=2", "why=4.2"}},
    {"problems.get", {"problem=2"}},
    {"problems.save", {"problem=3", "markdown=---\nbrief: 1\nthemes: [2]\n---\n# Ours\n\n## Notes\n\nText\n"}},
    {"problems.check", {NULL}},
    {"problems.measure", {"problem=2"}},
    {"problems.provable", {"problem=2", "fall=40", "looks=4, 12"}},
    {"problems.text", {"problem=2", "to=github"}},
    {"problems.text", {"problem=2", "to=jira"}},
    {"problems.send", {"problem=2", "to=github", "place=acme/app"}},
    {"problems.board", {NULL}},
    {"strategies.new", {"title=Home first", "statement=We serve one country well before the next."}},
    {"strategies.new", {"title=Gone soon", "statement=x"}},
    {"strategies.retire", {"strategy=2"}},
    {"problems.decide",
     {"problem=3", "kind=decline", "decider=Vera", "reason=Not our market", "strategy=1", "affected=travellers",
      "review=2026-12-01", "tripwire=9"}},
    {"strategies.list", {"retired=yes"}},
    {"problems.new", {"title=Heard at the desk"}},
    {"problems.decide", {"problem=5", "kind=accept", "decider=Vera", "reason=It hurts"}},
    {"problems.get", {"problem=3"}},
    {"conflicts.list", {NULL}},
    {"problems.board", {NULL}},
    {"themes.outcome", {"theme=1", "at=2026-03-01"}},
    {"themes.outcome", {"theme=1", "at=2001-03-01", "fall=50"}},
    {"themes.provable", {"theme=1"}},
    {"releases.add", {"theme=1", "at=2026-03-01", "share=50", "by=ann"}},
    {"releases.add", {"problem=2", "at=2026-04-01", "id=build 7"}},
    {"releases.roll", {"release=1", "share=100", "at=2026-03-08"}},
    {"releases.back", {"release=1", "at=2026-04-08"}},
    {"releases.list", {NULL}},
    {"releases.list", {"theme=1"}},
    {"releases.get", {"release=1"}},
    {"releases.get", {"release=2"}},
    {"proposals.list", {"all=yes"}},
    {"webhooks.list", {"all=yes"}},
    {"work.mine", {"person=ann@x.example"}},
    {"work.mail", {"person=ann@x.example", "outcomes=yes"}},
    {"told.list", {NULL}},
    {"told.customers", {"release=2"}},
    {"exposure.list", {NULL}},
    {"outcomes.check", {NULL}},
    {"alerts.list", {"days=100000"}},
    {"ledger.share", {"value=1", "owners=payments=60", "owners=mobile=40"}},
    {"ledger.cost", {"value=1", "cost=1200", "what=two weeks"}},
    {"ledger.correct", {"value=1", "what=unit", "to=5.8", "reason=overhead"}},
    {"ledger.realise", {"value=1"}},
    {"ledger.list", {NULL}},
    {"ledger.verify", {NULL}},
    {"portfolio.get", {NULL}},
    {"audit.list", {NULL}},
    {"audit.list", {"kind=problem", "object=1", "cursor=9"}},
    {"audit.verify", {NULL}},
    {"accounts.list", {NULL}},
    {"signals.add",
     {"lines={\"id\":\"a1\",\"text\":\"Card declined, mail me at "
      "eve@x.example\",\"plan\":\"gold\"}\n\n[1]\n{\"text\":\"no id\"}"}},
    {"files.take",
     {"what=signals", "name=chats.csv",
      "file=aWQsdGV4dCx0aW1lCjEsQ2FyZCBkZWNsaW5lZCBhYnJvYWQsMjAyNi0wNS0wMQo=", "source=Chat"}},
    {"signals.add", {"lines={\"id\":\"a1\",\"text\":\"Card declined again\",\"time\":\"2026-05-01\"}", "source=Chat"}},
    {"themes.refresh", {NULL}},
    {"setup.change", {"organisation=Example Cards", "zone=Europe/Berlin", "people=admin"}},
    {"setup.get", {NULL}},
    {"sample.show", {NULL}},
    {"home", {NULL}},
    {"search", {"q=card"}},
    {"commands.list", {NULL}},
};

/* Their replies hold random tokens, or are about who is signed in: test_accounts.c asks them. */
/* clang-format off */
static const char *const ELSEWHERE[] = {
    "login.begin", "login.end",   "login.seen", "links.get",  "links.use",       "account.get",    "account.change",
    "logins.end",  "tokens.add", "tokens.end", "accounts.invite", "accounts.reset", "accounts.change", "account.password",
    "backup", "restore", "doctor",
    /* by test_hooks.c */
    "hooks.list", "hooks.get", "hooks.make", "hooks.map", "hooks.revoke", "hooks.receive", "proposals.confirm", "proposals.dismiss",
    /* by test_sample.c */
    "sample.load", "sample.remove",
    /* by test_messages.c */
    "told.log",
    /* by tests/cli/test_news.py */
    "webhooks.add", "webhooks.revoke", "webhooks.test",
};
/* clang-format on */

static bool asked_elsewhere(const char *id) {
    for (size_t i = 0; i < sizeof ELSEWHERE / sizeof *ELSEWHERE; i++)
        if (strcmp(ELSEWHERE[i], id) == 0) return true;
    return false;
}

static const json_t *ask_it(App *app, const Asked *c) {
    return ask(app, c->id, c->args[0], c->args[1], c->args[2], c->args[3], c->args[4], c->args[5], c->args[6],
               c->args[7], NULL); /* the first NULL ends them */
}

/* Whom sessions need. */
static void people_there(Fixture *f) {
    static const char *const KEYS[] = {"sue@x.example", "ann@x.example", "bob@x.example"};
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++) {
        PersonRow row = person_new(str_from_c(KEYS[i]), str_slice(str_from_c(KEYS[i]), 0, 3));
        int64_t id;
        row.email = row.key;
        row.engineer = i > 0;
        assert_ok(f, person_put(f->db, &row, &id, &f->err));
    }
}

/* Holds a secret that is new each time. */
static bool is_random(const char *id) {
    return strcmp(id, "calendars.make") == 0;
}

static char *replies[sizeof CALLS / sizeof *CALLS]; /* of the engine before, as text */

/* A value that was sealed before the releases above. */
static void seal(Fixture *f) {
    ChainRow row = {
        .at = NOW - 300 * (int64_t)SECONDS_PER_DAY,
        .actor = STR("ann"),
        .action = STR("value.expect"),
        .kind = STR("value"),
        .object_id = 1,
        .body = STR("{\"currency\":\"EUR\",\"expected\":10,\"fall\":0.3,\"theme\":1,\"title\":\"Ours\",\"unit\":5}")};
    assert_ok(f, db_begin(f->db, &f->err));
    assert_ok(f, chain_append(f->db, f->a, CHAIN_LEDGER, &row, &f->err));
    assert_ok(f, db_commit(f->db, &f->err));
}

static const char *with(const Fixture *f, const char *name, const char *value) {
    return arena_printf(f->a, "%s=%s", name, value).p;
}

/* A list in pages is the list: every row once, in its order. Returns how many rows it has; 0 when pages are not its
 * thing. */
static size_t walk_pages(const Fixture *f, App *app, const Asked *c) {
    const Op *op = op_find(str_from_c(c->id));
    Asked one = *c;
    size_t args = 0, at = 0;
    bool paged = false;
    for (const Param *p = op->params; p && p->name; p++) paged = paged || strcmp(p->name, "cursor") == 0;
    if (!paged) return 0;
    while (one.args[args]) {
        if (str_starts(str_from_c(one.args[args]), STR("cursor=")) ||
            str_starts(str_from_c(one.args[args]), STR("limit=")))
            return 0;
        args++;
    }
    one.args[args] = "limit=1000";
    const json_t *all = at_path(ask_it(app, &one), op->rows);
    size_t n = json_array_size(all), step = n / 5 + 1;
    one.args[args] = with(f, "limit", arena_printf(f->a, "%zu", step).p);
    for (const char *next = ""; next;) {
        one.args[args + 1] = with(f, "cursor", next);
        const json_t *reply = ask_it(app, &one), *page = at_path(reply, op->rows), *row;
        size_t i;
        json_array_foreach(page, i, row) {
            if (!json_equal(row, json_array_get(all, at)))
                fail_msg("%s: row %zu of the list in pages is another one", c->id, at);
            at++;
        }
        next = json_is_string(at_path(reply, "next")) ? text(reply, "next") : NULL;
        if (next) assert_int_equal(json_array_size(page), step);
    }
    if (at != n) fail_msg("%s: %zu rows in pages, %zu at once", c->id, at, n);
    one.args[args + 1] = "cursor=junk";
    assert_int_equal(
        refusal(app, c->id, one.args[0], one.args[1], one.args[2], one.args[3], one.args[4], one.args[5], NULL)->code,
        ERR_INPUT);
    return n;
}

static void walk_all_pages(const Fixture *f, App *app) {
    static const char *const LONG[] = {"signals.list", "people.list", "sessions.list", "audit.list",
                                       "ledger.list",  "plans.get",   "seats.list"};
    size_t rows[sizeof LONG / sizeof *LONG] = {0};
    for (size_t i = 0; i < sizeof CALLS / sizeof *CALLS; i++) {
        size_t n = walk_pages(f, app, &CALLS[i]);
        for (size_t k = 0; k < sizeof LONG / sizeof *LONG; k++)
            if (strcmp(LONG[k], CALLS[i].id) == 0 && n > rows[k]) rows[k] = n;
    }
    for (size_t k = 0; k < sizeof LONG / sizeof *LONG; k++)
        if (rows[k] < 2) fail_msg("%s has %zu rows: too few to be told in pages", LONG[k], rows[k]);
}

static void every_reply_fits_and_is_the_same_on_both_engines(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, f->postgres ? 1 : 4); /* and with any number of threads */
    demo_import(app);
    ask(app, "exposure.import", file_put("active.csv", "month,customers\n2026-03,900\n"), NULL);
    people_there(f);
    seal(f);
    ask(app, "ledger.expect", "theme=1", "fall=30", "low=10", "high=50", "unit=6.50", "currency=EUR", "source=support",
        "date=2026-01-31", "by=ann", NULL);
    ask(app, "generate", arena_printf(f->a, "dir=%s/again", folder()).p, "signals=100", NULL);
    EmbedServer tracker;
    assert_true(embed_server_start(&tracker, NULL));
    setenv("RIDEALONG_GITHUB_URL", arena_printf(f->a, "http://127.0.0.1:%d", tracker.port).p, 1);
    setenv("RIDEALONG_GITHUB_TOKEN_FILE", file_put("token", "token-of-the-tests") + 5, 1);
    setenv("RIDEALONG_PRIVATE_HOSTS", "127.0.0.1", 1);
    ask(app, "problems.import", file_put("seen.md", "---\nbrief: 1\n---\n# Seen by us\n"), NULL);
    for (size_t i = 0; i < sizeof CALLS / sizeof *CALLS; i++) {
        char *text = json_dumps(ask_it(app, &CALLS[i]), JSON_SORT_KEYS | JSON_INDENT(1) | JSON_REAL_PRECISION(15));
        assert_non_null(text);
        if (is_random(CALLS[i].id)) {
            free(text);
            continue;
        }
        if (!replies[i]) {
            replies[i] = text;
            continue;
        }
        size_t at = 0, line = 1;
        while (text[at] && text[at] == replies[i][at]) line += text[at++] == '\n';
        if (text[at] != replies[i][at])
            fail_msg("%s, call %zu, line %zu: '%.80s' on SQLite, '%.80s' on PostgreSQL", CALLS[i].id, i, line,
                     replies[i] + (at > 30 ? at - 30 : 0), text + (at > 30 ? at - 30 : 0));
        free(text);
        free(replies[i]);
        replies[i] = NULL;
    }
    size_t n;
    const Op *const *ops = ops_all(&n);
    for (size_t i = 0; i < n; i++)
        if (ops[i]->run && !was_asked(ops[i]->id) && !asked_elsewhere(ops[i]->id))
            fail_msg("no test asks %s: add it to CALLS", ops[i]->id);
    walk_all_pages(f, app);
    embed_server_stop(&tracker);
    world_close(app);
}

/* ---- sums ------------------------------------------------------------------------------------ */

static void numbers_of_different_replies_agree(void **state) {
    App *app = demo_open(*state, 2);
    const json_t *list = ask(app, "themes.list", NULL), *theme;
    long long coded = 0, heard = number(list, "codebook.unthemed");
    double share = 0;
    size_t i;
    json_array_foreach(at_path(list, "themes"), i, theme) {
        char arg[40];
        snprintf(arg, sizeof arg, "theme=%lld", number(theme, "id"));
        long long signals = number(theme, "signals"), voices = 0;
        assert_int_equal(number(theme, "rank"), i + 1);
        assert_int_equal(number(ask(app, "signals.list", arg, NULL), "total"), signals);
        const json_t *whole = ask(app, "themes.get", arg, NULL), *week, *part;
        assert_string_equal(text(whole, "theme.name"), text(theme, "name"));
        long long of_weeks = 0;
        size_t k;
        json_array_foreach(at_path(whole, "theme.weeks"), k, week) {
            of_weeks += number(week, "signals");
            voices += number(week, "voices");
            assert_true(number(week, "voices") <= number(week, "signals") &&
                        number(week, "voices") <= number(week, "total"));
        }
        assert_int_equal(of_weeks, signals); /* all of the demo has a date */
        assert_true(voices >= number(theme, "voices"));
        double points = 0;
        json_array_foreach(at_path(whole, "theme.rank_help"), k, part)
            points += json_number_value(at_path(part, "points"));
        double score = json_number_value(at_path(theme, "score"));
        assert_true(points > score - 0.1 && points < score + 0.1);
        coded += signals;
        heard += number(theme, "voices");
        share += json_number_value(at_path(theme, "share"));
    }
    assert_true(i >= 5);
    assert_int_equal(coded + number(list, "codebook.unthemed"), number(list, "codebook.signals"));
    assert_int_equal(number(list, "codebook.signals"), number(list, "totals.with_text"));
    assert_int_equal(number(ask(app, "signals.list", "unthemed=yes", NULL), "total"),
                     number(list, "codebook.unthemed"));
    assert_true(share <= 1.01 &&
                share > (double)(heard - 2 * number(list, "codebook.unthemed")) / (double)heard - 0.05);
    long long of_sources = 0;
    const json_t *sources = at_path(ask(app, "sources.list", NULL), "sources");
    json_array_foreach(sources, i, theme) of_sources += number(theme, "signals");
    assert_int_equal(of_sources, number(list, "totals.signals"));
    world_close(app);
}

typedef struct Streamed {
    Arena *a;
    long long n;
} Streamed;

static bool check_streamed(void *ctx, json_t *row) {
    extern const Field *const SIGNALS_STREAM_SHAPE;
    Streamed *s = ctx;
    const Op op = {.id = "signals.list", .reply = SIGNALS_STREAM_SHAPE};
    const char *wrong = op_check_reply(&op, row, s->a);
    if (wrong) fail_msg("streamed signal: %s", wrong);
    s->n++;
    return true;
}

static void the_stream_has_its_shape_and_every_signal(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 1);
    Streamed s = {f->a, 0};
    assert_ok(f,
              app_stream(app, &MACHINE, op_find(STR("signals.list")), f->a, NULL, 0, NOW, check_streamed, &s, &f->err));
    assert_int_equal(s.n, number(ask(app, "signals.list", NULL), "total"));
    RawArg raw = {STR("theme"), STR("1")};
    s.n = 0;
    assert_ok(f,
              app_stream(app, &MACHINE, op_find(STR("signals.list")), f->a, &raw, 1, NOW, check_streamed, &s, &f->err));
    assert_int_equal(s.n, number(ask(app, "signals.list", "theme=1", NULL), "total"));
    world_close(app);
}

/* ---- quotes ---------------------------------------------------------------------------------- */

static void quotes_stand_word_for_word_in_their_signals(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 1);
    const json_t *themes = at_path(ask(app, "themes.list", NULL), "themes"), *theme, *quote;
    size_t i, k, checked = 0;
    json_array_foreach(themes, i, theme) {
        const json_t *whole = ask(app, "themes.get", arena_printf(f->a, "theme=%lld", number(theme, "id")).p, NULL);
        json_array_foreach(at_path(whole, "quotes"), k, quote) {
            const json_t *signal =
                ask(app, "signals.get", arena_printf(f->a, "signal=%lld", number(quote, "signal")).p, NULL);
            Str all = str_from_c(text(signal, "signal.text"));
            Str said = str_slice(all, (size_t)number(quote, "begin"), (size_t)number(quote, "end"));
            assert_true(said.n > 0 && str_eq(said, str_from_c(text(quote, "text"))));
            char hex[65];
            hex_encode(hex, sha256(said).bytes, 32);
            assert_string_equal(hex, text(quote, "sha256"));
            assert_true(json_is_true(at_path(quote, "verified")));
            assert_int_equal(number(signal, "signal.theme.id"), number(theme, "id"));
            checked++;
        }
        if (k) assert_string_equal(text(theme, "quote"), text(whole, "quotes.0.text"));
    }
    assert_true(checked > 20);
    assert_int_equal(number(ask(app, "verify", NULL), "checked"), checked);
    world_close(app);
}

static void a_changed_signal_is_quoted_no_more(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 1);
    const json_t *before = ask(app, "themes.get", "theme=1", NULL);
    long long signal = number(before, "quotes.0.signal");
    const char *said = text(before, "quotes.0.text");
    sql_run(f, arena_printf(f->a, "UPDATE signal SET text = upper(text) WHERE id = %lld", signal).p);
    const json_t *after = ask(app, "themes.get", "theme=1", NULL);
    assert_int_equal(number(after, "quotes.0.signal"), signal);
    assert_true(json_is_false(at_path(after, "quotes.0.verified")));
    assert_string_equal(text(after, "quotes.0.text"), "");
    const json_t *themes = at_path(ask(app, "themes.list", NULL), "themes"), *row = at_path(themes, "0"), *theme;
    size_t i;
    json_array_foreach(themes, i, theme) {
        if (number(theme, "id") == 1) row = theme;
        if (json_is_string(at_path(theme, "quote"))) assert_string_not_equal(text(theme, "quote"), said);
    }
    assert_int_equal(number(row, "id"), 1);
    const Err *err = refusal(app, "verify", NULL);
    assert_int_equal(err->code, ERR_CONFLICT);
    char want[60];
    snprintf(want, sizeof want, "theme 1, signal %lld", signal);
    assert_non_null(strstr(err->message, want));
    /* shortened to nothing, it cannot be read past its end */
    sql_run(f, arena_printf(f->a, "UPDATE signal SET text = 'x' WHERE id = %lld", signal).p);
    assert_true(json_is_false(at_path(ask(app, "themes.get", "theme=1", NULL), "quotes.0.verified")));
    sql_run(f, arena_printf(f->a, "DELETE FROM quote WHERE signal_id = %lld", signal).p);
    ask(app, "verify", NULL);
    world_close(app);
}

/* ---- personal data --------------------------------------------------------------------------- */

static void nothing_personal_is_in_any_table(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 1);
    const char *file =
        file_put("personal.csv",
                 "id,text,customer,requester_email,phone,note\n"
                 "qwxkeptid1,\"Qwxkeptword: write to qwxlocal@qwxdomain.com or call +1 (415) 555-2671, card 4111 1111 "
                 "1111 1111.\",qwxcustomer@qwxshop.com,qwxreq@qwxshop.com,+1 415 555 2699,qwxkeptnote\n"
                 "qwxid@qwxmail.org,\"My SSN is 536-90-4399, IBAN DE89 3704 0044 0532 0130 00, from "
                 "203.0.113.77.\",qwxcustomertwo,,,see https://qwxuser:qwxsecret@host.example/x\n"
                 "3,\"key sk_live_4eC39HqLyjWDarjtT1zdp7dc and 5500-0000-0000-0004\",,,,5500000000000004\n");
    ask(app, "import", file, "map=id=id,text=text,customer=customer", "themes=no", NULL);
    Str all = sql_everything(f);
    /* what must be there is, so that the search below can be believed */
    static const char *const KEPT[] = {"qwxkeptid1", "wxkeptword", "qwxkeptnote", "[EMAIL]", "[CARD]"};
    /* digits in runs that no random key or hash in hex holds by chance */
    static const char *const CUT[] = {"qwxlocal",    "qwxdomain", "555-2671",  "5552671",   "4111 1111", "41111111",
                                      "qwxcustomer", "qwxreq",    "5552699",   "555 2699",  "qwxid",     "qwxmail",
                                      "536-90",      "90-4399",   "536904399", "DE89 3",    "DE893704",  "3704 004",
                                      "37040044",    "203.0.113", "qwxuser",   "qwxsecret", "4eC39Hq",   "4ec39hq",
                                      "5500-00",     "55000000"};
    for (size_t i = 0; i < sizeof KEPT / sizeof *KEPT; i++)
        if (str_find(all, str_from_c(KEPT[i])) == SIZE_MAX) fail_msg("'%s' is not in the store", KEPT[i]);
    for (size_t i = 0; i < sizeof CUT / sizeof *CUT; i++) {
        size_t at = str_find(all, str_from_c(CUT[i]));
        if (at != SIZE_MAX) fail_msg("'%s' is in the store: %.80s", CUT[i], all.p + (at > 30 ? at - 30 : 0));
        const json_t *found = ask(app, "signals.list", arena_printf(f->a, "search=%s", CUT[i]).p, NULL);
        if (number(found, "total")) fail_msg("'%s' can be searched for", CUT[i]);
    }
    assert_int_equal(number(ask(app, "signals.list", "search=qwxkeptword", NULL), "total"), 1);
    world_close(app);
}

/* ---- refusals -------------------------------------------------------------------------------- */

static void what_is_not_there_is_said(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 1);
    assert_int_equal(refusal(app, "themes.get", "theme=1", NULL)->code, ERR_NOT_FOUND);
    assert_int_equal(refusal(app, "verify", NULL)->code, ERR_NOT_FOUND);
    assert_int_equal(refusal(app, "discover", NULL)->code, ERR_INPUT); /* nothing to find themes in */
    assert_int_equal(json_array_size(at_path(ask(app, "themes.list", NULL), "themes")), 0);
    assert_true(json_is_null(at_path(ask(app, "rebuild", NULL), "result")));
    ask(app, "import", file_put("few.csv", "id,text\n1,the card was declined\n"), NULL);
    assert_true(json_is_null(at_path(ask(app, "themes.list", NULL), "codebook")));
    demo_import(app);
    assert_int_equal(refusal(app, "themes.get", "theme=9999", NULL)->code, ERR_NOT_FOUND);
    assert_int_equal(refusal(app, "signals.get", "signal=9999999", NULL)->code, ERR_NOT_FOUND);
    assert_int_equal(refusal(app, "signals.list", "theme=9999", NULL)->code, ERR_NOT_FOUND);
    assert_int_equal(refusal(app, "signals.list", "source=9999", NULL)->code, ERR_NOT_FOUND);
    assert_int_equal(refusal(app, "signals.list", "cursor=junk", NULL)->code, ERR_INPUT);
    world_close(app);
    App *reader = app_open(&(AppOptions){.store = str_from_c(f->url), .threads = 1});
    ask(reader, "themes.list", NULL);
    assert_int_equal(refusal(reader, "discover", NULL)->code, ERR_FORBIDDEN);
    assert_int_equal(refusal(reader, "import", demo_file(0), NULL)->code, ERR_FORBIDDEN);
    world_close(reader);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(every_reply_fits_and_is_the_same_on_both_engines),
        STORE_TEST(numbers_of_different_replies_agree),
        STORE_TEST(the_stream_has_its_shape_and_every_signal),
        STORE_TEST(quotes_stand_word_for_word_in_their_signals),
        STORE_TEST(a_changed_signal_is_quoted_no_more),
        STORE_TEST(nothing_personal_is_in_any_table),
        STORE_TEST(what_is_not_there_is_said),
    };
    int failed = app_tests_run("replies", tests, sizeof tests / sizeof *tests);
    for (size_t i = 0; i < sizeof replies / sizeof *replies; i++) free(replies[i]);
    return failed;
}
