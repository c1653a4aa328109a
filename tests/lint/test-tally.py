#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The count at the end of `./dev test` says what happened, also when a program dies."""

import json
import sys
import tempfile
from pathlib import Path

import tap

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import tally # pylint: disable=wrong-import-position

# protocol, meson's result, output, (passed, failed, skipped)
RUNS = [
    ('exitcode', 'OK', 'ok 1 not a case', (1, 0, 0)),
    ('exitcode', 'SKIP', '', (0, 0, 1)),
    ('exitcode', 'FAIL', 'not ok 1\nnot ok 2', (0, 1, 0)),
    ('exitcode', 'TIMEOUT', None, (0, 1, 0)),
    ('exitcode', 'EXPECTEDFAIL', '', (1, 0, 0)),
    ('tap', 'OK', 'TAP version 13\n# random seed: R02\n1..2\nok 1 /a\nok 2 /b\n', (2, 0, 0)),
    ('tap', 'OK', '1..3\nok 1 /a # SKIP not here\nok 2 /b\nok 3 /c # TODO later\n', (2, 0, 1)),
    ('tap', 'SKIP', '1..2\nok 1 /a # SKIP x\nok 2 /b # skip y\n', (0, 0, 2)),
    ('tap', 'SKIP', '1..0 # SKIP no display\n', (0, 0, 1)),
    ('tap', 'FAIL', '1..3\nok 1 /a\nnot ok 2 /b\nok 3 /c\n', (2, 1, 0)),
    ('tap', 'FAIL', '1..2\nok 1 /a\nnot ok 2 /b # SKIP not honest\n', (1, 1, 0)),
    ('tap', 'ERROR', '1..3\nok 1 /a\nok 2 /b\n', (2, 1, 0)),
    ('tap', 'ERROR', '', (0, 1, 0)),
    ('tap', 'OK', '1..1\nok 1 /a\n# ok 2 a remark\n  ok 3 indented\nokay\n', (1, 0, 0)),
]


def test_runs():
    problems = []
    for protocol, result, output, expected in RUNS:
        found = tally.count_run(protocol, result, output)
        if found != expected:
            problems.append(f'{protocol} {result} {output!r}: {found}, not {expected}')

    return problems


def test_folder():
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        build = Path(folder)
        (build / 'meson-info').mkdir()
        (build / 'meson-logs').mkdir()
        (build / 'meson-info' / 'intro-tests.json').write_text(json.dumps([
            {'name': 'test-a', 'protocol': 'tap'}, {'name': 'test-b', 'protocol': 'exitcode'}]))
        if tally.count(build) != (0, 0, 0):
            problems.append('counts what was not run')
        (build / 'meson-logs' / 'testlog.json').write_text(
            json.dumps({'name': 'farandole:core / test-a', 'result': 'OK',
                        'stdout': 'ok 1 /a\nok 2 /b # SKIP\n'}) + '\n' +
            json.dumps({'name': 'test-b', 'result': 'FAIL', 'stdout': ''}) + '\n')
        if tally.count(build) != (1, 1, 1):
            problems.append(f'counts {tally.count(build)}')

    return problems


tap.run([('/lint/tally/runs', test_runs), ('/lint/tally/folder', test_folder)])
