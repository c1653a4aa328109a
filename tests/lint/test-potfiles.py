#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each file with words for people is listed in po/POTFILES.in, and each listed file is there.

sync/ has no such words: it gives codes, and app/ makes the sentence.
"""

import re
import tempfile
from pathlib import Path

import tap

ROOT = Path(__file__).resolve().parents[2]

MARKED = {
    '.c': re.compile(r'(?<![\w])(?:_|N_|C_|NC_|Q_|g_dngettext|g_dpgettext2?|(?:d|n|dn)?gettext)'
                     r'\s*\(\s*(?:GETTEXT_PACKAGE\s*,\s*)?"'),
    '.h': None, # as .c
    '.ui': re.compile(r'\btranslatable="(?:yes|true|1)"'),
    '.desktop.in': re.compile(r'^Name=', re.MULTILINE),
    '.metainfo.xml.in': re.compile(r'<summary>'),
    '.gschema.xml': re.compile(r'<summary'),
}
MARKED['.h'] = MARKED['.c']


def has_words(name, text):
    return any(name.endswith(end) and pattern.search(text) for end, pattern in MARKED.items())


def read_list(root):
    path = root / 'po' / 'POTFILES.in'
    if not path.exists():
        return []
    lines = (line.split('#')[0].strip() for line in path.read_text(encoding='utf-8').splitlines())
    return [line for line in lines if line]


def check(root):
    listed = read_list(root)
    problems = [f'po/POTFILES.in: {name} is listed twice' for name in sorted(set(listed))
                if listed.count(name) > 1]
    problems += [f'po/POTFILES.in: {name} is not there' for name in listed
                 if not (root / name).exists()]
    for path in tap.source_files(root):
        if path.parts[0] not in {'app', 'data', 'sync'} or not str(path).endswith(tuple(MARKED)):
            continue
        if not has_words(path.name, (root / path).read_text(encoding='utf-8')):
            continue
        if path.parts[0] == 'sync':
            problems.append(f'{path}: has words for people; they are made in app/')
        elif str(path) not in listed:
            problems.append(f'{path}: has words for people and is not in po/POTFILES.in')

    return problems


def test_tree():
    return check(ROOT)


# file, its text, what is listed, what must be said ("" for nothing)
PLANTED = [
    ('app/far-a.c', 'g_print (_ ("Week"));\n', '', 'is not in po/POTFILES.in'),
    ('app/far-a.c', 'ngettext (\n    "one", "many", n);\n', '', 'is not in po/POTFILES.in'),
    ('app/far-a.c', 'g_print (_ ("Week"));\n', 'app/far-a.c\n', ''),
    ('app/far-a.c', 'far_window_present (self); x_ ("no");\n', '', ''),
    ('app/far-a.c', 'int a;\n', 'app/far-b.c\n', 'app/far-b.c is not there'),
    ('app/far-a.c', '_ ("a")\n', 'app/far-a.c\napp/far-a.c\n', 'listed twice'),
    ('data/ui/far-a.ui', '<property name="label" translatable="yes">A</property>\n', '',
     'is not in po/POTFILES.in'),
    ('data/org.desktop.in', '[Desktop Entry]\nName=A\n', '', 'is not in po/POTFILES.in'),
    ('sync/core/far-a.c', '_ ("no")\n', '', 'they are made in app/'),
]


def test_planted():
    problems = []
    for name, text, listed, expected in PLANTED:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for path, content in ((name, text), ('po/POTFILES.in', listed)):
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(content, encoding='utf-8')
            found = check(root)
        if bool(found) != bool(expected) or expected not in ' '.join(found):
            problems.append(f'{name} {text!r} with {listed!r}: found {found}')

    return problems


if __name__ == '__main__':
    tap.run([('/lint/potfiles/tree', test_tree), ('/lint/potfiles/catches', test_planted)])
