#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that travel between machines that never meet: whole or less, in any order, cut and doubled."""

import json
import random
import shutil

import cli
from cli import Home, carry, check, check_equal, found, join


def pair(folder):
    """Two machines, each of which has heard what the other holds."""
    anna, bruno = found(folder), Home(folder, 'bruno')
    join(folder, bruno, anna)
    add_people(bruno, 'Of Bruno', 1)
    carry(folder, bruno, anna)
    carry(folder, anna, bruno)
    carry(folder, bruno, anna)

    return anna, bruno


def add_people(home, word, number):
    for i in range(number):
        home.ask('member', 'add', f'{word} {i}')


def add_lines(home, folder, number):
    """As many as make several pieces of a file."""
    drawn = random.Random(1)
    for i in range(number):
        stops = [{'type': 'Feature', 'properties': {'name': f'{drawn.random()} {j}'},
                  'geometry': {'type': 'Point', 'coordinates': [drawn.uniform(9, 9.1),
                                                                drawn.uniform(45, 45.1)]}}
                 for j in range(60)]
        path = folder / 'line.geojson'
        path.write_text(json.dumps({'type': 'FeatureCollection', 'name': f'Line {i}',
                                    'features': stops}))
        home.ask('line', 'import', path)


def copy_of(home, name):
    """The same machine as it is now, to be gone back to."""
    copy = Home(home.path.parent, name)
    shutil.copytree(home.path, copy.path)

    return copy


def device_of(home):
    return home.ask('status')['device']


def test_size_is_told_before(folder):
    anna, bruno = pair(folder)
    add_people(anna, 'Somebody', 30)
    target = folder / 'bundle'
    for options in [[], ['--for', device_of(bruno)], ['--for', device_of(bruno), '--since-seen']]:
        told = anna.ask('bundle', 'write', target, '--dry-run', *options)
        check(not target.exists(), f'{options}: written although it was only asked for')
        written = anna.ask('bundle', 'write', target, *options)
        check_equal(told, written, f'{options}: what was said before, and what was written')
        check_equal(written['bytes'], target.stat().st_size, f'{options}: the size of the file')
        words = anna.run('bundle', 'write', target, *options).stdout.decode()
        check(len(words.splitlines()) == 2 and 'kB' in words.splitlines()[0], f'no size: {words!r}')
        target.unlink()
    anna.refuse(cli.NOT_FOUND, 'bundle', 'write', folder / 'none' / 'bundle', '--dry-run')
    anna.refuse(cli.NOT_FOUND, 'bundle', 'write', folder / 'none' / 'bundle')
    anna.refuse(cli.NOT_FOUND, 'bundle', 'write', target, '--for', '0123456789', '--since-seen')


def test_only_what_was_lacking(folder):
    anna, bruno = pair(folder)
    add_people(anna, 'Somebody', 40)
    carry(folder, anna, bruno)
    carry(folder, bruno, anna)
    add_people(anna, 'Another', 3)

    whole = anna.ask('bundle', 'write', folder / 'whole')
    less = anna.ask('bundle', 'write', folder / 'less', '--for', device_of(bruno), '--since-seen')
    check(3 <= less['entries'] <= 6, f'{less} is not what was new')
    check(less['bytes'] * 4 < whole['bytes'], f'{less} is not much less than {whole}')
    report = bruno.ask('bundle', 'read', folder / 'less')
    check_equal((report['added'], report['known'], report['pending']), (less['entries'], 0, 0),
                'what was read')
    check_equal(bruno.contents(), anna.contents(), 'two homes')
    check_equal(bruno.ask('check', '--full')['ok'], True, 'check')
    again = bruno.ask('bundle', 'read', folder / 'less')
    check_equal((again['added'], again['known']), (0, less['entries']), 'read twice')

    # one who was never heard of lacks everything, and a file for both has it
    carla = Home(folder, 'carla')
    join(folder, carla, anna)
    entries = anna.ask('status')['entries']
    both = anna.ask('bundle', 'write', folder / 'both', '--since-seen')
    check_equal(both['entries'], entries, 'a file for one who was never heard of')


def test_begins_after_what_is_here(folder):
    """Who lost what they had is told so, keeps what it has, and reads on when the rest has come."""
    anna, bruno = pair(folder)
    before = copy_of(bruno, 'bruno-before')
    add_people(anna, 'Somebody', 12)
    anna.ask('bundle', 'write', folder / 'first', '--for', device_of(bruno), '--since-seen')
    bruno.ask('bundle', 'read', folder / 'first')
    carry(folder, bruno, anna)
    add_people(anna, 'Another', 12)
    anna.ask('bundle', 'write', folder / 'second', '--for', device_of(bruno), '--since-seen')

    held = before.ask('status')['entries']
    ran = before.run('bundle', 'read', folder / 'second')
    check_equal(ran.returncode, cli.FOREIGN, 'the second before the first')
    check('begins after what this machine has' in ran.stderr.decode(), ran.stderr.decode())
    report = before.ask('bundle', 'read', folder / 'second', status=cli.FOREIGN)
    check_equal((report['refused'], report['pending']), (0, 0), 'what it said of it')
    check_equal(before.ask('check', '--full')['ok'], True, 'check')
    check_equal(before.ask('status')['entries'], held + report['added'], 'what it holds')
    before.ask('bundle', 'read', folder / 'first')
    before.ask('bundle', 'read', folder / 'second')
    check_equal(before.contents(), anna.contents(), 'two homes')

    # a whole one does without the first
    anew = copy_of(bruno, 'bruno-anew')
    add_people(anna, 'A third', 2)
    anna.ask('bundle', 'write', folder / 'whole', '--for', device_of(bruno))
    anew.ask('bundle', 'read', folder / 'whole')
    check_equal(anew.contents(), anna.contents(), 'two homes')


def test_any_order(folder):
    """Files of three machines, each with something of its own, in every order and more than once."""
    anna, bruno = pair(folder)
    carla = Home(folder, 'carla')
    join(folder, carla, anna)
    carry(folder, anna, bruno)
    writers = [anna, bruno, carla]
    for writer in writers:
        add_people(writer, writer.name, 4)
        writer.ask('bundle', 'write', folder / f'of-{writer.name}')

    drawn = random.Random(3)
    results = set()
    for number in range(4):
        reader = copy_of(bruno, f'reader-{number}')
        order = [writer.name for writer in writers] * 2
        drawn.shuffle(order)
        for name in order:
            reader.ask('bundle', 'read', folder / f'of-{name}')
        results.add(str(reader.contents()))
    check_equal(len(results), 1, 'what comes of different orders')


def read_spoilt(folder, reader, data):
    """What is kept is what is counted, and nothing else changed."""
    before = reader.ask('status')['entries']
    (folder / 'spoilt').write_bytes(data)
    ran = reader.run('bundle', 'read', folder / 'spoilt')
    sentence = ran.stderr.decode()
    check_equal((ran.returncode, len(sentence.splitlines())), (cli.FOREIGN, 1), 'a sentence')
    kept = reader.ask('status')['entries'] - before
    report = reader.run('--json', 'bundle', 'read', folder / 'spoilt')
    check_equal(report.returncode, cli.FOREIGN, 'the same again')
    check_equal(reader.ask('status')['entries'], before + kept, 'the same again')
    check_equal(reader.ask('check', '--full')['ok'], True, 'check')

    return kept, sentence, ran.stdout.decode()


def test_cut_and_doubled(folder):
    anna, bruno = pair(folder)
    add_lines(anna, folder, 140)
    anna.ask('bundle', 'write', folder / 'less', '--for', device_of(bruno), '--since-seen')
    data = (folder / 'less').read_bytes()
    entries = anna.ask('bundle', 'write', folder / 'x', '--for', device_of(bruno), '--since-seen',
                       '--dry-run')['entries']

    drawn = random.Random(5)
    most = 0
    for number in range(8):
        reader = copy_of(bruno, f'cut-{number}')
        end = drawn.randrange(200, len(data) - 1)
        kept, sentence, said = read_spoilt(folder, reader, data[:end])
        check('ends too early; what was complete in it has been kept' in sentence, sentence)
        check(said.startswith('New here: '), f'{said!r} does not count')
        most = max(most, kept)
        # cut, and all of it behind: as when a copy is begun again without the first being removed
        kept, sentence, _ = read_spoilt(folder, reader, data[:end] + data)
        check('is damaged; what came before' in sentence, sentence)
        reader.ask('bundle', 'read', folder / 'less')
        check_equal(reader.contents(), anna.contents(), f'cut at {end}, then whole')
    check(0 < most <= entries, f'{most} of {entries} were kept at most')

    doubled = copy_of(bruno, 'doubled')
    (folder / 'doubled-file').write_bytes(data + data)
    report = doubled.ask('bundle', 'read', folder / 'doubled-file')
    check_equal((report['added'], report['refused']), (entries, 0), 'a doubled file')
    check_equal(doubled.contents(), anna.contents(), 'a doubled file')


def test_watched_folder(folder):
    """What appears in it is read once, whether the stick was there before or not."""
    anna, bruno = pair(folder)
    add_people(anna, 'Somebody', 5)
    first = anna.ask('bundle', 'write', folder / 'first', '--for', device_of(bruno),
                     '--since-seen')
    stick = folder / 'media' / 'stick'
    bruno.refuse(cli.USAGE, 'serve', '--watch', folder / 'first')

    with bruno.talk('serve', '--listen', '127.0.0.1:0', '--watch', stick) as serving:
        stick.mkdir(parents=True)
        (stick / 'notes.txt').write_text('not ours')
        shutil.copy(folder / 'first', stick / 'first.farandole')
        told = serving.wait_for('file')
        check_equal((told['name'], told['added'], told['error']),
                    ('first.farandole', first['entries'], None), 'what was read by itself')

        # another of the same, and one for others: each is told once
        shutil.copy(folder / 'first', stick / 'again.farandole')
        told = serving.wait_for('file')
        check_equal((told['name'], told['added']), ('again.farandole', 0), 'the same again')
        own = anna.ask('status')['device']
        anna.ask('bundle', 'write', stick / 'hers.farandole', '--for', own)
        told = serving.wait_for('file')
        check_equal(told['name'], 'hers.farandole', 'one for others')
        check('made for other machines' in told['error'], told)
    check_equal(bruno.contents(), anna.contents(), 'two homes')

    # nothing of it again in the next run; what came meanwhile is
    add_people(anna, 'Another', 2)
    anna.ask('bundle', 'write', stick / 'new.farandole')
    with bruno.talk('serve', '--listen', '127.0.0.1:0', '--watch', stick) as serving:
        told = serving.wait_for('file')
        check_equal((told['name'], told['error']), ('new.farandole', None), 'the only new one')
    check_equal(bruno.contents(), anna.contents(), 'two homes')


cli.run(dict(globals()))
