/* texts.h - the texts of templates in another language: a .po file of GNU gettext, checked whole before it is used.
 *
 * tools/templates/texts.py finds the messages; templates.c has them in MESSAGES, sorted. A translation is words and
 * slots: {name} for a value, <name> and </name> for an element that the message has. It is escaped once, when it is
 * loaded; which markup there is stays the template's. One that has other slots than its message, or the same in a
 * nesting that is none, is refused with file and line. What is not translated, or fuzzy, stays English. */
#pragma once
#include <jansson.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

typedef struct Message {
    const char *one, *many; /* many: NULL unless it counts */
    int slots_n;
    const char *const *slots; /* names in their order: "a", "/a", "theme.name" */
} Message;
extern const Message MESSAGES[]; /* by the bytes of `one`, then `many` */
extern const size_t MESSAGES_N;

typedef struct Piece {
    int slot; /* of the message; -1: html is the piece */
    Str html;
} Piece;
typedef struct Said {
    size_t n;
    Piece *pieces;
} Said;

enum { PLURALS_MAX = 6 };
typedef struct Texts {
    Str language; /* BCP 47 */
    Str plural;   /* of Plural-Forms: which form n takes */
    int plurals;
    size_t translated;
    const Said **said;           /* by message; NULL: English */
    Str (*counted)[PLURALS_MAX]; /* likewise: with {n} for the number; empty: English */
} Texts;

/* Reads a .po file's text. *out lives in the arena. ERR_INPUT "NAME:LINE: ...". */
bool texts_read(Arena *a, Str po, const char *name, Texts *out, Err *err);
/* Reads the file and uses it from now on, in all threads; call it before there are any. Its memory is never freed. */
bool texts_load(const char *path, Err *err);
void texts_use(const Texts *texts); /* NULL: English */

/* For templates.c. */
void texts_put(Buf *out, size_t message, Str html); /* one without slots; `html`: in English */
const Said *texts_said(size_t message);             /* NULL: English */
Str texts_count(Arena *a, const json_t *v, size_t message, const char *one_many);
const char *texts_language(void); /* "en", unless there is a translation */

/* Which form a number takes, by the C expression of a Plural-Forms line over n. -1: that is no such expression. */
int plural_form(Str expression, uint64_t n);
