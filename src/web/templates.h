/* templates.h - what tools/tmpl2c.py makes of templates/ and static/: one function per page, one row per file. */
#pragma once
#include <jansson.h>

#include "base/arena.h"
#include "base/buf.h"

/* `page` is the frame (title, addresses: see page.c), `reply` what the operation answered. */
typedef struct PageTemplate {
    const char *name; /* the operation's id with '_' for '.': "themes_list" */
    void (*write)(Buf *out, Arena *a, const json_t *page, const json_t *reply);
} PageTemplate;

extern const PageTemplate PAGES[]; /* ended by name NULL */

typedef struct Asset {
    const char *name, *type, *etag;
    const unsigned char *data;
    size_t n;
    const unsigned char *zip; /* the same in gzip */
    size_t zip_n;
} Asset;

extern const Asset ASSETS[]; /* ended by name NULL */
