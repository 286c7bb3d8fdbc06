/* memo.h - figures that are costly to make and follow from the stored daily counts and the key alone: kept by an App
 * that only reads, until the counts change.
 *
 *     Memo *m;
 *     if (!memo_find(call, "judged", key, &m, err)) return false;
 *     if (!m->value) m->value = make(m->arena);     all of it in that arena
 *
 * The counts bear a number that each coding pass changes (theme_store.h); it is part of every key. What is kept is
 * valid until the next app_call of the door. An App that writes keeps nothing: it would see what it may take back. */
#pragma once
#include "app/op.h"

typedef struct Memo {
    Arena *arena; /* the value's; the request's where nothing is kept */
    void *value;  /* NULL: to be made */
} Memo;

/* `what` names the kind of value, so that two kinds with the same key are two. */
bool memo_find(Call *call, const char *what, Str key, Memo **out, Err *err);

void memo_tidy(App *app); /* drops all when there are many: between requests */
void memo_forget(App *app);
