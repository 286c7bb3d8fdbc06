"""labelled_rows.py - real or generated data as "text,label..." rows for the quality benchmarks.

    labelled_rows.py cfpb FILE.csv.gz OUT.csv     complaints with a narrative and an Issue: text, Issue, Product
    labelled_rows.py nhtsa FILE.csv.gz OUT.csv    half of the distinct summaries of recalls: text, make
    labelled_rows.py tickets FILE.csv.gz OUT.csv  a sixth of the help-desk tickets: text, group
    labelled_rows.py bugs FILE.csv... OUT.csv     bug reports, a file a project: summary and description, project
    labelled_rows.py company SIGNALS.jsonl TRUTH.csv OUT.csv
        `ridealong signals --json` of a generated company, without copies and noise: text, true theme"""
import csv
import gzip
import itertools
import json
import os
import sys

csv.field_size_limit(1 << 30)


def cfpb(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield "text", "Issue", "Product"
        for row in csv.DictReader(file):
            if row["Issue"] and row["Consumer complaint narrative"].strip():
                yield row["Consumer complaint narrative"], row["Issue"], row["Product"]


def nhtsa(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        makes = {row["SUMMARY"]: row["MAKE"] for row in csv.DictReader(file)}
    yield "text", "make"
    yield from list(makes.items())[::2]


def tickets(path):
    yield "text", "group"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in itertools.islice(csv.DictReader(file), 0, None, 6):
            yield row["Document"], row["Topic_group"]


def bugs(*paths):
    yield "text", "project"
    for path in paths:
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                parts = (row.get(name) or "" for name in ("Summary", "Description", "title", "body"))
                yield "\n".join(filter(None, parts)), os.path.basename(path).split("_")[0]


def company(signals, truth):
    with open(truth, encoding="utf-8", newline="") as file:  # it names files, the store sources
        true = {(row["source"].split(".")[0], row["id"]): row["theme"] for row in csv.DictReader(file) if not row["copy_of"]}
    yield "text", "theme"
    with open(signals, encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            theme = true.get((row["source"]["name"], row["external_id"]))
            if theme and row["text"]:
                yield row["text"], theme


def main():
    *sources, out_path = sys.argv[2:]
    readers = {"cfpb": cfpb, "nhtsa": nhtsa, "tickets": tickets, "bugs": bugs, "company": company}
    rows = readers[sys.argv[1]](*sources)
    with open(out_path, "w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)


if __name__ == "__main__":
    main()
