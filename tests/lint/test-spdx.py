#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every source names its licence in one of its first three lines."""

import re
from pathlib import Path

import tap

ROOT = Path(__file__).resolve().parents[2]

SUFFIXES = {'.c', '.h', '.py', '.sh', '.ui', '.css', '.svg', '.in', '.1'}
# POTFILES.in is a list of names, as gettext wants it
EXEMPT = {'POTFILES.in'}
# AppStream wants its metadata under a permissive licence
LICENCES = {
    '.metainfo.xml.in': 'CC0-1.0',
    '': 'GPL-3.0-or-later',
}
TAG = re.compile(r'SPDX-License-Identifier: (\S+)')


def is_source(path, text):
    return path.name not in EXEMPT and (path.suffix in SUFFIXES or text.startswith('#!'))


def expected_licence(path):
    return next(licence for end, licence in LICENCES.items() if path.name.endswith(end))


def test_spdx():
    problems = []
    for path in tap.source_files(ROOT):
        try:
            text = (ROOT / path).read_text(encoding='utf-8')
        except UnicodeDecodeError:
            continue # a picture
        if not is_source(path, text):
            continue
        tag = TAG.search('\n'.join(text.splitlines()[:3]))
        if not tag:
            problems.append(f'{path}: no SPDX line')
        elif tag.group(1) != expected_licence(path):
            problems.append(f'{path}: {tag.group(1)}, not {expected_licence(path)}')

    return problems


if __name__ == '__main__':
    tap.run([('/lint/spdx', test_spdx)])
