/* message_tell.c - new verdicts into the outbox. */
#include "app_private.h"
#include "json_build.h"
#include "mail.h"
#include "messages.h"
#include "sample.h"
#include "store/feed_store.h"
#include "store/webhook_store.h"
#include "webhooks.h"

enum { NEWS_DAYS = 28 /* a look that was due longer ago is no news */ };

static json_t *event_of(Call *call, const Told *t) {
    json_t *o = json_object();
    put(o, "release", json_link(t->release.id, t->release.title));
    put(o, "problem", json_link(t->release.problem_id, t->release.problem));
    put(o, "name", json_str(t->name));
    put(o, "at", json_time(call->arena, t->release.at));
    put(o, "verdict", json_str(t->verdict));
    put(o, "says", json_str(t->says));
    put(o, "look", json_integer(t->looks));
    return o;
}

static bool tell_webhooks(Call *call, const Told *t, Err *err) {
    json_t *data = event_of(call, t);
    Str key = arena_printf(call->arena, "outcome-%lld-%d", (long long)t->release.id, t->looks);
    bool ok = webhooks_tell(call, "outcome", key, data, err);
    json_decref(data);
    return ok;
}

static Str body_of(Arena *a, const Told *t, const Worked *w) {
    Str did = {"", 0};
    for (size_t i = 0; i < w->did_n; i++) {
        Str one = worked_words(a, w->did[i]);
        did = arena_printf(a, "%.*s- %.*s\n", STR_ARG(did), STR_ARG(one));
    }
    return arena_printf(
        a,
        "%.*s\nReleased on %.*s.\n\n%.*s\n\nYour part in it:\n%.*s\nridealong release show %lld has the whole "
        "of it.\n\nYou asked for this mail: ridealong work mail --outcomes no\n",
        STR_ARG(t->name), STR_ARG(time_iso_date(a, t->release.at)), STR_ARG(t->says), STR_ARG(did),
        (long long)t->release.id);
}

static bool tell_person(Call *call, const WishRow *to, const Told *told, const Worked *w, Err *err) {
    Arena *a = call->arena;
    MailRow row = {.key = arena_printf(a, "outcome-%lld-%d-person-%lld", (long long)told->release.id, told->looks,
                                       (long long)to->person_id),
                   .person_id = to->person_id,
                   .address = to->email,
                   .subject = arena_printf(a, "What your work did: %.*s", STR_ARG(told->name)),
                   .body = body_of(a, told, w),
                   .made_at = call->now,
                   .send_at = call->now};
    return mail_put(call->app->db, &row, err);
}

static bool tell_people(Call *call, const ReleaseRow *releases, size_t n, const Told *told, Err *err) {
    MailSettings mail;
    WorkBook book;
    WishRow *people;
    size_t people_n;
    if (!mail_settings(call, &mail, err)) return false;
    if (!mail.url.n) return true;
    if (!wish_people(call->app->db, call->arena, WISH_OUTCOMES, day_of(call->now), &people, &people_n, err))
        return false;
    if (!n || !people_n) return true;
    if (!work_book_read(call, releases, n, &book, err)) return false;
    for (size_t i = 0; i < people_n; i++) {
        PersonRow person;
        Worked *worked;
        size_t worked_n;
        if (!person_get(call->app->db, call->arena, people[i].person_id, &person, err) ||
            !worked_releases(call, &book, &person, &worked, &worked_n, err))
            return false;
        for (size_t k = 0; k < worked_n; k++)
            if (!tell_person(call, &people[i], &told[worked[k].release - releases], &worked[k], err)) return false;
    }
    return true;
}

static bool tell_in(Call *call, const ReleaseRow *releases, size_t n, const Told *told, Err *err) {
    for (size_t i = 0; i < n; i++)
        if (!tell_webhooks(call, &told[i], err)) return false;
    return tell_people(call, releases, n, told, err);
}

bool outcomes_tell(Call *call, int64_t *news, Err *err) {
    ReleaseRow *rows;
    size_t n, kept = 0;
    Sample sample;
    *news = 0;
    if (!sample_get(call->app->db, call->arena, &sample, err)) return false;
    if (sample.state != SAMPLE_NONE) return true; /* nobody is told what its voices say */
    if (!releases_that_speak(call, &rows, &n, err)) return false;
    Told *told = ARENA_ARRAY(call->arena, Told, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (!told_of_release(call, &rows[i], &told[kept], err)) return false;
        bool is_news = told[kept].looks && told[kept].looked_at + (int64_t)NEWS_DAYS * SECONDS_PER_DAY > call->now;
        if (is_news) rows[kept++] = rows[i];
    }
    *news = (int64_t)kept;
    return db_begin(call->app->db, err) && db_end(call->app->db, tell_in(call, rows, kept, told, err), err);
}
