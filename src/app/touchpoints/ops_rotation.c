/* ops_rotation.c - what the support rotation costs, what it finds, and whether the themes it should remove really fall.
 */
#include <math.h>

#include "json_build.h"
#include "stats/change.h"
#include "store/reflection_store.h"
#include "store/theme_store.h"
#include "touch.h"

enum { RECENT_WEEKS = 13, BEFORE_WEEKS = 13, WEEKS = RECENT_WEEKS + BEFORE_WEEKS, THEMES_MAX = 20 };

/* A fall by less than a tenth is none: the interval must exclude more. */
static const double FELL_LEAST = 0.9;

typedef struct Effort {
    int64_t theme_id; /* 0: no theme fits */
    int64_t minutes, minutes_before, causes;
} Effort;

typedef struct Rotation {
    double hours[WEEKS];  /* attended by guests, oldest week first */
    double shifts[WEEKS]; /* attended seats */
    Effort effort[THEMES_MAX];
    size_t effort_n;
} Rotation;

static int week_of(int64_t now, int64_t at) {
    int64_t back = (now - at) / SECONDS_PER_WEEK;
    return at > now || back >= WEEKS ? -1 : WEEKS - 1 - (int)back;
}

/* ---- gathering ------------------------------------------------------------------------------- */

static bool gather_hours(Call *call, const bool *is_rotation, size_t formats_n, Rotation *r, Err *err) {
    SeatRow *seats;
    size_t n;
    SeatFilter f = {.from = call->now - (int64_t)WEEKS * SECONDS_PER_WEEK,
                    .to = call->now,
                    .state = SEAT_ATTENDED,
                    .role = STR("guest")};
    if (!seats_list(call->app->db, call->arena, &f, &seats, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        int week = week_of(call->now, seats[i].starts_at);
        if (week < 0 || seats[i].format_id >= (int64_t)formats_n || !is_rotation[seats[i].format_id]) continue;
        r->hours[week] += (double)seats[i].minutes / 60;
        r->shifts[week]++;
    }
    return true;
}

static Effort *effort_of(Rotation *r, int64_t theme_id) {
    for (size_t i = 0; i < r->effort_n; i++)
        if (r->effort[i].theme_id == theme_id) return &r->effort[i];
    if (r->effort_n == THEMES_MAX) return NULL;
    r->effort[r->effort_n] = (Effort){.theme_id = theme_id};
    return &r->effort[r->effort_n++];
}

static bool gather_causes(Call *call, Rotation *r, Err *err) {
    CauseRow *causes;
    size_t n;
    if (!causes_list(call->app->db, call->arena, 0, call->now - (int64_t)WEEKS * SECONDS_PER_WEEK, &causes, &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        int week = week_of(call->now, causes[i].starts_at);
        Effort *e = week < 0 ? NULL : effort_of(r, causes[i].theme_id);
        if (!e) continue;
        e->causes++;
        *(week >= BEFORE_WEEKS ? &e->minutes : &e->minutes_before) += causes[i].minutes;
    }
    return true;
}

static bool gather(Call *call, Rotation *r, Err *err) {
    FormatRow *formats;
    size_t n, top = 1;
    if (!formats_list(call->app->db, call->arena, true, &formats, &n, err)) return false;
    for (size_t i = 0; i < n; i++)
        if (formats[i].id >= (int64_t)top) top = (size_t)formats[i].id + 1;
    bool *is_rotation = ARENA_ARRAY(call->arena, bool, top);
    for (size_t i = 0; i < n; i++) is_rotation[formats[i].id] = formats[i].causes;
    return gather_hours(call, is_rotation, top, r, err) && gather_causes(call, r, err);
}

/* ---- judging --------------------------------------------------------------------------------- */

/* Weekly signals of a theme and of all, up to the newest week that is known: imports may lag behind. */
static bool theme_change(Call *call, int64_t codebook_id, int64_t theme_id, const double *totals, int64_t last_day,
                         Change *out, Err *err) {
    DayRow *days;
    size_t n;
    double weeks[WEEKS] = {0};
    if (!days_list(call->app->db, call->arena, codebook_id, theme_id, &days, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        int64_t back = (last_day - days[i].day) / 7;
        if (days[i].day <= last_day && back < WEEKS) weeks[WEEKS - 1 - back] += (double)days[i].voices;
    }
    *out = change_estimate(weeks, totals, WEEKS, RECENT_WEEKS, BEFORE_WEEKS);
    return true;
}

static const char *verdict_of(const Change *hours, const Change *theme) {
    if (theme->verdict == CHANGE_TOO_FEW) return "too few signals";
    if (theme->high < 1 && theme->ratio < FELL_LEAST) return "falls";
    if (theme->low < FELL_LEAST) return "not known yet";
    return hours->verdict == CHANGE_UP ? "alarm" : "does not fall";
}

static json_t *change_json(const Change *c) {
    static const char *const VERDICTS[] = {"too few", "unclear", "up", "down"};
    return json_pack("{s:s, s:o, s:o, s:o}", "verdict", VERDICTS[c->verdict], "ratio", json_num(c->ratio, 3), "low",
                     json_num(c->low, 3), "high", json_num(c->high, 3));
}

static Str name_of(const ThemeRow *rows, size_t n, int64_t id) {
    for (size_t i = 0; i < n; i++)
        if (rows[i].id == id) return rows[i].name;
    return STR("");
}

static bool efforts_put(Call *call, const Rotation *r, const Change *hours, Err *err) {
    CodebookRow codebook;
    DayRow *days;
    ThemeRow *names;
    size_t n, names_n;
    double totals[WEEKS] = {0};
    json_t *list = json_array();
    int64_t alarms = 0, last_day = INT64_MIN;
    Err none = {0};
    put(call->reply, "themes", list);
    put(call->reply, "alarms", json_integer(0));
    if (!codebook_current(call->app->db, call->arena, &codebook, &none))
        return none.code == ERR_NOT_FOUND || (*err = none, false);
    if (!days_list(call->app->db, call->arena, codebook.id, -1, &days, &n, err) ||
        !themes_names(call->app->db, call->arena, codebook.id, &names, &names_n, err))
        return false;
    for (size_t i = 0; i < n; i++)
        if (days[i].day > last_day) last_day = days[i].day;
    for (size_t i = 0; i < n; i++)
        if ((last_day - days[i].day) / 7 < WEEKS)
            totals[WEEKS - 1 - (last_day - days[i].day) / 7] += (double)days[i].voices;
    for (size_t i = 0; i < r->effort_n; i++) {
        const Effort *e = &r->effort[i];
        Change change;
        if (!e->theme_id) continue;
        if (!theme_change(call, codebook.id, e->theme_id, totals, last_day, &change, err)) return false;
        const char *verdict = verdict_of(hours, &change);
        alarms += verdict[0] == 'a';
        json_array_append_new(list, json_pack("{s:o, s:I, s:I, s:I, s:o, s:s}", "theme",
                                              json_link(e->theme_id, name_of(names, names_n, e->theme_id)), "causes",
                                              (json_int_t)e->causes, "minutes", (json_int_t)e->minutes,
                                              "minutes_before", (json_int_t)e->minutes_before, "change",
                                              change_json(&change), "verdict", verdict));
    }
    put(call->reply, "alarms", json_integer(alarms));
    return true;
}

static bool run(Call *call, Err *err) {
    Rotation *r = ARENA_NEW(call->arena, Rotation);
    if (!gather(call, r, err)) return false;
    Change shifts = change_estimate(r->shifts, NULL, WEEKS, RECENT_WEEKS, BEFORE_WEEKS);
    double recent = 0, before = 0;
    json_t *weeks = json_array();
    for (int i = 0; i < WEEKS; i++) {
        *(i >= BEFORE_WEEKS ? &recent : &before) += r->hours[i];
        int64_t start = call->now - (int64_t)(WEEKS - i) * SECONDS_PER_WEEK;
        json_array_append_new(weeks, json_pack("{s:o, s:o, s:I}", "start", json_str(time_iso_date(call->arena, start)),
                                               "hours", json_num(r->hours[i], 1), "shifts", (json_int_t)r->shifts[i]));
    }
    put(call->reply, "weeks", weeks);
    put(call->reply, "hours", json_num(recent, 1));
    put(call->reply, "hours_before", json_num(before, 1));
    put(call->reply, "shifts", change_json(&shifts));
    return efforts_put(call, r, &shifts, err);
}

/* ---- row ------------------------------------------------------------------------------------- */

static const Param PARAMS[] = {{.name = NULL}};
static const Field CHANGE[] = {
    {"verdict", SHAPE_STRING, "up, down, unclear or too few", NULL, false},
    {"ratio", SHAPE_NUMBER, "the last 13 weeks over the 13 before", NULL, true},
    {"low", SHAPE_NUMBER, "90 % interval", NULL, true},
    {"high", SHAPE_NUMBER, NULL, NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field WEEK[] = {
    {"start", SHAPE_STRING, "first of seven days", NULL, false},
    {"hours", SHAPE_NUMBER, "attended by guests", NULL, false},
    {"shifts", SHAPE_INT, "seats attended", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field THEME[] = {
    {"theme", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},
    {"causes", SHAPE_INT, "root causes written down in 26 weeks", NULL, false},
    {"minutes", SHAPE_INT, "of shifts that went into it in the last 13 weeks", NULL, false},
    {"minutes_before", SHAPE_INT, "in the 13 before", NULL, false},
    {"change", SHAPE_OBJECT, "of its share of all voices", CHANGE, false},
    {"verdict", SHAPE_STRING,
     "falls, does not fall, alarm (it does not, and shifts grow), not known yet, too few signals", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field REPLY[] = {
    {"hours", SHAPE_NUMBER, "of the last 13 weeks", NULL, false},
    {"hours_before", SHAPE_NUMBER, "of the 13 before", NULL, false},
    {"shifts", SHAPE_OBJECT, "change of attended shifts a week", CHANGE, false},
    {"weeks", SHAPE_ARRAY, "oldest first", WEEK, false},
    {"themes", SHAPE_ARRAY, "that shifts found causes of", THEME, false},
    {"alarms", SHAPE_INT, "themes that do not fall while shifts grow", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column COLUMNS[] = {{"#", "theme.id", "int", 5},
                                 {"THEME", "theme.name", "text", 0},
                                 {"CAUSES", "causes", "int", 6},
                                 {"MINUTES", "minutes", "int", 7},
                                 {"BEFORE", "minutes_before", "int", 6},
                                 {"VERDICT", "verdict", "text", 16},
                                 {NULL, NULL, NULL, 0}};
static const Column FACTS[] = {{"hours, 13 weeks", "hours", "score", 0},
                               {"13 before", "hours_before", "score", 0},
                               {"alarms", "alarms", "int", 0},
                               {NULL, NULL, NULL, 0}};

const Op OP_ROTATION = {
    .id = "rotation.get",
    .method = "GET",
    .path = "/rotation",
    .words = "rotation",
    .summary = "Does the support rotation remove what it finds?",
    .help =
        "Hours of shifts and the themes of their root causes: 13 weeks against the 13 before. An alarm: attended "
        "shifts grow (90 % interval "
        "above 1) while a theme they found causes of does not fall (its interval excludes a fall by a tenth or more).",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = PARAMS,
    .reply = REPLY,
    .rows = "themes",
    .columns = COLUMNS,
    .facts = FACTS,
    .empty = "No root cause was written down yet. At the end of a shift: `ridealong session cause`",
    .run = run,
};
