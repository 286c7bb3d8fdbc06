#!/usr/bin/env python3
"""Prints the table GOLDEN of test_bradley_terry.c: the same model by another road (scipy's BFGS, numeric second derivatives).

Needs python3-scipy; run it only to make the table anew."""
import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

SD = 1.5
CASES = {
    "three in a line": [[0, 3, 4], [1, 0, 2], [0, 2, 0]],
    "never lost": [[0, 5, 5, 5], [0, 0, 3, 2], [0, 1, 0, 4], [0, 2, 1, 0]],
    "two islands": [[0, 2, 0, 0], [1, 0, 0, 0], [0, 0, 0, 6], [0, 0, 1, 0]],
    "a circle": [[0, 4, 0], [0, 0, 4], [4, 0, 0]],
    "nobody judged": [[0, 0], [0, 0]],
}


def loss(x, wins):
    p = expit(x[:, None] - x[None, :])
    return -(wins * np.log(p)).sum() + (x ** 2).sum() / (2 * SD ** 2)


def second(f, x, h=1e-4):
    n = len(x)
    out = np.zeros((n, n))
    eye = np.eye(n) * h
    for i in range(n):
        for j in range(n):
            out[i, j] = (f(x + eye[i] + eye[j]) - f(x + eye[i] - eye[j]) - f(x - eye[i] + eye[j]) + f(x - eye[i] - eye[j])) / (4 * h * h)
    return out


for name, wins in CASES.items():
    wins = np.array(wins, float)
    best = minimize(loss, np.zeros(len(wins)), args=(wins,), method="BFGS", options={"gtol": 1e-9})
    cov = np.linalg.inv(second(lambda x: loss(x, wins), best.x))
    half = 1.6448536269514722 * np.sqrt(np.diag(cov))
    print(f"    /* {name} */")
    print(f"    {{{len(wins)}, {{{', '.join(f'{v:g}' for v in wins.flatten())}}},")
    print(f"     {{{', '.join(f'{v:.6f}' for v in best.x)}}}, {{{', '.join(f'{v:.6f}' for v in half)}}}}},")
