/* work_feed.c - a JSON Feed by the secret address of a person's calendar. */
#include "work_feed.h"

#include <stdlib.h>

#include "app_private.h"
#include "json_build.h"

enum { ITEMS = 30 };

static Str text_of(Call *call, const json_t *item) {
    Str text = arena_str(call->arena, str_from_c(json_string_value(json_object_get(item, "says"))));
    size_t i;
    const json_t *one;
    json_array_foreach(json_object_get(item, "did"), i, one)
        text = arena_printf(call->arena, "%.*s%s%s", STR_ARG(text),
                            i ? "; " : "\n\nYour part in it: ", json_string_value(one));
    return text;
}

static json_t *feed_item(Call *call, const json_t *item) {
    long long id = json_integer_value(json_object_get(json_object_get(item, "release"), "id"));
    json_t *o = json_object();
    put(o, "id", json_str(arena_printf(call->arena, "release-%lld", id)));
    put(o, "title",
        json_str(arena_printf(call->arena, "%s: %s", json_string_value(json_object_get(item, "verdict")),
                              json_string_value(json_object_get(item, "name")))));
    put(o, "content_text", json_str(text_of(call, item)));
    put(o, "date_published", json_incref(json_object_get(item, "at")));
    put(o, "date_modified", json_incref(json_object_get(item, "looked_at")));
    return o;
}

bool work_feed(Call *call, int64_t person_id, Str *out, Err *err) {
    PersonRow person;
    size_t left_out, i;
    json_t *list = json_array(), *items = json_array(), *item;
    bool ok = person_get(call->app->db, call->arena, person_id, &person, err) &&
              work_items(call, &person, ITEMS, list, &left_out, err);
    json_array_foreach(list, i, item) json_array_append_new(items, feed_item(call, item));
    json_decref(list);
    if (!ok) return json_decref(items), false;
    json_t *feed = json_pack("{s:s, s:o, s:o}", "version", "https://jsonfeed.org/version/1.1", "title",
                             json_str(arena_printf(call->arena, "What the work of %.*s did", STR_ARG(person.name))),
                             "items", items);
    char *text = json_dumps(feed, JSON_COMPACT);
    *out = arena_str(call->arena, str_from_c(text));
    free(text);
    json_decref(feed);
    return true;
}
