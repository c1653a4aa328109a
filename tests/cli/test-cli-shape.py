#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What --json prints has the names that scripts rely on, and what it says is what was done."""

import json
import os
import re
import select
import signal
import struct
import subprocess
import zlib

import cli
from cli import LINE_FILE, add_rota, check, check_equal, found

ID = re.compile(r'[0-9a-f]{32,64}')
INSTANT = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z')


def check_keys(value, keys, what):
    missing = set(keys.split()) - set(value)
    check(not missing, f'{what} has no {sorted(missing)}: {value}')


def check_id(text, what):
    check(isinstance(text, str) and ID.fullmatch(text), f'{what} is no id: {text!r}')


def test_belonging(folder):
    home = cli.Home(folder, 'anna')
    answer = home.ask('found', 'Pedibus “Meano”', '--me', 'Zoé', '--zone', 'Europe/Rome')
    check_keys(answer, 'collective member device', 'found')
    for key in ['collective', 'member', 'device']:
        check_id(answer[key], key)

    [zoe] = home.ask('members')
    check_keys(zoe, 'id name standing since devices vouched_by vouchers missing', 'a member')
    check_equal((zoe['id'], zoe['name'], zoe['standing'], zoe['devices']),
                (answer['member'], 'Zoé', 'active', [answer['device']]), 'the founder')
    check(INSTANT.fullmatch(zoe['since']), f'since: {zoe["since"]}')
    check(zoe['since'].startswith('2026-09-01T06:00'), f'not by the run’s clock: {zoe["since"]}')

    person = home.ask('member', 'add', 'Nonno Bepi')['member']
    check_id(person, 'the person')
    people = {member['id']: member for member in home.ask('members')}
    check_equal((people[person]['name'], people[person]['standing'], people[person]['devices']),
                ('Nonno Bepi', 'no-machine', []), 'the person')

    [device] = home.ask('device', 'list')
    check_keys(device, 'id member standing last_seen', 'a device')
    check_equal((device['id'], device['member']), (answer['device'], answer['member']), 'device')

    baton = home.ask('baton')
    check_keys(baton, 'term holder deputy start end next', 'the baton')
    check_equal((baton['term'], baton['holder']), (1, answer['member']), 'the baton')


def test_invitation(folder):
    home = found(folder)
    picture = folder / 'invitation.png'
    answer = home.ask('invite', '--days', '3', '--qr', picture)
    check_keys(answer, 'invite expires', 'an invitation')
    check(re.fullmatch(r'farandole:[!-~]+', answer['invite']), answer['invite'])
    check(INSTANT.fullmatch(answer['expires']), answer['expires'])
    check('2026-09-03' <= answer['expires'] < '2026-09-06', answer['expires'])

    other = home.ask('invite')
    check(other['invite'] != answer['invite'], 'two invitations are one')
    check('2026-09-07' <= other['expires'] < '2026-09-10', other['expires'])

    check_equal(picture.stat().st_mode & 0o777, 0o600, 'the mode of a secret')
    check_picture(picture.read_bytes())


def check_picture(data):
    check(data.startswith(b'\x89PNG\r\n\x1a\n'), 'not a PNG')
    chunks = {}
    at = 8
    while at < len(data):
        length, kind = struct.unpack_from('>I4s', data, at)
        check_equal(struct.unpack_from('>I', data, at + 8 + length)[0],
                    zlib.crc32(data[at + 4:at + 8 + length]), f'the CRC of {kind}')
        chunks[kind] = data[at + 8:at + 8 + length]
        at += 12 + length
    width, height, depth = struct.unpack_from('>IIB', chunks[b'IHDR'])
    pixels = zlib.decompress(chunks[b'IDAT'])
    stride = 1 + (width + 7) // 8
    check_equal((height, depth, len(pixels)), (width, 1, stride * width), 'the picture')
    # The finder pattern: after four white modules seven dark ones, of 8 pixels each.
    row = pixels[stride * 32:stride * 33]
    check_equal(row[:13].hex(), '00ffffffff' + '00' * 7 + 'ff', 'the first row of modules')


def test_lines(folder):
    home = found(folder)
    check_equal(home.ask('line', 'list'), [], 'lines before')
    [line] = home.ask('line', 'import', LINE_FILE)
    check_keys(line, 'id name stops', 'a line')
    check_id(line['id'], 'the line')
    check_equal(line['name'], 'Linea Blu', 'the line')
    for stop in line['stops']:
        check_keys(stop, 'id name time lat lon', 'a stop')
    check_equal([(stop['name'], stop['time'], stop['lat'], stop['lon']) for stop in line['stops']],
                [('Via dei Palustei', '07:40', 46.120425, 11.119143),
                 ('Piazza dell’Assunta', '07:45', 46.122683, 11.117057),
                 ('Vicolo dei Portoni', '07:47', 46.12346, 11.116878),
                 ('Scuola', '07:55', 46.125042, 11.115939)], 'the stops')
    check_equal(home.ask('line', 'show', line['id'][:6]), [line], 'line show')

    home.ask('line', 'import', LINE_FILE)
    check_equal(home.ask('line', 'list'), [line], 'the line imported twice')


def test_rota_week_and_turns(folder):
    home = found(folder)
    me = home.ask('status')['me']
    person = home.ask('member', 'add', 'Nonno Bepi')['member']
    [line] = home.ask('line', 'import', LINE_FILE)
    rota = add_rota(home, '--line', line['id'][:8], '--min', '2', '--max', '2')
    check_keys(rota, 'id title state rule', 'a rota')
    check_equal((rota['title'], rota['state'], rota['line'], rota['min'], rota['max']),
                ('Linea Blu', 'draft', line['id'], 2, 2), 'the rota')
    check_equal(rota['rule'], {'days': 'mo,tu,th', 'every': 1, 'at': '07:40',
                               'from': '2026-09-01', 'until': '2026-12-18',
                               'in_holidays': False, 'added': [], 'dropped': [], 'later': []}, 'the rule')
    check_equal(home.ask('rota', 'publish', rota['id'][:6])[0]['state'], 'published', 'publish')
    check_equal([(r['id'], r['state']) for r in home.ask('rota', 'list')],
                [(rota['id'], 'published')], 'the rotas')

    week = home.ask('week')
    for outing in week:
        check_keys(outing, 'rota title date at line verdict turns children', 'an outing')
        check_keys(outing['verdict'], 'ok why needed have', 'a verdict')
    check_equal([outing['date'] for outing in week], ['2026-09-01', '2026-09-03', '2026-09-07'],
                'seven days from today')
    check_equal([o['date'] for o in home.ask('week', '--from', '2026-12-15', '--days', '60')],
                ['2026-12-15', '2026-12-17'], 'the last days')
    check_equal((week[0]['verdict']['ok'], week[0]['verdict']['needed'],
                 week[0]['verdict']['have']), (False, 2, 0), 'nobody walks')

    taken = home.ask('turn', 'take', rota['id'][:10], '2026-09-03')
    check_keys(taken, 'turn state rank', 'a turn')
    check_equal((taken['state'], taken['rank'], taken['member']), ('standing', 1, me), 'my turn')
    other = home.ask('turn', 'take', rota['id'], '2026-09-03', '--for', person)
    check_equal((other['state'], other['rank'], other['member']), ('standing', 2, person),
                'the turn of a person without a machine')

    [outing] = home.ask('week', '--from', '2026-09-03', '--days', '1')
    for turn in outing['turns']:
        check_keys(turn, 'id member state rank promise', 'a turn of the week')
        check_equal(turn['promise'], 'known', 'this is the machine of the baton’s holder')
    check_equal([turn['id'] for turn in outing['turns']], [taken['turn'], other['turn']], 'turns')
    check_equal((outing['verdict']['ok'], outing['verdict']['have']), (True, 2), 'the verdict')

    released = home.ask('turn', 'release', taken['turn'][:12])
    check_equal((released['turn'], released['state'], released['rank']),
                (taken['turn'], 'released', 0), 'the turn given back')
    [outing] = home.ask('week', '--from', '2026-09-03', '--days', '1')
    check_equal((outing['verdict']['ok'], outing['verdict']['have']), (False, 1), 'one is missing')

    home.ask('rota', 'cancel', rota['id'], '2026-09-07', '--why', 'Strike')
    [outing] = home.ask('week', '--from', '2026-09-07', '--days', '1')
    check_equal((outing['verdict']['ok'], outing['verdict']['why'], outing['verdict']['reason']),
                (False, 'cancelled', 'Strike'), 'the cancelled outing')


def test_log(folder):
    home = found(folder)
    rota = add_rota(home)
    taken = home.ask('turn', 'take', rota['id'], '2026-09-03')
    status = home.ask('status')
    check_keys(status, 'collective name members devices entries pending frontier bytes baton '
               'warnings', 'status')
    check_equal((status['name'], status['members'], status['devices'], status['pending']),
                ('Pedibus Meano', 1, 1, 0), 'status')
    check(status['bytes'] > 0, 'a store without bytes')

    entries = home.ask('log')
    check_equal(len(entries), status['entries'], 'the entries of the log')
    for entry in entries:
        check_keys(entry, 'id device seq kind time payload', 'an entry')
        check(isinstance(entry['payload'], dict), entry)
    check_equal([entry['seq'] for entry in entries], list(range(1, len(entries) + 1)), 'numbers')
    check_equal(entries[0]['kind'], 'GENESIS', 'the first entry')
    check('TURN' in {entry['kind'] for entry in entries}, 'no turn in the log')
    check_equal(home.ask('entry', entries[-1]['id']), entries[-1], 'one entry')
    check_equal(home.ask('log', '--device', status['device']), entries, 'the log of one machine')

    before = home.ask('state-hash')
    check_keys(before, 'entries records', 'state-hash')
    check_equal(status['frontier'], before['entries'], 'the frontier')
    check_equal(home.ask('rebuild')['records'], before['records'], 'the records after a rebuild')
    for args in [['check'], ['check', '--full']]:
        check_equal(home.ask(*args), {'ok': True, 'problems': []}, f'{args}')

    home.ask('turn', 'release', taken['turn'])
    check(home.ask('state-hash') != before, 'the state does not show in its digest')


def test_words_for_people(folder):
    home = found(folder)
    rota = add_rota(home, '--min', '1')
    home.ask('turn', 'take', rota['id'], '2026-09-03')
    words = home.run('week').stdout.decode()
    for part in ['Thursday 3 September', '07:40', 'Linea Blu', 'You walk', 'Runs with 1 adult']:
        check(part in words, f'“{part}” is not in: {words}')


def test_progress_is_for_terminals(folder):
    home = found(folder)
    for _ in range(20):
        home.ask('member', 'add', 'Somebody')
    check_equal(home.run('rebuild').stderr, b'', 'standard error, no terminal')

    try:
        ours, theirs = os.openpty()
    except OSError as problem:
        raise cli.tap.Skip(f'no terminal can be made here: {problem}') from problem
    try:
        ran = subprocess.run(home.command(['--json', 'rebuild']), env=home.environment(),
                             stdout=subprocess.PIPE, stderr=theirs, timeout=cli.SECONDS_MAX,
                             check=True)
        os.write(theirs, b'END')
        shown = b''
        while b'END' not in shown:
            shown += os.read(ours, 4096)
    finally:
        os.close(ours)
        os.close(theirs)
    check(json.loads(ran.stdout)['records'], 'no records')
    check('Going through what is kept'.encode() in shown, f'no progress: {shown}')
    check(shown.endswith(b'\x1b[KEND'), f'the line is not cleared: {shown}')


def test_full_output(folder):
    home = found(folder)
    with open('/dev/full', 'wb') as full:
        ran = subprocess.run(home.command(['members']), env=home.environment(), stdout=full,
                             stderr=subprocess.PIPE, timeout=cli.SECONDS_MAX, check=False)
    check_equal(ran.returncode, cli.STORE, 'exit status')
    check(b' ' in ran.stderr, 'no sentence')


def test_serve_speaks_at_once(folder):
    """Into a pipe too, as the journal of a machine that stays on reads it."""
    home = found(folder)
    process = subprocess.Popen(home.command(['serve', '--listen', '127.0.0.1:0']),
                               env=home.environment(), stdout=subprocess.PIPE)
    ready, _, _ = select.select([process.stdout], [], [], cli.SECONDS_MAX)
    process.terminate()
    told = process.stdout.read()
    process.stdout.close()
    check_equal(process.wait(cli.SECONDS_MAX), cli.DONE, 'exit status')
    check(ready and told.splitlines()[0].startswith(b'Other machines can reach this one at'),
          f'{told}')


def test_serve_tells_addresses_to_call(folder):
    """No machine can call 0.0.0.0: the machine's own addresses are told instead."""
    home = found(folder)
    for listen, every in [([], '0.0.0.0'), (['--listen', '[::]:0'], '[::]')]:
        with home.talk('serve', *listen) as serving:
            port = serving.address.rpartition(':')[2]
            check(serving.address == f'{every}:{port}', serving.address)
            check(serving.told['addresses'], 'no address to call')
            for address in serving.told['addresses']:
                check(address.endswith(f':{port}') and not address.startswith(every), address)
    process = subprocess.Popen(home.command(['serve']), env=home.environment(),
                               stdout=subprocess.PIPE)
    first = process.stdout.readline()
    process.terminate()
    process.stdout.read()
    process.stdout.close()
    process.wait(cli.SECONDS_MAX)
    check(b' 0.0.0.0:' not in first and b':' in first, f'{first}')


def test_signals(folder):
    home = found(folder)
    for number in [signal.SIGTERM, signal.SIGINT]:
        process = subprocess.Popen(home.command(['--json', 'serve', '--listen', '127.0.0.1:0']),
                                   env=home.environment(), stdout=subprocess.PIPE)
        first = process.stdout.readline()
        process.send_signal(number)
        rest = process.stdout.read()
        process.stdout.close()
        check_equal(process.wait(cli.SECONDS_MAX), cli.DONE, f'exit status after {number}')
        check(b'"listening"' in first and b'"ended"' in rest, f'{first} {rest}')
    check_equal(home.ask('check', '--full')['ok'], True, 'check')



def test_dates_in_one_language(folder):
    """Whatever LC_TIME says, or cannot say, a date is in the language of its sentence."""
    home = found(folder)
    add_rota(home, '--min', '0')
    for language, locale, dates in [
            ('fr', 'C.UTF-8', ['mardi 1er septembre', 'jeudi 3 septembre', 'lundi 7 septembre']),
            ('C', 'C.UTF-8', ['Tuesday 1 September', 'Thursday 3 September', 'Monday 7 September']),
            ('fr', 'tlh_XX.UTF-8', ['Tuesday 1 September', 'Thursday 3 September',
                                    'Monday 7 September'])]:
        env = {**home.environment(), 'LANGUAGE': language, 'LC_ALL': locale}
        ran = subprocess.run(home.command(['week']), env=env, capture_output=True, text=True,
                             check=True, encoding='utf-8')
        days = [line for line in ran.stdout.splitlines() if not line.startswith(' ')]
        check_equal(days, dates, f'days in {language}, {locale}')

        ran = subprocess.run(home.command(['rota', 'list']), env=env, capture_output=True,
                             text=True, check=True, encoding='utf-8')
        french = language == 'fr' and locale == 'C.UTF-8'
        check(('mardi' in ran.stdout and 'décembre' in ran.stdout) == french, ran.stdout)
        check(('Tuesday' in ran.stdout and 'December' in ran.stdout) != french, ran.stdout)


cli.run(dict(globals()))
