/* when.c - instants in the reader's zone. */
#include "when.h"

#include <string.h>

#include "base/clock.h"
#include "base/zone.h"
#include "html.h"
#include "markup.h"
#include "show.h"
#include "signals/time_parse.h"

static const Str NONE = STR_INIT("\xE2\x80\x93"); /* en dash: not known */
static const char *const MONTHS[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
static const char *const WEEKDAYS[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

bool when_read(const json_t *v, int64_t *at, bool *day_only) {
    Str s = show_plain(NULL, json_is_string(v) ? v : NULL);
    if (s.n < 10 || s.p[4] != '-' || s.p[7] != '-' || !time_parse(s, false, at)) return false;
    *day_only = *at % SECONDS_PER_DAY == 0;
    return true;
}

/* Zones that are gone from the system since count as UTC. */
static const Zone *zone_of(const json_t *page) {
    const Zone *zone = zone_find(show_plain(NULL, json_object_get(page, "zone")), NULL);
    return zone ? zone : zone_find(STR(""), NULL);
}

static Str day_words(Arena *a, int64_t local) {
    int64_t year;
    int month, day;
    civil_from_days(day_of(local), &year, &month, &day);
    return arena_printf(a, "%d\xC2\xA0%s\xC2\xA0%lld", day, MONTHS[month - 1], (long long)year);
}

static Str clock_words(Arena *a, int64_t local) {
    int64_t second = local - day_of(local) * SECONDS_PER_DAY;
    return arena_printf(a, "%02d:%02d", (int)(second / 3600), (int)(second / 60 % 60));
}

Str show_date(Arena *a, const json_t *page, const json_t *v) {
    int64_t at;
    bool day_only;
    if (!when_read(v, &at, &day_only)) return NONE;
    return day_words(a, day_only || !page ? at : zone_local(zone_of(page), at));
}

Str show_time(Arena *a, const json_t *page, const json_t *v) {
    int64_t at;
    bool day_only;
    if (!when_read(v, &at, &day_only)) return NONE;
    if (day_only) return day_words(a, at);
    const Zone *zone = zone_of(page);
    int64_t local = zone_local(zone, at);
    return arena_printf(a, "%.*s, %.*s\xC2\xA0%.*s", STR_ARG(day_words(a, local)), STR_ARG(clock_words(a, local)),
                        STR_ARG(zone_letters(zone, a, at)));
}

static void time_begin(Buf *out, Arena *a, int64_t at, bool day_only) {
    buf_lit(out, "<time datetime=\"");
    html_attr(out, day_only ? time_iso_date(a, at) : time_iso(a, at));
    buf_lit(out, "\"");
}

void html_date(Buf *out, Arena *a, const json_t *page, const json_t *v) {
    int64_t at;
    bool day_only;
    if (!when_read(v, &at, &day_only)) {
        html_text(out, NONE);
        return;
    }
    time_begin(out, a, at, day_only);
    if (!day_only) {
        buf_lit(out, " title=\"");
        html_attr(out, show_time(a, page, v));
        buf_lit(out, "\"");
    }
    buf_lit(out, ">");
    html_text(out, show_date(a, page, v));
    buf_lit(out, "</time>");
}

void html_time(Buf *out, Arena *a, const json_t *page, const json_t *v) {
    int64_t at;
    bool day_only;
    bool known = when_read(v, &at, &day_only);
    if (known) {
        time_begin(out, a, at, day_only);
        buf_lit(out, ">");
    }
    html_text(out, show_time(a, page, v));
    if (known) buf_lit(out, "</time>");
}

/* "Wed 1 Jul 2026, 10:00" */
static void moment(Buf *out, Arena *a, const Zone *zone, int64_t at, bool date) {
    int64_t local = zone_local(zone, at);
    time_begin(out, a, at, false);
    buf_lit(out, ">");
    if (date) {
        html_text(out, str_from_c(WEEKDAYS[weekday_of(day_of(local))]));
        buf_lit(out, " ");
        html_text(out, day_words(a, local));
        buf_lit(out, ", ");
    }
    html_text(out, clock_words(a, local));
    buf_lit(out, "</time>");
}

void markup_span(Buf *out, Arena *a, const json_t *page, const json_t *from, const json_t *to) {
    int64_t begin, end;
    bool day_only;
    if (!when_read(from, &begin, &day_only) || !when_read(to, &end, &day_only)) {
        html_text(out, NONE);
        return;
    }
    const Zone *zone = zone_of(page);
    moment(out, a, zone, begin, true);
    buf_lit(out, " \xE2\x80\x93 ");
    moment(out, a, zone, end, day_of(zone_local(zone, begin)) != day_of(zone_local(zone, end)));
    buf_lit(out, " ");
    html_text(out, zone_letters(zone, a, begin));
}
