/* import.h - one file into the store: recognise, map, redact, save; stoppable, resumable, nothing twice. */
#pragma once
#include "app_private.h"
#include "base/progress.h"
#include "signals/mapping.h"
#include "store/signal_store.h"

typedef struct ImportOptions {
    const char *path; /* "-": standard input */
    Str shown;        /* what the record of the import calls it; empty: the path */
    Str source;       /* name; empty: from the file's name */
    Str map;          /* --map; empty: recognised */
    bool strict; /* the first reject fails the file, and this import stores nothing; never goes on with a stopped one */
    ToldBy told_by; /* any: as the source was; a new one: customers */
    int64_t now;
} ImportOptions;

/* A file opened, its mapping found, its first rows read ahead. */
typedef struct ImportFile {
    Reader *reader;
    const ReaderInfo *info;
    Mapping mapping;
    MapOptions map_options;
    Arena *arena; /* what lives as long as the file is open */
    Row *ahead;   /* rows that the mapping was chosen by; they come first */
    Reject *ahead_rejects;
    ReadResult *ahead_results;
    size_t ahead_n, ahead_at;
    Str source;
    Str fingerprint; /* of size, beginning, end and mapping; of the moment for standard input */
} ImportFile;

bool import_open(App *app, const ImportOptions *options, ImportFile *out, Err *err);
void import_close(ImportFile *f);
/* Puts the file's name in front of the message, unless it stands there. */
void import_name_file(const ImportOptions *options, Err *err);
/* Like reader_next; the rows read ahead come first. */
ReadResult import_next(ImportFile *f, Row *row, Reject *reject, Err *err);

/* Runs the import; *row holds the counts. ERR_CANCELLED: what was committed stays, the same command goes on there. */
bool import_run(App *app, const ImportOptions *options, ImportFile *f, const Progress *progress, int64_t *source_id,
                ImportRow *row, Err *err);

/* One file as `ridealong import` does it, themes and tripwires included; fills call->reply likewise. */
bool import_take(Call *call, const ImportOptions *options, Err *err);

/* Themes for what came in: coded under the codebook that serves, found afresh when there is much more, or the first
 * codebook; tripwires. `changed`: also when nothing is due. ERR_BUSY: another program is at it. *out (new reference)
 * fits SHAPE_OF_DISCOVERY; NULL: there was nothing to do. */
bool themes_follow(Call *call, bool changed, json_t **out, int64_t *reopened, Err *err);

/* Shows what an import would do: {"rows":[...], "problems":[...], counts}. Stores nothing. */
void import_preview(const ImportOptions *options, ImportFile *f, Arena *a, json_t *out);
json_t *import_file_json(Arena *a, const ImportOptions *options, const ImportFile *f); /* what was recognised */
