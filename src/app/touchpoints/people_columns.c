/* people_columns.c - which column of a table of people holds what, by the headers that HR systems write. */
#include "people_columns.h"

#include <string.h>

#include "text/utf8.h"

const char *const PERSON_FIELD_NAMES[PERSON_FIELDS] = {
    "email",     "id",    "name", "first",  "last", "team",     "manager", "zone", "languages",
    "work_days", "hours", "fte",  "joined", "left", "engineer", "host",    "from", "until",
};

/* Headers as BambooHR, Workday, Personio, HiBob, Okta, Entra ID and Google Workspace write them, in lower case and
 * without what is no letter or digit. Of several columns of a file the one that stands first here is taken. To know
 * another export, add its header. */
enum { NAMES = 12 };
static const char *const KNOWN[PERSON_FIELDS][NAMES] = {
    [PERSON_EMAIL] = {"email", "workemail", "emailaddress", "primaryemail", "emailwork", "emailprimarywork", "mail",
                      "businessemail", "companyemail", "userprincipalname", "login"},
    [PERSON_ID] = {"id", "employeeid", "employeenumber", "personnelnumber", "workerid", "personid", "key", "userid",
                   "username", "number"},
    [PERSON_NAME] = {"name", "fullname", "displayname", "employeename", "worker", "preferredname", "legalname",
                     "employee"},
    [PERSON_FIRST] = {"firstname", "givenname", "preferredfirstname", "legalfirstname"},
    [PERSON_LAST] = {"lastname", "surname", "familyname", "legallastname", "sn"},
    [PERSON_TEAM] = {"team", "teamname", "department", "orgunit", "orgunitpath", "supervisoryorganization",
                     "supervisoryorganisation", "group", "costcenter", "costcentre", "squad"},
    [PERSON_MANAGER] = {"manager", "manageremail", "managersemail", "reportsto", "reportingto", "supervisor",
                        "supervisoremail", "manageridemployeeid", "managerid", "lead", "managername"},
    [PERSON_ZONE] = {"zone", "timezone", "tz", "timezonename", "worktimezone"},
    [PERSON_LANGUAGES] = {"languages", "language", "preferredlanguage", "spokenlanguages", "locale"},
    [PERSON_WORK_DAYS] = {"workdays", "workingdays", "daysofwork", "weekdays"},
    [PERSON_HOURS] = {"hours", "workinghours", "workhours"},
    [PERSON_FTE] = {"fte", "ftepercent", "fulltimeequivalent", "parttime", "employmentpercentage", "workload"},
    [PERSON_JOINED] = {"joined", "hiredate", "startdate", "employmentstartdate", "joindate", "dateofjoining",
                       "originalhiredate", "joinedon"},
    [PERSON_LEFT] = {"left", "terminationdate", "enddate", "lastday", "lastdayofwork", "employmentenddate",
                     "leavingdate", "exitdate", "lefton"},
    [PERSON_ENGINEER] = {"engineer", "isengineer", "engineering"},
    [PERSON_HOST] = {"host", "ishost", "mentor"},
    [PERSON_FROM] = {"from", "start", "firstday", "startdate", "leavefrom", "begins", "absencefrom"},
    [PERSON_UNTIL] = {"until", "to", "end", "lastday", "enddate", "leaveto", "ends", "absenceto"},
};

/* Letters and digits of a header in lower case; 0 bytes when it is longer than any that we know. */
static Str bare(char out[40], Str header) {
    size_t n = 0;
    for (size_t i = 0; i < header.n; i++) {
        char c = header.p[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80)) continue;
        if (n == 40) return STR("");
        out[n++] = c;
    }
    return (Str){out, n};
}

static int rank_of(PersonField field, Str name) {
    for (int i = 0; i < NAMES && KNOWN[field][i]; i++)
        if (str_eq(name, str_from_c(KNOWN[field][i]))) return i;
    return NAMES;
}

static void recognise(const Str *header, size_t n, PersonColumns *out) {
    for (int f = 0; f < PERSON_FIELDS; f++) {
        int best = NAMES;
        for (size_t i = 0; i < n; i++) {
            char room[40];
            int rank = rank_of((PersonField)f, bare(room, header[i]));
            if (rank >= best) continue;
            best = rank;
            out->name[f] = header[i];
            out->hint[f] = i;
        }
    }
}

static bool map_one(const Str *header, size_t n, Str pair, PersonColumns *out, Err *err) {
    Str column = pair, field = str_trim(str_cut(&column, '='));
    int f = 0;
    while (f < PERSON_FIELDS && !str_eq_nocase(field, str_from_c(PERSON_FIELD_NAMES[f]))) f++;
    if (f == PERSON_FIELDS || !column.p)
        return err_set(err, ERR_INPUT, "give fields and columns like \"name=Full name,team=Cost centre\"",
                       "--map: '%.*s' names no field of a person", STR_ARG(utf8_cut(pair, 60)));
    column = str_trim(column);
    for (size_t i = 0; i < n; i++)
        if (str_eq_nocase(str_trim(header[i]), column)) {
            out->name[f] = header[i];
            out->hint[f] = i;
            return true;
        }
    return err_set(err, ERR_INPUT, "name a column of the first line", "--map: the file has no column '%.*s'",
                   STR_ARG(utf8_cut(column, 60)));
}

bool people_columns(const Str *header, size_t n, Str map, PersonColumns *out, Err *err) {
    *out = (PersonColumns){0};
    recognise(header, n, out);
    for (Str rest = map; rest.n;)
        if (!map_one(header, n, str_cut(&rest, ','), out, err)) return false;
    return true;
}

Str people_cell(const PersonColumns *columns, PersonField field, const Row *row) {
    Str name = columns->name[field];
    size_t hint = columns->hint[field];
    if (!name.p) return STR("");
    if (hint < row->n && str_eq(row->cells[hint].name, name)) return str_trim(row->cells[hint].value);
    for (size_t i = 0; i < row->n; i++)
        if (str_eq(row->cells[i].name, name)) return str_trim(row->cells[i].value);
    return STR("");
}

Str people_columns_say(Arena *a, const PersonColumns *columns) {
    Str says = STR("");
    for (int f = 0; f < PERSON_FROM; f++)
        if (columns->name[f].p)
            says = arena_printf(a, "%.*s%s%s <- %.*s", STR_ARG(says), says.n ? ", " : "", PERSON_FIELD_NAMES[f],
                                STR_ARG(utf8_cut(columns->name[f], 60)));
    return says;
}
