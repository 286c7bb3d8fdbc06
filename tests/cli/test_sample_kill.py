#!/usr/bin/env python3
"""Kill -9 at random moments of loading and of removing sample data, then ask again: it ends clean, and the own signal that was there
is all that is left. A server that starts after such a kill goes on by itself. On SQLite and on PostgreSQL (URLs in PG_URLS).

usage: test_sample_kill.py RIDEALONG KILLS"""
import json
import os
import random
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from program import Program, fetch  # noqa: E402

BINARY, KILLS = os.path.abspath(sys.argv[1]), int(sys.argv[2])
moments = random.Random(20261123)


def killed(p, store, *words, after):
    process = subprocess.Popen([BINARY, *words, "--quiet", "--store", store], env=p.env, cwd=p.home, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    try:
        process.communicate(timeout=after)
        return False
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return True


def look(p, store):
    """What is stored of everything that sample data has some of."""
    def count(*words):
        return int(p.ok(*words, "--count", "--store", store).out)
    state = p.json("sample", "show", "--store", store)
    return (state["state"], [(r["what"], r["n"]) for r in state["rows"]], count("signals"), count("people"), count("problems", "--state", "all"),
            count("sessions", "--past"), count("sessions"), count("releases"), count("teams"), count("components"))


def check(p, store, name):
    p.ok("import", p.write("own.csv", "id,text\n1,my own card was declined\n"), "--store", store)
    clean = look(p, store)
    began = time.monotonic()
    p.ok("sample", "load", "--quiet", "--store", store, timeout=300)
    load_takes, began = time.monotonic() - began, time.monotonic()
    loaded = look(p, store)
    assert loaded[0] == "loaded" and loaded[2] > 5000, loaded
    p.ok("sample", "remove", "--quiet", "--store", store)
    remove_takes = time.monotonic() - began
    assert look(p, store) == clean, (look(p, store), clean)
    kills = 0
    for turn in range(KILLS):
        kills += killed(p, store, "sample", "load", after=moments.uniform(0.05, load_takes))
        if turn % 2:  # taken back by whoever asks to remove it
            p.run("sample", "remove", "--quiet", "--store", store)
        else:  # or loaded anew
            p.run("sample", "load", "--quiet", "--store", store, timeout=300)
            got = look(p, store)
            assert got == loaded, (got, loaded)
            kills += killed(p, store, "sample", "remove", after=moments.uniform(0.02, remove_takes))
            p.run("sample", "remove", "--quiet", "--store", store)
        assert look(p, store) == clean, (look(p, store), clean)
        p.ok("audit", "verify", "--store", store)
    print(f"{name}: {kills} kills, clean after each")


def check_server(p):
    """A killed load is made good by the next server."""
    store = p.path("served.db")
    p.ok("import", p.write("own.csv", "id,text\n1,my own card was declined\n"), "--store", store)
    assert killed(p, store, "sample", "load", after=1.0), "it was through within a second"
    with p.serve("--store", store) as port:
        for _ in range(600):
            reply = json.loads(fetch(port, "/api/v1/sample")[1])
            if reply["state"] == "loaded":
                break
            time.sleep(0.2)
        assert reply["state"] == "loaded", reply
        page = fetch(port, "/themes")[1].decode()
        assert "Remove sample data" in page


with Program(BINARY) as program:
    check_server(program)
    check(program, program.path("kill.db"), "sqlite")
    for url in os.environ.get("PG_URLS", "").split():
        check(program, url, "postgresql")
