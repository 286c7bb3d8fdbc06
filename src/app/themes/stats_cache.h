/* stats_cache.h - parsed statistics of the themes shown last. Parsing them took most of the time of the list.
 *
 * An entry serves only for the very bytes that it was parsed from, so that nothing has to be told of a change. */
#pragma once
#include <jansson.h>

#include "app/app.h"
#include "store/theme_store.h"

/* New reference, not to be changed; an empty object when the text is damaged. */
json_t *stats_parsed(App *app, const ThemeRow *row);
void stats_forget(App *app);
