/* sample_load.c - the demo company's files into a folder of their own, from there into the store, each row marked. */
#include <ftw.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "demo/demo.h"
#include "discovery.h"
#include "json_build.h"
#include "sample.h"
#include "store/org_store.h"
#include "store/signal_store.h"
#include "store/theme_store.h"

enum { SEED = 1, SIGNALS = 6000 /* fewer, and no release can be judged: too few tests where nothing shipped */ };

static const struct {
    const char *file, *source;
} FILES[] = {
    {"support_tickets.csv", "Sample: support tickets"},
    {"app_reviews.jsonl", "Sample: app reviews"},
    {"complaints.csv", "Sample: complaints"},
    {"chats.json", "Sample: chats"},
    {"emails.json", "Sample: e-mails"},
};
enum { FILES_N = sizeof FILES / sizeof *FILES };

typedef struct Loading {
    Call *call;
    Sample sample;
    DemoOptions demo;
    Str folder;
    Err *err;
} Loading;

static const Actor LOADER = {.name = STR_INIT("Sample data"), .role = ROLE_ADMIN, .scopes = SCOPE_ALL};

/* ---- files ----------------------------------------------------------------------------------- */

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw) {
    (void)st, (void)kind, (void)ftw;
    return remove(path);
}

/* One folder for all loads: what a killed one left is overwritten. */
static bool folder_make(Loading *l) {
    Arena *a = l->call->arena;
    Str dir;
    if (!app_data_dir(l->call->app, a, &dir, l->err)) return false;
    l->folder = arena_printf(a, "%.*s/sample-data", STR_ARG(dir));
    nftw(l->folder.p, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return make_dirs(l->folder, l->err) && demo_write(&l->demo, l->folder.p, l->err);
}

static Str path_of(const Loading *l, const char *name) {
    return arena_printf(l->call->arena, "%.*s/%s", STR_ARG(l->folder), name);
}

static bool file_put(const Loading *l, const char *name, Str text) {
    FILE *out = fopen(path_of(l, name).p, "w");
    bool ok = out && fwrite(text.p, 1, text.n, out) == text.n;
    if (out) ok = fclose(out) == 0 && ok;
    return ok || err_set(l->err, ERR_IO, "free some space", "cannot write %s", path_of(l, name).p);
}

/* ---- steps ----------------------------------------------------------------------------------- */

static bool tick(const Loading *l, const char *phase, int done) {
    return progress_tick(l->call->progress, phase, done, 10) ||
           err_set(l->err, ERR_CANCELLED, "load it again: what was loaded is taken out first", "loading was stopped");
}

static bool run(const Loading *l, const char *id, const RawArg *raw, size_t n) {
    json_t *reply = NULL;
    bool ok = app_call(l->call->app, &LOADER, op_find(str_from_c(id)), l->call->arena, raw, n, l->call->now, NULL,
                       &reply, l->err);
    json_decref(reply);
    return ok;
}

static bool signals_load(const Loading *l) {
    for (int i = 0; i < FILES_N; i++) {
        RawArg raw[] = {{STR("file"), path_of(l, FILES[i].file)},
                        {STR("source"), str_from_c(FILES[i].source)},
                        {STR("themes"), STR("no")}};
        if (!tick(l, "loading signals", 1 + i) || !run(l, "import", raw, 3)) return false;
    }
    return true;
}

static bool file_load(const Loading *l, const char *id, const char *name, Str text) {
    RawArg raw = {STR("file"), path_of(l, name)};
    return file_put(l, name, text) && run(l, id, &raw, 1);
}

static bool company_load(const Loading *l) {
    Arena *a = l->call->arena;
    return tick(l, "loading software, teams and people", 7) &&
           file_load(l, "components.import", "sample-catalog.yaml", demo_sample_catalog(a)) &&
           file_load(l, "people.import", "sample-people.tsv", demo_sample_people(a));
}

static bool themes_find(const Loading *l) {
    DiscoverResult result;
    return tick(l, "finding themes", 6) &&
           discover_run(l->call->app, (DiscoverWish){.seed = SEED}, l->call->now, l->call->progress, &result, l->err);
}

/* ---- which theme is which -------------------------------------------------------------------- */

typedef struct Votes {
    int64_t theme_id;
    int n;
} Votes;

/* The source of each file. */
static bool sources_find(const Loading *l, int64_t ids[FILES_N]) {
    SourceRow *rows;
    size_t n;
    if (!sources_list(l->call->app->db, l->call->arena, &rows, &n, l->err)) return false;
    for (int f = 0; f < FILES_N; f++) {
        ids[f] = 0;
        for (size_t i = 0; i < n; i++)
            if (str_eq(rows[i].name, str_from_c(FILES[f].source))) ids[f] = rows[i].id;
    }
    return true;
}

/* The signals of a planted friction, by the truth that stands beside them, as numbers of the store. */
static bool planted_read(const Loading *l, Str slug, int64_t *ids, size_t max, size_t *n) {
    int64_t sources[FILES_N];
    char line[512];
    *n = 0;
    if (!sources_find(l, sources)) return false;
    FILE *in = fopen(path_of(l, "truth.csv").p, "r");
    bool ok = in != NULL;
    while (ok && *n < max && fgets(line, sizeof line, in)) {
        Str rest = str_from_c(line), file = str_cut(&rest, ','), external = str_cut(&rest, ','),
            theme = str_cut(&rest, ',');
        if (!str_eq(theme, slug)) continue;
        for (int i = 0; ok && i < FILES_N; i++) {
            if (!str_eq(file, str_from_c(FILES[i].file))) continue;
            ok = signals_by_key(l->call->app->db, sources[i], &external, 1, &ids[*n], l->err);
            *n += ok && ids[*n] != 0;
        }
    }
    if (in) fclose(in);
    return ok || err_set(l->err, ERR_IO, "load it again", "cannot read %s", path_of(l, "truth.csv").p);
}

/* The theme that most of them are in; 0: none of them has one. */
static bool theme_find(const Loading *l, const char *slug, int64_t *theme_id) {
    enum { LOOKED_AT = 200 };
    int64_t ids[LOOKED_AT];
    size_t n, seen = 0;
    Votes votes[LOOKED_AT] = {{0}};
    CodebookRow codebook;
    int most = 0;
    if (!codebook_current(l->call->app->db, l->call->arena, &codebook, l->err) ||
        !planted_read(l, str_from_c(slug), ids, LOOKED_AT, &n))
        return false;
    for (size_t i = 0; i < n; i++) {
        AssignmentRow row;
        size_t k = 0;
        if (!assignment_get(l->call->app->db, codebook.id, ids[i], &row, NULL) || !row.theme_id) continue;
        while (k < seen && votes[k].theme_id != row.theme_id) k++;
        if (k == seen) votes[seen++] = (Votes){.theme_id = row.theme_id};
        if (++votes[k].n > most) most = votes[k].n, *theme_id = row.theme_id;
    }
    return most > 0 || err_set(l->err, ERR_INTERNAL, NULL, "no theme holds the sample's '%s'", slug);
}

static bool story_tell(const Loading *l) {
    SampleTold told = {0};
    return tick(l, "telling what came of it", 8) && demo_release_at(&l->demo, "Clearing rework", &told.released_at) &&
           theme_find(l, "double-charge", &told.fixed) && theme_find(l, "login-loop-after-update", &told.broken) &&
           theme_find(l, "card-declined-in-shop", &told.large) && sample_story(l->call, &told, l->err);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool remember(Loading *l) {
    Db *db = l->call->app->db;
    Arena *a = l->call->arena;
    CodebookRow codebook;
    Err none = {0};
    Sample *s = &l->sample;
    *s = (Sample){.state = SAMPLE_LOADING, .at = l->call->now};
    if (codebook_current(db, a, &codebook, &none)) s->served = codebook.id;
    else if (none.code != ERR_NOT_FOUND) return *l->err = none, false;
    if (!signals_discovered_in(l->call->app, a, &s->discovered, l->err) || !db_begin(db, l->err)) return false;
    return db_end(db, sample_newest(db, &s->then, l->err) && sample_put(db, a, s, l->err), l->err);
}

static bool finish(Loading *l) {
    Db *db = l->call->app->db;
    SampleNewest now = {0};
    l->sample.state = SAMPLE_LOADED;
    bool ok = audit_note(l->call, "sample.load", "sample", 0, NULL, l->err) && sample_newest(db, &now, l->err);
    l->sample.then.audit = now.audit;
    return ok && sample_put(db, l->call->arena, &l->sample, l->err);
}

static bool load_all(Loading *l) {
    Db *db = l->call->app->db;
    if (!remember(l)) return false;
    sample_marking(db, true);
    bool ok = folder_make(l) && signals_load(l) && themes_find(l) && company_load(l) && story_tell(l);
    sample_marking(db, false);
    nftw(l->folder.p, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return ok && db_begin(db, l->err) && db_end(db, finish(l), l->err);
}

/* Taken back as far as that is possible now; what is not is when somebody asks again. */
static bool give_up(Loading *l, Err *err) {
    Call quiet = *l->call;
    quiet.progress = NULL;
    sample_clear(&quiet, &l->sample, NULL);
    coding_forget(l->call->app);
    return *err = *l->err, false;
}

/* An address is one person: those of the demo company would be taken over by the sample, and go with it. */
static bool nobody_is_here(Call *call, Err *err) {
    Str rest = demo_sample_people(call->arena);
    str_cut(&rest, '\n'); /* the heads */
    while (rest.p && rest.n) {
        Str line = str_cut(&rest, '\n'), email = str_cut(&line, '\t');
        PersonRow person;
        Err none = {0};
        if (person_find(call->app->db, call->arena, email, &person, &none))
            return err_set(err, ERR_CONFLICT,
                           "the demo company needs no sample data; load it into an installation of its own",
                           "%.*s of the sample data is a person of yours already", STR_ARG(email));
        if (none.code != ERR_NOT_FOUND) return *err = none, false;
    }
    return true;
}

static bool load_locked(Call *call, Err *err) {
    Err why = {0};
    Loading l = {.call = call, .err = &why};
    l.demo = (DemoOptions){.seed = SEED, .signals = SIGNALS, .end = call->now - call->now % SECONDS_PER_DAY};
    if (!sample_get(call->app->db, call->arena, &l.sample, err)) return false;
    if (l.sample.state == SAMPLE_LOADED)
        return err_set(err, ERR_CONFLICT, "see it: ridealong sample show; remove it: ridealong sample remove",
                       "sample data is loaded already");
    if (l.sample.state != SAMPLE_NONE && !sample_clear(call, &l.sample, err)) return false;
    if (!nobody_is_here(call, err)) return false;
    if (!load_all(&l)) return give_up(&l, err);
    put(call->reply, "done", json_string("Sample data is loaded"));
    return true;
}

bool sample_load(Call *call, Err *err) {
    if (!app_make_store(call->app, err)) return false;
    if (!sample_hold(call->app, err)) return false;
    bool ok = load_locked(call, err);
    db_let_go(call->app->db);
    return ok;
}
