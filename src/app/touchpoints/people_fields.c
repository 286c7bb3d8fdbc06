/* people_fields.c - what single fields of a person may hold. */
#include "people_fields.h"

#include <string.h>

#include "base/clock.h"
#include "base/zone.h"
#include "signals/time_parse.h"
#include "text/safe.h"
#include "text/utf8.h"

enum { SHOWN = 60, LANGUAGES = 16, DAY_MINUTES = 24 * 60 };

/* What of a value an error repeats. */
static Str shown(Str s) {
    return utf8_cut(s, SHOWN);
}

bool people_text(const char *what, Str given, Str *out, Err *err) {
    Str s = str_trim(given);
    if (s.n > PERSON_TEXT_MAX)
        return err_set(err, ERR_INPUT, "shorten it", "the %s '%.*s...' is longer than %d bytes", what,
                       STR_ARG(shown(s)), PERSON_TEXT_MAX);
    for (size_t i = 0; i < s.n;) {
        int32_t c;
        i += utf8_next(s, i, &c);
        if (safe_picture(c))
            return err_set(err, ERR_INPUT, "take it out", "the %s holds the invisible character U+%04X", what,
                           (unsigned)c);
    }
    *out = s;
    return true;
}

bool people_email(Str given, Str *out, Err *err) {
    Str s = {0};
    if (!people_text("e-mail address", given, &s, err)) return false;
    size_t at = str_find(s, STR("@"));
    bool blank = str_find(s, STR(" ")) != SIZE_MAX;
    if (s.n && (at == SIZE_MAX || at == 0 || at + 1 == s.n || blank ||
                str_find(str_slice(s, at + 1, s.n), STR("@")) != SIZE_MAX))
        return err_set(err, ERR_INPUT, "give one like ann@company.example, or leave it empty",
                       "'%.*s' is no e-mail address", STR_ARG(shown(s)));
    *out = s;
    return true;
}

bool people_zone(Str given, Str *out, Err *err) {
    Str s = str_trim(given);
    Err why = {0};
    if (s.n && !zone_find(s, &why))
        return err_set(err, ERR_INPUT, "give an IANA name like Europe/Berlin, or leave it empty for UTC",
                       "'%.*s' is no time zone that this system knows", STR_ARG(shown(s)));
    *out = s;
    return true;
}

/* ---- languages ------------------------------------------------------------------------------- */

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static char low(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}
static char high(char c) {
    return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

/* Writes one code the way RFC 5646 does: language in lower case, Script, REGION. False: it is none. */
static bool put_code(char *out, Str code) {
    bool first = true;
    for (Str rest = code; rest.p; first = false) {
        Str part = str_cut(&rest, '-');
        bool letters = part.n > 0;
        for (size_t i = 0; i < part.n; i++) {
            letters &= is_letter(part.p[i]);
            if (!is_letter(part.p[i]) && !(part.p[i] >= '0' && part.p[i] <= '9')) return false;
        }
        if (part.n < 1 || part.n > 8 || (first && (!letters || part.n < 2 || part.n > 3))) return false;
        if (!first) *out++ = '-';
        for (size_t i = 0; i < part.n; i++)
            *out++ = !first && letters && (part.n == 2 || (part.n == 4 && i == 0)) ? high(part.p[i]) : low(part.p[i]);
    }
    return true;
}

static bool has_code(Str list, Str code) {
    for (Str rest = list; rest.p;)
        if (str_eq(str_cut(&rest, ' '), code)) return true;
    return false;
}

bool people_languages(Arena *a, Str given, Str *out, Err *err) {
    enum { CODE_MAX = 35 };
    char *p = arena_alloc(a, LANGUAGES * (CODE_MAX + 1) + 1);
    size_t n = 0, count = 0;
    for (size_t i = 0; i < given.n;) {
        size_t end = i;
        while (end < given.n && !strchr(" ,;/\t", given.p[end])) end++;
        Str code = str_slice(given, i, end);
        i = end + 1;
        if (!code.n) continue;
        char made[CODE_MAX];
        if (code.n > CODE_MAX || !put_code(made, code))
            return err_set(err, ERR_INPUT, "give codes like en, de, pt-BR", "'%.*s' is no language code",
                           STR_ARG(shown(code)));
        if (has_code((Str){p, n}, (Str){made, code.n})) continue;
        if (++count > LANGUAGES)
            return err_set(err, ERR_INPUT, "keep those that they could hold a conversation in",
                           "more than %d languages", LANGUAGES);
        if (n) p[n++] = ' ';
        memcpy(p + n, made, code.n);
        n += code.n;
    }
    *out = (Str){p, n};
    return true;
}

/* ---- working days and hours ------------------------------------------------------------------ */

static const char *const DAYS[7] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

/* 0..6; -1: none. The first two letters are enough, as long as what follows fits. */
static int day_named(Str s) {
    s = str_trim(s);
    for (int d = 0; d < 7 && s.n >= 2; d++)
        if (s.n <= strlen(DAYS[d]) && str_eq_nocase(s, (Str){DAYS[d], s.n})) return d;
    return -1;
}

static bool add_days(Str part, int64_t *days) {
    Str to = part, from = str_cut(&to, '-');
    int first = day_named(from), last = to.p ? day_named(to) : first;
    if (first < 0 || last < 0) return false;
    for (int d = first;; d = (d + 1) % 7) {
        *days |= 1 << d;
        if (d == last) return true;
    }
}

bool people_work_days(Str given, int64_t *out, Err *err) {
    int64_t days = 0;
    bool ok = true;
    for (size_t i = 0; i < given.n && ok;) {
        size_t end = i;
        while (end < given.n && !strchr(",;/ ", given.p[end])) end++;
        if (end > i) ok = add_days(str_slice(given, i, end), &days);
        i = end + 1;
    }
    if (!ok || !days)
        return err_set(err, ERR_INPUT, "give days like mon-fri or mon,tue,thu", "'%.*s' are no working days",
                       STR_ARG(shown(given)));
    *out = days;
    return true;
}

Str people_work_days_say(Arena *a, int64_t days) {
    char out[7 * 4 + 1];
    size_t n = 0;
    for (int d = 0; d < 7; d++) {
        if (!(days >> d & 1)) continue;
        int last = d;
        while (last < 6 && days >> (last + 1) & 1) last++;
        if (n) out[n++] = ',';
        memcpy(out + n, DAYS[d], 3), n += 3;
        if (last > d) {
            out[n++] = last > d + 1 ? '-' : ',';
            memcpy(out + n, DAYS[last], 3), n += 3;
        }
        d = last;
    }
    return arena_str(a, (Str){out, n});
}

static bool minutes_of(Str s, int64_t *out) {
    int64_t hours, minutes = 0;
    Str rest = str_trim(s), hour = str_cut(&rest, ':');
    if (!str_to_i64(hour, &hours) || (rest.p && (rest.n != 2 || !str_to_i64(rest, &minutes)))) return false;
    *out = hours * 60 + minutes;
    return hours >= 0 && hours <= 24 && minutes >= 0 && minutes < 60 && *out <= DAY_MINUTES;
}

bool people_hours(Str given, int64_t *from, int64_t *to, Err *err) {
    Str rest = given, first = str_cut(&rest, '-');
    int64_t begin, end;
    if (!rest.p || !minutes_of(first, &begin) || !minutes_of(rest, &end) || begin >= end)
        return err_set(err, ERR_INPUT, "give them like 09:00-17:30, in the person's own zone",
                       "'%.*s' are no working hours", STR_ARG(shown(given)));
    *from = begin;
    *to = end;
    return true;
}

Str people_hours_say(Arena *a, int64_t from, int64_t to) {
    return arena_printf(a, "%02d:%02d-%02d:%02d", (int)(from / 60), (int)(from % 60), (int)(to / 60), (int)(to % 60));
}

/* ---- share, flag, day ------------------------------------------------------------------------ */

bool people_fte(Str given, double *out, Err *err) {
    Str s = str_trim(given);
    char number[16];
    bool percent = str_ends(s, STR("%"));
    double v;
    if (percent) s = str_trim(str_slice(s, 0, s.n - 1));
    size_t n = s.n < sizeof number ? s.n : 0;
    for (size_t i = 0; i < n; i++) number[i] = s.p[i] == ',' ? '.' : s.p[i];
    bool ok = str_to_f64((Str){number, n}, &v);
    if (ok && percent) v /= 100;
    if (!ok || !(v > 0 && v <= 1))
        return err_set(err, ERR_INPUT, "give a share above 0 and at most 1, like 0.8 or 80 %",
                       "'%.*s' is no share of a full working week", STR_ARG(shown(given)));
    *out = v;
    return true;
}

bool people_flag(const char *what, Str given, bool *out, Err *err) {
    static const char *const YES[] = {"yes", "true", "y", "x", "1"}, *const NO[] = {"no", "false", "n", "0", ""};
    Str s = str_trim(given);
    for (size_t i = 0; i < sizeof YES / sizeof *YES; i++) {
        if (str_eq_nocase(s, str_from_c(YES[i]))) return *out = true;
        if (str_eq_nocase(s, str_from_c(NO[i]))) return *out = false, true;
    }
    return err_set(err, ERR_INPUT, "give yes or no", "%s: '%.*s' is neither yes nor no", what, STR_ARG(shown(s)));
}

bool people_day(const char *what, Str given, bool day_first, int64_t *out, Err *err) {
    int64_t at;
    Str s = str_trim(given);
    bool ok = time_parse(s, day_first, &at);
    int64_t day = ok ? day_of(at) : 0;
    if (!ok || day < days_from_civil(1900, 1, 1) || day > days_from_civil(2200, 1, 1))
        return err_set(err, ERR_INPUT, "give a date like 2026-05-03", "%s: '%.*s' is no date between 1900 and 2200",
                       what, STR_ARG(shown(s)));
    *out = day;
    return true;
}
