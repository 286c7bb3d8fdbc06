"""reading - a template as a tree: what its tags say, its layout and includes put in."""
import os
import re

NAME = r"[a-z_][a-z0-9_]*"

# what a link may begin with, and the operation that its reader must be allowed
GUARDED = {"signals": "signals_list", "customers": "customers_list", "audit": "audit_list", "mail": "mail_list",
           "accounts": "accounts_list", "setup": "setup_get", "hooks": "hooks_list", "told": "told_list", "work": "work_mine"}
GUARDED_LINK = re.compile(rf'\s(href="/({"|".join(GUARDED)})(?=[/?#"])[^"]*")')


class TemplateError(Exception):
    """A refusal, with the place that caused it."""


def fail(where, message):
    raise TemplateError(f"{where[0]}:{where[1]}: {message}")


class Node:
    """A piece of a template: kind, place (file, line), what its tag said, and the branches within."""

    def __init__(self, kind, where, value=None):
        self.kind, self.where, self.value, self.branches = kind, where, value, []


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


def guard_links(text):
    return GUARDED_LINK.sub(lambda link: f" {{% if page.may.{GUARDED[link[2]]} %}}{link[1]}{{% end %}}", text)


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
                self.trees[name] = parse(os.path.relpath(self.files[name]), guard_links(f.read()))
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
