/* edit_store.h - what people said about themes. Edits are recorded and never deleted, only undone; the `look` of a
 * theme (label, pinned, hidden) is derived from them. */
#pragma once
#include "store/db.h"

typedef struct EditRow {
    int64_t id, at;
    Str author;
    Str kind;           /* "rename", "pin", "hide", "merge", "split", "define", "move" */
    int64_t theme_id;   /* which it is about; of split and define the new one; of move where to, 0: to no theme */
    int64_t other_id;   /* merge: the one it becomes; split: the one it is taken from; else 0 */
    Str words;          /* rename, split, define: the name */
    Str phrase;         /* split, define: a phrase that decides; else by examples */
    int64_t applied_in; /* first codebook that heeds it; 0: waits */
    int64_t undone_at;  /* TIME_NONE: in force */
    int64_t undone_in;  /* first codebook that does not heed it any more; 0: none yet */
    int64_t signals;    /* how many it names (filled in on reading) */
} EditRow;

static inline bool edit_is(const EditRow *e, const char *kind) {
    return str_eq(e->kind, str_from_c(kind));
}
/* It makes the theme, out of examples or by a phrase. */
static inline bool edit_defines(const EditRow *e) {
    return edit_is(e, "define") || edit_is(e, "split");
}
/* How the theme looks, not which signals it has: no new codebook is needed. */
static inline bool edit_is_look(const EditRow *e) {
    return edit_is(e, "rename") || edit_is(e, "pin") || edit_is(e, "hide");
}

/* Records an edit and the signals it names; ERR_NOT_FOUND when one of them does not exist. */
bool edit_add(Db *db, const EditRow *row, const int64_t *signals, size_t n, int64_t *id, Err *err);
bool edit_get(Db *db, Arena *a, int64_t id, EditRow *row, Err *err);    /* ERR_NOT_FOUND */
bool edits_list(Db *db, Arena *a, EditRow **rows, size_t *n, Err *err); /* oldest first */
bool edit_signals(Db *db, Arena *a, int64_t id, int64_t **signals, size_t *n, Err *err);
/* ERR_CONFLICT when it is undone already. `undone_in`: 0 when a new codebook has to be made first. */
bool edit_undo(Db *db, int64_t id, int64_t at, int64_t undone_in, Err *err);
/* Marks those that waited as heeded, and those undone as dropped, from this codebook on: as they were when it was
 * begun. What was said or undone since waits for the next. */
bool edits_settle(Db *db, int64_t codebook_id, const EditRow *read, size_t n, Err *err);

typedef struct ThemeLook {
    int64_t id, born_in;
    Str label; /* empty: as found */
    bool pinned, hidden;
} ThemeLook;
bool theme_add(Db *db, int64_t born_in, int64_t *id, Err *err); /* a new number */
bool theme_look_put(Db *db, const ThemeLook *look, Err *err);
bool theme_looks(Db *db, Arena *a, ThemeLook **rows, size_t *n, Err *err); /* by id */
/* The name under which the codebook shows the theme from now on. */
bool theme_name_put(Db *db, int64_t codebook_id, int64_t theme_id, Str name, Err *err);
