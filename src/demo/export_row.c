/* export_row.c - five systems, five ways to say the same: a help desk's CSV, an app store's JSON lines, the
 * sixteen columns of a public complaints database, a chat tool's array with Unix times, a mail desk's JSON. */
#include "export_row.h"

#include <jansson.h>
#include <string.h>

void export_csv(FILE *out, Str value, bool last) {
    bool quote = false;
    for (size_t i = 0; i < value.n && !quote; i++) quote = memchr(",\"\r\n", value.p[i], 4);
    if (quote) fputc('"', out);
    for (size_t i = 0; i < value.n; i++) {
        if (value.p[i] == '"') fputc('"', out);
        fputc(value.p[i], out);
    }
    if (quote) fputc('"', out);
    fputc(last ? '\n' : ',', out);
}

/* Cuts the title off *text; empty when there is none. */
static Str cut_title(Str *text) {
    size_t end = str_find(*text, STR("\n\n"));
    size_t line = str_find(*text, STR("\n"));
    if (end == SIZE_MAX || end != line) return STR("");
    Str title = str_slice(*text, 0, end);
    *text = str_slice(*text, end + 2, text->n);
    return title;
}

/* "2025-03-04 09:12:44", the time as a spreadsheet likes it, from the ISO form. */
static Str spaced_time(Str iso, char out[20]) {
    memcpy(out, iso.p, 19);
    out[10] = ' ';
    return (Str){out, 19};
}

static void write_ticket(FILE *out, const DemoSignal *s, bool first) {
    (void)first;
    static const Str STATUS[] = {STR_INIT("open"), STR_INIT("pending"), STR_INIT("solved"), STR_INIT("closed")};
    char time[20];
    Str body = s->text, subject = cut_title(&body);
    export_csv(out, s->id, false);
    export_csv(out, spaced_time(s->created, time), false);
    export_csv(out, subject, false);
    export_csv(out, body, false);
    export_csv(out, s->customer, false);
    export_csv(out, s->product, false);
    export_csv(out, s->country, false);
    export_csv(out, s->lang, false);
    export_csv(out, STATUS[(uint64_t)s->at % 4], true);
}

static json_t *text_of(Str s) {
    return json_stringn(s.p, s.n);
}

static void write_json(FILE *out, json_t *row) {
    json_dumpf(row, out, JSON_COMPACT | JSON_PRESERVE_ORDER);
    json_decref(row);
}

static void write_review(FILE *out, const DemoSignal *s, bool first) {
    (void)first;
    Str body = s->text, title = cut_title(&body);
    write_json(out, json_pack("{s:o, s:i, s:o, s:o, s:o, s:o, s:s, s:o}", "id", text_of(s->id), "rating", s->rating,
                              "title", text_of(title), "body", text_of(body), "createdDate", text_of(s->created),
                              "territory", text_of(s->country), "platform", s->at % 5 < 3 ? "ios" : "android",
                              "reviewer", text_of(s->customer)));
    fputc('\n', out);
}

/* What the complaints database calls the product; it knows fewer than we do. */
static Str broad_product(Str product) {
    static const Str CARDS[] = {STR_INIT("Debit card"), STR_INIT("Card payments"), STR_INIT("Disputes")};
    for (size_t i = 0; i < sizeof CARDS / sizeof *CARDS; i++)
        if (str_eq(product, CARDS[i])) return STR("Credit card or prepaid card");
    if (str_eq(product, STR("Credit line"))) return STR("Credit reporting or other personal consumer reports");
    if (str_eq(product, STR("Transfers"))) return STR("Money transfer, virtual currency, or money service");
    return STR("Checking or savings account");
}

static void write_complaint(FILE *out, const DemoSignal *s, bool first) {
    (void)first;
    static const Str STATES[] = {STR_INIT("CA"), STR_INIT("TX"), STR_INIT("FL"), STR_INIT("NY"), STR_INIT("OH")};
    char received[32];
    snprintf(received, sizeof received, "%.19s.000Z", s->created.p);
    Str time = str_from_c(received);
    export_csv(out, time, false);
    export_csv(out, broad_product(s->product), false);
    export_csv(out, s->product, false);
    export_csv(out, STR("Problem with a company's service"), false);
    export_csv(out, STR(""), false);
    export_csv(out, s->text, false);
    export_csv(out, STR(""), false);
    export_csv(out, STR("LARKFIELD PAY, INC."), false);
    export_csv(out, STATES[(uint64_t)s->at % 5], false);
    export_csv(out, STR("XXXXX"), false);
    export_csv(out, s->at % 23 == 0 ? STR("Older American") : STR("None"), false);
    export_csv(out, s->at % 9 == 0 ? STR("Phone") : STR("Web"), false);
    export_csv(out, time, false);
    export_csv(out, STR("Closed with explanation"), false);
    export_csv(out, s->at % 31 == 0 ? STR("No") : STR("Yes"), false);
    export_csv(out, s->id, true);
}

static void write_chat(FILE *out, const DemoSignal *s, bool first) {
    fputs(first ? "\n" : ",\n", out);
    write_json(out, json_pack("{s:o, s:I, s:o, s:o, s:o, s:o}", "conversation_id", text_of(s->id), "created_at",
                              (json_int_t)s->at, "customer_id", text_of(s->customer), "message", text_of(s->text),
                              "product", text_of(s->product), "language", text_of(s->lang)));
}

static void write_email(FILE *out, const DemoSignal *s, bool first) {
    fputs(first ? "\n" : ",\n", out);
    int64_t id = 0;
    str_to_i64(s->id, &id);
    Str body = s->text, subject = cut_title(&body);
    write_json(out,
               json_pack("{s:I, s:s, s:o, s:o, s:s, s:o, s:{s:s}, s:[o], s:o, s:o}", "id", (json_int_t)id, "type",
                         "problem", "subject", text_of(subject), "description", text_of(body), "status", "solved",
                         "requester_id", text_of(s->customer), "via", "channel", "email", "tags", text_of(s->country),
                         "created_at", text_of(s->created), "updated_at", text_of(s->created)));
}

const ExportFormat EXPORT_FORMATS[CHANNELS] = {
    [CHANNEL_TICKET] = {"support_tickets.csv",
                        "ticket_id,created_at,subject,description,requester_id,product,country,language,status\n", "",
                        write_ticket},
    [CHANNEL_REVIEW] = {"app_reviews.jsonl", "", "", write_review},
    [CHANNEL_CHAT] = {"chats.json", "[", "\n]\n", write_chat},
    [CHANNEL_EMAIL] = {"emails.json", "[", "\n]\n", write_email},
    [CHANNEL_COMPLAINT] = {"complaints.csv",
                           "Date received,Product,Sub-product,Issue,Sub-issue,Consumer complaint narrative,"
                           "Company public response,Company,State,ZIP code,Tags,Submitted via,Date sent to company,"
                           "Company response to consumer,Timely response?,Complaint ID\n",
                           "", write_complaint},
};

Channel export_channel(Str name) {
    int c = 0;
    while (!str_eq(name, str_from_c(CHANNEL_NAMES[c]))) c++;
    return (Channel)c;
}
