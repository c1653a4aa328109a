#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each limit stands in far-limits.h, and is used."""

import re
import sys
from pathlib import Path

import tap

ROOT = Path(sys.argv[1])
LIMITS = Path('sync/core/far-limits.h')

DEFINED = re.compile(r'^#define\s+(\w+)\s+(.+)', re.MULTILINE)
# A number that is called the most of something.
BOUND = re.compile(r'^#define\s+(\w*_MAX)\s+\(?-?[\dG]', re.MULTILINE)

# What bounds nothing that comes from elsewhere.
ELSEWHERE = {
    'FAR_KIND_MAX': 'what a byte can hold',
    'FAR_RULE_NUMBER_MAX': 'a rule of the collective',
    'FAR_RULE_SMALL_MAX': 'a rule of the collective',
    'INVITE_DAYS_MAX': 'what a member types',
    'QUOTE_MAX': 'how much a message repeats',
    'RETRY_MAX_MS': 'a time between calls',
    'TEXT_LEN_MAX': 'of our own text in a picture',
}


def check(files):
    """The problems of a tree: path to text."""
    names = dict(DEFINED.findall(files[LIMITS]))
    rest = '\n'.join(text for path, text in files.items() if path != LIMITS)
    words = set(re.findall(r'\w+', rest)) | {
        word for name, value in names.items() for word in re.findall(r'\w+', value) if word != name}
    problems = [f'{LIMITS}: {name} is not used' for name in names if name not in words]
    for path, text in files.items():
        problems += [f'{path}: {name} belongs in {LIMITS}' for name in BOUND.findall(text)
                     if path != LIMITS and name not in ELSEWHERE]
    return problems


def test_tree():
    return check({path.relative_to(ROOT): path.read_text(encoding='utf-8')
                  for path in (ROOT / 'sync').rglob('*.[ch]')})


def test_catches():
    good = {LIMITS: '#define FAR_A_MAX 7\n#define FAR_B_MAX (2 * FAR_A_MAX)\n',
            Path('sync/core/a.c'): 'if (n > FAR_B_MAX)\n'}
    unused = {LIMITS: good[LIMITS] + '#define FAR_C_MAX 7\n', Path('sync/core/a.c'): 'FAR_B_MAX'}
    hidden = {**good, Path('sync/link/b.c'): '#define FAR_D_MAX (16 * 1024)\n'}
    return ([f'good: {problem}' for problem in check(good)] +
            [f'{name}: not caught' for name, files in (('unused', unused), ('hidden', hidden))
             if len(check(files)) != 1])


tap.run([
    ('/lint/limits/tree', test_tree),
    ('/lint/limits/catches', test_catches),
])
