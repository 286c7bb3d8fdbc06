/* ops_discover.c - finding themes, and making anew what is derived from them. */
#include "ops_discover.h"

#include "app_private.h"
#include "json_build.h"
#include "tripwire.h"

/* ---- how a discovery or a coding of everything reads ----------------------------------------- */

static json_t *embeddings_json(const EmbeddingsOutcome *e) {
    if (!e->on) return json_null();
    return json_pack("{s:s, s:I, s:s?}", "model", e->model, "words_alone", (json_int_t)e->words_alone, "problem",
                     e->problem[0] ? e->problem : NULL);
}

json_t *discover_json(const DiscoverResult *r) {
    return json_pack("{s:I, s:b, s:I, s:I, s:I, s:I, s:I, s:I, s:o}", "codebook", (json_int_t)r->codebook_id,
                     "discovered", r->discovered, "signals", (json_int_t)r->signals, "voices", (json_int_t)r->voices,
                     "copies", (json_int_t)r->copies, "sample", (json_int_t)r->sample, "themes", (json_int_t)r->themes,
                     "unthemed", (json_int_t)r->unthemed, "embeddings", embeddings_json(&r->embeddings));
}

static const Field EMBEDDINGS[] = {
    {"model", SHAPE_STRING, "that these themes were found with", NULL, false},
    {"words_alone", SHAPE_INT, "signals coded without a vector", NULL, false},
    {"problem", SHAPE_STRING, "why there are such signals", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_DISCOVERY[] = {
    {"codebook", SHAPE_INT, "version number", NULL, false},
    {"discovered", SHAPE_BOOL, "false: coded under the codebook that was there", NULL, false},
    {"signals", SHAPE_INT, "signals with words", NULL, false},
    {"voices", SHAPE_INT, NULL, NULL, false},
    {"copies", SHAPE_INT, "signals that repeat another one", NULL, false},
    {"sample", SHAPE_INT, "signals that discovery looked at", NULL, false},
    {"themes", SHAPE_INT, NULL, NULL, false},
    {"unthemed", SHAPE_INT, NULL, NULL, false},
    {"embeddings", SHAPE_OBJECT, "null: these themes know words alone", EMBEDDINGS, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};

/* ---- discover -------------------------------------------------------------------------------- */

static bool discover_op(Call *call, Err *err) {
    DiscoverResult result;
    DiscoverWish wish = {(int)call_arg(call, "themes")->i, (uint64_t)call_arg(call, "seed")->i,
                         call_arg(call, "fresh")->i != 0};
    if (!discover_run(call->app, wish, call->now, call->progress, &result, err) ||
        !problems_heard(call, &(int64_t){0}, err))
        return false;
    put(call->reply, "result", discover_json(&result));
    put(call->reply, "done",
        json_sprintf("Codebook %lld has %lld themes", (long long)result.codebook_id, (long long)result.themes));
    return true;
}

static const Field DISCOVER_REPLY[] = {
    {"result", SHAPE_OBJECT, NULL, SHAPE_OF_DISCOVERY, false},
    {"done", SHAPE_STRING, "what pages say then", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Param DISCOVER_PARAMS[] = {
    {.name = "themes", .type = PARAM_INT, .min = 2, .max = 1000, .help = "how many; without it the data decide"},
    {.name = "seed",
     .type = PARAM_INT,
     .min = 0,
     .max = INT64_MAX,
     .fallback = "1",
     .help = "same data, themes before and seed: same themes"},
    {.name = "fresh",
     .type = PARAM_BOOL,
     .fallback = "false",
     .help = "from nothing, not held to the themes there are"},
    {.name = NULL},
};
static const Column DISCOVER_FACTS[] = {
    {"codebook", "result.codebook", "int", 0},
    {"themes", "result.themes", "int", 0},
    {"signals", "result.signals", "int", 0},
    {"copies", "result.copies", "int", 0},
    {"voices", "result.voices", "int", 0},
    {"unthemed", "result.unthemed", "int", 0},
    {"sample", "result.sample", "int", 0},
    {"by words alone", "result.embeddings.words_alone", "int", 0},
    {"because", "result.embeddings.problem", "text", 0},
    {NULL, NULL, NULL, 0},
};
const Op OP_DISCOVER = {
    .id = "discover",
    .method = "POST",
    .path = "/discover",
    .words = "discover",
    .summary = "Find themes afresh in everything stored",
    .help =
        "Makes a new codebook: the numbered set of all themes. The old one serves until the new one is complete; all "
        "of "
        "history is coded anew by one rule. Themes that there are stay what they are as far as the signals bear it; "
        "--fresh lets all of them go.\n\n"
        "An OpenAI-compatible embedding endpoint may be used beside the words; there is none unless these are set:\n"
        "RIDEALONG_EMBEDDINGS_URL       its whole address, like http://127.0.0.1:8080/v1/embeddings\n"
        "RIDEALONG_EMBEDDINGS_MODEL     the model's name\n"
        "RIDEALONG_EMBEDDINGS_KEY_FILE  a file that holds the key, where it wants one\n"
        "It is sent texts as they are stored: personal data was cut before.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .job = true,
    .after = "/themes",
    .params = DISCOVER_PARAMS,
    .reply = DISCOVER_REPLY,
    .facts = DISCOVER_FACTS,
    .run = discover_op,
};

/* ---- rebuild --------------------------------------------------------------------------------- */

static bool rebuild_op(Call *call, Err *err) {
    DiscoverResult result;
    if (!rebuild_run(call->app, call->now, call->progress, &result, err)) return false;
    put(call->reply, "result", result.codebook_id ? discover_json(&result) : json_null());
    return !result.codebook_id || problems_heard(call, &(int64_t){0}, err);
}

static const Field REBUILD_REPLY[] = {
    {"result", SHAPE_OBJECT, "null: there is no codebook", SHAPE_OF_DISCOVERY, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Op OP_REBUILD = {
    .id = "rebuild",
    .method = "POST",
    .path = "/rebuild",
    .words = "rebuild",
    .summary = "Drop everything derived and make it anew",
    .help = "Search index, counts, assignments and quotes are derived: they come out the same from the signals and the "
            "codebook. Recorded facts are not touched.",
    .doors = DOOR_CLI,
    .role = ROLE_ADMIN,
    .writes = true,
    .reply = REBUILD_REPLY,
    .facts = DISCOVER_FACTS,
    .run = rebuild_op,
};
