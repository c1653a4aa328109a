#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a household gave and received: who can read it, and that nobody else can."""

import json

import cli
from cli import carry, check, check_equal, found, make_three


def uses_hours(folder, home, *others):
    """Who decides on it: all but one of three."""
    home.ask('rules', 'set', 'hours', '1')
    if others:
        carry(folder, home, *others)
        others[0].ask('rules', 'set', 'hours', '1')
        carry(folder, others[0], home)
    return home


def short(home):
    return [(line['account_name'], line['minutes'], line['what'])
            for line in home.ask('hours', 'list', '--all')['lines']]


def test_off(folder):
    anna = found(folder)
    for args in (['hours', 'list'], ['hours', 'balance'], ['hours', 'spread'],
                 ['hours', 'add', '1:30', '--on', '2026-08-30'], ['hours', 'edit', 'abcdef'],
                 ['hours', 'share', 'abcdef']):
        words = anna.refuse(cli.RULE, *args)
        check('rules' in words, f'{args}: {words}')


def test_private(folder):
    anna, bruno, chiara = make_three(folder)
    uses_hours(folder, anna, bruno, chiara)
    carry(folder, bruno, chiara)
    check('Nothing is noted' in anna.run('hours', 'list').stdout.decode(), 'none yet')
    line = anna.ask('hours', 'add', '1:30', '--on', '2026-08-30', '--what', 'Zwetschgensuppe', '--with',
                    'Nonna')['line']
    bruno_id = [one['id'] for one in anna.ask('members') if one['name'] == 'Bruno'][0]
    anna.ask('hours', 'add', '45', '--on', '2026-08-31', '--received', '--sort', 'kind', '--return',
             'a basket of plums', '--with', bruno_id)
    carry(folder, anna, bruno, chiara)
    check_equal(short(bruno), [], 'it is not his')
    said = anna.ask('hours', 'list')['lines']
    check_equal([(one['minutes'], one['received'], one['sort'], one['with_name'], one['return'])
                 for one in said],
                [(45, True, 'kind', 'Bruno', 'a basket of plums'), (90, False, 'volunteer', 'Nonna', '')],
                'what she noted')
    words = anna.run('hours', 'list').stdout.decode()
    check('Only your own devices can read' in words, words)
    check('Received in kind: 45 min, from Bruno' in words, words)

    anna.run('hours', 'list', '--csv', folder / 'account.csv')
    table = (folder / 'account.csv').read_bytes().decode('utf-8-sig').split('\r\n')
    check_equal(table[1:], ['Anna;2026-08-31;;45;In exchange;Bruno;;a basket of plums',
                            'Anna;2026-08-30;90;;As a volunteer;Nonna;Zwetschgensuppe;', ''], 'the table')
    anna.refuse(cli.USAGE, 'hours', 'list', '--csv', folder / 'account.csv')
    anna.ask('hours', 'list', '--csv', folder / 'account.csv', '--force')

    balance = anna.ask('hours', 'balance')
    check_equal((balance['volunteer'], balance['kind']),
                ({'given': 90, 'received': 0}, {'given': 0, 'received': 45}), 'all in all')
    check_equal([(one['name'], one['given'], one['received']) for one in balance['with']],
                [('Bruno', 0, 45), ('Nonna', 90, 0)], 'with whom')
    check_equal(anna.ask('hours', 'balance', '--from', '2026-08-31', '--to', '2026-08-31')['volunteer'],
                {'given': 0, 'received': 0}, 'of another time')

    # explicit, and to read alone
    anna.ask('hours', 'share', bruno_id)
    carry(folder, anna, bruno, chiara)
    check_equal(len(short(bruno)), 2, 'what was written before')
    check_equal(short(chiara), [], 'nobody else')
    words = bruno.refuse(cli.RULE, 'hours', 'remove', line)
    check('somebody else' in words, words)
    anna.ask('hours', 'edit', line, '--time', '2h', '--what', 'soup')
    anna.ask('hours', 'unshare', bruno_id)
    carry(folder, anna, bruno, chiara)
    check_equal(short(bruno), [], 'no more')
    anna.ask('hours', 'remove', line)
    check_equal(short(anna), [('Anna', 45, '')], 'what is left')

    # what one says of it, and in no file of anybody a word of it
    path = folder / 'me.json'
    anna.ask('export', 'me', str(path))
    check_equal([one['minutes'] for one in json.loads(path.read_text(encoding='utf-8'))['hours']], [45],
                'in what one takes along')
    for home in (anna, bruno, chiara):
        for file in home.path.rglob('*'):
            if file.is_file():
                check(b'Zwetschgen' not in file.read_bytes(), f'a word of it in {file}')
                check(b'basket of plums' not in file.read_bytes(), f'a word of it in {file}')
        home.run('check')


def test_from_what_was_done(folder):
    anna = uses_hours(folder, found(folder))
    rota = anna.ask('rota', 'add', 'Andata', '--days', 'mo', '--at', '08:10', '--from', '2026-09-07',
                    '--until', '2027-07-02', '--min', '1')[0]['id']
    anna.ask('rota', 'publish', rota)
    anna.ask('turn', 'take', rota, '2026-09-14')
    check_equal(anna.ask('hours', 'list')['hints'], [], 'it is not done yet')
    anna.now = '2026-09-16T08:00:00+02:00'
    hints = anna.ask('hours', 'list')['hints']
    check_equal([(one['date'], one['of'], one['what']) for one in hints],
                [('2026-09-14', 'outing', 'Andata')], 'what could be noted')
    anna.ask('hours', 'add', '--outing', rota)
    check_equal(anna.ask('hours', 'list')['hints'], [], 'and is')
    check_equal(anna.ask('hours', 'list')['lines'][0]['what'], 'Andata', 'as it was called')
    check_equal(anna.ask('hours', 'spread')['turns'], {'mine': 1, 'spread': None}, 'of one alone')


def test_bad_input(folder):
    anna = uses_hours(folder, found(folder))
    line = anna.ask('hours', 'add', '90', '--on', '2026-08-30')['line']
    for args, code, words in (
            (['hours', 'add', '0', '--on', '2026-08-30'], cli.USAGE, '1:30'),
            (['hours', 'add', '100:01', '--on', '2026-08-30'], cli.USAGE, '1:30'),
            (['hours', 'add', '1:60', '--on', '2026-08-30'], cli.USAGE, '1:30'),
            (['hours', 'add', 'soon', '--on', '2026-08-30'], cli.USAGE, '1:30'),
            (['hours', 'add', '90'], cli.USAGE, '--on'),
            (['hours', 'add'], cli.USAGE, 'how long'),
            (['hours', 'add', '90', '--on', '2026-02-30'], cli.USAGE, '--on does not exist'),
            (['hours', 'add', '90', '--on', '2030-01-01'], cli.USAGE, 'still to come'),
            (['hours', 'edit', line, '--on', '2030-01-01'], cli.USAGE, 'still to come'),
            (['hours', 'add', '90', '--on', '2026-08-30', '--sort', 'gift'], cli.USAGE, 'volunteer'),
            (['hours', 'add', '90', '--on', '2026-08-30', '--what', 'x' * 401], cli.USAGE, 'text'),
            (['hours', 'add', '90', '--on', '2026-08-30', '--with', 'x' * 121], cli.USAGE, 'text'),
            (['hours', 'add', '--outing', 'abcdef'], cli.NOT_FOUND, ''),
            (['hours', 'add', '--outing', 'abcdef', '--ride', 'abcdef'], cli.USAGE, '--ride'),
            (['hours', 'edit', line, '--given', '--received'], cli.USAGE, '--given'),
            (['hours', 'edit', 'abcdef', '--given'], cli.NOT_FOUND, ''),
            (['hours', 'remove', 'abcdef'], cli.NOT_FOUND, ''),
            (['hours', 'share', 'abcdef'], cli.NOT_FOUND, ''),
            (['hours', 'list', '--from', '2026-08-30'], cli.USAGE, '--to'),
            (['hours', 'list', '--all', '--to', '2026-08-30'], cli.USAGE, '--all'),
            (['hours', 'nonsense'], cli.USAGE, '')):
        said = anna.refuse(code, *args)
        check(words in said, f'{args}: {said}')
    check_equal(len(anna.ask('hours', 'list')['lines']), 1, 'nothing was written')


cli.run(dict(globals()))
