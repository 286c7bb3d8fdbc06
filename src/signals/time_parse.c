/* time_parse.c - instants as exports write them.
 *
 *     [weekday[,]] date [T | , | at] [clock [am|pm]] [zone] [year] [(comment)]
 *
 * One cursor walks over the text; a part either takes its letters or leaves the cursor alone. What is left over
 * at the end makes the whole thing junk: a wrong time is worse than none. */
#include "signals/time_parse.h"

#include <string.h>

typedef struct Cursor {
    const char *p, *end;
} Cursor;

typedef struct Date {
    int64_t year;
    int month, day;
    bool year_comes_later; /* ctime: Tue May  3 08:15:30 2026 */
    bool first_over_12;
} Date;

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void skip_space(Cursor *c) {
    while (c->p < c->end && *c->p == ' ') c->p++;
}

static bool take(Cursor *c, char wanted) {
    if (c->p == c->end || *c->p != wanted) return false;
    c->p++;
    return true;
}

/* 1 to `most` digits, none following. Returns how many there were, 0 for no match. */
static int take_number(Cursor *c, int most, int64_t *out) {
    int n = 0;
    int64_t v = 0;
    while (c->p + n < c->end && is_digit(c->p[n]) && n <= most) v = v * 10 + (c->p[n++] - '0');
    if (n == 0 || n > most) return 0;
    c->p += n;
    *out = v;
    return n;
}

static Str take_word(Cursor *c) {
    const char *begin = c->p;
    while (c->p < c->end && is_letter(*c->p)) c->p++;
    return (Str){begin, (size_t)(c->p - begin)};
}

/* Index of the name that `word` abbreviates to at least three letters, or -1. */
static int name_index(Str word, const char *const *names, int n) {
    for (int i = 0; i < n; i++)
        if (word.n >= 3 && word.n <= strlen(names[i]) && str_eq_nocase(word, (Str){names[i], word.n})) return i;
    return -1;
}

static bool take_month(Cursor *c, int *month) {
    static const char *const MONTHS[] = {"january", "february", "march",     "april",   "may",      "june",
                                         "july",    "august",   "september", "october", "november", "december"};
    Cursor start = *c;
    Str word = take_word(c);
    int i = str_eq_nocase(word, STR("sept")) ? 8 : name_index(word, MONTHS, 12);
    if (i < 0) {
        *c = start;
        return false;
    }
    take(c, '.');
    *month = i + 1;
    return true;
}

static void skip_weekday(Cursor *c) {
    static const char *const DAYS[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    Cursor start = *c;
    if (name_index(take_word(c), DAYS, 7) < 0) {
        *c = start;
        return;
    }
    take(c, '.');
    take(c, ',');
    skip_space(c);
}

static bool take_year(Cursor *c, int64_t *year) {
    int digits = take_number(c, 4, year);
    if (digits == 2) *year += *year < 70 ? 2000 : 1900;
    return digits == 2 || digits == 4;
}

/* May 3, 2026 and the ctime form without the year. */
static bool take_date_from_month(Cursor *c, Date *d) {
    int64_t day;
    if (!take_month(c, &d->month)) return false;
    skip_space(c);
    if (!take_number(c, 2, &day)) return false;
    d->day = (int)day;
    if (c->end - c->p >= 2 && is_letter(c->p[0])) c->p += 2; /* 3rd */
    take(c, ',');
    skip_space(c);
    Cursor before_year = *c;
    if (take_year(c, &d->year) && (c->p == c->end || *c->p != ':')) return true;
    *c = before_year;
    d->year_comes_later = true;
    return true;
}

static void order_day_and_month(Date *d, int64_t first, int64_t second, bool day_first) {
    d->first_over_12 = first > 12;
    if (first > 12) day_first = true;
    if (second > 12) day_first = false;
    d->day = (int)(day_first ? first : second);
    d->month = (int)(day_first ? second : first);
}

/* 2026-05-03, 3/May/26, 3 May 2026, 05/03/2026, 3.5.2026: two equal separators, month by number or name. */
static bool take_date_from_number(Cursor *c, bool day_first, Date *d) {
    int64_t first, second;
    int digits = take_number(c, 4, &first);
    if (digits == 0 || digits == 3) return false;
    if (digits <= 2 && c->end - c->p > 2 && is_letter(c->p[0]) && is_letter(c->p[1]) && c->p[2] == ' ')
        c->p += 2; /* 3rd May */
    char sep = c->p < c->end ? *c->p : '\0';
    if (!sep || !strchr("-/. ", sep)) return false;
    c->p++;
    skip_space(c);
    if (take_month(c, &d->month)) {
        d->day = (int)first;
        if (sep == '.') sep = ' ';
        if (!take(c, sep)) take(c, ',');
        skip_space(c);
        return digits <= 2 && take_year(c, &d->year);
    }
    int64_t third;
    if (sep == ' ' || !take_number(c, 2, &second) || !take(c, sep)) return false;
    if (digits == 4) {
        if (!take_number(c, 2, &third)) return false;
        *d = (Date){.year = first, .month = (int)second, .day = (int)third};
        return true;
    }
    order_day_and_month(d, first, second, day_first || sep == '.');
    return take_year(c, &d->year);
}

static bool take_date(Cursor *c, bool day_first, Date *d) {
    if (c->p < c->end && is_digit(*c->p)) return take_date_from_number(c, day_first, d);
    return take_date_from_month(c, d);
}

static void take_fraction(Cursor *c) {
    if (c->end - c->p < 2 || (*c->p != '.' && *c->p != ',') || !is_digit(c->p[1])) return;
    c->p++;
    while (c->p < c->end && is_digit(*c->p)) c->p++;
}

/* "am" or "PM" behind a clock of 1 to 12 hours. */
static bool take_half_of_day(Cursor *c, int64_t *hour) {
    Cursor start = *c;
    skip_space(c);
    Str word = take_word(c);
    bool am = str_eq_nocase(word, STR("am")), pm = str_eq_nocase(word, STR("pm"));
    if (!am && !pm) {
        *c = start;
        return true;
    }
    if (*hour < 1 || *hour > 12) return false;
    *hour = *hour % 12 + (pm ? 12 : 0);
    return true;
}

/* Seconds of the day. */
static bool take_clock(Cursor *c, int64_t *seconds) {
    int64_t h, m, s = 0;
    if (!take_number(c, 2, &h) || !take(c, ':') || take_number(c, 2, &m) != 2) return false;
    if (take(c, ':')) {
        if (take_number(c, 2, &s) != 2) return false;
        take_fraction(c);
    }
    if (!take_half_of_day(c, &h)) return false;
    *seconds = h * 3600 + m * 60 + s;
    return h <= 23 && m <= 59 && s <= 60;
}

/* Z, UTC, GMT, +02:00, -0700, +02, and RFC 2822's North American names; seconds east of UTC. */
static bool take_zone(Cursor *c, int64_t *offset) {
    static const struct {
        const char *name;
        int hours;
    } ZONES[] = {{"Z", 0},    {"UTC", 0},  {"GMT", 0},  {"EST", -5}, {"EDT", -4}, {"CST", -6},
                 {"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7}};
    *offset = 0;
    if (c->p < c->end && is_letter(*c->p)) {
        Str word = take_word(c);
        for (size_t i = 0; i < sizeof ZONES / sizeof *ZONES; i++)
            if (str_eq_nocase(word, str_from_c(ZONES[i].name))) return *offset = ZONES[i].hours * 3600, true;
        return false;
    }
    bool west = c->p < c->end && *c->p == '-';
    if (!take(c, '+') && !take(c, '-')) return true;
    int64_t h, m = 0;
    int digits = take_number(c, 4, &h);
    if (digits == 4) {
        m = h % 100, h /= 100;
    } else if (digits != 2 || (take(c, ':') && take_number(c, 2, &m) != 2)) {
        return false;
    }
    *offset = (h * 3600 + m * 60) * (west ? -1 : 1);
    return h <= 15 && m <= 59;
}

/* Behind the date: nothing, or T, comma, "at" or blanks and a clock. */
static bool take_rest(Cursor *c, Date *d, int64_t *seconds, int64_t *offset) {
    if (!take(c, 'T') && !take(c, 't')) {
        take(c, ',');
        skip_space(c);
        if (c->end - c->p > 3 && str_eq_nocase((Str){c->p, 3}, STR("at "))) c->p += 3;
    }
    if (c->p < c->end && is_digit(*c->p) && !take_clock(c, seconds)) return false;
    skip_space(c);
    if (!take_zone(c, offset)) return false;
    skip_space(c);
    if (d->year_comes_later && !take_year(c, &d->year)) return false;
    skip_space(c);
    if (c->p < c->end && *c->p == '(' && c->end[-1] == ')') c->p = c->end; /* RFC 2822 comment: (UTC) */
    return c->p == c->end;
}

/* Unix time in the unit that its length tells, and 20260503. */
static bool parse_digits(Str s, int64_t *at) {
    Str whole = s;
    size_t point = str_find(s, STR("."));
    if (point != SIZE_MAX) whole.n = point;
    int64_t n, fraction;
    if (whole.n < 8 || !is_digit(whole.p[0]) || !str_to_i64(whole, &n)) return false;
    if (point != SIZE_MAX && !str_to_i64(str_slice(s, point + 1, s.n), &fraction)) return false;
    switch (whole.n) {
    case 8:
        if (point != SIZE_MAX || !civil_valid(n / 10000, (int)(n / 100 % 100), (int)(n % 100))) return false;
        *at = days_from_civil(n / 10000, (int)(n / 100 % 100), (int)(n % 100)) * SECONDS_PER_DAY;
        return true;
    case 9:
    case 10:
        *at = n;
        return true;
    case 13:
        *at = n / 1000;
        return true;
    case 16:
        *at = n / 1000000;
        return true;
    default:
        return false;
    }
}

bool time_parse(Str s, bool day_first, int64_t *at) {
    s = str_trim(s);
    if (parse_digits(s, at)) return true;
    Cursor c = {s.p, s.p + s.n};
    Date d = {0};
    int64_t seconds = 0, offset = 0;
    skip_weekday(&c);
    if (!take_date(&c, day_first, &d) || !take_rest(&c, &d, &seconds, &offset)) return false;
    if (!civil_valid(d.year, d.month, d.day)) return false;
    *at = days_from_civil(d.year, d.month, d.day) * SECONDS_PER_DAY + seconds - offset;
    return true;
}

bool time_shows_day_first(Str s) {
    s = str_trim(s);
    Cursor c = {s.p, s.p + s.n};
    Date d = {0};
    return take_date(&c, false, &d) && d.first_over_12 && civil_valid(d.year, d.month, d.day);
}
