/* webhooks.c - news into the outbox. */
#include "webhooks.h"

#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "json_build.h"
#include "outside.h"
#include "store/feed_store.h"
#include "store/webhook_store.h"

bool webhook_url_check(Str url, Err *err) {
    bool tls = str_starts(url, STR("https://")), open_one = str_starts(url, STR("http://"));
    Str host = outside_host(url);
    bool plain = true;
    for (size_t i = 0; i < url.n; i++) plain &= url.p[i] > ' ' && url.p[i] < 127 && url.p[i] != '@' && url.p[i] != '#';
    if ((!tls && !open_one) || !host.n || !plain)
        return err_set(err, ERR_INPUT, "like https://hooks.example.com/ridealong",
                       "url: it is no http or https address, or has a name, a password or a fragment in it");
    return tls || outside_listed(host) ||
           err_set(err, ERR_INPUT, "use https, or name a host of yours in RIDEALONG_PRIVATE_HOSTS",
                   "url: news would go to %.*s unencrypted", STR_ARG(host));
}

static Str body_of(Call *call, const char *type, const json_t *data) {
    json_t *o = json_object();
    put(o, "type", json_string(type));
    put(o, "timestamp", json_time(call->arena, call->now));
    put(o, "data", json_deep_copy(data));
    char *text = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(15));
    Str body = arena_str(call->arena, str_from_c(text));
    free(text);
    json_decref(o);
    return body;
}

bool webhooks_tell(Call *call, const char *type, Str key, const json_t *data, Err *err) {
    WebhookRow *rows;
    size_t n;
    if (!webhooks_list(call->app->db, call->arena, false, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        MailRow row = {.key = arena_printf(call->arena, "%.*s-webhook-%lld", STR_ARG(key), (long long)rows[i].id),
                       .address = rows[i].url,
                       .subject = str_from_c(type),
                       .body = body_of(call, type, data),
                       .made_at = call->now,
                       .send_at = call->now,
                       .webhook_id = rows[i].id};
        if (!mail_put(call->app->db, &row, err)) return false;
    }
    return true;
}
