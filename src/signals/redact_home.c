/* redact_home.c - finds names of people in the paths of bug reports: /home/anna, /Users/anna, C:\Users\anna. */
#include "redact_scan.h"

static bool ends_segment(char c) {
    return c == 0 || c == SCAN_BLANK || is_gap(c) || strchr("/\\\"`<>|:;,)]}", c);
}

/* A Windows name may hold spaces; then a backslash must close it. */
static size_t segment_end(const Scan *s, size_t begin, char slash) {
    size_t end = begin, stop = begin + 64;
    while (end < stop && !ends_segment(scan_at(s, end))) end++;
    size_t spaced = end;
    while (slash == '\\' && spaced < stop && (scan_at(s, spaced) == ' ' || !ends_segment(scan_at(s, spaced)))) spaced++;
    if (slash == '\\' && spaced < stop && scan_at(s, spaced) == '\\') end = spaced;
    while (end > begin && s->p[end - 1] == '\'') end--;
    return end < stop ? end : begin;
}

static void cut_home(Scan *s, size_t at, Str folder) {
    static const Str nobodys =
        STR_INIT("public shared runner root user username vscode ubuntu default admin administrator git jenkins hadoop "
                 "you me your");
    if (!str_starts(scan_str(s, at, s->n), folder)) return;
    char slash = s->p[at], before = scan_at(s, at - 1);
    if (slash == '/' && is_word(before)) return; /* a part of a longer path or of a web address */
    size_t begin = at + folder.n;
    while (scan_at(s, begin) == slash) begin++; /* "\\" of a quoted string */
    size_t end = segment_end(s, begin, slash);
    Str name = scan_str(s, begin, end);
    if (name.n > 1 && !words_have(nobodys, name) && name.p[0] != '$' && name.p[0] != '%' && name.p[0] != '.')
        scan_cut(s, begin, end, REDACT_NAME);
}

void redact_homes(Scan *s) {
    for (size_t i = 0; i < s->n; i++) {
        if (s->p[i] == '/') {
            cut_home(s, i, STR("/home/"));
            cut_home(s, i, STR("/Users/"));
        } else if (s->p[i] == '\\') {
            cut_home(s, i, STR("\\Users\\"));
        }
    }
}
