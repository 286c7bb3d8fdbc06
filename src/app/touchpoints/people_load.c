/* people_load.c - from files of people, or of leave, to checked rows. */
#include "people_load.h"

#include <stdio.h>
#include <string.h>

#include "people_fields.h"
#include "signals/time_parse.h"
#include "store/org_store.h"

void people_fault(PeopleFaults *faults, Str file, uint64_t line, const Err *why) {
    if (faults->n < PEOPLE_FAULTS)
        faults->rows[faults->n++] = (PeopleFault){file, line, arena_str(faults->a, str_from_c(why->message)),
                                                  arena_str(faults->a, str_from_c(why->hint))};
    faults->all++;
}

bool people_faultless(const PeopleFaults *faults, Err *err) {
    const PeopleFault *f = faults->rows;
    if (!faults->all) return true;
    err_set(err, ERR_INPUT, NULL, "%.*s, line %llu: %.*s", STR_ARG(f->file), (unsigned long long)f->line,
            STR_ARG(f->what));
    if (faults->all > 1)
        snprintf(err->hint, sizeof err->hint,
                 "%.*s; %llu more lines are wrong, see them with --preview; nothing was stored", STR_ARG(f->hint),
                 (unsigned long long)faults->all - 1);
    else snprintf(err->hint, sizeof err->hint, "%.*s; nothing was stored", STR_ARG(f->hint));
    return false;
}

/* ---- a row ----------------------------------------------------------------------------------- */

typedef struct RowRead {
    Arena *a;
    const PersonColumns *columns;
    const Row *row;
    bool day_first;
    Err *err;
} RowRead;

static Str cell(const RowRead *r, PersonField field) {
    return people_cell(r->columns, field, r->row);
}

static bool read_text(const RowRead *r, PersonField field, Str *out) {
    Str s;
    if (!people_text(PERSON_FIELD_NAMES[field], cell(r, field), &s, r->err)) return false;
    *out = arena_str(r->a, s);
    return true;
}

static bool read_name(const RowRead *r, PersonSaid *p) {
    Str first, last;
    if (!read_text(r, PERSON_NAME, &p->name)) return false;
    if (p->name.n) return true;
    if (!read_text(r, PERSON_FIRST, &first) || !read_text(r, PERSON_LAST, &last)) return false;
    p->name = str_trim(arena_printf(r->a, "%.*s %.*s", STR_ARG(first), STR_ARG(last)));
    return p->name.n || err_set(r->err, ERR_INPUT, "fill in the name", "this person has no name");
}

static bool read_key(const RowRead *r, PersonSaid *p) {
    if (!people_email(cell(r, PERSON_EMAIL), &p->email, r->err) || !read_text(r, PERSON_ID, &p->id)) return false;
    p->email = arena_str(r->a, p->email);
    p->id = arena_lower(r->a, p->id);
    p->key = p->email.n ? arena_lower(r->a, p->email) : p->id;
    return p->key.n || err_set(r->err, ERR_INPUT, "fill in an e-mail address, or an id that stays the same",
                               "nothing tells this person from others");
}

static bool read_work(const RowRead *r, PersonSaid *p) {
    Str days = cell(r, PERSON_WORK_DAYS), hours = cell(r, PERSON_HOURS), fte = cell(r, PERSON_FTE), zone;
    if (!people_zone(cell(r, PERSON_ZONE), &zone, r->err) ||
        !people_languages(r->a, cell(r, PERSON_LANGUAGES), &p->languages, r->err) ||
        (days.n && !people_work_days(days, &p->work_days, r->err)) ||
        (hours.n && !people_hours(hours, &p->work_from, &p->work_to, r->err)) ||
        (fte.n && !people_fte(fte, &p->fte, r->err)))
        return false;
    p->zone = arena_str(r->a, zone);
    return true;
}

static bool read_day(const RowRead *r, PersonField field, int64_t *day) {
    Str s = cell(r, field);
    return !s.n || people_day(PERSON_FIELD_NAMES[field], s, r->day_first, day, r->err);
}

static bool read_flag(const RowRead *r, PersonField field, int8_t *flag) {
    bool yes = false;
    if (!people_has(r->columns, field)) return true;
    if (!people_flag(PERSON_FIELD_NAMES[field], cell(r, field), &yes, r->err)) return false;
    *flag = (int8_t)yes;
    return true;
}

bool people_read(Arena *a, const PersonColumns *columns, const Row *row, bool day_first, PersonSaid *out, Err *err) {
    RowRead r = {a, columns, row, day_first, err};
    *out = (PersonSaid){.line = row->line, .joined = DAY_NONE, .left = DAY_NONE, .engineer = -1, .host = -1};
    if (!read_name(&r, out) || !read_key(&r, out) || !read_text(&r, PERSON_TEAM, &out->team) ||
        !read_text(&r, PERSON_MANAGER, &out->manager) || !read_work(&r, out) ||
        !read_day(&r, PERSON_JOINED, &out->joined) || !read_day(&r, PERSON_LEFT, &out->left) ||
        !read_flag(&r, PERSON_ENGINEER, &out->engineer) || !read_flag(&r, PERSON_HOST, &out->host))
        return false;
    return out->joined == DAY_NONE || out->left == DAY_NONE || out->left >= out->joined ||
           err_set(err, ERR_INPUT, "correct one of the dates", "the last day is before the first");
}

/* ---- files ----------------------------------------------------------------------------------- */

typedef struct Load {
    Arena *a;
    Str map;
    PeopleSaid *people;
    LeaveSaid *leave;
    size_t leave_n, room;
    bool of_leave;
    PersonColumns columns;
    PeopleFaults *faults;
    Err *err;
} Load;

static void *grown(Load *l, const void *rows, size_t n, size_t size) {
    if (n < l->room) return NULL;
    l->room = l->room ? l->room * 2 : 256;
    void *more = arena_calloc(l->a, l->room, size);
    if (n) memcpy(more, rows, n * size);
    return more;
}

static bool read_leave(Load *l, const Row *row, bool day_first, LeaveSaid *out, Err *why) {
    Str who = people_cell(&l->columns, PERSON_EMAIL, row), until = people_cell(&l->columns, PERSON_UNTIL, row);
    if (!who.n) who = people_cell(&l->columns, PERSON_ID, row);
    int64_t last;
    *out = (LeaveSaid){.line = row->line};
    if (!who.n)
        return err_set(why, ERR_INPUT, "fill in an e-mail address or an id", "this row does not say whose leave");
    if (!people_text("person", who, &who, why) ||
        !people_day("from", people_cell(&l->columns, PERSON_FROM, row), day_first, &out->from, why) ||
        !(until.n ? people_day("until", until, day_first, &last, why) : (last = out->from, true)))
        return false;
    out->who = arena_lower(l->a, who);
    out->to = last + 1;
    return last >= out->from || err_set(why, ERR_INPUT, "correct one of the dates", "the last day is before the first");
}

static bool take_row(Load *l, Str file, const Row *row, bool day_first) {
    Err why = {0};
    size_t n = l->of_leave ? l->leave_n : l->people->n;
    if (n >= PEOPLE_MOST)
        return err_set(l->err, ERR_LIMIT, "import them in parts", "%.*s: more than %d rows", STR_ARG(file),
                       PEOPLE_MOST);
    if (l->of_leave) {
        LeaveSaid said;
        if (!read_leave(l, row, day_first, &said, &why)) return people_fault(l->faults, file, row->line, &why), true;
        LeaveSaid *more = grown(l, l->leave, n, sizeof said);
        if (more) l->leave = more;
        said.file = file;
        l->leave[l->leave_n++] = said;
        return true;
    }
    PersonSaid said;
    if (!people_read(l->a, &l->columns, row, day_first, &said, &why))
        return people_fault(l->faults, file, row->line, &why), true;
    PersonSaid *more = grown(l, l->people->rows, n, sizeof said);
    if (more) l->people->rows = more;
    said.file = file;
    l->people->rows[l->people->n++] = said;
    return true;
}

static bool check_columns(const Load *l, Str file, const ReaderInfo *info, Err *err) {
    const PersonColumns *c = &l->columns;
    bool named = people_has(c, PERSON_NAME) || people_has(c, PERSON_FIRST) || people_has(c, PERSON_LAST);
    bool keyed = people_has(c, PERSON_EMAIL) || people_has(c, PERSON_ID);
    const char *lacks = !keyed                                       ? "e-mail address or id"
                        : l->of_leave && !people_has(c, PERSON_FROM) ? "first day of leave"
                        : !l->of_leave && !named                     ? "name"
                                                                     : NULL;
    if (!lacks) return true;
    Str header = STR("");
    for (size_t i = 0; i < info->header_n && i < 12; i++)
        header = arena_printf(l->a, "%.*s%s%.*s", STR_ARG(header), i ? ", " : "",
                              STR_ARG(str_slice(info->header[i], 0, 40)));
    return err_set(err, ERR_INPUT,
                   l->of_leave ? "say which it is: --map \"email=Mail,from=Starts,until=Ends\""
                               : "say which it is: --map \"name=Full name,email=Mail,team=Cost centre\"",
                   "%.*s, line 1: no column looks like the %s; there are: %.*s", STR_ARG(file), lacks, STR_ARG(header));
}

/* Slashed dates: one of the file with a first number over 12 says that the day is first. */
static bool days_first(const Load *l, Str file, Err *err, bool *first) {
    static const PersonField DAYS[] = {PERSON_JOINED, PERSON_LEFT, PERSON_FROM, PERSON_UNTIL};
    Reader *r = reader_open(file.p, &(ReaderOptions){0}, err);
    Row row;
    Reject bad;
    ReadResult got = READ_ROW;
    *first = false;
    while (r && !*first && (got = reader_next(r, &row, &bad, err)) != READ_END && got != READ_FAIL)
        for (size_t i = 0; got == READ_ROW && i < sizeof DAYS / sizeof *DAYS; i++)
            *first |= time_shows_day_first(people_cell(&l->columns, DAYS[i], &row));
    reader_close(r);
    return r && got != READ_FAIL;
}

static bool load_rows(Load *l, Reader *r, Str file) {
    bool day_first, slashed = strcmp(file.p, "-") != 0;
    if (!slashed) day_first = false; /* standard input is read once */
    else if (!days_first(l, file, l->err, &day_first)) return false;
    for (;;) {
        Row row;
        Reject bad;
        Err why = {0};
        switch (reader_next(r, &row, &bad, l->err)) {
        case READ_ROW:
            if (!take_row(l, file, &row, day_first)) return false;
            break;
        case READ_REJECT:
            err_set(&why, ERR_INPUT, "correct that row", "%s", bad.reason);
            people_fault(l->faults, file, bad.line, &why);
            break;
        case READ_END:
            return true;
        case READ_FAIL:
            return err_prefix(l->err, "%.*s: ", STR_ARG(file));
        }
    }
}

static bool load_file(Load *l, Str path) {
    Str file = arena_str(l->a, path);
    if (!file.n || memchr(file.p, 0, file.n))
        return err_set(l->err, ERR_INPUT, "give files", "'%.*s' is no file", STR_ARG(file));
    Reader *r = reader_open(file.p, &(ReaderOptions){0}, l->err);
    if (!r) return false;
    const ReaderInfo *info = reader_info(r);
    bool ok = people_columns(info->header, info->header_n, l->map, &l->columns, l->err) &&
              check_columns(l, file, info, l->err);
    if (ok) {
        if (!l->of_leave) l->people->columns = people_columns_say(l->a, &l->columns);
        for (int f = 0; f < PERSON_FIELDS; f++) /* the header goes with the reader */
            if (l->columns.name[f].p) l->columns.name[f] = arena_str(l->a, l->columns.name[f]);
        ok = load_rows(l, r, file);
    }
    reader_close(r);
    return ok;
}

bool people_load(Arena *a, const Str *files, size_t n, Str map, PeopleSaid *out, PeopleFaults *faults, Err *err) {
    Load l = {.a = a, .map = map, .people = out, .faults = faults, .err = err};
    *out = (PeopleSaid){0};
    for (size_t i = 0; i < n; i++)
        if (!load_file(&l, files[i])) return false;
    return out->n || faults->all ||
           err_set(err, ERR_INPUT, "give a file with a person in each row", "there is nobody in %.*s",
                   STR_ARG(files[0]));
}

bool people_load_leave(Arena *a, const Str *files, size_t n, Str map, LeaveSaid **rows, size_t *rows_n,
                       PeopleFaults *faults, Err *err) {
    Load l = {.a = a, .map = map, .of_leave = true, .faults = faults, .err = err};
    for (size_t i = 0; i < n; i++)
        if (!load_file(&l, files[i])) return false;
    *rows = l.leave;
    *rows_n = l.leave_n;
    return true;
}
