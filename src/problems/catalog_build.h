/* catalog_build.h - how readers add to a catalog. Private to problems. */
#pragma once
#include "problems/catalog.h"

/* Adds a notice; text of the file is cut to what fits a line. */
void catalog_notice(Catalog *c, Str file, uint32_t line, const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Adds an entity and returns it, to be filled in until the next call; NULL when the name is none or there are too many.
 * `name_space` may be empty: "default". */
Entity *catalog_add(Catalog *c, EntityKind kind, Str name, Str name_space, Str file, uint32_t line, Err *err);

/* Relations of one entity while it is read. */
typedef struct Relations {
    Relation *at;
    size_t n, size;
} Relations;
void relations_add(Arena *a, Relations *r, RelationKind kind, Str target, uint32_t line);

/* Items of a list in one text, parted by commas or semicolons, without blanks around; false at the end. */
bool list_next(Str *rest, Str *item);

/* The owner that CODEOWNERS means: "@org/team" is group:default/team, "@user" and "user@..." are user:default/user. */
Str catalog_owner_ref(Arena *a, Str owner);
