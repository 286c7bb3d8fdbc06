/* audit.c - writing to the hash-chained logs and showing them. */
#include "audit.h"

#include <stdlib.h>

#include "app_private.h"
#include "cursor.h"
#include "json_build.h"

const Field SHAPE_OF_AUDIT[] = {
    {"seq", SHAPE_INT, "number in the log, from 1 without gaps", NULL, false},
    {"at", SHAPE_TIME, NULL, NULL, false},
    {"by", SHAPE_STRING, "who, as the door knew", NULL, false},
    {"action", SHAPE_STRING, "like problem.commit", NULL, false},
    {"kind", SHAPE_STRING, "of what", NULL, false},
    {"object", SHAPE_INT, "its number", NULL, true},
    {"body", SHAPE_ANY, "what it was made to be", NULL, false},
    {"hash", SHAPE_STRING, "SHA-256 over this row and the hash before", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

Str call_actor(const Call *call) {
    if (call->actor->account_id) return call->actor->name; /* who is signed in cannot be somebody else */
    for (const Param *p = call->op->params; p && p->name; p++)
        if (str_eq(str_from_c(p->name), STR("by")) && call->args[p - call->op->params].s.n)
            return call->args[p - call->op->params].s;
    return call->actor->name;
}

bool chain_note(Call *call, Str chain, const char *action, const char *kind, int64_t object_id, json_t *body,
                ChainRow *row, Err *err) {
    ChainRow mine;
    if (!row) row = &mine;
    if (!body) body = json_object();
    char *text = json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(15));
    json_decref(body);
    if (!text) return err_set(err, ERR_INTERNAL, NULL, "%s: what happened cannot be written as JSON", action);
    *row = (ChainRow){.at = call->now,
                      .actor = call_actor(call),
                      .action = str_from_c(action),
                      .kind = str_from_c(kind),
                      .object_id = object_id,
                      .body = arena_str(call->arena, str_from_c(text))};
    free(text);
    return chain_append(call->app->db, call->arena, chain, row, err);
}

bool audit_note(Call *call, const char *action, const char *kind, int64_t object_id, json_t *body, Err *err) {
    return chain_note(call, CHAIN_AUDIT, action, kind, object_id, body, NULL, err);
}

json_t *audit_json(Arena *a, const ChainRow *row) {
    json_t *body = json_loadb(row->body.p, row->body.n, 0, NULL);
    return json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "seq", (json_int_t)row->seq, "at",
                     json_time(a, row->at), "by", json_str(row->actor), "action", json_str(row->action), "kind",
                     json_str(row->kind), "object", row->object_id ? json_integer(row->object_id) : json_null(), "body",
                     body ? body : json_object(), "hash", json_str(row->hash));
}

bool audit_page(Call *call, Str chain, const ChainFilter *filter, Err *err) {
    ChainFilter page = *filter;
    ChainRow *rows;
    size_t n;
    json_t *list = json_array();
    put(call->reply, "rows", list);
    page.limit = cursor_rows(call);
    if (!cursor_read(call, &page.before, 1, err) ||
        !chain_list(call->app->db, call->arena, chain, &page, &rows, &n, err))
        return false;
    size_t shown = cursor_page(call, n);
    for (size_t i = 0; i < shown; i++) json_array_append_new(list, audit_json(call->arena, &rows[i]));
    CURSOR_PUT(call, n, rows[shown - 1].seq);
    return true;
}

bool audit_of(Call *call, const char *kind, int64_t object_id, int64_t limit, json_t **list, Err *err) {
    ChainFilter filter = {.kind = str_from_c(kind), .object_id = object_id, .limit = limit};
    ChainRow *rows;
    size_t n;
    if (!chain_list(call->app->db, call->arena, CHAIN_AUDIT, &filter, &rows, &n, err)) return false;
    *list = json_array();
    for (size_t i = 0; i < n; i++) json_array_append_new(*list, audit_json(call->arena, &rows[i]));
    return true;
}
