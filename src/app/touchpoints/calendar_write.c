/* calendar_write.c - libical writes, folds and escapes. */
#include <libical/ical.h>
#include <stdlib.h>

#include "calendar.h"

#define PRODUCT "-//Ridealong//Ridealong//EN"

/* A C string without control characters (libical would write them, and no reader must take them). */
static const char *clean(Arena *a, Str s) {
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= ' ' || s.p[i] == '\n' || s.p[i] == '\t')
            if (s.p[i] != 0x7f) out[n++] = s.p[i];
    out[n] = '\0';
    return out;
}

static struct icaltimetype utc(int64_t at) {
    return icaltime_from_timet_with_zone((time_t)at, 0, icaltimezone_get_utc_timezone());
}

static void add_text(Arena *a, icalcomponent *to, Str s, icalproperty *(*make)(const char *)) {
    if (s.n) icalcomponent_add_property(to, make(clean(a, s)));
}

static void add_x(icalcomponent *to, const char *name, const char *value) {
    icalproperty *p = icalproperty_new_x(value);
    icalproperty_set_x_name(p, name);
    icalcomponent_add_property(to, p);
}

static void add_person(Arena *a, icalcomponent *to, Str name, Str mail, icalproperty *(*make)(const char *),
                       bool guest) {
    if (!mail.n) return;
    icalproperty *p = make(clean(a, arena_printf(a, "mailto:%.*s", STR_ARG(mail))));
    if (name.n) icalproperty_add_parameter(p, icalparameter_new_cn(clean(a, name)));
    if (guest) {
        icalproperty_add_parameter(p, icalparameter_new_role(ICAL_ROLE_REQPARTICIPANT));
        icalproperty_add_parameter(p, icalparameter_new_partstat(ICAL_PARTSTAT_ACCEPTED));
        icalproperty_add_parameter(p, icalparameter_new_rsvp(ICAL_RSVP_FALSE));
    }
    icalcomponent_add_property(to, p);
}

static icalcomponent *alarm_new(Arena *a, const CalendarEvent *e) {
    struct icaltriggertype trigger = {.time = icaltime_null_time(),
                                      .duration = icaldurationtype_from_int((int)(-60 * e->alarm_minutes))};
    return icalcomponent_vanew(ICAL_VALARM_COMPONENT, icalproperty_new_action(ICAL_ACTION_DISPLAY),
                               icalproperty_new_trigger(trigger), icalproperty_new_description(clean(a, e->summary)),
                               (void *)0);
}

static icalcomponent *event_new(Arena *a, const CalendarEvent *e) {
    icalcomponent *v = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    icalcomponent_add_property(v, icalproperty_new_uid(clean(a, e->uid)));
    icalcomponent_add_property(v, icalproperty_new_dtstamp(utc(e->changed_at)));
    icalcomponent_add_property(v, icalproperty_new_created(utc(e->created_at)));
    icalcomponent_add_property(v, icalproperty_new_lastmodified(utc(e->changed_at)));
    icalcomponent_add_property(v, icalproperty_new_sequence((int)e->sequence));
    icalcomponent_add_property(v, icalproperty_new_dtstart(utc(e->starts_at)));
    icalcomponent_add_property(v, icalproperty_new_dtend(utc(e->ends_at)));
    icalcomponent_add_property(v,
                               icalproperty_new_status(e->cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
    icalcomponent_add_property(v, icalproperty_new_transp(e->cancelled ? ICAL_TRANSP_TRANSPARENT : ICAL_TRANSP_OPAQUE));
    add_text(a, v, e->summary, icalproperty_new_summary);
    add_text(a, v, e->description, icalproperty_new_description);
    add_text(a, v, e->location, icalproperty_new_location);
    add_text(a, v, e->url, icalproperty_new_url);
    add_person(a, v, e->organizer, e->organizer_mail, icalproperty_new_organizer, false);
    add_person(a, v, e->attendee, e->attendee_mail, icalproperty_new_attendee, true);
    if (e->alarm_minutes && !e->cancelled) icalcomponent_add_component(v, alarm_new(a, e));
    return v;
}

static icalproperty_method method_of(const char *name) {
    icalproperty_method method = icalproperty_string_to_method(name);
    return method == ICAL_METHOD_NONE ? ICAL_METHOD_PUBLISH : method;
}

Str calendar_write(Arena *a, const CalendarHead *head, const CalendarEvent *events, size_t n) {
    icalcomponent *calendar = icalcomponent_vanew(
        ICAL_VCALENDAR_COMPONENT, icalproperty_new_version("2.0"), icalproperty_new_prodid(PRODUCT),
        icalproperty_new_calscale("GREGORIAN"), icalproperty_new_method(method_of(head->method)), (void *)0);
    if (head->name.n) add_x(calendar, "X-WR-CALNAME", clean(a, head->name));
    if (head->refresh_minutes) {
        Str every = arena_printf(a, "PT%lldM", (long long)head->refresh_minutes);
        icalproperty *p = icalproperty_new_x(every.p);
        icalproperty_set_x_name(p, "REFRESH-INTERVAL;VALUE=DURATION");
        icalcomponent_add_property(calendar, p);
        add_x(calendar, "X-PUBLISHED-TTL", every.p);
    }
    for (size_t i = 0; i < n; i++) icalcomponent_add_component(calendar, event_new(a, &events[i]));
    char *text = icalcomponent_as_ical_string_r(calendar);
    Str out = arena_str(a, str_from_c(text));
    icalmemory_free_buffer(text);
    icalcomponent_free(calendar);
    return out;
}
