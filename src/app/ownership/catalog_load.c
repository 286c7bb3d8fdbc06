/* catalog_load.c - from paths to a catalog: what kind of file each is, and reading it. */
#include "catalog_load.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static Str base_name(Str path) {
    size_t n = path.n;
    while (n && path.p[n - 1] != '/') n--;
    return str_slice(path, n, path.n);
}

static bool read_text(Arena *a, Str path, Str *text, Err *err) {
    FILE *f = fopen(arena_str(a, path).p, "rb");
    if (!f)
        return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, NULL, "%.*s: %s", STR_ARG(path), strerror(errno));
    char *p = mem_alloc(CATALOG_MAX_BYTES + 1);
    size_t n = fread(p, 1, CATALOG_MAX_BYTES + 1, f);
    bool ok = !ferror(f);
    int why = errno;
    fclose(f);
    if (ok) *text = arena_str(a, (Str){p, n});
    free(p);
    if (!ok) return err_set(err, ERR_IO, NULL, "%.*s: %s", STR_ARG(path), strerror(why));
    return n <= CATALOG_MAX_BYTES || err_set(err, ERR_LIMIT, "split it", "%.*s is larger than 16 MiB", STR_ARG(path));
}

/* The folder that a CODEOWNERS file speaks of: not .github, .gitlab or docs, in which it may lie. */
static Str repository_name(Str path) {
    Str folder = str_slice(path, 0, path.n - base_name(path).n);
    while (folder.n) {
        folder = str_slice(folder, 0, folder.n - str_ends(folder, STR("/")));
        Str name = base_name(folder);
        if (!str_eq(name, STR(".github")) && !str_eq(name, STR(".gitlab")) && !str_eq(name, STR("docs")) &&
            !str_eq(name, STR(".")))
            return name.n ? name : STR("repository");
        folder = str_slice(folder, 0, folder.n - name.n);
    }
    return STR("repository");
}

static bool load_owners(Catalog *c, const CatalogFiles *files, Str path, Str text, Err *err) {
    Str tree = {NULL, 0};
    bool gitlab = str_find(path, STR(".gitlab/")) != SIZE_MAX;
    if (!files->tree.n)
        return err_set(err, ERR_INPUT, "git ls-files >files.txt, then give --tree files.txt",
                       "%.*s: owners of files need the list of files", STR_ARG(path));
    if (!read_text(c->arena, files->tree, &tree, err)) return false;
    Codeowners *owners = codeowners_parse(c->arena, text, gitlab ? OWNERS_GITLAB : OWNERS_AUTO, err);
    if (!owners) return err_prefix(err, "%.*s: ", STR_ARG(path));
    return catalog_add_owners(c, path, owners, tree, files->repository.n ? files->repository : repository_name(path),
                              err);
}

static bool load_table(Catalog *c, Str path, Err *err) {
    Reader *r = reader_open(arena_str(c->arena, path).p, &(ReaderOptions){0}, err);
    bool ok = r != NULL;
    for (bool more = ok; more && ok;) {
        Row row;
        Reject bad;
        ReadResult got = reader_next(r, &row, &bad, err);
        more = got == READ_ROW;
        if (got == READ_ROW) ok = catalog_add_row(c, path, &row, err);
        if (got == READ_FAIL) ok = false;
        if (got == READ_REJECT)
            ok = err_set(err, ERR_INPUT, "correct that row", "%.*s, line %llu: %s", STR_ARG(path),
                         (unsigned long long)bad.line, bad.reason);
    }
    reader_close(r);
    return ok;
}

static bool load_one(Catalog *c, const CatalogFiles *files, Str path, Err *err) {
    Str text = {NULL, 0}, name = base_name(path);
    if (!name.n || memchr(path.p, 0, path.n))
        return err_set(err, ERR_INPUT, "give files", "'%.*s' is no file", STR_ARG(path));
    if (str_ends(name, STR(".csv")) || str_ends(name, STR(".tsv"))) return load_table(c, path, err);
    if (!read_text(c->arena, path, &text, err)) return false;
    if (str_starts(name, STR("CODEOWNERS"))) return load_owners(c, files, path, text, err);
    return catalog_add_yaml(c, path, text, err);
}

bool catalog_load(Arena *a, const CatalogFiles *files, Catalog **out, Err *err) {
    Catalog *c = catalog_new(a);
    for (size_t i = 0; i < files->n; i++)
        if (!load_one(c, files, files->paths[i], err)) return false;
    catalog_finish(c);
    *out = c;
    return true;
}
