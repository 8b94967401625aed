"""Answers each process id on a line of standard input with that program's accessible tree, on one line of JSON."""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

# Where these are is asked for too; it takes a round trip each.
PLACED = {"frame", "document frame", "paragraph", "push button", "radio button", "entry"}


def tree(pid):
    """The nodes, parents before their children; nothing when the program is not there."""
    desktop = Atspi.get_desktop(0)
    desktop.set_cache_mask(Atspi.Cache.NONE)
    for n in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(n)
        if program and program.get_process_id() == pid:
            nodes = []
            walk(program, None, nodes)
            return nodes
    return []


def at_caret(article):
    """What a screen reader reads where the caret is: the line, and the word."""
    text = article.get_text_iface()
    if not text:
        return {}
    caret = text.get_caret_offset()
    line = text.get_string_at_offset(caret, Atspi.TextGranularity.LINE)
    word = text.get_string_at_offset(caret, Atspi.TextGranularity.WORD)
    return {"line": line.content, "word": word.content}


def walk(node, parent, nodes):
    role, own = node.get_role_name(), len(nodes)
    said = {"role": role, "name": node.get_name() or "", "parent": parent}
    if role == "document frame":
        said["description"] = node.get_description() or ""
        said.update(at_caret(node))
    if role in PLACED:
        at = node.get_extents(Atspi.CoordType.SCREEN)
        said["rect"] = [at.x, at.y, at.width, at.height]
    nodes.append(said)
    for n in range(node.get_child_count()):
        child = node.get_child_at_index(n)
        if child:
            walk(child, own, nodes)


Atspi.init()
Atspi.set_timeout(3000, 10000)
for line in sys.stdin:
    try:
        answer = tree(int(line))
    except GLib.Error:
        # The window changed meanwhile, or is gone.
        answer = []
    print(json.dumps(answer), flush=True)
