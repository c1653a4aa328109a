#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad input gets its exit status and a sentence, and changes nothing."""

import json
import os
import signal
import subprocess
import time

import cli
from cli import DONE, LINE_FILE, Home, add_rota, check, check_equal, found


def let_in(folder, newcomer, host):
    newcomer.ask('join', host.ask('invite')['invite'], '--me', newcomer.name.title(),
                 '--bundle-out', folder / 'request')
    host.ask('bundle', 'read', folder / 'request')
    host.ask('bundle', 'write', folder / 'answer')
    newcomer.ask('join', '--bundle-in', folder / 'answer')


def test_rules(folder):
    home = found(folder)
    rota = add_rota(home)
    home.ask('rota', 'publish', rota['id'])
    turn = home.ask('turn', 'take', rota['id'], '2026-09-03')['turn']
    released = home.ask('turn', 'take', rota['id'], '2026-09-01')['turn']
    home.ask('turn', 'release', released)
    home.ask('rota', 'cancel', rota['id'], '2026-09-07', '--why', 'Strike')

    home.refuse(cli.RULE, 'turn', 'take', rota['id'], '2026-09-02')  # a Wednesday
    home.refuse(cli.RULE, 'turn', 'take', rota['id'], '2026-09-03')  # taken already
    home.refuse(cli.RULE, 'turn', 'take', rota['id'], '2026-09-07')  # cancelled
    home.refuse(cli.RULE, 'turn', 'take', rota['id'], '2027-01-04')  # after its last day
    home.refuse(cli.RULE, 'turn', 'release', released)
    home.refuse(cli.RULE, 'rota', 'publish', rota['id'])
    home.refuse(cli.RULE, 'rota', 'cancel', rota['id'], '2026-09-02', '--why', 'x')
    home.now = '2026-09-04T08:00:00+02:00'
    home.refuse(cli.RULE, 'turn', 'take', rota['id'], '2026-09-01')  # over
    home.refuse(cli.RULE, 'turn', 'release', turn)  # of yesterday
    home.now = '2026-09-03T23:59:00+02:00'
    check_equal(home.ask('turn', 'release', turn)['state'], 'released', 'the turn')


def test_by_which_rule(folder):
    """Nobody promises for others, and whoever tries is told why."""
    anna, bruno = found(folder), Home(folder, 'bruno')
    rota = add_rota(anna)
    nonna = anna.ask('member', 'add', 'Nonna')['member']
    let_in(folder, bruno, anna)

    for person, rule in {anna.ask('status')['me']: 'members promise for themselves',
                         nonna: 'only that member may promise'}.items():
        bruno.refuse(cli.RULE, 'turn', 'take', rota['id'], '2026-09-03', '--for', person)
        ran = bruno.run('turn', 'take', rota['id'], '2026-09-03', '--for', person)
        check(rule in ran.stderr.decode(), ran.stderr.decode())

    anna.ask('invite')
    bruno.ask('rota', 'publish', rota['id'])
    [suggestion] = bruno.ask('suggestions')
    let_in(folder, Home(folder, 'chiara'), anna)
    anna.ask('bundle', 'write', folder / 'stick')
    bruno.ask('bundle', 'read', folder / 'stick')
    invite = [each['id'] for each in bruno.ask('invite', 'list') if each['state'] == 'open'][0]
    for args, (status, rule) in {
            ('invite', 'end', invite): (cli.RULE, 'Somebody else made this invitation'),
            ('adopt', suggestion['id']): (cli.RULE, 'holds the baton, or their deputy'),
            ('member', 'propose-removal', nonna, '--why', 'x'): (cli.RULE, 'not a member now'),
            ('rules', 'set', 'vouchers', '99'): (cli.USAGE, 'vouchers are 1 to 20'),
            ('rules', 'set', 'nonsense', '1'): (cli.NOT_FOUND, 'no rule of that name'),
    }.items():
        bruno.refuse(status, *args)
        ran = bruno.run(*args)
        check(rule in ran.stderr.decode(), ran.stderr.decode())


def test_between_two(folder):
    """Of two neither decides about the other, nor about the other's machines; of three two can."""
    anna, bruno, chiara = found(folder), Home(folder, 'bruno'), Home(folder, 'chiara')
    let_in(folder, bruno, anna)
    laptop = bruno.ask('status')['device']
    bruno_id = bruno.ask('status')['me']
    code = anna.ask('device', 'code', '--for', bruno_id)['code']
    other = Home(folder, 'other')
    other.ask('join', code, '--bundle-out', folder / 'request')
    anna.ask('bundle', 'read', folder / 'request')
    asking = other.ask('status')['device']
    for args, rule in {
            ('device', 'revoke', laptop): 'neither decides about the other’s machines',
            ('device', 'approve', asking): 'neither decides about the other’s machines',
            ('member', 'propose-removal', bruno_id, '--why', 'x'): 'neither can have the other go',
    }.items():
        anna.refuse(cli.RULE, *args)
        ran = anna.run(*args)
        check(rule in ran.stderr.decode(), ran.stderr.decode())

    let_in(folder, chiara, anna)
    for args in [['device', 'revoke', laptop], ['device', 'approve', asking]]:
        answer = anna.ask(*args)
        check_equal((answer['done'], answer['approvals'], answer['needed']), (False, 1, 2), args)


def test_usage_that_only_the_engine_knows(folder):
    home = found(folder)
    rota = add_rota(home)
    common = ['rota', 'add', 'Blu', '--days', 'mo', '--at', '07:40']
    term = ['--from', '2026-09-01', '--until', '2026-12-18']
    for args in [
            [*common, '--from', '2026-12-18', '--until', '2026-09-01'],
            [*common, *term, '--min', '3', '--max', '2'],
            [*common, *term, '--min', '-1'],
            [*common, *term, '--max', '0'],
            [*common, *term, '--max', '100'],
            [*common, *term, '--every', '0'],
            [*common, *term, '--every', '53'],
            [*common, *term, '--line', '12345'],
            ['invite', '--file', ''],
            ['invite', '--qr', ''],
            ['rota', 'add', '', *common[3:], *term],
            ['member', 'add', ''],
            ['member', 'add', '\u200b'],
            ['rota', 'cancel', rota['id'], '2026-09-07', '--why', ''],
            ['rota', 'cancel', rota['id'], '2026-09-07', '--why', ' \u200b\u00a0'],
            ['rota', 'add', '\u00ad\u2060', *common[3:], *term],
            ['member', 'add', 'x' * 201],
            ['sync', '--peer', 'nowhere'],
            ['sync', '--peer', '127.0.0.1:70000'],
            ['sync', '--listen', 'nowhere', '--seconds', '1'],
            ['turn', 'release', '12'],
            ['line', 'show', 'zz'],
    ]:
        home.refuse(cli.USAGE, *args)


def test_what_is_not_there(folder):
    home = found(folder)
    rota = add_rota(home)
    os.mkfifo(folder / 'pipe')
    for args in [
            ['line', 'import', folder / 'none.json'],
            ['line', 'show', '0123456789'],
            ['bundle', 'read', folder / 'none.bundle'],
            ['bundle', 'write', folder],
            ['bundle', 'write', folder / 'pipe'],
            ['rota', 'publish', '0123456789'],
            ['rota', 'add', 'Blu', '--days', 'mo', '--at', '07:40', '--from', '2026-09-01',
             '--until', '2026-12-18', '--line', '0123456789'],
            ['turn', 'take', '0123456789', '2026-09-01'],
            ['turn', 'take', rota['id'], '2026-09-01', '--for', '0123456789'],
            ['turn', 'release', '0123456789'],
            ['entry', '0123456789'],
            ['log', '--device', '0123456789'],
            ['--collective', '0123456789', 'week'],
            ['invite', '--file', folder / 'none' / 'invitation'],
            ['invite', '--qr', folder / 'none' / 'qr.png'],
            ['join', 'none.farandole', '--me', 'Bruno'],
            ['join', folder / 'none', '--me', 'Bruno'],
            ['join', folder, '--me', 'Bruno'],
            ['join', folder / 'pipe', '--me', 'Bruno'],
    ]:
        home.refuse(cli.NOT_FOUND, *args)


def spoilt_uris(uri):
    yield ''
    yield 'farandole:'
    yield 'https://example.org/'
    yield uri[:-1]
    yield uri[:len(uri) // 2]
    yield uri + 'a'
    yield uri.replace('farandole:', 'farandola:')
    yield uri.replace('farandole:', 'farandole:!')
    for at in [len('farandole:') + 5, len(uri) // 2, len(uri) - 1]:
        letter = '7' if uri[at] != '7' else '8'
        yield uri[:at] + letter + uri[at + 1:]


def test_spoilt_invitations(folder):
    uri = found(folder).ask('invite')['invite']
    home = Home(folder, 'bruno')
    for spoilt in spoilt_uris(uri):
        home.refuse(cli.FOREIGN, 'join', spoilt, '--me', 'Bruno', '--peer', '127.0.0.1:1')
    check(not home.path.exists(), 'a spoilt invitation has made a home')


def spoilt_invitation_files(uri):
    good = uri.encode()
    yield b''
    yield b'\n'
    yield b'Dear parents, here is your invitation.'
    yield b'farandole bundle\n\x01' + bytes(200)
    yield b'\x89PNG\r\n\x1a\n' + bytes(range(256))
    yield uri.encode('utf-16')
    yield good + b'\0'
    yield good[:40] + b'\0' + good[40:]
    yield good + b'\xff'
    yield good + b'\n' + good
    yield b'Invitation: ' + good
    yield good + b' ' * 1024
    yield good * 1000
    for spoilt in spoilt_uris(uri):
        yield spoilt.encode()


def test_spoilt_invitation_files(folder):
    uri = found(folder).ask('invite')['invite']
    home = Home(folder, 'bruno')
    path = folder / 'invitation'
    for spoilt in spoilt_invitation_files(uri):
        path.write_bytes(spoilt)
        ran = home.run('--json', 'join', path, '--me', 'Bruno', '--peer', '127.0.0.1:1')
        check_equal((ran.returncode, ran.stdout), (cli.FOREIGN, b''), f'{spoilt[:60]}: {ran.stderr}')
        check('holds no complete invitation' in ran.stderr.decode(), ran.stderr.decode())
    check(not home.path.exists(), 'a spoilt invitation has made a home')

    # what an editor adds is none of its business
    path.write_bytes(b'\xef\xbb\xbf\r\n' + uri.upper().encode() + b'\r\n\r\n')
    home.refuse(cli.USAGE, 'join', path, '--peer', '127.0.0.1:1')
    home.ask('join', path, '--me', 'Bruno', '--bundle-out', folder / 'request')


def test_own_invitation(folder):
    home = found(folder)
    home.refuse(cli.RULE, 'join', home.ask('invite')['invite'], '--me', 'Anna', '--peer',
                '127.0.0.1:1')


def test_foreign_line_files(folder):
    home = found(folder)
    good = json.loads(LINE_FILE.read_text(encoding='utf-8'))
    late = json.loads(LINE_FILE.read_text(encoding='utf-8'))
    late['features'][1]['properties']['time'] = '25:00'
    far = json.loads(LINE_FILE.read_text(encoding='utf-8'))
    far['features'][1]['geometry']['coordinates'] = [500, 500]
    nameless = {**good, 'features': []}
    for name, text in {
            'empty': b'',
            'text': b'Dear parents, the line begins at the square.',
            'cut': LINE_FILE.read_bytes()[:600],
            'list': b'[1, 2, 3]',
            'deep': b'[' * 5000 + b']' * 5000,
            'image': b'\x89PNG\r\n\x1a\n' + bytes(range(256)) * 16,
            'late': json.dumps(late).encode(),
            'far': json.dumps(far).encode(),
            'nameless': json.dumps(nameless).encode(),
    }.items():
        path = folder / f'{name}.json'
        path.write_bytes(text)
        home.refuse(cli.FOREIGN, 'line', 'import', path)
    check_equal(home.ask('line', 'list'), [], 'lines')


def test_bundles(folder):
    anna, bruno = found(folder), Home(folder, 'bruno')
    bruno.ask('join', anna.ask('invite')['invite'], '--me', 'Bruno', '--bundle-out',
              folder / 'request')
    check_equal(anna.ask('bundle', 'read', folder / 'request')['newcomer'], 'Bruno', 'newcomer')
    for _ in range(20):
        anna.ask('member', 'add', 'Somebody')
    bundle = folder / 'bundle'
    check_equal(anna.ask('bundle', 'write', bundle)['entries'], anna.ask('status')['entries'],
                'the entries of a bundle')
    joined = bruno.ask('join', '--bundle-in', bundle)
    check_equal(joined['state'], 'admitted', 'Bruno')
    check_equal(bruno.contents(), anna.contents(), 'two homes')

    data = bundle.read_bytes()
    for name, spoilt in {
            'empty': b'',
            'text': b'Dear parents, the line begins at the square.',
            'newer': data[:4] + bytes([data[4] ^ 0xff]) + data[5:],
            'first': bytes([data[0] ^ 1]) + data[1:],
    }.items():
        path = folder / name
        path.write_bytes(spoilt)
        bruno.refuse(cli.FOREIGN, 'bundle', 'read', path)

    stranger = found(folder, 'Carlo')
    stranger.refuse(cli.FOREIGN, 'bundle', 'read', bundle)


def test_cut_and_damaged_bundle(folder):
    """What was whole before the cut is kept and counted, and the rest comes later."""
    anna, bruno = found(folder), Home(folder, 'bruno')
    let_in(folder, bruno, anna)

    for number in range(40):
        anna.ask('member', 'add', f'Somebody {number}')
    anna.ask('bundle', 'write', folder / 'bundle')
    data = (folder / 'bundle').read_bytes()
    n_known = bruno.ask('status')['entries']
    for end, flip in [(20, None), (len(data) // 4, None), (len(data) * 3 // 4, None), (len(data) - 1, None),
                      (len(data), len(data) * 9 // 10)]:
        spoilt = bytearray(data[:end])
        if flip is not None:
            spoilt[flip] ^= 0x40
        (folder / 'spoilt').write_bytes(spoilt)
        report = bruno.ask('bundle', 'read', folder / 'spoilt', status=cli.FOREIGN)
        n_now = bruno.ask('status')['entries']
        check_equal(n_now, n_known + report['added'], f'entries after {end} bytes')
        check_equal(bruno.ask('check', '--full')['ok'], True, f'check after {end} bytes')
        n_known = n_now

    bruno.ask('bundle', 'read', folder / 'bundle')
    check_equal(bruno.contents(), anna.contents(), 'two homes')
    again = bruno.ask('bundle', 'read', folder / 'bundle')
    check_equal(again['added'], 0, 'a bundle read twice')


def test_nobody_there(folder):
    home = found(folder)
    home.refuse(cli.NO_PEER, 'sync', '--once', '--peer', '127.0.0.1:1')

    # The request is kept, so that asking again goes on from there.
    bruno = Home(folder, 'bruno')
    ran = bruno.run('--json', 'join', home.ask('invite')['invite'], '--me', 'Bruno', '--peer',
                    '127.0.0.1:1')
    check_equal((ran.returncode, ran.stdout), (cli.NO_PEER, b''), 'join')
    check_equal(bruno.ask('status')['state'], 'asked', 'the state')


def test_time_is_the_bound(folder):
    """A peer that falls silent takes no more time than was given, goodbye and all."""
    anna, bruno = found(folder), Home(folder, 'bruno')
    let_in(folder, bruno, anna)
    with anna.talk('serve', '--listen', '127.0.0.1:0') as talk:
        begun = time.monotonic()
        process = subprocess.Popen(
            bruno.command(['--json', 'sync', '--peer', talk.address, '--seconds', '3']),
            env=bruno.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        talk.wait_for('in-step')
        talk.process.send_signal(signal.SIGSTOP)
        answer = json.loads(process.communicate(timeout=cli.SECONDS_MAX)[0])
        took_s = time.monotonic() - begun
        talk.process.send_signal(signal.SIGCONT)
    check_equal((process.returncode, answer['peers'][0]['in_step']), (DONE, True), 'the exchange')
    # without a bound it would wait for a peer that is not heard, a minute and a half
    check(took_s < 30, f'3 seconds took {took_s}')


def test_address_in_use(folder):
    anna, carlo = found(folder), found(folder, 'Carlo')
    with anna.talk('serve', '--listen', '127.0.0.1:0') as talk:
        carlo.refuse(cli.USAGE, 'sync', '--listen', talk.address, '--seconds', '1')
        ran = carlo.run('sync', '--listen', talk.address, '--seconds', '1')
        check('another program' in ran.stderr.decode(), ran.stderr.decode())


def test_late_request(folder):
    """Whoever comes with an invitation that is too old is told so, by file and at an address."""
    anna, bruno, carlo = found(folder), Home(folder, 'bruno'), Home(folder, 'carlo')
    uri = anna.ask('invite', '--days', '1')['invite']
    bruno.ask('join', uri, '--me', 'Bruno', '--bundle-out', folder / 'request')
    anna.now = '2026-09-03T08:00:00+02:00'
    anna.refuse(cli.RULE, 'bundle', 'read', folder / 'request')
    with anna.talk('serve', '--listen', '127.0.0.1:0') as talk:
        ran = carlo.run('join', uri, '--me', 'Carlo', '--peer', talk.address)
        check_equal(ran.returncode, cli.RULE, ran.stderr.decode())
        check('too old' in ran.stderr.decode(), ran.stderr.decode())
        check(not list(carlo.path.glob('*')), 'a refused newcomer has a home')


def test_store_in_use(folder):
    home = found(folder)
    with home.talk('serve', '--listen', '127.0.0.1:0'):
        ran = home.run('member', 'add', 'Bepi')
        check_equal(ran.returncode, cli.STORE, ran.stderr.decode())
    check_equal(len(home.ask('members')), 1, 'members')


def test_spoilt_store(folder):
    home = found(folder)
    stores = [path for path in home.path.rglob('*') if path.is_file()
              and path.read_bytes()[:15] == b'SQLite format 3']
    check(stores, 'no store')
    for path in stores:
        for spoilt in [b'Dear parents', bytes(range(256)) * 64]:
            good = path.read_bytes()
            path.write_bytes(spoilt)
            ran = home.run('--json', 'week')
            check_equal((ran.returncode, ran.stdout), (cli.STORE, b''), ran.stderr.decode())
            check_equal(path.read_bytes(), spoilt, 'a file that is not ours')
            path.write_bytes(good)
    check_equal(home.ask('check', '--full')['ok'], True, 'check')


def test_home_that_cannot_be(folder):
    (folder / 'file').write_bytes(b'')
    home = Home(folder / 'file', 'anna')
    ran = home.run('found', 'Pedibus', '--me', 'Anna')
    check_equal(ran.returncode, cli.STORE, ran.stderr.decode())

    if os.geteuid() == 0:
        return  # root may write anywhere
    (folder / 'closed').mkdir(mode=0o500)
    home = Home(folder / 'closed', 'anna')
    ran = home.run('found', 'Pedibus', '--me', 'Anna')
    check_equal(ran.returncode, cli.STORE, ran.stderr.decode())


cli.run(dict(globals()))
