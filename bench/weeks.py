#!/usr/bin/env python3
"""How many themes keep their number when some weeks of data are added? Discovers without the last weeks, imports them,
discovers again in the same store, and compares.

usage: weeks.py RIDEALONG FILE.csv[.gz] TIME_COLUMN WEEKS"""
import csv
import datetime
import gzip
import json
import os
import subprocess
import sys
import tempfile

BINARY, PATH, TIME_COLUMN, WEEKS = os.path.abspath(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%Y%m%d")
BIG = 50


def when(row):
    for form in FORMATS:
        try:
            return datetime.datetime.strptime(row[TIME_COLUMN][:10].strip(), form)
        except ValueError:
            pass
    return None


def read_rows():
    csv.field_size_limit(1 << 30)
    opener = gzip.open if PATH.endswith(".gz") else open
    with opener(PATH, "rt", encoding="utf-8", errors="replace") as file:
        return [(when(row), row) for row in csv.DictReader(file) if when(row)]


def write_rows(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def run(*arguments):
    done = subprocess.run([BINARY, *arguments], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def main():
    rows = read_rows()
    cut = max(at for at, _ in rows) - datetime.timedelta(weeks=WEEKS)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RIDEALONG_STORE"] = os.path.join(folder, "store.db")
        for name, part in (("before", [r for at, r in rows if at <= cut]), ("added", [r for at, r in rows if at > cut])):
            file = write_rows(os.path.join(folder, name + ".csv"), part)
            run("import", "--no-themes", "--quiet", "--source", "weeks", file)
            run("discover", "--quiet")
            if name == "before":
                themes = json.loads(run("themes", "--json"))["themes"]
            print(f"{name}: {len(part)} rows", flush=True)
        kept = {theme["id"] for theme in json.loads(run("themes", "--json"))["themes"]}
        big = [theme for theme in themes if theme["signals"] > BIG]
        stayed = json.loads(run("codebook", "2", "--json"))["stayed"]
        print(f"themes of over {BIG} signals that keep their number: {sum(t['id'] in kept for t in big)} of {len(big)}; "
              f"signals that keep their theme: {100 * stayed:.1f} %")


main()
