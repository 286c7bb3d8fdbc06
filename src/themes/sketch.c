/* sketch.c - version, whether it is severe, signature: side by side. */
#include "themes/sketch.h"

#include <pthread.h>
#include <string.h>

#include "severity.h"
#include "signals/copies.h"
#include "themes/rank.h"

enum { HEAD = SKETCH_VERSION_BYTES + 1 };

static char version[SKETCH_VERSION_BYTES];
static pthread_once_t version_once = PTHREAD_ONCE_INIT;

static void version_make(void) {
    uint64_t of = hash_mix(COPY_SIGNATURE_METHOD, severity_method());
    memcpy(version, &of, sizeof version);
}

Str sketch_version(void) {
    pthread_once(&version_once, version_make);
    return (Str){version, sizeof version};
}

Str sketch_make(Arena *a, Str text) {
    Str signature = copies_sign(a, text);
    char *bytes = arena_alloc(a, HEAD + signature.n);
    memcpy(bytes, sketch_version().p, SKETCH_VERSION_BYTES);
    bytes[SKETCH_VERSION_BYTES] = (char)text_is_severe(text);
    memcpy(bytes + HEAD, signature.p, signature.n);
    return (Str){bytes, HEAD + signature.n};
}

bool sketch_read(Str bytes, Sketch *out) {
    if (bytes.n <= HEAD || !str_starts(bytes, sketch_version())) return false;
    *out = (Sketch){str_slice(bytes, HEAD, bytes.n), bytes.p[SKETCH_VERSION_BYTES] != 0};
    return true;
}
