"""texts - finds the texts of templates that a catalogue translates, for the compiler.

A message is a run of text between block tags and block elements, with the values and inline elements in it: the template
`<p>Owned by <a href="/teams/{{ t.id }}">{{ t.name }}</a>.</p>` has `Owned by <a>{t.name}</a>.` An attribute that people read
is one, too. What a message holds besides words are slots: {path} for a value, <a> and </a> for an inline element (its
attributes stay with it), {code} for code, which is not translated. docs/internals/web.md says how to translate.
"""
import copy
import html as entities
import re

INLINE = set("a abbr b em i s small span strong time mark u sub sup".split())
OPAQUE = set("code kbd".split())   # within a message: one slot
SILENT = set("pre script style svg".split())
ATTRIBUTES = set("title placeholder aria-label alt aria-description".split())
WORD = re.compile(r"[^\W\d_]{2,}")
SPACE = re.compile(r"[ \t\r\n]+")


class Item:
    """A piece of a run: kind `text`, `value`, `open`, `close`, `raw` or `attr`, its nodes, and its name where it has one."""

    def __init__(self, kind, nodes, name="", where=None):
        self.kind, self.nodes, self.name, self.where, self.parts = kind, nodes, name, where, []


class Literal:
    """Like a node of tmpl2c: a piece of a literal."""

    def __init__(self, value, where):
        self.kind, self.value, self.where, self.branches = "lit", value, where, []


def translated(html):
    return html.attr in ATTRIBUTES or (html.attr.startswith("data-") and html.open[-1:] != ("script",) and html.tag == "dialog")


def characters(nodes, html):
    """Yields (class, piece, where) for runs of equal class: `text`, `attr` (inside of a translated one), `tag`; values come
    as nodes. Follows the HTML with a copy of its state."""
    h = copy.copy(html)
    for node in nodes:
        if node.kind != "lit":
            kind = "text" if h.mode == "text" else "attr" if h.mode == "attr_value" and translated(h) else "tag"
            if node.kind == "value":
                h.context(node.where)  # refuses what may not stand there
            yield kind, node, node.where, h
            h.value += "x"
            continue
        at, begin, kind, line = 0, 0, None, node.where[1]
        while at < len(node.value):
            before = h.mode
            inside = before == "attr_value" and translated(h)
            after = h.step(node.value, at, (node.where[0], line))
            now = ("text" if before == "text" and node.value[at] != "<" else
                   "attr" if inside and node.value[at] != '"' else "tag")
            if now != kind and kind is not None:
                yield kind, Literal(node.value[begin:at], (node.where[0], line - node.value.count("\n", begin, at))), None, h
                begin = at
            elif now == "tag" and before == "text" and at > begin and kind == "tag":
                yield kind, Literal(node.value[begin:at], (node.where[0], line)), None, h
                begin = at
            kind = now
            line += node.value.count("\n", at, max(after, at + 1))
            at = max(after, at)
        if begin < len(node.value):
            yield kind, Literal(node.value[begin:], (node.where[0], line - node.value.count("\n", begin))), None, h


def items_of(nodes, html):
    """The run as items. Tags that lie in it as a whole are `open` and `close`, others `raw`."""
    out, tag = [], None
    started_inside = html.mode != "text"
    for kind, node, _, h in characters(nodes, html):
        if kind == "text":
            if tag:
                out.append(close_tag(tag, started_inside))
                tag, started_inside = None, False
            out.append(Item("text" if node.kind == "lit" else "value", [node], where=node.where))
            continue
        if tag is not None and kind == "tag" and node.kind == "lit" and node.value.startswith("<"):
            out.append(close_tag(tag, started_inside))
            tag, started_inside = None, False
        tag = tag if tag is not None else []
        if tag and tag[-1][0] == kind == "attr":
            tag[-1][1].append(node)
        else:
            tag.append((kind, [node]))
    if tag:
        out.append(close_tag(tag, started_inside))
    return out


def close_tag(parts, inside):
    first, last = parts[0][1][0], parts[-1][1][-1]
    source = first.value if first.kind == "lit" else ""
    match = re.match(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)", source)
    whole = match and not inside and last.kind == "lit" and last.value.rstrip().endswith(">")
    item = Item("raw" if not whole else "close" if match.group(1) else "open", [n for _, p in parts for n in p],
                match.group(2).lower() if match else "", first.where)
    if whole and last.value.rstrip().endswith("/>") and not match.group(1):
        item.kind = "raw"
    item.parts = parts
    return item


def pair(items):
    """For each open item the index of what closes it within the run, and the other way round."""
    stack, pairs = [], {}
    for i, item in enumerate(items):
        if item.kind == "open":
            stack.append(i)
        elif item.kind == "close":
            if stack and items[stack[-1]].name == item.name:
                pairs[stack[-1]], pairs[i] = i, stack[-1]
                stack.pop()
            else:
                stack = []
    return pairs


def groups(items):
    """Cuts the run into ("message", items) and ("plain", items)."""
    pairs, out, now, i = pair(items), [], [], 0

    def flush():
        if now:
            out.extend(trimmed(list(now)))
            now.clear()

    while i < len(items):
        item = items[i]
        whole = i in pairs
        if item.kind == "open" and whole and item.name in OPAQUE | SILENT:
            inner = items[i:pairs[i] + 1]
            if item.name in OPAQUE and not any(x.kind == "raw" for x in inner):
                opaque = Item("opaque", [n for x in inner for n in x.nodes], item.name, item.where)
                opaque.parts = inner
                now.append(opaque)
            else:
                flush()
                out.append(("plain", inner))
            i = pairs[i] + 1
            continue
        if item.kind in ("text", "value") or (whole and item.name in INLINE):
            now.append(item)
        else:
            flush()
            out.append(("plain", [item]))
        i += 1
    flush()
    return out


def words_in(items):
    return any(i.kind == "text" and WORD.search(entities.unescape("".join(n.value for n in i.nodes))) for i in items)


def blank(item):
    return item.kind == "text" and not item.nodes[0].value.strip()


def trimmed(group):
    """Takes blanks and elements that hold everything off the ends, so that the message is the words."""
    before, after = [], []
    while group:
        pairs = pair(group)
        if blank(group[0]):
            before.append(group.pop(0))
        elif blank(group[-1]):
            after.insert(0, group.pop())
        elif pairs.get(0) == len(group) - 1 and len(group) > 1:
            before.append(group.pop(0))
            after.insert(0, group.pop())
        elif any(k not in pairs for k, g in enumerate(group) if g.kind in ("open", "close")):
            cut = next(k for k, g in enumerate(group) if g.kind in ("open", "close") and k not in pairs)
            return [*plain(before), *trimmed(group[:cut]), ("plain", [group[cut]]), *trimmed(group[cut + 1:]), *plain(after)]
        else:
            break
    if not words_in(group):
        return plain(before + group + after)
    return [*plain(before), ("message", group), *plain(after)]


def plain(items):
    return [("plain", items)] if items else []


def edges(group):
    """The white space at the ends of a message, which stays out of it: (before, after)."""
    first = group[0].nodes[0].value if group[0].kind == "text" else ""
    last = group[-1].nodes[-1].value if group[-1].kind == "text" else ""
    return re.match(r"\s*", first).group(), re.search(r"\s*$", last).group()


def slot_name(item, taken):
    if item.kind == "value":
        base = re.split(r"\s*\|\s*", item.nodes[0].value)[0].strip()
    else:
        base = item.name
    name, n = base, 1
    while name in taken:
        n += 1
        name = f"{base}{n}"
    taken.add(name)
    return name


def message(group):
    """(msgid, slots): the words with slots, and [(name, item)] in their order; a close's name begins with /."""
    out, slots, taken, open_names = [], [], set(), []
    for item in group:
        if item.kind == "text":
            text = entities.unescape("".join(n.value for n in item.nodes))
            if re.search(r"[<>{}]", text):
                raise ValueError(f"{item.where[0]}:{item.where[1]}: <, >, {{ and }} in a text for people: put it into <code>")
            out.append(text)
            continue
        if item.kind == "close":
            name = "/" + open_names.pop()
        else:
            name = slot_name(item, taken)
        if item.kind == "open":
            open_names.append(name)
        out.append(f"<{name}>" if item.kind in ("open", "close") else f"{{{name}}}")
        slots.append((name, item))
    return SPACE.sub(" ", "".join(out)).strip(" "), slots


class Catalogue:
    """All messages that were met, each once, with the places where they stand."""

    def __init__(self):
        self.places = {}  # (msgid, plural or None) -> places, in the order met
        self.slots = {}

    def note(self, msgid, slots, where, plural=None):
        """The name by which the C code calls it: its number is known when all are."""
        key = (msgid, plural)
        self.slots[key] = slots
        place = f"{where[0]}:{where[1]}"
        places = self.places.setdefault(key, [])
        if place not in places:
            places.append(place)
        return key

    def order(self):
        return sorted(self.places, key=lambda k: (k[0].encode(), k[1] or ""))


def po_string(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def pot(catalogue):
    """The template for translators, as GNU gettext has it."""
    out = ["# Texts of the pages of Ridealong.", "# Made by tools/tmpl2c.py --pot; docs/internals/web.md says how to translate.", "#",
           'msgid ""', 'msgstr ""', '"Project-Id-Version: ridealong\\n"', '"Language: \\n"', '"MIME-Version: 1.0\\n"',
           '"Content-Type: text/plain; charset=UTF-8\\n"', '"Content-Transfer-Encoding: 8bit\\n"',
           '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"', ""]
    for key in catalogue.order():
        msgid, plural = key
        places = sorted({re.sub(r"^(\.\./)*", "", p.rsplit(":", 1)[0]) for p in catalogue.places[key]})
        out += [f"#: {p}" for p in places[:4]] + [f"msgid {po_string(msgid)}"]
        out += [f"msgid_plural {po_string(plural)}", 'msgstr[0] ""', 'msgstr[1] ""', ""] if plural else ['msgstr ""', ""]
    return "\n".join(out)
