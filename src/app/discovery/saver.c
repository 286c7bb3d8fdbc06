/* saver.c - two buffers: one is filled while the other one is written.
 *
 * Assignments lie in two trees, by signal and by theme. The second is written all over by any batch, so few large
 * transactions write far fewer pages than many small ones. */
#include "saver.h"

#include <stdlib.h>
#include <string.h>

#include "base/aside.h"

enum { SAVE_ROWS = 65536 };

typedef struct Rows {
    AssignmentRow *at;
    size_t n;
} Rows;

struct Saver {
    App *app;
    int64_t codebook_id;
    bool fresh;
    Rows filling, writing;
    Aside aside;
};

Saver *saver_new(App *app, int64_t codebook_id, bool fresh) {
    Saver *s = mem_alloc(sizeof *s);
    *s = (Saver){.app = app, .codebook_id = codebook_id, .fresh = fresh};
    s->filling.at = mem_alloc(SAVE_ROWS * sizeof(AssignmentRow));
    s->writing.at = mem_alloc(SAVE_ROWS * sizeof(AssignmentRow));
    return s;
}

void saver_free(Saver *s) {
    if (!s) return;
    aside_wait(&s->aside, NULL);
    free(s->filling.at);
    free(s->writing.at);
    free(s);
}

static bool write_rows(void *ctx, Err *err) {
    Saver *s = ctx;
    Db *db = s->app->db;
    bool (*put)(Db *, int64_t, const AssignmentRow *, size_t, Err *) = s->fresh ? assignments_add : assignments_put;
    return db_begin(db, err) && db_end(db, put(db, s->codebook_id, s->writing.at, s->writing.n, err), err);
}

static bool write_begin(Saver *s, Err *err) {
    if (!saver_wait(s, err)) return false;
    Rows full = s->filling;
    s->filling = (Rows){s->writing.at, 0};
    s->writing = full;
    bool aside = par_threads(app_par(s->app)) > 1 && aside_start(&s->aside, write_rows, s);
    return aside || write_rows(s, err);
}

bool saver_add(Saver *s, const AssignmentRow *rows, size_t n, Err *err) {
    for (size_t done = 0, part; done < n; done += part) {
        if (s->filling.n == SAVE_ROWS && !write_begin(s, err)) return false;
        part = n - done < SAVE_ROWS - s->filling.n ? n - done : SAVE_ROWS - s->filling.n;
        memcpy(s->filling.at + s->filling.n, rows + done, part * sizeof *rows);
        s->filling.n += part;
    }
    return true;
}

bool saver_wait(Saver *s, Err *err) {
    return aside_wait(&s->aside, err);
}

bool saver_flush(Saver *s, Err *err) {
    return write_begin(s, err);
}
