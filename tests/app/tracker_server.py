#!/usr/bin/env python3
"""GitHub, GitLab and Jira in small, for tests: their addresses, headers, required fields, statuses and answers as their API
documents have them (GitHub REST 2022-11-28, GitLab v4, Jira Server and Cloud REST 2). On a free port of 127.0.0.1.

Prints the port, serves until standard input ends. GET /issues answers all issues; POST /forget makes the next answer to a
created issue get lost (the connection closes after the issue was made)."""
import base64
import http.server
import json
import re
import sys
import threading
import urllib.parse

TOKEN = "token-of-the-tests"
issues, state = [], {"lose": False}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def answer(self, status, body=None):
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def body(self):
        return json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"null")

    def made(self, issue, status, answer):
        issues.append(issue)
        if state["lose"]:
            state["lose"] = False
            self.close_connection = True
            self.connection.close()
            return
        self.answer(status, answer)

    def handle_it(self):
        url = urllib.parse.urlsplit(self.path)
        query = {k: v[0] for k, v in urllib.parse.parse_qs(url.query).items()}
        body = self.body() if self.command in ("POST", "PUT", "PATCH") else None
        if url.path == "/issues":
            return self.answer(200, issues)
        if url.path == "/forget":
            state["lose"] = True
            return self.answer(200, {})
        for pattern, function in ROUTES:
            match = re.fullmatch(pattern, url.path)
            if match:
                return function(self, self.command, query, body, *match.groups())
        return self.answer(404, {"message": "Not Found"})

    do_GET = do_POST = do_PUT = do_PATCH = handle_it


def of(kind, place):
    return [i for i in issues if i["kind"] == kind and i["place"] == place]


def github(h, method, query, body, place, number):
    if h.headers.get("Authorization") != f"Bearer {TOKEN}":
        return h.answer(401, {"message": "Bad credentials", "documentation_url": "https://docs.github.com/rest"})
    if not h.headers.get("User-Agent") or h.headers.get("Accept") != "application/vnd.github+json":
        return h.answer(403, {"message": "Request forbidden by administrative rules."})
    if place != "acme/app":
        return h.answer(404, {"message": "Not Found"})
    there = of("github", place)

    def shown(i):
        return {"id": 1000 + i["n"], "number": i["n"], "title": i["title"], "body": i["text"], "state": "open",
                "html_url": f"https://github.com/{place}/issues/{i['n']}"}
    if number:
        issue = [i for i in there if i["n"] == int(number)]
        if method != "PATCH" or not issue:
            return h.answer(404, {"message": "Not Found"})
        issue[0].update(title=body["title"], text=body["body"])
        return h.answer(200, shown(issue[0]))
    if method == "GET":
        return h.answer(200, [shown(i) for i in reversed(there)][:int(query.get("per_page", 30))])
    if not isinstance(body.get("title"), str) or len(body["body"]) > 65536:
        return h.answer(422, {"message": "Validation Failed", "errors": []})
    issue = {"kind": "github", "place": place, "n": len(there) + 17, "title": body["title"], "text": body["body"]}
    return h.made(issue, 201, shown(issue))


def gitlab(h, method, query, body, place, number):
    place = urllib.parse.unquote(place)
    if h.headers.get("PRIVATE-TOKEN") != TOKEN:
        return h.answer(401, {"message": "401 Unauthorized"})
    there = of("gitlab", place)

    def shown(i):
        return {"id": 5000 + i["n"], "iid": i["n"], "title": i["title"], "description": i["text"],
                "web_url": f"https://gitlab.example/{place}/-/issues/{i['n']}"}
    if number:
        issue = [i for i in there if i["n"] == int(number)]
        if method != "PUT" or not issue:
            return h.answer(404, {"message": "404 Not found"})
        issue[0].update(title=body["title"], text=body["description"])
        return h.answer(200, shown(issue[0]))
    if method == "GET":
        return h.answer(200, [shown(i) for i in there if query["search"] in i["text"]])
    issue = {"kind": "gitlab", "place": place, "n": len(there) + 4, "title": body["title"], "text": body["description"]}
    return h.made(issue, 201, shown(issue))


def jira_sure(h):
    basic = "Basic " + base64.b64encode(f"ann@x.example:{TOKEN}".encode()).decode()
    if h.headers.get("Authorization") in (basic, f"Bearer {TOKEN}"):
        return True
    h.answer(401, {"errorMessages": ["Client must be authenticated to access this resource."], "errors": {}})
    return False


def jira(h, method, query, body, key):
    if not jira_sure(h):
        return None
    if key:
        issue = [i for i in issues if i["kind"] == "jira" and i["key"] == key]
        if method != "PUT" or not issue:
            return h.answer(404, {"errorMessages": ["Issue Does Not Exist"], "errors": {}})
        issue[0].update(title=body["fields"]["summary"], text=body["fields"]["description"])
        return h.answer(204)
    fields = body["fields"]
    if fields.get("issuetype", {}).get("name") != "Task" or "\n" in fields["summary"]:
        return h.answer(400, {"errorMessages": [], "errors": {"issuetype": "issue type is required"}})
    place = fields["project"]["key"]
    key = f"{place}-{len(of('jira', place)) + 1}"
    issue = {"kind": "jira", "place": place, "key": key, "title": fields["summary"], "text": fields["description"],
             "labels": fields["labels"]}
    return h.made(issue, 201, {"id": "10000", "key": key, "self": f"http://x/rest/api/2/issue/{key}"})


def jira_search(h, method, query, body):
    if not jira_sure(h):
        return None
    wanted = re.fullmatch(r'project="([^"]+)" AND labels="([^"]+)"', query["jql"])
    found = [{"id": "1", "key": i["key"]} for i in of("jira", wanted[1]) if wanted[2] in i["labels"]]
    return h.answer(200, {"startAt": 0, "maxResults": 50, "total": len(found), "issues": found})


ROUTES = [(r"/repos/([^/]+/[^/]+)/issues(?:/(\d+))?", github),
          (r"/api/v4/projects/([^/]+)/issues(?:/(\d+))?", gitlab),
          (r"/rest/api/2/search", jira_search),
          (r"/rest/api/2/issue(?:/([A-Z]+-\d+))?", jira)]


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()


main()
