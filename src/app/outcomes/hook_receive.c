/* hook_receive.c - one delivery from its bytes to its row. */
#include "app_private.h"
#include "base/clock.h"
#include "hooks.h"
#include "release_reply.h"
#include "text/utf8.h"

enum { SAYS_MAX = 1000 };

const char *const HOOK_FORGES[] = {"github", "gitlab", NULL};

HookForge hook_forge(const HookRow *hook) {
    return str_eq(hook->forge, STR("github")) ? HOOK_GITHUB : HOOK_GITLAB;
}

/* ---- what the releases are called ------------------------------------------------------------ */

/* A tag and the deployment of it are one release, whichever is told first. */
static bool version_of(Call *call, const HookRow *hook, const HookEvent *e, Str *version, Err *err) {
    DeliveryRow other;
    bool found = false, release = e->kind == HOOK_RELEASE;
    *version = release || !e->sha.n ? e->ref : e->sha;
    if (e->ref.n && !delivery_of_ref(call->app->db, call->arena, hook->id, release ? STR("deployed") : STR("release"),
                                     e->repository, e->ref, &other, &found, err))
        return false;
    if (found) *version = release && other.sha.n ? other.sha : e->ref;
    return true;
}

static Str title_of(Arena *a, const HookEvent *e) {
    if (e->kind == HOOK_RELEASE) return arena_printf(a, "%.*s %.*s", STR_ARG(e->repository), STR_ARG(e->title));
    Str what = arena_printf(a, "%.*s %.*s to %.*s", STR_ARG(e->repository), STR_ARG(e->ref), STR_ARG(e->environment));
    return e->title.n ? arena_printf(a, "%.*s: %.*s", STR_ARG(what), STR_ARG(e->title)) : what;
}

/* ---- problems that it names ------------------------------------------------------------------ */

typedef struct Receipt {
    HookAct act;
    int64_t noted[HOOK_PROBLEMS_MAX];
    size_t noted_n;
    Str says;
} Receipt;

static void say(Arena *a, Receipt *r, Str words) {
    r->says = r->says.n ? arena_printf(a, "%.*s; %.*s", STR_ARG(r->says), STR_ARG(words)) : words;
}

/* A problem that cannot be released (there is none of that number, it is about no theme) is told, not fatal: the forge
 * could do nothing about it. */
static bool note_one(Call *call, Receipt *r, int64_t problem, Err *err) {
    const HookEvent *e = r->act.event;
    Arena *a = call->arena;
    ReleaseRow row = {.at = r->act.at,
                      .title = r->act.title,
                      .problem_id = problem,
                      .origin = r->act.hook->forge,
                      .external_id = arena_printf(a, "%.*s@%.*s#%lld", STR_ARG(e->repository), STR_ARG(r->act.version),
                                                  (long long)problem),
                      .url = e->url};
    Err problem_err = {0};
    int64_t id;
    bool again;
    if (!release_note(call, &row, 1, &id, &again, &problem_err)) {
        bool theirs =
            problem_err.code == ERR_NOT_FOUND || problem_err.code == ERR_CONFLICT || problem_err.code == ERR_INPUT;
        if (!theirs) return *err = problem_err, false;
        say(a, r, arena_printf(a, "problem %lld: %s", (long long)problem, problem_err.message));
        return true;
    }
    r->noted[r->noted_n++] = id;
    say(a, r,
        arena_printf(a, again ? "release %lld of problem %lld was known" : "release %lld of problem %lld is noted",
                     (long long)id, (long long)problem));
    return true;
}

static bool note_named(Call *call, Receipt *r, Err *err) {
    const HookEvent *e = r->act.event;
    for (size_t i = 0; i < e->problems_n; i++)
        if (!note_one(call, r, e->problems[i], err)) return false;
    return true;
}

/* ---- the row --------------------------------------------------------------------------------- */

static DeliveryRow row_of(Call *call, const HookRow *hook, Str event, Str delivery, Str kind, const HookEvent *e,
                          int64_t at) {
    return (DeliveryRow){.hook_id = hook->id,
                         .delivery = utf8_clean(call->arena, delivery, NULL),
                         .at = call->now,
                         .event = utf8_cut(utf8_clean(call->arena, event, NULL), HOOK_TEXT_MAX),
                         .kind = kind,
                         .repository = e->repository,
                         .environment = e->environment,
                         .ref = e->ref,
                         .sha = e->sha,
                         .number = e->number,
                         .said_at = at};
}

static Str proposed(Arena *a, size_t n, const char *what) {
    return n == 1 ? arena_printf(a, "a %s is proposed", what) : arena_printf(a, "%zu %ss are proposed", n, what);
}

static bool save_in(Call *call, Receipt *r, const DeliveryRow *row, Err *err) {
    Db *db = call->app->db;
    HookAct *act = &r->act;
    HookKind kind = act->event->kind;
    if (!delivery_add(db, row, &act->delivery_id, err)) return false;
    for (size_t i = 0; i < r->noted_n; i++)
        if (!delivery_release_put(db, act->delivery_id, r->noted[i], err)) return false;
    bool shipped = kind == HOOK_RELEASE || kind == HOOK_DEPLOYED;
    if (shipped && !act->event->problems_n && !hook_propose(call, act, err)) return false;
    if ((kind == HOOK_DEPLOYED || kind == HOOK_WITHDRAWN) && !hook_rollback(call, act, err)) return false;
    if (act->releases) say(call->arena, r, proposed(call->arena, act->releases, "release"));
    if (act->rollbacks) say(call->arena, r, proposed(call->arena, act->rollbacks, "rollback"));
    if (!r->says.n)
        r->says = kind == HOOK_WITHDRAWN ? STR("nothing that came with it is in use, or a later deployment replaced it")
                  : shipped              ? STR("it names no problem, and no component's committed problems wait for it")
                                         : STR("received");
    r->says = utf8_cut(r->says, SAYS_MAX);
    return delivery_says(db, act->delivery_id, r->says, err);
}

static bool save(Call *call, Receipt *r, const DeliveryRow *row, Err *err) {
    return db_begin(call->app->db, err) && db_end(call->app->db, save_in(call, r, row, err), err);
}

/* ---- all of it ------------------------------------------------------------------------------- */

/* Kept, so that whoever set the webhook up sees it. */
static bool unreadable(Call *call, const HookRow *hook, Str event, Str delivery, const Err *why, Err *err) {
    HookEvent none = {.kind = HOOK_NOTHING};
    Receipt r = {.act = {.hook = hook, .event = &none, .at = call->now},
                 .says = utf8_clean(call->arena, str_from_c(why->message), NULL)};
    DeliveryRow row = row_of(call, hook, event, delivery, STR("unreadable"), &none, call->now);
    if (!save(call, &r, &row, err)) return false;
    *err = *why;
    return false;
}

static bool counts_here(const HookRow *hook, HookEvent *e) {
    bool place = e->kind == HOOK_DEPLOYED || e->kind == HOOK_WITHDRAWN;
    bool wanted = hook->environment.n ? str_eq_nocase(e->environment, hook->environment)
                                      : e->production || str_eq_nocase(e->environment, STR("production"));
    if (!place || wanted) return true;
    e->why = "another environment than the one that customers use";
    return false;
}

/* A clock that is a little ahead is no news; a release that is planned is none yet. */
static bool is_planned(Call *call, HookEvent *e) {
    if (e->kind != HOOK_RELEASE || e->at == TIME_NONE || e->at <= call->now + SECONDS_PER_DAY) return false;
    e->why = "its date lies in the future: note it when customers have it";
    return true;
}

bool hook_receive(Call *call, const HookRow *hook, Str event, Str delivery, Str body, Str *says, Err *err) {
    DeliveryRow before;
    HookEvent e;
    Err wrong = {0};
    bool found;
    if (!delivery_find(call->app->db, call->arena, hook->id, utf8_clean(call->arena, delivery, NULL), &before, &found,
                       err))
        return false;
    if (found) {
        *says = arena_printf(call->arena, "this delivery was here before: %.*s", STR_ARG(before.says));
        return true;
    }
    if (!hook_parse(call->arena, hook_forge(hook), event, body, &e, &wrong))
        return unreadable(call, hook, event, delivery, &wrong, err);
    bool acts = e.kind >= HOOK_RELEASE && counts_here(hook, &e) && !is_planned(call, &e);
    if (!acts && e.kind != HOOK_PING) e.kind = HOOK_NOTHING;
    Receipt r = {.act = {.hook = hook,
                         .event = &e,
                         .at = e.at == TIME_NONE || e.at > call->now ? call->now : e.at,
                         .title = title_of(call->arena, &e)}};
    if (e.kind == HOOK_NOTHING) r.says = str_from_c(e.why);
    if (e.kind == HOOK_PING) r.says = STR("the forge reaches us, and its secret is right");
    bool shipped = e.kind == HOOK_RELEASE || e.kind == HOOK_DEPLOYED;
    if (shipped && (!version_of(call, hook, &e, &r.act.version, err) || !note_named(call, &r, err))) return false;
    DeliveryRow row = row_of(call, hook, event, delivery, str_from_c(hook_kind_name(e.kind)), &e, r.act.at);
    if (!save(call, &r, &row, err)) return false;
    *says = r.says;
    return true;
}
