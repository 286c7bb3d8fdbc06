"""routing_rows.py - rows "text,component" for the routing benchmark.

    routing_rows.py hadoop BUGS.csv OUT.csv [--easy]    Hadoop bug reports (gitbugs), which have no column for the component
    routing_rows.py company SIGNALS.jsonl TRUTH.csv OUT.csv   a generated company: text, the component of its true theme

A Hadoop report says its component itself: by the prefix of its summary ("ABFS: ..."), else by the modules and Java packages that
it names, where they are of one component only. All these names are then taken out of its text, wherever they stand, so that the
router has to find the component by what is said about it. --easy takes out only the prefix."""
import csv
import json
import re
import sys

csv.field_size_limit(1 << 30)

# component: prefix of a summary, modules, packages below org.apache.hadoop
NAMES = {
    "s3a": (r"s3a?|s3guard|s3a [\w ]+|hadoop-aws|aws (?:v2 )?sdk(?: v2)?", r"hadoop-aws", r"fs\.s3a"),
    "abfs": (r"abfs(?:[ \w]+)?", None, r"fs\.azurebfs"),
    "wasb": (r"wasb", None, r"fs\.azure"),
    "oss": (r"aliyun ?oss|oss", r"hadoop-aliyun", r"fs\.aliyun"),
    "obs": (r"obs|huaweicloud", r"hadoop-huaweicloud", r"fs\.obs"),
    "distcp": (r"distcp", r"hadoop-distcp", r"tools\.(?:[Dd]ist[Cc]p|mapred|CopyListing|SimpleCopyListing|util\.DistCp)"),
    "kms": (r"kms(?: acl)?", r"hadoop-kms", r"crypto\.key"),
    "security": (r"security|kerberos|kdiag", r"hadoop-auth|hadoop-minikdc", r"security"),
    "ipc": (r"rpc(?: metrics)?|ipc", None, r"ipc"),
    "hdfs": (r"hdfs|rbf|ec|erasure coding|sbn read", r"hadoop-hdfs", r"hdfs"),
    "yarn": (r"yarn", r"hadoop-yarn", r"yarn"),
    "mapreduce": (r"mapreduce|mr", r"hadoop-mapreduce", r"mapreduce|mapred"),
    "metrics": (r"metrics", None, r"metrics2"),
    "io": (r"io|codec", None, r"io\.(?:compress|nativeio|SequenceFile|file)"),
    "ha": (r"zkfc|ha", None, r"ha"),
    "shell": (r"fsshell|fs shell", None, r"fs\.(?:shell|FsShell)"),
    "viewfs": (r"viewfs|viewfilesystem", None, r"fs\.viewfs"),
    "build": (r"build|jdk ?-?\d+|java ?\d+|ci|yetus|mvn[ \w]*", r"hadoop-multibranch|hadoop-maven-plugins|hadoop-build-tools|hadoop-qbt|dev-support", None),
    "thirdparty": (r"third-?party|hadoop-thirdparty|unguava|pb-upgrade", r"hadoop-thirdparty|hadoop-shaded", r"thirdparty"),
}
PREFIX = {c: re.compile(rf"^\s*\[?(?:{n[0]})\s*(?:[\]:]|\s-\s)\s*", re.I) for c, n in NAMES.items()}


def place(modules, packages):
    ways = [rf"\b(?:{modules})[\w./-]*"] if modules else []
    if packages:
        slashed = packages.replace(r"\.", "/")
        ways += [rf"\borg\.apache\.hadoop\.(?:{packages})\b[\w.$]*", rf"\borg/apache/hadoop/(?:{slashed})\b[\w./$]*"]
    return re.compile("|".join(ways))


PLACES = {c: place(n[1], n[2]) for c, n in NAMES.items()}
ANY_PACKAGE = re.compile(r"\borg[./]apache[./]hadoop[./][\w./$]*|\bhadoop-[a-z][\w-]*(?:/[\w./-]*)?")


def component_of(summary, text):
    for component, prefix in PREFIX.items():
        if prefix.match(summary):
            return component
    named = [c for c, place in PLACES.items() if place.search(text)]
    return named[0] if len(named) == 1 else None


def hadoop(path, easy):
    # the names themselves, anywhere: "ABFS", "S3A", "distcp", ...
    words = re.compile(r"\b(?:s3a\w*|s3guard|abfs\w*|azurebfs|wasbs?|aliyun\w*|oss|obs|huaweicloud\w*|distcp|kms|hdfs|yarn|mapreduce|viewfs|viewfilesystem\w*|"
                       r"thirdparty|fsshell|zkfc|rbf)\b", re.I)
    yield "text", "component"
    with open(path, encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            summary, body = row["Summary"] or "", row["Description"] or ""
            component = component_of(summary, summary + "\n" + body)
            if not component:
                continue
            prefix = PREFIX[component].match(summary)
            text = (summary[prefix.end():] if prefix else summary) + "\n" + body
            if not easy:
                text = words.sub(" ", ANY_PACKAGE.sub(" ", PLACES[component].sub(" ", text)))
            if len(text.split()) >= 3:
                yield text, component


def company(signals, truth):
    with open(truth, encoding="utf-8", newline="") as file:  # it names files, the store sources
        true = {(row["source"].split(".")[0], row["id"]): row["component"] for row in csv.DictReader(file) if not row["copy_of"]}
    yield "text", "component"
    with open(signals, encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            component = true.get((row["source"]["name"], row["external_id"]))
            if component and row["text"]:
                yield row["text"], component


def main():
    args = [a for a in sys.argv[1:] if a != "--easy"]
    rows = hadoop(args[1], "--easy" in sys.argv) if args[0] == "hadoop" else company(*args[1:3])
    with open(args[-1], "w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)


if __name__ == "__main__":
    main()
