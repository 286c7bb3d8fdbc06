// zone.cc - Howard Hinnant's date library behind a C header. No exception leaves this file.
extern "C" {
#include "base/zone.h"
}

#include <date/tz.h>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <string>

static const date::time_zone *of(const Zone *zone) {
    return reinterpret_cast<const date::time_zone *>(zone);
}

// A file of tzdata is read when its zone is first asked for something; it may be gone or broken.
static bool loads(const date::time_zone *zone) {
    zone->get_info(date::sys_seconds{});
    return true;
}

extern "C" const Zone *zone_find(Str name, Err *err) {
    try {
        const date::time_zone *zone = date::locate_zone(name.n ? std::string(name.p, name.n) : std::string("UTC"));
        if (loads(zone)) return reinterpret_cast<const Zone *>(zone);
    } catch (const std::exception &) {}
    err_set(err, ERR_INPUT, "give an IANA name, like Europe/Berlin; without one it is UTC",
            "'%.*s' is not a time zone of this system", STR_ARG(name));
    return nullptr;
}

// An area that people live in; the others are aliases, or fixed offsets.
static bool is_offered(const std::string &name) {
    static const char *const AREAS[] = {"Africa/", "America/",   "Antarctica/", "Arctic/", "Asia/", "Atlantic/",
                                        "Australia/", "Europe/", "Indian/",     "Pacific/"};
    if (name == "UTC") return true;
    for (const char *area : AREAS)
        if (name.rfind(area, 0) == 0) return true;
    return false;
}

extern "C" const Str *zone_names(Arena *a, size_t *n) {
    *n = 0;
    try {
        const auto &zones = date::get_tzdb().zones; // in the order of their names
        Str *names = ARENA_ARRAY(a, Str, zones.size() + 1);
        for (const auto &zone : zones)
            if (is_offered(zone.name())) names[(*n)++] = arena_str(a, Str{zone.name().data(), zone.name().size()});
        return names;
    } catch (const std::exception &) { return nullptr; }
}

extern "C" Str zone_of_machine(Arena *a) {
    try {
        const std::string &name = date::current_zone()->name();
        if (is_offered(name)) return arena_str(a, Str{name.data(), name.size()});
    } catch (const std::exception &) {}
    return STR("UTC");
}

extern "C" int32_t zone_offset(const Zone *zone, int64_t at, int64_t *from, int64_t *to) {
    const date::sys_info info = of(zone)->get_info(date::sys_seconds{std::chrono::seconds{at}});
    if (from) *from = info.begin.time_since_epoch().count();
    if (to) *to = info.end.time_since_epoch().count();
    return static_cast<int32_t>(info.offset.count());
}

// tzdata has "+0330" or "-03" where there are no letters.
extern "C" Str zone_letters(const Zone *zone, Arena *a, int64_t at) {
    const date::sys_info info = of(zone)->get_info(date::sys_seconds{std::chrono::seconds{at}});
    const std::string &name = info.abbrev;
    const char first = name.empty() ? '\0' : name[0];
    if (first != '+' && first != '-') return arena_str(a, Str{name.data(), name.size()});
    const long minutes = std::labs(static_cast<long>(info.offset.count())) / 60;
    if (minutes % 60) return arena_printf(a, "UTC%c%ld:%02ld", first, minutes / 60, minutes % 60);
    return arena_printf(a, "UTC%c%ld", first, minutes / 60);
}

extern "C" int64_t zone_local(const Zone *zone, int64_t at) {
    return at + zone_offset(zone, at, nullptr, nullptr);
}

extern "C" int64_t zone_to_utc(const Zone *zone, int64_t local, ZoneFit *fit) {
    const date::local_info info = of(zone)->get_info(date::local_seconds{std::chrono::seconds{local}});
    if (fit)
        *fit = info.result == date::local_info::unique        ? ZONE_ONCE
               : info.result == date::local_info::nonexistent ? ZONE_NEVER
                                                              : ZONE_TWICE;
    return local - info.first.offset.count();
}
