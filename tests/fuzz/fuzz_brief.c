/* Any bytes as a brief. One that is taken is written to what is taken again, as the same text. */
#include <stdlib.h>

#include "problems/brief.h"
#include "problems/quote_text.h"
#include "problems/tracker_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *a = arena_new();
    Str text = {(const char *)data, size};
    Brief brief, again;
    if (brief_parse(a, STR("brief.md"), text, &brief, NULL)) {
        Str once = brief_write(a, &brief);
        /* quotation marks and indents may make it longer than a brief may be */
        if (once.n <= BRIEF_BYTES) {
            if (!brief_parse(a, STR("again.md"), once, &again, NULL)) abort();
            if (!str_eq(brief_write(a, &again), once)) abort();
        }
        tracker_text(a, TRACKER_GITHUB, &brief, STR("m"));
        tracker_text(a, TRACKER_JIRA, &brief, STR("m"));
    }
    NearestWords near;
    /* its work grows as the product of both lengths */
    size_t cut = size / 4 < 100 ? size / 4 : 100;
    Str said = str_slice(text, 0, cut), rest = str_slice(text, cut, size < 600 ? size : 600);
    if (quote_nearest(rest, said, &near) &&
        (near.begin > near.end || near.end > rest.n || !(near.likeness >= 0 && near.likeness <= 1)))
        abort();
    arena_free(a);
    return 0;
}
