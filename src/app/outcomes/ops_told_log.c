/* ops_told_log.c - customers were told: noted with the words, and as a contact where the policy says so. */
#include "audit.h"
#include "json_build.h"
#include "outcomes_ops.h"
#include "told_list.h"

extern const Op OP_TOLD_LOG;

static bool chosen(const Arg *only, int64_t id) {
    int64_t one;
    for (size_t i = 0; i < only->list_n; i++)
        if (str_to_i64(only->list[i], &one) && one == id) return true;
    return !only->given || only->list_n == 0;
}

static bool numbers_only(const Arg *only, Err *err) {
    int64_t id;
    for (size_t i = 0; i < only->list_n; i++)
        if (!str_to_i64(only->list[i], &id))
            return err_set(err, ERR_INPUT, "give numbers, as the list shows them", "customers: '%.*s' is no number",
                           STR_ARG(only->list[i]));
    return true;
}

static bool log_one(Call *call, const ContactPolicy *policy, const ToldList *l, const ToldTo *to, Err *err) {
    Db *db = call->app->db;
    ToldRow told = {.release_id = l->told.release.id,
                    .customer_id = to->customer.id,
                    .at = call->now,
                    .author = call_actor(call),
                    .says = l->says};
    ContactRow contact = {.customer_id = to->customer.id,
                          .at = call->now,
                          .purpose = PURPOSE_MESSAGE_BACK,
                          .state = STR("made"),
                          .noted_by = told.author};
    int64_t id;
    json_t *body = json_pack("{s:I, s:o}", "release", (json_int_t)told.release_id, "says", json_str(told.says));
    return audit_note(call, "customer.told", "customer", told.customer_id, body, err) && told_add(db, &told, err) &&
           (!policy->messages || contact_add(db, &contact, &id, err));
}

static bool log_in(Call *call, Err *err) {
    ReleaseRow release;
    ToldList l;
    ContactPolicy policy;
    size_t noted = 0;
    const Arg *only = call_arg(call, "customers");
    if (!numbers_only(only, err) ||
        !release_get(call->app->db, call->arena, call_arg(call, "release")->i, &release, err) ||
        !told_list_of_release(call, &release, &l, err) || !contact_policy(call, &policy, err))
        return false;
    for (size_t i = 0; i < l.n; i++) {
        const ToldTo *to = &l.rows[i];
        if (to->rests || to->told_at != TIME_NONE || !chosen(only, to->customer.id)) continue;
        if (!log_one(call, &policy, &l, to, err)) return false;
        noted++;
    }
    if (!noted)
        return err_set(err, ERR_CONFLICT, "see who may be: ridealong told customers",
                       "none of them may be told now, or all were told before");
    put(call->reply, "release", json_integer(release.id));
    put(call->reply, "noted", json_integer((json_int_t)noted));
    put(call->reply, "done",
        json_str(arena_printf(call->arena, "%zu customers were told; %zu rest", noted, l.resting)));
    return true;
}

static bool log_run(Call *call, Err *err) {
    return db_begin(call->app->db, err) && db_end(call->app->db, log_in(call, err), err);
}

static const Param PARAMS[] = {
    {.name = "release",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .required = true,
     .positional = true,
     .help = "number of the release"},
    {.name = "customers",
     .type = PARAM_LIST,
     .max = 5000,
     .help = "only these, by their numbers in the list; all who may be told when none is given"},
    WHO_PARAM,
    {.name = NULL},
};
static const Field REPLY[] = {{"release", SHAPE_INT, NULL, NULL, false},
                              {"noted", SHAPE_INT, "customers", NULL, false},
                              {"done", SHAPE_STRING, NULL, NULL, false},
                              {NULL, SHAPE_END, NULL, NULL, false}};
static const Column FACTS[] = {{"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};
const Op OP_TOLD_LOG = {
    .id = "told.log",
    .method = "POST",
    .path = "/releases/{release}/told/log",
    .words = "told log",
    .summary = "Note that customers were told what became of what they said",
    .help =
        "ridealong told log 3\nridealong told log 3 --customers 12 --customers 40\n\nEach is noted with the words, and "
        "counts as a contact (ridealong customer limits --messages no changes that), so that nobody hears from you too "
        "often. Those who rest are left out.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_HOST,
    .writes = true,
    .after = "/releases/{release}/told",
    .params = PARAMS,
    .reply = REPLY,
    .facts = FACTS,
    .run = log_run,
};
