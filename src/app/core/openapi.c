/* openapi.c - the OpenAPI 3.1 document, derived from the registry. */
#include <stdio.h>
#include <string.h>

#include "app/op.h"
#include "shapes.h"

static json_t *object_schema(const Field *fields);

static json_t *typed(const char *type) {
    return json_pack("{s:s}", "type", type);
}

static json_t *field_schema(const Field *f) {
    static const char *const NAMES[] = {
        [SHAPE_STRING] = "string", [SHAPE_WORDS] = "string", [SHAPE_INT] = "integer",   [SHAPE_NUMBER] = "number",
        [SHAPE_BOOL] = "boolean",  [SHAPE_TIME] = "string",  [SHAPE_OBJECT] = "object", [SHAPE_ARRAY] = "array",
        [SHAPE_MAP] = "object",    [SHAPE_ANY] = "object",
    };
    json_t *s = f->type == SHAPE_OBJECT ? object_schema(f->of) : typed(NAMES[f->type]);
    if (f->type == SHAPE_ARRAY) json_object_set_new(s, "items", f->of ? object_schema(f->of) : typed("string"));
    if (f->type == SHAPE_MAP) json_object_set_new(s, "additionalProperties", typed("string"));
    if (f->type == SHAPE_TIME) json_object_set_new(s, "format", json_string("date-time"));
    if (f->nullable || f->type == SHAPE_TIME)
        json_object_set_new(s, "type", json_pack("[s,s]", NAMES[f->type], "null"));
    if (f->help) json_object_set_new(s, "description", json_string(f->help));
    return s;
}

static json_t *object_schema(const Field *fields) {
    if (fields == SHAPE_OF_FREE) return typed("object");
    json_t *properties = json_object(), *required = json_array();
    for (const Field *f = fields; f->type != SHAPE_END; f++) {
        json_object_set_new(properties, f->name, field_schema(f));
        json_array_append_new(required, json_string(f->name));
    }
    return json_pack("{s:s, s:o, s:o, s:b}", "type", "object", "properties", properties, "required", required,
                     "additionalProperties", 0);
}

static json_t *param_schema(const Param *p) {
    static const char *const NAMES[] = {
        [PARAM_STR] = "string",  [PARAM_INT] = "integer", [PARAM_BOOL] = "boolean",
        [PARAM_ENUM] = "string", [PARAM_DATE] = "string", [PARAM_LIST] = "array",
    };
    json_t *s = typed(NAMES[p->type]);
    if (p->type == PARAM_INT) {
        json_object_set_new(s, "minimum", json_integer(p->min));
        json_object_set_new(s, "maximum", json_integer(p->max));
    }
    if (p->type == PARAM_STR && p->max) json_object_set_new(s, "maxLength", json_integer(p->max));
    if (p->type == PARAM_LIST) json_object_set_new(s, "items", typed("string"));
    if (p->type == PARAM_ENUM) {
        json_t *choices = json_array();
        for (int i = 0; p->choices[i]; i++) json_array_append_new(choices, json_string(p->choices[i]));
        json_object_set_new(s, "enum", choices);
    }
    if (p->fallback && (p->type == PARAM_STR || p->type == PARAM_ENUM || p->type == PARAM_DATE))
        json_object_set_new(s, "default", json_string(p->fallback));
    int64_t number;
    if (p->fallback && p->type == PARAM_INT && str_to_i64(str_from_c(p->fallback), &number))
        json_object_set_new(s, "default", json_integer(number));
    if (p->fallback && p->type == PARAM_BOOL)
        json_object_set_new(s, "default", json_boolean(strcmp(p->fallback, "true") == 0));
    return s;
}

static bool in_path(const Op *op, const Param *p) {
    char braced[80];
    snprintf(braced, sizeof braced, "{%s}", p->name);
    return strstr(op->path, braced) != NULL;
}

static bool is_post(const Op *op) {
    return strcmp(op->method, "POST") == 0;
}

/* Those in the address: of a POST only the path's, the others are its body. */
static json_t *parameters(const Op *op) {
    json_t *list = json_array();
    for (const Param *p = op->params; p && p->name; p++) {
        bool path = in_path(op, p);
        if (p->cli_only || (is_post(op) && !path)) continue;
        json_array_append_new(list, json_pack("{s:s, s:s, s:b, s:s, s:o}", "name", p->name, "in",
                                              path ? "path" : "query", "required", path || p->required, "description",
                                              p->help, "schema", param_schema(p)));
    }
    if (is_post(op) && !op->secret)
        json_array_append_new(list, json_pack("{s:s}", "$ref", "#/components/parameters/IdempotencyKey"));
    if (op->scope & SCOPE_INGEST)
        json_array_append_new(list, json_pack("{s:s}", "$ref", "#/components/parameters/Source"));
    return list;
}

/* The same object as JSON or as a form. */
static json_t *request_body(const Op *op) {
    json_t *properties = json_object(), *required = json_array();
    for (const Param *p = op->params; p && p->name; p++) {
        if (p->cli_only || in_path(op, p)) continue;
        json_t *schema = param_schema(p);
        json_object_set_new(schema, "description", json_string(p->help));
        json_object_set_new(properties, p->name, schema);
        if (p->required) json_array_append_new(required, json_string(p->name));
    }
    json_t *body = json_pack("{s:s, s:o, s:o, s:b}", "type", "object", "properties", properties, "required", required,
                             "additionalProperties", 0);
    json_t *out = json_pack("{s:b, s:{s:{s:O}, s:{s:o}}}", "required", json_array_size(required) > 0, "content",
                            "application/json", "schema", body, "application/x-www-form-urlencoded", "schema", body);
    if (op->scope & SCOPE_INGEST)
        json_object_set_new(
            json_object_get(out, "content"), "application/x-ndjson",
            json_pack("{s:{s:s, s:s}}", "schema", "type", "string", "description", "the parameter lines"));
    return out;
}

static const char *role_word(Role role) {
    static const char *const WORDS[] = {"anybody", "viewer", "engineer", "host", "lead", "admin"};
    return WORDS[role + 1];
}

static json_t *ref(const char *description, const char *type, const char *schema) {
    return json_pack("{s:s, s:{s:{s:{s:s}}}}", "description", description, "content", type, "schema", "$ref", schema);
}

static json_t *problem_reply(void) {
    return ref("What went wrong and what to do (RFC 9457)", "application/problem+json", "#/components/schemas/Problem");
}

static json_t *operation(const Op *op) {
    json_t *ok = json_pack("{s:s, s:{s:{s:o}}}", "description", op->summary, "content", "application/json", "schema",
                           object_schema(op->reply));
    json_t *replies = json_pack("{s:o, s:o}", "200", ok, "default", problem_reply());
    static const char *const CODES[] = {"401", "403", "429"};
    for (size_t i = 0; i < sizeof CODES / sizeof *CODES && op->role > ROLE_ANYBODY; i++)
        json_object_set_new(replies, CODES[i],
                            json_pack("{s:s}", "$ref",
                                      i == 0   ? "#/components/responses/SignedOut"
                                      : i == 1 ? "#/components/responses/Forbidden"
                                               : "#/components/responses/TooOften"));
    json_t *out = json_pack("{s:s, s:s, s:s, s:o, s:o}", "operationId", op->id, "summary", op->summary, "description",
                            op->help, "parameters", parameters(op), "responses", replies);
    json_object_set_new(out, "x-role", json_string(role_word(op->role)));
    if (op->doors & DOOR_PAGE) json_object_set_new(out, "x-page", json_true()); /* a page or a form has the same path */
    if (op->role == ROLE_ANYBODY) json_object_set_new(out, "security", json_array());
    if (!is_post(op)) return out;
    json_object_set_new(out, "requestBody", request_body(op));
    json_object_set_new(replies, "202",
                        ref("Queued: it takes long, or waits for something that does; /jobs lists it",
                            "application/json", "#/components/schemas/Queued"));
    if (op->job) json_object_del(replies, "200");
    return out;
}

static json_t *queued_schema(void) {
    return json_pack("{s:s, s:{s:{s:s}, s:{s:s, s:[s,s]}}, s:[s,s]}", "type", "object", "properties", "job", "type",
                     "integer", "state", "type", "string", "enum", "queued", "running", "required", "job", "state");
}

/* The one address that is no operation: the door's own queue. */
static json_t *jobs_path(void) {
    static const Field ERROR[] = {{"code", SHAPE_STRING, NULL, NULL, false},
                                  {"detail", SHAPE_STRING, NULL, NULL, false},
                                  {"hint", SHAPE_STRING, NULL, NULL, false},
                                  {NULL, SHAPE_END, NULL, NULL, false}};
    static const Field JOB[] = {
        {"job", SHAPE_INT, "as in the 202", NULL, false},
        {"operation", SHAPE_STRING, "operationId", NULL, false},
        {"title", SHAPE_STRING, NULL, NULL, false},
        {"state", SHAPE_STRING, "queued, running, done or failed", NULL, false},
        {"phase", SHAPE_STRING, "what it does just now", NULL, false},
        {"share", SHAPE_NUMBER, "done of this phase, 0 to 1; null: not known", NULL, true},
        {"error", SHAPE_OBJECT, "of a failed one", ERROR, true},
        {"reply", SHAPE_ANY, "of one that is done: as it would have come at once", NULL, true},
        {NULL, SHAPE_END, NULL, NULL, false},
    };
    static const Field REPLY[] = {{"jobs", SHAPE_ARRAY, "oldest first", JOB, false},
                                  {NULL, SHAPE_END, NULL, NULL, false}};
    static const Op LIST = {.id = "jobs.list",
                            .method = "GET",
                            .path = "/jobs",
                            .reply = REPLY,
                            .summary = "What runs, what waits, and what ended since the server started",
                            .help =
                                "At most 16 wait, and the last 64 that ended are kept; nothing survives a restart."};
    return json_pack("{s:o}", "get", operation(&LIST));
}

static json_t *problem_schema(void) {
    return json_pack("{s:s, s:{s:{s:s}, s:{s:s}, s:{s:s}, s:{s:s}, s:{s:s}, s:{s:s, s:s}}}", "type", "object",
                     "properties", "type", "type", "string", "title", "type", "string", "status", "type", "integer",
                     "detail", "type", "string", "hint", "type", "string", "see", "type", "string", "description",
                     "path of the page that goes on from here");
}

static json_t *security_schemes(void) {
    return json_pack("{s:{s:s, s:s, s:s}, s:{s:s, s:s, s:s, s:s}}", "token", "type", "http", "scheme", "bearer",
                     "description", "a personal token: POST /account/tokens, with scopes and an end", "cookie", "type",
                     "apiKey", "in", "cookie", "name", "ridealong", "description", "of a browser that is signed in");
}

static json_t *header_parameters(void) {
    return json_pack(
        "{s:{s:s, s:s, s:s, s:{s:s, s:i}}, s:{s:s, s:s, s:s, s:{s:s, s:i}}}", "IdempotencyKey", "name",
        "Idempotency-Key", "in", "header", "description",
        "a text of your own for this request: sent again within a day, it is answered as before and not done again",
        "schema", "type", "string", "maxLength", 200, "Source", "name", "source", "in", "query", "description",
        "name of the source, with application/x-ndjson", "schema", "type", "string", "maxLength", 200);
}

/* Beside the problem itself: the header that says when to come again. */
static json_t *problem_replies(void) {
    json_t *often = ref("Too many requests a minute, or too many tries", "application/problem+json",
                        "#/components/schemas/Problem");
    json_object_set_new(
        often, "headers",
        json_pack("{s:{s:s, s:{s:s}}}", "Retry-After", "description", "seconds", "schema", "type", "integer"));
    return json_pack(
        "{s:o, s:o, s:o}", "SignedOut",
        ref("Nobody is signed in, or the token is none", "application/problem+json", "#/components/schemas/Problem"),
        "Forbidden",
        ref("The role or the token does not allow it", "application/problem+json", "#/components/schemas/Problem"),
        "TooOften", often);
}

json_t *openapi_document(void) {
    json_t *paths = json_object();
    size_t n;
    const Op *const *ops = ops_all(&n);
    for (size_t i = 0; i < n; i++) {
        if (!(ops[i]->doors & DOOR_API)) continue;
        char method[8] = "";
        for (size_t k = 0; k < sizeof method - 1 && ops[i]->method[k]; k++) method[k] = (char)(ops[i]->method[k] | 32);
        json_t *item = json_object_get(paths, ops[i]->path);
        if (!item) {
            item = json_object();
            json_object_set_new(paths, ops[i]->path, item);
        }
        json_object_set_new(item, method, operation(ops[i]));
    }
    json_object_set_new(paths, "/jobs", jobs_path());
    json_t *info = json_pack("{s:s, s:s, s:s, s:{s:s, s:s}}", "title", "Ridealong", "version", "1", "description",
                             "Every page as JSON. Derived from the registry of operations. A reply to GET has an ETag; "
                             "RateLimit-Limit, -Remaining and -Reset say how often one may ask.",
                             "license", "name", "Apache-2.0", "identifier", "Apache-2.0");
    json_t *components = json_pack("{s:{s:o, s:o}, s:o, s:o, s:o}", "schemas", "Problem", problem_schema(), "Queued",
                                   queued_schema(), "securitySchemes", security_schemes(), "parameters",
                                   header_parameters(), "responses", problem_replies());
    return json_pack("{s:s, s:o, s:[{s:s}], s:[{s:[]}, {s:[]}], s:o, s:o}", "openapi", "3.1.0", "info", info, "servers",
                     "url", "/api/v1", "security", "token", "cookie", "paths", paths, "components", components);
}
