#!/usr/bin/env python3
"""The template compiler: what it escapes how, and what it refuses with file and line."""
import os
import subprocess
import sys
import tempfile
import unittest

TOOL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../tools/tmpl2c.py")


def compile_text(text, others=None):
    """(exit code, generated C or message) of a page with this text."""
    with tempfile.TemporaryDirectory() as folder:
        files = {"page.html": text, **(others or {})}
        for name, content in files.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
                f.write(content)
        css = os.path.join(folder, "a.css")
        with open(css, "w", encoding="utf-8") as f:
            f.write("b{}")
        out = os.path.join(folder, "out.c")
        done = subprocess.run([sys.executable, TOOL, "--out", out, "--templates",
                               *[os.path.join(folder, n) for n in files], "--assets", css],
                              capture_output=True, text=True, check=False)
        if done.returncode:
            return done.returncode, done.stderr
        with open(out, encoding="utf-8") as f:
            return 0, f.read()


class Escapes(unittest.TestCase):
    def check(self, text, *wanted):
        code, out = compile_text(text)
        self.assertEqual(code, 0, out)
        for want in wanted:
            self.assertIn(want, out)

    def test_contexts(self):
        self.check("<p>{{ a.b }}</p>", 'html_text(out, show_plain(a, json_object_get(json_object_get(reply, "a"), "b")))')
        self.check('<p title="{{ a }}">x</p>', "html_attr(out, show_plain(")
        self.check('<a href="{{ a }}">x</a>', "html_url(out, show_plain(")
        self.check('<a href="/t/{{ a }}?b={{ b }}">x</a>', 'html_url_part(out, show_plain(a, json_object_get(reply, "b")))')
        self.check("<title>{{ a | number }}</title>", "html_text(out, show_number(")

    def test_scopes(self):
        self.check('{% for t in page.rows %}<b>{{ loop.index }}{{ t.x | count "one|many" }}</b>{% empty %}<i>no</i>{% end %}',
                   "show_index(a, i1)", 'texts_count(a, json_object_get(v_t, "x"), 1, "one|many")')
        self.check("{% for k, v in map %}<b>{{ k }} {{ v }}</b>{% end %}", "html_text(out, str_from_c(k_k))")

    def test_conditions(self):
        self.check('{% if a and not b %}x{% elif c == "d" %}y{% elif e > 1 %}z{% else %}w{% end %}',
                   "show_truth(", 'show_is(json_object_get(reply, "c"), "d")', "> 1")

    def test_optional_attribute(self):
        self.check('<option value="1"{% if a %} selected{% end %}>x</option>', '" selected"')
        self.check('<nav><a href="/a"{% if a %} class="b"{% end %}>x</a><a href="/{{ b }}">y</a></nav>', 'href=')

    def test_layout(self):
        layout = {"_l.html": "<main>{% slot body %}</main>"}
        code, out = compile_text('{% layout "_l.html" %}\n{% block body %}<p>hi</p>{% end %}', layout)
        self.assertEqual(code, 0, out)
        self.assertIn('texts_put(out, 0, STR("hi"))', out)

    def test_asset(self):
        self.check('<link href="{% asset "a.css" %}">', "/static/a.css?v=")


class Messages(unittest.TestCase):
    """What a translator gets: tools/texts.py."""

    def check(self, text, *wanted):
        code, out = compile_text(text)
        self.assertEqual(code, 0, out)
        table = out[out.index("const Message MESSAGES"):out.index("const size_t MESSAGES_N")]
        self.assertEqual([row.split(", NULL, ")[0].strip()[1:] for row in table.splitlines()[1:-1]], [f'"{w}"' for w in wanted])

    def test_a_run_of_text_is_one_message(self):
        self.check('<p>Owned by <a href="/t/{{ a.id }}">{{ a.name }}</a>.</p>', "Owned by <a>{a.name}</a>.")
        self.check("<p>from {{ a | date }} to {{ a }}</p>", "from {a} to {a2}")
        self.check("<p>{% if a %}Yes indeed{% else %}Not at all{% end %}, <b>really</b></p>", ", <b>really</b>", "Not at all", "Yes indeed")

    def test_blocks_part_messages(self):
        self.check("<ul><li>First</li><li>Second one</li></ul>", "First", "Second one")
        self.check("<td>{{ a }}</td><td>{{ b }}, {{ c }} 12</td>")

    def test_what_holds_all_stays_out(self):
        self.check('<p><a href="/a">All of them</a></p>', "All of them")
        self.check("<p>\n  Words  here\n and there </p>", "Words here and there")

    def test_attributes(self):
        self.check('<input title="What it is" name="not this" value="nor this">', "What it is")
        self.check('<p title="The {{ a }}{% if b %} and more{% end %}">x1</p>', "The {a}", "and more")

    def test_code_is_not_translated(self):
        self.check("<p>Type <code>ridealong import</code> there</p>", "Type {code} there")
        self.check("<pre><code>ridealong import</code></pre>")


class Refuses(unittest.TestCase):
    def check(self, text, words, line=1, others=None):
        code, out = compile_text(text, others)
        self.assertNotEqual(code, 0, "was compiled: " + text)
        self.assertIn(words, out)
        self.assertRegex(out, rf"\.html:{line}: ")
        self.assertNotIn("Traceback", out)

    def test_dangerous_places(self):
        self.check("<p>\n<script>{{ a }}</script></p>", "no values inside of <script>", 2)
        self.check("<style>{{ a }}</style>", "no values inside of <style>")
        self.check('<p onclick="x({{ a }})">', "onclick")
        self.check('<p onclick="x()">y</p>', "onclick")
        self.check('<p style="color:{{ a }}">', "no values in the attribute style")
        self.check('<iframe srcdoc="{{ a }}">', "srcdoc")
        self.check("<p title={{ a }}>", "unquoted")
        self.check("<p title='{{ a }}'>", "double quotes")
        self.check("<p {{ a }}>", "no values in")
        self.check("<{{ a }}>", "no values in")
        self.check("<!-- {{ a }} -->", "a comment")
        self.check('<a href="javascript:go({{ a }})">x</a>', "javascript:")

    def test_markup_out_of_place(self):
        self.check('<p title="{% markup spark(a) %}">', "between elements")

    def test_broken_html(self):
        self.check("<p>\n<b>x</p>", "</p> closes <b>", 2)
        self.check("<p>", "open elements")
        self.check("{% if a %}<p>{% end %}x</p>", "another state")
        self.check('<p title="{% if a %}x"{% end %}>', "another state")
        self.check("<p>1 < 2</p>", "bare '<'")
        self.check('<p on{% if a %}{% end %}click="x">', "middle of an attribute's name")

    def test_broken_tags(self):
        self.check("{% if a %}", "has no {% end %}")
        self.check("{% end %}", "without a beginning")
        self.check("{% else %}", "outside of an if")
        self.check("{% frob %}", "unknown tag")
        self.check("x\n{{ a", "never closed", 2)
        self.check("{{ a b c }}", "write path")
        self.check('{% include "none.html" %}', "no template none.html")
        self.check('{% include "page.html" %}', "circle")
        self.check("{% for t in a %}{% for t in b %}{% end %}{% end %}", "taken")
        self.check('{% layout "_l.html" %}{% block other %}{% end %}', "no slot", 1, {"_l.html": "{% slot body %}"})
        self.check('{% layout "_l.html" %}text', "everything in blocks", 1, {"_l.html": "{% slot body %}"})


if __name__ == "__main__":
    unittest.main()
