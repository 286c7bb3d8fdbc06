/* guide.h - what a session looks at: verified quotes of its theme or problem, and questions nobody has answered. */
#pragma once
#include "store/reflection_store.h"
#include "touch.h"

/* Makes the guide anew from the evidence of today: quotes that verify now (of the problem's brief, else of the theme),
 * and the questions that earlier reflections on the theme left open. Inside the caller's transaction. Notes keep the
 * number of their moment, so it is made only while there are none: ERR_CONFLICT. A subject without evidence gives an
 * empty guide. */
bool guide_make(Call *call, int64_t session_id, int64_t theme_id, int64_t problem_id, Err *err);

/* [{number, kind, text, signal, at, verified, notes: [...]}], and notes on the whole. New references. Quotes are
 * checked now. */
bool guide_json(Call *call, int64_t session_id, json_t **moments, json_t **notes, Err *err);
extern const Field SHAPE_OF_MOMENT[], SHAPE_OF_NOTE[];
