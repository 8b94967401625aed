#!/usr/bin/env python3
"""Compares corpus statistics of the example project with scipy and with counting of its own.

    python3 tests/reference/corpus.py GLOSSATOR

The project is exported as JSONL and counted here, from the spans alone: tags by annotator, contexts of documents in which two tags
stand. From these counts scipy has chi-square with Yates' correction, Fisher's exact test and the log-likelihood of four
cells; PMI, NPMI and Jaccard are by their formulas (Church and Hanks 1990, Bouma 2009). The lengths of spans have numpy's quantiles,
the strings under each tag are counted, with the deviation of proportions by its formula (Gries 2008), and keyness has scipy's
log-likelihood, its p and the Benjamini-Hochberg adjustment. How many tokens an article has is taken from the program, which counts
them by Unicode's words. Every figure must be the same to 1e-9.
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
        tokens = {row["id"]: row["tokens"] for row in shown(glossator, "counts", "--rows", "document")}
        spans.write_text(json.dumps([given(document, tokens) for document in sets]))
        expected = json.loads(run([str(python), str(Path(__file__).resolve()), "--reckon", str(spans)]))
        found = ours(glossator)
    n_wrong = sum(compare(name, expected[name], found[name]) for name in expected)
    n = sum(len(figures) for figures in expected.values())
    print(f"{n - n_wrong} of {n} figures are the same")
    if n_wrong or n < 2000:
        sys.exit(1)


def given(document, tokens):
    """What is counted of a document: its tokens as often as somebody worked on it, and the spans of each set."""
    text = document["text"]

    def span(it):
        pieces = it.get("fragments") or [[it["start"], it["end"]]]
        return {"tag": it["tag"], "words": [text[start:end] for start, end in pieces]}

    return {
        "tokens": tokens[document["id"]],
        "outlet": document.get("outlet"),
        "sets": [(it["annotator"], [span(each) for each in it["spans"]]) for it in document.get("sets", [])],
    }


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


def shown(glossator, *arguments):
    command = [glossator, "stats", str(PROJECT), "--json", "--show", *arguments]
    return json.loads(run(command))["tables"][0]["rows"]


OUTLET = "Northlight Wire"


def ours(glossator):
    def rows(*arguments):
        return shown(glossator, *arguments)

    def figures(all_rows, name, keys):
        return {f"{name(row)} {key}": row[key] for row in all_rows for key in keys}

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
    quantiles = ["least", "quartile_1", "median", "quartile_3", "p95", "most", "mean", "spans"]
    lengths = figures(rows("lengths"), lambda row: row["id"], quantiles)
    said = figures(rows("strings", "--apart"), lambda row: f"{row['id']} {row['string']}", ["spans", "documents", "dp"])
    counts = ["target", "reference", "target_tokens", "reference_tokens", "log_ratio", "log_likelihood", "p", "p_adjusted"]
    key = figures(rows("keyness", "--against", f'outlet="{OUTLET}"'), lambda row: row["id"], counts)
    return {"crossed": crossed, "together": together, "lengths": lengths, "said": said, "keyness": key}


def reckon(documents):
    """The same from the spans: for each document whose sets have which tags, in the order of the spans."""
    import numpy as np
    from scipy.stats import chi2_contingency, fisher_exact

    sets = [(who, [span["tag"] for span in spans]) for document in documents for who, spans in document["sets"]]
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
    return {
        "crossed": crossed,
        "together": together,
        "lengths": lengths(documents),
        "said": said(documents),
        "keyness": keyness(documents),
    }


def lengths(documents):
    import numpy as np

    found = {}
    for document in documents:
        for _, spans in document["sets"]:
            for span in spans:
                found.setdefault(span["tag"], []).append(sum(len(piece) for piece in span["words"]))
    figures = {}
    for tag, values in found.items():
        shares = {"least": 0, "quartile_1": 0.25, "median": 0.5, "quartile_3": 0.75, "p95": 0.95, "most": 1}
        for key, share in shares.items():
            figures[f"{tag} {key}"] = float(np.quantile(values, share))
        figures[f"{tag} mean"], figures[f"{tag} spans"] = float(np.mean(values)), len(values)
    return figures


def said(documents):
    total = sum(document["tokens"] for document in documents)
    found = {}
    for number, document in enumerate(documents):
        for _, spans in document["sets"]:
            for span in spans:
                string = " … ".join(span["words"])
                found.setdefault(f"{span['tag']} {string}", []).append(number)
    figures = {}
    for name, places in found.items():
        differences = (
            abs(places.count(number) / len(places) - document["tokens"] / total) for number, document in enumerate(documents)
        )
        figures[f"{name} spans"], figures[f"{name} documents"] = len(places), len(set(places))
        figures[f"{name} dp"] = sum(differences) / 2
    return figures


def keyness(documents):
    from scipy.stats import chi2, false_discovery_control, power_divergence

    def part(is_in):
        here = [document for document in documents if is_in(document["outlet"] == OUTLET)]
        tags = [span["tag"] for document in here for _, spans in document["sets"] for span in spans]
        return tags, sum(document["tokens"] for document in here)

    (target, size), (reference, other_size) = part(lambda is_it: is_it), part(lambda is_it: not is_it)
    figures, chances = {}, []
    tags = sorted(set(target) | set(reference))
    for tag in tags:
        one, other = target.count(tag), reference.count(tag)
        expected = [(one + other) * n / (size + other_size) for n in (size, other_size)]
        evidence = power_divergence([one, other], expected, lambda_="log-likelihood")[0]
        chances.append(float(chi2.sf(evidence, 1)))
        ratio = math.log2(((one or 0.5) / size) / ((other or 0.5) / other_size))
        told = {"target": one, "reference": other, "target_tokens": size, "reference_tokens": other_size}
        told |= {"log_ratio": ratio, "log_likelihood": float(evidence), "p": chances[-1]}
        figures |= {f"{tag} {key}": value for key, value in told.items()}
    for tag, adjusted in zip(tags, false_discovery_control(chances)):
        figures[f"{tag} p_adjusted"] = float(adjusted)
    return figures


def pairs(tags):
    return [(one, other) for at, one in enumerate(tags) for other in tags[at + 1 :]]


if __name__ == "__main__":
    main()
