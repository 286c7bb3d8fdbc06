/* fake_app.h - stands in for the app layer in the tests of web/: the same operations, with replies from
 * fixtures/ instead of a store. */
#pragma once
#include "app/op.h"
#include <jansson.h>
#include <stdbool.h>

/* Every string of every reply becomes this one; NULL: as in the fixture. Numbers and ids stay. */
void fake_app_say(const char *hostile);
/* Empty lists and no codebook, as right after installing. */
void fake_app_empty(bool empty);
/* Every operation fails, as when there is no store. */
void fake_app_no_store(bool missing);

/* The arguments of the last call as "name=value;name=value;". */
const char *fake_app_last_args(void);

/* Who comes with the cookie or the token "good". */
void fake_app_signed_in(Role role);

/* Where the reader is: an IANA name. */
void fake_app_zone(const char *zone);
