/* sample.c - the company's catalog and people under names that no real company has. */
#include <string.h>

#include "demo/demo.h"
#include "season.h"
#include "texts.h"

enum { FILE_BYTES = 1 << 20, DEPARTMENT = 2 /* column of DEMO_PEOPLE */ };

static Str taken(Arena *a, Buf *b) {
    Str all = arena_str(a, buf_str(b));
    buf_free(b);
    return all;
}

/* "[cards, risk]" with each name made a sample's. */
static void add_names(Buf *out, Str list) {
    for (size_t i = 0; i < list.n; i++) {
        bool ends = (list.p[i] == ',' || list.p[i] == ']') && i > 0 && list.p[i - 1] != '[';
        if (ends) buf_add(out, STR("-sample"));
        buf_add_char(out, list.p[i]);
    }
}

static void add_line(Buf *out, Str line, bool group) {
    Str owner = STR("  owner: "), member = STR("  memberOf: "), name = STR("  name: "), title = STR("  title: ");
    if (str_starts(line, member)) {
        buf_add(out, member);
        add_names(out, str_slice(line, member.n, line.n));
    } else buf_add(out, line);
    bool is_group =
        str_starts(line, owner) ? str_find(line, STR("user:")) == SIZE_MAX : group && str_starts(line, name);
    if (is_group) buf_add(out, STR("-sample"));
    if (group && str_starts(line, title)) buf_add(out, STR(" (sample)"));
    buf_add_char(out, '\n');
    if (str_eq(line, STR("metadata:"))) buf_add(out, STR("  namespace: sample\n"));
}

Str demo_sample_catalog(Arena *a) {
    Buf out = buf_new(FILE_BYTES);
    Str rest = DEMO_CATALOG;
    bool group = false;
    while (rest.p && rest.n) {
        Str line = str_cut(&rest, '\n');
        if (str_starts(line, STR("kind: "))) group = str_eq(line, STR("kind: Group"));
        add_line(&out, line, group);
    }
    return taken(a, &out);
}

/* Departments are teams of the catalog by name ("cards"), or teams of their own ("Customer support"). */
Str demo_sample_people(Arena *a) {
    Buf out = buf_new(FILE_BYTES);
    Str rest = DEMO_PEOPLE;
    for (bool head = true; rest.p && rest.n; head = false) {
        Str line = str_cut(&rest, '\n');
        for (int column = 0; line.p; column++) {
            Str cell = str_cut(&line, '\t');
            if (column) buf_add_char(&out, '\t');
            buf_add(&out, cell);
            if (column != DEPARTMENT || head || !cell.n) continue;
            buf_add(&out, cell.p[0] >= 'a' ? STR("-sample") : STR(" (sample)"));
        }
        buf_add_char(&out, '\n');
    }
    return taken(a, &out);
}

bool demo_release_at(const DemoOptions *options, const char *title, int64_t *at) {
    int span = season_span(options->months);
    for (size_t i = 0; i < SEASON_RELEASES; i++) {
        if (strcmp(SEASON_RELEASE[i].title, title) != 0) continue;
        *at = (day_of(options->end) - span + 1 + season_release_day(i, span)) * SECONDS_PER_DAY;
        return true;
    }
    return false;
}
