"""quality_peer.py - our themes next to scikit-learn's, on the same rows, with the same number of themes.

    quality_peer.py labels CODE_ROWS SET.csv     NMI and homogeneity against each label column
    quality_peer.py stable CODE_ROWS SET.csv     a random 5 % of the rows left out, three times: how far do themes found
        from nothing agree with those of all rows, and how far those of all rows that a discovery finds which knows the
        ones of the 95 % before

CODE_ROWS is the program of bench/code_rows.c. Ours finds its number of themes; the peer gets that number. In `labels`
all unthemed rows count as one theme more (kinder to the peer, which leaves none out); in `stable` each is alone."""
import csv
import os
import statistics
import subprocess
import sys
import tempfile

from sklearn.metrics import adjusted_rand_score, homogeneity_score, normalized_mutual_info_score
from sklearn.metrics.cluster import pair_confusion_matrix

from sklearn_themes import themes as peer_themes

csv.field_size_limit(1 << 30)
DROPPED = -2
DROPS = (1, 2, 3)  # seeds of the rows that are left out


def ours(program, path, *options):
    """Theme of each row: -1 unthemed, -2 left out; with --then the themes before and those after."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "themes")
        subprocess.run([program, path, out, *map(str, options)], check=True)
        with open(out, encoding="utf-8") as lines:
            rows = [tuple(map(int, line.split())) for line in lines]
    return tuple(zip(*rows)) if "--then" in options else [theme for (theme,) in rows]


def peer(texts, k, seed, kept):
    found = iter(peer_themes([t for t, keep in zip(texts, kept) if keep], k, seed)[0])
    return [int(next(found)) if keep else DROPPED for keep in kept]


def line(name, *figures):
    print(f"{name:<42}" + "".join(f"{f:>15}" if isinstance(f, (str, int)) else f"{f:>15.1f}" for f in figures))


def labels(program, path, rows, header):
    texts = [row[0] for row in rows]
    mine = ours(program, path)
    k = len(set(mine) - {-1})
    line("", "themes", "unthemed %", *(f"{what} {name}" for name in header[1:] for what in ("NMI", "hom.")))
    for name, found in (("ours", mine), ("peer: TF-IDF, SVD 100, k-means", peer(texts, k, 1, [True] * len(texts)))):
        figures = []
        for column in range(1, len(header)):
            true = [row[column] for row in rows]
            figures += [100 * normalized_mutual_info_score(true, found), 100 * homogeneity_score(true, found)]
        line(name, k, 100 * found.count(-1) / len(found), *figures)


def agreement(before, after):
    """Adjusted Rand index; share of all pairs that stay together or apart (Rand index); share of the pairs that were
    together and still are. Over the rows that both saw; an unthemed row is alone."""
    both = [(a, b) for a, b in zip(before, after) if DROPPED not in (a, b)]
    first, second = ([x if x >= 0 else -10 - i for i, x in enumerate(side)] for side in zip(*both))
    pairs = pair_confusion_matrix(first, second)
    same = pairs[0, 0] + pairs[1, 1]
    return (100 * adjusted_rand_score(first, second), 100 * same / pairs.sum(),
            100 * pairs[1, 1] / max(1, pairs[1].sum()))


def with_range(figures):
    return f"{statistics.median(figures):.1f} ({min(figures):.1f} to {max(figures):.1f})"


def stable(program, path, rows, _):
    texts = [row[0] for row in rows]
    mine = ours(program, path)
    k = len(set(mine) - {-1})
    theirs = peer(texts, k, 1, [True] * len(texts))
    lived, nothing, others = [], [], []
    for seed in DROPS:
        before, after = ours(program, path, "--drop", 5, seed, "--then")
        kept = [theme != DROPPED for theme in before]  # the same rows are left out for both
        lived.append(agreement(before, after))
        nothing.append(agreement(mine, before))
        others.append(agreement(theirs, peer(texts, k, 1, kept)))
    print(f"{'':<34}{'themes':>8}" + "".join(f"{name:>24}" for name in ("ARI", "pairs as they were %", "stay together %")))
    for name, runs in (("ours, the second after the first", lived), ("ours, from nothing", nothing),
                       ("peer: TF-IDF, SVD 100, k-means", others)):
        print(f"{name:<34}{k:>8}" + "".join(f"{with_range(figures):>24}" for figures in zip(*runs)), flush=True)


def main():
    task, program, path = sys.argv[1:]
    with open(path, encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    {"labels": labels, "stable": stable}[task](program, path, rows, header)


if __name__ == "__main__":
    main()
