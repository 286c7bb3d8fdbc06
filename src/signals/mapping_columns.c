/* mapping_columns.c - what a header and a sample of rows say about each column. */
#include <string.h>

#include "base/hash.h"
#include "field_value.h"
#include "mapping_private.h"
#include "signals/time_parse.h"

enum { MAX_COLUMNS = 4096, SAMPLED_VALUES = 512 };

/* Names to columns: open addressing, twice as many slots as columns. */
typedef struct Survey {
    Arena *arena;
    Columns columns;
    uint32_t slots[2 * MAX_COLUMNS]; /* index + 1; 0: free */
    uint64_t *values;                /* hashes of the first SAMPLED_VALUES values of each column */
} Survey;

static Column *column_of(Survey *s, Str name, bool add) {
    enum { SLOTS = 2 * MAX_COLUMNS };
    size_t at = hash64(name) % SLOTS;
    for (; s->slots[at]; at = (at + 1) % SLOTS) {
        Column *c = &s->columns.at[s->slots[at] - 1];
        if (str_eq(c->name, name)) return c;
    }
    if (!add || s->columns.n == MAX_COLUMNS) return NULL;
    s->slots[at] = (uint32_t)++s->columns.n;
    Column *c = &s->columns.at[s->columns.n - 1];
    *c = (Column){.name = arena_str(s->arena, name)}; /* a mapping outlives the reader */
    return c;
}

static size_t count_words(Str s) {
    size_t words = 0;
    bool in_word = false;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char ch = (unsigned char)s.p[i];
        bool letter = (ch | 32) >= 'a' && (ch | 32) <= 'z';
        if (ch >= 0xe3 && ch <= 0xed) words++; /* Chinese, Japanese, Korean: a character is a word */
        if ((letter || ch >= 0x80) && !in_word) words++;
        in_word = letter || ch >= 0x80 || (in_word && ch == '\'');
    }
    return words;
}

static void note_value(Column *c, Str value) {
    int64_t at;
    double rating;
    c->filled++;
    c->words += count_words(value);
    if (value.n <= 64) {
        c->times += time_parse(value, false, &at);
        c->ratings += value_rating(value, &rating);
        c->numbers += str_to_f64(value, &rating);
    }
    c->urls += str_starts(value, STR("http://")) || str_starts(value, STR("https://"));
}

/* Few enough to compare each with each. */
static void note_distinct(Survey *s, size_t index, Str value) {
    Column *c = &s->columns.at[index];
    uint64_t *seen = s->values + index * SAMPLED_VALUES, h = hash64(value);
    for (size_t i = 0; i < c->distinct; i++)
        if (seen[i] == h) return;
    if (c->distinct < SAMPLED_VALUES) seen[c->distinct++] = h;
}

Columns columns_survey(Arena *a, const Str *header, size_t header_n, const Row *sample, size_t sample_n) {
    if (sample_n > SAMPLED_VALUES) sample_n = SAMPLED_VALUES;
    Survey *s = ARENA_NEW(a, Survey);
    s->arena = a;
    s->columns.at = ARENA_ARRAY(a, Column, MAX_COLUMNS);
    for (size_t i = 0; i < header_n; i++) column_of(s, header[i], true);
    for (size_t r = 0; r < sample_n; r++)
        for (size_t i = 0; i < sample[r].n; i++) column_of(s, sample[r].cells[i].name, true);
    s->values = ARENA_ARRAY(a, uint64_t, s->columns.n * SAMPLED_VALUES);
    for (size_t r = 0; r < sample_n; r++) {
        for (size_t i = 0; i < sample[r].n; i++) {
            Column *c = column_of(s, sample[r].cells[i].name, false);
            Str value = str_trim(sample[r].cells[i].value);
            if (!c || value_is_absent(value)) continue;
            note_value(c, value);
            note_distinct(s, (size_t)(c - s->columns.at), value);
        }
    }
    s->columns.rows = sample_n;
    for (size_t i = 0; i < s->columns.n; i++) s->columns.at[i].in_each_row = s->columns.at[i].filled >= sample_n;
    return s->columns;
}

const Column *columns_find(const Columns *c, Str name) {
    name = str_trim(name);
    for (size_t i = 0; i < c->n; i++)
        if (str_eq(c->at[i].name, name)) return &c->at[i];
    for (size_t i = 0; i < c->n; i++)
        if (str_eq_nocase(str_trim(c->at[i].name), name)) return &c->at[i];
    return NULL;
}

size_t column_key(Str name, char *out, size_t room) {
    for (size_t i = name.n; i > 0; i--) {
        if (name.p[i - 1] != '.' || i == name.n) continue;
        name = str_slice(name, i, name.n);
        break;
    }
    size_t n = 0;
    for (size_t i = 0; i < name.n && n < room; i++) {
        char ch = name.p[i];
        if (ch >= 'A' && ch <= 'Z') ch = (char)(ch + 32);
        if ((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || (unsigned char)ch >= 0x80) out[n++] = ch;
    }
    return n;
}

bool column_names_a_person(Str name) {
    static const char *const KEYS[] = {"name",
                                       "firstname",
                                       "lastname",
                                       "fullname",
                                       "customername",
                                       "username",
                                       "login",
                                       "nickname",
                                       "displayname",
                                       "email",
                                       "emailaddress",
                                       "phone",
                                       "phonenumber",
                                       "mobile",
                                       "address",
                                       "street",
                                       "requester",
                                       "requesteremail",
                                       "requestername",
                                       "submitter",
                                       "assignee",
                                       "assigneeid",
                                       "reporter",
                                       "reporterid",
                                       "creator",
                                       "creatorid",
                                       "author",
                                       "authorname",
                                       "authoremail",
                                       "reviewer",
                                       "reviewernickname",
                                       "watchers",
                                       "watchersid",
                                       "customer",
                                       "customeremail",
                                       "contact",
                                       "contactname",
                                       "contactemail",
                                       "user",
                                       "useremail",
                                       "messageauthorname",
                                       "messageauthoremail",
                                       "avatarurl",
                                       "gravatarid",
                                       "birthday",
                                       "dateofbirth"};
    char key[32];
    Str k = {key, column_key(name, key, sizeof key)};
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
        if (str_eq(k, str_from_c(KEYS[i]))) return true;
    return false;
}
