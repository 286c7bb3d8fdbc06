/* tracker_text.h - a brief as the text of an issue in a tracker. What customers said stays word for word, and does
 * nothing there: no mentions, no images, no links, no markup of its own. */
#pragma once
#include "problems/brief.h"

typedef enum TrackerKind { TRACKER_GITHUB, TRACKER_GITLAB, TRACKER_JIRA, TRACKERS } TrackerKind;
const char *tracker_name(TrackerKind kind); /* "github", "gitlab", "jira" */

/* Markdown for GitHub and GitLab, wiki markup for Jira; all sections, each quote with its signal and hash. `mark` ends
 * the text, so that the issue is found again: "ridealong-3-9f2c...". */
Str tracker_text(Arena *a, TrackerKind kind, const Brief *brief, Str mark);

/* One line that does nothing in a title. */
Str tracker_title(Arena *a, const Brief *brief);
