/* feed_zones.c - writes calendars of sessions around the last two changes of clocks in every zone of the system, and
 * what they must say, for two readers: libical here, ical.js in test_feeds.js.
 *
 *     feed_zones DIRECTORY    writes feeds.ics and feeds.json
 *
 * Each change gives five sessions, half an hour apart, typed in as the wall clock of the zone shows it. */
#include <ftw.h>
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/zone.h"
#include "calendar.h"

#define ZONEINFO "/usr/share/zoneinfo/"
enum { EACH = 5, EVENTS_MAX = 700 * 2 * EACH, LAST_YEAR = 2037 };

static Arena *arena;
static CalendarEvent events[EVENTS_MAX];
static size_t events_n, zones_n;

/* Words that must come through whole: folded in the middle of a character, escaped, empty. */
static const Str WORDS[] = {
    STR_INIT("Card declined; abroad, again\\ and \"again\""),
    STR_INIT("Zusammen zuh\xc3\xb6ren: was K\xc3\xa4ufer wirklich \xc3\xa4rgert, und was \xc3\xbc\x62rig bleibt, in "
             "vielen W\xc3\xb6rtern"),
    STR_INIT(
        "\xe3\x81\x8a\xe5\xae\xa2\xe6\xa7\x98\xe3\x81\xae\xe5\xa3\xb0\xe3\x82\x92\xe8\x81\x9e\xe3\x81\x8f\xe4\xbc\x9a "
        "\xf0\x9f\x8e\xa7 "
        "\xe3\x81\x8a\xe5\xae\xa2\xe6\xa7\x98\xe3\x81\xae\xe5\xa3\xb0\xe3\x82\x92\xe8\x81\x9e\xe3\x81\x8f\xe4\xbc\x9a"),
    STR_INIT("BEGIN:VEVENT\nUID:forged\nEND:VEVENT"),
};

static void add_session(const char *name, const Zone *zone, int64_t local, size_t i) {
    CalendarEvent *e = &events[events_n];
    int64_t at = zone_to_utc(zone, local, NULL);
    if (events_n == EVENTS_MAX) exit(2);
    *e = (CalendarEvent){.uid = arena_printf(arena, "%zu-%s@test", events_n, name),
                         .sequence = (int64_t)i,
                         .created_at = at - 86400,
                         .changed_at = at - 3600,
                         .starts_at = at,
                         .ends_at = at + 3600,
                         .summary = WORDS[i % 4],
                         .description = arena_printf(arena, "%s\nline two, with a comma; and more", name),
                         .location = i % 3 ? STR("Room 3; second floor, left") : STR(""),
                         .url = STR("https://meet.example.com/a?b=c&d=e"),
                         .cancelled = i % 5 == 4,
                         .alarm_minutes = i % 2 ? 30 : 0};
    events_n++;
}

static int one_zone(const char *path, const struct stat *st, int kind, struct FTW *ftw) {
    (void)st, (void)ftw;
    const char *name = path + strlen(ZONEINFO);
    char magic[4] = "";
    if (kind == FTW_D && (!strcmp(name, "posix") || !strcmp(name, "right"))) return FTW_SKIP_SUBTREE;
    FILE *file = kind == FTW_F ? fopen(path, "r") : NULL;
    bool is_zone = file && fread(magic, 1, 4, file) == 4 && memcmp(magic, "TZif", 4) == 0;
    if (file) fclose(file);
    if (!is_zone || !strncmp(name, "posix", 5) || !strcmp(name, "localtime") || !strcmp(name, "Factory"))
        return FTW_CONTINUE;
    Err err = {0};
    const Zone *zone = zone_find(str_from_c(name), &err);
    if (!zone) exit(3);
    int64_t from = days_from_civil(LAST_YEAR, 1, 1) * SECONDS_PER_DAY;
    for (int change = 0; change < 2; change++) {
        zone_offset(zone, from - (change > 0), &from, NULL);
        int64_t at =
            from < days_from_civil(1971, 1, 1) * SECONDS_PER_DAY ? days_from_civil(2026, 6, 1) * SECONDS_PER_DAY : from;
        int64_t local = zone_local(zone, at) / 1800 * 1800;
        for (size_t i = 0; i < EACH; i++) add_session(name, zone, local + ((int64_t)i - EACH / 2) * 1800, i);
        if (at != from) break; /* it never changed */
    }
    zones_n++;
    return FTW_CONTINUE;
}

/* ---- what it must say ------------------------------------------------------------------------ */

static void put_json(FILE *out, Str s) {
    fputc('"', out);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\') fprintf(out, "\\%c", c);
        else if (c < ' ') fprintf(out, "\\u%04x", c);
        else fputc(c, out);
    }
    fputc('"', out);
}

static void write_truth(const char *path) {
    FILE *out = fopen(path, "w");
    if (!out) exit(4);
    fputs("[\n", out);
    for (size_t i = 0; i < events_n; i++) {
        const CalendarEvent *e = &events[i];
        fprintf(out,
                "%s{\"uid\":\"%s\",\"start\":%lld,\"end\":%lld,\"sequence\":%lld,\"cancelled\":%s,\"alarm\":%lld,"
                "\"summary\":",
                i ? ",\n" : "", e->uid.p, (long long)e->starts_at, (long long)e->ends_at, (long long)e->sequence,
                e->cancelled ? "true" : "false", (long long)(e->cancelled ? 0 : e->alarm_minutes));
        put_json(out, e->summary);
        fputs(",\"description\":", out);
        put_json(out, e->description);
        fputs(",\"location\":", out);
        put_json(out, e->location);
        fputs("}", out);
    }
    fputs("\n]\n", out);
    if (fclose(out)) exit(4);
}

/* ---- libical reads it ------------------------------------------------------------------------ */

static int wrong;

static void expect(bool ok, const CalendarEvent *e, const char *what) {
    if (ok || wrong++ > 10) return;
    fprintf(stderr, "libical: %s: %s differs\n", e->uid.p, what);
}

static void check_event(icalcomponent *v, const CalendarEvent *e) {
    expect(icaltime_as_timet(icalcomponent_get_dtstart(v)) == e->starts_at, e, "DTSTART");
    expect(icaltime_as_timet(icalcomponent_get_dtend(v)) == e->ends_at, e, "DTEND");
    expect(icalcomponent_get_sequence(v) == e->sequence, e, "SEQUENCE");
    expect((icalcomponent_get_status(v) == ICAL_STATUS_CANCELLED) == e->cancelled, e, "STATUS");
    expect(str_eq(str_from_c(icalcomponent_get_summary(v)), e->summary), e, "SUMMARY");
    expect(str_eq(str_from_c(icalcomponent_get_description(v)), e->description), e, "DESCRIPTION");
    icalproperty *changed = icalcomponent_get_first_property(v, ICAL_LASTMODIFIED_PROPERTY);
    expect(changed && icaltime_as_timet(icalproperty_get_lastmodified(changed)) == e->changed_at, e, "LAST-MODIFIED");
    expect(icalcomponent_count_components(v, ICAL_VALARM_COMPONENT) == (e->alarm_minutes && !e->cancelled), e,
           "VALARM");
}

static void check_libical(Str text) {
    icalcomponent *calendar = icalparser_parse_string(text.p), *v;
    size_t i = 0;
    if (!calendar) exit(5);
    for (v = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); v;
         v = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT), i++)
        if (i < events_n) check_event(v, &events[i]);
    if (i != events_n) fprintf(stderr, "libical: %zu events of %zu\n", i, events_n), wrong++;
    wrong += icalcomponent_count_errors(calendar);
    icalcomponent_free(calendar);
}

/* Lines end in CRLF, and none is longer than 75 bytes; no control character but in them and tabs. */
static void check_lines(Str text) {
    size_t begin = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c == '\n') {
            if (!i || text.p[i - 1] != '\r' || i - 1 - begin > 75)
                fprintf(stderr, "a line of %zu bytes at %zu\n", i - begin, begin), wrong++;
            begin = i + 1;
        } else if (c < ' ' && c != '\r' && c != '\t') {
            fprintf(stderr, "a control character at %zu\n", i), wrong++;
        }
    }
    if (begin != text.n) fprintf(stderr, "the last line has no end\n"), wrong++;
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    arena = arena_new();
    if (nftw("/usr/share/zoneinfo", one_zone, 16, FTW_PHYS | FTW_ACTIONRETVAL) != 0) return 3;
    CalendarHead head = {.method = "PUBLISH", .name = STR("Every zone"), .refresh_minutes = 60};
    Str text = calendar_write(arena, &head, events, events_n);
    check_lines(text);
    check_libical(text);
    FILE *out = fopen(arena_printf(arena, "%s/feeds.ics", argv[1]).p, "w");
    if (!out || fwrite(text.p, 1, text.n, out) != text.n || fclose(out)) return 4;
    write_truth(arena_printf(arena, "%s/feeds.json", argv[1]).p);
    printf("%zu zones, %zu events, %zu bytes, %d wrong\n", zones_n, events_n, text.n, wrong);
    if (zones_n < 300) wrong++;
    arena_free(arena);
    return wrong != 0;
}
