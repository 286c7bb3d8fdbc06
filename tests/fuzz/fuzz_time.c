/* fuzz_time.c - any bytes as an instant: what is read lies in the calendar, and says the same when written as ISO. */
#include <stdlib.h>

#include "signals/time_parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *a = arena_new();
    Str text = arena_str(a, (Str){(const char *)data, size});
    int64_t at, again;
    for (int day_first = 0; day_first < 2; day_first++) {
        if (!time_parse(text, day_first, &at)) continue;
        Str iso = time_iso(a, at);
        if (iso.n == 20 && (!time_parse(iso, !day_first, &again) || again != at)) abort();
    }
    time_shows_day_first(text);
    arena_free(a);
    return 0;
}
