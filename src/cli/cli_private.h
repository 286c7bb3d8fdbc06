/* cli_private.h - what the files of the command line share. */
#pragma once
#include <stdio.h>

#include "app/app.h"
#include "base/buf.h"

typedef struct CliOptions {
    const char *store;
    int threads;
    int64_t now;
    bool json, count, quiet, help, limit_given;
} CliOptions;

/* Words and options to an operation and its raw arguments (allocated in `a`). op is NULL for bare `ridealong`. */
bool cli_parse(int argc, char **argv, Arena *a, const Op **op, RawArg **raw, size_t *n, CliOptions *options, Err *err);

/* What to type for a parameter: "write_anywhere" is --write-anywhere. */
const char *option_name(Arena *a, const char *param);

/* The word that `typed` is most likely a slip of; empty when none is near. The first of equally near ones. */
Str suggest_nearest(Str typed, const Str *words, size_t n);

void help_all(FILE *out);
void help_op(FILE *out, const Op *op);

/* A reply as a table for people; width in columns of the terminal. */
void table_print(FILE *out, const Op *op, const json_t *reply, int width);

/* One value as text for a cell; see Column.format. Safe for a terminal. */
void cell_text(Buf *out, const char *format, const json_t *value);
const json_t *json_at(const json_t *object, const char *dotted_path);

/* What only the import shows. */
void import_print(FILE *out, const json_t *reply, int width);

/* The progress bar: on a terminal only. Its tick also tells a stage that Ctrl-C was pressed. */
Progress progress_bar(bool quiet);
void progress_bar_clear(void);

/* edit_brief.c: the brief in the person's editor, and back. */
bool edit_brief(App *app, const Actor *actor, const Op *op, Arena *a, const RawArg *raw, size_t n, const CliOptions *o,
                Err *err);
