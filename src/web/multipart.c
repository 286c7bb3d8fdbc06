/* multipart.c - multipart/form-data (RFC 7578) as browsers send it when a form has a file.
 *
 * The body is a row of parts with a line of the boundary before each. Refused: a boundary that is missing or longer
 * than 70 characters, a part that does not end, headers that are too long, a part without a name. */
#include "multipart.h"

#include <stdio.h>
#include <string.h>

enum { BOUNDARY_MAX = 70, HEADERS_MAX = 4096 };

static bool broken(Err *err, const char *what) {
    return err_set(err, ERR_INPUT, "send the form again", "the form is broken: %s", what);
}

/* `name="value"` among the parameters of a header; browsers write a quote in it as %22, and backslashes as they are. */
static bool header_param(Str header, const char *name, Str *value) {
    char start[32];
    snprintf(start, sizeof start, "%s=\"", name);
    for (Str rest = header; rest.n;) {
        size_t at = str_find(rest, str_from_c(start));
        if (at == SIZE_MAX) return false;
        bool begins = at == 0 || rest.p[at - 1] == ' ' || rest.p[at - 1] == ';';
        Str tail = str_slice(rest, at + strlen(start), rest.n);
        size_t end = str_find(tail, STR("\""));
        if (end == SIZE_MAX) return false;
        if (begins) return *value = str_slice(tail, 0, end), true;
        rest = str_slice(tail, end + 1, tail.n);
    }
    return false;
}

bool multipart_begin(Multipart *m, Str content_type, Str body, Err *err) {
    size_t at = str_find(content_type, STR("boundary="));
    Str boundary = at == SIZE_MAX ? STR("") : str_slice(content_type, at + strlen("boundary="), content_type.n);
    boundary = str_trim(str_cut(&boundary, ';'));
    if (boundary.n >= 2 && boundary.p[0] == '"' && boundary.p[boundary.n - 1] == '"')
        boundary = str_slice(boundary, 1, boundary.n - 1);
    if (!boundary.n || boundary.n > BOUNDARY_MAX) return broken(err, "it names no boundary");
    snprintf(m->line, sizeof m->line, "\r\n--%.*s", STR_ARG(boundary));
    Str first = str_slice(str_from_c(m->line), 2, strlen(m->line));
    if (!str_starts(body, first)) return broken(err, "it does not begin with its boundary");
    m->rest = str_slice(body, first.n, body.n);
    return true;
}

static bool read_headers(Str headers, Part *part, Err *err) {
    while (headers.p) {
        Str value = str_cut(&headers, '\n'), name = str_cut(&value, ':');
        if (!str_eq_nocase(str_trim(name), STR("Content-Disposition")) || !value.p) continue;
        part->is_file = header_param(value, "filename", &part->file);
        if (header_param(value, "name", &part->name) && part->name.n) return true;
    }
    return broken(err, "a part has no name");
}

bool multipart_next(Multipart *m, Part *part, bool *end, Err *err) {
    *end = str_starts(m->rest, STR("--"));
    if (*end) return true;
    if (!str_starts(m->rest, STR("\r\n"))) return broken(err, "a boundary is not alone on its line");
    Str rest = str_slice(m->rest, 2, m->rest.n);
    size_t body = str_find(str_slice(rest, 0, HEADERS_MAX), STR("\r\n\r\n"));
    if (body == SIZE_MAX) return broken(err, "a part has no headers, or too many");
    *part = (Part){.value = str_slice(rest, body + 4, rest.n)};
    if (!read_headers(str_slice(rest, 0, body), part, err)) return false;
    size_t close = str_find(part->value, str_from_c(m->line));
    if (close == SIZE_MAX) return broken(err, "a part does not end");
    m->rest = str_slice(part->value, close + strlen(m->line), part->value.n);
    part->value.n = close;
    return true;
}
