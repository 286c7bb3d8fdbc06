/* nearest_reply.c - near themes by the codebook, near signals by their words. */
#include "nearest_reply.h"

#include "app_private.h"
#include "base/clock.h"
#include "json_build.h"
#include "store/theme_store.h"
#include "text/utf8.h"
#include "themes/nearest.h"

enum { THEMES_SHOWN = 5, SIGNALS_SHOWN = 5, SIGNALS_READ = 120, EXCERPT_BYTES = 160 };

const Field SHAPE_OF_NEAR_THEMES[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"score", SHAPE_NUMBER, "similarity of its words to the theme, 0 to 1", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_NEAR_SIGNALS[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"excerpt", SHAPE_WORDS, NULL, NULL, false},
    {"score", SHAPE_NUMBER, "similarity of the words, 0 to 1", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

static Str name_of(const ThemeContext *context, int64_t id) {
    for (size_t i = 0; i < context->themes_n; i++)
        if (context->themes[i].id == id) return context->themes[i].name;
    return (Str){"", 0};
}

/* Several positions may be one theme: the nearest of them counts. */
static void themes_put_near(const ThemeMap *map, const ThemeContext *context, Coder *coder, Str text, json_t *why) {
    ThemeNear near[2 * THEMES_SHOWN];
    size_t n = coder_nearest(coder, text, near, 2 * THEMES_SHOWN);
    json_t *list = json_array();
    put(why, "themes", list);
    for (size_t i = 0; i < n && json_array_size(list) < THEMES_SHOWN; i++) {
        bool said = false;
        for (size_t k = 0; k < i; k++) said |= map->slot_of[near[k].theme] == map->slot_of[near[i].theme];
        if (said) continue;
        int64_t id = map->slots[map->slot_of[near[i].theme]].id;
        json_t *o = json_link(id, name_of(context, id));
        put(o, "score", json_num(near[i].cosine, 4));
        json_array_append_new(list, o);
    }
}

bool nearest_put(Call *call, const ThemeMap *map, const ThemeContext *context, Coder *coder, const SignalRow *row,
                 json_t *why, Err *err) {
    SignalFilter filter = {.theme_id = row->theme_id,
                           .unthemed = row->theme_id == 0,
                           .from = TIME_NONE,
                           .to = TIME_NONE,
                           .with_text = true,
                           .no_copies = true};
    SignalRow *rows;
    size_t n, kept = 0;
    json_t *list = json_array();
    put(why, "signals", list);
    themes_put_near(map, context, coder, row->signal.text, why);
    if (!signals_newest(call->app->db, call->arena, &filter, SIGNALS_READ, &rows, &n, err)) return false;
    Str *texts = ARENA_ARRAY(call->arena, Str, n + 1);
    for (size_t i = 0; i < n; i++)
        if (rows[i].id != row->id && rows[i].id != row->copy_of) {
            rows[kept] = rows[i];
            texts[kept++] = rows[i].signal.text;
        }
    NearText near[SIGNALS_SHOWN];
    size_t found = nearest_texts(call->arena, row->signal.text, texts, kept, SIGNALS_SHOWN, near);
    for (size_t i = 0; i < found; i++)
        json_array_append_new(list, json_pack("{s:I, s:o, s:o}", "id", (json_int_t)rows[near[i].index].id, "excerpt",
                                              json_str(utf8_cut(texts[near[i].index], EXCERPT_BYTES)), "score",
                                              json_num(near[i].cosine, 4)));
    return true;
}
