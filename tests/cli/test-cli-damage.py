#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A home whose files are damaged, or were put there by somebody else, is told so: nothing falls over
it, and nothing is written into it."""

import os
import shutil
import sqlite3
import subprocess

import cli
from cli import add_rota, check, check_equal, found

DAY = '2026-09-01'


def make_home(folder):
    folder.mkdir(exist_ok=True)
    home = found(folder)
    rota = add_rota(home)['id']
    home.ask('rota', 'publish', rota)
    home.ask('turn', 'take', rota, DAY)
    home.ask('invite')
    home.ask('member', 'add', 'Bepi')
    return home, rota


def store_of(home):
    return next(home.path.glob('*/log.db'))


def spoil(store, sql):
    connection = sqlite3.connect(store)
    connection.execute(sql)
    connection.commit()
    connection.close()


def contents(home):
    return {path: path.read_bytes() for path in home.path.rglob('*') if path.is_file()}


def overwrite(store, begin, data):
    held = bytearray(store.read_bytes())
    held[begin:begin + len(data)] = data
    store.write_bytes(held)


def other_program(store):
    store.unlink()
    spoil(store, 'CREATE TABLE pictures (name TEXT)')


# What is wrong with the home, and how it comes to be so: no command can use it.
UNUSABLE = {
    'newer': lambda store: spoil(store, 'PRAGMA user_version = 99'),
    'no version': lambda store: spoil(store, 'PRAGMA user_version = 0'),
    'empty': lambda store: store.write_bytes(b''),
    'other program': other_program,
    'cut': lambda store: store.write_bytes(store.read_bytes()[:store.stat().st_size // 2]),
    'cut in its last page': lambda store: store.write_bytes(store.read_bytes()[:-1000]),
    'overwritten': lambda store: overwrite(store, 4096, b'Z' * (store.stat().st_size // 2)),
    'no table': lambda store: spoil(store, 'DROP TABLE entry'),
    'no entries': lambda store: spoil(store, 'DELETE FROM entry'),
    'no logs': lambda store: spoil(store, 'DELETE FROM log'),
    'no collective': lambda store: spoil(store, 'DELETE FROM meta'),
    'other collective': lambda store: spoil(
        store, "UPDATE meta SET value = randomblob (32) WHERE key = 'collective'"),
    'unknown knowledge': lambda store: spoil(store, 'UPDATE log SET know = 99999'),
    'no key': lambda store: store.with_name('device.key').unlink(),
    'short key': lambda store: store.with_name('device.key').write_bytes(b'\1short'),
    'newer key': lambda store: store.with_name('device.key').write_bytes(b'\2' + bytes(32)),
}


def test_unusable(folder):
    home, rota = make_home(folder)
    shutil.copytree(home.path, folder / 'good')
    for name, make in UNUSABLE.items():
        make(store_of(home))
        before = contents(home)
        for args in [['week'], ['turn', 'take', rota, '2026-09-03'], ['check', '--full'],
                     ['rebuild']]:
            ran = home.run('--json', *args)
            words = ran.stderr.decode()
            check_equal((ran.returncode, ran.stdout), (cli.STORE, b''), f'{name}: {args}: {words}')
            check(len(words.splitlines()) == 1 and 'disk' not in words, f'{name}: {words!r}')
            check_equal(contents(home), before, f'{name}: {args}: files')
        shutil.rmtree(home.path)
        shutil.copytree(folder / 'good', home.path)
    check_equal(home.ask('check', '--full')['ok'], True, 'the copy')


def leave_wal(store, sql):
    """What a program that died would leave beside the file."""
    wal = store.with_name('log.db-wal')
    connection = sqlite3.connect(store)
    connection.execute('PRAGMA wal_autocheckpoint = 0')
    connection.execute(sql)
    connection.commit()
    held, left = store.read_bytes(), wal.read_bytes()
    connection.close()
    store.write_bytes(held)
    return left


def test_wal_of_another_file(folder):
    """It is refused or passed over, and never written into the file that it is not of."""
    home, _ = make_home(folder / 'ours')
    other, _ = make_home(folder / 'others')
    good = home.ask('state-hash')
    shutil.copytree(home.path, folder / 'good')
    wals = {
        'another collective': leave_wal(
            store_of(other), "UPDATE meta SET value = zeroblob (32) WHERE key = 'collective'"),
        'newer': leave_wal(store_of(other), 'PRAGMA user_version = 99'),
        'noise': bytes(range(256)) * 64,
    }
    check(all(wals.values()), 'a WAL is empty')
    for name, wal in wals.items():
        held = store_of(home).read_bytes()
        store_of(home).with_name('log.db-wal').write_bytes(wal)
        ran = home.run('--json', 'state-hash')
        words = ran.stderr.decode()
        check_equal(ran.returncode, cli.DONE if name == 'noise' else cli.STORE, f'{name}: {words}')
        check(store_of(home).read_bytes() == held, f'{name}: the file is changed')
        store_of(home).with_name('log.db-wal').unlink(missing_ok=True)
        check_equal(home.ask('state-hash'), good, f'{name}: afterwards')
        shutil.rmtree(home.path)
        shutil.copytree(folder / 'good', home.path)


def test_each_page(folder):
    """A page of zeros and a wrong bit are refused, or found by check, or of no account."""
    home, _ = make_home(folder)
    good = home.ask('state-hash')
    whole = store_of(home).read_bytes()
    n_pages = len(whole) // 4096
    damages = [(at * 4096, bytes(4096)) for at in range(n_pages)]
    damages += [(at, bytes([whole[at] ^ 1 << at % 8])) for at in range(0, len(whole), 2039)]
    n_found = 0
    for at, data in damages:
        overwrite(store_of(home), at, data)
        ran = home.run('--json', 'check', '--full')
        words = ran.stderr.decode()
        check(ran.returncode in (cli.DONE, cli.STORE) and 'CRITICAL' not in words,
              f'{at}: {ran.returncode}: {words}')
        n_found += ran.returncode == cli.STORE
        if ran.returncode == cli.DONE:
            check_equal(home.ask('state-hash'), good, f'{len(data)} bytes at {at}')
        store_of(home).write_bytes(whole)
        store_of(home).with_name('log.db-wal').unlink(missing_ok=True)
    check(n_found > n_pages // 2, f'{n_found} of {len(damages)} found')


def test_begins_anew_beside(folder):
    """Whatever has become of one collective's folder, another can be founded or joined beside it."""
    host = cli.Home(folder, 'host')
    host.ask('found', 'Velobus', '--me', 'Bruno', '--zone', 'Europe/Rome')
    for name in ['newer', 'other program', 'overwritten', 'no key']:
        home, _ = make_home(folder / name)
        UNUSABLE[name](store_of(home))
        before = contents(home)
        founded = home.ask('found', 'Pedibus', '--me', 'Anna')['collective']
        home.ask('join', host.ask('invite')['invite'], '--me', 'Anna', '--bundle-out',
                 str(folder / 'request'))
        check_equal({path: held for path, held in contents(home).items() if path in before}, before,
                    f'{name}: files')
        status = home.ask('--collective', founded, 'status')
        check_equal((status['name'], status['state']), ('Pedibus', 'admitted'), name)
        joining = host.ask('status')['collective']
        check_equal(home.ask('--collective', joining, 'status')['state'], 'asked', name)


def test_key_of_another(folder):
    """A device.key that was copied here from elsewhere is not signed with, whoever's it is."""
    home, rota = make_home(folder)
    stranger, friend = cli.Home(folder, 'stranger'), cli.Home(folder, 'bruno')
    stranger.ask('found', 'Pedibus', '--me', 'Eva')
    asking = cli.Home(folder, 'carla')
    asking.ask('join', home.ask('invite')['invite'], '--me', 'Carla', '--bundle-out',
               str(folder / 'request'))
    friend.ask('join', home.ask('invite')['invite'], '--me', 'Bruno', '--bundle-out',
               str(folder / 'hers'))
    home.ask('bundle', 'read', str(folder / 'hers'))
    home.ask('bundle', 'write', str(folder / 'answer'))
    friend.ask('join', '--bundle-in', str(folder / 'answer'))
    for victim, other in [(home, stranger), (friend, home), (home, friend), (asking, home)]:
        key = store_of(victim).with_name('device.key')
        own = key.read_bytes()
        shutil.copy(store_of(other).with_name('device.key'), key)
        before = contents(victim)
        for args in [['week'], ['status'], ['turn', 'take', rota, '2026-09-03'],
                     ['join', '--bundle-in', str(folder / 'answer')]]:
            ran = victim.run('--json', *args)
            words = ran.stderr.decode()
            check_equal((ran.returncode, ran.stdout), (cli.STORE, b''), f'{args}: {words}')
            check('device.key' in words and len(words.splitlines()) == 1, f'{args}: {words!r}')
            check_equal(contents(victim), before, f'{args}: files')
        key.write_bytes(own)
        victim.ask('status')


# Values that no program of ours has written.  Every command ends as it should, whatever it makes of
# them; check finds them all.
STRANGE = [
    'UPDATE entry SET seq = 0',
    'UPDATE entry SET seq = 4611686018427387904 WHERE n = 4',
    "UPDATE entry SET log = 'abc' WHERE n = 4",
    'UPDATE entry SET n = 4611686018427387904 WHERE n = 4',
    'UPDATE entry SET know = 99999',
    'UPDATE entry SET subject = 99999 WHERE n = 4',
    'UPDATE entry SET refs = zeroblob (5)',
    'UPDATE entry SET refs = randomblob (70000) WHERE n = 6',
    'UPDATE entry SET id = zeroblob (32) WHERE n = 4',
    'DELETE FROM ident',
    'DELETE FROM place',
    'UPDATE act SET past = 0 WHERE past > 0',
    'UPDATE act SET n = 1',
    'DELETE FROM act WHERE g > 0',
    'INSERT INTO witness VALUES (2, 0)',
    'INSERT INTO witness VALUES (1, 99999)',
    'UPDATE know SET bits = zeroblob (8)',
    'UPDATE record SET record = record + 99999',
    'UPDATE touch SET n = n + 99999',
    'DROP TABLE turn',
    'UPDATE turn SET log = 0',
    'UPDATE turn SET log = -1',
    'UPDATE turn SET log = 99999',
    'UPDATE turn SET seq = 0',
    "UPDATE turn SET seq = 'abc'",
    'UPDATE turn SET person = 99999',
    'UPDATE turn SET turn = -1',
    'UPDATE turn SET refs = zeroblob (5)',
    'UPDATE turn SET refs = zeroblob (70000)',
]


def test_strange_values(folder):
    home, rota = make_home(folder)
    shutil.copytree(home.path, folder / 'good')
    for sql in STRANGE:
        spoil(store_of(home), sql)
        ran = home.run('--json', 'check', '--full')
        check_equal(ran.returncode, cli.STORE, f'{sql}: {ran.stderr.decode()}')
        for args in [['week', '--from', DAY], ['members'], ['state-hash'], ['log'],
                     ['turn', 'take', rota, '2026-09-03']]:
            ran = home.run('--json', *args)
            words = ran.stderr.decode()
            check(0 <= ran.returncode <= cli.NO_PEER and 'CRITICAL' not in words,
                  f'{sql}: {args}: {ran.returncode}: {words}')
        shutil.rmtree(home.path)
        shutil.copytree(folder / 'good', home.path)


def test_read_only(folder):
    """A folder that may only be read is named, and is as it was."""
    home, _ = make_home(folder)
    before = contents(home)
    for path in [*home.path.rglob('*'), home.path]:
        path.chmod(0o500 if path.is_dir() else 0o400)
    # root writes wherever it likes, unless it is without that right
    bound = ['setpriv', '--bounding-set=-dac_override', '--inh-caps=-dac_override']
    for args in [['week'], ['member', 'add', 'Nonna'], ['check']]:
        ran = subprocess.run([*(bound if os.geteuid() == 0 else []), *home.command(args)],
                             env=home.environment(), capture_output=True,
                             stdin=subprocess.DEVNULL, timeout=cli.SECONDS_MAX, check=False)
        words = ran.stderr.decode()
        check_equal(ran.returncode, cli.STORE, f'{args}: {words}')
        check('Nothing can be written there: ' in words and 'log.db' in words, f'{args}: {words}')
    for path in [home.path, *home.path.rglob('*')]:
        path.chmod(0o700 if path.is_dir() else 0o600)
    check_equal(contents(home), before, 'the files')
    home.ask('week')


def test_rebuild_mends_what_is_built(folder):
    home, rota = make_home(folder)
    good = home.ask('state-hash')
    for sql in ['DROP TABLE turn', 'DELETE FROM touch', 'UPDATE turn SET log = 99, refs = zeroblob (5)']:
        spoil(store_of(home), sql)
        home.ask('rebuild')
        check_equal(home.ask('state-hash'), good, f'after {sql}')
        check_equal(home.ask('check', '--full')['ok'], True, f'after {sql}')
    home.ask('turn', 'take', rota, '2026-09-03')


def test_trigger_of_somebody_else(folder):
    """What is said to be saved is there, whatever was put into the file."""
    home, rota = make_home(folder)
    spoil(store_of(home), 'CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry; END')
    turn = home.ask('turn', 'take', rota, '2026-09-03')['turn']
    week = home.ask('week', '--from', '2026-09-03', '--days', '1')
    check_equal([each['id'] for each in week[0]['turns']], [turn], 'the turns')
    check_equal(home.ask('check', '--full')['ok'], True, 'check')


cli.run(dict(globals()))
