/* str.h - string slices.
 *
 * A Str is a borrowed view of bytes: pointer and length, not NUL-terminated,
 * never owned. Whoever made the bytes (an Arena, a literal, a file mapping)
 * decides how long they live. Text that came through a door of the program is
 * valid UTF-8 (see text/utf8.h); a Str by itself promises nothing about that.
 *
 *     Str s = STR("name=value");
 *     Str name = str_cut(&s, '=');          // name is "name", s is "value"
 *     printf("%.*s\n", STR_ARG(name));
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Str {
    const char *p;
    size_t n;
} Str;

/* A slice of a literal; refuses anything that is not a literal. */
#define STR(literal) ((Str){"" literal "", sizeof(literal) - 1})
/* The same as an initialiser of static data. */
#define STR_INIT(literal)                                                                                              \
    { "" literal "", sizeof(literal) - 1 }
/* For "%.*s": expands to the two arguments that printf wants. */
#define STR_ARG(s) (int)(s).n, (s).p

Str str_from_c(const char *c); /* NULL gives the empty slice */
bool str_eq(Str a, Str b);
bool str_eq_nocase(Str a, Str b); /* ASCII letters only */
int str_cmp(Str a, Str b);        /* byte order, like strcmp */
bool str_starts(Str s, Str prefix);
bool str_ends(Str s, Str suffix);
Str str_trim(Str s);                            /* ASCII white space off both ends */
Str str_slice(Str s, size_t begin, size_t end); /* clipped to the slice */

/* Position of the first `needle`, or SIZE_MAX. An empty needle is at 0. */
size_t str_find(Str s, Str needle);

/* Cuts the part before the first `sep` off *rest and returns it; *rest keeps
 * what stands after. Without a `sep` all of it is returned and *rest is empty
 * with p == NULL, so `while (rest.p)` walks a list, empty items included. */
Str str_cut(Str *rest, char sep);

/* Whole-slice numbers in decimal; false leaves *out alone (junk, overflow, empty). */
bool str_to_i64(Str s, int64_t *out);
bool str_to_f64(Str s, double *out); /* finite numbers only, '.' as the point */
