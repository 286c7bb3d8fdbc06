/* marks.c - a signal's text with its redactions visible: what was cut is shown as cut, never hidden. */
#include "html.h"
#include "markup.h"
#include "show.h"

/* "e-mail cut before storing"; XXXX was cut by whoever sent the text. */
static void add_mark(Buf *out, Arena *a, Str words, const json_t *mark) {
    const json_t *label = json_object_get(mark, "label");
    buf_lit(out, "<mark title=\"");
    if (show_is(json_object_get(mark, "kind"), "already")) buf_lit(out, "cut by the source before it came here");
    else {
        html_attr(out, show_plain(a, label));
        buf_lit(out, " cut before storing");
    }
    buf_lit(out, "\">");
    html_text(out, words);
    buf_lit(out, "</mark>");
}

/* Not inside of a character: marks that do not fit the text are moved outwards to whole characters. */
static size_t at_character(Str text, size_t at) {
    while (at < text.n && at > 0 && ((unsigned char)text.p[at] & 0xC0) == 0x80) at--;
    return at;
}

void markup_marked(Buf *out, Arena *a, const json_t *text_json, const json_t *marks) {
    Str text = show_plain(a, text_json);
    size_t done = 0, i;
    const json_t *mark;
    json_array_foreach(marks, i, mark) {
        json_int_t begin = json_integer_value(json_object_get(mark, "begin")),
                   end = json_integer_value(json_object_get(mark, "end"));
        if (begin < (json_int_t)done || end <= begin || end > (json_int_t)text.n) continue;
        size_t from = at_character(text, (size_t)begin), to = at_character(text, (size_t)end);
        if (from < done || to <= from) continue;
        html_text(out, str_slice(text, done, from));
        add_mark(out, a, str_slice(text, from, to), mark);
        done = to;
    }
    html_text(out, str_slice(text, done, text.n));
}
