/* op.h - the registry of operations: one row feeds the HTTP router, the JSON API, the command line, the
 * help and the OpenAPI document.
 *
 * A row says what an operation is called at each door, which typed parameters it takes, what it answers and
 * which function does it. The doors (web/, cli/) turn what came in into RawArgs; op_bind checks them all in
 * one place; the handler reads checked values only and builds a JSON reply; the door shows it: as a page, as
 * JSON, as a table. To add an operation, add a row in ops_*.c: see docs/internals/app.md. */
#pragma once
#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/progress.h"

typedef enum ParamType {
    PARAM_STR,  /* UTF-8, at most `max` bytes */
    PARAM_INT,  /* min..max */
    PARAM_BOOL, /* true, false, 1, 0, yes, no; a bare --flag is true */
    PARAM_ENUM, /* one of `choices` */
    PARAM_DATE, /* 2026-05-03 or RFC 3339; becomes UTC seconds */
    PARAM_LIST  /* strings, the CLI's remaining words; not over HTTP queries */
} ParamType;

typedef struct Param {
    const char *name; /* "theme": --theme, ?theme=, {theme} in the path */
    ParamType type;
    const char *help;           /* one line, starts with a small letter, says the unit */
    int64_t min, max;           /* INT: range; STR: max bytes; LIST: max items */
    const char *const *choices; /* ENUM: NULL-terminated */
    const char *pick;     /* INT, STR: id of a reading operation; forms offer its rows, by "id", called by "title" or
                           * "name" */
    const char *fallback; /* value when absent, as text; NULL: absent stays absent */
    bool required;
    bool positional; /* a bare word on the command line */
    bool cli_only;   /* makes no sense over HTTP (a path of this machine) */
    bool secret;     /* a password: never shown again, nor kept with a job */
    bool hidden;     /* forms carry it along unseen */
    bool file;       /* STR: the bytes of a file as base64; pages choose a file, whose name comes as `name` */
} Param;

/* The shape of a reply, for OpenAPI, for the table of the command line and for the test that compares
 * every real reply with it. */
typedef enum FieldType {
    SHAPE_END,
    SHAPE_STRING,
    SHAPE_WORDS, /* a string in a customer's words: NOT_SHOWN to those whom the policy keeps them from (access.h) */
    SHAPE_INT,
    SHAPE_NUMBER,
    SHAPE_BOOL,
    SHAPE_TIME, /* RFC 3339 string or null */
    SHAPE_OBJECT,
    SHAPE_ARRAY, /* of objects described by `of` (any, when that is SHAPE_OF_FREE); of strings when `of` is NULL */
    SHAPE_MAP,   /* object with free keys and string values */
    SHAPE_ANY    /* any JSON object */
} FieldType;

typedef struct Field {
    const char *name;
    FieldType type;
    const char *help;
    const struct Field *of; /* OBJECT, ARRAY; ended by SHAPE_END */
    bool nullable;
} Field;

typedef enum Door { DOOR_CLI = 1, DOOR_API = 2, DOOR_PAGE = 4 } Door;

/* Each may what those before it may. ANYBODY: nobody is signed in. */
typedef enum Role { ROLE_ANYBODY = -1, ROLE_VIEWER, ROLE_ENGINEER, ROLE_HOST, ROLE_LEAD, ROLE_ADMIN } Role;
/* What a personal API token was made for; a session and the command line have all of them. An operation needs READ
 * (GET) or WRITE (POST), one for administrators ADMIN beside it, one that takes signals in only INGEST or WRITE. */
typedef enum ActorScope {
    SCOPE_READ = 1,
    SCOPE_WRITE = 2,
    SCOPE_INGEST = 4,
    SCOPE_ADMIN = 8,
    SCOPE_ALL = 15
} ActorScope;

/* Who calls, as the door found out. */
typedef struct Actor {
    Str name; /* for the audit log */
    Role role;
    unsigned scopes;    /* ActorScope bits */
    int64_t account_id; /* 0: none: the command line, or a browser on this machine before there are accounts */
    int64_t person_id;  /* 0: not linked to one */
    int64_t login_id;   /* of the browser; 0: none */
    int64_t seen_at;    /* when that login was noted as seen last */
    Str address, agent; /* from where, with what: for limits and the list of logins; may be empty */
    Str once;           /* Idempotency-Key of this call; may be empty */
} Actor;

/* Whose an object is; 0: nobody's. It is the actor's own when it is their person's or a team's of theirs. */
typedef struct Owner {
    int64_t person_id, team_id;
} Owner;

/* What an operation shows of others, where a policy (access.h) says who may see it. */
typedef enum Reads { READS_WORDS = 1, READS_PEOPLE = 2 } Reads;

typedef struct Column { /* of the table on a terminal */
    const char *head;
    const char *path; /* dotted path into the row: "change.ratio" */
    /* "text", "int", "percent", "change", "spark", "date", "score", "names"; "quote": all of it, last */
    const char *format;
    int width; /* minimum columns; the one with 0 takes what is left */
} Column;

struct Call;
typedef struct Op {
    const char *id;      /* "themes.list" */
    const char *method;  /* "GET" or "POST" */
    const char *path;    /* "/themes/{theme}": page there, JSON under /api/v1 */
    const char *words;   /* "theme": what to type after `ridealong`; NULL: not on the command line */
    const char *summary; /* one line */
    const char *help;    /* paragraphs and examples for `ridealong help WORD` */
    unsigned doors;      /* Door bits */
    Role role;           /* least role that may */
    Role own_role;       /* with `owner`: least role that may when the object is the actor's own; at most `role` */
    /* Optional: whose is the object that the arguments name? Reads only; ERR_NOT_FOUND when there is none. */
    bool (*owner)(struct Call *call, Owner *owner, Err *err);
    unsigned
        reads; /* Reads bits: customers' words (its whole point; single texts are SHAPE_WORDS), others' touchpoints */
    unsigned scope;    /* SCOPE_INGEST: a token for that is enough; 0: by the method */
    bool writes;       /* needs the store open for writing */
    bool brings;       /* signals: a server refreshes the themes soon after */
    bool storeless;    /* runs without a store, or opens it only when it comes to it */
    bool aside;        /* quick, about accounts: over HTTP it does not wait behind jobs */
    bool secret;       /* its reply is shown once, by the page of its id, and kept nowhere; a member `login` becomes the
                        * browser's cookie and is never shown */
    bool job;          /* may take longer than a second: over HTTP it is queued and runs beside the pages */
    const char *after; /* POST from a page: the page to show then, a path with {names} of arguments or of the
                        * reply's top-level members (a job has no reply yet); NULL: the page it came from */
    const Param *params; /* ended by name NULL */
    const Field *reply;
    const char *rows;      /* name of the reply's array that the table shows and --count counts */
    const Column *columns; /* ended by head NULL */
    const Column *facts;   /* single values shown above the table, one a line; ended by head NULL; may be NULL */
    const char *fails; /* name of the reply's number that makes the command line end with exit code 4 when above 0 */
    const char *empty; /* what to say when there are no rows: why, and how to get some */
    bool (*run)(struct Call *call, Err *err); /* NULL: the door does it itself (serve) */
    /* Optional: hands out the rows one by one in constant memory, for `--json` without --limit. */
    bool (*stream)(struct Call *call, bool (*emit)(void *ctx, json_t *row), void *ctx, Err *err);
} Op;

const Op *const *ops_all(size_t *n);
const char *ops_heading(size_t i); /* under which heading of the help the i-th of them stands */
const Op *op_find(Str id);
const Op *op_by_words(Str words);

/* What a door read: names and texts, unchecked. A name may repeat for PARAM_LIST. */
typedef struct RawArg {
    Str name, value;
} RawArg;

typedef struct Arg {
    bool given; /* by the caller or by the fallback */
    Str s;
    int64_t i; /* INT, DATE; BOOL as 0 or 1; ENUM as index */
    const Str *list;
    size_t list_n;
} Arg;

typedef struct App App;

typedef struct Call {
    App *app;
    const Op *op;
    const Actor *actor; /* never NULL */
    Arena *arena;       /* of this request; the reply may point into it no longer than that */
    const Arg *args;    /* one for each param, in their order */
    int64_t now;
    const Progress *progress; /* may be NULL */
    json_t *reply;            /* an empty object at the start, owned by the caller */
} Call;

/* Checks raw arguments against the row: unknown names, types, limits, what is missing. *args has one entry for
 * each param. The error names the parameter and says what it takes. */
bool op_bind(const Op *op, Arena *a, const RawArg *raw, size_t n, const Arg **args, Err *err);

/* The argument of that name; the name must be one of the row's (checked by assert). */
const Arg *call_arg(const Call *call, const char *name);

/* Checks a reply against the row's shape: NULL when it fits, else what does not. For tests and debug builds. */
const char *op_check_reply(const Op *op, const json_t *reply, Arena *a);

/* The OpenAPI 3.1 document of all operations with DOOR_API. New reference. */
json_t *openapi_document(void);
