"""where - where in the HTML a template is: what may stand there, and how a value is escaped."""
import re

from .reading import fail

VOID = set("area base br col embed hr img input link meta source track wbr".split())
URL_ATTRS = set("href src action formaction poster cite data ping background manifest xlink:href".split())
REFUSED_ATTRS = set("style srcdoc srcset".split())
RAW_ELEMENTS = set("script style".split())
TEXT_ONLY = {("title",), ("option",), ("textarea",)}  # no elements within


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
