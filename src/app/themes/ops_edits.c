/* ops_edits.c - what people say about how a theme looks: its name, pinned, hidden. At once, and under every later
 * codebook; it can be undone. */
#include "app_private.h"
#include "edits.h"

/* ---- at once: rename, pin, hide -------------------------------------------------------------- */

static bool look_edit(Call *call, const CodebookRow *codebook, EditRow *e, Err *err) {
    Db *db = call->app->db;
    int64_t id;
    e->applied_in = codebook->id;
    if (!db_begin(db, err)) return false;
    bool ok = edit_add(db, e, NULL, 0, &id, err) && look_refresh(call, codebook->id, e->theme_id, err);
    return db_end(db, ok, err) && edit_finish(call, id, false, err);
}

static bool rename_run(Call *call, Err *err) {
    CodebookRow codebook;
    ThemeRow theme;
    EditRow e = edit_new(call, "rename", call_arg(call, "theme")->i);
    return edit_theme(call, e.theme_id, &codebook, &theme, err) &&
           edit_name(call, codebook.id, e.theme_id, call_arg(call, "name")->s, &e.words, err) &&
           look_edit(call, &codebook, &e, err);
}

static bool switch_run(Call *call, const char *kind, Err *err) {
    CodebookRow codebook;
    ThemeRow theme;
    EditRow e = edit_new(call, kind, call_arg(call, "theme")->i);
    e.words = call_arg(call, "on")->i ? STR("on") : STR("off");
    return edit_theme(call, e.theme_id, &codebook, &theme, err) && look_edit(call, &codebook, &e, err);
}

static bool pin_run(Call *call, Err *err) {
    return switch_run(call, "pin", err);
}
static bool hide_run(Call *call, Err *err) {
    return switch_run(call, "hide", err);
}

static const Param RENAME_PARAMS[] = {
    THEME_PARAM,
    {.name = "name",
     .type = PARAM_STR,
     .max = EDIT_NAME_BYTES,
     .required = true,
     .positional = true,
     .help = "what it shall be called"},
    BY_PARAM,
    {.name = NULL},
};
static const Param SWITCH_PARAMS[] = {
    THEME_PARAM,
    {.name = "on", .type = PARAM_BOOL, .fallback = "true", .help = "false takes it back"},
    BY_PARAM,
    {.name = NULL},
};
static const Op RENAME = {
    .id = "themes.rename",
    .method = "POST",
    .path = "/themes/{theme}/rename",
    .words = "theme rename",
    .summary = "Give a theme a name of your own",
    .help = "ridealong theme rename 12 \"Card declined abroad\"\n\nLater codebooks keep the name, and the theme.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .after = "/themes/{theme}",
    .params = RENAME_PARAMS,
    .reply = SHAPE_OF_EDITED,
    .facts = EDIT_COLUMNS,
    .run = rename_run,
};
static const Op PIN = {
    .id = "themes.pin",
    .method = "POST",
    .path = "/themes/{theme}/pin",
    .words = "theme pin",
    .summary = "Keep a theme, and show it on top",
    .help = "A pinned theme stands on top of the list, and no later discovery loses it.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .after = "/themes/{theme}",
    .params = SWITCH_PARAMS,
    .reply = SHAPE_OF_EDITED,
    .facts = EDIT_COLUMNS,
    .run = pin_run,
};
static const Op HIDE = {
    .id = "themes.hide",
    .method = "POST",
    .path = "/themes/{theme}/hide",
    .words = "theme hide",
    .summary = "Leave a theme out of the list",
    .help = "Its signals still count in every total; `ridealong themes --hidden` shows it.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .after = "/themes/{theme}",
    .params = SWITCH_PARAMS,
    .reply = SHAPE_OF_EDITED,
    .facts = EDIT_COLUMNS,
    .run = hide_run,
};

extern const Op OP_THEME_MERGE, OP_THEME_SPLIT, OP_THEME_DEFINE, OP_SIGNALS_MOVE; /* ops_edit_themes.c */
extern const Op OP_EDITS, OP_EDIT_UNDO, OP_EDITS_APPLY;                           /* ops_edit_log.c */

const Op *const OPS_EDITS[] = {&RENAME, &OP_THEME_MERGE, &OP_THEME_SPLIT, &OP_THEME_DEFINE, &OP_SIGNALS_MOVE,
                               &PIN,    &HIDE,           &OP_EDITS,       &OP_EDIT_UNDO,    &OP_EDITS_APPLY,
                               NULL};
