/* fuzz_people.c - any lines as the cells of a row of people: a person whose fields are what they may be, or an error
 * that says why. The file around it is fuzz_csv.c's. */
#include <stdint.h>
#include <stdlib.h>

#include "people_fields.h"
#include "people_load.h"
#include "store/org_store.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(Arena *a, const PersonSaid *p) {
    int64_t days;
    Str again;
    if (!p->name.n || !p->key.n || p->fte < 0 || p->fte > 1 || p->work_to > 24 * 60) abort();
    if (p->work_to && p->work_from >= p->work_to) abort();
    if (p->left != DAY_NONE && p->joined != DAY_NONE && p->left < p->joined) abort();
    if (p->work_days && (!people_work_days(people_work_days_say(a, p->work_days), &days, NULL) || days != p->work_days))
        abort();
    if (!people_languages(a, p->languages, &again, NULL) || !str_eq(again, p->languages)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *a = arena_new();
    Str header[PERSON_FIELDS], rest = utf8_clean(a, (Str){(const char *)data, size}, NULL);
    Cell cells[PERSON_FIELDS];
    PersonColumns columns;
    PersonSaid said;
    Err err = {0};
    Row row = {.line = 2, .number = 1, .cells = cells, .n = PERSON_FIELDS};
    for (size_t i = 0; i < PERSON_FIELDS; i++) {
        header[i] = str_from_c(PERSON_FIELD_NAMES[i]);
        cells[i] = (Cell){header[i], rest.p ? str_cut(&rest, '\n') : STR("")};
    }
    if (!people_columns(header, PERSON_FIELDS, STR(""), &columns, &err)) abort();
    if (people_read(a, &columns, &row, size % 2, &said, &err)) check(a, &said);
    else if (!err.message[0] || !err.hint[0]) abort();
    people_columns(header, PERSON_FIELDS, cells[0].value, &columns, &err); /* as --map */
    arena_free(a);
    return 0;
}
