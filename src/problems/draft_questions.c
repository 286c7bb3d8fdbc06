/* draft_questions.c - what the evidence leaves open, as questions to ask at the next touchpoint. */
#include <math.h>

#include "base/clock.h"
#include "draft_parts.h"

enum { FEW_VOICES = 10, DAYS_OF_START = 30 };

static void ask_who(const Drafting *d) {
    const DraftFacts *f = d->f;
    if (!f->signals) {
        draft_question(d, "Who else has this problem? No signal of it is known: search the signals for its words.");
        return;
    }
    if (f->voices < FEW_VOICES)
        draft_question(d, "Is it more than a few? Only %lld voices are known.", (long long)f->voices);
    if (!f->customers)
        draft_question(
            d, "Which customers are these? The sources name none, so a voice is a text that no other one repeats.");
    else if (f->top_customer * 5 > f->signals)
        draft_question(d, "Is it one customer's problem? One sent %lld of %lld signals.", (long long)f->top_customer,
                       (long long)f->signals);
    if (isnan(f->active))
        draft_question(
            d, "How many of those who try have it? The number of active customers is not known: import exposure.");
    if (!f->segments_n || (f->segments_n == 1 && !f->segments[0].value.n))
        draft_question(d, "Which segments have it? The sources give none.");
    if (f->channels_n == 1) draft_question(d, "Does it show elsewhere, too? All signals come by one channel.");
}

static void ask_when(const Drafting *d) {
    const DraftFacts *f = d->f;
    if (f->signals && f->first_at == TIME_NONE) draft_question(d, "Since when? No signal of it has a date.");
    if (f->first_at != TIME_NONE && f->history_from != TIME_NONE &&
        day_of(f->first_at) - day_of(f->history_from) < DAYS_OF_START) {
        Str day = time_iso_date(d->a, f->history_from);
        draft_question(d,
                       "Is it older than our records? Its first signal falls in the first %d days of all data (%.*s).",
                       DAYS_OF_START, STR_ARG(day));
    }
}

const Str QUESTION_OWNER = STR_INIT("Who owns it? Nobody does yet.");
const Str QUESTION_EFFORT = STR_INIT("How much work is it? The owner has not said (effort_weeks).");
const Str QUESTION_VALUE = STR_INIT("What does one contact cost the company? No figure is given (value).");

void draft_unknown(const Drafting *d) {
    const DraftFacts *f = d->f;
    ask_who(d);
    ask_when(d);
    if (!f->aim.n) draft_question(d, "What were they trying to do when it happened?");
    if (!f->instead.n) draft_question(d, "What do they do instead, and what does that cost them?");
    if (!f->against.n)
        draft_question(d, "For whom does it work, and what is different there? No counter-evidence was found.");
    if (f->signals && !f->severe) draft_question(d, "What does it cost them? No signal speaks of harm.");
    if (!f->owner.n) draft_question(d, "%.*s", STR_ARG(QUESTION_OWNER));
    draft_question(d, "%.*s", STR_ARG(QUESTION_EFFORT));
    draft_question(d, "%.*s", STR_ARG(QUESTION_VALUE));
}
