/* plan_seats.c - seats as they are given. */
#include <string.h>

#include "plan_private.h"

void work_seats(Work *w) {
    const PlanInput *in = w->in;
    size_t seats = 0, slots = in->people_n * in->windows_n * PLAN_PER_WINDOW;
    w->guest_begin = ARENA_ARRAY(w->a, int32_t, in->sessions_n + 1);
    w->guests = ARENA_ARRAY(w->a, int32_t, in->sessions_n + 1);
    for (size_t s = 0; s < in->sessions_n; s++) {
        /* nobody has two seats of one session, so more seats than people are of no use */
        w->left[s] = in->sessions[s].seats < (int32_t)in->people_n ? in->sessions[s].seats : (int32_t)in->people_n;
        w->novices_left[s] = in->sessions[s].novices;
        w->guest_begin[s] = (int32_t)seats;
        seats += (size_t)w->left[s];
        if (in->sessions[s].host >= 0) w->alone[in->sessions[s].host] = true;
    }
    w->guest = ARENA_ARRAY(w->a, int32_t, seats + 1);
    w->bid = ARENA_ARRAY(w->a, double, seats + 1);
    w->floor = ARENA_ARRAY(w->a, double, in->sessions_n + 1);
    w->given = ARENA_ARRAY(w->a, int32_t, slots + 1);
    for (size_t i = 0; i < slots; i++) w->given[i] = NONE;
    for (size_t i = 0; i < in->people_n; i++) w->alone[i] |= in->people[i].busy_n > 0;
}

bool work_room(const Work *w, int32_t person, int32_t session) {
    const PlanSession *s = &w->in->sessions[session];
    if (w->left[session] <= 0) return false;
    if (work_novice(w, person, session) && w->novices_left[session] <= 0) return false;
    return !s->per_team || work_of_team(w, session, w->in->people[person].team) < s->per_team;
}

/* Sessions are small, so the guests are counted where it matters. Each session keeps its guests in `guest`. */
int32_t work_of_team(const Work *w, int32_t session, int32_t team) {
    int32_t n = 0;
    for (int32_t i = w->guest_begin[session]; i < w->guest_begin[session] + w->guests[session]; i++)
        n += w->in->people[w->guest[i]].team == team;
    return n;
}

void work_give(Work *w, int32_t person, int32_t session) {
    int32_t *given = work_given(w, person, w->window[session]);
    while (*given != NONE) given++;
    *given = session;
    w->guest[w->guest_begin[session] + w->guests[session]++] = person;
    w->left[session]--;
    if (work_novice(w, person, session)) w->novices_left[session]--;
}

void work_take(Work *w, int32_t person, int32_t session) {
    int32_t *given = work_given(w, person, w->window[session]), *last = given + PLAN_PER_WINDOW - 1;
    while (*given != session) given++;
    memmove(given, given + 1, (size_t)(last - given) * sizeof *given);
    *last = NONE;
    int32_t *guest = w->guest + w->guest_begin[session];
    while (*guest != person) guest++;
    int32_t last_guest = w->guest_begin[session] + --w->guests[session];
    w->bid[guest - w->guest] = w->bid[last_guest];
    *guest = w->guest[last_guest];
    w->left[session]++;
    if (work_novice(w, person, session)) w->novices_left[session]++;
}

void work_restore(Work *w, const int32_t *given) {
    size_t slots = w->in->people_n * w->in->windows_n * PLAN_PER_WINDOW, each = w->in->windows_n * PLAN_PER_WINDOW;
    for (size_t i = slots; i-- > 0;)
        if (w->given[i] != NONE) work_take(w, (int32_t)(i / each), w->given[i]);
    for (size_t i = 0; i < slots; i++)
        if (given[i] != NONE) work_give(w, (int32_t)(i / each), given[i]);
}
