#!/usr/bin/env python3
"""The layer law, proven by the compiler: a layer can include every layer before it and none after it.

Reads build/compile_commands.json, takes each layer's own include directories, and tries every pair."""
import json
import os
import subprocess
import sys

ORDER = ["base", "text", "stats", "signals", "themes", "problems", "touchpoints", "outcomes", "demo", "store", "app", "web", "cli"]
# text and stats stand side by side, and so do demo and store: neither may see the other
APART = [{"text", "stats"}, {"demo", "store"}]


def flags_of(commands, root, build, layer):
    for entry in commands:
        source = os.path.normpath(os.path.join(entry["directory"], entry["file"]))
        if source.startswith(os.path.join(root, "src", layer) + os.sep) and source.endswith(".c"):
            return [f for f in entry["command"].split() if f.startswith(("-I", "-D", "-std"))]
    sys.exit(f"layers: no source of {layer} in compile_commands.json")


def compiles(flags, build, header):
    run = subprocess.run(["cc", *flags, "-fsyntax-only", "-x", "c", "-"], input=f'#include "{header}"\n',
                         capture_output=True, text=True, cwd=build)
    return run.returncode == 0


def a_header(root, layer):
    return f"{layer}/{sorted(os.listdir(os.path.join(root, 'src', layer, 'include', layer)))[0]}"


def main():
    root, build = map(os.path.abspath, sys.argv[1:3])
    commands = json.load(open(os.path.join(build, "compile_commands.json"), encoding="utf-8"))
    wrong = tried = 0
    for i, layer in enumerate(ORDER):
        flags = flags_of(commands, root, build, layer)
        for k, other in enumerate(ORDER):
            may = k <= i and not (layer != other and {layer, other} in APART)
            tried += 1
            if compiles(flags, build, a_header(root, other)) != may:
                wrong += 1
                print(f"layers: {layer} {'cannot' if may else 'can'} include {other}")
    print(f"{tried} pairs of layers tried, {wrong} wrong")
    sys.exit(wrong != 0)


main()
