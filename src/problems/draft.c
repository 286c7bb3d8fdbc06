/* draft.c - sections of a first brief. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "draft_parts.h"
#include "text/utf8.h"

enum { PLAIN_MAX = 120, VALUES_SHOWN = 4, LIFT_SIGNALS = 10, WEEKS_A_YEAR = 52 };

Str draft_plain(Arena *a, Str s) {
    char *out = ARENA_ARRAY(a, char, PLAIN_MAX + 4);
    size_t n = 0;
    Str cut = utf8_cut(s, PLAIN_MAX);
    for (size_t i = 0; i < cut.n; i++) {
        char c = (unsigned char)cut.p[i] <= ' ' ? ' ' : cut.p[i];
        if (c == ' ' && (n == 0 || out[n - 1] == ' ')) continue;
        out[n++] = c;
    }
    Str plain = str_trim((Str){out, n});
    return cut.n < s.n ? arena_printf(a, "%.*s...", STR_ARG(plain)) : plain;
}

__attribute__((format(printf, 3, 0))) static BriefBlock *add(const Drafting *d, BlockKind kind, const char *format,
                                                             va_list list) {
    char line[1200];
    vsnprintf(line, sizeof line, format, list);
    BriefBlock *b = &d->section->blocks[d->section->n];
    if (d->section->n < DRAFT_BLOCKS) d->section->n++;
    *b = (BriefBlock){.kind = kind, .text = arena_str(d->a, utf8_cut(str_from_c(line), sizeof line - 1))};
    return b;
}

void draft_text(const Drafting *d, const char *format, ...) {
    va_list list;
    va_start(list, format);
    add(d, BLOCK_TEXT, format, list);
    va_end(list);
}

void draft_question(const Drafting *d, const char *format, ...) {
    va_list list;
    va_start(list, format);
    add(d, BLOCK_QUESTION, format, list);
    va_end(list);
}

static void quotes(const Drafting *d, const DraftQuotes *q) {
    for (size_t i = 0; i < q->n && d->section->n < DRAFT_BLOCKS; i++)
        d->section->blocks[d->section->n++] = (BriefBlock){.kind = BLOCK_QUOTE,
                                                           .text = q->at[i].text,
                                                           .signal = q->at[i].signal,
                                                           .placed = true,
                                                           .begin = q->at[i].begin,
                                                           .end = q->at[i].end,
                                                           .sha256 = sha256(q->at[i].text)};
}

static double percent(int64_t part, int64_t whole) {
    return whole ? 100 * (double)part / (double)whole : 0;
}

/* ---- who ------------------------------------------------------------------------------------- */

/* More (1) or less (-1) common here than everywhere, beyond what chance explains 19 times in 20; else 0. */
static int lifted(const DraftValue *v, int64_t signals) {
    double p = v->everywhere, n = (double)signals, share = (double)v->signals / n;
    if (!(p > 0 && p < 1) || v->signals < LIFT_SIGNALS) return 0;
    double z = (share - p) / sqrt(p * (1 - p) / n);
    return z > 1.96 ? 1 : z < -1.96 ? -1 : 0;
}

static Str value_says(const Drafting *d, const DraftValue *v) {
    Str name = v->value.n ? draft_plain(d->a, v->value) : STR("not given");
    Str said = arena_printf(d->a, "%.*s %.0f %%", STR_ARG(name), percent(v->signals, d->f->signals));
    if (!v->value.n || !lifted(v, d->f->signals)) return said;
    return arena_printf(d->a, "%.*s (of all signals in themes %.0f %%: %.1f times)", STR_ARG(said), 100 * v->everywhere,
                        (double)v->signals / (double)d->f->signals / v->everywhere);
}

static void values(const Drafting *d, const char *name, const DraftValue *v, size_t n) {
    Str said = {"", 0};
    size_t shown = n < VALUES_SHOWN ? n : VALUES_SHOWN;
    if (n == 0 || (n == 1 && !v[0].value.n)) return;
    for (size_t i = 0; i < shown; i++) {
        Str one = value_says(d, &v[i]);
        said = arena_printf(d->a, "%.*s%s%.*s", STR_ARG(said), i ? ", " : "", STR_ARG(one));
    }
    if (n > shown) said = arena_printf(d->a, "%.*s, and %zu more", STR_ARG(said), n - shown);
    draft_text(d, "- By %s: %.*s.", name, STR_ARG(said));
}

static void who(const Drafting *d) {
    const DraftFacts *f = d->f;
    if (!f->signals) {
        draft_text(d, "No signals yet: this problem was seen in person.");
        return;
    }
    draft_text(d, "- %lld voices in %lld signals; %lld of the customers are known.", (long long)f->voices,
               (long long)f->signals, (long long)f->customers);
    if (f->customers)
        draft_text(d, "- The loudest customer sent %lld of the %lld signals (%.0f %%).", (long long)f->top_customer,
                   (long long)f->signals, percent(f->top_customer, f->signals));
    if (f->internal)
        draft_text(d, "- %lld of the %lld signals (%.0f %%) were told by internal developers.", (long long)f->internal,
                   (long long)f->signals, percent(f->internal, f->signals));
    if (f->weeks && !isnan(f->active) && f->active > 0)
        draft_text(d,
                   "- %.1f voices a week per 1,000 active customers (%.1f a week, %.0f active in a period; means of "
                   "the last %lld weeks).",
                   1000 * f->voices_a_week / f->active, f->voices_a_week, f->active, (long long)f->weeks);
    values(d, "segment", f->segments, f->segments_n);
    values(d, "product", f->products, f->products_n);
    values(d, "channel", f->channels, f->channels_n);
}

/* ---- since when ------------------------------------------------------------------------------ */

static void since(const Drafting *d) {
    const DraftFacts *f = d->f;
    if (f->first_at == TIME_NONE) {
        draft_text(d, f->signals ? "No signal of it has a date." : "Not known from signals.");
        return;
    }
    Str first = time_iso_date(d->a, f->first_at), last = time_iso_date(d->a, f->last_at);
    draft_text(d, "First signal %.*s, last %.*s.", STR_ARG(first), STR_ARG(last));
    if (f->weeks) draft_text(d, "%.1f voices a week over the last %lld weeks.", f->voices_a_week, (long long)f->weeks);
    if (f->change.verdict == CHANGE_TOO_FEW) {
        draft_text(d, "Too few voices with a date to say whether it grows.");
        return;
    }
    draft_text(d,
               "%s: %.1f voices a week in the last %lld weeks, %.1f in the %lld before (ratio %.2f, 90 %% interval "
               "%.2f to %.2f).",
               f->change.verdict == CHANGE_UP     ? "Growing"
               : f->change.verdict == CHANGE_DOWN ? "Falling"
                                                  : "No change that chance would not explain",
               f->change.after, (long long)f->recent_weeks, f->change.before, (long long)f->before_weeks,
               f->change.ratio, f->change.low, f->change.high);
}

/* ---- what is said ---------------------------------------------------------------------------- */

static void aim(const Drafting *d) {
    quotes(d, &d->f->aim);
    if (!d->f->aim.n) draft_text(d, "No signal says it in so many words.");
}

static void happens(const Drafting *d) {
    const DraftFacts *f = d->f;
    for (size_t i = 0; i < f->faces_n && i < VALUES_SHOWN + 2; i++) {
        Str name = draft_plain(d->a, f->faces[i].name);
        draft_text(d, "- %.*s: %lld signals (%.0f %%).", STR_ARG(name), (long long)f->faces[i].signals,
                   percent(f->faces[i].signals, f->signals));
    }
    quotes(d, &f->happens);
    if (!f->happens.n) draft_text(d, "No signal is quoted yet.");
}

static void instead(const Drafting *d) {
    quotes(d, &d->f->instead);
    if (!d->f->instead.n) draft_text(d, "No signal says what they do instead.");
}

static void counter(const Drafting *d) {
    const DraftFacts *f = d->f;
    quotes(d, &f->against);
    if (f->against.n)
        draft_text(d,
                   "Found among %lld signals of these themes and near them, by ratings and by words that say it works.",
                   (long long)f->against_looked);
    else
        draft_text(d,
                   "None found: %lld signals of these themes and near them were looked through, by ratings and by "
                   "words that say "
                   "it works. Sources of complaints seldom hold any.",
                   (long long)f->against_looked);
}

/* ---- severity, value, measure ---------------------------------------------------------------- */

Str draft_severity(int64_t severe, int64_t signals) {
    double share = signals ? (double)severe / (double)signals : 0;
    return share >= 0.2 ? STR("high") : share >= 0.05 ? STR("medium") : STR("low");
}

static void severity(const Drafting *d) {
    const DraftFacts *f = d->f;
    if (!f->signals) {
        draft_text(d, "Not known from signals.");
        return;
    }
    Str level = draft_severity(f->severe, f->signals);
    draft_text(d,
               "%.*s by its words: %lld of %lld signals (%.0f %%) speak of harm, such as money lost, fraud, injury or "
               "work at a "
               "standstill (high from 20 %%, medium from 5 %%).",
               STR_ARG(level), (long long)f->severe, (long long)f->signals, percent(f->severe, f->signals));
}

static void value(const Drafting *d) {
    const DraftFacts *f = d->f;
    if (f->weeks)
        draft_text(d, "Contacts a year at today's pace: %.1f signals a week over the last %lld weeks, times %d: %.0f.",
                   f->signals_a_week, (long long)f->weeks, WEEKS_A_YEAR, f->signals_a_week * WEEKS_A_YEAR);
    draft_text(d, "What one contact costs is the company's own figure: put it into the front matter as value, and the "
                  "page shows the "
                  "arithmetic.");
}

static void measure(const Drafting *d, const Measure *m) {
    if (!m->themes_n) {
        draft_text(d, "No theme is named, so there is no rate to measure yet.");
        return;
    }
    Str says = measure_says(d->a, m);
    draft_text(d, "%.*s", STR_ARG(says));
    draft_text(d,
               "The fall by %.0f %% is a proposal of this program: put the one you expect into the front matter. It is "
               "sealed when the "
               "problem is committed.",
               100 * m->fall);
}

static BriefSection *section(Arena *a, Brief *b, BriefPart part) {
    BriefSection *s = &b->sections[b->n++];
    *s = (BriefSection){part, str_from_c(brief_heading(part)), ARENA_ARRAY(a, BriefBlock, DRAFT_BLOCKS + 1), 0, 0};
    return s;
}

Brief brief_draft(Arena *a, const DraftFacts *f) {
    static const struct {
        BriefPart part;
        void (*write)(const Drafting *d);
    } PARTS[] = {{BRIEF_WHO, who},         {BRIEF_SINCE, since},           {BRIEF_AIM, aim},
                 {BRIEF_HAPPENS, happens}, {BRIEF_INSTEAD, instead},       {BRIEF_SEVERITY, severity},
                 {BRIEF_COUNTER, counter}, {BRIEF_UNKNOWN, draft_unknown}, {BRIEF_VALUE, value}};
    Brief b = brief_new();
    b.title = draft_plain(a, f->title);
    b.themes_n = f->themes_n < BRIEF_THEMES ? f->themes_n : BRIEF_THEMES;
    if (b.themes_n) memcpy(b.themes, f->themes, b.themes_n * sizeof *b.themes);
    b.severity = f->signals ? draft_severity(f->severe, f->signals) : (Str){"", 0};
    if (b.themes_n) {
        memcpy(b.measure.themes, b.themes, sizeof b.themes);
        b.measure.themes_n = b.themes_n;
        b.measure.fall = 0.3;
    }
    b.sections = ARENA_ARRAY(a, BriefSection, BRIEF_OTHER + 1);
    Drafting d = {a, f, NULL};
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
        d.section = section(a, &b, PARTS[i].part);
        PARTS[i].write(&d);
    }
    d.section = section(a, &b, BRIEF_MEASURE);
    measure(&d, &b.measure);
    return b;
}
