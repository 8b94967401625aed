#!/usr/bin/env python3
"""Compares corpus statistics of the example project with scipy and with counting of its own.

    python3 tests/reference/corpus.py GLOSSATOR

The project is exported as JSONL and counted here, from the spans alone: tags by annotator, contexts of documents in which two tags
stand. From these counts scipy has chi-square with Yates' correction, Fisher's exact test and the log-likelihood of four
cells; PMI, NPMI and Jaccard are by their formulas (Church and Hanks 1990, Bouma 2009). Every figure must be the same to 1e-9.
"""

import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

PACKAGES = ["scipy==1.15.3", "numpy<3"]
PROJECT = HERE.parent.parent / "projects" / "ceasefire"


def main():
    if sys.argv[1:2] == ["--reckon"]:
        return print(json.dumps(reckon(json.loads(Path(sys.argv[2]).read_text()))))
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    import check

    glossator, python = os.path.abspath(sys.argv[1]), check.environment(PACKAGES)
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "all.jsonl"
        run([glossator, "export", str(PROJECT), "--format", "jsonl", "--out", str(out)])
        sets = [json.loads(line) for line in out.read_text().splitlines()]
        spans = Path(scratch) / "spans.json"
        spans.write_text(json.dumps([[(s["annotator"], [span["tag"] for span in s["spans"]]) for s in d.get("sets", [])] for d in sets]))
        expected = json.loads(run([str(python), str(Path(__file__).resolve()), "--reckon", str(spans)]))
        found = ours(glossator)
    n_wrong = sum(compare(name, expected[name], found[name]) for name in expected)
    n = sum(len(figures) for figures in expected.values())
    print(f"{n - n_wrong} of {n} figures are the same")
    if n_wrong or n < 500:
        sys.exit(1)


def run(command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def compare(name, expected, found):
    wrong = 0
    for key, value in expected.items():
        got = found.get(key)
        same = got is None if value is None else got is not None and math.isclose(got, value, rel_tol=1e-9, abs_tol=1e-9)
        if not same:
            wrong += 1
            print(f"{name} {key}: {got} is not {value}")
    return wrong


def ours(glossator):
    def rows(*arguments):
        command = [glossator, "stats", str(PROJECT), "--json", "--show", *arguments]
        return json.loads(run(command))["tables"][0]["rows"]

    crossed = {
        f"{row['id']} {key}": value
        for row in rows("crossed", "--rows", "tag", "--columns", "annotator")
        for key, value in row.items()
        if key not in ("name", "id")
    }
    together = {
        f"{' '.join(sorted([row['id_a'], row['id_b']]))} {key}": value
        for row in rows("together", "--within", "document")
        for key, value in row.items()
        if not key.startswith(("tag", "id"))
    }
    return {"crossed": crossed, "together": together}


def reckon(documents):
    """The same from the spans: for each document whose sets have which tags, in the order of the spans."""
    import numpy as np
    from scipy.stats import chi2_contingency, fisher_exact

    sets = [(who, tags) for document in documents for who, tags in document]
    people, tags = sorted({who for who, _ in sets}), sorted({tag for _, all_tags in sets for tag in all_tags})
    crossed = {}
    for tag in tags:
        for who in people:
            crossed[f"{tag} {who}"] = sum(all_tags.count(tag) for other, all_tags in sets if other == who)
        crossed[f"{tag} spans"] = sum(all_tags.count(tag) for _, all_tags in sets)
    together = {}
    n = len(sets)
    for one, other in pairs(tags):
        a, b = sum(one in t for _, t in sets), sum(other in t for _, t in sets)
        both = sum(one in t and other in t for _, t in sets)
        if both == 0:
            continue
        key = f"{one} {other}"
        table = np.array([[both, a - both], [b - both, n - a - b + both]])
        pmi = math.log2(both * n / (a * b))
        together[f"{key} together"] = both
        together[f"{key} jaccard"] = both / (a + b - both)
        together[f"{key} pmi"] = pmi
        if both < n:
            together[f"{key} npmi"] = pmi / -math.log2(both / n)
        if table.sum(axis=0).min() > 0 and table.sum(axis=1).min() > 0:
            chi_square, p, _, expected = chi2_contingency(table, correction=True)
            together[f"{key} chi_square"] = chi_square
            together[f"{key} log_likelihood"] = chi2_contingency(table, correction=False, lambda_="log-likelihood")[0]
            together[f"{key} p"] = fisher_exact(table)[1] if expected.min() < 5 else p
    return {"crossed": crossed, "together": together}


def pairs(tags):
    return [(one, other) for at, one in enumerate(tags) for other in tags[at + 1 :]]


if __name__ == "__main__":
    main()
