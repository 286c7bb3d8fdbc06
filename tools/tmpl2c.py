#!/usr/bin/env python3
"""tmpl2c - compiles the HTML templates and the static files of src/web to one C file.

    tmpl2c.py --out templates.c --templates a.html b.html ... --assets app.css ... [--pot FILE]

A template reads the JSON reply of its operation by dotted paths. Everything it prints is escaped for
the place where it stands; where no escaping is safe the build stops with file:line.

    {{ totals.signals | number }}       a value; `page` is the frame, other names the reply or a loop's row
    {{ row.at | time }}, {{ row.at | date }}    in the reader's zone, as a <time> element where one may stand
    {{ advice | prose }}                a sentence of the program: `commands` as <code>, its days as days are shown
    {{ error.hint | hint }}             the same where days say how to type one
    {% if a.b %} {% elif x == "y" %} {% else %} {% end %}     also not, and, or, != and == between paths, > 1
    {% for row in themes %} {{ loop.index }} {% empty %} {% end %}      {% for key, value in object %}
    {% include "name.html" %}           sees what is in scope where it stands
    {% layout "layout.html" %} {% block body %} {% end %}      fills {% slot body %} of the layout
    {% markup spark(row.weeks) %}       the one way to print markup: a C function markup_spark of markup.h
    {% asset "app.css" %}               address of a static file, with its version
    {# comment #}

A link to a page that not everybody may read (GUARDED) has its address only for those who may: others see its words.

The HTML itself is checked too: elements must be closed in order, attributes quoted, and each branch of an
`if` must leave the page in the state in which it found it. docs/internals/web.md tells more. Every text
becomes a message of the catalogue that a translation may replace. The parts are in templates/: reading
(tags, layout, includes), where (the state of the HTML), writing (C), texts (messages).
"""
import argparse
import gzip
import hashlib
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from templates import texts  # noqa: E402
from templates.reading import Loader, TemplateError  # noqa: E402
from templates.writing import c_function, c_string, page_function  # noqa: E402


def read_asset(file):
    with open(file, "rb") as f:
        data = f.read()
    return {"data": data, "zip": gzip.compress(data, 9, mtime=0), "tag": hashlib.sha256(data).hexdigest()[:16]}


def c_bytes(name, data):
    rows = [", ".join(str(b) for b in data[i:i + 32]) for i in range(0, len(data), 32)]
    return f"static const unsigned char {name}[] = {{\n    " + ",\n    ".join(rows) + "};\n"


def asset_tables(assets):
    types = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
    out, rows = [], []
    for i, (name, asset) in enumerate(sorted(assets.items())):
        out += [c_bytes(f"asset{i}", asset["data"]), c_bytes(f"asset{i}_zip", asset["zip"])]
        kind = types[os.path.splitext(name)[1]]
        rows.append(f'    {{"{name}", "{kind}", "\\"{asset["tag"]}\\"", asset{i}, sizeof asset{i}, '
                    f"asset{i}_zip, sizeof asset{i}_zip}},")
    return out + ["const Asset ASSETS[] = {", *rows, "    {NULL}};", ""]


def message_table(catalogue):
    rows = []
    for key in catalogue.order():
        msgid, plural = key
        slots = "".join(c_string(name) + ", " for name in catalogue.slots[key])
        rows.append(f"    {{{c_string(msgid)}, {c_string(plural) if plural else 'NULL'}, "
                    f"{len(catalogue.slots[key])}, (const char *const[]){{{slots}NULL}}}},")
    return ["const Message MESSAGES[] = {", *rows, "};", f"const size_t MESSAGES_N = {len(rows)};", ""]


def numbers_put(text, catalogue):
    """The numbers of messages, which are their places in the sorted table, instead of those in the order met."""
    place = {key: i for i, key in enumerate(catalogue.order())}
    met = [place[key] for key in catalogue.places]
    return re.sub(r"@(\d+)@", lambda m: str(met[int(m.group(1))]), text)


def compile_all(templates, asset_files, catalogue):
    assets = {os.path.basename(f): read_asset(f) for f in asset_files}
    loader = Loader(templates)
    out = ["/* Made by tools/tmpl2c.py from src/web/templates and src/web/static: edit those. */",
           '#include "templates.h"', "", '#include "html.h"', '#include "markup.h"', '#include "prose.h"', '#include "show.h"', '#include "texts.h"', '#include "when.h"', ""]
    pages = sorted(n[:-5] for n in loader.files if not n.startswith("_"))
    shared = {}
    functions = [page_function(name, loader.page(name + ".html"), assets, catalogue, shared) for name in pages]
    functions = [c_function(name, lines) for name, lines, _ in shared.values()] + functions
    out += [numbers_put(text, catalogue) for text in functions]
    out += message_table(catalogue)
    out += ["const PageTemplate PAGES[] = {", *[f'    {{"{n}", page_{n}}},' for n in pages], "    {NULL, NULL}};", ""]
    return "\n".join(out + asset_tables(assets))


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--out", required=True)
    args.add_argument("--templates", nargs="+", required=True)
    args.add_argument("--assets", nargs="*", default=[])
    args.add_argument("--pot", help="also write the template for translators")
    options = args.parse_args()
    try:
        catalogue = texts.Catalogue()
        text = compile_all(options.templates, options.assets, catalogue)
    except TemplateError as error:
        sys.exit(str(error))
    with open(options.out, "w", encoding="utf-8") as f:
        f.write(text)
    if options.pot:
        with open(options.pot, "w", encoding="utf-8") as f:
            f.write(texts.pot(catalogue))


if __name__ == "__main__":
    main()
