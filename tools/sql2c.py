#!/usr/bin/env python3
"""Compiles the store's .sql files to one C table, so that all SQL is text that a database person can read.

    sql2c.py OUT.h OUT.c FILE.sql... migrations/NNNN_NAME[.ENGINE].sql...

A query file holds blocks:

    -- name: signal_get            one text for both engines
    -- name: list_search sqlite    an override where the engines differ

A block runs to the next `-- name:` line; other comments and blank lines are dropped. A query that only one
engine has is NULL for the other. A migration is a whole file; NNNN_NAME.sql serves both engines, NNNN_NAME.sqlite.sql and NNNN_NAME.postgresql.sql one each.
"""
import pathlib
import re
import sys

ENGINES = ["sqlite", "postgresql"]
NAME = re.compile(r"^-- name: ([a-z][a-z0-9_]*)(?: (sqlite|postgresql))?\s*$")
MIGRATION = re.compile(r"^(\d{4})_([a-z0-9_]+?)(?:\.(sqlite|postgresql))?\.sql$")


def fail(message):
    sys.exit("sql2c: " + message)


def put(table, key, engine, text, where):
    """Stores `text` under key for one engine, or as the common text when engine is None."""
    texts = table.setdefault(key, {})
    if engine in texts:
        fail(f"{where}: {key} is defined twice")
    if not text:
        fail(f"{where}: {key} is empty")
    texts[engine] = text


def read_queries(path, table):
    key, lines = None, []

    def close():
        if key:
            put(table, key[0], key[1], "\n".join(lines), path)

    for number, line in enumerate(path.read_text().splitlines(), 1):
        match = NAME.match(line)
        if match:
            close()
            key, lines = match.groups(), []
        elif line.startswith("-- name"):
            fail(f"{path}:{number}: bad name line")
        elif line.strip() and not line.lstrip().startswith("--"):
            if not key:
                fail(f"{path}:{number}: text before the first name")
            lines.append(line.rstrip())
    close()


def read_migration(path, table):
    match = MIGRATION.match(path.name)
    if not match:
        fail(f"{path}: call it NNNN_name.sql or NNNN_name.ENGINE.sql")
    put(table, match.group(1, 2), match.group(3), path.read_text(), path)


def literal(text):
    """A C string literal, one source line per line of SQL."""
    if text is None:
        return "NULL"
    out = []
    for line in text.splitlines(keepends=True):
        line = line.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        out.append(f'"{line}"')
    return "\n        ".join(out)


def row(texts, head):
    fields = ",\n".join(f"        {literal(texts.get(e, texts.get(None)))}" for e in ENGINES)
    return f"    {head} {{\n{fields}}}}},\n"


def main():
    out_h, out_c, *files = sys.argv[1:]
    queries, migrations = {}, {}
    for path in map(pathlib.Path, files):
        (read_migration if path.parent.name == "migrations" else read_queries)(path, *(
            [migrations] if path.parent.name == "migrations" else [queries]))
    order = sorted(migrations)
    for wanted, (number, name) in enumerate(order, 1):
        if None not in migrations[(number, name)] and len(migrations[(number, name)]) < len(ENGINES):
            fail(f"migration {number}_{name}: one engine has none")
        if int(number) != wanted:
            fail(f"migration {number}_{name}: the numbers must run 0001, 0002... without a gap")

    header = ["/* Made by tools/sql2c.py from src/store/sql. */\n#pragma once\n\ntypedef enum QueryId {\n"]
    header += [f"    Q_{name.upper()},\n" for name in sorted(queries)]
    header += [f"    QUERIES\n}} QueryId;\n\nenum {{ MIGRATIONS = {len(order)} }};\n"]
    body = ['/* Made by tools/sql2c.py from src/store/sql. */\n#include "query.h"\n\n',
            "const Query queries[QUERIES] = {\n"]
    body += [row(queries[name], f'[Q_{name.upper()}] = {{"{name}",') for name in sorted(queries)]
    body += ["};\n\nconst Migration migrations[MIGRATIONS] = {\n"]
    body += [row(migrations[key], f'{{{int(key[0])}, "{key[1]}",') for key in order]
    body += ["};\n"]
    pathlib.Path(out_h).write_text("".join(header))
    pathlib.Path(out_c).write_text("".join(body))


main()
