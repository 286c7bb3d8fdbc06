/* mapping_guess.c - an unknown file: which column is what?
 *
 * Names propose, values decide. A column called "date" is the time only if its values are instants, one called "id"
 * only if it is filled and different in every row of the sample. The text is the column that reads most like
 * prose: several words to a value, and values that differ. A heading beside it (Summary, Subject) joins it. */
#include <string.h>

#include "mapping_private.h"

enum { MAX_KEYS = 24 };

/* Names by field, the better ones first. */
static const char *const KEYS[FIELD_COUNT][MAX_KEYS] = {
    [FIELD_TEXT] = {"text",     "body",     "description", "narrative", "complaint", "comment",
                    "comments", "feedback", "message",     "content",   "review",    "reviewtext",
                    "details",  "verbatim", "note",        "notes",     "answer",    "response",
                    "question", "document", "transcript",  "problem",   "utterance", "query"},
    [FIELD_TIME] = {"createdat",    "created",     "timestamp",   "time",        "datetime",   "date",
                    "datereceived", "receivedat",  "submittedat", "openedat",    "opened",     "createddate",
                    "creationdate", "createdtime", "createdon",   "datecreated", "reportedat", "reviewdate",
                    "postedat",     "sentat",      "eventtime",   "submitted",   "received",   "posted"},
    [FIELD_ID] = {"id",          "externalid", "ticketid", "issueid",      "issuekey",   "key",
                  "complaintid", "caseid",     "reviewid", "messageid",    "responseid", "conversationid",
                  "uuid",        "guid",       "number",   "ticketnumber", "casenumber", "reference",
                  "recordid",    "commentid",  "postid",   "feedbackid",   "ticket",     "tweetid"},
    [FIELD_CUSTOMER] = {"customerid",  "userid",    "accountid",  "clientid", "memberid",    "respondentid",
                        "requesterid", "contactid", "authorid",   "customer", "requester",   "customeremail",
                        "useremail",   "email",     "username",   "user",     "author",      "reporter",
                        "account",     "client",    "respondent", "reviewer", "customername"},
    [FIELD_CHANNEL] = {"channel", "source", "via", "submittedvia", "medium", "platform", "origin", "type",
                       "tickettype"},
    [FIELD_PRODUCT] = {"product", "productname", "component", "components", "service", "app", "application", "feature",
                       "area", "category", "topic", "topicgroup", "make", "department", "queue", "intent"},
    [FIELD_SEGMENT] = {"segment", "plan", "tier", "customertype", "country", "region", "territory", "market",
                       "organization", "model", "tags", "labels"},
    [FIELD_LANG] = {"lang", "language", "locale"},
    [FIELD_URL] = {"url", "link", "permalink", "htmlurl", "href", "weburl"},
    [FIELD_RATING] = {"rating", "stars", "starrating", "score", "csat", "satisfaction", "satisfactionscore",
                      "overallrating", "overall"},
};
static const char *const HEADING_KEYS[] = {"summary",          "title",      "subject", "headline",
                                           "shortdescription", "reviewtitle"};
enum { HEADINGS = sizeof HEADING_KEYS / sizeof *HEADING_KEYS };

static bool key_is(const Column *c, const char *key) {
    char own[48];
    return str_eq((Str){own, column_key(c->name, own, sizeof own)}, str_from_c(key));
}

static bool key_among(const Column *c, const char *const *keys, size_t n) {
    for (size_t i = 0; i < n && keys[i]; i++)
        if (key_is(c, keys[i])) return true;
    return false;
}

static bool most(size_t part, const Column *c) {
    return c->filled && part * 10 >= c->filled * 8;
}

static bool values_suit(const Column *c, SignalField f, const Columns *all) {
    switch (f) {
    case FIELD_TIME:
        return most(c->times, c);
    case FIELD_ID:
        return all->rows && c->in_each_row && c->distinct == all->rows;
    case FIELD_URL:
        return most(c->urls, c);
    case FIELD_RATING:
        return c->filled && c->ratings == c->filled;
    case FIELD_CHANNEL:
    case FIELD_PRODUCT:
    case FIELD_SEGMENT:
        return c->filled && c->words <= 8 * c->filled;
    default:
        return c->filled > 0;
    }
}

static double words_per_value(const Column *c) {
    return c->filled ? (double)c->words / (double)c->filled : 0;
}

/* How much a column reads like what customers say; 0: not at all. */
static double prose_score(const Column *c) {
    bool named = key_among(c, KEYS[FIELD_TEXT], MAX_KEYS), heading = key_among(c, HEADING_KEYS, HEADINGS);
    double words = words_per_value(c);
    if (c->filled == 0 || most(c->times, c) || most(c->urls, c) || most(c->numbers, c)) return 0;
    if (words < (named || heading ? 1 : 4)) return 0;
    bool varied = c->distinct * 2 >= c->filled || c->distinct >= 100;
    if (!named && !heading && !varied) return 0;
    return (words < 60 ? words : 60) + (named ? 40 : heading ? 20 : 0) + (varied ? 20 : 0);
}

static const Column *best_prose(const Columns *all) {
    const Column *best = NULL;
    double top = 0;
    for (size_t i = 0; i < all->n; i++) {
        double score = prose_score(&all->at[i]);
        if (score <= top) continue;
        top = score;
        best = &all->at[i];
    }
    return best;
}

static void guess_text(const Columns *all, const Column *body, FieldColumns *out) {
    bool is_heading = key_among(body, HEADING_KEYS, HEADINGS);
    for (size_t i = 0; i < all->n && !is_heading; i++) {
        const Column *c = &all->at[i];
        if (!key_among(c, HEADING_KEYS, HEADINGS) || prose_score(c) == 0) continue;
        out->names[out->n++] = c->name;
        break;
    }
    out->names[out->n++] = body->name;
}

static bool is_taken(const Mapping *m, Str name) {
    for (int f = 0; f < FIELD_COUNT; f++)
        for (size_t i = 0; i < m->fields[f].n; i++)
            if (str_eq(m->fields[f].names[i], name)) return true;
    return false;
}

static void guess_field(const Columns *all, SignalField f, Mapping *out) {
    for (size_t k = 0; k < MAX_KEYS && KEYS[f][k]; k++) {
        for (size_t i = 0; i < all->n; i++) {
            const Column *c = &all->at[i];
            if (!key_is(c, KEYS[f][k]) || is_taken(out, c->name) || !values_suit(c, f, all)) continue;
            out->fields[f].names[out->fields[f].n++] = c->name;
            return;
        }
    }
}

bool mapping_guess(const Columns *columns, Mapping *out) {
    const Column *body = best_prose(columns);
    if (!body) return false;
    *out = (Mapping){.kind = "guessed", .says = "guessed by common names and by the values of the first rows"};
    guess_text(columns, body, &out->fields[FIELD_TEXT]);
    for (int f = FIELD_TEXT + 1; f < FIELD_COUNT; f++) guess_field(columns, (SignalField)f, out);
    return true;
}
