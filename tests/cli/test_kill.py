#!/usr/bin/env python3
"""Kill -9 at random moments of an import, import again, until it is through: the content, the counts and the rejects
file must be those of one clean import. On SQLite and on PostgreSQL (URLs in PG_URLS).

usage: test_kill.py RIDEALONG KILLS"""
import json
import os
import random
import subprocess
import sys
import tempfile
import time

BINARY, KILLS = os.path.abspath(sys.argv[1]), int(sys.argv[2])
ROWS = 12000
random_moments = random.Random(20261123)


def write_file(path):
    """Rows with an id and rows without, equal rows, personal data, and every 500th one broken."""
    draw = random.Random(7)
    words = "card payment refund declined charged twice app login fee waiting support transfer abroad".split()
    with open(path, "w", encoding="utf-8") as out:
        out.write("id,text,created_at,customer\n")
        for i in range(ROWS):
            if i % 500 == 499:
                out.write(f'x{i},"a, b",2026-01-01,c,too,many,cells\n')
                continue
            text = " ".join(draw.choice(words) for _ in range(12)) if i % 10 else "my card was declined again"
            ident = f"T{i}" if i % 3 else ""
            out.write(f"{ident},{text} mail me at c{i % 50}@example.com,2026-0{1 + i % 9}-1{i % 9},c{i % 400}\n")


def import_command(store, path):
    return [BINARY, "import", "--no-themes", "--quiet", "--json", "--store", store, "--map",
            "id=id,text=text,time=created_at,customer=customer", "--now", "2026-11-01", "--source", "kill", path]


def dump(store):
    run = subprocess.run([BINARY, "signals", "--json", "--store", store], capture_output=True, check=True)
    rows = []
    for line in run.stdout.splitlines():
        row = json.loads(line)
        row.pop("id")  # numbers of a sequence may have gaps after a rollback
        row["source"].pop("id")
        rows.append(row)
    return rows


def clean_import(store, path):
    run = subprocess.run(import_command(store, path), capture_output=True, check=True)
    return json.loads(run.stdout)["files"][0]


def killed_import(store, path, longest):
    """Returns (kills, the report of the run that came through)."""
    kills = 0
    while True:
        process = subprocess.Popen(import_command(store, path), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            out, err = process.communicate(timeout=random_moments.uniform(0.005, longest))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            kills += 1
            continue
        assert process.returncode == 0, err.decode()
        return kills, json.loads(out)["files"][0]


COUNTS = ("rows", "inserted", "updated", "unchanged", "skipped", "rejected")


def imports_of(store):
    run = subprocess.run([BINARY, "sources", "--json", "--store", store], capture_output=True, check=True)
    return json.loads(run.stdout)["sources"][0]["imports"]


def compare(name, want, got, want_report, report):
    assert got == want, f"{name}: {len(got)} signals, {len(want)} wanted, or their content differs"
    # killed after the last commit but before its report, a run is over: the next one is a second import
    imports = imports_of(name)
    first = imports[-1]
    for key in COUNTS:
        assert first[key] == want_report[key], f"{name}: {key} is {first[key]}, {want_report[key]} wanted"
    for one in imports:
        assert sum(one[k] for k in COUNTS[1:]) == one["rows"] == ROWS and one["state"] == "finished", one
    assert all(one["inserted"] == one["updated"] == 0 for one in imports[:-1])
    with open(want_report["rejects_path"], encoding="utf-8") as a, open(report["rejects_path"], encoding="utf-8") as b:
        assert a.read() == b.read(), f"{name}: the rejects files differ"


def main():
    stores = {"sqlite": None, "postgresql": os.environ.get("PG_URLS", "").split()}
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_DATA_HOME"] = home
        os.environ["RIDEALONG_KEY_FILE"] = os.path.join(home, "key")
        path = os.path.join(home, "rows.csv")
        write_file(path)
        for engine, urls in stores.items():
            name = iter(urls) if urls is not None else (os.path.join(home, f"s{i}.db") for i in range(100000))
            first = next(name)
            begun = time.monotonic()
            want_report = clean_import(first, path)
            longest = (time.monotonic() - begun) * 0.9
            want, kills, stores_tried = dump(first), 0, 0
            for store in name:
                if kills >= KILLS:
                    break
                done, report = killed_import(store, path, longest)
                compare(store, want, dump(store), want_report, report)
                kills, stores_tried = kills + done, stores_tried + 1
            again = clean_import(first, path)
            assert again["inserted"] == again["updated"] == 0 and dump(first) == want, "importing again changed something"
            print(f"{engine}: {kills} kills over {stores_tried} imports, {len(want)} signals each, all equal")
            assert kills >= KILLS or engine == "postgresql" and kills > 0, "too few kills"


main()
