#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual is Mallard as it should be, whole in each language, and names only what the window shows.

Usage: test-manual.py XGETTEXT ITSTOOL

What stands in <gui> is a text of the window: else a button was renamed, and the manual not.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

import catalogue
import tap

ROOT = Path(__file__).resolve().parents[2]
XGETTEXT, ITSTOOL = sys.argv[1:]
HELP = ROOT / 'help'
LANGUAGES = (HELP / 'LINGUAS').read_text(encoding='utf-8').split()
PAGES = sorted((HELP / 'C').glob('*.page'))

UI = ROOT / 'data' / 'ui'
# by the name of its button, the file that a menu stands in
MENUS = {'Main Menu': 'far-window.ui', 'Copy, Print or Save': 'far-week-page.ui'}

MALLARD = '{http://projectmallard.org/1.0/}'
SHORTCUTS = UI / 'shortcuts.ui'

# what the toolkit itself does with a key
TOOLKIT_KEYS = {'Enter', 'Esc', 'F10', 'Shift+Tab', 'Space', 'Tab'}
# in an accelerator, and on the keyboard
KEY_NAMES = {'comma': ',', 'Control': 'Ctrl', 'Left': '←', 'Right': '→', 'question': '?'}


def yelp_check(*arguments):
    if not shutil.which('yelp-check'):
        raise tap.Skip('yelp-check is not here')
    result = subprocess.run(['yelp-check', *arguments], capture_output=True, text=True, check=False)
    output = (result.stdout + result.stderr).splitlines()

    return output or ([f'yelp-check ends with {result.returncode}'] if result.returncode else [])


def test_mallard():
    return [problem for check in ('validate', 'ids', 'links', 'orphans')
            for problem in yelp_check(check, *map(str, PAGES))]


def test_mallard_catches():
    """A page that is none, and one that leads nowhere, which nothing leads to."""
    planted = [
        ('validate', '<page xmlns="http://projectmallard.org/1.0/" id="a"><gui>A</gui></page>'),
        ('links', '<page xmlns="http://projectmallard.org/1.0/" id="a" type="topic">'
                  '<title>A</title><p><link xref="b"/></p></page>'),
        ('orphans', '<page xmlns="http://projectmallard.org/1.0/" id="a" type="topic">'
                    '<title>A</title></page>'),
        ('ids', '<page xmlns="http://projectmallard.org/1.0/" id="b" type="topic">'
                '<title>A</title></page>'),
    ]
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / 'a.page'
        for check, text in planted:
            page.write_text(text, encoding='utf-8')
            if not yelp_check(check, str(page)):
                problems.append(f'{check} passes {text}')

    return problems


def test_listed():
    """What is not listed is not installed."""
    listed = re.findall(r"'([\w-]+\.page)'", (HELP / 'meson.build').read_text(encoding='utf-8'))
    names = [page.name for page in PAGES]

    return ([f'help/meson.build: {name} is not listed' for name in names if name not in listed] +
            [f'help/meson.build: {name} is not there' for name in listed if name not in names] +
            [f'help/meson.build: {name} is listed twice' for name in set(listed)
             if listed.count(name) > 1])


# ---- labels

def label_of(text):
    """A label as a person reads it: without its mnemonic, and without the dots that promise a
    dialog."""
    text = re.sub(r'_(?=\w)', '', text.replace('__', '\0')).replace('\0', '_')
    return re.sub(r'\s*…$', '', text).strip()


def is_of_window(entry):
    """And not of the command line, or of a shop."""
    return any(name.startswith(('data/ui/', 'app/')) and not name.startswith('app/cli/')
               for name in entry.files)


def window_labels(text):
    """Each label of a catalogue, with all that it is called in its language."""
    labels = {}
    for entry in catalogue.entries(text):
        if is_of_window(entry):
            for name in entry.ids:
                labels.setdefault(label_of(name), set()).update(map(label_of, entry.translations))

    return labels


def template_labels():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / 'farandole.pot'
        catalogue.make_template(XGETTEXT, ROOT, path)
        return window_labels(path.read_text(encoding='utf-8'))


def parse(text):
    """Of what stands inside an element."""
    return ET.fromstring(f'<all xmlns="{MALLARD[1:-1]}">{text}</all>')


def words_of(text):
    # a no-break space is one to be kept
    return re.sub(r'[ \n\t]+', ' ', text).strip(' ')


def words_in(element):
    return words_of(''.join(element.itertext()))


def guis(element):
    return [words_in(gui) for gui in element.iter(f'{MALLARD}gui')]


def unknown_labels(element, labels):
    return [name for name in guis(element) if name not in labels]


def test_labels():
    labels = template_labels()

    return [f'help/C/{page.name}: the window has no “{name}”'
            for page in PAGES for name in unknown_labels(ET.parse(page).getroot(), labels)]


# ---- where it is

def page_titles():
    """What the pages of the window are called."""
    return {label_of(node.text) for page in ET.parse(UI / 'far-window.ui').iter('object')
            if page.get('class') == 'AdwViewStackPage' for node in page.findall('property')
            if node.get('name') == 'title'}


def menu_items():
    return {button: {label_of(node.text) for menu in ET.parse(UI / name).iter('menu')
                     for node in menu.iter('attribute') if node.get('name') == 'label'}
            for button, name in MENUS.items()}


def wrong_places(text, titles, menus):
    """Of a page of the manual: pages that the window has not, and items that a menu has not."""
    root = ET.fromstring(text)
    named = re.findall(r'\bpage\s+<gui>([^<]*)</gui>', text)
    ways = [[words_in(part) for part in way] for way in root.iter(f'{MALLARD}guiseq')]

    return ([f'the window has no page “{name}”' for name in map(words_of, named)
             if name not in titles] +
            [f'no way in the window: {" > ".join(way)}' for way in ways
             if len(way) != 2 or way[1] not in menus.get(way[0], ())])


def test_places():
    titles, menus = page_titles(), menu_items()

    return [f'help/C/{page.name}: {problem}' for page in PAGES
            for problem in wrong_places(page.read_text(encoding='utf-8'), titles, menus)]


def test_places_catch():
    menus = {'Main Menu': {'Quit'}}
    planted = [
        ('On the page\n<gui>This Week</gui>.', 0),
        ('<guiseq><gui>Main Menu</gui><gui>Quit</gui></guiseq>', 0),
        ('On the page <gui>Exchange</gui>.', 1),
        ('<guiseq><gui>Main Menu</gui><gui>Our Rules</gui></guiseq>', 1),
        ('<guiseq><gui>Menu</gui><gui>Quit</gui></guiseq>', 1),
    ]
    problems = [f'finds {found} in {text!r}' for text, n in planted
                for found in [wrong_places(f'<all xmlns="{MALLARD[1:-1]}">{text}</all>',
                                           {'This Week'}, menus)] if len(found) != n]
    if len(page_titles()) < 2 or not all(menu_items().values()):
        problems.append('the window has no pages, or no menus')

    return problems


# ---- other languages

def pairs_up(names, translated, labels):
    """Whether each of @names has one of @translated for itself, which is what it is called there."""
    if not names:
        return not translated
    return any(pairs_up(names[1:], translated[:i] + translated[i + 1:], labels)
               for i, other in enumerate(translated) if other in labels.get(names[0], ()))


def wrong_in_translation(entry, labels):
    """Of one text of the manual: labels that differ, and elements that came or went."""
    english, other = parse(entry.ids[0]), parse(entry.translations[0])

    def shape(element):
        return sorted((part.tag, part.get('xref') or '') for part in element.iter())

    if shape(english) != shape(other):
        return [f'other elements than in “{entry.ids[0]}”: “{entry.translations[0]}”']
    if not pairs_up(guis(english), guis(other), labels):
        called = {name: sorted(labels.get(name, ())) for name in guis(english)}
        return [f'“{entry.translations[0]}” names {guis(other)}, and the window has {called}']

    return []


def window_in(language):
    return window_labels((ROOT / 'po' / f'{language}.po').read_text(encoding='utf-8'))


def manual_in(language):
    path = HELP / language / f'{language}.po'

    return list(catalogue.entries(path.read_text(encoding='utf-8')))


def test_translated_labels(language):
    labels = window_in(language)

    return [f'help/{language}: {problem}' for entry in manual_in(language)
            if entry.ids[0] != 'translator-credits' for problem in wrong_in_translation(entry, labels)]


WINDOW = {'Take a Turn': {'Prendre un tour'}, 'Ask': {'Demander', 'Chercher'}, 'Save': {'Garder'}}

# a text, what it is in French, and what must be said of it ("" for nothing)
PLANTED = [
    ('Choose <gui>Take a Turn</gui>.', 'Choisissez <gui>Prendre un tour</gui>.', ''),
    ('Choose <gui>Take a Turn</gui>.', 'Choisissez <gui>Prendre mon tour</gui>.', 'names'),
    ('<gui>Ask</gui>, <gui>Save</gui>', '<gui>Garder</gui>, puis <gui>Chercher</gui>', ''),
    ('<gui>Ask</gui>, <gui>Ask</gui>', '<gui>Demander</gui>, <gui>Garder</gui>', 'names'),
    ('Choose <gui>Save</gui>.', 'Gardez-le.', 'other elements'),
    ('See <link xref="a"/>.', 'Voir <link xref="b"/>.', 'other elements'),
]


def test_labels_catch():
    problems = []
    for english, french, expected in PLANTED:
        found = wrong_in_translation(catalogue.Entry([], False, [english], [french]), WINDOW)
        if bool(found) != bool(expected) or expected not in ' '.join(found):
            problems.append(f'{french!r} for {english!r}: found {found}')
    if unknown_labels(parse('<p>The <gui>Take a\n  Turn</gui></p>'), WINDOW):
        problems.append('a label over two lines is not found')
    if unknown_labels(parse('<p>The <gui>Take Turns</gui></p>'), WINDOW) != ['Take Turns']:
        problems.append('a label that is not there is found')
    for label, read in (('_Ask…', 'Ask'), ('Roll-_Call', 'Roll-Call'), ('a__b', 'a_b')):
        if label_of(label) != read:
            problems.append(f'{label!r} is read {label_of(label)!r}')
    if window_labels('\n\n#: app/cli/far-cli.c\nmsgid "Ask"\nmsgstr "Demander"\n'):
        problems.append('the command line passes for the window')

    return problems


def test_is_whole(language):
    """Each text of the pages is translated, and nothing else is."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / 'manual.pot'
        subprocess.run([ITSTOOL, '-o', template, *PAGES], check=True)
        wanted = {entry.ids[0] for entry in
                  catalogue.entries(template.read_text(encoding='utf-8'))}
    # who translated: the program's own window about it says so
    wanted.discard('translator-credits')
    ours = manual_in(language)
    there = {entry.ids[0] for entry in ours if entry.translations[0] != ''}
    there.discard('translator-credits')

    return ([f'help/{language}: not translated: {text!r}' for text in sorted(wanted - there)] +
            [f'help/{language}: no page says: {text!r}' for text in sorted(there - wanted)] +
            [f'help/{language}: fuzzy: {entry.ids[0]!r}' for entry in ours if entry.is_fuzzy])


# ---- keys

def keys_of(accelerators):
    """“<Alt>Left” as the manual writes it: Alt+←."""
    for accelerator in accelerators.split():
        parts = [part for part in re.split(r'[<>]', accelerator) if part]
        parts = [KEY_NAMES.get(part, part) for part in parts]
        yield '+'.join(part.upper() if len(part) == 1 else part for part in parts)


def pressed(page):
    """The keys, alone or together, that a page names."""
    together = [list(keys.iter(f'{MALLARD}key')) for keys in page.iter(f'{MALLARD}keyseq')]
    inside = {id(key) for keys in together for key in keys}
    alone = [[key] for key in page.iter(f'{MALLARD}key') if id(key) not in inside]

    return ['+'.join(map(words_in, keys)) for keys in together + alone]


def test_keys():
    """Keys that the manual names are in the window of shortcuts."""
    known = {keys for node in ET.parse(SHORTCUTS).iter('property')
             if node.get('name') == 'accelerator' for keys in keys_of(node.text)}

    return [f'help/C/{page.name}: nothing is said of {keys} in shortcuts.ui'
            for page in PAGES for keys in pressed(ET.parse(page).getroot())
            if keys not in known | TOOLKIT_KEYS]


if __name__ == '__main__':
    tap.run([
        ('/lint/manual/mallard', test_mallard),
        ('/lint/manual/mallard-catches', test_mallard_catches),
        ('/lint/manual/listed', test_listed),
        ('/lint/manual/labels', test_labels),
        ('/lint/manual/labels-catch', test_labels_catch),
        ('/lint/manual/places', test_places),
        ('/lint/manual/places-catch', test_places_catch),
        ('/lint/manual/keys', test_keys),
        *((f'/lint/manual/{language}/{name}', lambda f=function, l=language: f(l))
          for language in LANGUAGES
          for name, function in (('is-whole', test_is_whole), ('labels', test_translated_labels))),
    ])
