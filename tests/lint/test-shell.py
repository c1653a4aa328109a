#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shell scripts pass shellcheck."""

import shutil
import subprocess
from pathlib import Path

import tap

ROOT = Path(__file__).resolve().parents[2]


def is_shell(path):
    if path.suffix == '.sh':
        return True
    with open(ROOT / path, 'rb') as file:
        first = file.readline(64)
    return first.startswith(b'#!') and first.rstrip().endswith(b'sh')


def test_shell():
    if not shutil.which('shellcheck'):
        raise tap.Skip('shellcheck is not here')
    scripts = [str(path) for path in tap.source_files(ROOT) if is_shell(path)]
    result = subprocess.run(['shellcheck', '--format=gcc', *scripts], cwd=ROOT,
                            capture_output=True, text=True, check=False)

    return (result.stdout + result.stderr).splitlines()


if __name__ == '__main__':
    tap.run([('/lint/shell', test_shell)])
