/* draft_parts.h - what the files that draft a brief share. Private to problems. */
#pragma once
#include "problems/draft.h"

enum { DRAFT_BLOCKS = 24 };

typedef struct Drafting {
    Arena *a;
    const DraftFacts *f;
    BriefSection *section;
} Drafting;

void draft_text(const Drafting *d, const char *format, ...) __attribute__((format(printf, 2, 3)));
void draft_question(const Drafting *d, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* draft_questions.c: a question for each thing that the facts do not say. */
void draft_unknown(const Drafting *d);
