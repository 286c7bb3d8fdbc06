"""sklearn_themes.py - what most people run for themes, as the peer of the benchmarks.

    sklearn_themes.py TEXTS.jsonl K OUT.csv [--minibatch] [--seed N]

TEXTS.jsonl has objects with "source", "external_id" and "text" (as `ridealong signals --json` prints them). TF-IDF of
words (min_df 2, sublinear), TruncatedSVD to 100 dimensions, L2 norm, k-means. Writes "source,id,theme" and prints one
line of JSON: seconds of each step, without those of reading the texts."""
import argparse
import csv
import json
import time

from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize


def themes(texts, k, seed, minibatch=False):
    """Labels of the texts and the seconds of the three steps."""
    marks = [time.perf_counter()]
    weights = TfidfVectorizer(sublinear_tf=True, min_df=2).fit_transform(texts)
    marks.append(time.perf_counter())
    dense = normalize(TruncatedSVD(100, random_state=seed).fit_transform(weights))
    marks.append(time.perf_counter())
    model = MiniBatchKMeans if minibatch else KMeans
    labels = model(k, n_init=3 if minibatch else 10, random_state=seed).fit_predict(dense)
    marks.append(time.perf_counter())
    return labels, {name: round(b - a, 3) for name, a, b in zip(("tfidf", "svd", "kmeans"), marks, marks[1:])}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("texts")
    parser.add_argument("k", type=int)
    parser.add_argument("out")
    parser.add_argument("--minibatch", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    names, texts = [], []
    with open(args.texts, encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["text"]:
                names.append((row["source"]["name"], row["external_id"]))
                texts.append(row["text"])
            del row
    labels, steps = themes(texts, args.k, args.seed, args.minibatch)
    with open(args.out, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("source", "id", "theme"))
        writer.writerows((*name, label) for name, label in zip(names, labels))
    print(json.dumps({"texts": len(texts), **steps, "seconds": round(sum(steps.values()), 3)}))


if __name__ == "__main__":
    main()
