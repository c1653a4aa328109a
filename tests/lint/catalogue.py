# SPDX-License-Identifier: GPL-3.0-or-later
"""catalogue: what the tests of words share: catalogues of gettext, read, and made of the sources."""

import re
import subprocess
from collections import namedtuple

# as the preset of meson that makes the catalogue
KEYWORDS = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'ngettext:1,2', 'g_dngettext:2,3',
            'g_dcgettext:2', 'g_dpgettext2:2c,3']

# files: where it is used; ids: the text and its plural; translations: of each form; context: that
# of a text which means several things, or None
Entry = namedtuple('Entry', 'files is_fuzzy ids translations context', defaults=(None,))

STRING = r'((?:"(?:[^"\\]|\\.)*"\n?)+)'


def unquoted(lines):
    return ''.join(part.replace('\\n', '\n').replace('\\"', '"').replace('\\\\', '\\')
                   for part in re.findall(r'"((?:[^"\\]|\\.)*)"', lines))


def entries(text):
    """The entries of a catalogue without its head, and without those that are obsolete."""
    for block in text.split('\n\n')[1:]:
        if '\n#~' in f'\n{block}':
            continue
        ids = re.findall(rf'^msgid(?:_plural)? {STRING}', block, re.MULTILINE)
        translations = re.findall(rf'^msgstr(?:\[\d\])? {STRING}', block, re.MULTILINE)
        context = re.search(rf'^msgctxt {STRING}', block, re.MULTILINE)
        files = ' '.join(re.findall(r'^#: (.*)$', block, re.MULTILINE)).split()
        if ids:
            yield Entry(files, re.search(r'^#,.*\bfuzzy\b', block, re.MULTILINE) is not None,
                        [unquoted(lines) for lines in ids],
                        [unquoted(lines) for lines in translations],
                        unquoted(context[1]) if context else None)


def make_template(xgettext, root, path):
    """Writes the catalogue that the sources ask for."""
    subprocess.run([xgettext, '--from-code=UTF-8', '--files-from=po/POTFILES.in',
                    '--add-location=file', f'--output={path}',
                    *(f'--keyword={word}' for word in KEYWORDS)],
                   cwd=root, check=True, capture_output=True)
