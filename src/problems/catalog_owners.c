/* catalog_owners.c - folders as components: what CODEOWNERS says about a list of files. */
#include <stdlib.h>
#include <string.h>

#include "catalog_build.h"

typedef struct Folders {
    Catalog *c;
    Str file, repository;
    const Codeowners *owners;
    Str *files; /* sorted */
    size_t files_n;
    Err *err;
} Folders;

static int by_bytes(const void *x, const void *y) {
    return str_cmp(*(const Str *)x, *(const Str *)y);
}

/* The files beneath a folder stand together in the sorted list. */
static size_t first_in(const Folders *f, Str folder, size_t *end) {
    size_t low = 0, high = f->files_n;
    if (!folder.n) return *end = f->files_n, 0;
    Str prefix = arena_printf(f->c->arena, "%.*s/", STR_ARG(folder));
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (str_cmp(f->files[mid], prefix) < 0) low = mid + 1;
        else high = mid;
    }
    for (*end = low; *end < f->files_n && str_starts(f->files[*end], prefix);) (*end)++;
    return low;
}

static bool has_owner(const Folders *f, Str path) {
    const OwnersRule *hits[16];
    size_t n = codeowners_find(f->owners, path, hits, 16);
    for (size_t i = 0; i < n; i++)
        if (hits[i]->owners_n) return true;
    return false;
}

/* A name that can be part of a reference: no colon, comma, semicolon. */
static Str component_name(const Folders *f, Str folder) {
    if (!folder.n) return f->repository;
    char *p = arena_alloc(f->c->arena, folder.n + 1);
    for (size_t i = 0; i < folder.n; i++)
        p[i] = str_find(STR(":,;"), str_slice(folder, i, i + 1)) != SIZE_MAX ? '-' : folder.p[i];
    return (Str){p, folder.n};
}

static bool add_folder(const Folders *f, Str folder, const OwnersRule *rule) {
    Str name = component_name(f, folder);
    if (name.n > CATALOG_NAME_BYTES) {
        catalog_notice(f->c, f->file, rule ? rule->line : 0, "the name of a folder is too long: it was passed over");
        return true;
    }
    Entity *e = catalog_add(f->c, ENTITY_COMPONENT, name, (Str){"", 0}, f->file, rule ? rule->line : 0, f->err);
    if (!e) return false;
    e->type = STR("folder");
    e->paths = folder.n ? folder : (Str){"", 0};
    if (rule && rule->owners_n) e->owner = catalog_owner_ref(f->c->arena, rule->owners[0]);
    return true;
}

/* Does it decide for any of the files, or does a later rule for all of them? */
static bool decides(const Folders *f, const OwnersRule *rule, size_t begin, size_t end) {
    for (size_t i = begin; i < end; i++) {
        const OwnersRule *hits[16];
        size_t n = codeowners_find(f->owners, f->files[i], hits, 16);
        for (size_t k = 0; k < n; k++)
            if (hits[k] == rule) return true;
    }
    return false;
}

static Str parent_of(Str folder) {
    size_t n = folder.n;
    while (n && folder.p[n - 1] != '/') n--;
    return str_slice(folder, 0, n ? n - 1 : 0);
}

static bool any_owned(const Folders *f, size_t begin, size_t end) {
    for (size_t i = begin; i < end; i++)
        if (has_owner(f, f->files[i])) return true;
    return false;
}

/* Folders beside an owned one that have no owner for any of their files. */
static bool add_unowned_beside(const Folders *f, Str parent) {
    size_t end, begin = first_in(f, parent, &end), skip = parent.n ? parent.n + 1 : 0;
    for (size_t i = begin; i < end;) {
        Str below = str_slice(f->files[i], skip, f->files[i].n);
        size_t slash = str_find(below, STR("/")), stop;
        if (slash == SIZE_MAX) {
            i++;
            continue;
        }
        Str folder = str_slice(f->files[i], 0, skip + slash);
        first_in(f, folder, &stop);
        if (!any_owned(f, i, stop) && !add_folder(f, folder, NULL)) return false;
        i = stop > i ? stop : i + 1;
    }
    return true;
}

static Str *sorted_lines(Arena *a, Str text, size_t *n) {
    size_t lines = 1;
    for (size_t i = 0; i < text.n; i++) lines += text.p[i] == '\n';
    Str *out = ARENA_ARRAY(a, Str, lines);
    *n = 0;
    for (Str rest = text; rest.p;) {
        Str line = str_trim(str_cut(&rest, '\n'));
        if (str_starts(line, STR("./"))) line = str_slice(line, 2, line.n);
        if (str_starts(line, STR("/"))) line = str_slice(line, 1, line.n);
        if (line.n) out[(*n)++] = line;
    }
    qsort(out, *n, sizeof *out, by_bytes);
    return out;
}

bool catalog_add_owners(Catalog *c, Str file, const Codeowners *owners, Str files, Str repository, Err *err) {
    Folders f = {.c = c, .file = file, .repository = repository, .owners = owners, .err = err};
    f.files = sorted_lines(c->arena, files, &f.files_n);
    Str *parents = ARENA_ARRAY(c->arena, Str, owners->rules_n + 1);
    size_t parents_n = 0;
    for (size_t i = 0; i < owners->problems_n; i++)
        catalog_notice(c, file, owners->problems[i].line, "%.*s", STR_ARG(owners->problems[i].what));
    for (size_t i = owners->rules_n;
         i-- > 0;) { /* from the last: of two rules for one folder it is the one that decides */
        Str folder;
        const OwnersRule *rule = &owners->rules[i];
        if (!codeowners_rule_folder(rule, &folder)) continue;
        size_t end, begin = first_in(&f, folder, &end);
        if (begin == end) { /* a file, or nothing */
            if (!bsearch(&folder, f.files, f.files_n, sizeof *f.files, by_bytes))
                catalog_notice(c, file, rule->line, "'%.*s' names nothing that is in the list of files",
                               STR_ARG(rule->pattern));
            continue;
        }
        if (!decides(&f, rule, begin, end)) continue;
        if (!add_folder(&f, folder, rule)) return false;
        if (folder.n) parents[parents_n++] = parent_of(folder);
    }
    qsort(parents, parents_n, sizeof *parents, by_bytes);
    for (size_t i = 0; i < parents_n; i++)
        if ((!i || !str_eq(parents[i], parents[i - 1])) && !add_unowned_beside(&f, parents[i])) return false;
    return true;
}
