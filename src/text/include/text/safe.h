/* safe.h - hostile text made inert for the places where text goes out.
 * HTML is escaped by the template compiler's output functions (web/), by context. */
#pragma once
#include "base/buf.h"

/* What is shown instead of a control character (C0, DEL, C1) or one that turns the direction of writing: a picture of
 * it (U+2400 block) or U+FFFD. 0 for all others, which may pass. Newline and tab have pictures, too. */
int32_t safe_picture(int32_t code_point);

/* For a terminal: control characters, escape sequences (C0, C1, DEL), bidirectional overrides and
 * invisible format characters become visible pictures (U+2400 block) or U+FFFD; newline and tab become
 * a space when `one_line`. */
void safe_terminal(Buf *out, Str text, bool one_line);

/* One CSV field (RFC 4180), quoted where needed; a leading = + - @ tab or CR, which a spreadsheet
 * would run as a formula, gets a ' in front (OWASP "CSV injection"). Numbers stay numbers. */
void safe_csv_field(Buf *out, Str text);
