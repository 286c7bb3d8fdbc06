/* complaints.h - daily counts of the CFPB's complaints by issue, out of cfpb_issue_stream_YYYY.csv.gz. */
#pragma once
#include "base/err.h"
#include "outcomes/panel.h"

typedef struct Complaints {
    size_t themes, days_n;
    int64_t first_day; /* since 1970 */
    double *days;      /* themes x days_n */
    double *all;
    Str *names;
} Complaints;

/* `folder` holds the files of 2012 to 2018. */
bool complaints_read(Arena *a, const char *folder, Complaints *out, Err *err);
