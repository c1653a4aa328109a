#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What there is to know about a child is read by who walks with it, and stands in the clear in no file."""

import json
import shutil
import subprocess

import cli
from cli import LINE_FILE, carry, check, check_equal, make_three, members_of

WORDS = 'Allergie aux noix : le stylo est dans la pochette rouge'
# what stands in a file in another way than as UTF-8 in one piece is looked for as well
PIECES = [WORDS.encode(), WORDS.encode('utf-16-le'), b'pochette rouge', b'Allergie aux']
TUESDAY, THURSDAY, FRIDAY = '2026-09-01', '2026-09-03', '2026-09-04'


def write(home, child, words, status=cli.DONE, mode=('--json',)):
    """By standard input: whoever looks at the list of processes sees nothing."""
    ran = subprocess.run(home.command([*mode, 'child', 'note', child, '--text-fd', '0']),
                         env=home.environment(), input=words.encode(), capture_output=True,
                         timeout=cli.SECONDS_MAX, check=False)
    check_equal(ran.returncode, status, f'{home.name}: {ran.stderr.decode()}')
    return ran


def all_hold(folder, *homes):
    for home in homes:
        carry(folder, home, *(other for other in homes if other is not home))


def plan(folder, *homes):
    """A walk on which Bruno’s child is booked."""
    anna, bruno = homes[:2]
    [line] = anna.ask('line', 'import', LINE_FILE)
    rota = anna.ask('rota', 'add', 'Walk', '--line', line['id'], '--days', 'mo,tu,th,fr', '--at',
                    '07:40', '--from', '2026-09-01', '--until', '2027-06-10', '--min', '1')[0]['id']
    anna.ask('rota', 'publish', rota)
    all_hold(folder, *homes)
    lea = bruno.ask('child', 'add', 'Léa', '--line', line['id'])['child']
    bruno.ask('child', 'book', lea, '--from', TUESDAY)
    return rota, lea


def states(home, day=TUESDAY):
    return [(c['note'], len(c['to_ask']))
            for o in home.ask('week', '--from', day, '--days', '1') for c in o['children']]


def read(home, rota, day=TUESDAY):
    return [(told['note'], told.get('text')) for told in home.ask('outing', 'note', rota, day)]


def look_for(folder, sentence):
    """In every file of every home, and in whatever was made of them."""
    n = 0
    for path in folder.rglob('*'):
        if not path.is_file():
            continue
        n += 1
        held = path.read_bytes()
        for piece in PIECES:
            check(piece not in held, f'{sentence}: {path.name} has it in the clear')
    check(n > 3, f'{sentence}: only {n} files were looked at')


def test_read(folder):
    anna, bruno, chiara = homes = make_three(folder)
    rota, lea = plan(folder, *homes)
    turn = chiara.ask('turn', 'take', rota, TUESDAY)['turn']
    all_hold(folder, *homes)
    bruno.refuse(cli.RULE, 'child', 'note', lea)
    check_equal(states(chiara), [(None, 0)], 'nothing to know yet')

    ran = write(bruno, lea[:8], f'  {WORDS}\n')
    check_equal(json.loads(ran.stdout), {'id': lea, 'name': 'Léa', 'note': 'open'}, 'written')
    got = bruno.ask('child', 'note', lea)
    check_equal((set(got), got['text'], got['by'], got['n']),
                ({'id', 'name', 'text', 'by', 'time', 'n'}, WORDS, members_of(bruno)['Bruno'], 1),
                'what the family reads')
    all_hold(folder, *homes)
    check_equal(read(chiara, rota), [('open', WORDS)], 'who walks')
    words = chiara.run('outing', 'note', rota[:6], TUESDAY).stdout.decode()
    check('Something to know about Léa' in words and WORDS in words, words)
    check_equal((states(chiara), states(bruno), states(anna)),
                ([('open', 0)], [('open', 0)], [(None, 0)]), 'in the week')
    check_equal(read(anna, rota), [], 'who does not walk')
    check('nothing to know for you' in anna.run('outing', 'note', rota, TUESDAY).stdout.decode(),
          'in words')
    anna.refuse(cli.RULE, 'child', 'note', lea)
    check_equal([c['note'] for c in anna.ask('child', 'list')], [None], 'nobody else’s list')
    check_equal([c['note'] for c in bruno.ask('child', 'list')], ['open'], 'the family’s list')
    # neither the week nor a table nor the log says it
    for args in (('week', '--from', TUESDAY), ('child', 'list'), ('log',), ('export', 'csv', folder / 'csv'),
                 ('export', 'me', folder / 'me.json')):
        ran = chiara.run('--json', *args)
        check(ran.returncode == 0 and all(piece not in ran.stdout for piece in PIECES), args)

    # Anna steps in on the morning: she asks, until Bruno’s machine has heard of it
    chiara.ask('turn', 'release', turn)
    carry(folder, chiara, anna, bruno)
    anna.ask('turn', 'take', rota, TUESDAY)
    check_equal((states(anna), read(anna, rota)), ([('ask', 1)], [('ask', None)]), 'she asks')
    words = anna.run('outing', 'note', rota, TUESDAY).stdout.decode()
    check('Something to know about Léa: ask the family' in words, words)
    carry(folder, anna, bruno)
    bruno.ask('status')
    all_hold(folder, *homes)
    check_equal(read(anna, rota), [('open', WORDS)], 'she reads it')
    check_equal(read(chiara, rota), [], 'and Chiara does not')
    look_for(folder, 'at the end')


def test_not_reached(folder):
    anna, bruno, chiara = homes = make_three(folder)
    rota, lea = plan(folder, *homes)
    nonna = chiara.ask('member', 'add', 'Nonna')['member']
    chiara.ask('turn', 'take', rota, TUESDAY, '--for', nonna)
    chiara.ask('turn', 'take', rota, '2026-09-08')
    write(bruno, lea, WORDS)
    all_hold(folder, *homes)
    [outing] = bruno.ask('week', '--from', TUESDAY, '--days', '1')
    check_equal([c['to_ask'] for c in outing['children']], [[nonna]], 'she has no machine')
    if shutil.which('pdftotext'):
        anna.ask('export', 'sheet', folder / 'sheet.pdf', '--week', TUESDAY)
        sheet = subprocess.run(['pdftotext', '-raw', folder / 'sheet.pdf', '-'],
                               capture_output=True, check=True).stdout.decode()
        check('something to know about 1 child: ask the family' in ' '.join(sheet.split()), sheet)
        check('Léa' not in sheet, 'on paper for anybody is a name')
    check_equal(states(chiara, '2026-09-08'), [('later', 0)], 'a week ahead it is not sealed')
    words = chiara.run('outing', 'note', rota, '2026-09-08').stdout.decode()
    check('from three days before' in words, words)
    bruno.now = '2026-09-07T20:00:00+02:00'
    bruno.ask('status')
    carry(folder, bruno, chiara)
    chiara.now = '2026-09-08T07:00:00+02:00'
    check_equal(read(chiara, rota, '2026-09-08'), [('open', WORDS)], 'and then it is')
    bruno.now = '2026-09-09T07:00:00+02:00'
    bruno.ask('status')
    carry(folder, bruno, chiara)
    check_equal(len([e for e in chiara.ask('log') if e['kind'] == 'NOTE' and e['payload']]), 1,
                'on the next day what was for the walk is erased')
    chiara.now = '2026-09-09T07:00:00+02:00'
    check_equal(read(chiara, rota, '2026-09-08'), [], 'and nobody is told any more')


def test_changed(folder):
    _, bruno, chiara = homes = make_three(folder)
    rota, lea = plan(folder, *homes)
    chiara.ask('turn', 'take', rota, TUESDAY)
    all_hold(folder, *homes)
    write(bruno, lea, WORDS)
    all_hold(folder, *homes)
    write(bruno, lea, 'Asthma')
    all_hold(folder, *homes)
    check_equal(read(chiara, rota), [('open', 'Asthma')], 'what holds now')
    check_equal(bruno.ask('child', 'note', lea, '--remove')['note'], None, 'taken back')
    all_hold(folder, *homes)
    check_equal((read(chiara, rota), states(chiara)), ([], [(None, 0)]), 'nothing to know')
    bruno.refuse(cli.RULE, 'child', 'note', lea)
    check_equal({home.ask('state-hash')['records'] for home in homes},
                {bruno.ask('state-hash')['records']}, 'all the same')
    for home in homes:
        check_equal(home.ask('check', '--full')['ok'], True, home.name)


def test_refused(folder):
    anna, bruno, chiara = homes = make_three(folder)
    rota, lea = plan(folder, *homes)
    all_hold(folder, *homes)
    for words, status in (('', cli.USAGE), (' \n', cli.USAGE), ('x' * 1001, cli.USAGE),
                          ('x' * 5000, cli.USAGE), ('a\0b', cli.USAGE), ('a\x07', cli.USAGE)):
        before = bruno.contents()
        ran = write(bruno, lea, words, status)
        check(ran.stdout == b'' and ran.stderr.endswith(b'\n'), words[:9])
        check_equal(bruno.contents(), before, 'nothing is half done')
    ran = write(anna, lea, WORDS, cli.RULE)
    check('speak for this child' in ran.stderr.decode(), ran.stderr)
    write(bruno, 'abcdef', WORDS, cli.NOT_FOUND)
    bruno.refuse(cli.USAGE, 'child', 'note', lea, '--text-fd', '99')
    bruno.refuse(cli.USAGE, 'child', 'note', lea, '--text-fd', '0', '--remove')
    bruno.refuse(cli.NOT_FOUND, 'outing', 'note', rota, '2026-09-02')
    bruno.refuse(cli.USAGE, 'outing', 'note', rota, 'tomorrow')
    check_equal(read(chiara, rota), [], 'nothing was said')


def test_in_no_file(folder):
    """Homes, WALs, bundles, saved copies: before it is erased, and after; and where it was killed."""
    anna, bruno, chiara = homes = make_three(folder)
    rota, lea = plan(folder, *homes)
    chiara.ask('turn', 'take', rota, TUESDAY)
    all_hold(folder, *homes)
    # killed on the way, sooner and later
    for step in range(12):
        process = subprocess.Popen(bruno.command(['child', 'note', lea, '--text-fd', '0']),
                                   env=bruno.environment(), stdin=subprocess.PIPE,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        process.stdin.write(f'{WORDS} {step}'.encode())
        process.stdin.close()
        try:
            process.wait(0.004 * step)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        look_for(folder, f'killed, step {step}')
    write(bruno, lea, WORDS)
    look_for(folder, 'written')
    with bruno.talk('serve', '--listen', '127.0.0.1:0') as serving:
        chiara.ask('sync', '--peer', serving.address, '--once')
        look_for(folder, 'while it is served')
    carry(folder, bruno, anna, chiara)
    check_equal(read(chiara, rota), [('open', WORDS)], 'it is read')
    for home in homes:
        home.ask('bundle', 'write', folder / f'bundle-{home.name}')
        saved = subprocess.run(home.command(['backup', folder / f'saved-{home.name}',
                                             '--passphrase-fd', '0']),
                               env=home.environment(), input=b'four common words\n',
                               capture_output=True, timeout=cli.SECONDS_MAX, check=False)
        check_equal(saved.returncode, cli.DONE, saved.stderr.decode())
    look_for(folder, 'carried and saved')

    # a saved copy has no key: whoever opens it reads nothing
    thief = cli.Home(folder, 'thief')
    ran = subprocess.run(thief.command(['restore', folder / 'saved-bruno', '--passphrase-fd', '0']),
                         env=thief.environment(), input=b'four common words\n',
                         capture_output=True, timeout=cli.SECONDS_MAX, check=False)
    check_equal(ran.returncode, cli.DONE, ran.stderr.decode())
    ran = thief.run('--json', 'child', 'note', lea)
    check(ran.returncode != cli.DONE and ran.stdout == b'', f'a saved copy was read: {ran}')
    look_for(folder, 'a copy restored')

    bruno.ask('erase', '--subject', lea)
    carry(folder, bruno, anna, chiara)
    look_for(folder, 'erased')
    for home in homes:
        check_equal([e for e in home.ask('log') if e['kind'] == 'NOTE' and e['payload']], [],
                    f'{home.name}: with the child all of it is gone')


cli.run(globals())
