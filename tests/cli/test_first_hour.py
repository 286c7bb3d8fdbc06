#!/usr/bin/env python3
"""Runs every command of docs/user/first-hour.md and opens every link: test_first_hour.py RIDEALONG SOURCE_ROOT"""
import os
import re
import shlex
import sys
import unittest

BINARY, ROOT = sys.argv.pop(1), sys.argv.pop(1)
from program import Program, fetch  # noqa: E402


class FirstHour(unittest.TestCase):
    def test_the_page_works(self):
        with open(os.path.join(ROOT, "docs/user/first-hour.md"), encoding="utf-8") as page:
            text = page.read()
        commands = re.findall(r"^    ridealong (.+)$", text, re.M)
        links = re.findall(r"\]\((/[a-z]*)\)", text)
        self.assertGreater(len(commands), 10)
        with Program(BINARY) as p:
            with p.serve() as port:  # before there are accounts: the machine itself sees every page
                for link in links:
                    if link != "/account":  # that one is of somebody who is signed in
                        self.assertEqual((link, fetch(port, link)[0].status), (link, 200))
            for command in commands:
                run = p.run(*shlex.split(command))
                self.assertEqual((command, run.code), (command, 0), str(run))
            self.assertIn("ann@example.com", text)


if __name__ == "__main__":
    unittest.main()
