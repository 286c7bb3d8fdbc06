/* test_markup.c - escaping by context, the filters, and graphics that put up with anything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "html.h"
#include "markup.h"
#include "prose.h"
#include "show.h"
#include "text/utf8.h"
#include "when.h"

#include <cmocka.h>

static Arena *arena;

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

static const char *escaped(void (*how)(Buf *, Str), const char *text) {
    Buf b = buf_new(4096);
    how(&b, str_from_c(text));
    Str s = arena_str(arena, buf_str(&b));
    buf_free(&b);
    return s.p;
}

static void escapes_by_context(void **state) {
    (void)state;
    assert_string_equal(escaped(html_text, "<b>&\"'x\x01y\n"), "&lt;b&gt;&amp;&quot;&#39;x\xE2\x90\x81y\n");
    assert_string_equal(escaped(html_url_part, "a b/\"<\xC3\xA9&=#"), "a%20b%2F%22%3C%C3%A9%26%3D%23");
    assert_string_equal(escaped(html_url, "https://a.example/?a=1&b=2"), "https://a.example/?a=1&amp;b=2");
    assert_string_equal(escaped(html_url, "/themes?a=\"b"), "/themes?a=&quot;b");
}

/* What steers a terminal or turns what stands behind it must not do so on a page, and nobody should wonder where it
 * went. */
static void steering_characters_are_shown(void **state) {
    (void)state;
    void (*const HOW[])(Buf *, Str) = {html_text, html_attr};
    for (size_t h = 0; h < 2; h++) {
        assert_string_equal(escaped(HOW[h], "a\x1B[2J\tb\n\x7F"), "a\xE2\x90\x9B[2J\tb\n\xE2\x90\xA1");
        for (int32_t c = 1; c < 0x30000; c++) {
            if (c >= 0xD800 && c < 0xE000) continue;
            Buf in = buf_new(16), b = buf_new(64);
            utf8_put(&in, c);
            HOW[h](&b, buf_str(&in));
            bool same = str_eq(buf_str(&b), buf_str(&in)), markup = c < 0x80 && strchr("&<>\"'", c);
            bool steers = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) || c == 0x061C ||
                          c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
            if (same != !(markup || steers)) fail_msg("U+%04X", (unsigned)c);
            buf_free(&in);
            buf_free(&b);
        }
        assert_string_equal(escaped(HOW[h], "x\xE2\x80\xAEgpj\xC2\x9B\xD8\x9Cy\xE2\x82\xAC"),
                            "x\xEF\xBF\xBDgpj\xEF\xBF\xBD\xEF\xBF\xBDy\xE2\x82\xAC");
        assert_string_equal(escaped(HOW[h], "cut \xE2\x80"), "cut \xE2\x80");
    }
}

static void only_web_addresses_become_links(void **state) {
    (void)state;
    const char *const bad[] = {"javascript:alert(1)",  "JaVaScRiPt:alert(1)",
                               " javascript:alert(1)", "java\nscript:x",
                               "data:text/html,x",     "//evil.example",
                               "/\\evil.example",      "vbscript:x",
                               "\x01javascript:x",     "relative",
                               "https ://x",           ""};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_string_equal(escaped(html_url, bad[i]), "#");
}

#define SHOWN(filter, json, want)                                                                                      \
    do {                                                                                                               \
        json_t *v = json_loads(json, JSON_DECODE_ANY, NULL);                                                           \
        Str s = filter(arena, v);                                                                                      \
        assert_string_equal(arena_str(arena, s).p, want);                                                              \
        json_decref(v);                                                                                                \
    } while (0)

/* In that zone; a page without one is UTC's. */
static void shown_at(const char *zone, Str (*filter)(Arena *, const json_t *, const json_t *), const char *value,
                     const char *want) {
    json_t *page = zone ? json_pack("{s:s}", "zone", zone) : NULL, *v = json_string(value);
    Str s = filter(arena, page, v);
    assert_string_equal(arena_str(arena, s).p, want);
    json_decref(page);
    json_decref(v);
}

#define NB "\xC2\xA0"

static void times_are_the_readers(void **state) {
    (void)state;
    shown_at(NULL, show_date, "2026-11-20T08:12:00Z", "20" NB "Nov" NB "2026");
    shown_at("UTC", show_time, "2026-11-20T08:12:00Z", "20" NB "Nov" NB "2026, 08:12" NB "UTC");
    /* Berlin's clocks go forward at 01:00 UTC on 29 March, back on 25 October: the hour before and after */
    shown_at("Europe/Berlin", show_time, "2026-03-29T00:59:59Z", "29" NB "Mar" NB "2026, 01:59" NB "CET");
    shown_at("Europe/Berlin", show_time, "2026-03-29T01:00:00Z", "29" NB "Mar" NB "2026, 03:00" NB "CEST");
    shown_at("Europe/Berlin", show_time, "2026-10-25T00:30:00Z", "25" NB "Oct" NB "2026, 02:30" NB "CEST");
    shown_at("Europe/Berlin", show_time, "2026-10-25T01:30:00Z", "25" NB "Oct" NB "2026, 02:30" NB "CET");
    /* another day there, and half hours */
    shown_at("America/New_York", show_date, "2026-11-20T02:12:00Z", "19" NB "Nov" NB "2026");
    shown_at("Pacific/Auckland", show_date, "2026-11-20T22:12:00Z", "21" NB "Nov" NB "2026");
    shown_at("Asia/Kathmandu", show_time, "2026-11-20T08:12:00Z", "20" NB "Nov" NB "2026, 13:57" NB "UTC+5:45");
    shown_at("America/Sao_Paulo", show_time, "2026-11-20T08:12:00Z", "20" NB "Nov" NB "2026, 05:12" NB "UTC-3");
    /* a day is that day everywhere */
    shown_at("America/New_York", show_date, "2026-11-20", "20" NB "Nov" NB "2026");
    shown_at("America/New_York", show_time, "2026-11-20T00:00:00Z", "20" NB "Nov" NB "2026");
    /* what is no date, no zone */
    shown_at("Nowhere/At_All", show_time, "2026-11-20T08:12:00Z", "20" NB "Nov" NB "2026, 08:12" NB "UTC");
    shown_at("UTC", show_date, "2026-13-20", "\xE2\x80\x93");
    shown_at("UTC", show_time, "", "\xE2\x80\x93");
    shown_at("UTC", show_time, "<script>alert(1)</script>", "\xE2\x80\x93");
}

static void prose_is(void (*html)(Buf *, Arena *, const json_t *, const json_t *), const char *text, const char *want) {
    json_t *page = json_pack("{s:s}", "zone", "Europe/Berlin"), *v = json_string(text);
    Buf out = buf_new(4096);
    html(&out, arena, page, v);
    assert_string_equal(arena_str(arena, buf_str(&out)).p, want);
    buf_free(&out);
    json_decref(v);
    json_decref(page);
}

static void prose_has_code_and_days(void **state) {
    (void)state;
#define FIRST_OF_MAY "<time datetime=\"2026-05-01\">1" NB "May" NB "2026</time>"
    prose_is(html_prose, "Run `ridealong discover` until 2026-05-01.",
             "Run <code>ridealong discover</code> until " FIRST_OF_MAY ".");
    prose_is(html_prose, "2026-05-01, `a` and `b`", FIRST_OF_MAY ", <code>a</code> and <code>b</code>");
    prose_is(html_prose, "(2026-05-01)", "(" FIRST_OF_MAY ")");
    /* parts of something longer, days that are none, days in code, lone backticks */
    prose_is(html_prose, "v2026-05-01 2026-05-01b 2026-05-01T10 2026-05-01-2 a/2026-05-01",
             "v2026-05-01 2026-05-01b 2026-05-01T10 2026-05-01-2 a/2026-05-01");
    prose_is(html_prose, "2026-02-31 0000-00-00 2026-13-01", "2026-02-31 0000-00-00 2026-13-01");
    prose_is(html_prose, "`--at 2026-05-01`", "<code>--at 2026-05-01</code>");
    prose_is(html_prose, "a ` b `` c", "a <code> b </code>` c");
    prose_is(html_prose, "`", "`");
    prose_is(html_prose, "", "");
    prose_is(html_prose, "`<b>` <script>&", "<code>&lt;b&gt;</code> &lt;script&gt;&amp;");
    /* a hint says what to type */
    prose_is(html_hint, "like 2026-05-01; see `ridealong help`", "like 2026-05-01; see <code>ridealong help</code>");
    /* where no element may stand */
    json_t *v = json_string("`a` of 2026-05-01");
    assert_string_equal(arena_str(arena, show_prose(arena, NULL, v)).p, "a of 1" NB "May" NB "2026");
    assert_string_equal(arena_str(arena, show_hint(arena, NULL, v)).p, "a of 2026-05-01");
    json_decref(v);
}

static void times_are_elements(void **state) {
    (void)state;
    json_t *page = json_pack("{s:s}", "zone", "Europe/Berlin");
    json_t *from = json_string("2026-07-01T08:00:00Z"), *to = json_string("2026-07-01T09:30:00Z"),
           *late = json_string("2026-07-02T00:30:00Z");
    Buf out = buf_new(4096);
    html_date(&out, arena, page, from);
    assert_string_equal(arena_str(arena, buf_str(&out)).p,
                        "<time datetime=\"2026-07-01T08:00:00Z\" title=\"1" NB "Jul" NB "2026, 10:00" NB "CEST\">1" NB
                        "Jul" NB "2026</time>");
    buf_clear(&out);
    markup_span(&out, arena, page, from, to);
    assert_string_equal(arena_str(arena, buf_str(&out)).p,
                        "<time datetime=\"2026-07-01T08:00:00Z\">Wed 1" NB "Jul" NB "2026, 10:00</time> \xE2\x80\x93 "
                        "<time datetime=\"2026-07-01T09:30:00Z\">11:30</time> CEST");
    buf_clear(&out);
    markup_span(&out, arena, page, from, late);
    assert_non_null(strstr(arena_str(arena, buf_str(&out)).p, ">Thu 2" NB "Jul" NB "2026, 02:30</time> CEST"));
    buf_free(&out);
    json_decref(page);
    json_decref(from);
    json_decref(to);
    json_decref(late);
}

static void filters_read_well(void **state) {
    (void)state;
    SHOWN(show_number, "1234567", "1,234,567");
    SHOWN(show_number, "-1000", "-1,000");
    SHOWN(show_number, "999", "999");
    SHOWN(show_number, "\"x\"", "\xE2\x80\x93");
    SHOWN(show_percent, "0.0684", "6.8\xC2\xA0%");
    SHOWN(show_percent, "0.56", "56\xC2\xA0%");
    SHOWN(show_percent, "0", "0\xC2\xA0%");
    SHOWN(show_day, "\"2026-11-20T08:12:00Z\"", "2026-11-20");
    SHOWN(show_hundredth, "-0.051",
          "\xE2\x88\x92"
          "0.05");
    SHOWN(show_odds, "0.00029",
          "one in\xC2\xA0"
          "3,400");
    SHOWN(show_odds, "0.03",
          "one in\xC2\xA0"
          "33");
    SHOWN(show_odds, "0.5",
          "one in\xC2\xA0"
          "2");
    SHOWN(show_odds, "1",
          "one in\xC2\xA0"
          "1");
    SHOWN(show_odds, "0", "less than one in a million");
    SHOWN(show_odds, "1.5", "\xE2\x80\x93");
    SHOWN(show_odds, "null", "\xE2\x80\x93");
    json_t *one = json_integer(1), *two = json_integer(2000);
    assert_string_equal(arena_str(arena, show_count(arena, one, "copy|copies")).p, "1\xC2\xA0"
                                                                                   "copy");
    assert_string_equal(arena_str(arena, show_count(arena, two, "copy|copies")).p, "2,000\xC2\xA0"
                                                                                   "copies");
    assert_string_equal(arena_str(arena, show_count(arena, two, "signal")).p, "2,000\xC2\xA0signals");
    json_decref(one);
    json_decref(two);
}

static void coordinates_print_as_printf_does(void **state) {
    (void)state;
    for (double x = -1000; x < 1000; x += 7.3) {
        Buf b = buf_new(64);
        char want[64];
        html_coordinate(&b, x);
        snprintf(want, sizeof want, "%.1f", x);
        assert_string_equal(arena_str(arena, buf_str(&b)).p, want);
        buf_free(&b);
    }
}

static void whole_numbers_print_as_printf_does(void **state) {
    (void)state;
    static const double numbers[] = {0, 1, 9, 10, 0.5, 1.5, 2.5, 99.49, 12345678, 1e15, -1, -10.5, -1e15};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        Buf b = buf_new(64);
        char want[64];
        html_whole(&b, numbers[i]);
        snprintf(want, sizeof want, "%.0f", numbers[i]);
        assert_string_equal(arena_str(arena, buf_str(&b)).p, want);
        buf_free(&b);
    }
}

static const char *marked(const char *text, const char *marks) {
    Buf b = buf_new(4096);
    json_t *t = json_string(text), *m = json_loads(marks, 0, NULL);
    markup_marked(&b, arena, t, m);
    json_decref(t);
    json_decref(m);
    Str s = arena_str(arena, buf_str(&b));
    buf_free(&b);
    return s.p;
}

static void marks_are_shown_and_bad_ones_left_out(void **state) {
    (void)state;
    assert_string_equal(
        marked("a [CARD] <b>", "[{\"begin\":2,\"end\":8,\"kind\":\"card\",\"label\":\"card \\\"no\\\"\"}]"),
        "a <mark title=\"card &quot;no&quot; cut before storing\">[CARD]</mark> &lt;b&gt;");
    assert_string_equal(marked("ab", "[{\"begin\":-1,\"end\":1},{\"begin\":1,\"end\":9},{\"begin\":2,\"end\":1}]"),
                        "ab");
    /* overlapping: the first wins; inside of a character: moved to its edge */
    const char *text = marked("\xC3\xA9x", "[{\"begin\":1,\"end\":3},{\"begin\":1,\"end\":2}]");
    assert_non_null(strstr(text, ">\xC3\xA9x</mark>"));
}

static json_t *weeks(size_t n) {
    json_t *all = json_array();
    for (size_t i = 0; i < n; i++)
        json_array_append_new(all, json_pack("{s:s#, s:i}", "start", "2026-05-04", 10, "voices", (int)(i * 7 % 13)));
    return all;
}

static Str drawn(size_t n) {
    Buf b = buf_new(1 << 20);
    json_t *all = weeks(n),
           *change = json_pack("{s:i, s:i, s:f, s:f, s:s, s:f, s:f, s:f}", "recent_weeks", 4, "before_weeks", 8,
                               "before", 3.5, "after", 9.25, "verdict", "up", "ratio", 2.64, "low", 1.1, "high", 5.0);
    json_t *parts = json_pack("{s:f, s:f, s:f, s:f}", "size", 0.9, "growth", 0.7, "severity", 0.2, "spread", 7.0);
    markup_trend(&b, arena, all, change);
    markup_spark(&b, arena, all);
    markup_score(&b, arena, parts);
    markup_change(&b, arena, change);
    json_decref(all);
    json_decref(change);
    json_decref(parts);
    assert_false(b.overflowed);
    Str s = arena_str(arena, buf_str(&b));
    buf_free(&b);
    return s;
}

static void graphics_are_the_same_each_time(void **state) {
    (void)state;
    for (size_t n = 0; n < 40; n += 13) assert_true(str_eq(drawn(n), drawn(n)));
    assert_true(str_find(drawn(26), STR("3.5 a week")) != SIZE_MAX);
    assert_true(str_find(drawn(26), STR("grew +164")) != SIZE_MAX);
    assert_true(str_find(drawn(3000), STR("nan")) == SIZE_MAX);
}

static Str multiple(const char *weeks) {
    Buf b = buf_new(1 << 20);
    json_t *v = json_loads(weeks, 0, NULL);
    assert_non_null(v);
    markup_multiple(&b, arena, v);
    json_decref(v);
    Str s = arena_str(arena, buf_str(&b));
    buf_free(&b);
    return s;
}

static size_t times(Str text, const char *part) {
    size_t n = 0;
    for (size_t at; (at = str_find(text, str_from_c(part))) != SIZE_MAX; n++) text = str_slice(text, at + 1, text.n);
    return n;
}

#define KNOWN(level, whole)                                                                                            \
    "{\"start\":\"2026-05-04\",\"level\":" #level ",\"low\":1,\"high\":9.5,\"whole\":" #whole "}"
#define UNKNOWN "{\"start\":\"2026-05-11\",\"level\":null,\"low\":null,\"high\":null,\"whole\":false}"

static void what_is_not_known_is_not_drawn(void **state) {
    (void)state;
    Str gap = multiple("[" KNOWN(4, true) "," KNOWN(5, true) "," UNKNOWN "," KNOWN(6, true) "," KNOWN(8, true) "]");
    assert_int_equal(times(gap, "class=\"band\""), 2); /* in two parts, like the line */
    assert_int_equal(times(gap, "class=\"hole\""), 0);
    assert_true(str_find(gap, STR(">8</text>")) != SIZE_MAX && str_find(gap, STR(">10</text>")) != SIZE_MAX);
    Str last = multiple("[" KNOWN(4, false) "," KNOWN(4.5, true) "," UNKNOWN "]");
    assert_int_equal(times(last, "class=\"hole\""), 1); /* the first week; the last one has no level */
    assert_true(str_find(last, STR(">4.5</text>")) != SIZE_MAX);
    assert_true(str_find(multiple("[" UNKNOWN "," UNKNOWN "]"), STR("class=\"band\"")) == SIZE_MAX);
    assert_true(str_find(multiple("[" KNOWN(4, true) "]"), STR("svg")) == SIZE_MAX);
}

static void graphics_take_anything(void **state) {
    (void)state;
    Buf b = buf_new(1 << 20);
    const char *const odd[] = {
        "null", "[]", "[1,2,3]", "[{},{},{}]", "{}", "\"x\"", "[{\"voices\":-5},{\"voices\":1e300}]"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        json_t *v = json_loads(odd[i], JSON_DECODE_ANY, NULL);
        markup_trend(&b, arena, v, v);
        markup_multiple(&b, arena, v);
        markup_spark(&b, arena, v);
        markup_score(&b, arena, v);
        markup_share(&b, arena, v);
        markup_terms(&b, arena, v, v);
        markup_change(&b, arena, v);
        markup_marked(&b, arena, v, v);
        json_decref(v);
    }
    assert_true(str_find(buf_str(&b), STR("inf")) == SIZE_MAX);
    buf_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_by_context),
        cmocka_unit_test(steering_characters_are_shown),
        cmocka_unit_test(only_web_addresses_become_links),
        cmocka_unit_test(filters_read_well),
        cmocka_unit_test(times_are_the_readers),
        cmocka_unit_test(times_are_elements),
        cmocka_unit_test(prose_has_code_and_days),
        cmocka_unit_test(coordinates_print_as_printf_does),
        cmocka_unit_test(whole_numbers_print_as_printf_does),
        cmocka_unit_test(marks_are_shown_and_bad_ones_left_out),
        cmocka_unit_test(graphics_are_the_same_each_time),
        cmocka_unit_test(what_is_not_known_is_not_drawn),
        cmocka_unit_test(graphics_take_anything),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
