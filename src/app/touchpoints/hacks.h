/* hacks.h - what the operations on hackathons share. */
#pragma once
#include "touch.h"

/* The argument "session", whose format must have entries. ERR_CONFLICT: it has none, or the session was cancelled. */
bool hackathon_get(Call *call, SessionRow *session, Err *err);
