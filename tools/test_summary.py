#!/usr/bin/env python3
"""Counts what meson wrote into testlog.json and ends with "N passed, N failed, N skipped"."""
import json
import sys

counts = {"OK": 0, "SKIP": 0, "failed": 0}
for line in open(sys.argv[1], encoding="utf-8"):
    test = json.loads(line)
    result = test["result"]
    counts[result if result in ("OK", "SKIP") else "failed"] += 1
    if result not in ("OK", "SKIP"):
        print(f"{result}: {test['name']}")
print(f"{counts['OK']} passed, {counts['failed']} failed, {counts['SKIP']} skipped")
