/* ops_trackers.c - a brief as an issue: as text, and sent to a tracker with the link kept. */
#include "app_private.h"
#include "audit.h"
#include "json_build.h"
#include "problem_reply.h"
#include "tracker.h"

static const char *const KINDS[] = {"github", "gitlab", "jira", NULL}; /* as TrackerKind */

/* By which an issue is found again: equal for each version, different for each problem of each installation. */
static bool mark_of(Call *call, int64_t id, Str *mark, Err *err) {
    ProblemVersion first;
    if (!problem_version_get(call->app->db, call->arena, id, 1, &first, err)) return false;
    *mark = arena_printf(call->arena, "ridealong-%lld-%.12s", (long long)id, first.sha256.p);
    return true;
}

static bool text_run(Call *call, Err *err) {
    ProblemBrief p;
    Str mark;
    TrackerKind kind = (TrackerKind)call_arg(call, "to")->i;
    if (!problem_brief_load(call, call_arg(call, "problem")->i, &p, err) || !mark_of(call, p.row.id, &mark, err) ||
        !brief_quotes_sound(call, STR("brief"), &p.brief, err))
        return false;
    put(call->reply, "title", json_str(tracker_title(call->arena, &p.brief)));
    put(call->reply, "text", json_str(tracker_text(call->arena, kind, &p.brief, mark)));
    return true;
}

#define TO_PARAM                                                                                                       \
    { .name = "to", .type = PARAM_ENUM, .choices = KINDS, .required = true, .help = "whose markup" }
static const Param TEXT_PARAMS[] = {PROBLEM_PARAM, TO_PARAM, {.name = NULL}};
static const Field TEXT_REPLY[] = {
    {"title", SHAPE_STRING, NULL, NULL, false},
    {"text", SHAPE_STRING, "Markdown for GitHub and GitLab, wiki markup for Jira", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column TEXT_FACTS[] = {{"", "text", "file", 0}, {NULL, NULL, NULL, 0}};
const Op OP_PROBLEM_TEXT = {
    .id = "problems.text",
    .method = "GET",
    .path = "/problems/{problem}/text",
    .words = "problem text",
    .summary = "A brief as the text of an issue",
    .help = "ridealong problem text 3 --to jira\n\nWhat customers said does nothing there: it mentions nobody, and "
            "loads nothing.",
    .doors = DOOR_CLI | DOOR_API,
    .role = ROLE_ENGINEER,
    .reads = READS_WORDS,
    .params = TEXT_PARAMS,
    .reply = TEXT_REPLY,
    .facts = TEXT_FACTS,
    .run = text_run,
};

/* ---- sending --------------------------------------------------------------------------------- */

static bool link_find(Call *call, int64_t id, Str kind, Str place, ProblemLink *out, Err *err) {
    ProblemLink *rows;
    size_t n;
    if (!problem_links(call->app->db, call->arena, id, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++)
        if (str_eq(rows[i].kind, kind) && str_eq(rows[i].place, place)) *out = rows[i];
    return true;
}

static bool link_keep(Call *call, const ProblemBrief *p, const ProblemLink *link, Err *err) {
    int64_t id;
    if (!db_begin(call->app->db, err)) return false;
    bool ok = problem_link_put(call->app->db, p->row.id, link, &id, err) &&
              audit_note(call, "problem.send", "problem", p->row.id,
                         json_pack("{s:o, s:o, s:o, s:o, s:I}", "to", json_str(link->kind), "place",
                                   json_str(link->place), "key", json_str(link->key), "url", json_str(link->url),
                                   "version", (json_int_t)link->version),
                         err);
    return db_end(call->app->db, ok, err);
}

static bool send_run(Call *call, Err *err) {
    TrackerKind kind = (TrackerKind)call_arg(call, "to")->i;
    Str place = str_trim(call_arg(call, "place")->s), mark, name = str_from_c(KINDS[kind]);
    TrackerSettings settings;
    ProblemBrief p;
    ProblemLink link = {0};
    bool made;
    Arena *a = call->arena;
    if (!tracker_place_check(kind, place, err) || !problem_brief_load(call, call_arg(call, "problem")->i, &p, err) ||
        !brief_quotes_sound(call, STR("brief"), &p.brief, err) || !mark_of(call, p.row.id, &mark, err) ||
        !tracker_settings(a, kind, &settings, err) || !link_find(call, p.row.id, name, place, &link, err))
        return false;
    TrackerIssue issue = {link.key, link.url};
    if (!tracker_send(a, &settings, place, tracker_title(a, &p.brief), tracker_text(a, kind, &p.brief, mark), mark,
                      &issue, &made, err))
        return false;
    link = (ProblemLink){.kind = name,
                         .place = place,
                         .key = issue.key,
                         .url = issue.url,
                         .at = call->now,
                         .author = call_actor(call),
                         .version = p.row.version};
    if (!link_keep(call, &p, &link, err)) return false;
    problem_done(
        call, p.row.id, p.row.version,
        arena_printf(a, "%.*s %.*s %s", STR_ARG(place), STR_ARG(issue.key), made ? "is made" : "is up to date"));
    put(call->reply, "key", json_str(issue.key));
    put(call->reply, "url", json_str(issue.url));
    put(call->reply, "made", json_boolean(made));
    return true;
}

static const Param SEND_PARAMS[] = {
    PROBLEM_PARAM,
    {.name = "to", .type = PARAM_ENUM, .choices = KINDS, .required = true, .help = "which tracker"},
    {.name = "place",
     .type = PARAM_STR,
     .max = 255,
     .required = true,
     .help = "owner/repository, group/project, or a Jira project's key"},
    PROBLEM_BY_PARAM,
    {.name = NULL},
};
static const Field SEND_REPLY[] = {
    {"done", SHAPE_STRING, NULL, NULL, false},
    {"problem", SHAPE_INT, NULL, NULL, false},
    {"version", SHAPE_INT, "of the brief that was sent", NULL, false},
    {"key", SHAPE_STRING, "of the issue", NULL, false},
    {"url", SHAPE_STRING, "where it is", NULL, false},
    {"made", SHAPE_BOOL, "false: it was there and is up to date now", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column SEND_FACTS[] = {{"done", "done", "text", 0}, {"address", "url", "text", 0}, {NULL, NULL, NULL, 0}};
const Op OP_PROBLEM_SEND = {
    .id = "problems.send",
    .method = "POST",
    .path = "/problems/{problem}/send",
    .words = "problem send",
    .summary = "Send a brief to GitHub, GitLab or Jira as an issue",
    .help = "ridealong problem send 3 --to github --place acme/app\nridealong problem send 3 --to jira --place PAY\n\n"
            "Sent again, the same issue is brought up to date. The token comes from the file that "
            "RIDEALONG_GITHUB_TOKEN_FILE (GITLAB, "
            "JIRA) names; RIDEALONG_GITHUB_URL and its like name a server of your own, which must stand in "
            "RIDEALONG_PRIVATE_HOSTS when "
            "its address is private. Jira Cloud wants RIDEALONG_JIRA_USER, too.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ENGINEER,
    .reads = READS_WORDS,
    .writes = true,
    .job = true,
    .after = "/problems/{problem}",
    .params = SEND_PARAMS,
    .reply = SEND_REPLY,
    .facts = SEND_FACTS,
    .run = send_run,
};
