# SPDX-License-Identifier: GPL-3.0-or-later
"""longest: a language that nobody speaks, in which every sentence is as wide as it is anywhere.

What fits in it fits in each language that there is, without trying them one by one.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lint'))

import catalogue  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
NAME = 'longest'

# the words of a button stand beside each other, those of a sentence below each other
BUTTON_MOST = 30

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"'


def width_of(text):
    return len(text) if len(text) <= BUTTON_MOST else max(map(len, re.split(r'\s', text)))


def quoted(text):
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n') + '"'


def catalogues():
    languages = (ROOT / 'po' / 'LINGUAS').read_text(encoding='utf-8').split()
    return [(ROOT / 'po' / f'{language}.po').read_text(encoding='utf-8')
            for language in languages]


def widest():
    """By context and text, the forms of the translation that is widest, or the English."""
    found = {}
    for text in catalogues():
        for entry in catalogue.entries(text):
            key = (entry.context, *entry.ids)
            found[key] = max(found.get(key, entry.ids), entry.translations,
                             key=lambda forms: max(map(width_of, forms)))
    return found


def write(folder):
    """Makes that language in a folder of catalogues."""
    blocks = [HEAD]
    for (context, *ids), translations in widest().items():
        lines = [] if context is None else [f'msgctxt {quoted(context)}']
        lines.append(f'msgid {quoted(ids[0])}')
        if len(ids) > 1:
            lines.append(f'msgid_plural {quoted(ids[1])}')
            lines += [f'msgstr[{i}] {quoted(form)}' for i, form in enumerate(translations)]
        else:
            lines.append(f'msgstr {quoted(translations[0])}')
        blocks.append('\n'.join(lines))

    target = folder / NAME / 'LC_MESSAGES' / 'farandole.mo'
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as work:
        made = Path(work) / 'farandole.mo'
        subprocess.run(['msgfmt', '-o', made, '-'], input='\n\n'.join(blocks), text=True,
                       check=True)
        # the tests of several sizes of text make the same at the same time
        made.replace(target)
