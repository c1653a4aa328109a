#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each mutant still applies, and the program that plants them knows when one does not."""

import sys
import tempfile
from pathlib import Path

import tap

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tests' / 'mutants'))
import mutants # noqa: E402

N_MIN = 25 # in as many different rules
HEAD = 'Breaks: a rule.\nTests: one other\n\n'
DIFF = '--- a/file\n+++ b/file\n@@ -1,3 +1,3 @@\n one\n-two\n+TWO\n three\n'


def test_apply():
    found, problems = mutants.read_all()
    if len(found) < N_MIN:
        problems.append(f'{len(found)} mutants where {N_MIN} are wanted')

    return problems


# what stands in the file, and what of it is planted; None where it must be refused
FILES = {
    'as it was': ('one\ntwo\nthree\n', 'one\nTWO\nthree\n'),
    'moved': ('zero\none\ntwo\nthree\nfour\n', 'zero\none\nTWO\nthree\nfour\n'),
    'gone': ('one\nTWO\nthree\n', None),
    'twice': ('one\ntwo\nthree\n' * 2, None),
}


def test_planting():
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        patch = Path(folder) / 'name.patch'
        patch.write_text(HEAD + DIFF)
        mutant = mutants.Mutant(patch)
        if (mutant.breaks, mutant.tests) != ('a rule.', ['one', 'other']):
            problems.append(f'reads {mutant.breaks!r} and {mutant.tests}')
        for name, (text, wanted) in FILES.items():
            (Path(folder) / 'file').write_text(text)
            try:
                planted = mutant.apply(Path(folder))['file']
            except mutants.Broken:
                planted = None
            if planted != wanted:
                problems.append(f'{name}: plants {planted!r}')
        for text in ['', DIFF, HEAD]:
            patch.write_text(text)
            try:
                mutants.Mutant(patch)
                problems.append(f'takes {text!r} for a mutant')
            except mutants.Broken:
                pass

    return problems


tap.run([('/lint/mutants/apply', test_apply), ('/lint/mutants/planting', test_planting)])
