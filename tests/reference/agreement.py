#!/usr/bin/env python3
"""Compares measures of agreement, and the time they take, with programs that others wrote: nltk, scikit-learn, krippendorff,
seqeval, and set intersection.

    python3 tests/reference/agreement.py GLOSSATOR [small] [large]

GLOSSATOR is the program, best built with --release. The corpora are made up, the same each time: small has 2 people and 200
documents, large 5 people and 1,000, each of 2,000 characters or so with up to 50 spans of each person, which do not lie over each
other, of 6 tags. Without a size, small is compared. The packages are installed from PyPI into an environment of their own, as
check.py does it. Every figure must be the same to 1e-9. Seconds are of one process: of the references without reading files,
of ours with it, with all measures at once and the intervals of all.
"""

import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

PACKAGES = ["nltk==3.9.2", "scikit-learn==1.7.2", "krippendorff==0.8.2", "seqeval==1.2.2", "numpy<3"]
SIZES = {"small": (2, 200), "large": (5, 1000)}
TAGS = ["PER", "ORG", "LOC", "EVT", "LAW", "WRK"]


def main():
    if len(sys.argv) > 3 and sys.argv[1] == "--reckon":
        return print(json.dumps(reckon(json.loads(Path(sys.argv[2]).read_text()), sys.argv[3])))
    if len(sys.argv) < 2 or not set(sys.argv[2:]) <= set(SIZES):
        sys.exit(__doc__)
    import check

    glossator, python, n_wrong = os.path.abspath(sys.argv[1]), check.environment(PACKAGES), 0
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["GLOSSATOR_HOME"] = str(Path(scratch) / "home")
        for size in sys.argv[2:] or ["small"]:
            file = Path(scratch) / f"{size}.json"
            file.write_text(json.dumps(corpus(*SIZES[size])))
            begun = time.perf_counter()
            answer = subprocess.run(
                [glossator, "agreement", "--sets", file, "--measure", "all", "--json"], capture_output=True, check=True
            )
            print(f"{size}: ours, {len(json.loads(answer.stdout)['measures'])} figures: {time.perf_counter() - begun:.2f} s")
            ours = {line["measure"]: line["value"] for line in json.loads(answer.stdout)["measures"]}
            for reference in REFERENCES:
                ran = subprocess.run([python, __file__, "--reckon", file, reference], capture_output=True, text=True)
                if ran.returncode != 0:
                    n_wrong += 1
                    print(f"{size}: {reference}: FAILED: {ran.stderr.strip().splitlines()[-1]}")
                    continue
                seconds, figures = json.loads(ran.stdout)
                wrong = {key: value for key, value in figures.items() if abs(ours[key] - value) > 1e-9}
                n_wrong += len(wrong)
                verdict = f"DIFFERS: {wrong}" if wrong else f"{len(figures)} the same"
                print(f"{size}: {reference}: {seconds:.2f} s, {verdict}", flush=True)
    sys.exit(1 if n_wrong else 0)


def corpus(n_people, n_documents):
    """Documents of words with spans over whole words: people drop, move and rename some of what is right."""
    drawn = random.Random(1)
    people = [f"p{n}" for n in range(n_people)]
    documents, spans = [], []
    for n in range(n_documents):
        words = ["".join(drawn.choices("abcdefghij", k=drawn.randint(3, 9))) for _ in range(290)]
        starts = list(itertools.accumulate((len(word) + 1 for word in words), initial=0))[:-1]
        documents.append({"name": f"d{n}", "text": " ".join(words)})
        right = [(first, first + drawn.randint(1, 3), drawn.choice(TAGS)) for first in range(0, 285, 5)][:50]
        for person in people:
            for first, last, tag in right:
                fate = drawn.random()
                if fate < 0.1:
                    continue
                if fate < 0.2:
                    tag = drawn.choice(TAGS)
                elif fate < 0.4:
                    last += 1
                at = {"start": starts[first], "end": starts[last - 1] + len(words[last - 1])}
                spans.append({"doc": f"d{n}", "annotator": person, **at, "label": tag})
    return {"documents": documents, "annotators": people, "spans": spans}


def reckon(file, reference):
    """Runs in the environment: the figures of a reference and the seconds they took, building what it wants included."""
    study = Study(file)
    begun = time.perf_counter()
    figures = REFERENCES[reference](study)
    return time.perf_counter() - begun, {key: float(value) for key, value in figures.items()}


class Study:
    """Spans by person and document, and the tokens of each document."""

    def __init__(self, file):
        self.people = file["annotators"]
        self.documents = [document["name"] for document in file["documents"]]
        self.texts = {document["name"]: document["text"] for document in file["documents"]}
        self.spans = {(person, name): [] for person in self.people for name in self.documents}
        for span in file["spans"]:
            self.spans[span["annotator"], span["doc"]].append((span["start"], span["end"], span["label"]))

    def pairs(self):
        return itertools.combinations(self.people, 2)

    def tags(self, person, name, begin="", inside=""):
        """What each word is in."""
        places, at = {}, 0
        for n, word in enumerate(self.texts[name].split(" ")):
            places[at] = n
            at += len(word) + 1
        tags = ["O"] * len(places)
        for start, end, tag in self.spans[person, name]:
            first = places[start]
            for n in range(first, first + self.texts[name].count(" ", start, end) + 1):
                tags[n] = (begin if n == first else inside) + tag
        return tags

    def all_tags(self, person, begin="", inside=""):
        return [tag for name in self.documents for tag in self.tags(person, name, begin, inside)]


def sets(study):
    there = {person: {(name, *span) for name in study.documents for span in study.spans[person, name]} for person in study.people}
    dice = lambda one, other: 2 * len(there[one] & there[other]) / (len(there[one]) + len(there[other]))
    return {f"strict_f1@{one}|{other}": dice(one, other) for one, other in study.pairs()}


def seqeval(study):
    from seqeval.metrics import f1_score
    from seqeval.scheme import IOB2

    tags = {person: [study.tags(person, name, "B-", "I-") for name in study.documents] for person in study.people}
    f1 = lambda one, other: f1_score(tags[one], tags[other], mode="strict", scheme=IOB2)
    return {f"strict_f1@{one}|{other}": f1(one, other) for one, other in study.pairs()}


def scikit_learn(study):
    from sklearn.metrics import cohen_kappa_score

    tags = {person: study.all_tags(person) for person in study.people}
    bio = {person: study.all_tags(person, "B-", "I-") for person in study.people}
    figures = {f"kappa_token@{one}|{other}": cohen_kappa_score(tags[one], tags[other]) for one, other in study.pairs()}
    figures |= {f"kappa_token_bio@{one}|{other}": cohen_kappa_score(bio[one], bio[other]) for one, other in study.pairs()}
    return figures


def krippendorff(study):
    import krippendorff
    import numpy

    number = {tag: n for n, tag in enumerate(["O", *TAGS])}
    table = numpy.array([[number[tag] for tag in study.all_tags(person)] for person in study.people])
    return {"alpha_token": krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")}


def nltk(study):
    from nltk.metrics.agreement import AnnotationTask

    data = [(person, n, tag) for person in study.people for n, tag in enumerate(study.all_tags(person))]
    return {"alpha_token": AnnotationTask(data).alpha()}


REFERENCES = {"sets": sets, "seqeval": seqeval, "scikit-learn": scikit_learn, "krippendorff": krippendorff, "nltk": nltk}

if __name__ == "__main__":
    main()
