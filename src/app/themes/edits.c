/* edits.c - edits as JSON, the look that they give a theme, and the version that they lead to. */
#include "edits.h"

#include "app_private.h"
#include "json_build.h"
#include "ops_discover.h"
#include "text/utf8.h"
#include "tripwire.h"

const Field SHAPE_OF_EDIT[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"at", SHAPE_TIME, NULL, NULL, false},
    {"by", SHAPE_STRING, "who, as given; may be empty", NULL, false},
    {"kind", SHAPE_STRING, "rename, pin, hide, merge, split, define or move", NULL, false},
    {"says", SHAPE_STRING, "the edit as a sentence", NULL, false},
    {"theme", SHAPE_INT, "which it is about; of split and define the new one; of move where to", NULL, true},
    {"other", SHAPE_INT, "merge: the one it becomes; split: the one it is taken from", NULL, true},
    {"words", SHAPE_STRING, NULL, NULL, false},
    {"phrase", SHAPE_STRING, NULL, NULL, false},
    {"signals", SHAPE_INT, "how many signals it names", NULL, false},
    {"state", SHAPE_STRING, "in force, waits, undone, or undo waits", NULL, false},
    {"codebook", SHAPE_INT, "first version that heeds it", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_EDITED[] = {
    {"edit", SHAPE_OBJECT, NULL, SHAPE_OF_EDIT, false},
    {"theme", SHAPE_INT, "where to look next", NULL, true},
    {"result", SHAPE_OBJECT, "the new version; null: none was needed, or it waits", SHAPE_OF_DISCOVERY, true},
    {"waiting", SHAPE_INT, "edits that the next version will heed", NULL, false},
    {"done", SHAPE_STRING, "what was done, as a sentence without its full stop", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

const Column EDIT_COLUMNS[] = {
    {"edit", "edit.id", "int", 0},         {"says", "edit.says", "text", 0},
    {"state", "edit.state", "text", 0},    {"codebook", "result.codebook", "int", 0},
    {"themes", "result.themes", "int", 0}, {"unthemed", "result.unthemed", "int", 0},
    {"waiting", "waiting", "int", 0},      {NULL, NULL, NULL, 0},
};

bool edit_theme(Call *call, int64_t theme_id, CodebookRow *codebook, ThemeRow *theme, Err *err) {
    return codebook_current(call->app->db, call->arena, codebook, err) &&
           theme_get(call->app->db, call->arena, codebook->id, theme_id, theme, err);
}

EditRow edit_new(const Call *call, const char *kind, int64_t theme_id) {
    return (EditRow){
        .at = call->now, .author = call_arg(call, "by")->s, .kind = str_from_c(kind), .theme_id = theme_id};
}

static const char *state_of(const EditRow *e) {
    if (e->undone_at == TIME_NONE) return e->applied_in ? "in force" : "waits";
    return e->undone_in || !e->applied_in ? "undone" : "undo waits";
}

static bool waits(const EditRow *e) {
    return !edit_is_look(e) && (e->undone_at == TIME_NONE ? !e->applied_in : e->applied_in && !e->undone_in);
}

int64_t edits_waiting(const EditRow *rows, size_t n) {
    int64_t count = 0;
    for (size_t i = 0; i < n; i++) count += waits(&rows[i]);
    return count;
}

static Str by_what(Arena *a, const EditRow *e) {
    if (e->phrase.n) return arena_printf(a, "everything that says \"%.*s\"", STR_ARG(e->phrase));
    return arena_printf(a, "from %lld example%s", (long long)e->signals, e->signals == 1 ? "" : "s");
}

static Str says(Arena *a, const EditRow *e) {
    long long theme = e->theme_id, other = e->other_id;
    bool on = str_eq(e->words, STR("on"));
    if (edit_is(e, "rename")) return arena_printf(a, "Theme %lld is called \"%.*s\"", theme, STR_ARG(e->words));
    if (edit_is(e, "pin"))
        return arena_printf(a, "Theme %lld is %s", theme,
                            on ? "pinned: it stays, and stands on top" : "no longer pinned");
    if (edit_is(e, "hide"))
        return arena_printf(a, "Theme %lld is %s", theme, on ? "hidden from the list" : "shown again");
    if (edit_is(e, "merge")) return arena_printf(a, "Theme %lld is part of theme %lld", theme, other);
    if (edit_is(e, "split"))
        return arena_printf(a, "Theme %lld, \"%.*s\", is split off theme %lld: %.*s", theme, STR_ARG(e->words), other,
                            STR_ARG(by_what(a, e)));
    if (edit_is(e, "define"))
        return arena_printf(a, "Theme %lld, \"%.*s\", is defined: %.*s", theme, STR_ARG(e->words),
                            STR_ARG(by_what(a, e)));
    const char *plural = e->signals == 1 ? " belongs" : "s belong";
    if (theme) return arena_printf(a, "%lld signal%s to theme %lld", (long long)e->signals, plural, theme);
    return arena_printf(a, "%lld signal%s to no theme", (long long)e->signals, plural);
}

json_t *edit_json(Arena *a, const EditRow *e) {
    json_t *o = json_object();
    put(o, "id", json_integer(e->id));
    put(o, "at", json_time(a, e->at));
    put(o, "by", json_str(e->author));
    put(o, "kind", json_str(e->kind));
    put(o, "says", json_str(says(a, e)));
    put(o, "theme", e->theme_id ? json_integer(e->theme_id) : json_null());
    put(o, "other", e->other_id ? json_integer(e->other_id) : json_null());
    put(o, "words", json_str(e->words));
    put(o, "phrase", json_str(e->phrase));
    put(o, "signals", json_integer(e->signals));
    put(o, "state", json_string(state_of(e)));
    put(o, "codebook", e->applied_in ? json_integer(e->applied_in) : json_null());
    return o;
}

/* ---- names ----------------------------------------------------------------------------------- */

bool edit_name(Call *call, int64_t codebook_id, int64_t theme_id, Str given, Str *name, Err *err) {
    ThemeRow *rows;
    size_t n;
    *name = str_trim(given);
    for (size_t i = 0; i < name->n; i++)
        if ((unsigned char)name->p[i] < 0x20)
            return err_set(err, ERR_INPUT, "write it on one line", "name: it holds a control character");
    if (!name->n) return err_set(err, ERR_INPUT, NULL, "name: it is empty");
    if (!themes_names(call->app->db, call->arena, codebook_id, &rows, &n, err)) return false;
    Str folded = utf8_fold(call->arena, *name);
    for (size_t i = 0; i < n; i++)
        if (rows[i].id != theme_id && str_eq(utf8_fold(call->arena, rows[i].name), folded))
            return err_set(err, ERR_CONFLICT, "choose another name, or merge the two",
                           "name: theme %lld is called \"%.*s\" already", (long long)rows[i].id, STR_ARG(rows[i].name));
    return true;
}

/* The name that the codebook found for the theme by itself. */
static Str found_name(Call *call, const ThemeRow *row) {
    json_t *stats = json_loadb(row->stats.p ? row->stats.p : "", row->stats.n, 0, NULL);
    const char *name = json_string_value(json_object_get(stats, "found_name"));
    Str copy = name ? arena_str(call->arena, str_from_c(name)) : row->name;
    json_decref(stats);
    return copy;
}

static bool name_refresh(Call *call, int64_t codebook_id, const ThemeLook *look, Err *err) {
    ThemeRow row;
    Err none = {0};
    if (!theme_get(call->app->db, call->arena, codebook_id, look->id, &row, &none))
        return none.code == ERR_NOT_FOUND || (*err = none, false); /* a version to come will have it */
    Str name = look->label.n ? look->label : found_name(call, &row), kept;
    if (!look->label.n && !edit_name(call, codebook_id, look->id, name, &kept, &none))
        name = arena_printf(call->arena, "%.*s (%lld)", STR_ARG(name), (long long)look->id);
    return theme_name_put(call->app->db, codebook_id, look->id, name, err);
}

bool look_refresh(Call *call, int64_t codebook_id, int64_t theme_id, Err *err) {
    EditRow *rows;
    size_t n;
    ThemeLook look = {.id = theme_id};
    if (!edits_list(call->app->db, call->arena, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        const EditRow *e = &rows[i];
        if (e->theme_id != theme_id || e->undone_at != TIME_NONE) continue;
        if (edit_is(e, "rename") || edit_defines(e)) look.label = e->words;
        if (edit_is(e, "pin")) look.pinned = str_eq(e->words, STR("on"));
        if (edit_is(e, "hide")) look.hidden = str_eq(e->words, STR("on"));
    }
    return theme_look_put(call->app->db, &look, err) && name_refresh(call, codebook_id, &look, err);
}

/* ---- what follows ---------------------------------------------------------------------------- */

/* A new version with this edit heeded. Not made when another program is finding or counting themes: then it waits. */
static bool heed(Call *call, DiscoverResult *result, bool *made, Err *err) {
    Err why = {0};
    *made = revise_run(call->app, call->now, call->progress, result, &why);
    if (*made) return problems_heard(call, &(int64_t){0}, err);
    return why.code == ERR_BUSY || (*err = why, false);
}

static Str done_words(Arena *a, const EditRow *e, const DiscoverResult *result, bool elsewhere) {
    Str words = says(a, e);
    if (e->undone_at != TIME_NONE) words = arena_printf(a, "Taken back: %.*s", STR_ARG(words));
    if (result) return arena_printf(a, "%.*s (codebook %lld)", STR_ARG(words), (long long)result->codebook_id);
    if (!waits(e)) return words;
    return arena_printf(a, "%.*s; noted, and not applied yet%s", STR_ARG(words),
                        elsewhere ? ": another program is finding or counting themes" : "");
}

bool edit_finish(Call *call, int64_t edit_id, bool structural, Err *err) {
    EditRow *rows;
    EditRow edit;
    size_t n;
    DiscoverResult result;
    bool now = structural && !call_arg(call, "later")->i, made = false;
    if (now && !heed(call, &result, &made, err)) return false;
    if (!edits_list(call->app->db, call->arena, &rows, &n, err)) return false;
    if (!edit_get(call->app->db, call->arena, edit_id, &edit, err)) return false;
    put(call->reply, "edit", edit_json(call->arena, &edit));
    put(call->reply, "theme", edit.theme_id ? json_integer(edit.theme_id) : json_null());
    put(call->reply, "result", made ? discover_json(&result) : json_null());
    put(call->reply, "waiting", json_integer(edits_waiting(rows, n)));
    put(call->reply, "done", json_str(done_words(call->arena, &edit, made ? &result : NULL, now && !made)));
    return true;
}
