#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every C file is as clang-format 14 leaves it; `--in-place` makes it so.

One version for everyone: 14 and later ones disagree in small ways.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import tap

ROOT = Path(__file__).resolve().parents[2]
VERSION = ' version 14.'


def find_formatter():
    for name in ('clang-format-14', 'clang-format'):
        path = shutil.which(name)
        if path and VERSION in subprocess.run([path, '--version'], capture_output=True, text=True,
                                              check=True).stdout:
            return path

    return None


def check(formatter):
    """One sentence for each file that the formatter would change."""
    result = subprocess.run(
        [formatter, '--dry-run', '-Werror', '--ferror-limit=1', *map(str, tap.c_files(ROOT))],
        cwd=ROOT, capture_output=True, text=True, check=False)

    return [line for line in result.stderr.splitlines() if ': error:' in line] or (
        [result.stderr] if result.returncode else [])


def test_format():
    formatter = find_formatter()
    if not formatter:
        raise tap.Skip('clang-format 14 is not here')

    return check(formatter)


if __name__ == '__main__':
    if '--in-place' in sys.argv[1:]:
        found = find_formatter()
        if not found:
            sys.exit('clang-format 14 is not here')
        sys.exit(subprocess.run([found, '-i', *map(str, tap.c_files(ROOT))], cwd=ROOT,
                                check=False).returncode)
    tap.run([('/lint/format', test_format)])
