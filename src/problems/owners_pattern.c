/* owners_pattern.c - a pattern taken apart at its slashes, and the match of one path.
 *
 * What a pattern holds beneath itself is a last segment that stands for more parts of a path, so that one loop with one
 * place to go back to serves both dialects. GitHub's form was checked against its documentation and gitignore(5),
 * GitLab's is that of Ruby's File.fnmatch with FNM_PATHNAME and FNM_DOTMATCH. */
#include "owners_pattern.h"

static Segment any(void) {
    return (Segment){SEGMENT_ANY, {NULL, 0}};
}
static Segment some(void) {
    return (Segment){SEGMENT_SOME, {NULL, 0}};
}

static size_t count_slashes(Str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += s.p[i] == '/';
    return n;
}

static bool is_stars(Str s) {
    return str_eq(s, STR("**"));
}

/* Parts between slashes; `**` stands for any number of them, but as the last. */
static size_t split(Str body, Segment *out) {
    size_t n = 0;
    for (Str rest = body; rest.p;) {
        Str part = str_cut(&rest, '/');
        bool stars = is_stars(part) && rest.p;
        if (stars && n && out[n - 1].kind == SEGMENT_ANY) continue; /* a second one adds nothing */
        out[n++] = stars ? any() : (Segment){SEGMENT_GLOB, part};
    }
    return n;
}

static OwnersPattern *pattern_new(Arena *a, Str body, Segment **segments) {
    OwnersPattern *p = ARENA_NEW(a, OwnersPattern);
    *segments = ARENA_ARRAY(a, Segment, count_slashes(body) + 4); /* one in front, one behind */
    p->segments = *segments;
    return p;
}

const OwnersPattern *owners_pattern_github(Arena *a, Str pattern, const char **why) {
    *why = "a pattern with three stars in a row has no meaning";
    if (str_find(pattern, STR("***")) != SIZE_MAX) return NULL;
    Segment *s;
    OwnersPattern *p = pattern_new(a, pattern, &s);
    bool rooted = str_starts(pattern, STR("/")), folder = str_ends(pattern, STR("/"));
    Str body = str_slice(pattern, rooted, pattern.n - folder);
    p->nothing = body.n == 0 || pattern.n <= (size_t)rooted;
    if (p->nothing) return p;
    if (!rooted && !count_slashes(body)) s[p->n++] = any();
    p->n += split(body, s + p->n);
    Segment *last = &s[p->n - 1];
    if (is_stars(last->glob)) {
        *last = some();
        if (p->n > 1 && s[p->n - 2].kind == SEGMENT_ANY) s[--p->n - 1] = some();
    } else if (folder) {
        s[p->n++] = some();
    } else if (!str_eq(last->glob, STR("*"))) {
        s[p->n++] = any(); /* a folder of that name is meant with all that it holds */
    }
    return p;
}

const OwnersPattern *owners_pattern_gitlab(Arena *a, Str pattern, const char **why) {
    *why = "the pattern has a [ that is never closed";
    for (size_t i = 0; i < pattern.n; i++) {
        if (pattern.p[i] == '\\') i++;
        else if (pattern.p[i] == '[' && str_find(str_slice(pattern, i + 1, pattern.n), STR("]")) == SIZE_MAX)
            return NULL;
    }
    Segment *s;
    OwnersPattern *p = pattern_new(a, pattern, &s);
    bool rooted = str_starts(pattern, STR("/")), folder = str_ends(pattern, STR("/"));
    p->classes = true;
    if (!rooted) s[p->n++] = any();
    Str body = str_slice(pattern, rooted, pattern.n - folder);
    if (body.n) p->n += split(body, s + p->n);
    if (folder || !body.n) s[p->n++] = some();
    return p;
}

/* ---- matching -------------------------------------------------------------------------------- */

/* Does c stand in the class that begins behind `[` at p[at]? *end: behind its `]`; false as well when it is not closed.
 */
static bool class_holds(Str p, size_t at, unsigned char c, size_t *end) {
    bool negated = at < p.n && (p.p[at] == '!' || p.p[at] == '^'), holds = false;
    size_t i = at + negated;
    for (size_t first = i; i < p.n && (p.p[i] != ']' || i == first); i++) {
        if (p.p[i] == '\\' && i + 1 < p.n) i++;
        unsigned char low = (unsigned char)p.p[i], high = low;
        if (i + 2 < p.n && p.p[i + 1] == '-' && p.p[i + 2] != ']') {
            high = (unsigned char)p.p[i + 2];
            i += 2;
        }
        holds |= low <= c && c <= high;
    }
    *end = i + 1;
    return i < p.n && holds != negated;
}

/* One character of the pattern against one of the part; *next: where the pattern goes on. */
static bool one_matches(Str glob, size_t at, unsigned char c, bool classes, size_t *next) {
    *next = at + 1;
    if (glob.p[at] == '?') return true;
    if (glob.p[at] == '[' && classes) return class_holds(glob, at + 1, c, next);
    if (glob.p[at] == '\\' && at + 1 < glob.n) *next = ++at + 1;
    return (unsigned char)glob.p[at] == c;
}

static bool glob_matches(Str glob, Str part, bool classes) {
    size_t g = 0, i = 0, back_g = SIZE_MAX, back_i = 0, next;
    while (i < part.n) {
        if (g < glob.n && glob.p[g] == '*') {
            back_g = ++g;
            back_i = i;
        } else if (g < glob.n && one_matches(glob, g, (unsigned char)part.p[i], classes, &next)) {
            g = next;
            i++;
        } else if (back_g != SIZE_MAX) {
            g = back_g;
            i = ++back_i;
        } else {
            return false;
        }
    }
    while (g < glob.n && glob.p[g] == '*') g++;
    return g == glob.n;
}

/* The part of the path that begins at `at`; *next: behind its slash, or SIZE_MAX behind the last. */
static Str part_at(Str path, size_t at, size_t *next) {
    size_t slash = str_find(str_slice(path, at, path.n), STR("/"));
    *next = slash == SIZE_MAX ? SIZE_MAX : at + slash + 1;
    return str_slice(path, at, slash == SIZE_MAX ? path.n : at + slash);
}

bool owners_pattern_matches(const OwnersPattern *p, Str path) {
    if (p->nothing || !path.n) return false;
    size_t s = 0, at = 0, back_s = SIZE_MAX, back_at = 0, next;
    while (at != SIZE_MAX) {
        Str part = part_at(path, at, &next);
        if (s < p->n && p->segments[s].kind != SEGMENT_GLOB) {
            back_s = s + 1;
            if (p->segments[s].kind == SEGMENT_SOME) at = next;
            back_at = at;
            s++;
        } else if (s < p->n && glob_matches(p->segments[s].glob, part, p->classes)) {
            s++;
            at = next;
        } else if (back_s != SIZE_MAX) {
            part_at(path, back_at, &next);
            s = back_s;
            at = back_at = next;
        } else {
            return false;
        }
    }
    while (s < p->n && p->segments[s].kind == SEGMENT_ANY) s++;
    return s == p->n;
}
