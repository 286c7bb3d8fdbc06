/* people_save.h - rows of people into the store. */
#pragma once
#include "app/op.h"
#include "people_load.h"
#include "store/org_store.h"

/* Text to index, sorted; for finding among 50,000 without trusting a hash. */
typedef struct NameAt {
    Str name;
    size_t at;
} NameAt;
typedef struct Names {
    NameAt *rows;
    size_t n;
} Names;
void names_sort(Names *names);
/* Index of that name, the first of equal ones; SIZE_MAX: none. *twice (may be NULL): there are several. */
size_t names_find(const Names *names, Str name, bool *twice);

typedef struct PeopleSaved {
    size_t added, changed, same, left;
    json_t *changes; /* [{change, person, what}], the first PEOPLE_CHANGES */
    json_t *teams;   /* [{name}]: teams that were made, or are there again */
} PeopleSaved;
enum { PEOPLE_CHANGES = 200 };

/* What one import knows; of people_save.c and people_managers.c. */
typedef struct PeopleSave {
    Call *call;
    Arena *a;
    const PeopleSaid *said;
    PeopleSaved *out;
    PeopleFaults *faults;
    PersonRow *all; /* who is there, then who is new */
    size_t known, n;
    size_t *row_of;         /* said row -> all */
    Str *what;              /* of said rows: what is new, in words */
    bool *changed, *heard;  /* of all: to be written; is in the files */
    size_t *manager;        /* of all: index, SIZE_MAX: none */
    bool *led_anew;         /* of all */
    Names keys, ids, names; /* of all; ids: of said rows, to all; names: folded */
    TeamRow *teams;
    size_t teams_n;
    Names team_names; /* lower case: key, name, last part of the key */
    Err *err;
} PeopleSave;

/* A row's fault about a value of it. */
void people_save_fault(PeopleSave *s, const PersonSaid *p, const char *hint, const char *what, Str value);
/* Adds to what is new of a person, in words. */
void people_differs(Arena *a, Str *says, bool other, const char *what);
/* Finds each manager; tells those who are not known, and rings, as faults. */
void people_take_managers(PeopleSave *s);
bool people_write_managers(PeopleSave *s);

/* Saves what the rows say, in the caller's transaction. `sync`: whoever is not among them has left. `most`: even when
 * that is more than half. Faults of rows (unknown managers, rings of managers) go to `faults`, and nothing is to be
 * committed then. Takes one row of the audit log. */
bool people_save(Call *call, const PeopleSaid *said, bool sync, bool most, PeopleSaved *out, PeopleFaults *faults,
                 Err *err);
