#!/usr/bin/env python3
"""Compares gamma with pygamma-agreement's, document by document, on the same machine in the same run: the disorder must be
the same but for its arithmetic, which is of 32 bits, and gamma but for what samples differ; and says how long both took.

    python3 tests/reference/gamma.py

Builds the benchmark, whose documents are taken: 2 people x 50 spans and 3 people x 50 spans on 2,000 characters, 30 samples.
pygamma-agreement is installed from PyPI into an environment of its own, which is kept in the cache folder; it is run once
before, so that it has compiled what it compiles. Both use all cores.
"""

import json
import os
import statistics
import subprocess
import sys
import time

from check import ROOT, environment

# The newest `coverage`, for an older one that other packages may want breaks numba.
PACKAGES = ["pygamma-agreement==0.5.9", "coverage>=7.6"]
# What the disorder may differ by, and gamma, where both are of 30 samples.
DISORDER = 1e-5
GAMMA = 0.05


def main():
    if sys.argv[1:] == ["--pygamma"]:
        return pygamma()
    if len(sys.argv) > 1:
        sys.exit(__doc__)
    ours = subprocess.run(
        ["cargo", "bench", "--quiet", "--bench", "budgets", "--", "gamma-lines"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
    ).stdout
    theirs = subprocess.run(
        [environment(PACKAGES), __file__, "--pygamma"], input=ours, stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    lines = zip(map(json.loads, ours.splitlines()), map(json.loads, theirs.splitlines()), strict=True)
    n_failed, times = 0, {}
    print("people spans   disorder here, there        gamma here, there     disorder ms here, there   gamma ms here, there")
    for one, other in lines:
        n_people, n_spans = len(one["sets"]), sum(map(len, one["sets"]))
        is_same = abs(one["disorder"] - other["disorder"]) <= DISORDER and abs(one["gamma"] - other["gamma"]) <= GAMMA
        n_failed += not is_same
        for key in ("disorder_ms", "gamma_ms"):
            times.setdefault((n_people, key), []).append(other[key] / one[key])
        print(
            f"{n_people:6} {n_spans:5}   {one['disorder']:.7f} {other['disorder']:.7f}"
            f"   {one['gamma']:9.4f} {other['gamma']:9.4f}   {one['disorder_ms']:11.3f} {other['disorder_ms']:10.1f}"
            f"   {one['gamma_ms']:11.3f} {other['gamma_ms']:10.1f}"
            f"{'' if is_same else '   NOT THE SAME'}"
        )
    for (n_people, key), ratios in times.items():
        print(f"{n_people} people, {key}: {statistics.median(ratios):.0f} times as fast (least {min(ratios):.0f})")
    sys.exit(1 if n_failed else 0)


def pygamma():
    """Reads documents, a line each, and prints what pygamma-agreement finds in them and what it took in milliseconds."""
    import logging

    import numpy
    from pyannote.core import Segment
    from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum

    # The solver prints much, past Python.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    logging.disable(logging.WARNING)
    numpy.random.seed(1)
    dissimilarity = CombinedCategoricalDissimilarity(alpha=1, beta=1, delta_empty=1)
    lines = sys.stdin.readlines()
    for n, line in enumerate([lines[0], *lines]):
        continuum = Continuum()
        for annotator, units in enumerate(json.loads(line)["sets"]):
            continuum.add_annotator(str(annotator))
            for start, end, tag in units:
                continuum.add(str(annotator), Segment(start, end), str(tag))
        began = time.perf_counter()
        disorder = continuum.get_best_alignment(dissimilarity).disorder
        between = time.perf_counter()
        gamma = continuum.compute_gamma(dissimilarity, n_samples=30).gamma
        ended = time.perf_counter()
        if n > 0:
            found = {"disorder": float(disorder), "gamma": float(gamma)}
            took = {"disorder_ms": 1e3 * (between - began), "gamma_ms": 1e3 * (ended - between)}
            print(json.dumps(found | took), file=out, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    main()
