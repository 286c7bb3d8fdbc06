/* sketch.h - what every discovery asks of each text and what never changes as long as the text does not: by what it is
 * told to be a copy, and whether it speaks of harm. Worked out once, when the signal is stored, and kept beside it. */
#pragma once
#include "base/arena.h"

typedef struct Sketch {
    Str signature; /* copies_sign; lies in the bytes */
    bool severe;   /* text_is_severe */
} Sketch;

/* What the sketches of this program begin with. Those of one that finds copies or harm in another way are read as none
 * at all. */
enum { SKETCH_VERSION_BYTES = 4 };
Str sketch_version(void);

/* Some 150 bytes, 20 when the text has under eight words; in the arena, which is also scratch. */
Str sketch_make(Arena *a, Str text);
/* False: there is none, or not one of this program's. */
bool sketch_read(Str bytes, Sketch *out);
