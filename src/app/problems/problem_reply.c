/* problem_reply.c - problems, sections of briefs and decisions as JSON. */
#include "problem_reply.h"

#include <math.h>
#include <string.h>

#include "json_build.h"
#include "ownership.h"
#include "shapes.h"
#include "store/org_store.h"
#include "store/signal_store.h"
#include "themes/quote.h"

const Field SHAPE_OF_WORTH[] = {
    {"low", SHAPE_NUMBER, "joins the range of the figure and the 90 % interval of the count", NULL, false},
    {"middle", SHAPE_NUMBER, "a year", NULL, false},
    {"high", SHAPE_NUMBER, NULL, NULL, false},
    {"unit", SHAPE_STRING, NULL, NULL, false},
    {"says", SHAPE_STRING, "the arithmetic", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_CHANGED_PROBLEM[] = {
    {"done", SHAPE_STRING, "what was done, without its full stop", NULL, false},
    {"problem", SHAPE_INT, NULL, NULL, false},
    {"version", SHAPE_INT, "of its newest brief", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Column CHANGED_PROBLEM_FACTS[] = {{"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};

void problem_done(Call *call, int64_t id, int64_t version, Str done) {
    put(call->reply, "done", json_str(done));
    put(call->reply, "problem", json_integer(id));
    put(call->reply, "version", json_integer(version));
}

static json_t *worth_json(Arena *a, const Brief *brief, const PriorityFacts *f) {
    Range r = value_a_year(brief, f);
    if (isnan(r.middle)) return json_null();
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "low", json_num(r.low, 0), "middle", json_num(r.middle, 0), "high",
                     json_num(r.high, 0), "unit", json_str(brief->value.unit), "says",
                     json_str(value_says(a, brief, f)));
}

static bool put_owner(Call *call, const ProblemRow *row, json_t *o, Err *err) {
    ComponentRow c = {0};
    TeamRow team = {0};
    if (row->component_id && !component_get(call->app->db, call->arena, row->component_id, &c, err)) return false;
    if (row->team_id && !team_get(call->app->db, call->arena, row->team_id, &team, err)) return false;
    bool there = c.id && c.gone_at == TIME_NONE && owner_state(&c, NULL) != OWNER_NONE;
    put(o, "component", c.id ? component_json(call->arena, &c) : json_null());
    put(o, "unowned", json_boolean(c.id ? !there : !team.id));
    put(o, "team", json_link(team.id, team.name));
    return true;
}

json_t *problem_json(Call *call, const ProblemBrief *p, double most, Err *err) {
    Arena *a = call->arena;
    const ProblemRow *row = &p->row;
    PriorityFacts f = problem_priority(row, &p->brief, most);
    json_t *o = json_object();
    if (!put_owner(call, row, o, err)) return json_decref(o), NULL;
    put(o, "id", json_integer(row->id));
    put(o, "title", json_str(row->title));
    put(o, "state", json_string(problem_state_name(row->state)));
    put(o, "version", json_integer(row->version));
    put(o, "created_at", json_time(a, row->created_at));
    put(o, "created_by", json_str(row->created_by));
    put(o, "changed_at", json_time(a, row->changed_at));
    put(o, "severity", json_str_or_null(p->brief.severity));
    put(o, "effort_weeks", json_num(row->effort_weeks, 2));
    put(o, "facts", problem_facts_json(a, row));
    put(o, "value", worth_json(a, &p->brief, &f));
    put(o, "wsjf", json_num(wsjf(&f), 2));
    put(o, "rice", json_num(rice(&f), 1));
    return o;
}

/* ---- sections -------------------------------------------------------------------------------- */

static const Field BLOCK[] = {
    {"kind", SHAPE_STRING, "text, list, quote or question", NULL, false},
    {"text", SHAPE_STRING, "of a text or question, as Markdown", NULL, true},
    {"items", SHAPE_ARRAY, "of a list", NULL, true},
    {"words", SHAPE_WORDS, "of a quote, word for word; empty when it no longer verifies", NULL, true},
    {"answered", SHAPE_BOOL, "a question", NULL, true},
    {"signal", SHAPE_INT, "that a quote is from", NULL, true},
    {"begin", SHAPE_INT, "byte in the signal's text", NULL, true},
    {"end", SHAPE_INT, NULL, NULL, true},
    {"sha256", SHAPE_STRING, "of those bytes", NULL, true},
    {"verified", SHAPE_BOOL, "checked against the signal just now", NULL, true},
    {"at", SHAPE_TIME, NULL, NULL, true},
    {"source", SHAPE_STRING, NULL, NULL, true},
    {"channel", SHAPE_STRING, NULL, NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_SECTIONS[] = {
    {"heading", SHAPE_STRING, NULL, NULL, false},
    {"blocks", SHAPE_ARRAY, NULL, BLOCK, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

static json_t *block_new(const char *kind) {
    json_t *o = json_pack("{s:s}", "kind", kind);
    for (const Field *f = BLOCK + 1; f->name; f++) put(o, f->name, json_null());
    return o;
}

static json_t *quote_json(Call *call, const BriefBlock *q, bool *verified, Err *err) {
    SignalRow row;
    Err none = {0};
    Str words = {"", 0};
    bool there = signal_get(call->app->db, call->arena, q->signal, &row, &none);
    if (!there && none.code != ERR_NOT_FOUND) return *err = none, NULL;
    *verified = there && q->placed && quote_verify(row.signal.text, q->begin, q->end, &q->sha256, &words, NULL);
    json_t *o = block_new("quote");
    put(o, "words", json_str(words));
    put(o, "signal", json_integer(q->signal));
    put(o, "begin", json_integer(q->begin));
    put(o, "end", json_integer(q->end));
    put(o, "sha256", json_sha(&q->sha256));
    put(o, "verified", json_boolean(*verified));
    if (!there) return o;
    put(o, "at", json_time(call->arena, row.signal.at));
    put(o, "source", json_str(row.source));
    put(o, "channel", json_str(row.signal.channel));
    return o;
}

static bool is_list(Str text) {
    for (Str rest = text; rest.p;)
        if (!str_starts(str_cut(&rest, '\n'), STR("- "))) return false;
    return true;
}

/* Lines of a list, joined to the list before it when that is the last block. */
static void add_list(json_t *blocks, Str text) {
    json_t *last = json_array_get(blocks, json_array_size(blocks) - 1);
    const char *kind = json_string_value(json_object_get(last, "kind"));
    if (!kind || strcmp(kind, "list") != 0) {
        json_array_append_new(blocks, last = block_new("list"));
        put(last, "items", json_array());
    }
    for (Str rest = text; rest.p;) {
        Str line = str_cut(&rest, '\n');
        json_array_append_new(json_object_get(last, "items"), json_str(str_trim(str_slice(line, 2, line.n))));
    }
}

static json_t *plain_json(const BriefBlock *b) {
    json_t *o = block_new(b->kind == BLOCK_QUESTION ? "question" : "text");
    put(o, "text", json_str(b->text));
    if (b->kind == BLOCK_QUESTION) put(o, "answered", json_boolean(b->done));
    return o;
}

static bool blocks_put(Call *call, const BriefSection *s, json_t *blocks, int64_t *quotes, int64_t *broken, Err *err) {
    for (size_t k = 0; k < s->n; k++) {
        const BriefBlock *b = &s->blocks[k];
        if (b->kind == BLOCK_TEXT && is_list(b->text)) {
            add_list(blocks, b->text);
        } else if (b->kind != BLOCK_QUOTE) {
            json_array_append_new(blocks, plain_json(b));
        } else {
            bool verified = false;
            json_t *quote = quote_json(call, b, &verified, err);
            if (!quote) return false;
            json_array_append_new(blocks, quote);
            ++*quotes;
            *broken += !verified;
        }
    }
    return true;
}

json_t *sections_json(Call *call, const Brief *brief, int64_t *quotes, int64_t *broken, Err *err) {
    json_t *list = json_array();
    *quotes = *broken = 0;
    for (size_t i = 0; i < brief->n; i++) {
        json_t *blocks = json_array();
        json_array_append_new(
            list, json_pack("{s:o, s:o}", "heading", json_str(brief->sections[i].heading), "blocks", blocks));
        if (blocks_put(call, &brief->sections[i], blocks, quotes, broken, err)) continue;
        json_decref(list);
        return NULL;
    }
    return list;
}

void sections_answer(json_t *sections, Str question) {
    json_t *section, *block;
    size_t i, k;
    json_array_foreach(sections, i, section) {
        json_array_foreach(json_object_get(section, "blocks"), k, block) {
            const json_t *text = json_object_get(block, "text");
            Str said = {json_string_value(text), json_string_length(text)};
            if (json_is_boolean(json_object_get(block, "answered")) && str_eq(said, question))
                put(block, "answered", json_true());
        }
    }
}

/* ---- decisions ------------------------------------------------------------------------------- */

const Field SHAPE_OF_DECISION[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"problem", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},
    {"state", SHAPE_STRING, "of the problem", NULL, false},
    {"at", SHAPE_TIME, NULL, NULL, false},
    {"kind", SHAPE_STRING, "accept, defer or decline", NULL, false},
    {"decider", SHAPE_STRING, "who decided", NULL, false},
    {"by", SHAPE_STRING, "who wrote it down", NULL, false},
    {"reason", SHAPE_STRING, NULL, NULL, false},
    {"strategy", SHAPE_OBJECT, "statement that it leans on", SHAPE_OF_LINK, true},
    {"conflict", SHAPE_BOOL, "customers and strategy clash", NULL, false},
    {"affected", SHAPE_STRING, "who has to live with it", NULL, false},
    {"review_at", SHAPE_TIME, NULL, NULL, true},
    {"tripwire", SHAPE_NUMBER, "voices a week at which it ends by itself", NULL, true},
    {"rate_then", SHAPE_NUMBER, "voices a week when it was decided", NULL, true},
    {"ended_at", SHAPE_TIME, "null: it holds", NULL, true},
    {"ended_why", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

json_t *decision_json(Arena *a, const DecisionRow *d) {
    json_t *o = json_object();
    put(o, "id", json_integer(d->id));
    put(o, "problem", json_link(d->problem_id, d->title));
    put(o, "state", json_string(problem_state_name(d->state)));
    put(o, "at", json_time(a, d->at));
    put(o, "kind", json_string(decision_kind_name(d->kind)));
    put(o, "decider", json_str(d->decider));
    put(o, "by", json_str(d->author));
    put(o, "reason", json_str(d->reason));
    put(o, "strategy", json_link(d->strategy_id, d->strategy));
    put(o, "conflict", json_boolean(d->conflict));
    put(o, "affected", json_str(d->affected));
    put(o, "review_at", json_time(a, d->review_at));
    put(o, "tripwire", json_num(d->tripwire, 2));
    put(o, "rate_then", json_num(d->rate_then, 2));
    put(o, "ended_at", json_time(a, d->ended_at));
    put(o, "ended_why", json_str(d->ended_why));
    return o;
}
