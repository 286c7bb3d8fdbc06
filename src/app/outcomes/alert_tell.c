/* alert_tell.c - alerts reach people and programs: into the outbox, in the transaction that noted them. */
#include "alerts.h"
#include "app_private.h"
#include "json_build.h"
#include "mail.h"
#include "sample.h"
#include "store/feed_store.h"
#include "store/webhook_store.h"
#include "webhooks.h"

enum { NEWS_DAYS = 14 /* one that was told longer ago is no news to anybody */ };

static const char *text_of(const json_t *alert, const char *key) {
    const char *text = json_string_value(json_object_get(alert, key));
    return text ? text : "";
}

static Str mail_body(Arena *a, const json_t *alert, bool again) {
    return arena_printf(
        a,
        "%s\n\n%s: %s.\nIt began on %s. Usual are %.2f voices a day; since then there are %.2f.\n\n"
        "ridealong theme %lld shows what customers say. About one false alarm for each theme and year is "
        "what the threshold allows.\n\nYou asked for this mail: ridealong work mail --alerts no\n",
        again ? "This theme rose again." : "This theme rose by itself.", text_of(alert, "name"), text_of(alert, "says"),
        text_of(alert, "began"), json_number_value(json_object_get(alert, "baseline")),
        json_number_value(json_object_get(alert, "level")),
        (long long)json_integer_value(json_object_get(alert, "theme")));
}

static bool mail_people(Call *call, Str key, const json_t *alert, bool again, Err *err) {
    MailSettings mail;
    WishRow *rows;
    size_t n;
    Arena *a = call->arena;
    if (!mail_settings(call, &mail, err)) return false;
    if (!mail.url.n) return true;
    if (!wish_people(call->app->db, a, WISH_ALERTS, day_of(call->now), &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        MailRow row = {.key = arena_printf(a, "%.*s-person-%lld", STR_ARG(key), (long long)rows[i].person_id),
                       .person_id = rows[i].person_id,
                       .address = rows[i].email,
                       .subject = arena_printf(a, "%s: %s", again ? "Rising again" : "Rising", text_of(alert, "name")),
                       .body = mail_body(a, alert, again),
                       .made_at = call->now,
                       .send_at = call->now};
        if (!mail_put(call->app->db, &row, err)) return false;
    }
    return true;
}

static bool tell_one(Call *call, const AlertRow *row, Str name, Err *err) {
    Str key = arena_printf(call->arena, "alert-%lld-%lld", (long long)row->id, (long long)row->told);
    bool again = row->reopened > 0 && row->told > row->alerted;
    json_t *alert = alert_json(call->arena, row, name);
    bool ok = webhooks_tell(call, again ? "alert.reopened" : "alert.raised", key, alert, err) &&
              mail_people(call, key, alert, again, err);
    json_decref(alert);
    return ok;
}

bool alerts_tell(Call *call, int64_t last_day, Err *err) {
    AlertRow *rows;
    ThemeNames names;
    size_t n;
    Sample sample;
    if (!sample_get(call->app->db, call->arena, &sample, err)) return false;
    if (sample.state != SAMPLE_NONE) return true; /* its voices are among them: nobody is woken for that */
    if (!alerts_list(call->app->db, call->arena, &rows, &n, err) || !theme_names_get(call, &names, err)) return false;
    for (size_t i = 0; i < n; i++) {
        if (rows[i].sent_day >= rows[i].told) continue;
        bool news = rows[i].told + NEWS_DAYS > last_day;
        if (news && !tell_one(call, &rows[i], theme_named(&names, rows[i].theme_id), err)) return false;
        if (!alert_sent(call->app->db, rows[i].id, rows[i].told, err)) return false;
    }
    return true;
}
