#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No word of those who build the program is in what people read.

test-plain-words.py CATALOGUE: over the messages of one that has them all, as the test "french" says
of French; a key that opens a door, and the keys of a keyboard, are none of those words.
"""

import re
import sys
from pathlib import Path

import tap

WORDS = re.compile(r'\b(keys?|peers?|logs?|logged|nodes?|syncs?|synced|syncing)\b', re.IGNORECASE)

# what these words mean to everybody
ALLOWED = [
    r'keys and things',
    r'keys and lists',
    r'keys: ',
    r'has a key',
    r'key of the hall',
    r'file device\.key', # it is called so
    r'log book',
]


def messages(text):
    """Each message, with the files in which it stands."""
    for block in text.split('\n\n'):
        files = re.findall(r'^#: (.*)$', block, re.MULTILINE)
        for field in re.findall(r'^(?:msgid|msgid_plural) ((?:".*"\n?)+)', block, re.MULTILINE):
            yield ''.join(re.findall(r'"((?:[^"\\]|\\.)*)"', field)), ' '.join(files).split()


def is_read_in_window(files):
    return any(not file.startswith('app/cli/') for file in files)


def find(text):
    """The messages that hold such a word, with it."""
    for message, files in messages(text):
        plain = message.replace('_', '')
        for allowed in ALLOWED:
            plain = re.sub(allowed, '', plain, flags=re.IGNORECASE)
        found = WORDS.search(plain)
        if found and is_read_in_window(files):
            yield found[0], message, files


def test_messages():
    text = Path(sys.argv[1]).read_text(encoding='utf-8')

    return [f'“{word}” in {message!r} ({", ".join(files)})' for word, message, files in find(text)]


def test_finds():
    """Such a word is found, and what is allowed is not."""
    text = '\n\n'.join(f'#: app/far-x.c\nmsgid "{message}"\nmsgstr ""' for message in (
        'Your _key', 'The peers', 'Keyboard', 'Keys and _Things', 'Logic'))
    found = [word for word, _, _ in find(text)]

    return [] if found == ['key', 'peers'] else [f'found {found}']


if __name__ == '__main__':
    tap.run([('/lint/plain-words/messages', test_messages), ('/lint/plain-words/finds', test_finds)])
