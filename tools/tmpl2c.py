#!/usr/bin/env python3
"""tmpl2c - compiles the HTML templates and the static files of src/web to one C file.

    tmpl2c.py --out templates.c --templates a.html b.html ... --assets app.css ... [--pot FILE]

A template reads the JSON reply of its operation by dotted paths. Everything it prints is escaped for
the place where it stands; where no escaping is safe the build stops with file:line.

    {{ totals.signals | number }}       a value; `page` is the frame, other names the reply or a loop's row
    {{ row.at | time }}, {{ row.at | date }}    in the reader's zone, as a <time> element where one may stand
    {% if a.b %} {% elif x == "y" %} {% else %} {% end %}     also not, and, or, != and == between paths, > 1
    {% for row in themes %} {{ loop.index }} {% empty %} {% end %}      {% for key, value in object %}
    {% include "name.html" %}           sees what is in scope where it stands
    {% layout "layout.html" %} {% block body %} {% end %}      fills {% slot body %} of the layout
    {% markup spark(row.weeks) %}       the one way to print markup: a C function markup_spark of markup.h
    {% asset "app.css" %}               address of a static file, with its version
    {# comment #}

The HTML itself is checked too: elements must be closed in order, attributes quoted, and each branch of an
`if` must leave the page in the state in which it found it. docs/internals/web.md tells more. Every text
becomes a message of the catalogue that a translation may replace: texts.py.
"""
import argparse
import gzip
import hashlib
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import texts  # noqa: E402

VOID = set("area base br col embed hr img input link meta source track wbr".split())
URL_ATTRS = set("href src action formaction poster cite data ping background manifest xlink:href".split())
REFUSED_ATTRS = set("style srcdoc srcset".split())
RAW_ELEMENTS = set("script style".split())
TEXT_ONLY = {("title",), ("option",), ("textarea",)}  # no elements within
WHEN = ("date", "time")  # filters that need the reader's zone
NAME = r"[a-z_][a-z0-9_]*"
PATH = re.compile(rf"{NAME}(\.{NAME})*$")


class TemplateError(Exception):
    """A refusal, with the place that caused it."""


def fail(where, message):
    raise TemplateError(f"{where[0]}:{where[1]}: {message}")


class Node:
    """A piece of a template: kind, place (file, line), what its tag said, and the branches within."""

    def __init__(self, kind, where, value=None):
        self.kind, self.where, self.value, self.branches = kind, where, value, []


# ---------------------------------------------------------------- reading

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)


def tokens(file, text):
    """Yields (kind, text, where): literals, {{ values }} and {% tags %}."""
    at = line = 0
    for match in TAG.finditer(text):
        if match.start() > at:
            yield "lit", text[at:match.start()], (file, line + 1)
            line += text.count("\n", at, match.start())
        body = match.group()
        if not body.startswith("{#"):
            yield ("value" if body.startswith("{{") else "tag"), body[2:-2].strip(), (file, line + 1)
        line += body.count("\n")
        at = match.end()
    rest = text[at:]
    stray = re.search(r"\{\{|\{%", rest)
    if stray:
        fail((file, line + 1 + rest.count("\n", 0, stray.start())), "a {{ or {% is never closed")
    if rest:
        yield "lit", rest, (file, line + 1)


def parse(file, text):
    """The tree of one template."""
    root = Node("root", (file, 1))
    root.branches = [("", [])]
    stack = [root]
    for kind, body, where in tokens(file, text):
        here = stack[-1].branches[-1][1]
        if kind == "lit":
            here.append(Node("lit", where, body))
        elif kind == "value":
            here.append(Node("value", where, body))
        else:
            parse_tag(stack, here, body, where)
    if len(stack) > 1:
        fail(stack[-1].where, f"{{% {stack[-1].kind} %}} has no {{% end %}}")
    return root


def parse_tag(stack, here, body, where):
    word, _, rest = body.partition(" ")
    rest = rest.strip()
    if word in ("if", "for", "block"):
        node = Node(word, where, rest)
        node.branches.append((rest, []))
        here.append(node)
        stack.append(node)
    elif word in ("elif", "else"):
        if stack[-1].kind != "if" or (stack[-1].branches[-1][0] is None):
            fail(where, f"{{% {word} %}} outside of an if")
        stack[-1].branches.append((rest if word == "elif" else None, []))
    elif word == "empty":
        if stack[-1].kind != "for":
            fail(where, "{% empty %} outside of a for")
        stack[-1].branches.append((None, []))
    elif word == "end":
        if len(stack) == 1:
            fail(where, "{% end %} without a beginning")
        stack.pop()
    elif word in ("include", "layout", "slot", "markup", "asset"):
        here.append(Node(word, where, rest))
    else:
        fail(where, f"unknown tag '{word}'")


def quoted(node):
    match = re.fullmatch(r'"([^"]+)"', node.value)
    if not match:
        fail(node.where, f'{node.kind} wants a "name in quotes"')
    return match.group(1)


def slot_names(nodes):
    names = {n.value for n in nodes if n.kind == "slot"}
    for node in nodes:
        for _, branch in node.branches:
            names |= slot_names(branch)
    return names


class Loader:
    """Reads templates once and puts layouts and includes in their places."""

    def __init__(self, files):
        self.files = {os.path.basename(f): f for f in files}
        self.trees = {}

    def tree(self, name, where):
        if name not in self.files:
            fail(where, f"there is no template {name}")
        if name not in self.trees:
            with open(self.files[name], encoding="utf-8") as f:
                self.trees[name] = parse(os.path.relpath(self.files[name]), f.read())
        return self.trees[name]

    def page(self, name):
        """The nodes of a page: its layout with the page's blocks in the slots."""
        nodes = self.tree(name, (name, 1)).branches[0][1]
        layouts = [n for n in nodes if n.kind == "layout"]
        if not layouts:
            return self.expand(nodes, {}, 0)
        blocks = {n.value: n.branches[0][1] for n in nodes if n.kind == "block"}
        layout = self.tree(quoted(layouts[0]), layouts[0].where)
        slots = slot_names(layout.branches[0][1])
        for node in nodes:
            if node.kind == "block" and node.value not in slots:
                fail(node.where, f"the layout has no slot '{node.value}'")
            if node.kind not in ("block", "layout") and (node.kind != "lit" or node.value.strip()):
                fail(node.where, "a page with a layout has everything in blocks")
        return self.laid_out(quoted(layouts[0]), layout.branches[0][1], blocks)

    def laid_out(self, name, nodes, blocks):
        """The layout's own pieces as `shared`: the same C function for all pages."""
        out, run, pieces = [], [], []

        def flush():
            if run:
                pieces.append(run[0])
                node = Node("shared", run[0].where, (name, len(pieces)))
                node.branches = [("", self.expand(list(run), blocks, 0))]
                out.append(node)
                run.clear()

        for node in nodes:
            if slot_names([node]):
                flush()
                out.extend(self.expand([node], blocks, 0))
            else:
                run.append(node)
        flush()
        return out

    def expand(self, nodes, blocks, depth):
        if depth > 20:
            fail(nodes[0].where, "includes go round in a circle")
        out = []
        for node in nodes:
            if node.kind == "include":
                tree = self.tree(quoted(node), node.where)
                out += self.expand(tree.branches[0][1], blocks, depth + 1)
            elif node.kind == "slot":
                out += self.expand(blocks.get(node.value, []), {}, depth + 1)
            elif node.branches:
                copy = Node(node.kind, node.where, node.value)
                copy.branches = [(c, self.expand(b, blocks, depth + 1)) for c, b in node.branches]
                out.append(copy)
            else:
                out.append(node)
        return out


# ---------------------------------------------------------------- where in the HTML we are

class Html:
    """Follows the HTML character by character; `state` is what a branch must leave as it found it."""

    def __init__(self):
        self.mode = "text"   # text, tag_name, tag, attr_name, attr_eq, attr_value, comment
        self.open = ()       # open elements, outermost first
        self.tag = self.attr = self.value = ""

    def state(self):
        mode = "tag" if self.mode in ("attr_name", "after_name") else self.mode
        return (mode, self.open, self.tag if self.mode != "text" else "",
                self.attr if self.mode == "attr_value" else "")

    def set(self, saved):
        self.mode, self.open, self.tag, self.attr = saved[0], saved[1], saved[2], saved[3]

    def feed(self, text, where):
        line = where[1]
        at = 0
        while at < len(text):
            at = self.step(text, at, (where[0], line + text.count("\n", 0, at)))

    def step(self, text, at, where):
        return getattr(self, "in_" + self.mode)(text, at, text[at], where)

    def in_text(self, text, at, c, where):
        if c != "<":
            return at + 1
        if text.startswith("<!--", at):
            self.mode = "comment"
            return at + 4
        self.mode, self.tag = "tag_name", ""
        return at + 1

    def in_comment(self, text, at, c, where):
        if text.startswith("-->", at):
            self.mode = "text"
            return at + 3
        return at + 1

    def in_tag_name(self, text, at, c, where):
        if c.isalnum() or c in "/!-:" and not (c == "/" and self.tag):
            self.tag += c.lower()
            return at + 1
        self.mode = "tag"
        if not self.tag.strip("/"):
            fail(where, "a bare '<' in the text: write &lt;")
        return at

    def in_tag(self, text, at, c, where):
        if c == ">":
            self.close_tag(at > 0 and text[at - 1] == "/", where)
        elif not c.isspace() and c != "/":
            self.mode, self.attr = "attr_name", ""
            return at
        return at + 1

    def in_attr_name(self, text, at, c, where):
        if c == "=":
            self.mode = "attr_eq"
        elif c.isspace() or c in "/>":
            self.mode = "tag"
            return at
        elif c in "\"'<":
            fail(where, f"'{c}' in the name of an attribute")
        else:
            self.attr += c.lower()
        return at + 1

    def in_after_name(self, text, at, c, where):
        """Behind a branch that may have written the name of an attribute: a name must not grow."""
        if not c.isspace() and c not in "/>":
            fail(where, "after {% end %} inside of a tag comes a blank or >")
        self.mode = "tag"
        return at

    def in_attr_eq(self, text, at, c, where):
        if c != '"':
            fail(where, f'attribute {self.attr}: values stand in "double quotes"')
        self.check_attr(where)
        self.mode, self.value = "attr_value", ""
        return at + 1

    def in_attr_value(self, text, at, c, where):
        if c == '"':
            self.mode = "tag"
        self.value += c
        return at + 1

    def check_attr(self, where):
        if self.attr.startswith("on"):
            fail(where, f"{self.attr}: no handlers on pages")

    def close_tag(self, self_closed, where):
        name = self.tag
        self.mode, self.tag = "text", ""
        if name.startswith("!"):
            return
        if name.startswith("/"):
            if not self.open or self.open[-1] != name[1:]:
                fail(where, f"<{name}> closes <{self.open[-1] if self.open else 'nothing'}>")
            self.open = self.open[:-1]
        elif name not in VOID and not self_closed:
            self.open += (name,)

    def context(self, where):
        """How a value must be escaped here: text, attr, url (all of it) or url_part."""
        if self.mode == "text":
            if self.open and self.open[-1] in RAW_ELEMENTS:
                fail(where, f"no values inside of <{self.open[-1]}>")
            return "text"
        if self.mode == "attr_value":
            if self.attr in REFUSED_ATTRS or self.attr.startswith("on"):
                fail(where, f"no values in the attribute {self.attr}")
            if self.attr in URL_ATTRS:
                scheme = re.match(r"\s*([^/?#]*):", self.value)
                if scheme and scheme.group(1).lower() not in ("http", "https"):
                    fail(where, f"no values in an address that starts with {scheme.group(1)}:")
                return "url_part" if self.value else "url"
            return "attr"
        places = {"comment": "a comment", "attr_eq": f'the unquoted attribute {self.attr}: write {self.attr}="..."'}
        return fail(where, f"no values in {places.get(self.mode, 'a tag outside of an attribute value')}")


# ---------------------------------------------------------------- writing C

def c_string(text):
    out = []
    for byte in text.encode("utf-8"):
        c = chr(byte)
        if c in '"\\':
            out.append("\\" + c)
        elif c == "\n":
            out.append("\\n")
        elif not 32 <= byte < 127:
            out.append(f"\\{byte:03o}")
        else:
            out.append(c)
    return '"' + "".join(out) + '"'


class Emitter:
    """Writes the C function of one page."""

    def __init__(self, assets, catalogue, shared):
        self.lines, self.depth, self.loops, self.serial = [], 1, [], 0
        self.html, self.assets, self.pending, self.catalogue = Html(), assets, "", catalogue
        self.shared = shared  # pieces of layouts: (layout, place) -> (function, lines, state after)

    def line(self, text):
        self.flush()
        self.lines.append("    " * self.depth + text)

    def flush(self):
        text, self.pending = self.pending, ""
        while text:
            cut = text.find("\n", 60) + 1 or len(text)
            self.lines.append("    " * self.depth + f"buf_lit(out, {c_string(text[:cut])});")
            text = text[cut:]

    def path(self, path, where):
        if not PATH.match(path):
            fail(where, f"'{path}' is no dotted path")
        first, *rest = path.split(".")
        names = [loop[0] for loop in self.loops]
        if first in names:
            expr = "v_" + first
        elif first == "page":
            expr = "page"
        else:
            expr = f'json_object_get(reply, "{first}")'
        for key in rest:
            expr = f'json_object_get({expr}, "{key}")'
        return expr

    def value(self, node):
        match = re.fullmatch(rf'([\w.]+)(?:\s*\|\s*({NAME})(?:\s+"([^"]*)")?)?', node.value)
        if not match:
            fail(node.where, f"'{node.value}': write path, path | filter or path | filter \"word\"")
        path, name, word = match.groups()
        if path in [loop[2] for loop in self.loops if loop[2]]:
            return f"str_from_c(k_{path})"
        if path == "loop.index":
            if not self.loops or not self.loops[-1][1]:
                fail(node.where, "loop.index outside of a for over an array")
            return f"show_index(a, {self.loops[-1][1]})"
        if name == "count":
            return f"texts_count(a, {self.path(path, node.where)}, {self.counted(word, node.where)}, {c_string(word)})"
        extra = f", {c_string(word)}" if word is not None else ""
        page = "page, " if name in WHEN else ""
        return f"show_{name or 'plain'}(a, {page}{self.path(path, node.where)}{extra})"

    def condition(self, text, where):
        for word, operator in (("or", " || "), ("and", " && ")):
            parts = re.split(rf"\s+{word}\s+", text)
            if len(parts) > 1:
                return operator.join(f"({self.condition(p, where)})" for p in parts)
        if text.startswith("not "):
            return "!" + self.condition(text[4:].strip(), where)
        match = re.fullmatch(r'([\w.]+)\s*(==|!=|>)\s*(?:"([^"]*)"|(\d+)|([\w.]+))', text)
        if not match:
            return f"show_truth({self.path(text, where)})"
        path, operator, word, number, other = match.groups()
        left = self.path(path, where)
        if (operator == ">") != (number is not None):
            fail(where, "== and != compare with a path or a \"word\", > with a number")
        if operator == ">":
            return f"json_number_value({left}) > {number}"
        sign = "!" if operator == "!=" else ""
        right = f"show_is({left}, {c_string(word)})" if word is not None else f"json_equal({left}, {self.path(other, where)})"
        return sign + right

    def nodes(self, nodes):
        run = []
        for node in nodes:
            if node.kind in ("lit", "value", "asset"):
                run.append(node)
                continue
            self.run(run)
            run = []
            self.node(node)
        self.run(run)

    def node(self, node):
        getattr(self, "do_" + node.kind)(node)

    # ---- texts: what a translation may replace

    def run(self, run):
        """Literals and values with no block tag between: their texts become messages."""
        if not run:
            return
        try:
            for kind, items in texts.groups(texts.items_of(run, self.html)):
                if kind == "message":
                    self.message(items)
                else:
                    for item in items:
                        self.item(item)
        except ValueError as error:
            raise TemplateError(str(error)) from error

    def item(self, item):
        if item.kind == "opaque":
            for part in item.parts:
                self.item(part)
            return
        for kind, nodes in item.parts or [("", item.nodes)]:
            said = [texts.Item("text" if n.kind == "lit" else "value", [n], where=n.where) for n in nodes]
            if kind == "attr" and texts.words_in(said):
                self.message(said)
            else:
                for node in nodes:
                    self.node(node)

    def captured(self, item):
        """The lines that write one item."""
        self.flush()
        kept, self.lines = self.lines, []
        self.depth += 1
        self.item(item)
        self.flush()
        self.depth -= 1
        kept, self.lines = self.lines, kept
        return kept

    def message(self, group):
        before, after = texts.edges(group)
        if group[0].kind == "text":
            group[0].nodes[0].value = group[0].nodes[0].value.lstrip()
        if group[-1].kind == "text":
            group[-1].nodes[-1].value = group[-1].nodes[-1].value.rstrip()
        self.pending += ("\n" if "\n" in before else before)
        msgid, slots = texts.message(group)
        number = self.numbered(msgid, [name for name, _ in slots], group[0].where)
        if not slots:
            source = "".join(n.value for item in group for n in item.nodes)
            self.html.feed(source, group[0].where)
            self.line(f"texts_put(out, {number}, STR({c_string(texts.SPACE.sub(' ', source))}));")
            self.pending += ("\n" if "\n" in after else after)
            return
        codes = [(item, self.captured(item)) for item in group]
        self.serial += 1
        said, piece = f"said{self.serial}", f"p{self.serial}"
        self.line(f"const Said *{said} = texts_said({number});")
        self.line(f"if (!{said}) {{")
        self.lines += [line for _, lines in codes for line in lines]
        self.line("} else")
        self.line(f"    for (size_t {piece} = 0; {piece} < {said}->n; {piece}++)")
        self.line(f"        switch ({said}->pieces[{piece}].slot) {{")
        for i, (_, slot) in enumerate(slots):
            self.line(f"        case {i}:")
            self.lines += next(lines for item, lines in codes if item is slot)
            self.line("            break;")
        self.line("        default:")
        self.line(f"            buf_add(out, {said}->pieces[{piece}].html);")
        self.line("        }")
        self.pending += ("\n" if "\n" in after else after)

    def numbered(self, msgid, slots, where, plural=None):
        """Stands for the message's number until all are known."""
        key = self.catalogue.note(msgid, slots, where, plural)
        return f"@{list(self.catalogue.places).index(key)}@"

    def counted(self, word, where):
        if not word:
            fail(where, 'write | count "signal" or | count "copy|copies"')
        one, _, many = word.partition("|")
        return self.numbered(f"{{n}} {one}", ["n"], where, f"{{n}} {many or one + 's'}")

    def do_lit(self, node):
        self.html.feed(node.value, node.where)
        self.pending += re.sub(r"[ \t]*\n\s*", "\n", node.value)

    def do_value(self, node):
        context = self.html.context(node.where)
        when = re.fullmatch(r"([\w.]+)\s*\|\s*(date|time)", node.value)
        if when and context == "text" and self.html.open[-1:] not in TEXT_ONLY:
            self.line(f"html_{when.group(2)}(out, a, page, {self.path(when.group(1), node.where)});")
        else:
            self.line(f"html_{context}(out, {self.value(node)});")
        self.html.value += "x"

    def do_markup(self, node):
        match = re.fullmatch(rf"({NAME})\((.*)\)", node.value)
        if not match:
            fail(node.where, "write {% markup name(path, ...) %}")
        if self.html.context(node.where) != "text":
            fail(node.where, "markup stands between elements only")
        args = [a.strip() for a in match.group(2).split(",") if a.strip()]
        values = "".join(", " + self.path(a, node.where) for a in args)
        self.line(f"markup_{match.group(1)}(out, a{values});")

    def do_asset(self, node):
        name = quoted(node)
        if name not in self.assets:
            fail(node.where, f"there is no static file {name}")
        if self.html.context(node.where) != "url":
            fail(node.where, "an asset is the whole value of an href or src")
        self.pending += f"/static/{name}?v={self.assets[name]['tag']}"

    def branch(self, nodes, before, where, what):
        self.html.set(before)
        self.depth += 1
        self.nodes(nodes)
        self.flush()
        self.depth -= 1
        if self.html.state() != before:
            fail(where, f"a branch of this {what} leaves the page in another state (an element or a quote is open)")
        if before[0] == "tag":
            self.html.mode = "after_name"

    def do_if(self, node):
        if self.html.mode == "attr_name":
            fail(node.where, "an if in the middle of an attribute's name")
        before = self.html.state()
        self.flush()
        for i, (condition, nodes) in enumerate(node.branches):
            head = "" if i == 0 else "} else "
            test = "{" if condition is None else f"if ({self.condition(condition, node.where)}) {{"
            self.line(head + test)
            self.branch(nodes, before, node.where, "if")
        self.line("}")

    def do_for(self, node):
        match = re.fullmatch(rf"(?:({NAME}),\s*)?({NAME})\s+in\s+([\w.]+)", node.value)
        if not match:
            fail(node.where, "write {% for name in path %} or {% for key, value in path %}")
        key, name, path = match.groups()
        taken = {n for loop in self.loops for n in loop if n} | {"page", "loop"}
        if name in taken or key in taken or key == name:
            fail(node.where, f"a name of '{node.value}' is taken")
        self.serial += 1
        rows, before = f"rows{self.serial}", self.html.state()
        self.line(f"json_t *{rows} = {self.path(path, node.where)};")
        index = self.loop_head(rows, key, name)
        self.loops.append((name, index, key))
        self.branch(node.branches[0][1], before, node.where, "for")
        self.loops.pop()
        self.line("}")
        for _, nodes in node.branches[1:]:
            self.line(f"if (!show_truth({rows})) {{")
            self.branch(nodes, before, node.where, "empty")
            self.line("}")

    def loop_head(self, rows, key, name):
        """Over an array, or with a key over an object in its order; returns the name of the index."""
        if key:
            self.line(f"const char *k_{key};")
            self.line(f"json_t *v_{name};")
            self.line(f"json_object_foreach({rows}, k_{key}, v_{name}) {{")
            return None
        index = f"i{self.serial}"
        self.line(f"for (size_t {index} = 0; {index} < json_array_size({rows}); {index}++) {{")
        self.lines.append("    " * (self.depth + 1) + f"json_t *v_{name} = json_array_get({rows}, {index});")
        return index

    def do_shared(self, node):
        """A piece of the layout: written when it is first met."""
        self.flush()
        if node.value not in self.shared:
            kept, self.lines = self.lines, []
            self.nodes(node.branches[0][1])
            self.flush()
            self.shared[node.value] = (f"shared{len(self.shared)}", self.lines, self.html.state())
            self.lines = kept
        name, _, after = self.shared[node.value]
        self.html.set(after)
        self.line(f"{name}(out, a, page, reply);")

    def do_block(self, node):
        fail(node.where, "a block stands at the top of a page that has a layout")

    def do_layout(self, node):
        fail(node.where, "the layout stands at the top of a page")


def page_function(name, nodes, assets, catalogue, shared):
    emitter = Emitter(assets, catalogue, shared)
    emitter.nodes(nodes)
    emitter.flush()
    if emitter.html.open or emitter.html.mode != "text":
        fail((name + ".html", 1), f"the page ends with open elements: {' '.join(emitter.html.open) or emitter.html.mode}")
    return c_function(f"page_{name}", emitter.lines)


def c_function(name, lines):
    return "\n".join([f"static void {name}(Buf *out, Arena *a, const json_t *page, const json_t *reply) {{",
                      "    (void)a, (void)page, (void)reply;", *lines, "}", ""])


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
           '#include "templates.h"', "", '#include "html.h"', '#include "markup.h"', '#include "show.h"', '#include "texts.h"', '#include "when.h"', ""]
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
