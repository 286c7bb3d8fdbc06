/* mapping_known.c - the exports that are recognised by their header, as one table.
 *
 * A row applies when all its `needs` are columns of the file and, where it names text, one of the text columns is.
 * The first row that applies wins, so the more particular stand first. To add an export, add a row. */
#include <string.h>

#include "mapping_private.h"

enum { NEEDS = 4, NAMES = 5 };

typedef struct KnownExport {
    const char *kind, *says;
    const char *needs[NEEDS];
    const char *fields[FIELD_COUNT][NAMES];
    const char *only_if_absent;
    bool json; /* rows name only what they have, so a column missing in the sample may come later */
} KnownExport;

static const KnownExport KNOWN[] = {
    {
        .kind = "cfpb",
        .says = "CFPB consumer complaints (by \"Consumer complaint narrative\")",
        .needs = {"Consumer complaint narrative", "Date received", "Product", "Issue"},
        .fields = {[FIELD_TEXT] = {"Consumer complaint narrative"},
                   [FIELD_TIME] = {"Date received"},
                   [FIELD_ID] = {"Complaint ID"},
                   [FIELD_CHANNEL] = {"Submitted via"},
                   [FIELD_PRODUCT] = {"Product"},
                   [FIELD_SEGMENT] = {"State"}},
    },
    {
        /* no words at all: counts per issue and day, so the issue stands where the product would */
        .kind = "cfpb-issues",
        .says = "CFPB complaint stream without narratives (by \"Company response to consumer\")",
        .needs = {"Date received", "Issue", "Company response to consumer", "Submitted via"},
        .fields = {[FIELD_TIME] = {"Date received"},
                   [FIELD_ID] = {"Complaint ID"},
                   [FIELD_CHANNEL] = {"Submitted via"},
                   [FIELD_PRODUCT] = {"Product", "Issue"},
                   [FIELD_SEGMENT] = {"State"}},
    },
    {
        .kind = "cfpb-json",
        .says = "CFPB consumer complaints, JSON (by complaint_what_happened)",
        .needs = {"complaint_id", "date_received", "issue", "company_response"},
        .fields = {[FIELD_TEXT] = {"complaint_what_happened"},
                   [FIELD_TIME] = {"date_received"},
                   [FIELD_ID] = {"complaint_id"},
                   [FIELD_CHANNEL] = {"submitted_via"},
                   [FIELD_PRODUCT] = {"product"},
                   [FIELD_SEGMENT] = {"state"}},
        .json = true,
    },
    {
        .kind = "cfpb-search",
        .says = "CFPB search API (by _source.complaint_what_happened)",
        .needs = {"_source.complaint_id", "_source.date_received"},
        .fields = {[FIELD_TEXT] = {"_source.complaint_what_happened"},
                   [FIELD_TIME] = {"_source.date_received"},
                   [FIELD_ID] = {"_source.complaint_id"},
                   [FIELD_CHANNEL] = {"_source.submitted_via"},
                   [FIELD_PRODUCT] = {"_source.product"},
                   [FIELD_SEGMENT] = {"_source.state"}},
        .json = true,
    },
    {
        .kind = "zendesk-csv",
        .says = "Zendesk CSV (by \"Summation column\"); it has subjects only, the JSON export has the words",
        .needs = {"Summation column", "Id", "Subject"},
        .fields = {[FIELD_TEXT] = {"Subject"},
                   [FIELD_TIME] = {"Created at"},
                   [FIELD_ID] = {"Id"},
                   [FIELD_CUSTOMER] = {"Requester id", "Requester external id", "Requester email", "Requester"},
                   [FIELD_CHANNEL] = {"Via"},
                   [FIELD_SEGMENT] = {"Organization"},
                   [FIELD_RATING] = {"Satisfaction Score"}},
    },
    {
        .kind = "zendesk-json",
        .says = "Zendesk tickets (by requester_id, subject and description)",
        .needs = {"id", "subject", "description", "requester_id"},
        .fields = {[FIELD_TEXT] = {"subject", "description"},
                   [FIELD_TIME] = {"created_at"},
                   [FIELD_ID] = {"id"},
                   [FIELD_CUSTOMER] = {"requester_id"},
                   [FIELD_CHANNEL] = {"via.channel"},
                   [FIELD_SEGMENT] = {"organization_id"},
                   [FIELD_URL] = {"url"},
                   [FIELD_RATING] = {"satisfaction_rating.score"}},
        .json = true,
    },
    {
        .kind = "intercom-json",
        .says = "Intercom conversations (by source.body)",
        .needs = {"id", "created_at", "source.body"},
        .fields = {[FIELD_TEXT] = {"title", "source.subject", "source.body"},
                   [FIELD_TIME] = {"created_at"},
                   [FIELD_ID] = {"id"},
                   [FIELD_CUSTOMER] = {"contacts.contacts.0.id", "contacts.0.id", "source.author.id"},
                   [FIELD_CHANNEL] = {"source.type"},
                   [FIELD_URL] = {"source.url"},
                   [FIELD_RATING] = {"conversation_rating.rating"}},
        .json = true,
    },
    {
        .kind = "intercom-csv",
        .says = "Intercom messages (by message_body and conversation_id)",
        .needs = {"message_id", "message_body", "conversation_id"},
        .fields = {[FIELD_TEXT] = {"message_body"},
                   [FIELD_TIME] = {"message_created_at"},
                   [FIELD_ID] = {"message_id"},
                   [FIELD_CUSTOMER] = {"message_author_id", "message_author_email", "message_author_name"},
                   [FIELD_CHANNEL] = {"message_type"}},
    },
    {
        .kind = "jira",
        .says = "Jira issues (by \"Issue key\" and Summary)",
        .needs = {"Summary", "Issue key"},
        .fields = {[FIELD_TEXT] = {"Summary", "Description"},
                   [FIELD_TIME] = {"Created"},
                   [FIELD_ID] = {"Issue key"},
                   [FIELD_CUSTOMER] = {"Reporter Id", "Reporter", "Creator"},
                   [FIELD_PRODUCT] = {"Components", "Component/s", "Project key"},
                   [FIELD_SEGMENT] = {"Labels"}},
    },
    {
        .kind = "bugs",
        .says = "bug reports (by \"Issue id\", Summary and Description)",
        .needs = {"Issue id", "Summary", "Description", "Created"},
        .fields = {[FIELD_TEXT] = {"Summary", "Description"},
                   [FIELD_TIME] = {"Created"},
                   [FIELD_ID] = {"Issue id"},
                   [FIELD_PRODUCT] = {"Component", "Components", "Component/s", "Product"}},
    },
    {
        .kind = "github",
        .says = "GitHub issues (by number, title and body); pull requests are left out",
        .needs = {"number", "title", "body", "created_at"},
        .fields = {[FIELD_TEXT] = {"title", "body"},
                   [FIELD_TIME] = {"created_at"},
                   [FIELD_ID] = {"number"},
                   [FIELD_CUSTOMER] = {"user.id", "user.login", "author.login"},
                   [FIELD_PRODUCT] = {"repository.full_name", "milestone.title"},
                   [FIELD_SEGMENT] = {"labels"},
                   [FIELD_URL] = {"html_url"}},
        .only_if_absent = "pull_request",
        .json = true,
    },
    {
        .kind = "github-cli",
        .says = "GitHub issues from gh (by number, title and createdAt)",
        .needs = {"number", "title", "body", "createdAt"},
        .fields = {[FIELD_TEXT] = {"title", "body"},
                   [FIELD_TIME] = {"createdAt"},
                   [FIELD_ID] = {"number"},
                   [FIELD_CUSTOMER] = {"author.id", "author.login"},
                   [FIELD_SEGMENT] = {"labels"},
                   [FIELD_URL] = {"url"}},
        .json = true,
    },
    {
        .kind = "google-play",
        .says = "Google Play reviews (by \"Package Name\" and \"Star Rating\")",
        .needs = {"Package Name", "Star Rating", "Review Text"},
        .fields = {[FIELD_TEXT] = {"Review Title", "Review Text"},
                   [FIELD_TIME] = {"Review Submit Millis Since Epoch", "Review Submit Date and Time"},
                   [FIELD_ID] = {"Review Link"},
                   [FIELD_PRODUCT] = {"Package Name"},
                   [FIELD_SEGMENT] = {"App Version Name", "App Version Code"},
                   [FIELD_LANG] = {"Reviewer Language"},
                   [FIELD_URL] = {"Review Link"},
                   [FIELD_RATING] = {"Star Rating"}},
    },
    {
        .kind = "app-store",
        .says = "App Store Connect reviews (by attributes.body and attributes.rating)",
        .needs = {"id", "attributes.body", "attributes.rating"},
        .fields = {[FIELD_TEXT] = {"attributes.title", "attributes.body"},
                   [FIELD_TIME] = {"attributes.createdDate"},
                   [FIELD_ID] = {"id"},
                   [FIELD_CUSTOMER] = {"attributes.reviewerNickname"},
                   [FIELD_CHANNEL] = {"type"},
                   [FIELD_SEGMENT] = {"attributes.territory"},
                   [FIELD_RATING] = {"attributes.rating"}},
        .json = true,
    },
    {
        .kind = "messages",
        .says = "messages of a neutral export (by conversation_source_id)",
        .needs = {"conversation_source_id", "source_id"},
        .fields = {[FIELD_TEXT] = {"subject", "body", "text", "content", "message"},
                   [FIELD_TIME] = {"created_at", "sent_at", "timestamp"},
                   [FIELD_ID] = {"source_id"},
                   [FIELD_CUSTOMER] = {"customer_source_id", "author_source_id", "author_id", "author_email"},
                   [FIELD_CHANNEL] = {"channel", "source"},
                   [FIELD_LANG] = {"language"}},
    },
    {
        .kind = "conversations",
        .says = "conversations of a neutral export (by source_id)",
        .needs = {"source_id", "created_at"},
        .fields = {[FIELD_TEXT] = {"title", "subject", "body", "description", "summary"},
                   [FIELD_TIME] = {"created_at"},
                   [FIELD_ID] = {"source_id"},
                   [FIELD_CUSTOMER] = {"customer_source_id", "contact_source_id", "customer_id", "customer_email"},
                   [FIELD_CHANNEL] = {"channel", "source"},
                   [FIELD_SEGMENT] = {"tags"},
                   [FIELD_LANG] = {"language"},
                   [FIELD_RATING] = {"rating"}},
    },
};

static bool has(const Columns *columns, const char *name) {
    return columns_find(columns, str_from_c(name)) != NULL;
}

static bool applies(const KnownExport *k, const Columns *columns) {
    for (int i = 0; i < NEEDS && k->needs[i]; i++)
        if (!has(columns, k->needs[i])) return false;
    if (!k->fields[FIELD_TEXT][0]) return true;
    for (int i = 0; i < NAMES && k->fields[FIELD_TEXT][i]; i++)
        if (has(columns, k->fields[FIELD_TEXT][i])) return true;
    return false;
}

static void fill_field(const KnownExport *k, const Columns *columns, SignalField f, FieldColumns *out) {
    for (int i = 0; i < NAMES && k->fields[f][i]; i++) {
        const Column *found = columns_find(columns, str_from_c(k->fields[f][i]));
        if (found) out->names[out->n++] = found->name; /* as this file spells it */
        else if (k->json) out->names[out->n++] = str_from_c(k->fields[f][i]);
    }
}

bool mapping_known(const Columns *columns, Mapping *out) {
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++) {
        const KnownExport *k = &KNOWN[i];
        if (!applies(k, columns)) continue;
        *out = (Mapping){.kind = k->kind, .says = k->says, .only_if_absent = str_from_c(k->only_if_absent)};
        for (int f = 0; f < FIELD_COUNT; f++) fill_field(k, columns, (SignalField)f, &out->fields[f]);
        return true;
    }
    return false;
}
