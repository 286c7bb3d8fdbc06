/* sample.h - the demo company beside the company's own data: loaded to look around, removed again.
 *
 *   sample_state.c   is there any, since when, how far is loading or removing it
 *   sample_load.c    files, signals, themes, people, and the story, each row marked as it comes (store/sample_store.h)
 *   sample_story.c   what the demo company made of it: problems, sessions, a release and its outcome
 *   sample_remove.c  rows out in one transaction, then themes as if it had never been there
 *
 * A killed load is taken back by whoever asks next, and a killed removal is finished; `serve` does so when it starts.
 */
#pragma once
#include "app_private.h"
#include "store/sample_store.h"

typedef enum SampleState { SAMPLE_NONE, SAMPLE_LOADING, SAMPLE_LOADED, SAMPLE_REMOVING } SampleState;

typedef struct Sample {
    SampleState state;
    int64_t at;         /* when loading began */
    SampleNewest then;  /* codebook, alert, edit: as loading began; audit: as it ended */
    int64_t served;     /* the codebook that served before; 0: none */
    int64_t discovered; /* signals that one was found in */
    bool dropped;       /* SAMPLE_REMOVING: the rows are gone, themes are to be found */
    int64_t last;       /* then: the newest codebook that knew them */
} Sample;

bool sample_get(Db *db, Arena *a, Sample *out, Err *err); /* SAMPLE_NONE where there is none */
bool sample_put(Db *db, Arena *a, const Sample *in, Err *err);
const char *sample_state_name(SampleState state); /* "none", "loading", "loaded", "removing" */

/* Replies whose totals may hold sample data have this field and end with sample_say. */
#define SAMPLE_FIELD                                                                                                   \
    { "sample", SHAPE_BOOL, "sample data is loaded, and counts here", NULL, false }
bool sample_say(struct Call *call, Err *err);
/* ERR_CONFLICT when this person (0: nobody) is of the sample data: they have no account. */
bool sample_nobody(struct Call *call, int64_t person_id, Err *err);

/* Only one program at a time loads or removes, on whichever machine: ERR_BUSY. Until db_let_go. */
bool sample_hold(App *app, Err *err);

/* Puts "done" into the reply. */
bool sample_load(struct Call *call, Err *err);
/* `own`: seats, releases, plans of the company's own that hang on sample rows go with them; without it ERR_CONFLICT
 * when there are. */
bool sample_remove(struct Call *call, bool own, Err *err);
/* What is left of a load or a removal that was stopped: gone when this returns true. */
bool sample_clear(struct Call *call, Sample *s, Err *err);
/* What of the company's own hangs on it: [{"what", "n", "then", "goes"}]; fits SHAPE_OF_OWN. *goes: how many of these
 * go with it. */
bool sample_own_json(struct Call *call, const Sample *s, json_t **list, int64_t *goes, Err *err);
extern const Field SHAPE_OF_OWN[];

/* The story, told by the sample's own people at dates around `now`; marks are on. */
typedef struct SampleTold {
    int64_t released_at;          /* when its release went out, UTC seconds */
    int64_t fixed, broken, large; /* themes: that the release fixed; that another one broke; the largest */
} SampleTold;
bool sample_story(struct Call *call, const SampleTold *told, Err *err);
