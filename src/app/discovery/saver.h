/* saver.h - writes assignments, many in one transaction, in a thread of its own while the next texts are coded.
 *
 * Between saver_add and saver_wait the App's connection belongs to the saver. */
#pragma once
#include "app_private.h"
#include "store/theme_store.h"

typedef struct Saver Saver;
/* `fresh`: the codebook is in the making and has none of these signals yet (assignments_add). */
Saver *saver_new(App *app, int64_t codebook_id, bool fresh);
/* Waits for what is still being written. What was added and not yet written is dropped. */
void saver_free(Saver *s);
/* Copies the rows. False: what was added before could not be written. */
bool saver_add(Saver *s, const AssignmentRow *rows, size_t n, Err *err);
/* Until nothing is being written: the connection is the caller's again. */
bool saver_wait(Saver *s, Err *err);
/* Begins to write what is left; saver_wait then says whether all was written. */
bool saver_flush(Saver *s, Err *err);
