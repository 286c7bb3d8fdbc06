/* plan_menu.c - a short list of sessions for each person: prices move a little from pass to pass, and so the best seat
 * is almost always among those that were best a few passes ago. What is not on the list is seen when all sessions are
 * looked at again. */
#include <math.h>

#include "plan_private.h"

Menus *menus_new(Arena *a, const Work *w) {
    Menus *m = ARENA_NEW(a, Menus);
    m->of = ARENA_ARRAY(a, int32_t, w->in->people_n + 1);
    for (int32_t c = 0; c < w->classes_n; c++) {
        int32_t shared = NONE;
        for (int32_t i = w->classes[c].begin; i < w->classes[c].end; i++) {
            int32_t person = w->member[i];
            if (!w->alone[person] && shared == NONE) shared = m->n++;
            m->of[person] = w->alone[person] ? m->n++ : shared;
        }
    }
    size_t lists = (size_t)m->n * (size_t)w->kinds_n;
    m->seat = ARENA_ARRAY(a, MenuSeat, lists * MENU_PER_KIND + 1);
    m->count = ARENA_ARRAY(a, uint8_t, lists + 1);
    return m;
}

static int32_t base_of(const Work *w, const Class *c, int32_t session) {
    const PlanInput *in = w->in;
    const PlanSession *s = &in->sessions[session];
    int32_t base = worth_relevance(in, c->team, session) - in->weights.seat - in->weights.minute * s->minutes;
    if (s->language >= 0 && s->language == w->shift_language[c->shift]) base += in->weights.language;
    return base;
}

void menu_write(const Work *w, Menus *m, int32_t class, int32_t person, const Tops *tops) {
    const Class *c = &w->classes[class];
    for (int32_t k = 0; k < w->kinds_n; k++) {
        size_t list = (size_t)m->of[person] * (size_t)w->kinds_n + (size_t)k;
        MenuSeat *seat = m->seat + list * MENU_PER_KIND;
        int32_t n = 0;
        for (; n < tops->n[k] && n < MENU_PER_KIND; n++) {
            int32_t session = tops_of(tops, k)[n].session;
            seat[n] = (MenuSeat){session, base_of(w, c, session)};
        }
        m->count[list] = (uint8_t)n;
    }
}

void menu_priced(const Work *w, const Menus *m, int32_t person, const double *extra, Tops *tops) {
    const Class *c = &w->classes[w->class_of[person]];
    tops_clear(w, tops);
    for (int32_t k = 0; k < w->kinds_n; k++) {
        size_t list = (size_t)m->of[person] * (size_t)w->kinds_n + (size_t)k;
        const MenuSeat *seat = m->seat + list * MENU_PER_KIND;
        bool novice =
            c->novice >> w->kinds[k].format & 1; /* the other sessions of a format with the rule have no price */
        for (int32_t i = 0; i < m->count[list]; i++) {
            int32_t session = seat[i].session;
            double value = seat[i].base - w->price[session] - extra[session];
            if (novice) value -= w->novice_price[session];
            tops_insert(tops, k, (Top){value, session});
        }
    }
}

void menu_bid(const Work *w, const Menus *m, int32_t person, Tops *tops) {
    tops_clear(w, tops);
    for (int32_t k = 0; k < w->kinds_n; k++) {
        size_t list = (size_t)m->of[person] * (size_t)w->kinds_n + (size_t)k;
        const MenuSeat *seat = m->seat + list * MENU_PER_KIND;
        const Top *own = tops_of(tops, k);
        for (int32_t i = 0; i < m->count[list]; i++) {
            int32_t session = seat[i].session;
            /* w->price is the least that anybody pays: who cannot be among the best at that is not looked at */
            if (tops->n[k] == tops->per_kind && seat[i].base - w->price[session] <= own[tops->per_kind - 1].value)
                continue;
            tops_insert(tops, k, (Top){seat[i].base - auction_price(w, person, session), session});
        }
    }
}
