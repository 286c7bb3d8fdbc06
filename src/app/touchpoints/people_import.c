/* people_import.c - people out of a table. */
#include "people_import.h"

#include <stdlib.h>
#include <string.h>

#include "json_build.h"
#include "signals/reader.h"
#include "signals/time_parse.h"
#include "text/utf8.h"

typedef enum Col {
    C_EMAIL,
    C_NAME,
    C_TEAM,
    C_MANAGER,
    C_ENGINEER,
    C_HOST,
    C_ZONE,
    C_LANGUAGES,
    C_DAYS,
    C_FROM,
    C_TO,
    C_FTE,
    C_JOINED,
    C_LEFT,
    COLS
} Col;

/* Column names in lower case without blanks and underscores, as exports of different makers have them. */
static const struct {
    Col col;
    const char *name;
} NAMES[] = {
    {C_EMAIL, "email"},      {C_EMAIL, "workemail"},      {C_EMAIL, "mail"},          {C_NAME, "name"},
    {C_NAME, "displayname"}, {C_NAME, "fullname"},        {C_TEAM, "team"},           {C_TEAM, "department"},
    {C_MANAGER, "manager"},  {C_MANAGER, "manageremail"}, {C_ENGINEER, "engineer"},   {C_HOST, "host"},
    {C_ZONE, "zone"},        {C_ZONE, "timezone"},        {C_LANGUAGES, "languages"}, {C_LANGUAGES, "language"},
    {C_DAYS, "workdays"},    {C_FROM, "workfrom"},        {C_TO, "workto"},           {C_FTE, "fte"},
    {C_JOINED, "joined"},    {C_JOINED, "startdate"},     {C_JOINED, "hiredate"},     {C_LEFT, "left"},
    {C_LEFT, "enddate"},
};

static int column_of(Str name) {
    char plain[40];
    size_t n = 0;
    for (size_t i = 0; i < name.n && n < sizeof plain - 1; i++) {
        char c = name.p[i];
        if (c == ' ' || c == '_' || c == '-') continue;
        plain[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    plain[n] = 0;
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (!strcmp(plain, NAMES[i].name)) return (int)NAMES[i].col;
    return -1;
}

static void wrong(Call *call, PeopleFile *f, uint64_t line, Str what) {
    f->wrong_n++;
    if (json_array_size(f->wrong) < PEOPLE_WRONG_MAX)
        json_array_append_new(f->wrong, json_pack("{s:I, s:o}", "line", (json_int_t)line, "what",
                                                  json_str(arena_str(call->arena, what))));
}

/* ---- cells ---------------------------------------------------------------------------------------- */

static bool yes_no(Str s, bool *out) {
    static const char *const YES[] = {"yes", "true", "1", "y", "x"}, *const NO[] = {"no", "false", "0", "n", "-"};
    for (size_t i = 0; i < 5; i++) {
        if (str_eq_nocase(s, str_from_c(YES[i]))) return *out = true, true;
        if (str_eq_nocase(s, str_from_c(NO[i]))) return *out = false, true;
    }
    return false;
}

/* "Mon Tue Wed", "1,2,3" or "Mon-Fri". */
static int day_name(Str s) {
    static const char *const DAYS[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    int64_t number;
    if (str_to_i64(s, &number)) return number >= 1 && number <= 7 ? (int)number - 1 : -1;
    for (int d = 0; d < 7; d++)
        if (s.n >= 3 && str_eq_nocase(str_slice(s, 0, 3), str_from_c(DAYS[d]))) return d;
    return -1;
}

static bool work_days(Str s, int64_t *out) {
    int64_t days = 0;
    Str rest = s;
    size_t dash = str_find(s, STR("-"));
    if (dash != SIZE_MAX && str_find(s, STR(" ")) == SIZE_MAX) {
        int from = day_name(str_slice(s, 0, dash)), to = day_name(str_slice(s, dash + 1, s.n));
        if (from < 0 || to < from) return false;
        for (int d = from; d <= to; d++) days |= 1 << d;
        return *out = days, true;
    }
    while (rest.n) {
        size_t i = 0;
        while (i < rest.n && rest.p[i] != ' ' && rest.p[i] != ',' && rest.p[i] != ';') i++;
        Str word = str_slice(rest, 0, i);
        rest = str_slice(rest, i + 1, rest.n);
        if (!word.n) continue;
        int d = day_name(word);
        if (d < 0) return false;
        days |= 1 << d;
    }
    *out = days;
    return days != 0;
}

static bool clock_minutes(Str s, int64_t *out) {
    Str rest = s, hour = str_cut(&rest, ':');
    int64_t h, m = 0;
    if (!str_to_i64(hour, &h) || (rest.n && !str_to_i64(rest, &m)) || h < 0 || h > 24 || m < 0 || m > 59 ||
        h * 60 + m > 1440)
        return false;
    *out = h * 60 + m;
    return true;
}

static bool day_cell(Str s, int64_t *out) {
    int64_t at;
    if (!time_parse(s, false, &at)) return false;
    *out = day_of(at);
    return true;
}

/* NULL: it is fine; else what the cell should be. */
static const char *take_cell(Call *call, Col col, Str v, PersonRow *p, Str *team, Str *manager) {
    switch (col) {
    case C_EMAIL:
        p->email = arena_str(call->arena, v);
        p->key = utf8_fold(call->arena, p->email);
        return str_find(v, STR("@")) == SIZE_MAX || v.n > NAME_BYTES ? "an e-mail address" : NULL;
    case C_NAME:
        p->name = arena_str(call->arena, v);
        return v.n > NAME_BYTES ? "a name of at most 200 bytes" : NULL;
    case C_TEAM:
        *team = arena_str(call->arena, v);
        return v.n > NAME_BYTES ? "a team's name of at most 200 bytes" : NULL;
    case C_MANAGER:
        *manager = utf8_fold(call->arena, v);
        return NULL;
    case C_ENGINEER:
        return yes_no(v, &p->engineer) ? NULL : "yes or no";
    case C_HOST:
        return yes_no(v, &p->host) ? NULL : "yes or no";
    case C_ZONE:
        p->zone = arena_str(call->arena, v);
        return zone_find(v, NULL) ? NULL : "a time zone like Europe/Berlin";
    case C_LANGUAGES: {
        char *list = arena_alloc(call->arena, v.n + 1);
        for (size_t i = 0; i < v.n; i++) list[i] = v.p[i] == ',' || v.p[i] == ';' ? ' ' : v.p[i];
        p->languages = (Str){list, v.n};
        return v.n > NAME_BYTES ? "language codes like en de" : NULL;
    }
    case C_DAYS:
        return work_days(v, &p->work_days) ? NULL : "days like Mon-Fri or Mon Tue Thu";
    case C_FROM:
        return clock_minutes(v, &p->work_from) ? NULL : "a time like 9:00";
    case C_TO:
        return clock_minutes(v, &p->work_to) ? NULL : "a time like 17:30";
    case C_FTE:
        return str_to_f64(v, &p->fte) && p->fte > 0 && p->fte <= 1 ? NULL : "a share of a full week, over 0, at most 1";
    case C_JOINED:
        return day_cell(v, &p->joined_day) ? NULL : "a day like 2026-05-03";
    case C_LEFT:
        return day_cell(v, &p->left_day) ? NULL : "a day like 2026-05-03";
    case COLS:
        break;
    }
    return NULL;
}

/* ---- rows ----------------------------------------------------------------------------------------- */

static void make_room(Call *call, PeopleFile *f, size_t *room) {
    if (f->n < *room) return;
    PeopleFile old = *f;
    size_t n = *room = *room ? 2 * *room : 64;
    f->rows = ARENA_ARRAY(call->arena, PersonRow, n);
    f->team = ARENA_ARRAY(call->arena, Str, n);
    f->manager = ARENA_ARRAY(call->arena, Str, n);
    f->line = ARENA_ARRAY(call->arena, uint64_t, n);
    f->given = ARENA_ARRAY(call->arena, uint32_t, n);
    if (!old.n) return;
    memcpy(f->rows, old.rows, old.n * sizeof *f->rows);
    memcpy(f->team, old.team, old.n * sizeof *f->team);
    memcpy(f->manager, old.manager, old.n * sizeof *f->manager);
    memcpy(f->line, old.line, old.n * sizeof *f->line);
    memcpy(f->given, old.given, old.n * sizeof *f->given);
}

static void take_row(Call *call, PeopleFile *f, size_t *room, const Row *row) {
    make_room(call, f, room);
    PersonRow p = person_new((Str){0}, (Str){0});
    Str team = {0}, manager = {0};
    uint32_t given = 0;
    p.engineer = true;
    for (size_t i = 0; i < row->n; i++) {
        int col = column_of(row->cells[i].name);
        Str v = str_trim(row->cells[i].value);
        if (col < 0 || !v.n || (given >> col & 1)) continue;
        const char *want = take_cell(call, (Col)col, v, &p, &team, &manager);
        if (want) {
            wrong(call, f, row->line,
                  arena_printf(call->arena, "%.*s: '%.*s' is not %s", STR_ARG(str_slice(row->cells[i].name, 0, 60)),
                               STR_ARG(str_slice(v, 0, 60)), want));
            return;
        }
        given |= 1u << col;
    }
    if (!p.key.n) {
        wrong(call, f, row->line, STR("there is no e-mail address"));
        return;
    }
    if (!p.name.n) p.name = p.email;
    if (p.work_to <= p.work_from) {
        wrong(call, f, row->line, STR("work_to: the day ends before it begins"));
        return;
    }
    f->rows[f->n] = p;
    f->team[f->n] = team;
    f->manager[f->n] = manager;
    f->line[f->n] = row->line;
    f->given[f->n++] = given;
}

typedef struct Seen { /* a key and where it stands */
    Str key;
    size_t row;
} Seen;

static int by_key(const void *x, const void *y) {
    const Seen *a = x, *b = y;
    int order = str_cmp(a->key, b->key);
    return order ? order : (a->row > b->row) - (a->row < b->row);
}

/* The same address twice is an error at the second: which of the two is right cannot be known. */
static void check_twice(Call *call, PeopleFile *f) {
    Seen *seen = ARENA_ARRAY(call->arena, Seen, f->n + 1);
    for (size_t i = 0; i < f->n; i++) seen[i] = (Seen){f->rows[i].key, i};
    qsort(seen, f->n, sizeof *seen, by_key);
    for (size_t i = 1; i < f->n; i++)
        if (str_eq(seen[i].key, seen[i - 1].key))
            wrong(call, f, f->line[seen[i].row],
                  arena_printf(call->arena, "%.*s stands on line %llu already", STR_ARG(seen[i].key),
                               (unsigned long long)f->line[seen[i - 1].row]));
}

bool people_file_read(Call *call, const char *path, PeopleFile *out, Err *err) {
    *out = (PeopleFile){.wrong = json_array()};
    put(call->reply, "wrong", out->wrong); /* the reply owns it */
    Reader *r = reader_open(path, NULL, err);
    if (!r) return false;
    size_t room = 0;
    Row row;
    Reject bad;
    ReadResult result;
    while ((result = reader_next(r, &row, &bad, err)) == READ_ROW || result == READ_REJECT) {
        if (result == READ_ROW)
            take_row(call, out, &room, &row);
        else
            wrong(call, out, bad.line, str_from_c(bad.reason));
    }
    reader_close(r);
    if (result == READ_FAIL) return false;
    check_twice(call, out);
    if (out->n || out->wrong_n) return true;
    return err_set(err, ERR_INPUT, "it needs a header with email, and name, team, zone, languages as you have them",
                   "%s: there is no row in it", path);
}

/* ---- saving --------------------------------------------------------------------------------------- */

static bool team_id_of(Call *call, Str name, PeopleCounts *counts, int64_t *id, Err *err) {
    TeamRow *teams, row;
    size_t n;
    Err none = {0};
    Str key = utf8_fold(call->arena, name);
    if (team_find(call->app->db, call->arena, key, &row, &none)) return *id = row.id, true;
    if (none.code != ERR_NOT_FOUND) return *err = none, false;
    if (!teams_list(call->app->db, call->arena, false, &teams, &n, err)) return false;
    for (size_t i = 0; i < n; i++) /* one that came from a catalog has a longer key */
        if (str_eq_nocase(teams[i].name, name)) return *id = teams[i].id, true;
    counts->teams++;
    row = (TeamRow){.key = key, .name = name};
    return team_put(call->app->db, &row, id, err);
}

/* The teams of the file, each looked up once. */
static bool find_teams(Call *call, PeopleFile *f, PeopleCounts *counts, Err *err) {
    Seen *names = ARENA_ARRAY(call->arena, Seen, f->n + 1);
    int64_t id = 0;
    for (size_t i = 0; i < f->n; i++) names[i] = (Seen){f->team[i], i};
    qsort(names, f->n, sizeof *names, by_key);
    for (size_t i = 0; i < f->n; i++) {
        if (!names[i].key.n) continue;
        if ((!i || !str_eq(names[i].key, names[i - 1].key)) && !team_id_of(call, names[i].key, counts, &id, err))
            return false;
        f->rows[names[i].row].team_id = id;
    }
    return true;
}

/* Columns that the file does not have stay as they are in the store. */
static void keep_others(const PersonRow *old, uint32_t given, PersonRow *row) {
    row->manager_id = old->manager_id;
    if (!(given >> C_NAME & 1)) row->name = old->name;
    if (!(given >> C_TEAM & 1)) row->team_id = old->team_id;
    if (!(given >> C_ENGINEER & 1)) row->engineer = old->engineer;
    if (!(given >> C_HOST & 1)) row->host = old->host;
    if (!(given >> C_ZONE & 1)) row->zone = old->zone;
    if (!(given >> C_LANGUAGES & 1)) row->languages = old->languages;
    if (!(given >> C_DAYS & 1)) row->work_days = old->work_days;
    if (!(given >> C_FROM & 1)) row->work_from = old->work_from;
    if (!(given >> C_TO & 1)) row->work_to = old->work_to;
    if (!(given >> C_FTE & 1)) row->fte = old->fte;
    if (!(given >> C_JOINED & 1)) row->joined_day = old->joined_day;
}

static bool same(const PersonRow *a, const PersonRow *b) {
    return str_eq(a->name, b->name) && str_eq(a->email, b->email) && a->team_id == b->team_id &&
           a->manager_id == b->manager_id && a->engineer == b->engineer && a->host == b->host &&
           str_eq(a->zone, b->zone) && str_eq(a->languages, b->languages) && a->work_days == b->work_days &&
           a->work_from == b->work_from && a->work_to == b->work_to && a->fte == b->fte &&
           a->joined_day == b->joined_day && a->left_day == b->left_day;
}

static bool save_one(Call *call, PersonRow *row, uint32_t given, PeopleCounts *counts, Err *err) {
    PersonRow old;
    Err none = {0};
    bool there = person_find(call->app->db, call->arena, row->key, &old, &none);
    if (!there && none.code != ERR_NOT_FOUND) return *err = none, false;
    if (there) {
        keep_others(&old, given, row);
        if (same(&old, row)) return row->id = old.id, counts->same++, true;
        counts->changed++;
    } else {
        counts->added++;
    }
    return person_put(call->app->db, row, &row->id, err);
}

/* Managers are people themselves, perhaps further down in the file: so they come last. */
static bool save_managers(Call *call, PeopleFile *f, Err *err) {
    for (size_t i = 0; i < f->n; i++) {
        PersonRow manager;
        Err none = {0};
        if (!f->manager[i].n) continue;
        if (!person_find(call->app->db, call->arena, f->manager[i], &manager, &none)) {
            if (none.code != ERR_NOT_FOUND) return *err = none, false;
            return err_set(err, ERR_INPUT, "give the manager's e-mail address, and a row of their own",
                           "line %llu: there is nobody with the address '%.*s'", (unsigned long long)f->line[i],
                           STR_ARG(str_slice(f->manager[i], 0, 60)));
        }
        if (manager.id == f->rows[i].manager_id) continue;
        f->rows[i].manager_id = manager.id;
        int64_t id;
        if (!person_put(call->app->db, &f->rows[i], &id, err)) return false;
    }
    return true;
}

/* Who is not in the file any more left yesterday. */
static bool mark_left(Call *call, const PeopleFile *f, PeopleCounts *counts, Err *err) {
    PersonRow *rows;
    size_t n;
    PersonFilter there = {.day = day_of(call->now)};
    Seen *seen = ARENA_ARRAY(call->arena, Seen, f->n + 1);
    for (size_t i = 0; i < f->n; i++) seen[i] = (Seen){f->rows[i].key, 0};
    qsort(seen, f->n, sizeof *seen, by_key);
    if (!people_list(call->app->db, call->arena, &there, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        Seen key = {rows[i].key, 0};
        int64_t id;
        if (bsearch(&key, seen, f->n, sizeof *seen, by_key)) continue;
        rows[i].left_day = day_of(call->now) - 1;
        if (!person_put(call->app->db, &rows[i], &id, err)) return false;
        counts->left++;
    }
    return true;
}

bool people_file_save(Call *call, PeopleFile *f, bool sync, PeopleCounts *counts, Err *err) {
    *counts = (PeopleCounts){0};
    if (!find_teams(call, f, counts, err)) return false;
    for (size_t i = 0; i < f->n; i++)
        if (!save_one(call, &f->rows[i], f->given[i], counts, err)) return false;
    return save_managers(call, f, err) && (!sync || mark_left(call, f, counts, err));
}
