#!/usr/bin/env python3
"""Checks exports with programs that others wrote: every span that a reference reader finds must be one of the project, at the
same place in the same text, over the same words; and there must be as many as the export said.

    python3 tests/reference/check.py GLOSSATOR [FORMAT ...]

GLOSSATOR is the program. Each module in `readers` reads one format: PACKAGES are installed from PyPI into an environment of
their own, FORMAT is the id of the format, and read(folder) yields a document for each annotator and text. Without a format, all
are checked. Environments are kept in the cache folder, so that a second run installs nothing.
"""

import ast
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
READERS = HERE / "readers"

sys.path.insert(0, str(HERE))
import hard  # noqa: E402


def main():
    if len(sys.argv) > 2 and sys.argv[1] == "--read":
        return read_here(sys.argv[2], sys.argv[3])
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    glossator, wanted = os.path.abspath(sys.argv[1]), set(sys.argv[2:])
    readers = [reader for reader in all_readers() if not wanted or reader.FORMAT in wanted]
    if not readers:
        sys.exit(f"no reader of {', '.join(sorted(wanted))}")
    n_failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        os.environ["GLOSSATOR_HOME"] = str(scratch / "home")
        projects = make_projects(glossator, scratch)
        for reader in readers:
            python = environment(reader.PACKAGES)
            for name, project in projects.items():
                try:
                    print(f"{reader.FORMAT}: {name}: {check(glossator, reader, python, project, scratch)}", flush=True)
                except Failed as failure:
                    n_failed += 1
                    print(f"{reader.FORMAT}: {name}: FAILED: {failure}", flush=True)
    sys.exit(1 if n_failed else 0)


class Failed(Exception):
    """What is wrong with an export."""


class Reader:
    """What a module of `readers` says of itself; its packages are in an environment of its own, so it is not imported here."""

    def __init__(self, path):
        said = {"PACKAGES": [], "WHITE_SPACE": True}
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            name = getattr(node.targets[0], "id", None) if isinstance(node, ast.Assign) else None
            if name in ("PACKAGES", "FORMAT", "WHITE_SPACE"):
                said[name] = ast.literal_eval(node.value)
        self.path, self.PACKAGES, self.FORMAT = path, said["PACKAGES"], said["FORMAT"]
        self.WHITE_SPACE = said["WHITE_SPACE"]


def all_readers():
    return [Reader(path) for path in sorted(READERS.glob("*.py"))]


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make_projects(glossator, scratch):
    """The example project, the hard document of all formats, and texts that were made to be hard."""
    projects = {"ceasefire": ROOT / "projects" / "ceasefire"}
    harbour = ROOT / "tests" / "fixtures" / "formats" / "brat" / "edge"
    (scratch / "hard.jsonl").write_text(hard.lines(), encoding="utf-8")
    for name, source in {"harbour": harbour, "hard": scratch / "hard.jsonl"}.items():
        project = scratch / name
        run(glossator, "new", project)
        run(glossator, "import", project, source)
        projects[name] = project
    return projects


def check(glossator, reader, python, project, scratch):
    """Exports a project and reads it with the reference; says how much agreed."""
    out = Path(tempfile.mkdtemp(dir=scratch))
    answer = json.loads(run(glossator, "export", project, "--format", reader.FORMAT, "--out", f"{out}/", "--json"))
    expected = texts_of(glossator, project, out)
    read = subprocess.run([python, __file__, "--read", reader.path, str(out)], capture_output=True, text=True)
    if read.returncode != 0:
        raise Failed(read.stderr.strip().splitlines()[-1] if read.stderr.strip() else "the reader failed")
    n_spans = 0
    for line in read.stdout.splitlines():
        n_spans += compare(json.loads(line), expected, reader.WHITE_SPACE)
    if n_spans != answer["spans"]:
        raise Failed(f"{n_spans} spans were read, and {answer['spans']} were said to be written")
    return f"{n_spans} spans in {answer['documents']} documents"


def texts_of(glossator, project, out):
    """The texts of a project with the spans of each annotator, as our own lines have them."""
    lines = out.parent / f"{out.name}.jsonl"
    run(glossator, "export", project, "--format", "jsonl", "--out", lines)
    with open(lines, encoding="utf-8", newline="\n") as file:
        return [json.loads(line) for line in file]


def compare(document, expected, white_space):
    """How many spans a document has, all of which are those of one of the texts."""
    key = (lambda text: text) if white_space else squeezed
    same = [line for line in expected if key(line["text"]) == key(document["text"])]
    if not same:
        raise Failed(f"no text of the project begins {document['text'][:60]!r}")
    there = Counter()
    for line in same:
        for one in line["sets"]:
            if document.get("annotator") in (None, one["annotator"]):
                there.update(span_key(line["text"], span, white_space) for span in one["spans"])
    for start, end, tag, covered in document["spans"]:
        if white_space and covered is not None and document["text"][start:end] != covered:
            found = document["text"][start:end]
            if squeezed(found) != squeezed(covered) and not is_in_pieces(covered, found):
                raise Failed(f"the reader says that {tag} covers {covered!r}, and there is {found!r}")
        found = (tag, start, end) if white_space else (tag, squeezed(covered))
        if there[found] == 0:
            raise Failed(f"{found} over {covered!r} is no span of the project")
        there[found] -= 1
    return len(document["spans"])


def is_in_pieces(covered, found):
    """Whether words are some of those between the first and the last piece of a span, in order."""
    rest = iter(squeezed(found))
    return all(letter in rest for letter in squeezed(covered.replace("…", "")))


def span_key(text, span, white_space):
    if white_space:
        return (span["tag"], span["start"], span["end"])
    return (span["tag"], squeezed(text[span["start"]:span["end"]]))


# What Unicode calls white space: Python also counts four control characters.
SPACES = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"


def squeezed(text):
    return "".join(letter for letter in text if letter not in SPACES)


def environment(packages):
    """The Python that has some packages."""
    if not packages:
        return sys.executable
    name = hashlib.sha256(" ".join([sys.version, *packages]).encode()).hexdigest()[:16]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "glossator-reference"
    folder = cache / name
    python = folder / "bin" / "python"
    done = folder / "complete"
    if not done.exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages], check=True)
        done.touch()
    return str(python)


def read_here(module, folder):
    """Runs in a reader's environment: prints what it reads, a document a line."""
    for document in load(Path(module)).read(folder):
        sys.stdout.write(json.dumps(document) + "\n")


def run(*command):
    ran = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if ran.returncode not in (0, 1) or (ran.returncode == 1 and "export" in [str(word) for word in command]):
        raise Failed(f"{' '.join(map(str, command[1:]))}: {ran.stderr.strip() or ran.stdout.strip()}")
    return ran.stdout


if __name__ == "__main__":
    main()
