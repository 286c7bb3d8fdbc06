/* test_mapping.c - which column becomes which field, and rows as signals. */
#include <math.h>

#include "read_text.h"

#include "signals/mapping.h"

static const uint8_t KEY[32] = {1, 2, 3};
static const int64_t NOW = 1800000000; /* 2027-01-15 */

enum { SAMPLE = 50 };

/* A file, its mapping, and its rows as signals. */
typedef struct Sheet {
    Arena *a;
    Row rows[SAMPLE];
    size_t n;
    const Str *header;
    size_t header_n;
    Mapping mapping;
    bool known;
    Err err;
    MapOptions options;
} Sheet;

static Row copy_row(Arena *a, const Row *row) {
    Row copy = *row;
    copy.cells = ARENA_ARRAY(a, Cell, row->n);
    for (size_t i = 0; i < row->n; i++)
        copy.cells[i] = (Cell){arena_str(a, row->cells[i].name), arena_str(a, row->cells[i].value)};
    return copy;
}

static Sheet sheet_read(Str bytes) {
    Sheet s = {.a = arena_new()};
    int fd;
    Reader *r = reader_open(memory_file(s.a, bytes, &fd), NULL, &s.err);
    if (!r) fail_msg("%s", s.err.message);
    Row row;
    Reject bad;
    while (s.n < SAMPLE && reader_next(r, &row, &bad, NULL) == READ_ROW) s.rows[s.n++] = copy_row(s.a, &row);
    const ReaderInfo *info = reader_info(r);
    Str *header = ARENA_ARRAY(s.a, Str, info->header_n);
    for (size_t i = 0; i < info->header_n; i++) header[i] = arena_str(s.a, info->header[i]);
    s.header = header;
    s.header_n = info->header_n;
    reader_close(r); /* a mapping must not need it any more */
    close(fd);
    s.known = mapping_recognise(s.a, s.header, s.header_n, s.rows, s.n, &s.mapping, &s.err);
    s.options = (MapOptions){.customer_key = KEY, .now = NOW};
    if (s.known) s.options.day_first = mapping_day_first(&s.mapping, s.rows, s.n);
    return s;
}

static void sheet_free(Sheet *s) {
    arena_free(s->a);
}

static void expect_mapping(Str bytes, const char *kind, const char *json) {
    Sheet s = sheet_read(bytes);
    if (!s.known) fail_msg("%s", s.err.message);
    assert_string_equal(s.mapping.kind, kind);
    assert_true(s.mapping.says[0] != '\0');
    if (json) expect_text(mapping_json(s.a, &s.mapping), json);
    sheet_free(&s);
}

static void test_known_tables(void **state) {
    (void)state;
    expect_mapping(
        STR("Date received,Product,Sub-product,Issue,Sub-issue,Consumer complaint narrative,Company public response,"
            "Company,State,ZIP code,Tags,Submitted via,Date sent to company,Company response to consumer,"
            "Timely response?,Complaint ID\n"),
        "cfpb",
        "{\"text\":[\"Consumer complaint narrative\"],\"time\":[\"Date received\"],\"id\":[\"Complaint ID\"],"
        "\"channel\":[\"Submitted via\"],\"product\":[\"Product\"],\"segment\":[\"State\"]}");
    expect_mapping(STR("Date received,Date sent to company,Issue,Company response to consumer,Submitted via\n"),
                   "cfpb-issues",
                   "{\"time\":[\"Date received\"],\"channel\":[\"Submitted via\"],\"product\":[\"Issue\"]}");
    expect_mapping(STR("Summation column,Id,Requester,Requester id,Subject,Via,Created at,Satisfaction Score\n"),
                   "zendesk-csv",
                   "{\"text\":[\"Subject\"],\"time\":[\"Created at\"],\"id\":[\"Id\"],\"customer\":[\"Requester "
                   "id\",\"Requester\"],\"channel\":[\"Via\"],\"rating\":[\"Satisfaction Score\"]}");
    expect_mapping(STR("message_id,message_body,message_created_at,message_author_type,conversation_id\n"),
                   "intercom-csv", NULL);
    expect_mapping(STR("Summary,Issue key,Issue id,Created,Component/s,Component/s,Labels,Description,Comment\n"),
                   "jira",
                   "{\"text\":[\"Summary\",\"Description\"],\"time\":[\"Created\"],\"id\":[\"Issue key\"],"
                   "\"product\":[\"Component/s\"],\"segment\":[\"Labels\"]}");
    expect_mapping(STR("Summary,Issue id,Status,Created,Description\n"), "bugs", NULL);
    expect_mapping(STR("labels,created_at,body,number,state_reason,title,state\n"), "github", NULL);
    expect_mapping(STR("Package Name,Star Rating,Review Submit Date and Time,Review Text,Reviewer Language\n"),
                   "google-play", NULL);
    expect_mapping(STR("source_id,conversation_source_id,body,created_at\n"), "messages", NULL);
    expect_mapping(STR("source_id,subject,created_at,channel\n"), "conversations", NULL);
    expect_mapping(STR(" summary ,ISSUE KEY\n"), "jira", "{\"text\":[\" summary \"],\"id\":[\"ISSUE KEY\"]}");
}

static void test_known_json(void **state) {
    (void)state;
    expect_mapping(
        STR("[{\"complaint_id\":\"1\",\"date_received\":\"2024-01-01\",\"issue\":\"x\",\"company_response\":\"y\","
            "\"complaint_what_happened\":\"\"}]"),
        "cfpb-json", NULL);
    expect_mapping(STR("{\"tickets\":[{\"id\":1,\"subject\":\"s\",\"description\":\"d\",\"requester_id\":2}]}"),
                   "zendesk-json", NULL);
    expect_mapping(STR("{\"conversations\":[{\"id\":\"1\",\"created_at\":1539897198,\"source\":{\"body\":\"hi\"}}]}"),
                   "intercom-json", NULL);
    expect_mapping(STR("[{\"number\":1,\"title\":\"t\",\"body\":null,\"created_at\":\"2024-01-01T00:00:00Z\"}]"),
                   "github", NULL);
    expect_mapping(
        STR("{\"data\":[{\"type\":\"customerReviews\",\"id\":\"1\",\"attributes\":{\"rating\":1,\"body\":\"b\"}}]}"),
        "app-store", NULL);
}

static void test_guess(void **state) {
    (void)state;
    expect_mapping(STR("text,category\nHow do I locate my card?,card_arrival\nWhere is it?,card_arrival\n"), "guessed",
                   "{\"text\":[\"text\"],\"product\":[\"category\"]}");
    expect_mapping(STR("ticket_id,opened,title,description,user email,stars\n"
                       "1,2024-01-02,Card lost,I have lost my card on the way home,a@example.com,1\n"
                       "2,2024-01-03,Fee,Why was I charged a fee twice this month,b@example.com,2\n"),
                   "guessed",
                   "{\"text\":[\"title\",\"description\"],\"time\":[\"opened\"],\"id\":[\"ticket_id\"],"
                   "\"customer\":[\"user email\"],\"rating\":[\"stars\"]}");
    /* no name helps: the column of prose is the text; a repeated id and a date that is none are left alone */
    expect_mapping(
        STR("id,date,c3\n7,soon,the app froze when I paid my rent\n7,later,it took nine days to get the card\n"),
        "guessed", "{\"text\":[\"c3\"]}");
}

static void test_no_text(void **state) {
    (void)state;
    Sheet s = sheet_read(STR("Issue id,Duplicate id\n1610468,1611120\n1611120,1610468\n"));
    assert_false(s.known);
    assert_int_equal(s.err.code, ERR_INPUT);
    assert_non_null(strstr(s.err.message, "Issue id, Duplicate id"));
    assert_non_null(strstr(s.err.hint, "--map text="));
    sheet_free(&s);
}

static void expect_spec(const char *spec, const char *expected) {
    static const Str HEADER[] = {STR_INIT("Summary"), STR_INIT("Description"), STR_INIT("a,b"), STR_INIT("c+d")};
    Arena *a = arena_new();
    Mapping m;
    Err err = {0};
    bool ok = mapping_parse(a, str_from_c(spec), HEADER, 4, &m, &err);
    expect_text(ok ? mapping_json(a, &m) : str_from_c(err.message), expected);
    arena_free(a);
}

static void test_map_option(void **state) {
    (void)state;
    expect_spec("text=Summary+Description", "{\"text\":[\"Summary\",\"Description\"]}");
    expect_spec("text=summary, time=Description", "{\"text\":[\"Summary\"],\"time\":[\"Description\"]}");
    expect_spec("text=a,,b,id=c++d", "{\"text\":[\"a,b\"],\"id\":[\"c+d\"]}");
    expect_spec("text=,id=Summary", "{\"id\":[\"Summary\"]}");
    expect_spec("text=Body", "--map: there is no column 'Body'; the file has: Summary, Description, a,b, c+d");
    expect_spec("words=Summary", "--map: there is no field 'words'");
    expect_spec("text", "--map: 'text' has no '='");
    expect_spec("id=Summary", "--map: text is missing (text= alone if the file has no words)");
    expect_spec("text=Summary,text=Description", "--map: 'text' stands twice");
    expect_spec("", "--map: is empty");
}

/* The first row as a signal. */
static Signal first_signal(Sheet *s) {
    char reason[256];
    Signal out = {0};
    if (!s->known) fail_msg("%s", s->err.message);
    MapResult r = mapping_apply(s->a, &s->mapping, &s->rows[0], &s->options, &out, reason);
    if (r == MAP_REJECT) fail_msg("%s", reason);
    assert_int_equal(r, MAP_SIGNAL);
    return out;
}

static void test_cfpb_row(void **state) {
    (void)state;
    Sheet s = sheet_read(
        STR("Date received,Product,Issue,Consumer complaint narrative,Company,State,Submitted via,Tags,Complaint ID\n"
            "2024-01-01T08:15:30.000Z,Credit card,Fees,\"I paid XXXX {$240.00}, twice.\",ACME,NY,Web,None,77\n"));
    Signal x = first_signal(&s);
    expect_text(x.external_id, "77");
    expect_text(x.text, "I paid XXXX {$240.00}, twice.");
    assert_int_equal(x.at, 1704096930);
    expect_text(x.product, "Credit card");
    expect_text(x.segment, "NY");
    expect_text(x.channel, "Web");
    expect_text(x.customer, "");
    assert_true(isnan(x.rating));
    expect_text(x.meta, "{\"Issue\":\"Fees\",\"Company\":\"ACME\",\"Tags\":\"None\"}");
    sheet_free(&s);
}

static void test_zendesk_row(void **state) {
    (void)state;
    Sheet s = sheet_read(STR(
        "{\"tickets\":[{\"id\":35436,\"subject\":\"Card\",\"description\":\"Card lost, mail me at ann@example.com\","
        "\"requester_id\":20978392,\"via\":{\"channel\":\"email\"},\"tags\":[\"a\",\"b\"],"
        "\"satisfaction_rating\":{\"score\":\"bad\"},\"created_at\":\"2009-07-20T22:55:29Z\"}]}"));
    Signal x = first_signal(&s);
    expect_text(x.external_id, "35436");
    expect_text(x.text, "Card lost, mail me at [EMAIL]"); /* the subject only repeats how it begins */
    assert_int_equal(x.customer.n, 32);
    expect_text(x.channel, "email");
    assert_true(x.rating == 1);
    expect_text(x.meta, "{\"tags\":\"a, b\"}");
    sheet_free(&s);
}

static void test_pull_requests_are_skipped(void **state) {
    (void)state;
    Sheet s = sheet_read(
        STR("[{\"number\":1,\"title\":\"t\",\"body\":\"b\",\"created_at\":\"2024-01-01\",\"pull_request\":null},"
            "{\"number\":2,\"title\":\"t\",\"body\":\"b\",\"created_at\":\"2024-01-01\",\"pull_request\":{\"url\":"
            "\"x\"}}]"));
    Signal x;
    char reason[256];
    assert_int_equal(mapping_apply(s.a, &s.mapping, &s.rows[0], &s.options, &x, reason), MAP_SIGNAL);
    assert_int_equal(mapping_apply(s.a, &s.mapping, &s.rows[1], &s.options, &x, reason), MAP_SKIP);
    sheet_free(&s);
}

static void test_jira_row(void **state) {
    (void)state;
    Sheet s =
        sheet_read(STR("Summary,Issue key,Issue id,Created,Components,Components,Assignee,Description,Comment,Comment\n"
                       "Crash,K-1,1,11/May/24 03:26 PM,,Core,Ann Berg,It crashed.,first,second,third\n"));
    Signal x = first_signal(&s);
    expect_text(x.external_id, "K-1");
    expect_text(x.text, "Crash\n\nIt crashed.");
    expect_text(x.product, "Core");
    assert_int_equal(x.at, 1715441160);
    assert_non_null(strstr(x.meta.p, "\"Comment\":[\"first\",\"second\",\"third\"]"));
    assert_null(strstr(x.meta.p, "Ann")); /* people stay out of meta */
    assert_non_null(strstr(x.meta.p, "\"Assignee\":\"person-"));
    sheet_free(&s);
}

static void test_google_play_row(void **state) {
    (void)state;
    Sheet s = sheet_read(STR("Package Name,Reviewer Language,Review Submit Millis Since Epoch,Star Rating,Review "
                             "Title,Review Text,Review Link\n"
                             "com.example,en-US,1514764800123,4,Good,Works well.,https://play.example/r?id=1\n"));
    Signal x = first_signal(&s);
    expect_text(x.lang, "en");
    assert_int_equal(x.at, 1514764800);
    assert_true(x.rating == 4);
    expect_text(x.text, "Good\n\nWorks well.");
    expect_text(x.url, "https://play.example/r?id=1");
    sheet_free(&s);
}

/* One row "id,time,who,stars,link,text" under --map. */
static MapResult apply_row(Sheet *s, const char *id, const char *time, const char *who, const char *stars,
                           const char *link, Signal *out, char reason[256]) {
    static const char *const NAMES[] = {"id", "time", "who", "stars", "link", "text"};
    Cell cells[6];
    const char *values[] = {id, time, who, stars, link, "words"};
    Str header[6];
    for (int i = 0; i < 6; i++) {
        cells[i] = (Cell){str_from_c(NAMES[i]), str_from_c(values[i])};
        header[i] = cells[i].name;
    }
    Row row = {.line = 2, .number = 1, .cells = cells, .n = 6};
    assert_true(mapping_parse(s->a, STR("text=text,id=id,time=time,customer=who,rating=stars,url=link"), header, 6,
                              &s->mapping, NULL));
    return mapping_apply(s->a, &s->mapping, &row, &s->options, out, reason);
}

static void test_values(void **state) {
    (void)state;
    Sheet s = {.a = arena_new(), .options = {.customer_key = KEY, .now = NOW}};
    Signal x, y;
    char reason[256];
    assert_int_equal(apply_row(&s, "#7", "", "Ann@Example.com ", "4/5", "javascript:alert(1)", &x, reason), MAP_SIGNAL);
    expect_text(x.external_id, "##7");
    assert_int_equal(x.at, TIME_NONE);
    assert_true(x.rating == 4);
    expect_text(x.url, "");
    expect_text(x.meta, "{}");
    assert_int_equal(apply_row(&s, "ann@example.com", "", "ann@example.com", "8/10", "HTTP://x.example/", &y, reason),
                     MAP_SIGNAL);
    assert_true(str_starts(y.external_id, STR("id-")));
    assert_true(str_eq(x.customer, y.customer)); /* the same person, however written */
    assert_true(y.rating == 4);
    expect_text(y.url, "HTTP://x.example/");
    s.options.customer_key = (const uint8_t[32]){9};
    assert_int_equal(apply_row(&s, "", "", "ann@example.com", "Offered", "", &y, reason), MAP_SIGNAL);
    assert_false(str_eq(x.customer, y.customer)); /* another installation, another hash */
    assert_true(isnan(y.rating));
    expect_text(y.external_id, "");
    arena_free(s.a);
}

static void expect_reject(const char *time, const char *stars, const char *reason_part) {
    Sheet s = {.a = arena_new(), .options = {.customer_key = KEY, .now = NOW}};
    Signal x;
    char reason[256];
    assert_int_equal(apply_row(&s, "1", time, "", stars, "", &x, reason), MAP_REJECT);
    if (!strstr(reason, reason_part)) fail_msg("'%s' is not in: %s", reason_part, reason);
    arena_free(s.a);
}

static void test_rejects(void **state) {
    (void)state;
    expect_reject("yesterday", "", "'yesterday' in column time is no time");
    expect_reject("1989-12-31", "", "before 1990");
    expect_reject("2027-01-17", "", "in the future");
    expect_reject("", "9", "'9' in column stars is not 1 to 5");
    expect_reject("", "lovely", "write another scale like 8/10");
    expect_reject("", "6/5", "not 1 to 5");
}

static void test_blank_row(void **state) {
    (void)state;
    Sheet s = sheet_read(STR("text,n\nI lost my card again,1\n , \n"));
    Signal x;
    char reason[256];
    assert_int_equal(mapping_apply(s.a, &s.mapping, &s.rows[1], &s.options, &x, reason), MAP_SKIP);
    sheet_free(&s);
}

static void test_day_first(void **state) {
    (void)state;
    Sheet s = sheet_read(STR("date,text\n03/04/2024,my card is lost again\n13/04/2024,where is my new card now\n"));
    assert_true(s.options.day_first);
    assert_int_equal(first_signal(&s).at, 1712102400); /* 3 April */
    sheet_free(&s);
    s = sheet_read(STR("date,text\n03/04/2024,my card is lost again\n04/13/2024,where is my new card now\n"));
    assert_false(s.options.day_first);
    sheet_free(&s);
}

static void test_meta_is_bounded(void **state) {
    (void)state;
    Buf b = buf_new(4 << 20);
    buf_lit(&b, "text,short,long\nmy card is lost again,kept,");
    for (int i = 0; i < 200000; i++) buf_lit(&b, "\u00e9");
    buf_lit(&b, "\n");
    Sheet s = sheet_read(buf_str(&b));
    Signal x = first_signal(&s);
    assert_true(x.meta.n > 10000 && x.meta.n <= (16 << 10) + 64);
    assert_non_null(strstr(x.meta.p, "\"short\":\"kept\""));
    assert_true(str_ends(x.meta, STR("\u00e9\u2026\"}")));
    sheet_free(&s);
    buf_clear(&b);
    buf_lit(&b, "text");
    for (int i = 0; i < 4000; i++) buf_printf(&b, ",a column with a long name %d", i);
    buf_lit(&b, "\nmy card is lost again");
    for (int i = 0; i < 4000; i++) buf_lit(&b, ",v");
    s = sheet_read(buf_str(&b));
    assert_true(first_signal(&s).meta.n < 32 << 10);
    sheet_free(&s);
    buf_free(&b);
}

static void test_content_hash(void **state) {
    (void)state;
    Signal a = {.text = STR("x"), .at = 5, .rating = NAN, .meta = STR("{}")}, b = a;
    b.external_id = STR("other");
    b.rating = -NAN;
    assert_true(signal_content_hash(&a) == signal_content_hash(&b));
    b.at = 6;
    assert_true(signal_content_hash(&a) != signal_content_hash(&b));
    b = a;
    b.channel = STR("x"); /* the same bytes in another field */
    b.text = STR("");
    assert_true(signal_content_hash(&a) != signal_content_hash(&b));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_tables),    cmocka_unit_test(test_known_json),
        cmocka_unit_test(test_guess),           cmocka_unit_test(test_no_text),
        cmocka_unit_test(test_map_option),      cmocka_unit_test(test_cfpb_row),
        cmocka_unit_test(test_zendesk_row),     cmocka_unit_test(test_pull_requests_are_skipped),
        cmocka_unit_test(test_jira_row),        cmocka_unit_test(test_google_play_row),
        cmocka_unit_test(test_values),          cmocka_unit_test(test_rejects),
        cmocka_unit_test(test_blank_row),       cmocka_unit_test(test_day_first),
        cmocka_unit_test(test_meta_is_bounded), cmocka_unit_test(test_content_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
