/* sample_marks.h - what db.c calls when a transaction of a marking Db begins and ends. Private to the store layer. */
#pragma once
#include "engine.h"

bool sample_heads_note(Db *db, Err *err); /* the newest numbers, at the beginning */
bool sample_heads_mark(Db *db, Err *err); /* marks what came after them, before the commit */
