/* ops_ledger_mend.c - what is added to a value later: the cost of the work, whose it is, a mistake put right. */
#include "app_private.h"
#include "json_build.h"
#include "ledger_ops.h"

/* Runs in a transaction: appends the row, and says so. */
static bool finish(Call *call, const char *action, int64_t value_id, json_t *body, const char *done, Err *err) {
    ChainHead head;
    if (!db_begin(call->app->db, err)) {
        json_decref(body);
        return false;
    }
    bool ok = ledger_note(call, action, value_id, body, err) &&
              chain_head(call->app->db, call->arena, CHAIN_LEDGER, &head, err);
    if (!db_end(call->app->db, ok, err)) return false;
    put(call->reply, "value", json_integer(value_id));
    put(call->reply, "row", json_integer(head.seq));
    put(call->reply, "done", json_string(done));
    return true;
}

static bool cost_run(Call *call, Err *err) {
    Value v;
    int64_t cost;
    if (!ledger_value(call, call_arg(call, "value")->i, &v, err) || !money_arg(call, "cost", &cost, err)) return false;
    json_t *b = json_pack("{s:I, s:o}", "cost", (json_int_t)cost, "what", json_str(call_arg(call, "what")->s));
    return finish(call, "value.cost", v.id, b, "The cost is in the ledger", err);
}

static const Param COST_PARAMS[] = {
    VALUE_PARAM,
    {.name = "cost", .type = PARAM_STR, .max = 20, .required = true, .help = "of the work, like 12000"},
    {.name = "what", .type = PARAM_STR, .max = 300, .required = true, .help = "for what"},
    BY_PARAM,
    {.name = NULL},
};
const Op OP_LEDGER_COST = {
    .id = "ledger.cost",
    .method = "POST",
    .path = "/ledger/{value}/cost",
    .words = "ledger cost",
    .summary = "Add a cost of the work to a value",
    .help = "ridealong ledger cost 3 --cost 12000 --what \"two engineers, three weeks\"",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ENGINEER,
    .writes = true,
    .after = "/portfolio",
    .params = COST_PARAMS,
    .reply = LEDGER_WROTE,
    .facts = LEDGER_WROTE_FACTS,
    .run = cost_run,
};

/* "payments=60" or "payments=33.34" */
static bool shares_read(const Arg *list, json_t *out, Err *err) {
    int32_t shares[OWNERS_MAX];
    int64_t parts[OWNERS_MAX];
    for (size_t i = 0; i < list->list_n; i++) {
        Str share = list->list[i], name = str_trim(str_cut(&share, '='));
        int64_t hundredths;
        if (i >= OWNERS_MAX || !name.n || !share.p || !money_parse(share, &hundredths) || hundredths > SHARES_WHOLE ||
            json_object_getn(out, name.p, name.n) ||
            json_object_setn_new(out, name.p, name.n, json_integer(hundredths)) != 0)
            return err_set(err, ERR_INPUT, "write payments=60, each owner once",
                           "owners: \"%.*s\" is no owner with a percentage", STR_ARG(list->list[i]));
        shares[i] = (int32_t)hundredths;
    }
    return ledger_split(0, shares, list->list_n, parts) ||
           err_set(err, ERR_INPUT, "give shares that sum to 100, each above 0",
                   "owners: the shares are not 100 %% together");
}

static bool share_run(Call *call, Err *err) {
    Value v;
    json_t *shares = json_object();
    if (!ledger_value(call, call_arg(call, "value")->i, &v, err) ||
        !shares_read(call_arg(call, "owners"), shares, err)) {
        json_decref(shares);
        return false;
    }
    return finish(call, "value.share", v.id, json_pack("{s:o}", "shares", shares), "The shares are in the ledger", err);
}

static const Param SHARE_PARAMS[] = {
    VALUE_PARAM,
    {.name = "owners",
     .type = PARAM_LIST,
     .max = OWNERS_MAX,
     .required = true,
     .help = "who it is owed to, in percent: payments=60"},
    BY_PARAM,
    {.name = NULL},
};
const Op OP_LEDGER_SHARE = {
    .id = "ledger.share",
    .method = "POST",
    .path = "/ledger/{value}/share",
    .words = "ledger share",
    .summary = "Say whose a value is, in shares of 100 %",
    .help = "No value is counted twice: the parts of several teams sum to the whole, to the cent.\n\nridealong ledger "
            "share 3 --owners payments=60 --owners mobile=40",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .after = "/portfolio",
    .params = SHARE_PARAMS,
    .reply = LEDGER_WROTE,
    .facts = LEDGER_WROTE_FACTS,
    .run = share_run,
};

static bool correct_run(Call *call, Err *err) {
    static const char *const NAMES[] = {"unit", "cost_in_all"};
    Value v;
    int64_t to;
    if (!ledger_value(call, call_arg(call, "value")->i, &v, err) || !money_arg(call, "to", &to, err)) return false;
    json_t *b = json_pack("{s:I, s:o}", NAMES[call_arg(call, "what")->i], (json_int_t)to, "reason",
                          json_str(call_arg(call, "reason")->s));
    return finish(call, "value.correct", v.id, b, "The correction is a row of its own", err);
}

static const char *const CORRECTED[] = {"unit", "cost", NULL};
static const Param CORRECT_PARAMS[] = {
    VALUE_PARAM,
    {.name = "what",
     .type = PARAM_ENUM,
     .choices = CORRECTED,
     .required = true,
     .help = "the unit value, or the cost in all"},
    {.name = "to", .type = PARAM_STR, .max = 20, .required = true, .help = "what it should be, like 5.80"},
    {.name = "reason", .type = PARAM_STR, .max = 500, .required = true, .help = "why"},
    BY_PARAM,
    {.name = NULL},
};
const Op OP_LEDGER_CORRECT = {
    .id = "ledger.correct",
    .method = "POST",
    .path = "/ledger/{value}/correct",
    .words = "ledger correct",
    .summary = "Put a unit value or a cost right, with the reason",
    .help =
        "The wrong row stays; what was expected stays as it was sealed.\n\nridealong ledger correct 3 --what unit --to "
        "5.80 --reason \"overhead was counted twice\"",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .after = "/portfolio",
    .params = CORRECT_PARAMS,
    .reply = LEDGER_WROTE,
    .facts = LEDGER_WROTE_FACTS,
    .run = correct_run,
};
