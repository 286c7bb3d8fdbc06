"""agreement.py - how well themes agree with the truth of generated data.

    agreement.py TRUTH.csv FOUND   FOUND: "source,id,theme" as CSV, or the JSON lines of `ridealong signals --json`

Only signals that have a true theme count (the rest is noise by design); an unthemed one is a theme of its own. Prints one
line of JSON: signals, themes, nmi and ari in percent, and unthemed in percent."""
import csv
import json
import sys

from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score


def found_themes(path):
    with open(path, encoding="utf-8", newline="") as file:
        if path.endswith(".csv"):
            for row in csv.DictReader(file):
                yield (row["source"], row["id"]), row["theme"]
            return
        for line in file:
            row = json.loads(line)
            yield (row["source"]["name"], row["external_id"]), str(row["theme"]["id"]) if row["theme"] else ""


def main():
    truth_path, found_path = sys.argv[1:]
    with open(truth_path, encoding="utf-8", newline="") as file:
        # the truth names files, the store sources
        truth = {(row["source"].split(".")[0], row["id"]): row["theme"] for row in csv.DictReader(file) if row["theme"]}
    pairs = [(truth[key], theme) for key, theme in found_themes(found_path) if key in truth]
    if not pairs:
        sys.exit("agreement.py: no signal of the truth is among those found")
    true, found = zip(*pairs)
    print(json.dumps({"signals": len(pairs), "themes": len(set(found) - {""}),
                      "nmi": round(100 * normalized_mutual_info_score(true, found), 1),
                      "ari": round(100 * adjusted_rand_score(true, found), 1),
                      "unthemed": round(100 * found.count("") / len(found), 1)}))


if __name__ == "__main__":
    main()
