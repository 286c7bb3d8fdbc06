/* export_row.h - one signal as a row of each system's export. */
#pragma once
#include <stdio.h>

#include "compose.h"
#include "demo/demo.h"

/* The columns and the row of a channel's file; JSON arrays put a comma before every row but the first. */
typedef struct ExportFormat {
    const char *file; /* name in the demo's folder */
    const char *head, *tail;
    void (*write_row)(FILE *out, const DemoSignal *s, bool first);
} ExportFormat;

extern const ExportFormat EXPORT_FORMATS[CHANNELS];

Channel export_channel(Str name);

/* One field of a CSV row, quoted where RFC 4180 asks for it; `last` ends the row instead of the field. */
void export_csv(FILE *out, Str value, bool last);
