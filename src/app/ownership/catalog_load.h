/* catalog_load.h - files of a company read into a catalog, and the catalog saved. */
#pragma once
#include "app/op.h"
#include "problems/catalog.h"

typedef struct CatalogFiles {
    const Str *paths; /* catalog-info.yaml, CODEOWNERS, CSV, Compose files, Kubernetes manifests */
    size_t n;
    Str tree;       /* path of a list of files for CODEOWNERS; "": none */
    Str repository; /* what "*" of a CODEOWNERS stands for; "": the name of its folder */
} CatalogFiles;

/* Reads and finishes; *out lives in the arena. An error names file and line. */
bool catalog_load(Arena *a, const CatalogFiles *files, Catalog **out, Err *err);

typedef struct SaveCounts {
    int64_t added, changed, same, gone;
} SaveCounts;

typedef struct Saved {
    SaveCounts components, teams, people;
    int64_t edges;   /* between components, of those in these files */
    json_t *changes; /* [{"change", "component", "ref", "before", "owner"}], at most SAVED_SHOWN; new reference */
} Saved;
enum { SAVED_SHOWN = 200 };

/* Saves teams, people and components with their edges, and marks gone what these files had before and have no longer
 * (`all`: everything that is not in them). Inside the caller's transaction; each change is a row of the audit log. */
bool catalog_save(Call *call, const Catalog *c, const CatalogFiles *files, bool all, Saved *out, Err *err);
