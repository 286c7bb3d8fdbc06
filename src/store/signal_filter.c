/* signal_filter.c - one condition for each part of a filter that is set, none for the others: a single
 * text with "($1 IS NULL OR ...)" would hide every index from the planner. */
#include "signal_filter.h"

bool filter_has_theme(const SignalFilter *f) {
    return f->unthemed || f->theme_id != 0;
}
int64_t filter_theme(const SignalFilter *f) {
    return f->unthemed ? 0 : f->theme_id;
}

Str told_by_name(ToldBy told_by) {
    return told_by == TOLD_BY_INTERNAL ? STR("internal") : STR("customers");
}

static void add_int(SqlText *q, bool set, QueryId fragment, int64_t v) {
    if (!set) return;
    sql_add(q, fragment);
    sql_int(q, v);
}

static void add_text(SqlText *q, QueryId fragment, Str v) {
    if (!v.n) return;
    sql_add(q, fragment);
    sql_str(q, v);
}

void filter_add(SqlText *q, const SignalFilter *f, Str words, unsigned done) {
    if (!(done & PART_THEME))
        add_int(q, filter_has_theme(f), done & BY_MATCH ? Q_WHERE_THEME_EACH : Q_WHERE_THEME, filter_theme(f));
    add_int(q, f->theme_id != 0 && f->facet != 0, Q_WHERE_FACET, f->facet);
    if (!(done & PART_SEARCH)) add_text(q, Q_WHERE_SEARCH, words);
    add_int(q, f->source_id != 0, Q_WHERE_SOURCE, f->source_id);
    if (f->told_by) add_text(q, Q_WHERE_TOLD_BY, told_by_name(f->told_by));
    add_text(q, Q_WHERE_CHANNEL, f->channel);
    add_text(q, Q_WHERE_PRODUCT, f->product);
    add_text(q, Q_WHERE_CUSTOMER, f->customer);
    if (!(done & PART_TIME)) {
        add_int(q, f->from != TIME_NONE, Q_TIME_FROM, f->from);
        add_int(q, f->to != TIME_NONE, Q_TIME_TO, f->to);
        if (f->to != TIME_NONE && f->from == TIME_NONE) sql_add(q, Q_TIME_KNOWN);
    }
    if (f->with_text) sql_add(q, Q_WHERE_TEXT);
    if (f->no_copies) sql_add(q, Q_WHERE_NO_COPIES);
}
