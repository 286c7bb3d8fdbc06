"""A browser without scripts: reads the forms out of pages and sends them as a browser would.

    with Browser(port) as b:
        b.open("/themes/1")
        b.send("Rename", **{"rename:name": "Cards"})    # fills in, presses the button, follows, waits for the job
        b.text                                          # what the page says then
"""
import html.parser
import http.client
import time
import urllib.parse

INLINE = set("a abbr b code i mark small span".split())  # words go on through them


class Control:
    """A field or button; value None: it is not sent."""

    def __init__(self, tag, attrs):
        self.tag, self.attrs, self.name = tag, attrs, attrs.get("name")
        self.value, self.options, self.words = attrs.get("value", ""), {}, ""
        if attrs.get("type") in ("checkbox", "radio") and "checked" not in attrs:
            self.value = None


class Form:
    def __init__(self, attrs):
        self.action, self.method, self.controls = attrs.get("action"), attrs.get("method", "get"), []

    def fields(self, name):
        return [c for c in self.controls if c.name == name and c.tag != "button"]

    def button(self, words):
        return next((c for c in self.controls if c.tag == "button" and " ".join(c.words.split()) == words and "disabled" not in c.attrs), None)

    def fill(self, name, value):
        """A text, the words of a choice's option, True for a checkbox, a list of values for those of one name."""
        found = self.fields(name)
        assert found, f"the form has no field {name}"
        if found[0].attrs.get("type") == "checkbox":
            wanted = [str(v) for v in value] if isinstance(value, list) else [found[0].attrs["value"]]
            assert set(wanted) <= {c.attrs["value"] for c in found}, f"{name}: not all of {wanted} can be chosen"
            for c in found:
                c.value = c.attrs["value"] if c.attrs["value"] in wanted else None
        elif found[0].tag == "select":
            assert value in found[0].options, f"{name}: no '{value}' among {list(found[0].options)}"
            found[0].value = found[0].options[value]
        else:
            found[0].value = value

    def body(self, button):
        sent = [c for c in self.controls if c.name and c.value is not None and (c.tag != "button" or c is button)]
        return urllib.parse.urlencode([(c.name, c.value) for c in sent])


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.forms, self.links, self.refresh = [], {}, False
        self.form = self.select = self.within = None
        self.words, self.link = [], None
        self.feed(text)
        self.text = " ".join("".join(self.words).replace("\xa0", " ").split())

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag not in INLINE:
            self.words.append(" ")
        if tag == "meta" and attrs.get("http-equiv") == "refresh":
            self.refresh = True
        if tag == "form":
            self.form = Form(attrs)
            self.forms.append(self.form)
        elif tag in ("input", "select", "textarea", "button") and self.form:
            control = Control(tag, attrs)
            self.form.controls.append(control)
            self.within = control if tag in ("textarea", "button") else self.within
            self.select = control if tag == "select" else self.select
        elif tag == "option" and self.select:
            self.option = attrs
            self.within = self.select
            self.select.words = ""
        elif tag == "a":
            self.link = [attrs.get("href"), ""]

    def handle_data(self, data):
        self.words.append(data)
        if self.within:
            self.within.words += data
        if self.link:
            self.link[1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "option" and self.select:
            value = self.option.get("value", self.select.words)
            if not self.select.options or "selected" in self.option:
                self.select.value = value
            self.select.options.setdefault(self.select.words, value)
            self.within = None
        elif tag == "select":
            self.select = None
        elif tag in ("textarea", "button"):
            if tag == "textarea" and self.within:
                self.within.value = self.within.words.removeprefix("\n")
            self.within = None
        elif tag == "a" and self.link:
            self.links.setdefault(" ".join(self.link[1].split()), self.link[0])
            self.link = None


class Browser:
    def __init__(self, port):
        self.port, self.path, self.cookies = port, "/", {}

    def request(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Origin": f"http://127.0.0.1:{self.port}", "Referer": f"http://127.0.0.1:{self.port}{self.path}",
                   "Sec-Fetch-Site": "same-origin"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        self.source, self.status = response.read().decode(), response.status
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
            if "Max-Age=0" in cookie:
                del self.cookies[name]
        connection.close()
        return response

    def show(self, path):
        self.path = path
        self.page = Page(self.source)
        self.text = self.page.text

    def open(self, path):
        """Until nothing works any more for this page."""
        deadline = time.monotonic() + 60
        response = self.request("GET", path)
        while self.status == 303:
            path = response.getheader("Location")
            response = self.request("GET", path)
        self.show(path)
        while self.page.refresh:
            assert time.monotonic() < deadline, f"{path} works for ever"
            time.sleep(0.05)
            self.request("GET", path)
            self.show(path)

    def follow(self, words):
        assert words in self.page.links, f"no link '{words}' on {self.path}: {list(self.page.links)}"
        self.open(self.page.links[words])

    def form_with(self, button):
        found = [f for f in self.page.forms if f.button(button)]
        assert found, f"no button '{button}' on {self.path}"
        return found[0]

    def send(self, button, **values):
        form = self.form_with(button)
        for name, value in values.items():
            form.fill(name, value)
        pressed = form.button(button)
        assert form.method == "post"
        action = pressed.attrs.get("formaction", form.action)
        response = self.request("POST", action, form.body(pressed))
        if self.status == 303:
            self.open(response.getheader("Location").split("#")[0])
        else:
            self.show(action)

    def join(self, program, email, role):
        """As somebody who was invited on the machine."""
        link = program.json("accounts", "invite", email, "--role", role)["link"]
        self.open(link)
        self.send("Make my account", password="a good enough secret")
        assert self.cookies, self.text

    def value(self, name):
        """Of the first field of that name on the page."""
        return next(c.value for f in self.page.forms for c in f.fields(name))
