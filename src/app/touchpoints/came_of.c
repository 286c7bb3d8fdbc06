/* came_of.c - what came of touchpoints. That a fix followed a touchpoint is no proof that it came of it; that the
 * friction fell, did not, or that nobody can tell, is what the verdict of its release says (outcomes/outcome.h). All
 * are counted. */
#include "came_of.h"

#include <string.h>

#include "app_private.h"
#include "json_build.h"
#include "shapes.h"
#include "store/reach_store.h"
#include "store/theme_store.h"
#include "subject.h"

enum { JUDGED_MAX = 50, VERDICTS = VERDICT_REFUSED + 1 };

/* "not judged": its problem is about no theme, its theme is gone, or the codebook knows nothing of that time. */
static bool verdict_of(Call *call, int64_t codebook_id, const ReleaseRow *release, const char **verdict, Err *err) {
    Subject subject;
    Judged judged;
    Str name;
    Err own = {0};
    *verdict = "not judged";
    if (!subject_of_release(call, release, &subject, &name, &own))
        return own.code == ERR_CONFLICT || own.code == ERR_NOT_FOUND || (*err = own, false);
    if (!subject_judge(call, codebook_id, &subject, &judged, err)) return false;
    if (judged.known) *verdict = verdict_name(judged.outcome.verdict);
    return true;
}

static bool judge_all(Call *call, const ReleaseRow *rows, size_t n, json_t *list, int64_t counts[VERDICTS], Err *err) {
    CodebookRow codebook;
    Err none = {0};
    if (!codebook_current(call->app->db, call->arena, &codebook, &none))
        return none.code == ERR_NOT_FOUND || (*err = none, false);
    for (size_t i = 0; i < n; i++) {
        const char *verdict;
        if (!verdict_of(call, codebook.id, &rows[i], &verdict, err)) return false;
        for (int v = 0; v < VERDICTS; v++) counts[v] += strcmp(verdict, verdict_name((Verdict)v)) == 0;
        json_array_append_new(list,
                              json_pack("{s:I, s:o, s:o, s:o, s:s}", "release", (json_int_t)rows[i].id, "title",
                                        json_str(rows[i].title), "at", json_time(call->arena, rows[i].at), "problem",
                                        json_link(rows[i].problem_id, rows[i].problem), "verdict", verdict));
    }
    return true;
}

bool came_of(Call *call, int64_t since, json_t **out, Err *err) {
    ReachCount reach = {0};
    ReleaseRow *rows;
    size_t n;
    int64_t counts[VERDICTS] = {0};
    json_t *list = json_array();
    if (!touch_reach(call->app->db, since, STR(REFLECTION_STARTED), &reach, err) ||
        !releases_touched(call->app->db, call->arena, JUDGED_MAX, &rows, &n, err) ||
        !judge_all(call, rows, n, list, counts, err)) {
        json_decref(list);
        return false;
    }
    *out = json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o}", "reflections", (json_int_t)reach.reflections,
                     "themes", (json_int_t)reach.themes, "problems", (json_int_t)reach.problems, "started",
                     (json_int_t)reach.started, "released", (json_int_t)n, "fell", (json_int_t)counts[VERDICT_FELL],
                     "did_not_fall", (json_int_t)counts[VERDICT_DID_NOT_FALL], "cannot_tell",
                     (json_int_t)counts[VERDICT_CANNOT_TELL], "refused", (json_int_t)counts[VERDICT_REFUSED],
                     "releases", list);
    return true;
}

static const Field RELEASE[] = {
    {"release", SHAPE_INT, "its number", NULL, false},
    {"title", SHAPE_STRING, NULL, NULL, false},
    {"at", SHAPE_TIME, NULL, NULL, false},
    {"problem", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, true},
    {"verdict", SHAPE_STRING, "fell, did not fall, cannot tell, refused, or not judged", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_CAME[] = {
    {"reflections", SHAPE_INT, "in the last 365 days", NULL, false},
    {"themes", SHAPE_INT, "themes that these touch", NULL, false},
    {"problems", SHAPE_INT, "problems that these touch or started", NULL, false},
    {"started", SHAPE_INT, "problems that a reflection started, in the last 365 days", NULL, false},
    {"released", SHAPE_INT, "releases after a touchpoint on what they should mend; the newest 50", NULL, false},
    {"fell", SHAPE_INT, "of them, where a fall is proven", NULL, false},
    {"did_not_fall", SHAPE_INT, NULL, NULL, false},
    {"cannot_tell", SHAPE_INT, NULL, NULL, false},
    {"refused", SHAPE_INT, "where the counts allow no judgement", NULL, false},
    {"releases", SHAPE_ARRAY, "newest first", RELEASE, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
