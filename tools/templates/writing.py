"""writing - the C function of a page, from its tree."""
import re

from . import texts
from .reading import NAME, TemplateError, fail, quoted
from .where import TEXT_ONLY, Html

ELEMENTS = ("date", "time", "prose", "hint")  # filters that print elements where such may stand; they are given the page, for the reader's zone
PATH = re.compile(rf"{NAME}(\.{NAME})*$")


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
        page = "page, " if name in ELEMENTS else ""
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
        element = re.fullmatch(rf"([\w.]+)\s*\|\s*({'|'.join(ELEMENTS)})", node.value)
        if element and context == "text" and self.html.open[-1:] not in TEXT_ONLY:
            self.line(f"html_{element.group(2)}(out, a, page, {self.path(element.group(1), node.where)});")
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
