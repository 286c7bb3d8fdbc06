/* import_print.c - the summary and the preview of an import. */
#include <string.h>

#include "cli_private.h"
#include "text/safe.h"

static long long count(const json_t *o, const char *key) {
    return (long long)json_integer_value(json_object_get(o, key));
}

static void print_safe(FILE *out, const json_t *o, const char *key) {
    const json_t *v = json_object_get(o, key);
    Buf b = buf_new(1 << 20);
    if (json_is_string(v)) safe_terminal(&b, (Str){json_string_value(v), json_string_length(v)}, true);
    fprintf(out, "%.*s", STR_ARG(buf_str(&b)));
    buf_free(&b);
}

static void print_what(FILE *out, const json_t *f) {
    print_safe(out, f, "file");
    fprintf(out, "\n  taken as    ");
    print_safe(out, f, "says");
    fprintf(out, "\n  columns     ");
    const char *field;
    json_t *names;
    bool first = true;
    json_object_foreach(json_object_get(f, "mapping"), field, names) {
        if (json_array_size(names) == 0) continue;
        fprintf(out, "%s%s=", first ? "" : "  ", field);
        for (size_t i = 0; i < json_array_size(names); i++) {
            Buf b = buf_new(4096);
            json_t *name = json_array_get(names, i);
            if (json_is_string(name)) safe_terminal(&b, (Str){json_string_value(name), json_string_length(name)}, true);
            fprintf(out, "%s%.*s", i ? "+" : "", STR_ARG(buf_str(&b)));
            buf_free(&b);
        }
        first = false;
    }
    fprintf(out, "\n");
}

static void print_counts(FILE *out, const json_t *f) {
    fprintf(out, "  rows        %lld: %lld new, %lld changed, %lld as before, %lld skipped, %lld rejected\n",
            count(f, "rows"), count(f, "inserted"), count(f, "updated"), count(f, "unchanged"), count(f, "skipped"),
            count(f, "rejected"));
    if (count(f, "rejected") == 0) return;
    fprintf(out, "  rejects     ");
    print_safe(out, f, "rejects_path");
    fprintf(out, "\n");
}

static void print_preview_row(FILE *out, const json_t *row) {
    static const char *const KEYS[] = {"id", "at", "channel", "product", "customer", "text"};
    fprintf(out, "\n  line %lld\n", count(row, "line"));
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++) {
        const json_t *v = json_object_get(row, KEYS[i]);
        if (!json_is_string(v) || json_string_length(v) == 0) continue;
        fprintf(out, "    %-9s ", KEYS[i]);
        print_safe(out, row, KEYS[i]);
        fprintf(out, "\n");
    }
}

static void print_preview(FILE *out, const json_t *f) {
    size_t i;
    json_t *item;
    json_array_foreach(json_object_get(f, "rows"), i, item) print_preview_row(out, item);
    fprintf(out, "\n  would store %lld signals (%lld without words), skip %lld, reject %lld; nothing was stored\n",
            count(f, "signals"), count(f, "without_text"), count(f, "skipped"), count(f, "rejected"));
    json_array_foreach(json_object_get(f, "problems"), i, item) {
        fprintf(out, "  line %lld: ", count(item, "line"));
        print_safe(out, item, "reason");
        fprintf(out, "\n");
    }
    if (count(f, "rejected") > (long long)i) fprintf(out, "  ... and %lld more\n", count(f, "rejected") - (long long)i);
}

void import_print(FILE *out, const json_t *reply, int width) {
    (void)width;
    size_t i;
    json_t *f;
    json_array_foreach(json_object_get(reply, "files"), i, f) {
        print_what(out, f);
        if (json_is_true(json_object_get(reply, "preview"))) print_preview(out, f);
        else print_counts(out, f);
    }
    if (json_is_true(json_object_get(reply, "elsewhere")))
        fprintf(out, "\nAnother program is finding or counting themes; it counts these signals when that is done.\n");
    const json_t *t = json_object_get(reply, "themes");
    if (!json_is_object(t)) return;
    if (count(reply, "reopened"))
        fprintf(out, "\n%lld problems are open again: their tripwire was reached. See: ridealong problems\n",
                count(reply, "reopened"));
    fprintf(
        out,
        "\n%s %lld themes in %lld signals (%lld of them copies of another); %lld fit nowhere. See: ridealong themes\n",
        json_is_true(json_object_get(t, "discovered")) ? "Found" : "Coded under", count(t, "themes"),
        count(t, "signals"), count(t, "copies"), count(t, "unthemed"));
    const json_t *e = json_object_get(t, "embeddings");
    if (count(e, "words_alone") == 0) return;
    fprintf(out, "%lld signals were coded by words alone: ", count(e, "words_alone"));
    print_safe(out, e, "problem");
    fprintf(out, "\n");
}
