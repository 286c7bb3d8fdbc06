/* Briefs: from value to Markdown and back, what is refused with which line, drafts that hold nothing but their facts.
 */
#include "problems_test.h"

#include <math.h>

#include "base/buf.h"
#include "base/clock.h"
#include "problems/draft.h"
#include "problems/quote_text.h"
#include "problems/tracker_text.h"

static Brief parsed(const char *text) {
    Err err = {0};
    Brief b;
    if (!brief_parse(a, STR("b.md"), str_from_c(text), &b, &err)) fail_msg("%s", err.message);
    return b;
}

static void refused(const char *text, const char *line, const char *about) {
    Err err = {0};
    Brief b;
    if (brief_parse(a, STR("b.md"), str_from_c(text), &b, &err)) fail_msg("not refused: %s", about);
    if (!strstr(err.message, line) || !strstr(err.message, about))
        fail_msg("'%s' does not say '%s' and '%s'", err.message, line, about);
}

#define HASH "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static const char WHOLE[] = "---\n"
                            "brief: 1\n"
                            "problem: 3\n"
                            "version: 2\n"
                            "themes: [12, 7]\n"
                            "state: \"open\"\n"
                            "owner: \"Cards \\\"EU\\\"\"\n"
                            "severity: high\n"
                            "effort_weeks: 2.5\n"
                            "value:\n"
                            "  per_contact: 12\n"
                            "  low: 9.5\n"
                            "  high: 15\n"
                            "  unit: \"EUR\"\n"
                            "  source: \"Study of March\"\n"
                            "measure:\n"
                            "  metric: theme_rate\n"
                            "  themes: [12, 7]\n"
                            "  segment: \"premium\"\n"
                            "  fall: 0.3\n"
                            "  looks: [2, 4, 8]\n"
                            "  error: 0.05\n"
                            "links:\n"
                            "  - \"https://example.org/1\"\n"
                            "---\n"
                            "\n"
                            "# Card declined abroad\n"
                            "\n"
                            "## Who is affected\n"
                            "\n"
                            "- 12 voices\n"
                            "- and *more*\n"
                            "\n"
                            "```\n"
                            "> no quote\n"
                            "\n"
                            "## no heading\n"
                            "```\n"
                            "\n"
                            "## What happens\n"
                            "\n"
                            "> My card\n"
                            ">\n"
                            "> was declined.\n"
                            ">\n"
                            "> -- signal 812, bytes 120-143, sha256 " HASH "\n"
                            "\n"
                            "> Again.\n"
                            ">\n"
                            "> -- signal 9\n"
                            "\n"
                            "## What we do not know yet\n"
                            "\n"
                            "- [ ] Which terminals?\n"
                            "- [x] Since when?\n"
                            "\n"
                            "## A heading of ours\n"
                            "\n"
                            "Text.\n";

static void test_there_and_back(void **state) {
    (void)state;
    Brief b = parsed(WHOLE);
    assert_int_equal(b.problem, 3);
    assert_true(b.themes_n == 2 && b.themes[1] == 7 && b.effort_weeks == 2.5 && b.value.low == 9.5);
    assert_true(b.measure.themes_n == 2 && b.measure.fall == 0.3 && b.measure.looks_n == 3 && b.measure_line == 16);
    assert_true(str_eq(b.owner, STR("Cards \"EU\"")) && str_eq(b.title, STR("Card declined abroad")));
    assert_int_equal(b.n, 4);
    assert_int_equal(b.sections[0].n, 2); /* the fence hides quote and heading */
    const BriefSection *s = brief_section(&b, BRIEF_HAPPENS);
    assert_int_equal(s->n, 2);
    assert_true(str_eq(s->blocks[0].text, STR("My card\n\nwas declined.")));
    assert_true(s->blocks[0].placed && s->blocks[0].signal == 812 && s->blocks[0].begin == 120 &&
                s->blocks[0].line == 42);
    assert_true(s->blocks[0].sha256.bytes[0] == 0xba);
    assert_true(!s->blocks[1].placed && s->blocks[1].signal == 9);
    assert_true(brief_section(&b, BRIEF_UNKNOWN)->blocks[1].done);
    assert_true(b.sections[3].part == BRIEF_OTHER);
    Str again = brief_write(a, &b);
    assert_string_equal(again.p, WHOLE);
}

static void test_line_ends_of_windows_say_the_same(void **state) {
    (void)state;
    Buf crlf = buf_new(1 << 16);
    for (const char *p = WHOLE; *p; p++) {
        if (*p == '\n') buf_add_char(&crlf, '\r');
        buf_add_char(&crlf, *p);
    }
    Brief b = parsed(arena_str(a, buf_str(&crlf)).p);
    assert_string_equal(brief_write(a, &b).p, WHOLE);
    buf_free(&crlf);
}

#define FRONT "---\nbrief: 1\n---\n"

static void test_mistakes_are_named_with_their_line(void **state) {
    (void)state;
    refused("# No front matter\n", "line 1", "---");
    refused("---\nbrief: 1\n", "line", "does not end");
    refused("---\nproblem: 1\n---\n# T\n", "line 2", "not one of a brief");
    refused("---\nbrief: 2\n---\n# T\n", "line 2", "version 1");
    refused("---\nbrief: 1\nthemse: [1]\n---\n# T\n", "line 3", "\"themse\" is no key");
    refused("---\nbrief: 1\nthemes: [1, x]\n---\n# T\n", "line 3", "whole number");
    refused("---\nbrief: 1\nthemes: [1\nstate: open\n---\n# T\n", "line", "b.md");
    refused("---\nbrief: 1\nseverity: awful\n---\n# T\n", "line 3", "severity");
    refused("---\nbrief: 1\nproblem: 1\nproblem: 2\n---\n# T\n", "line 4", "twice");
    refused("---\nbrief: 1\nmeasure:\n  themes: [1]\n  fall: 3\n---\n# T\n", "line 3", "at most 1");
    refused("---\nbrief: 1\nmeasure:\n  themes: [1]\n  fall: 0.3\n  looks: [4, 2]\n---\n# T\n", "line 3", "later");
    refused("---\nbrief: 1\nvalue:\n  per_contact: 3\n---\n# T\n", "line 3", "unit and source");
    refused("---\nbrief: 1\nlinks: [\"javascript:alert(1)\"]\n---\n# T\n", "line 3", "https://");
    refused(FRONT "Title\n", "line 4", "title must stand");
    refused(FRONT "# T\ntext\n", "line 5", "before the first section");
    refused(FRONT "# T\n## Notes\n## notes\n", "line 6", "second section");
    refused(FRONT "# T\n## Notes\n\n> words\n> more\n", "line 8", "which signal");
    refused(FRONT "# T\n## Notes\n\n> words\n> -- signal x\n", "line 8", "which signal");
    refused(FRONT "# T\n## Notes\n\n> words\n> -- signal 3, bytes 1-2\n", "line 8", "which signal");
    refused(FRONT "# T\n## Notes\n\n> -- signal 3\n", "line 7", "no words");
    refused(FRONT "# T\n## Notes\n\x01\n", "line 6", "control character");
    refused(FRONT "# T\n## Notes\n\xff\n", "b.md", "UTF-8");
    char *long_one = memset(arena_alloc(a, 70001), 'x', 70000);
    refused(long_one, "b.md", "70000 bytes");
}

/* ---- drafts ---------------------------------------------------------------------------------- */

static DraftFacts facts(void) {
    static const int64_t THEMES[] = {4};
    static const Str NAMES[] = {STR_INIT("card declined")};
    static const DraftValue SEGMENTS[] = {{STR_INIT("premium\n\n> forged"), 60, 0.2}, {STR_INIT("basic"), 40, 0.4}};
    DraftFacts f = {.title = STR("card declined"),
                    .themes = THEMES,
                    .theme_names = NAMES,
                    .themes_n = 1,
                    .signals = 100,
                    .voices = 80,
                    .customers = 70,
                    .top_customer = 4,
                    .severe = 30,
                    .first_at = 1767225600,
                    .last_at = 1772323200,
                    .history_from = 1735689600,
                    .history_to = 1772323200,
                    .voices_a_week = 6.5,
                    .signals_a_week = 8,
                    .weeks = 13,
                    .change = {.verdict = CHANGE_TOO_FEW},
                    .segments = SEGMENTS,
                    .segments_n = 2,
                    .active = NAN};
    return f;
}

static void test_a_draft_parses_and_says_its_numbers(void **state) {
    (void)state;
    DraftFacts f = facts();
    f.happens.at[0] = (DraftQuote){7, 3, 24, STR("it was declined twice")};
    f.happens.n = 1;
    Brief draft = brief_draft(a, &f);
    Str text = brief_write(a, &draft);
    Brief again = parsed(text.p);
    assert_string_equal(brief_write(a, &again).p, text.p);
    assert_non_null(strstr(text.p, "80 voices in 100 signals"));
    assert_non_null(strstr(text.p, "(of all signals in themes 20 %: 3.0 times)")); /* 60 % against 20 % */
    assert_null(strstr(text.p, "basic 40 % (")); /* no lift: it is as common everywhere */
    assert_non_null(strstr(text.p, "30 of 100 signals (30 %)"));
    assert_null(strstr(text.p, "\n> forged")); /* what the store holds forges no quote */
    assert_non_null(strstr(text.p, "import exposure"));
    assert_non_null(strstr(text.p, "None found"));
    assert_true(str_eq(again.severity, STR("high")) && again.measure.themes[0] == 4);
    const BriefBlock *q = &brief_section(&again, BRIEF_HAPPENS)->blocks[0];
    Sha256 sum = sha256(STR("it was declined twice"));
    assert_true(q->kind == BLOCK_QUOTE && q->signal == 7 && memcmp(sum.bytes, q->sha256.bytes, 32) == 0);
    f.active = 2000;
    f.against = f.happens;
    draft = brief_draft(a, &f);
    text = brief_write(a, &draft);
    assert_non_null(strstr(text.p, "3.2 voices a week per 1,000 active customers (6.5 a week, 2000 active"));
    assert_null(strstr(text.p, "import exposure"));
    assert_null(strstr(text.p, "None found"));
}

static void test_a_problem_seen_in_person_is_all_questions(void **state) {
    (void)state;
    DraftFacts f = {.title = STR("They call the shop"),
                    .first_at = TIME_NONE,
                    .last_at = TIME_NONE,
                    .history_from = TIME_NONE,
                    .history_to = TIME_NONE,
                    .active = NAN};
    Brief draft = brief_draft(a, &f);
    Str text = brief_write(a, &draft);
    parsed(text.p);
    assert_null(strstr(text.p, "measure:"));
    assert_non_null(strstr(text.p, "seen in person"));
    assert_non_null(strstr(text.p, "- [ ] Who else has this problem?"));
}

/* ---- quotes ---------------------------------------------------------------------------------- */

static void test_quotes_are_found_to_the_byte(void **state) {
    (void)state;
    uint32_t begin, end;
    Str text = STR("I tried.\r\nIt was declined \xe2\x80\x94 twice.");
    assert_true(quote_place(text, STR("tried.\nIt was"), &begin, &end));
    assert_true(begin == 2 && end == 16);
    assert_true(quote_same(str_slice(text, begin, end), STR("tried.\nIt was")));
    assert_false(quote_place(text, STR("It was  declined"), &begin, &end));
    assert_false(quote_place(text, STR("it was declined"), &begin, &end));
    assert_false(quote_place(text, STR("twice. And"), &begin, &end));
    assert_false(quote_same(STR("ab"), STR("abc")));
    assert_false(quote_same(STR("abc"), STR("ab")));
}

static void nearest(const char *text, const char *said, const char *expected, double least) {
    NearestWords n;
    Str t = str_from_c(text);
    assert_true(quote_nearest(t, str_from_c(said), &n));
    Str got = str_slice(t, n.begin, n.end);
    if (!str_eq(got, str_from_c(expected))) fail_msg("'%.*s', not '%s'", STR_ARG(got), expected);
    assert_true(n.likeness >= least && n.likeness <= 1);
}

static void test_the_nearest_wording_is_shown(void **state) {
    (void)state;
    nearest("Hello. My card was declined in Lisbon, twice.", "my card  was declined in lisbon",
            "My card was declined in Lisbon", 1);
    nearest("Hello. My card was declined in Lisbon, twice.", "My card was refused in Lisbon",
            "My card was declined in Lisbon", 0.7);
    nearest("Er sagte: \xe2\x80\x9eK\xc3\xb6nnte gehen\xe2\x80\x9c, oder", "\"k\xc3\xb6nnte gehen\"",
            "\xe2\x80\x9eK\xc3\xb6nnte gehen\xe2\x80\x9c", 1);
    nearest("a\xc2\xa0 \n b c", "a b", "a\xc2\xa0 \n b", 1);
    NearestWords n;
    assert_false(quote_nearest(STR(""), STR("x"), &n));
    assert_false(quote_nearest(STR("x"), STR("  "), &n));
    assert_true(quote_nearest(STR("x"), STR("yyyyyyy"), &n) && n.likeness < 0.2);
}

/* ---- trackers -------------------------------------------------------------------------------- */

static void test_words_of_customers_do_nothing_in_a_tracker(void **state) {
    (void)state;
    Brief b = parsed("---\nbrief: 1\nproblem: 3\n---\n# T\n\n## What happens\n\n> @boss ![x](http://evil/p.png) <img "
                     "src=x> #12 {code} [~admin] !pic.png!\n> -- signal 9\n\n## Notes\n\n- one\n- [ ] two\n");
    const char *md = tracker_text(a, TRACKER_GITHUB, &b, STR("mark-1")).p,
               *wiki = tracker_text(a, TRACKER_JIRA, &b, STR("mark-1")).p;
    assert_non_null(strstr(md, "> @<!-- -->boss \\!\\[x\\](http:<!-- -->//evil/p.png) &lt;img src=x> #<!-- -->12"));
    assert_null(strstr(md, "<img"));
    assert_null(strstr(md, "@boss"));
    assert_non_null(strstr(md, "\n- one\n\n- [ ] two\n"));
    assert_non_null(strstr(wiki, "{quote}\n@boss \\!\\[x\\](http://evil/p.png) <img src=x> #12 \\{code\\} "
                                 "\\[\\~admin\\] \\!pic.png\\!\n{quote}"));
    assert_non_null(strstr(wiki, "h2. Notes\n\n* one\n"));
    assert_true(str_ends(str_from_c(md), STR("\nmark-1\n")) && str_ends(str_from_c(wiki), STR("\nmark-1\n")));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_there_and_back),
                                       cmocka_unit_test(test_line_ends_of_windows_say_the_same),
                                       cmocka_unit_test(test_mistakes_are_named_with_their_line),
                                       cmocka_unit_test(test_a_draft_parses_and_says_its_numbers),
                                       cmocka_unit_test(test_a_problem_seen_in_person_is_all_questions),
                                       cmocka_unit_test(test_quotes_are_found_to_the_byte),
                                       cmocka_unit_test(test_the_nearest_wording_is_shown),
                                       cmocka_unit_test(test_words_of_customers_do_nothing_in_a_tracker)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
