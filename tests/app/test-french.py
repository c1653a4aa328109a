#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The French catalogue is whole, agrees with the sources, and is set as French is.

test-french.py MSGFMT XGETTEXT MSGCMP
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lint'))

import catalogue  # noqa: E402
import tap  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / 'po' / 'fr.po'
MANUAL = ROOT / 'help' / 'fr' / 'fr.po'
MSGFMT, XGETTEXT, MSGCMP = sys.argv[1:]

# a sign, and what must stand before it
NO_BREAK = '\u00a0'
WRONG = [
    (re.compile(r'(?<!\u00a0)(?:[!?](?=\s|$)|;(?=\s))'), 'no no-break space before ! ? ;'),
    (re.compile(r' :(?=\s|$)'), 'an ordinary space before the colon'),
    (re.compile(r'\w:(?=[ \n])'), 'no space before the colon'),
    (re.compile(r'«(?!\u00a0)|(?<!\u00a0)»'), 'no no-break space inside « »'),
    (re.compile(r"\w'\w"), 'a straight apostrophe'),
    # of a command line they say: again
    (re.compile(r'(?<![\]A-Z])\.\.\.'), 'three dots for an ellipsis'),
    (re.compile(r'["“”]'), 'quotation marks of another language'),
    (re.compile(r'(?<!\u00a0)%%'), 'no no-break space before the per cent sign'),
]


def translations(path):
    """The translated texts of a catalogue; of plural forms each.  Those of the manual without their
    elements."""
    return [re.sub(r'<key>[^<]*</key>|<[^<>]*>', '', text) if path == MANUAL else text
            for entry in catalogue.entries(path.read_text(encoding='utf-8'))
            for text in entry.translations]


def problems_of(text):
    return [f'{what}: {text!r}' for pattern, what in WRONG if pattern.search(text)]


def test_whole():
    result = subprocess.run([MSGFMT, '--check', '--statistics', '--output-file=/dev/null',
                             CATALOGUE], capture_output=True, text=True, check=False,
                            env={'LC_ALL': 'C'})
    words = result.stderr.strip()
    if result.returncode != 0:
        return words.splitlines()

    return [words] if 'untranslated' in words or 'fuzzy' in words else []


def test_agrees():
    """Each sentence of the sources is in the catalogue, translated."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / 'farandole.pot'
        catalogue.make_template(XGETTEXT, ROOT, template)
        result = subprocess.run([MSGCMP, '--use-untranslated', CATALOGUE, template],
                                capture_output=True, text=True, check=False,
                                env={'LC_ALL': 'C'})

    return [] if result.returncode == 0 else result.stderr.splitlines()


def test_typography():
    return [problem for path in (CATALOGUE, MANUAL) for text in translations(path)
            for problem in problems_of(text)]


def test_typography_catches():
    bad = ['Vraiment?', 'Nom : ', 'Nom: x', '« oui »', "l'arrêt", 'Attendre...', '“oui”', '5%%']
    good = ['Vraiment\u00a0?', 'Nom\u00a0:', '«\u00a0oui\u00a0»', 'l’arrêt', 'Attendre…',
            '5\u00a0%%', 'HÔTE:PORT', 'farandole:', '07:40', '[--for APPAREIL]...', 'tour;rôle;']

    return ([f'passes {text!r}' for text in bad if not problems_of(text)] +
            [problem for text in good for problem in problems_of(text)])


if __name__ == '__main__':
    tap.run([
        ('/app/french/whole', test_whole),
        ('/app/french/agrees-with-the-sources', test_agrees),
        ('/app/french/typography', test_typography),
        ('/app/french/typography-catches', test_typography_catches),
    ])
