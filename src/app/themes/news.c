/* news.c - how many groups are emerging, and whether a new discovery is worth while. */
#include "news.h"

#include "app_private.h"
#include "json_build.h"
#include "store/lineage_store.h"

const Field SHAPE_OF_NEWS[] = {
    {"emerging", SHAPE_INT, "groups that were not there before", NULL, false},
    {"advise", SHAPE_BOOL, "a new discovery is worth while", NULL, false},
    {"says", SHAPE_STRING, "how well the themes fit; null: not known yet", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};

bool news_json(Call *call, const CodebookRow *codebook, json_t **out, Err *err) {
    FindingCounts counts;
    if (!findings_count(call->app->db, codebook->id, &counts, err)) return false;
    json_t *stats = json_loadb(codebook->stats.p ? codebook->stats.p : "", codebook->stats.n, 0, NULL);
    const json_t *fit = json_object_get(stats, "fit");
    const char *says = json_string_value(json_object_get(fit, "says"));
    *out = json_object();
    put(*out, "emerging", json_integer(counts.emerging));
    put(*out, "advise", json_boolean(json_is_true(json_object_get(fit, "advise"))));
    put(*out, "says", says ? json_string(says) : json_null());
    json_decref(stats);
    return true;
}
