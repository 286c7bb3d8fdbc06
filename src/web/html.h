/* html.h - text into HTML, escaped for the place where it stands.
 *
 * The template compiler chooses the function; C that writes markup (markup_*.c) calls them itself and prints
 * nothing else but literals. Control characters, which HTML does not allow even escaped, and those that turn the
 * direction of writing become pictures of themselves, as on a terminal (safe_picture). */
#pragma once
#include "base/buf.h"

void html_text(Buf *out, Str s);
void html_attr(Buf *out, Str s); /* inside "double quotes" */

/* The whole of an href or src: http, https and addresses relative to this server pass; anything else
 * (javascript:, data:, //elsewhere) becomes "#". */
void html_url(Buf *out, Str s);

/* A part of an address behind a literal beginning: all but unreserved characters (RFC 3986) percent-encoded. */
void html_url_part(Buf *out, Str s);

/* A number rounded to a whole one, as "%.0f" would print it. |x| < 1e15. */
void html_whole(Buf *out, double x);

/* A coordinate with one decimal, as "%.1f" would print it but ten times quicker: charts have hundreds. |x| < 1e9. */
void html_coordinate(Buf *out, double x);
