"""labelled_rows.py - real or generated data as "text,label..." rows for the quality benchmarks.

    labelled_rows.py cfpb FILE.csv.gz OUT.csv     complaints with a narrative and an Issue: text, Issue, Product
    labelled_rows.py company SIGNALS.jsonl TRUTH.csv OUT.csv
        `ridealong signals --json` of a generated company, without copies and noise: text, true theme"""
import csv
import gzip
import json
import sys

csv.field_size_limit(1 << 30)


def cfpb(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield "text", "Issue", "Product"
        for row in csv.DictReader(file):
            if row["Issue"] and row["Consumer complaint narrative"].strip():
                yield row["Consumer complaint narrative"], row["Issue"], row["Product"]


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
    rows = {"cfpb": cfpb, "company": company}[sys.argv[1]](*sources)
    with open(out_path, "w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)


if __name__ == "__main__":
    main()
