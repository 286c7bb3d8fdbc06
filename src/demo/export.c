/* export.c - the demo's folder, written whole or not at all.
 *
 * Every file is written as NAME.part and renamed when all of them are on the disk. README.txt is renamed last
 * and begins with a known line: by it we know a folder that is ours to overwrite. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "export_row.h"
#include "season.h"
#include "texts.h"

enum { CATALOG = CHANNELS, PEOPLE, LEAVE, TRUTH, RELEASES, README, FILES };
#define README_LINE "Demo data of Ridealong: Larkfield Pay, a company that does not exist."

typedef struct Export {
    Arena *arena;
    const char *dir;
    bool made_dir;
    FILE *files[FILES];
    uint64_t rows[CHANNELS];
    Err *err;
} Export;

static const char *file_name(int file) {
    static const char *const OTHERS[] = {"catalog-info.yaml", "people.tsv",   "leave.tsv",
                                         "truth.csv",         "releases.csv", "README.txt"};
    return file < CHANNELS ? EXPORT_FORMATS[file].file : OTHERS[file - CHANNELS];
}

static const char *file_path(Export *e, int file, const char *suffix) {
    return arena_printf(e->arena, "%s/%s%s", e->dir, file_name(file), suffix).p;
}

static bool fail(Export *e, const char *what, const char *path) {
    const char *hint = errno == ENOSPC || errno == EDQUOT  ? "free some disk space, or choose another folder"
                       : errno == EACCES || errno == EROFS ? "choose a folder that you may write to"
                       : errno == ENOENT                   ? "make the folder above it first"
                                                           : NULL;
    return err_set(e->err, ERR_IO, hint, "%s %s: %s", what, path, strerror(errno));
}

static bool is_ours(Export *e) {
    char line[sizeof README_LINE] = "";
    FILE *readme = fopen(file_path(e, README, ""), "r");
    if (!readme) return false;
    bool same = fgets(line, sizeof line, readme) && strcmp(line, README_LINE) == 0;
    fclose(readme);
    return same;
}

static bool is_empty(const char *dir) {
    DIR *d = opendir(dir);
    if (!d) return false;
    int entries = 0;
    while (readdir(d)) entries++;
    closedir(d);
    return entries <= 2; /* . and .. */
}

static bool claim_dir(Export *e) {
    if (mkdir(e->dir, 0777) == 0) {
        e->made_dir = true;
        return true;
    }
    if (errno != EEXIST) return fail(e, "cannot make the folder", e->dir);
    if (is_empty(e->dir) || is_ours(e)) return true;
    return err_set(e->err, ERR_CONFLICT, "name a folder that is new or empty, or one with an earlier demo",
                   "%s exists and does not look like demo data; nothing was written", e->dir);
}

static bool open_files(Export *e) {
    for (int i = 0; i < FILES; i++) {
        const char *path = file_path(e, i, ".part");
        e->files[i] = fopen(path, "w");
        if (!e->files[i]) return fail(e, "cannot write", path);
    }
    for (int c = 0; c < CHANNELS; c++) fputs(EXPORT_FORMATS[c].head, e->files[c]);
    fputs("source,id,theme,copy_of,planted,component\n", e->files[TRUTH]);
    return true;
}

static bool write_signal(void *ctx, const DemoSignal *s) {
    Export *e = ctx;
    Channel c = export_channel(s->channel);
    EXPORT_FORMATS[c].write_row(e->files[c], s, e->rows[c]++ == 0);
    FILE *truth = e->files[TRUTH];
    export_csv(truth, str_from_c(EXPORT_FORMATS[c].file), false);
    export_csv(truth, s->id, false);
    export_csv(truth, s->theme, false);
    export_csv(truth, s->copy_of, false);
    export_csv(truth, s->planted, false);
    export_csv(truth, s->component, true);
    return !ferror(e->files[c]) && !ferror(truth);
}

static Str release_date(Export *e, size_t i, const DemoOptions *o) {
    int64_t at = 0;
    demo_release_at(o, SEASON_RELEASE[i].title, &at);
    return time_iso_date(e->arena, at);
}

static void write_releases(Export *e, const DemoOptions *o) {
    FILE *out = e->files[RELEASES];
    fputs("released_at,version,title,description,theme,effect\n", out);
    for (size_t i = 0; i < SEASON_RELEASES; i++) {
        const SeasonRelease *r = &SEASON_RELEASE[i];
        export_csv(out, release_date(e, i, o), false);
        export_csv(out, str_from_c(r->version), false);
        export_csv(out, str_from_c(r->title), false);
        export_csv(out, str_from_c(r->what), false);
        export_csv(out, str_from_c(r->theme), false);
        export_csv(out, str_from_c(r->effect), true);
    }
}

static void write_readme(Export *e, const DemoOptions *o) {
    FILE *out = e->files[README];
    fputs(README_LINE "\n\nEverything here is made up by a seeded generator: the same seed gives the same bytes.\n"
                      "Seed ",
          out);
    fprintf(out, "%llu, last day %s.\n\nWhat a customer would import:\n", (unsigned long long)o->seed,
            time_iso_date(e->arena, o->end).p);
    for (int c = 0; c < CHANNELS; c++)
        fprintf(out, "  %-20s %8llu signals\n", EXPORT_FORMATS[c].file, (unsigned long long)e->rows[c]);
    fprintf(out,
            "  catalog-info.yaml    its software, teams and people: ridealong components import\n"
            "  people.tsv           its people as their HR system exports them: ridealong people import\n"
            "  leave.tsv            when they are away: ridealong leave import\n"
            "\nThe answers, not for import:\n"
            "  truth.csv     source file, id, theme (empty: noise), copy_of, personal data that was planted, component "
            "that\n"
            "                the theme is of\n"
            "  releases.csv  what went out when, which friction it changed and how\n\n"
            "Planted:\n"
            "  %d frictions of very different size, some in winter or summer only\n",
            DEMO_THEME_COUNT);
    for (size_t i = 0; i < SEASON_RELEASES; i++)
        if (SEASON_RELEASE[i].theme[0])
            fprintf(out, "  %s on %s %s %s\n", SEASON_RELEASE[i].version, release_date(e, i, o).p,
                    SEASON_RELEASE[i].effect, SEASON_RELEASE[i].theme);
    fputs("  copies: people who write again within hours, and two complaint mills (complaints.csv) whose\n"
          "  letters differ by a few words\n"
          "  one account that writes far more than any other\n"
          "  e-mail addresses, card numbers (test ranges, valid Luhn), IBANs (valid mod 97) and phone numbers\n"
          "  (reserved for fiction), in every file but complaints.csv, where XXXX stands as in the public database\n"
          "  German, French, Spanish, Italian and Dutch, under 2 % each; praise, greetings and advertising\n",
          out);
}

/* On the disk, not only in a cache, before any name changes. */
static bool close_files(Export *e) {
    for (int i = 0; i < FILES; i++) {
        FILE *f = e->files[i];
        e->files[i] = NULL;
        bool written = !ferror(f) && fflush(f) == 0 && fsync(fileno(f)) == 0;
        int why = errno;
        bool closed = fclose(f) == 0;
        if (!written) errno = why;
        if (!written || !closed) return fail(e, "cannot write", file_path(e, i, ".part"));
    }
    return true;
}

static bool name_files(Export *e) {
    for (int i = 0; i < FILES; i++)
        if (rename(file_path(e, i, ".part"), file_path(e, i, "")) != 0)
            return fail(e, "cannot rename to", file_path(e, i, ""));
    return true;
}

static bool write_files(Export *e, const DemoOptions *options) {
    if (!open_files(e)) return false;
    if (!demo_generate(options, write_signal, e)) return fail(e, "cannot write into", e->dir);
    for (int c = 0; c < CHANNELS; c++) fputs(EXPORT_FORMATS[c].tail, e->files[c]);
    fwrite(DEMO_CATALOG.p, 1, DEMO_CATALOG.n, e->files[CATALOG]);
    fwrite(DEMO_PEOPLE.p, 1, DEMO_PEOPLE.n, e->files[PEOPLE]);
    fwrite(DEMO_LEAVE.p, 1, DEMO_LEAVE.n, e->files[LEAVE]);
    write_releases(e, options);
    write_readme(e, options);
    return close_files(e) && name_files(e);
}

static void clean_up(Export *e) {
    for (int i = 0; i < FILES; i++) {
        if (e->files[i]) fclose(e->files[i]);
        unlink(file_path(e, i, ".part"));
    }
    if (e->made_dir) rmdir(e->dir);
}

bool demo_write(const DemoOptions *options, const char *dir, Err *err) {
    Export e = {.arena = arena_new(), .dir = dir, .err = err};
    bool ok = claim_dir(&e);
    if (ok) {
        ok = write_files(&e, options);
        if (!ok) clean_up(&e);
    }
    arena_free(e.arena);
    return ok;
}
