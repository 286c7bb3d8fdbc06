#!/usr/bin/env python3
"""Problems on the command line: the editor, exit codes for a CI, the measure against its schema, the demo's problems.

    test_problems.py RIDEALONG SOURCE_ROOT"""
import json
import os
import subprocess
import sys
import unittest

import jsonschema

from program import Program

ROOT = sys.argv.pop()
BINARY = sys.argv.pop()
with open(os.path.join(ROOT, "docs/schemas/acceptance-measure.json"), encoding="utf-8") as file:
    SCHEMA = json.load(file)


class Case(unittest.TestCase):
    def setUp(self):
        self.p = Program(BINARY).__enter__()
        self.addCleanup(self.p.__exit__)
        self.p.ok("import", *self.p.demo())
        self.p.env["TMPDIR"] = self.p.home

    def editor(self, script):
        path = self.p.write("editor.sh", "#!/bin/sh\n" + script + "\n")
        os.chmod(path, 0o755)
        return path

    def test_the_editor(self):
        self.p.ok("problem", "new", "--theme", "1")
        said = self.p.ok("problem", "edit", "1", EDITOR=self.editor("sed -i 's/^# .*/# Ours/' \"$1\"")).out.decode()
        self.assertIn("version 2", said)
        self.assertEqual(self.p.json("problem", "1")["problem"]["title"], "Ours")
        self.assertEqual([f for f in os.listdir(self.p.home) if f.startswith("problem-")], [])
        bad = self.p.run("problem", "edit", "1", VISUAL=self.editor("sed -i 's/^> \\([A-Za-z]\\)/> Forged: \\1/' \"$1\""))
        self.assertEqual(bad.code, 2)
        self.assertIn("line ", bad.err.decode())
        kept = [f for f in os.listdir(self.p.home) if f.startswith("problem-")]
        self.assertEqual(len(kept), 1)
        self.assertIn(kept[0], bad.err.decode())
        with open(self.p.path(kept[0]), encoding="utf-8") as text:
            self.assertIn("Forged: ", text.read())
        self.assertEqual(self.p.run("problem", "edit", "1", EDITOR="false").code, 8)

    def test_check_in_a_ci(self):
        self.p.ok("problem", "new", "--theme", "1")
        brief = self.p.ok("problem", "export", "1").out.decode()
        good, bad = self.p.write("good.md", brief), self.p.write("bad.md", brief.replace("\n> ", "\n> Q", 1))
        self.p.write("none.md", "no brief")
        self.assertEqual(self.p.run("problem", "check", good).code, 0)
        run = self.p.run("problem", "check", good, bad, "none.md")
        line = next(i for i, t in enumerate(brief.split("\n"), 1) if t.startswith("> "))
        self.assertEqual(run.code, 4)
        faults = json.loads(self.p.run("problem", "check", good, bad, "none.md", "--json").out)["faults"]
        self.assertEqual([(f["file"], f["line"]) for f in faults], [(bad, line), ("none.md", 1)])
        said = " ".join(self.p.ok("problem", "import", good).out.decode().split())
        self.assertTrue(said.startswith("done Problem 1 is as before, at version 1. Whether it can be proven cannot be said yet: "), said)
        self.assertEqual(self.p.run("problem", "import", bad).code, 2)

    def test_the_measure_fits_its_schema(self):
        self.p.ok("problem", "new", "--theme", "1", "--theme", "2")
        jsonschema.Draft202012Validator.check_schema(SCHEMA)
        measure = self.p.json("problem", "measure", "1")["measure"]
        jsonschema.validate(measure, SCHEMA)
        self.assertIsNone(measure["baseline"])
        self.p.ok("problem", "open", "1")
        self.assertIn(b"has no owner", self.p.run("problem", "commit", "1").err)
        self.p.ok("problem", "commit", "1", "--unowned")
        sealed = self.p.json("problem", "measure", "1")
        jsonschema.validate(sealed["measure"], SCHEMA)
        self.assertGreater(sealed["measure"]["baseline"]["voices_a_week"], 0)
        for broken in ({"looks": []}, {"effect": {"direction": "fall", "relative": 0}}, {"extra": 1}):
            with self.assertRaises(jsonschema.ValidationError):
                jsonschema.validate({**sealed["measure"], **broken}, SCHEMA)

    def test_the_problems_of_the_demo(self):
        self.p.env["PATH"] = os.environ["PATH"]
        subprocess.run([os.path.join(ROOT, "tools/demo_problems.sh"), self.p.binary], env=self.p.env, check=True, stdout=subprocess.DEVNULL)
        states = {}
        for p in self.p.json("problems", "--state", "all")["problems"]:
            states.setdefault(p["state"], []).append(p["id"])
        self.assertEqual({s: len(n) for s, n in states.items()}, {"committed": 1, "open": 1, "draft": 3, "declined": 1})
        self.assertEqual(len(self.p.json("conflicts")["conflicts"]), 2)
        self.assertEqual(self.p.json("problem", "check")["failed"], 0)
        self.p.ok("audit", "verify")


unittest.main()
