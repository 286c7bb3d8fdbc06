/* mapping.h - which column becomes which field of a signal. */
#pragma once
#include "signals/reader.h"
#include "signals/signal.h"

typedef enum SignalField {
    FIELD_TEXT,
    FIELD_TIME,
    FIELD_ID,
    FIELD_CUSTOMER,
    FIELD_CHANNEL,
    FIELD_PRODUCT,
    FIELD_SEGMENT,
    FIELD_LANG,
    FIELD_URL,
    FIELD_RATING,
    FIELD_COUNT
} SignalField;

extern const char *const FIELD_NAMES[FIELD_COUNT]; /* "text", "time", "id", ... as in --map */

/* Columns of one field, in order. Text takes all of them, joined by an empty line; every other
 * field takes the first that is not empty. */
typedef struct FieldColumns {
    Str names[8];
    size_t n;
} FieldColumns;

typedef struct Mapping {
    const char *kind; /* "cfpb", "zendesk-csv", "jira", ..., "guessed" or "given" */
    const char *says; /* one line for people: what was recognised and by what */
    FieldColumns fields[FIELD_COUNT];
    Str only_if_absent; /* a row that has this column filled is no signal (GitHub pull requests); may be empty */
} Mapping;

/* "text=Summary+Description,time=Created,id=Issue key". Columns are those of the header, unknown ones
 * are an error that lists the header. A comma or plus inside a name is written twice. */
bool mapping_parse(Arena *a, Str spec, const Str *header, size_t header_n, Mapping *out, Err *err);

/* Recognises a known export by its header, else guesses by common names and by the sample rows (a guessed
 * id must be filled and unique in the sample; the text is the column of prose). False: no text found,
 * *err lists the columns and shows a --map to type. */
bool mapping_recognise(Arena *a, const Str *header, size_t header_n, const Row *sample, size_t sample_n, Mapping *out,
                       Err *err);

typedef struct MapOptions {
    const uint8_t *customer_key; /* HASH_KEY_BYTES: installation secret */
    int64_t now;                 /* for plausibility of times */
    bool day_first;              /* 03/04/2026 is 3 April; set by mapping_day_first from the sample */
} MapOptions;

typedef enum MapResult { MAP_SIGNAL, MAP_SKIP, MAP_REJECT } MapResult;

/* Makes a signal of a row: joins, parses time, hashes the customer, redacts text and meta. What the
 * mapping does not name goes to meta. An empty external_id comes out empty: the importer then makes one
 * from the content. An id that begins with # gets a second one, since those with one are the importer's; an id that is
 * personal data (an e-mail address) becomes a keyed hash. Columns that name people stay in meta as keyed hashes only.
 * A row without any value is MAP_SKIP. MAP_REJECT fills `reason` (unreadable time, rating...) - the row is not lost but
 * kept in the rejects file. */
MapResult mapping_apply(Arena *a, const Mapping *m, const Row *row, const MapOptions *options, Signal *out,
                        char reason[256]);

/* Do slashed dates of this sample put the day first? (Any first number over 12 says so.) */
bool mapping_day_first(const Mapping *m, const Row *sample, size_t sample_n);

/* The mapping as JSON ({"text":["Summary","Description"],...}), for the store and for --json. */
Str mapping_json(Arena *a, const Mapping *m);
