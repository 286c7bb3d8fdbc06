#!/usr/bin/env python3
"""Prints random members of the largest themes of a SQLite store, to be judged by a reader.

    tools/theme_sample.py STORE [--themes 30] [--members 5] [--seed 1] [--cut 400]

Members are drawn by a hash of seed and signal id, texts that are equal count once: the same store and seed give the
same list.
"""
import argparse
import hashlib
import sqlite3


def members_of(db, codebook, theme):
    return db.execute(
        "SELECT min(s.id), s.text FROM assignment a JOIN signal s ON s.id = a.signal_id "
        "WHERE a.codebook_id = ? AND a.theme_id = ? GROUP BY s.text", (codebook, theme)).fetchall()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store")
    for name, default in (("themes", 30), ("members", 5), ("seed", 1), ("cut", 400)):
        parser.add_argument("--" + name, type=int, default=default)
    args = parser.parse_args()
    db = sqlite3.connect(f"file:{args.store}?mode=ro", uri=True)
    codebook, = db.execute("SELECT id FROM codebook WHERE state = 'current'").fetchone()
    themes = db.execute("SELECT theme_id, name, signals FROM codebook_theme WHERE codebook_id = ? "
                        "ORDER BY signals DESC, position LIMIT ?", (codebook, args.themes)).fetchall()
    for theme, name, signals in themes:
        print(f"\n## {name} ({signals})")
        drawn = sorted(members_of(db, codebook, theme),
                       key=lambda m: hashlib.sha256(f"{args.seed} {m[0]}".encode()).digest())
        for signal, text in drawn[:args.members]:
            print(f"- [{signal}] {' '.join(text.split())[:args.cut]}")


if __name__ == "__main__":
    main()
