"""Texts that shift offsets where somebody counts otherwise, with spans over all that is hard in them, as lines of our JSONL."""

import json

# A name, a text, and what is marked in it: tag, words, and which of their occurrences.
TEXTS = [
    ("emoji", "👩‍👩‍👧‍👦 Ana 👍🏽 met Bo 🗼 in 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 town 🇫🇷.", [
        ("person", "Ana"), ("person", "Bo"), ("place", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 town"), ("sign", "👩‍👩‍👧‍👦"), ("sign", "🗼"), ("event", "met Bo 🗼 in"),
    ]),
    ("line-ends", "Ana left.\r\nBo stayed.\r\n\r\nNew\tRome\nfell, said Ana.\n\n\n", [
        ("person", "Ana"), ("person", "Ana", 1), ("place", "New\tRome"), ("event", "left.\r\nBo stayed"), ("person", "Bo"), ("event", "Rome\nfell"),
    ]),
    ("marks", "Zoe\u0308 saw the cafe\u0301 of Łódź, e\u0301te\u0301 2021; क्षत्रिय नमस्ते. Ａ\u0301!", [
        ("person", "Zoe\u0308"), ("place", "cafe\u0301 of Łódź"), ("place", "Łódź"), ("date", "e\u0301te\u0301 2021"), ("word", "नमस्ते"), ("word", "Ａ\u0301"),
    ]),
    ("right-to-left", "قال وزير الخارجية، أمس: «وقف إطلاق النار». שלום עולם, said Ana 👍 (عدن).", [
        ("person", "وزير الخارجية"), ("event", "وقف إطلاق النار"), ("greeting", "שלום עולם"), ("person", "Ana"), ("place", "عدن"),
    ]),
    ("separators", "She said: \"a|b\", <c> & d; *e_f* [g] \\h -> i\u2028next line\u00a0and\u202fmore; tab\there = +1.", [
        ("a b.c-d_e", "a|b"), ("person", "She"), ("mark", "*e_f* [g]"), ("mark", "\\h -> i"), ("event", "line\u00a0and\u202fmore"), ("formula", "= +1"),
    ]),
    ("crossing", "The Prime Minister of New Zealand spoke of New Zealand on Monday.", [
        ("person", "The Prime Minister of New Zealand"), ("place", "New Zealand"), ("place", "New Zealand", 1), ("event", "New Zealand spoke of"), ("date", "Monday"),
    ]),
    ("chinese", "停火谈判继续。联合国特使周一在日内瓦说:“我们有希望。”", [
        ("event", "停火谈判"), ("person", "联合国特使"), ("date", "周一"), ("place", "日内瓦"),
    ]),
]


def lines():
    """The texts with the spans of two annotators, relations, values and notes."""
    return "".join(json.dumps(document(*text), ensure_ascii=False) + "\n" for text in TEXTS)


def document(name, text, marks):
    ana = [span(text, n, *mark) for n, mark in enumerate(marks)]
    ana[0]["attributes"] = {"certainty": "high", "doubtful": True, "weight": 2.5, "remark": "so it is said"}
    relation = {"from": ana[0]["id"], "to": ana[-1]["id"], "tag": "beside"}
    note = {"on": ana[0]["id"], "body": "Who is that?"}
    ben = [span(text, n, *mark) for n, mark in enumerate(marks) if n % 2 == 0]
    return {"id": name, "title": f"Text of {name}", "date": "2026-03-05", "text": text, "sets": [
        {"annotator": "ana", "spans": ana, "relations": [relation], "notes": [note], "tags": ["conflict"]},
        {"annotator": "ben", "spans": ben},
    ]}


def span(text, n, tag, words, which=0):
    start = -1
    for _ in range(which + 1):
        start = text.index(words, start + 1)
    return {"id": f"span000{n}", "start": start, "end": start + len(words), "tag": tag, "text": words}
