#!/usr/bin/env python3
"""The texts of the pages in another language: the template for translators is fresh, a made-up language reaches every text
of every page, and a translation that would change the markup is refused with its line.

    test_texts.py SERVE_FIXTURES
"""
import html.parser
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from served import PROGRAM, Server, faults

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
POT = os.path.join(ROOT, "src/web/texts/ridealong.pot")
FIXTURES = os.path.join(HERE, "fixtures")
PAGES = ["/themes", "/themes/12", "/themes/12/trend", "/signals", "/signals/881", "/sources", "/edits", "/codebooks", "/components",
         "/components/18", "/unowned", "/teams", "/teams/1", "/route", "/codebooks/2", "/problems", "/problems/3", "/problems/3/edit",
         "/problems/3/diff", "/problems/board", "/conflicts", "/strategies", "/areas", "/facets", "/emerging",
         "/sessions", "/sessions/3", "/sessions/3/attendance", "/sessions/6/ranking", "/seats", "/formats", "/formats/empathy",
         "/customers", "/customers/%231", "/reflections", "/rotation", "/follow-ups", "/calendars", "/mail", "/home", "/search",
         "/welcome", "/account", "/accounts", "/setup", "/commands", "/plans", "/plans/1", "/coverage", "/goals", "/people", "/ledger",
         "/portfolio", "/exposure", "/alerts", "/audit"]
ACCENTS = str.maketrans("aeiouAEIOUcnsyz", "áéíóúÁÉÍÓÚçñšýž")
# not from templates: charts and marks that C writes, names of zones and months, code, what an operation itself says
SILENT = {"svg", "code", "pre", "kbd", "time", "script", "style", "textarea"}
WORD = re.compile(r"[A-Za-zÀ-ž]{3,}")
DAY_OR_CODE = re.compile(r"`|\d{4}-\d\d-\d\d")


def pseudo(text):
    """Accents on the words, brackets around all; slots stay."""
    return "⟦" + "".join(p if p[:1] in "{<" else p.translate(ACCENTS) for p in re.split(r"(\{[^}]*\}|<[^>]*>)", text)) + "⟧"


def entries():
    """(msgid, plural) of the template, unescaped."""
    with open(POT, encoding="utf-8") as f:
        for match in re.finditer(r'^msgid (".+")\n(?:msgid_plural (".+")\n)?', f.read(), re.M):
            yield json.loads(match.group(1)), json.loads(match.group(2)) if match.group(2) else None


def po(rows, header="Language: x-made-up\\nContent-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"):
    out = ['msgid ""', 'msgstr ""', *[f'"{line}\\n"' for line in header.split("\\n") if line], ""]
    for one, many, *forms in rows:
        out.append("msgid " + json.dumps(one, ensure_ascii=False))
        if many:
            out.append("msgid_plural " + json.dumps(many, ensure_ascii=False))
        out += [f"msgstr{f'[{i}]' if many else ''} {json.dumps(f, ensure_ascii=False)}" for i, f in enumerate(forms)] + [""]
    return "\n".join(out)


class Visible(html.parser.HTMLParser):
    """All that a reader sees or hears of a page, but what is not the templates'."""

    def __init__(self):
        super().__init__()
        self.open, self.texts = [], []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "mark" or {"change", "text"} & set(values.get("class", "").split()):
            tag = "svg"  # a change in words, what was cut, and what a customer said do not come from templates
        for name in ("title", "placeholder", "aria-label", "alt"):
            if values.get(name) and not SILENT & {tag, *self.open}:
                self.texts.append(values[name])
        if tag not in ("meta", "link", "input", "br", "img", "hr", "col", "wbr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open:
            self.open.pop()

    def handle_data(self, data):
        if not SILENT & set(self.open):
            self.texts.append(data)


def strings(value):
    if isinstance(value, str):
        yield value
        yield value.replace("_", " ")
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(item)
    if isinstance(value, dict):
        yield from value


def said_by_fixtures():
    """Texts of replies, longest first: they are data."""
    found = {"Ridealong", "UTC", "yes", "no", "a browser on this machine"}
    for name in os.listdir(FIXTURES):
        with open(os.path.join(FIXTURES, name), encoding="utf-8") as f:
            found |= {s.strip() for s in strings(json.load(f)) if WORD.search(s)}
    # pages show what stands around days and commands (prose.h) as texts of their own
    found |= {piece.strip() for s in set(found) for piece in DAY_OR_CODE.split(s) if len(piece) > 7 and WORD.search(piece)}
    return sorted(found, key=len, reverse=True)


class Texts(unittest.TestCase):
    maxDiff = None
    def test_the_template_is_fresh(self):
        with tempfile.TemporaryDirectory() as folder:
            web, fresh = os.path.join(ROOT, "src/web"), os.path.join(folder, "fresh.pot")
            files = [[os.path.join("src/web", kind, n) for n in sorted(os.listdir(os.path.join(web, kind)))] for kind in ("templates", "static")]
            subprocess.run([sys.executable, "tools/tmpl2c.py", "--out", os.path.join(folder, "t.c"), "--templates", *files[0], "--assets",
                            *files[1], "--pot", fresh], cwd=ROOT, check=True)
            with open(fresh, encoding="utf-8") as a, open(POT, encoding="utf-8") as b:
                self.assertTrue(a.read() == b.read(), "src/web/texts/ridealong.pot is stale: ninja -C build pot")

    @unittest.skipUnless(shutil.which("msgfmt"), "gettext is not installed")
    def test_gettext_takes_it(self):
        with tempfile.TemporaryDirectory() as folder:
            made = os.path.join(folder, "made.po")
            with open(made, "w", encoding="utf-8") as f:
                f.write(po((o, m, pseudo(o), *([pseudo(m)] if m else [])) for o, m in entries()))
            for file in (POT, made):
                done = subprocess.run(["msgfmt", "--check-format", "-o", os.devnull, file], capture_output=True, text=True, check=False)
                self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_no_english_is_left(self):
        data, left, missing = said_by_fixtures(), [], []
        with tempfile.NamedTemporaryFile("w", suffix=".po", encoding="utf-8") as f:
            f.write(po((o, m, pseudo(o), *([pseudo(m)] if m else [])) for o, m in entries()))
            f.flush()
            for kind in ("full", "empty"):
                with Server(kind, "15", "", f.name) as server:
                    for page in PAGES:
                        response, body = server.get(page)
                        if response.status != 200:  # what went wrong is told by the operation
                            missing.append((kind, page))
                            continue
                        body = body.decode()
                        self.assertEqual((page, faults(body)), (page, []))
                        self.assertIn('<html lang="x-made-up">', body)
                        visible = Visible()
                        visible.feed(body)
                        left += self.english(page, "\x01".join(visible.texts), data)
        self.assertLess(len(missing), len(PAGES) / 3, missing)
        self.assertEqual(sorted({what for _, what in left}), [])

    @staticmethod
    def english(page, text, data):
        while "⟦" in text:  # texts in texts: of a word within a sentence
            shorter = re.sub(r"⟦[^⟦⟧]*⟧", "", text)
            if shorter == text:
                break
            text = shorter
        for known in data:
            text = text.replace(known, "")
        return [(page, part.strip()) for part in text.split("\x01") if WORD.search(part)]

    def refused(self, *wanted, rows=(), header=None, raw=None):
        with tempfile.NamedTemporaryFile("w", suffix=".po", encoding="utf-8") as f:
            f.write(raw or (po(rows, header) if header else po(rows)))
            f.flush()
            done = subprocess.run([PROGRAM, "0", "full", "15", "", f.name], capture_output=True, text=True, timeout=20, check=False)
            self.assertEqual(done.returncode, 1, "was taken: " + str(rows or raw or header))
            for want in (os.path.basename(f.name) + ":", *wanted):
                self.assertIn(want, done.stderr)

    def test_other_markup_is_refused(self):
        linked = next(o for o, m in entries() if o.count("<") == 2 and "<a>" in o and "{" not in o)
        valued = next(o for o, m in entries() if not m and o.count("{") == 1 and "<" not in o)
        slot = re.search(r"\{.*\}", valued).group()
        for text in (linked.replace("<a>", "<b>"), linked.replace("<a>", '<a href="http://evil.example">'), linked.replace("</a>", ""),
                     linked + "<script>", linked + "<a>", "</a>" + linked.replace("</a>", ""), linked + ">", linked.replace("<a>", "{a}"),
                     linked.replace("<a>", "<a")):
            self.refused(":7: ", rows=[(linked, None, text)])
        for text in (valued.replace(slot, ""), valued + slot, valued.replace(slot, "{page.who}"), valued + "}", valued.replace(slot, "<b>")):
            self.refused(":7: ", rows=[(valued, None, text)])

    def test_broken_files_are_refused(self):
        one, many = next((o, m) for o, m in entries() if m)
        self.refused(":7: ", rows=[(one, many, one)])  # a form is missing
        for plural in ("nplurals=2; plural=n", "nplurals=2; plural=(n", "nplurals=2; plural=n/0", "nplurals=99; plural=0", "plural=0"):
            self.refused("Plural-Forms", header=f"Language: de\\nPlural-Forms: {plural};\\n")
        self.refused("Language", header='Language: de<b>\\n')
        for raw in ('msgid "a', 'msgid "a"\n', 'msgstr "a"\nmsgid', '"a"\n', 'msgid "a"\nmsgstr "\\q"\n', "hello\n",
                    'msgid "a"\nmsgstr[3] "b"\n', 'msgid "a"\nmsgstr "b" c\n'):
            self.refused(raw=raw)

    def test_words_are_never_markup(self):
        plain = next(o for o, m in entries() if o == "Skip to the content")
        with tempfile.NamedTemporaryFile("w", suffix=".po", encoding="utf-8") as f:
            f.write(po([(plain, None, "A & \" ' &lt;b&gt;")]))
            f.flush()
            with Server("full", "15", "", f.name) as server:
                self.assertIn("A &amp; &quot; &#39; &amp;lt;b&amp;gt;", server.get("/themes")[1].decode())


if __name__ == "__main__":
    unittest.main()
