/* app_private.h - what the files of the app layer share. */
#pragma once
#include "app/app.h"
#include "base/hash.h"
#include "base/par.h"
#include "store/db.h"

typedef struct CodingCache CodingCache;
typedef struct StatsCache StatsCache;
typedef struct MemoList MemoList;

struct App {
    Arena *arena; /* lives as long as the App */
    Str store;    /* as opened */
    Db *db;       /* NULL until an operation needs it */
    Par *par;     /* made on first use */
    int threads;
    bool write;
    bool has_key;
    uint8_t customer_key[HASH_KEY_BYTES];
    CodingCache *coding; /* the codebook that serves, or NULL: see coding.h */
    StatsCache *stats;   /* of the themes shown last, or NULL: see stats_cache.h */
    MemoList *memos;     /* costly figures, or NULL: see memo.h */
    int depth;           /* of app_call: a page of parts calls it again */
};

/* Opens the store when it is not open yet; ERR_NOT_FOUND when there is none. */
bool app_need_store(App *app, Err *err);
Par *app_par(App *app);
void coding_forget(App *app);

/* The installation's secret for customer hashes: from RIDEALONG_KEY_FILE, else a file beside a SQLite store
 * ("ridealong.db.key"), else in the user's data directory under the installation's id. Made on first use (0600).
 * The store keeps a check value, so a wrong key is an error and never a silent second set of customers. */
bool secret_load(App *app, Err *err);

bool secret_path(App *app, Arena *a, Str *path, Err *err); /* where that file is; it need not be there */

/* Where files of this installation go (rejects), made on demand: beside a SQLite store, else in the data directory. */
bool app_data_dir(App *app, Arena *a, Str *dir, Err *err);
Str user_data_dir(Arena *a); /* $XDG_DATA_HOME/ridealong or ~/.local/share/ridealong */
bool make_dirs(Str path, Err *err);

/* The registry's parts; each ends with NULL. */
extern const Op *const OPS_THEMES[];
extern const Op *const OPS_EDITS[];
extern const Op *const OPS_AREAS[];
extern const Op *const OPS_FACETS[];
extern const Op *const OPS_CODEBOOKS[];
extern const Op *const OPS_FINDINGS[];
extern const Op *const OPS_SIGNALS[];
extern const Op *const OPS_SOURCES[];
extern const Op *const OPS_WORK[];
extern const Op *const OPS_COMPONENTS[];
extern const Op *const OPS_TEAMS[];
extern const Op *const OPS_PEOPLE[];
extern const Op *const OPS_ROUTE[];
extern const Op *const OPS_AUDIT[];
extern const Op *const OPS_TOUCHPOINTS[];
extern const Op *const OPS_SIGN_IN[];
extern const Op *const OPS_ACCOUNT[];
extern const Op *const OPS_ACCOUNTS[];
extern const Op *const OPS_SETUP[];
extern const Op *const OPS_SAMPLE[];
extern const Op *const OPS_BACKUP[];
extern const Op *const OPS_HOME[];
extern const Op *const OPS_DOCTOR[];
extern const Op *const OPS_WEBHOOKS[];
extern const Op *const OPS_PROBLEMS[];
extern const Op *const OPS_STRATEGIES[];
