/* owners_pattern.h - path patterns of CODEOWNERS files. Private to problems. */
#pragma once
#include "problems/codeowners.h"

typedef enum SegmentKind {
    SEGMENT_GLOB, /* one part of a path: literals, * and ?, for GitLab [a-z], too */
    SEGMENT_ANY,  /* any number of parts, also none */
    SEGMENT_SOME  /* one part or more */
} SegmentKind;

typedef struct Segment {
    SegmentKind kind;
    Str glob;
} Segment;

typedef struct OwnersPattern {
    const Segment *segments;
    size_t n;
    bool classes; /* [ ] has a meaning */
    bool nothing; /* matches no path: "/" */
} OwnersPattern;

/* NULL when the pattern has no meaning; *why then says so. */
const OwnersPattern *owners_pattern_github(Arena *a, Str pattern, const char **why);
const OwnersPattern *owners_pattern_gitlab(Arena *a, Str pattern, const char **why);

/* Time is at most the product of the two lengths, whatever the stars. */
bool owners_pattern_matches(const OwnersPattern *p, Str path);
