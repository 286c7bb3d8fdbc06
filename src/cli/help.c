/* help.c - the help, out of the registry. */
#include <stdio.h>
#include <string.h>

#include "cli_private.h"

static const char COMMON_HELP[] =
    "Every operation also takes:\n"
    "  --store PATH|URL   a SQLite file or postgresql://...; else RIDEALONG_STORE; else ridealong.db in\n"
    "                     $XDG_DATA_HOME/ridealong (~/.local/share/ridealong)\n"
    "  --json             the reply as JSON\n"
    "  --count            only the number of rows\n"
    "  --quiet            no progress bar\n"
    "  --threads N        processors to use (default: all); the result is the same\n"
    "  --now TIME         take this for the present moment, so that a run can be repeated\n";

void help_all(FILE *out) {
    fprintf(out, "ridealong - from what customers struggle with to what engineers should build\n\n"
                 "Start:  ridealong import complaints.csv    then    ridealong themes    then    ridealong serve\n\n");
    size_t n;
    const Op *const *ops = ops_all(&n);
    const char *heading = "";
    for (size_t i = 0; i < n; i++) {
        if (!ops[i]->words || !(ops[i]->doors & DOOR_CLI)) continue;
        if (strcmp(ops_heading(i), heading) != 0) fprintf(out, "%s%s\n", *heading ? "\n" : "", ops_heading(i));
        heading = ops_heading(i);
        fprintf(out, "  %-20s %s\n", ops[i]->words, ops[i]->summary);
    }
    fprintf(out, "\n`ridealong COMMAND --help` says more about one.\n\n%s", COMMON_HELP);
}

static void print_wrapped(FILE *out, const char *text, int indent, int width) {
    int column = indent;
    for (const char *p = text; *p;) {
        size_t word = strcspn(p, " \n");
        if (column + (int)word > width && column > indent) {
            fprintf(out, "\n%*s", indent, "");
            column = indent;
        }
        fprintf(out, "%.*s", (int)word, p);
        column += (int)word;
        p += word;
        if (*p == '\n') {
            fprintf(out, "\n%*s", indent, "");
            column = indent;
        } else if (*p == ' ') {
            fputc(' ', out);
            column++;
        }
        p += *p != '\0';
    }
    fputc('\n', out);
}

static void help_param(FILE *out, Arena *a, const Param *p) {
    char left[80];
    static const char *const KINDS[] = {[PARAM_STR] = " TEXT",  [PARAM_INT] = " N",     [PARAM_BOOL] = "",
                                        [PARAM_ENUM] = " WORD", [PARAM_DATE] = " DATE", [PARAM_LIST] = "..."};
    if (p->positional) snprintf(left, sizeof left, "%s%s", p->name, p->type == PARAM_LIST ? "..." : "");
    else snprintf(left, sizeof left, "--%s%s", option_name(a, p->name), KINDS[p->type]);
    fprintf(out, "  %-18s ", left);
    char text[600];
    snprintf(text, sizeof text, "%s%s%s%s%s", p->help, p->required ? " (needed)" : "",
             p->fallback && p->type != PARAM_BOOL ? " (default: " : "",
             p->fallback && p->type != PARAM_BOOL ? p->fallback : "", p->fallback && p->type != PARAM_BOOL ? ")" : "");
    print_wrapped(out, text, 21, 100);
}

void help_op(FILE *out, const Op *op) {
    fprintf(out, "ridealong %s - %s\n\n", op->words, op->summary);
    print_wrapped(out, op->help, 0, 100);
    if (op->params && op->params[0].name) fputc('\n', out);
    Arena *a = arena_new();
    for (const Param *p = op->params; p && p->name; p++) help_param(out, a, p);
    arena_free(a);
    fprintf(out, "\n%s", COMMON_HELP);
}
