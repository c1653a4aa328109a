# SPDX-License-Identifier: GPL-3.0-or-later
"""tap: the few lines that the programs of this folder share: cases in, TAP out."""

import os
import sys
from pathlib import Path

# What a build, a package or an editor leaves in the tree, and no source of ours.
FOREIGN_DIRS = {'.git', '.flatpak-builder', '__pycache__', 'subprojects'}


class Skip(Exception):
    """Raised by a case that cannot be judged here; the text says why."""


def run(cases):
    """Runs (name, function) pairs; a function returns the problems that it found, as sentences."""
    failed = False
    print(f'1..{len(cases)}')
    for number, (name, function) in enumerate(cases, 1):
        try:
            problems = function()
        except Skip as skip:
            print(f'ok {number} {name} # SKIP {skip}', flush=True)
            continue
        for problem in problems:
            print(f'# {problem}')
            # of a TAP test meson shows nothing but this
            print(f'{name}: {problem}', file=sys.stderr)
        print(f'{"not ok" if problems else "ok"} {number} {name}', flush=True)
        failed = failed or bool(problems)
    sys.exit(1 if failed else 0)


def source_files(root):
    """Every file of the tree, relative to root, sorted; works in an unpacked archive too."""
    found = []
    for folder, dirs, names in os.walk(root):
        here = Path(folder)
        dirs[:] = [
            name for name in dirs
            if name not in FOREIGN_DIRS and not (here / name / 'meson-private').exists()
            and not (here == Path(root) and name.startswith('build'))
        ]
        found += [(here / name).relative_to(root) for name in names if name != '.git']

    return sorted(found)


def c_files(root):
    return [path for path in source_files(root) if path.suffix in {'.c', '.h'}]
