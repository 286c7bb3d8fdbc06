/* sample_story.c - what the demo company made of its signals, said by the operations that anybody would use: a problem
 * with a verified brief, its owner, a session with customers, a release and what came of it; and others on the way. */
#include "audit.h"
#include "json_build.h"
#include "sample.h"

enum { ARGS_MAX = 14 };

typedef struct Story {
    Call *call;
    const SampleTold *told;
    Err *err;
    json_t *reply; /* of what was said last */
} Story;

static const Actor TELLER = {.name = STR_INIT("Sample data"), .role = ROLE_ADMIN, .scopes = SCOPE_ALL};

/* Says "name=value"... to an operation as if it were `at`; NULL ends them. */
static bool say_all(Story *s, int64_t at, const char *id, const char *const *args) {
    RawArg raw[ARGS_MAX];
    size_t n = 0;
    for (; n < ARGS_MAX && args[n]; n++) {
        Str value = str_from_c(args[n]), name = str_cut(&value, '=');
        raw[n] = (RawArg){name, value};
    }
    json_decref(s->reply);
    s->reply = NULL;
    return app_call(s->call->app, &TELLER, op_find(str_from_c(id)), s->call->arena, raw, n, at, NULL, &s->reply,
                    s->err) ||
           err_prefix(s->err, "%s: ", id);
}
#define say(s, at, id, ...) say_all(s, at, id, (const char *const[]){__VA_ARGS__})

/* "problem=12" */
static const char *number_arg(const Story *s, const char *name, int64_t n) {
    return arena_printf(s->call->arena, "%s=%lld", name, (long long)n).p;
}

static const char *date_arg(const Story *s, const char *name, int64_t at) {
    return arena_printf(s->call->arena, "%s=%.*s", name, STR_ARG(time_iso_date(s->call->arena, at))).p;
}

static const char *starts_arg(const Story *s, int64_t at, const char *hour) {
    return arena_printf(s->call->arena, "starts=%.*s %s", STR_ARG(time_iso_date(s->call->arena, at)), hour).p;
}

static int64_t said(const Story *s, const char *name) {
    return json_integer_value(json_object_get(s->reply, name));
}

static int64_t days(int64_t at, int n) {
    return at + n * (int64_t)SECONDS_PER_DAY;
}

/* Whose it most likely is, confirmed; *sure false: nobody knows a word of it. */
static bool owner_confirm(Story *s, int64_t at, int64_t problem, bool *found) {
    if (!say(s, at, "route.ask", number_arg(s, "problem", problem), NULL)) return false;
    const json_t *hit = json_array_get(json_object_get(s->reply, "hits"), 0);
    const json_t *component = json_object_get(hit, "component");
    *found = component != NULL;
    if (!component) return true;
    int64_t id = json_integer_value(json_object_get(component, "id"));
    return say(s, at, "route.confirm", number_arg(s, "problem", problem), number_arg(s, "component", id),
               "by=Vera Lind (sample)", NULL);
}

/* From the theme to a committed problem with an owner and an expectation. */
static bool problem_tell(Story *s, int64_t at, int64_t theme, int64_t *problem) {
    bool owned;
    if (!say(s, at, "problems.new", number_arg(s, "theme", theme), "by=Ann Okafor (sample)", NULL)) return false;
    *problem = said(s, "problem");
    const char *which = number_arg(s, "problem", *problem);
    return say(s, days(at, 2), "problems.decide", which, "kind=accept", "decider=Vera Lind (sample)",
               "reason=The cause is known and the fix is small", "by=Vera Lind (sample)", NULL) &&
           owner_confirm(s, days(at, 3), *problem, &owned) &&
           say(s, days(at, 4), "problems.commit", which, owned ? "unowned=false" : "unowned=true",
               "by=Vera Lind (sample)", NULL) &&
           say(s, days(at, 5), "ledger.expect", which, "fall=50", "low=20", "high=80", "unit=6.50", "currency=EUR",
               "source=cost of a ticket (sample)", date_arg(s, "date", days(at, -90)), "by=Samir Haddad (sample)",
               NULL);
}

static bool join(Story *s, int64_t at, int64_t session, const char *person) {
    return say(s, at, "seats.join", number_arg(s, "session", session), person, NULL);
}

/* A session that was held: two came and one said what they saw. `about`: "theme=3", "problem=1". */
static bool held_tell(Story *s, int64_t at, const char *about, const char *saw, const char *surprised) {
    if (!say(s, days(at, -20), "sessions.offer", "format=empathy", starts_arg(s, at, "13:00"), "zone=Europe/Berlin",
             about, "host=lucia.romano@larkfield.example", "by=Lucia Romano (sample)", NULL))
        return false;
    int64_t session = said(s, "session");
    const char *which = number_arg(s, "session", session);
    return join(s, days(at, -10), session, "person=ines.duarte@larkfield.example") &&
           join(s, days(at, -10), session, "person=asha.rao@larkfield.example") &&
           join(s, days(at, -9), session, "person=tom.ashby@larkfield.example") &&
           say(s, days(at, 1), "sessions.attend", which, "attended=ines.duarte@larkfield.example",
               "attended=asha.rao@larkfield.example", NULL) &&
           say(s, days(at, 2), "reflections.add", which, "person=ines.duarte@larkfield.example", saw, surprised, NULL);
}

static bool coming_tell(Story *s, int64_t now, int in_days, int64_t theme) {
    return say(s, now, "sessions.offer", "format=empathy", starts_arg(s, days(now, in_days), "14:00"),
               "zone=Europe/London", number_arg(s, "theme", theme), "host=lucia.romano@larkfield.example",
               "by=Lucia Romano (sample)", NULL) &&
           join(s, now, said(s, "session"), "person=omar.haddad@larkfield.example");
}

/* A "no" that leans on a statement, and a draft that waits. */
static bool others_tell(Story *s, int64_t now) {
    if (!say(s, now, "strategies.new", "title=Home first (sample)",
             "statement=We serve one country well before we enter the next.", "by=Vera Lind (sample)", NULL))
        return false;
    const char *strategy = number_arg(s, "strategy", said(s, "strategy"));
    return say(s, now, "problems.new", number_arg(s, "theme", s->told->large), "by=Ann Okafor (sample)", NULL) &&
           say(s, now, "problems.decide", number_arg(s, "problem", said(s, "problem")), "kind=decline",
               "decider=Vera Lind (sample)", "reason=The vendor replaces this part in spring", strategy,
               "affected=customers who cannot wait until spring", date_arg(s, "review", days(now, 90)), "tripwire=1000",
               "by=Vera Lind (sample)", NULL) &&
           say(s, now, "problems.new", number_arg(s, "theme", s->told->broken), "by=Jonas Weber (sample)", NULL);
}

static bool tell(Story *s, int64_t now) {
    int64_t released = s->told->released_at, problem;
    if (!problem_tell(s, days(released, -34), s->told->fixed, &problem)) return false;
    const char *which = number_arg(s, "problem", problem);
    return held_tell(s, days(released, -17), which,
                     "saw=She had paid twice, and rang three times before anybody saw it.",
                     "surprised=She now takes a picture of each receipt.") &&
           say(s, released, "releases.add", which, date_arg(s, "at", released), "title=Clearing rework (sample)",
               "by=Ada Brandt (sample)", NULL) &&
           held_tell(s, days(now, -14), number_arg(s, "theme", s->told->broken),
                     "saw=He switches the phone off and on before each payment.",
                     "surprised=It has been his habit for a year.") &&
           others_tell(s, now) && coming_tell(s, now, 16, s->told->large) && coming_tell(s, now, 30, s->told->broken) &&
           say(s, now, "outcomes.check", NULL);
}

bool sample_story(Call *call, const SampleTold *told, Err *err) {
    Story s = {.call = call, .told = told, .err = err};
    bool ok = tell(&s, call->now);
    json_decref(s.reply);
    return ok;
}
