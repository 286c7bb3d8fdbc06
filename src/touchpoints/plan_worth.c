/* plan_worth.c - what a seat and a set of seats are worth: the objective, in one place. */
#include "plan_private.h"

int64_t worth_need(const PlanInput *in, int32_t person, int32_t window, int32_t minutes) {
    const PlanPerson *p = &in->people[person];
    int64_t owed = p->owed[window], half = owed / 2;
    int64_t expected = (int64_t)minutes * (1000 - p->no_show) / 1000;
    if (expected > owed) expected = owed;
    if (expected <= 0) return 0;
    int64_t first = expected < half ? expected : half;
    int64_t points = in->weights.first_half * first + in->weights.second_half * (expected - first);
    return points * (1000 + p->backlog) / 1000;
}

int32_t worth_relevance(const PlanInput *in, int32_t team, int32_t session) {
    int32_t topic = in->sessions[session].topic;
    return topic < 0 ? 0 : in->relevance[(size_t)team * in->topics_n + (size_t)topic] * in->weights.relevance / 1000;
}

int32_t worth_pair(const Work *w, int32_t person, int32_t session) {
    const PlanInput *in = w->in;
    const PlanPerson *p = &in->people[person];
    const PlanSession *s = &in->sessions[session];
    int32_t points = worth_relevance(in, p->team, session) - in->weights.seat - in->weights.minute * s->minutes;
    if (s->language >= 0 && s->language == p->first_language) points += in->weights.language;
    if (work_is_current(w, person, session)) points += in->weights.stay;
    return points;
}

int64_t worth_person(const Work *w, int32_t person) {
    const PlanInput *in = w->in;
    const PlanPerson *p = &in->people[person];
    int64_t points = 0;
    int32_t seats = 0;
    uint32_t formats = 0;
    for (size_t window = 0; window < in->windows_n; window++) {
        const int32_t *given = work_given(w, person, (int32_t)window);
        int32_t minutes = 0;
        for (int i = 0; i < PLAN_PER_WINDOW && given[i] != NONE; i++) {
            points += worth_pair(w, person, given[i]);
            minutes += in->sessions[given[i]].minutes;
            formats |= 1u << in->sessions[given[i]].format;
            seats++;
        }
        points += worth_need(in, person, (int32_t)window, minutes);
    }
    int32_t fresh = __builtin_popcount(formats & ~p->formats_had);
    points += (int64_t)in->weights.touchpoint * (seats < p->touchpoints ? seats : p->touchpoints);
    return points + (int64_t)in->weights.format * (fresh < p->formats ? fresh : p->formats);
}

int64_t plan_objective(const Work *w) {
    int64_t points = 0;
    for (size_t i = 0; i < w->in->people_n; i++) points += worth_person(w, (int32_t)i);
    return points;
}
