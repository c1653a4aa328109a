#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plants one bug after another in a copy of the tree, and says what finds it: `./dev mutants`.

NAME.patch beside this file is one of them: what it breaks, which tests are to find it, and how.  A
mutant that survives is a missing test.
"""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tests' / 'lint'))
import tap # noqa: E402

FOLDER = Path(__file__).resolve().parent
# all that need no display and look at more than the text of the tree
SUITES = ['core', 'store', 'cal', 'collective', 'engine', 'cli', 'fuzz', 'sim']
SEEDS = '1..60'
GOOD = {'OK', 'SKIP', 'EXPECTEDFAIL'}


class Broken(Exception):
    """A patch that cannot be used, and why."""


class Mutant:
    """One patch: self.breaks, self.tests, and self.hunks, a list of (path, old text, new text)."""

    def __init__(self, path):
        self.name = path.stem
        head, _, body = path.read_text(encoding='utf-8').partition('\n\n')
        fields = dict(line.partition(': ')[::2] for line in head.splitlines())
        self.breaks = fields.get('Breaks', '')
        self.tests = fields.get('Tests', '').split()
        self.hunks = list(read_hunks(body))
        if not self.breaks or not self.tests or not self.hunks:
            raise Broken('says not what it breaks, what finds it, or how')

    def apply(self, root):
        """Returns what the files it changes are to hold: {path: text}."""
        texts = {}
        for path, old, new in self.hunks:
            text = texts.get(path) or (root / path).read_text(encoding='utf-8')
            if text.count(old) != 1:
                raise Broken(f'{path}: what it changes is there {text.count(old)} times')
            texts[path] = text.replace(old, new)

        return texts


def read_hunks(diff):
    """Lines may move: a hunk is found by what it says, and not by its numbers."""
    path, old, new = None, [], []
    for line in [*diff.splitlines(), '@@']:
        if line.startswith(('@@', '--- ')) and old != new:
            yield path, '\n'.join(old) + '\n', '\n'.join(new) + '\n'
        if line.startswith('+++ '):
            path = line.partition('/')[2]
        elif line.startswith(('@@', '--- ')):
            old, new = [], []
        elif line.startswith('-'):
            old.append(line[1:])
        elif line.startswith('+'):
            new.append(line[1:])
        elif path:
            old.append(line[1:])
            new.append(line[1:])


def read_all(names=()):
    """Returns (mutants, problems)."""
    paths = [FOLDER / f'{name}.patch' for name in names] or sorted(FOLDER.glob('*.patch'))
    mutants, problems = [], []
    for path in paths:
        try:
            mutants.append(Mutant(path))
            mutants[-1].apply(ROOT)
        except (Broken, OSError) as error:
            problems.append(f'{path.stem} does not apply: {error}')

    return mutants, problems


class Tree:
    """The copy, and its build folder."""

    def __init__(self, root, meson):
        self.root = root
        self.build = root / 'build'
        self.meson = meson

    def bring_up_to_date(self):
        """Only what differs is written, so that only that is built again."""
        wanted = set(tap.source_files(ROOT))
        for path in wanted:
            self.put(path, (ROOT / path).read_bytes(), (ROOT / path).stat().st_mode)
        for path in set(tap.source_files(self.root)) - wanted:
            (self.root / path).unlink()
        if not (self.build / 'build.ninja').exists():
            self.ask([self.meson, 'setup', self.build, self.root])
        # as the meson files are now
        self.ask(['ninja', '-C', self.build, 'build.ninja'])

    def put(self, path, data, mode=None):
        to = self.root / path
        if to.exists() and to.read_bytes() == data:
            return
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(data)
        if mode is not None:
            to.chmod(mode)

    def ask(self, command):
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode:
            sys.exit(f'{ran.stdout}{ran.stderr}mutants: {self.meson} fails')

        return ran.stdout

    def list_tests(self):
        return {test['name'] for test in json.loads(
            self.ask([self.meson, 'introspect', '--tests', self.build]))}

    def test(self, arguments):
        """Builds what they need, and runs them.  Returns what failed first, None if nothing did."""
        log = self.build / 'meson-logs' / 'testlog.json'
        log.unlink(missing_ok=True)
        ran = subprocess.run([self.meson, 'test', '-C', self.build, '--maxfail=1', *arguments],
                             capture_output=True, text=True, check=False)
        if not log.exists():
            raise Broken(f'does not build\n{ran.stdout[-2000:]}')
        for line in log.read_text(encoding='utf-8').splitlines():
            result = json.loads(line)
            if result['result'] not in GOOD:
                return describe(result)

        return None

    def play(self):
        """Plays worlds.  Returns the seeds, if they fail."""
        ran = subprocess.run([self.build / 'tests' / 'sim' / 'far-sim', '--seeds', SEEDS],
                             capture_output=True, check=False)

        return f'sim --seeds {SEEDS}' if ran.returncode else None


def describe(result):
    name = result['name'].rpartition(' / ')[2]
    for line in (result.get('stdout') or '').splitlines():
        if line.startswith('not ok'):
            return f'{name}, {" ".join(line.split()[3:])}'
        # GLib says in which function
        where = re.match(r'Bail out! [^:]*:[^:]*:\d+:(\w+):', line)
        if where:
            return f'{name}, {where.group(1)}'

    return f'{name} ({result["result"].lower()})'


def find(tree, mutant, is_quick):
    """Returns what finds it, None if nothing does."""
    texts = mutant.apply(tree.root)
    before = {path: (tree.root / path).read_bytes() for path in texts}
    try:
        for path, text in texts.items():
            tree.put(path, text.encode())

        return (tree.test(mutant.tests)
                or (not is_quick
                    and (tree.test([part for suite in SUITES for part in ('--suite', suite)])
                         or tree.play())))
    finally:
        for path, data in before.items():
            tree.put(path, data)


def main(arguments):
    is_quick = '--quick' in arguments
    mutants, problems = read_all([each for each in arguments if each != '--quick'])
    for problem in problems:
        print(problem, flush=True)

    tree = Tree(ROOT / 'build-mutants', os.environ.get('FARANDOLE_MESON', 'meson'))
    print('Building a copy of the tree.', flush=True)
    tree.bring_up_to_date()
    names = {test for mutant in mutants for test in mutant.tests}
    if names - tree.list_tests():
        sys.exit(f'mutants: there is no test {" ".join(sorted(names - tree.list_tests()))}')
    try:
        failed = names and tree.test(sorted(names))
    except Broken as error:
        sys.exit(f'mutants: without any of them, the tree {error}')
    if failed:
        sys.exit(f'mutants: without any of them, {failed} fails')

    n_found = n_survived = 0
    for mutant in mutants:
        begin = time.monotonic()
        try:
            found = find(tree, mutant, is_quick)
        except Broken as error:
            problems.append(mutant.name)
            print(f'{mutant.name}: {error}', flush=True)
            continue
        n_found += bool(found)
        n_survived += not found
        verdict = f'found by {found}' if found else f'SURVIVED: {mutant.breaks}'
        print(f'{mutant.name}: {verdict}, {time.monotonic() - begin:.0f} s', flush=True)

    print(f'{n_found} mutants found, {n_survived} survived, {len(problems)} of no use')
    sys.exit(1 if n_survived or problems else 0)


if __name__ == '__main__':
    main(sys.argv[1:])
