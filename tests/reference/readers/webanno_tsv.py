"""WebAnno TSV 3 by its documented shape: no library reads it.

Lines are tokens or parts of tokens (`1-2.1`); offsets count UTF-16 units; an annotation is one cell, or all cells of its
layer with the same number in brackets; sentences lie where their first token begins, with spaces between them, or one
line break where there is room for one character.
"""
import re
from pathlib import Path

PACKAGES = []
FORMAT = "webanno-tsv"

UNESCAPED_BAR = re.compile(r"((?:[^\\|]|\\.)*)(?:\||$)", re.S)
NUMBER = re.compile(r"^(.*?)(?:\[(\d+)\])?$", re.S)
NAMES = {"t": "\t", "n": "\n", "r": "\r"}
TEXT_NAMES = {**NAMES, "f": "\f", "b": "\b"}


def utf16(text):
    return len(text.encode("utf-16-le")) // 2


def stacked(cell):
    items, at = [], 0
    while True:
        match = UNESCAPED_BAR.match(cell, at)
        items.append(match.group(1))
        at = match.end()
        if at >= len(cell) and not match.group(0).endswith("|"):
            return items


def value_of(item):
    """The value and the number; the bracket of an escaped value has a backslash before it."""
    match = re.search(r"(?<!\\)(?:\\\\)*\[(\d+)\]$", item)
    number = int(match.group(1)) if match else 0
    value = item[: item.rindex("[")] if match else item
    if value in ("*", "_"):
        return None, number
    return re.sub(r"\\(.)", lambda found: NAMES.get(found.group(1), found.group(1)), value, flags=re.S), number


def text_of(line):
    def meant(found):
        escape = found.group(1)
        return chr(int(escape[1:], 16)) if escape[0] == "u" and len(escape) == 5 else TEXT_NAMES.get(escape, escape)

    return re.sub(r"\\(u[0-9A-Fa-f]{4}|.)", meant, line, flags=re.S)


def parse(content):
    layers, sentences, n_columns = [], [], 0
    for line in content.split("\n"):
        if line.startswith(("#T_SP=", "#T_RL=")):
            name, *features = line[6:].split("|")
            layers.append((line[3:5], name, n_columns, features))
            n_columns += len(features)
        elif line.startswith("#Text="):
            if not sentences or sentences[-1][1]:
                sentences.append(([], []))
            sentences[-1][0].append(text_of(line[6:]))
        elif line and not line.startswith("#"):
            name, offsets, _, *cells = line.split("\t")
            begin, end = map(int, offsets.split("-"))
            sentences[-1][1].append((begin, end, cells))
    return layers, sentences


def document(content):
    layers, sentences = parse(content)
    text = ""
    for lines, tokens in sentences:
        begin = tokens[0][0] if tokens else utf16(text)
        gap = begin - utf16(text)
        text += "\n" if gap == 1 and text else " " * gap
        text += "\n".join(lines)
    found, single = {}, []
    for kind, name, first, features in layers:
        if kind != "SP":
            continue
        column = first + features.index("value")
        for begin, end, cells in (token for _, tokens in sentences for token in tokens):
            if cells[column] == "_":
                continue
            for item in stacked(cells[column]):
                tag, number = value_of(item)
                if number == 0:
                    single.append([begin, end, tag])
                else:
                    known = found.setdefault(number, [begin, end, tag])
                    known[0], known[1] = min(known[0], begin), max(known[1], end)
    units = text.encode("utf-16-le")
    before = lambda n: len(units[: 2 * n].decode("utf-16-le"))
    spans = []
    for begin, end, tag in single + list(found.values()):
        start, stop = before(begin), before(end)
        spans.append([start, stop, tag, text[start:stop]])
    return text, spans


def read(folder):
    folder = Path(folder)
    for path in sorted(folder.rglob("*.tsv")):
        text, spans = document(path.read_bytes().decode("utf-8"))
        annotator = None if path.parent == folder else path.parent.name
        yield {"annotator": annotator, "text": text, "spans": spans}
