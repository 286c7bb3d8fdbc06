/* signal_reply.c - signals as JSON. */
#include "signal_reply.h"

#include "json_build.h"
#include "text/utf8.h"

enum { EXCERPT_BYTES = 220 };

static json_t *text_start(Str text) {
    Str cut = utf8_cut(text, EXCERPT_BYTES);
    return json_str(cut);
}

json_t *signal_json(Arena *a, const SignalRow *r) {
    const Signal *s = &r->signal;
    json_t *o = json_object();
    put(o, "id", json_integer(r->id));
    put(o, "external_id", json_str(s->external_id));
    put(o, "source", json_link(r->source_id, r->source));
    put(o, "at", json_time(a, s->at));
    put(o, "channel", json_str(s->channel));
    put(o, "product", json_str(s->product));
    put(o, "lang", json_str(s->lang));
    put(o, "rating", json_num(s->rating, 2));
    put(o, "excerpt", text_start(s->text));
    put(o, "theme", json_link(r->theme_id, r->theme));
    put(o, "score", r->coded ? json_num(r->score, 4) : json_null());
    put(o, "coded", json_boolean(r->coded));
    put(o, "copies", json_integer(r->copies));
    return o;
}

void signal_meta_put(json_t *o, Str meta) {
    json_t *parsed = meta.n ? json_loadb(meta.p, meta.n, 0, NULL) : NULL;
    put(o, "meta", parsed ? parsed : json_object());
}
