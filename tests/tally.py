#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tally: counts what `meson test` recorded, and says it in one line.

A program that speaks TAP counts once for each of its cases, any other once, so that a case skipped
inside a program is seen.  A program that did not end well counts as a failure at least once,
whatever its cases said: it may have died between two of them.

Exit status: 0 if nothing failed and something was run.
"""

import json
import re
import sys
from pathlib import Path

CASE = re.compile(r'(not )?ok\b\s*(?:\d+\s*)?[^#]*(?:#\s*(skip|todo)\b)?', re.IGNORECASE)
GOOD = {'OK', 'EXPECTEDFAIL'}


def count_run(protocol, result, stdout):
    """(passed, failed, skipped) of one program's run."""
    passed = failed = skipped = 0

    if protocol == 'tap':
        for line in (stdout or '').splitlines():
            case = CASE.match(line)
            if not case:
                continue
            directive = (case.group(2) or '').lower()
            if directive == 'skip' and not case.group(1):
                skipped += 1
            elif case.group(1) and directive != 'todo':
                failed += 1
            else:
                passed += 1

    if result in GOOD:
        if passed + failed + skipped == 0:
            passed = 1
    elif result == 'SKIP':
        if passed + failed + skipped == 0:
            skipped = 1
    elif failed == 0:
        failed = 1

    return passed, failed, skipped


def count(build):
    """(passed, failed, skipped) of all that the newest `meson test` in this folder ran."""
    tests = json.loads((build / 'meson-info' / 'intro-tests.json').read_text())
    protocols = {test['name']: test['protocol'] for test in tests}
    log = build / 'meson-logs' / 'testlog.json'
    runs = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
    counts = [
        count_run(protocols.get(run['name'].split(' / ')[-1]), run['result'], run.get('stdout'))
        for run in runs
    ]

    return tuple(map(sum, zip(*counts))) if counts else (0, 0, 0)


def main():
    passed, failed, skipped = count(Path(sys.argv[1]))
    print(f'{passed} passed, {failed} failed, {skipped} skipped')

    return 1 if failed or passed + skipped == 0 else 0


if __name__ == '__main__':
    sys.exit(main())
