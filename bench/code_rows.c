/* code_rows.c - themes of a labelled set, row by row: code_rows SET.csv OUT.txt [--themes N] [--drop PERCENT SEED]
 * [--then]
 *
 * Finds themes in the texts of the first column (N of them, or as many as the data say) and writes the theme that
 * the coder gives to each row, one number a line, -1 for unthemed. With --drop a random PERCENT of the rows is hidden
 * from discovery and from the coder: they get -2. With --then these rows arrive after all, and themes are found once
 * more by a discovery that knows those of before: two numbers a line, before and after. */
#include <stdio.h>
#include <string.h>

#include "labelled.h"

enum { DROPPED = -2 };

typedef struct Options {
    const char *set, *out;
    DiscoverOptions discover;
    int64_t drop, seed;
    bool then;
} Options;

static bool number(const char *text, int64_t *out) {
    return text && str_to_i64(str_from_c(text), out);
}

static bool read_options(int argc, char **argv, Options *o) {
    *o = (Options){.discover = {.seed = 1}};
    for (int i = 1; i < argc; i++) {
        int64_t n;
        if (strcmp(argv[i], "--themes") == 0 && i + 1 < argc && number(argv[++i], &n)) o->discover.themes = (int)n;
        else if (strcmp(argv[i], "--drop") == 0 && i + 2 < argc && number(argv[i + 1], &o->drop) &&
                 number(argv[i + 2], &o->seed))
            i += 2;
        else if (strcmp(argv[i], "--then") == 0) o->then = true;
        else if (!o->set) o->set = argv[i];
        else if (!o->out) o->out = argv[i];
        else return false;
    }
    return o->out != NULL;
}

/* Chooses the rows that stay: kept[i] says which, docs gets them. */
static size_t keep(const Set *s, const Options *o, bool *kept, ThemeDoc *docs) {
    Rng r = rng_new((uint64_t)o->seed);
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        kept[i] = rng_below(&r, 100) >= (uint64_t)o->drop;
        if (kept[i]) docs[n++] = s->docs[i];
    }
    return n;
}

/* Theme of each row; DROPPED when it is not in `kept` (NULL: all are). */
static int32_t *code(const Set *s, const Codebook *c, const bool *kept) {
    int32_t *theme = ARENA_ARRAY(s->a, int32_t, s->n + 1);
    Coder *coder = coder_new(c);
    for (size_t i = 0; i < s->n; i++) theme[i] = !kept || kept[i] ? coder_code(coder, s->docs[i].text).theme : DROPPED;
    coder_free(coder);
    return theme;
}

static bool write_themes(const Set *s, const int32_t *themes, const int32_t *after, const char *path) {
    FILE *f = fopen(path, "w");
    if (!f) return perror(path), false;
    for (size_t i = 0; i < s->n; i++) {
        fprintf(f, "%d", themes[i]);
        if (after) fprintf(f, " %d", after[i]);
        putc('\n', f);
    }
    return fclose(f) == 0;
}

/* Everything at once, after themes were found in a part of it. */
static Codebook *discover_then(const Set *s, const Options *o, const Codebook *c, const bool *kept,
                               const int32_t *found, Par *par, Err *err) {
    DiscoverOptions options = o->discover;
    int32_t *before = ARENA_ARRAY(s->a, int32_t, s->n + 1);
    for (size_t i = 0, n = 0; i < s->n; i++) before[i] = kept[i] ? found[n++] : UNTHEMED;
    options.before = before;
    options.themes_before = (int)codebook_themes(c);
    return codebook_discover(s->a, s->docs, s->n, &options, par, NULL, NULL, err);
}

static bool run(Set *s, const Options *o, Err *err) {
    if (!set_read(s, o->set, err)) return false;
    bool *kept = ARENA_ARRAY(s->a, bool, s->n + 1);
    ThemeDoc *docs = ARENA_ARRAY(s->a, ThemeDoc, s->n + 1);
    size_t n = keep(s, o, kept, docs);
    Par *par = par_new(0);
    int32_t *found = ARENA_ARRAY(s->a, int32_t, n + 1);
    Codebook *c = codebook_discover(s->a, docs, n, &o->discover, par, NULL, found, err);
    int32_t *themes = c ? code(s, c, kept) : NULL, *after = NULL;
    if (c && o->then && (c = discover_then(s, o, c, kept, found, par, err))) after = code(s, c, NULL);
    par_free(par);
    return c && write_themes(s, themes, after, o->out);
}

int main(int argc, char **argv) {
    Options o;
    if (!read_options(argc, argv, &o))
        return fprintf(stderr, "usage: code_rows SET.csv OUT.txt [--themes N] [--drop PERCENT SEED] [--then]\n"), 2;
    Set s = {.a = arena_new()};
    Err err = {0};
    bool ok = run(&s, &o, &err);
    if (!ok) fprintf(stderr, "%s: %s\n", o.set, err.message);
    set_free(&s);
    return ok ? 0 : 1;
}
