/* CODEOWNERS: real files with owners written by hand, then each rule by itself. */
#include "problems_data.h"
#include "problems_test.h"

#include <string.h>

#include "base/buf.h"
#include "owners_real.h"
#include "problems/codeowners.h"

/* Owners by section, " | " between them; "-" for a section whose rule clears; "" when nothing matches. */
static const char *owners_of(const Codeowners *c, const char *path, const char *org) {
    const OwnersRule *hits[8];
    size_t n = codeowners_find(c, str_from_c(path), hits, 8);
    Buf b = buf_new(4096);
    for (size_t i = 0; i < n; i++) {
        if (i) buf_lit(&b, " | ");
        if (!hits[i]->owners_n) buf_lit(&b, "-");
        for (size_t k = 0; k < hits[i]->owners_n; k++) {
            Str owner = hits[i]->owners[k];
            if (k) buf_lit(&b, " ");
            buf_add(&b, str_starts(owner, str_from_c(org)) ? str_slice(owner, strlen(org), owner.n) : owner);
        }
    }
    const char *text = arena_str(a, buf_str(&b)).p;
    buf_free(&b);
    return text;
}

static const Codeowners *parse(const char *text, OwnersDialect dialect) {
    Err err = {0};
    const Codeowners *c = codeowners_parse(a, str_from_c(text), dialect, &err);
    if (!c) fail_msg("%s", err.message);
    return c;
}

static bool in_tree(Str tree, const char *path) {
    for (Str rest = tree; rest.p;)
        if (str_eq(str_cut(&rest, '\n'), str_from_c(path))) return true;
    return false;
}

static void test_real(void **state) {
    (void)state;
    size_t checked = 0;
    for (size_t r = 0; r < sizeof REPOSITORIES / sizeof *REPOSITORIES; r++) {
        const Repository *repo = &REPOSITORIES[r];
        Str text = data_text(a, arena_printf(a, "ownership/%s/CODEOWNERS", repo->name).p);
        Str tree = data_text(a, arena_printf(a, "ownership/%s/tree.txt", repo->name).p);
        if (!text.n || !tree.n) skip();
        Err err = {0};
        const Codeowners *c = codeowners_parse(a, text, OWNERS_AUTO, &err);
        assert_non_null(c);
        assert_int_equal(c->dialect, OWNERS_GITHUB);
        assert_int_equal(c->problems_n, 0);
        for (const Expected *e = repo->files; e->path; e++, checked++) {
            if (!in_tree(tree, e->path)) fail_msg("%s has no %s", repo->name, e->path);
            const char *got = owners_of(c, e->path, repo->org);
            if (strcmp(got, e->owners) != 0)
                fail_msg("%s %s: got '%s', expected '%s'", repo->name, e->path, got, e->owners);
        }
    }
    assert_true(checked >= 60);
}

typedef struct Case {
    const char *file, *path, *owners;
} Case;

static void check(const Case *cases, OwnersDialect dialect) {
    for (const Case *k = cases; k->file; k++) {
        const char *got = owners_of(parse(k->file, dialect), k->path, "");
        if (strcmp(got, k->owners) != 0) fail_msg("[%s] %s: got '%s', expected '%s'", k->file, k->path, got, k->owners);
    }
}

static void test_github(void **state) {
    (void)state;
    static const Case CASES[] = {
        {"* @a\n*.js @b", "x/y/z.js", "@b"},
        {"*.js @b\n* @a", "x.js", "@a"},              /* the last match wins, not the closest */
        {"* @a\n/apps/github", "apps/github/x", "-"}, /* a rule without owners clears */
        {"* @a\n/apps/github", "apps/other/x", "@a"},
        {"docs/* docs@example.com", "docs/getting-started.md", "docs@example.com"},
        {"docs/* docs@example.com", "docs/build-app/troubleshooting.md", ""},
        {"docs/* @a", "x/docs/y.md", ""}, /* a slash inside ties it to the root */
        {"apps/ @o", "apps/x/y", "@o"},
        {"apps/ @o", "deep/apps/x", "@o"},
        {"apps/ @o", "apps", ""}, /* the folder, not a file of that name */
        {"/docs/ @d", "docs/a/b.md", "@d"},
        {"/docs/ @d", "x/docs/b.md", ""},
        {"**/logs @l", "build/logs/x/y", "@l"},
        {"**/logs @l", "logs/x", "@l"},
        {"**/logs @l", "deeply/nested/logs/z", "@l"},
        {"/scripts/ @doctocat @org/octocats", "scripts/run", "@doctocat @org/octocats"},
        {"a/**/z @x", "a/z", "@x"},
        {"a/**/z @x", "a/b/c/z", "@x"},
        {"a/**/z @x", "a/b/c/zz", ""},
        {"a/** @x", "a/b/c", "@x"},
        {"a/** @x", "a", ""},
        {"** @x", "a/b", "@x"},
        {"/* @x", "top.md", "@x"},
        {"/* @x", "sub/top.md", ""},
        {"*.Md @x", "a.md", ""}, /* case counts */
        {"Docs/ @x", "docs/a", ""},
        {"/foo?.c @x", "foo1.c", "@x"},
        {"/foo?.c @x", "foo/.c", ""}, /* ? is no slash */
        {"/a\\ b.md @x", "a b.md", "@x"},
        {"*.js @b # frontend", "a.js", "@b"},
        {"*.js #@b", "a.js", "-"},
        {"*.js\t@b\r\n", "a.js", "@b"},
        {"/ @x", "a", ""},
        {"foo @x", "a/foo/b/c", "@x"},
        {"*a*a*a*a*a*a*b @x", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ""},
        {"foo.* @x", "a/foo.d/b", "@x"}, /* a folder, too, and what it holds */
        {0},
    };
    check(CASES, OWNERS_GITHUB);
}

static void test_gitlab(void **state) {
    (void)state;
    static const Case CASES[] = {
        {"README.md @r", "docs/api/README.md", "@r"},
        {"internal/README.md @r", "a/internal/README.md", "@r"}, /* any depth, unlike GitHub */
        {"/docs @r", "docs/x", ""},                              /* no slash at the end: a file */
        {"/docs/ @r", "docs/a/b", "@r"},
        {"docs/ @r", "x/docs/a/b", "@r"},
        {"/docs/* @r", "docs/x.md", "@r"},
        {"/docs/* @r", "docs/a/x.md", ""},
        {"/docs/**/*.md @r", "docs/a/b/x.md", "@r"},
        {"/docs/**/*.md @r", "docs/x.md", "@r"},
        {"* @r", ".a/b", "@r"},
        {"*.[ch] @r", "src/x.c", "@r"},
        {"*.[!ch] @r", "src/x.c", ""},
        {"\\#hash @r", "#hash", "@r"},
        {"* @all\n[Docs]\n*.md @docs", "a.md", "@all | @docs"}, /* each section has its owner */
        {"* @all\n[Docs]\n*.md @docs", "a.c", "@all"},
        {"[Docs] @d1 @d2\n*.md\n*.txt @t", "a.md", "@d1 @d2"}, /* defaults */
        {"[Docs] @d1 @d2\n*.md\n*.txt @t", "a.txt", "@t"},
        {"[Docs]\n*.md", "a.md", "-"},
        {"[Docs]\n*.md @a\nx.md @b", "x.md", "@b"},                            /* last match within a section */
        {"[Docs]\n*.md @a\n[Code]\n* @c\n[DOCS]\nx.md @b", "x.md", "@b | @c"}, /* sections of one name are one */
        {"* @a\n!*.rb\n/special/*.rb @b", "special/x.rb", ""}, /* once out, out of the section for good */
        {"[A]\n* @a\n!/pom.xml\n[B]\n*.xml @b", "pom.xml", "@b"},
        {"[A]\n* @a\n!/pom.xml\n[B]\n*.xml @b", "lib/pom.xml", "@a | @b"},
        {"^[Opt] @o\n*.md", "x.md", "@o"},
        {"[Two][2] @o\n*.md", "x.md", "@o"},
        {"* @group/sub/team @@developer me@example.com", "x", "@group/sub/team @@developer me@example.com"},
        {"* @a typo @b", "x", "@a @b"}, /* a word that is none is left out, the line stays */
        {0},
    };
    check(CASES, OWNERS_GITLAB);
}

static void test_sections(void **state) {
    (void)state;
    const Codeowners *c = parse("* @a\n^[Docs and more][3] @d\n*.md\n[Code]\n", OWNERS_AUTO);
    assert_int_equal(c->dialect, OWNERS_GITLAB);
    assert_int_equal(c->sections_n, 3);
    assert_true(c->sections[1].optional && c->sections[1].approvals == 3);
    assert_true(str_eq(c->sections[1].name, STR("Docs and more")));
    assert_true(!c->sections[2].optional && c->sections[2].approvals == 1);
}

/* Each bad line is told with its number, and the others hold. */
static void test_problems(void **state) {
    (void)state;
    const Codeowners *c = parse("* @a\n!x.md @b\n*.[ch] @c\n\\#x @d\n*.md bob\n/a***b @e\nlast @z\n", OWNERS_GITHUB);
    static const char *const WHAT[] = {
        "'!x.md': GitHub has no exclusion by '!'. The line was skipped",
        "'*.[ch]': GitHub has no [ ] in patterns. The line was skipped",
        "'\\#x': GitHub cannot escape '#'. The line was skipped",
        "'bob': this is no owner: write @name, @org/team or an e-mail address. The line was skipped",
        "'/a***b': a pattern with three stars in a row has no meaning. The line was skipped"};
    assert_int_equal(c->problems_n, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(c->problems[i].line, i + 2);
        assert_string_equal(c->problems[i].what.p, WHAT[i]);
    }
    assert_int_equal(c->rules_n, 2);
    assert_string_equal(owners_of(c, "x.md", ""), "@a");
    c = parse("[Docs\n[] @x\n!\n*.[a @x\n", OWNERS_GITLAB);
    assert_int_equal(c->problems_n, 4);
    assert_int_equal(c->rules_n, 0);
    Err err = {0};
    assert_null(codeowners_parse(a, STR("* @a\xff"), OWNERS_AUTO, &err));
    assert_int_equal(err.code, ERR_INPUT);
}

static void test_folder(void **state) {
    (void)state;
    const Codeowners *c =
        parse("* @a\n/docs/ @a\npackages/x @a\napps/ @a\n*.md @a\n/a/*.c @a\n/src/** @a\n", OWNERS_GITHUB);
    static const char *const FOLDERS[] = {"", "docs", "packages/x", NULL, NULL, NULL, "src"};
    for (size_t i = 0; i < c->rules_n; i++) {
        Str folder;
        assert_int_equal(codeowners_rule_folder(&c->rules[i], &folder), FOLDERS[i] != NULL);
        if (FOLDERS[i]) assert_true(str_eq(folder, str_from_c(FOLDERS[i])));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_real, setup, teardown),
        cmocka_unit_test_setup_teardown(test_github, setup, teardown),
        cmocka_unit_test_setup_teardown(test_gitlab, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sections, setup, teardown),
        cmocka_unit_test_setup_teardown(test_problems, setup, teardown),
        cmocka_unit_test_setup_teardown(test_folder, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
