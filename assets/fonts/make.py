"""Make the embedded fonts from their published packages.

Run as `python make.py SOURCES`, with fonttools installed, where SOURCES is a folder with the unpacked packages
that `assets/SOURCES.md` lists. The results are committed; this file tells how they came to be.

What is changed: characters and features that the program does not use are left out; Inter's digits are tabular by
default, since egui cannot switch features on; contextual alternates of Inter go, as they would draw `->` as an arrow
and the article must show what it says; names are unified per family. Outlines are not touched.
"""

import json
import re
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
ICONS = HERE.parent / "icons"
SOURCES = Path(sys.argv[1])
READING = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "pnum", "tnum", "onum", "lnum", "rlig", "calt", "init", "medi", "fina", "isol"]
INDIC = ["nukt", "akhn", "rphf", "rkrf", "blwf", "half", "vatu", "cjct", "pres", "abvs", "blws", "psts", "haln", "abvm", "blwm", "dist"]


def made(source, target, features, unicodes=None):
    """Subset `source` and return the open font, its target remembered."""
    options = subset.Options()
    options.layout_features = features
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.glyph_names = False
    options.hinting = False
    options.legacy_kern = False
    options.drop_tables += ["DSIG", "STAT", "meta", "MVAR"]
    font = subset.load_font(str(source), options)
    wanted = unicodes if unicodes is not None else set(font.getBestCmap())
    wanted = {c for c in wanted if not 0xE000 <= c <= 0xF8FF or unicodes is not None}
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    return font


def named(font, family, style, weight):
    """Give the font its family, style and weight, for every table that tells them."""
    name = font["name"]
    for record in list(name.names):
        if record.nameID not in (0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17):
            name.removeNames(nameID=record.nameID)
    for ident, text in ((1, family), (2, style), (4, f"{family} {style}"), (16, family), (17, style)):
        name.setName(text, ident, 3, 1, 0x409)
    name.setName(f"{family}-{style}".replace(" ", ""), 6, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight


def tabular(font):
    """Map the digits to their tabular forms, as the feature `tnum` would."""
    swap = {}
    for record in font["GSUB"].table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for table in font["GSUB"].table.LookupList.Lookup[index].SubTable:
                    table = getattr(table, "ExtSubTable", table)
                    swap.update(table.mapping)
    digits = {ord(c) for c in "0123456789"}
    for table in font["cmap"].tables:
        for code in digits & set(table.cmap):
            table.cmap[code] = swap.get(table.cmap[code], table.cmap[code])


def text_font(source, target, family, style, weight, features=READING, unicodes=None, digits_in_columns=False):
    """Make one text font."""
    features = list(features)
    if digits_in_columns:
        features.remove("calt")
    font = made(SOURCES / source, target, features, unicodes)
    if digits_in_columns:
        tabular(font)
    named(font, family, style, weight)
    font.save(HERE / target)
    print(target, (HERE / target).stat().st_size, len(font.getBestCmap()))


def icon_font():
    """Make the icon font and print what `icons.rs` needs."""
    names = json.loads((ICONS / "icons.json").read_text())
    css = (SOURCES / "phosphor-icons-web/src/regular/style.css").read_text()
    codes = dict(re.findall(r'\.ph\.ph-([a-z0-9-]+):before \{\s*content: "\\([0-9a-f]+)"', css))
    source = SOURCES / "phosphor-icons-web/src/regular/Phosphor.ttf"
    font = made(source, "Phosphor.ttf", [], {int(codes[name], 16) for name in names})
    font.save(ICONS / "Phosphor.ttf")
    for name in sorted(names):
        print(f'{name}\t\\u{{{codes[name]}}}')


LITERATA, INTER, ATKINSON = "expo-google-fonts-literata", "expo-google-fonts-inter", "expo-google-fonts-atkinson-hyperlegible"
text_font(f"{LITERATA}/400Regular/Literata_400Regular.ttf", "Literata-Regular.ttf", "Literata", "Regular", 400)
text_font(f"{LITERATA}/600SemiBold/Literata_600SemiBold.ttf", "Literata-SemiBold.ttf", "Literata", "SemiBold", 600)
text_font(f"{INTER}/400Regular/Inter_400Regular.ttf", "Inter-Regular.ttf", "Inter", "Regular", 400, digits_in_columns=True)
text_font(f"{INTER}/600SemiBold/Inter_600SemiBold.ttf", "Inter-SemiBold.ttf", "Inter", "SemiBold", 600, digits_in_columns=True)
text_font(f"{ATKINSON}/400Regular/AtkinsonHyperlegible_400Regular.ttf", "AtkinsonHyperlegible-Regular.ttf", "Atkinson Hyperlegible", "Regular", 400)
text_font(f"{ATKINSON}/700Bold/AtkinsonHyperlegible_700Bold.ttf", "AtkinsonHyperlegible-Bold.ttf", "Atkinson Hyperlegible", "Bold", 700)
text_font("noto/NotoSansArabic-Regular.ttf", "NotoSansArabic-Regular.ttf", "Noto Sans Arabic", "Regular", 400,
          unicodes={*range(0x20, 0x7F), 0xA0, *range(0x600, 0x700), *range(0x750, 0x780), *range(0x8A0, 0x900), *range(0x200B, 0x2010), 0x2010, 0x2011, 0x204F, 0x25CC, 0x2E41, *range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00)})
text_font("noto/NotoSansHebrew-Regular.ttf", "NotoSansHebrew-Regular.ttf", "Noto Sans Hebrew", "Regular", 400)
text_font("noto/NotoSansDevanagari-Regular.ttf", "NotoSansDevanagari-Regular.ttf", "Noto Sans Devanagari", "Regular", 400, READING + INDIC)
icon_font()
