#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The key of the hall goes from hand to hand, among families who meet by files alone."""

import cli
from cli import carry, check, check_equal, found, make_three, members_of

KEYS = {'id', 'name', 'note', 'keeper', 'keeper_name', 'keeper_standing', 'since', 'mine',
        'contested'}


def test_is_written_down(folder):
    anna = found(folder)
    check_equal(anna.ask('thing', 'list'), [], 'at first')
    check('No key' in anna.run('thing', 'list').stdout.decode(), 'an empty list in words')
    nonna = anna.ask('member', 'add', 'Nonna')['member']
    vests = anna.ask('thing', 'add', 'Vests')['thing']
    key = anna.ask('thing', 'add', 'Key of the hall', '--with', nonna[:8], '--note', 'Back door')

    listed = anna.ask('thing', 'list')
    check_equal([set(thing) for thing in listed], [KEYS, KEYS], 'the keys')
    first, second = listed
    check_equal((first['id'], first['name'], first['note'], first['keeper'], first['keeper_name'],
                 first['keeper_standing'], first['mine'], first['contested']),
                (key['thing'], 'Key of the hall', 'Back door', nonna, 'Nonna', 'no-machine', False,
                 False), 'the key')
    check(first['since'].startswith('2026-09-01T06:00'), f'since when: {first["since"]}')
    check_equal((second['id'], second['note'], second['keeper'], second['keeper_name'],
                 second['keeper_standing'], second['since']), (vests, '', None, None, None, None),
                'what nobody said')
    words = anna.run('thing', 'list').stdout.decode()
    check('With Nonna since 1 September 2026' in words, words)
    check('Nobody has said who has it' in words, words)

    anna.ask('thing', 'edit', vests[:6], '--name', 'Six vests', '--note', 'In the trolley')
    anna.ask('thing', 'edit', key['thing'], '--note', '')
    check_equal([(t['name'], t['note']) for t in anna.ask('thing', 'list')],
                [('Key of the hall', ''), ('Six vests', 'In the trolley')], 'changed')
    check_equal(anna.ask('thing', 'drop', vests), {'thing': vests}, 'taken off the list')
    check_equal(len(anna.ask('thing', 'list')), 1, 'what is left')
    check_equal(anna.ask('check', '--full')['ok'], True, 'the store')


def test_goes_from_hand_to_hand(folder):
    anna, bruno, chiara = make_three(folder)
    ids = members_of(anna)
    key = anna.ask('thing', 'add', 'Key', '--with', ids['Anna'])['thing']
    carry(folder, anna, bruno, chiara)

    # both say that they have it, and neither has heard of the other
    bruno.now = '2026-09-02T08:00:00+02:00'
    chiara.now = '2026-09-03T08:00:00+02:00'
    check_equal(bruno.ask('thing', 'give', key[:8], ids['Bruno'][:8]), {'thing': key}, 'given')
    chiara.ask('thing', 'give', key, ids['Chiara'])
    carry(folder, bruno, anna)
    carry(folder, chiara, anna)
    [thing] = anna.ask('thing', 'list')
    check_equal((thing['keeper_name'], thing['contested'], thing['since'][:10]),
                ('Chiara', True, '2026-09-03'), 'the later one is shown')
    [conflict] = anna.ask('conflicts')
    check_equal((conflict['field'], conflict['title'], [v['value'] for v in conflict['values']]),
                ('keeper', 'Key', ['Chiara', 'Bruno']), 'the two')
    check('Who has “Key”' in anna.run('conflicts').stdout.decode(), 'in words')
    anna.ask('conflicts', 'choose', conflict['values'][1]['id'])
    carry(folder, anna, bruno, chiara)
    for home in anna, bruno, chiara:
        [thing] = home.ask('thing', 'list')
        check_equal((thing['keeper_name'], thing['contested'], thing['mine']),
                    ('Bruno', False, home is bruno), home.name)


def test_leaving_and_handing_over(folder):
    anna, bruno, _ = make_three(folder)
    ids = members_of(anna)
    anna.ask('thing', 'add', 'Vests', '--with', ids['Anna'])
    anna.ask('thing', 'add', 'Key', '--with', ids['Bruno'])
    check_equal([t['name'] for t in anna.ask('baton', 'sheet')['things']], ['Vests', 'Key'],
                'what the holder has is first on the sheet')
    words = anna.run('baton', 'sheet').stdout.decode()
    check('Vests. With you since 1 September 2026.' in words, words)

    carry(folder, anna, bruno)
    leaving = bruno.ask('leave')
    check_equal(([t['name'] for t in leaving['things']], leaving['left']), (['Key'], False),
                'what stays with who leaves')
    check('You still have this: Key' in bruno.run('leave').stdout.decode(), 'in words')
    check_equal([t['name'] for t in bruno.ask('leave', '--yes')['things']], ['Key'], 'at last')
    bruno.refuse(cli.RULE, 'thing', 'add', 'Another key')

    carry(folder, bruno, anna)
    [key] = [t for t in anna.ask('thing', 'list') if t['name'] == 'Key']
    check_equal((key['keeper_name'], key['keeper_standing']), ('Bruno', 'left'), 'whom to ask')
    check('With Bruno, who has left' in anna.run('thing', 'list').stdout.decode(), 'in words')
    anna.refuse(cli.RULE, 'thing', 'add', 'Sign', '--with', ids['Bruno'])
    anna.ask('thing', 'give', key['id'], ids['Anna'])
    anna.refuse(cli.RULE, 'thing', 'give', key['id'], ids['Bruno'])


def test_bad_input(folder):
    anna = found(folder)
    key = anna.ask('thing', 'add', 'Key')['thing']
    me = anna.ask('status')['me']
    for args in [
            ['add', ''],
            ['add', ' \u200b'],
            ['add', 'x' * 201],
            ['add', 'x' * 300],
            ['add', 'a\nb'],
            ['add', 'be\aep'],
            ['add', 'Key', '--note', '\x1b[2J'],
            ['add', 'Key', '--note', 'x' * 801],
            ['add', 'Key', '--with', '12'],
            ['edit', key],
            ['edit', key, '--name', ''],
            ['edit', key, '--name', 'x' * 300],
            ['edit', key, '--note', 'be\aep'],
            ['edit', '12', '--name', 'Key'],
            ['give', key, '12'],
            ['give', key],
            ['drop'],
            ['list', key],
    ]:
        anna.refuse(cli.USAGE, 'thing', *args)
    for args in [
            ['add', 'Key', '--with', '0123456789'],
            ['give', key, '0123456789'],
            ['give', '0123456789', me],
            ['edit', '0123456789', '--name', 'Key'],
            ['drop', '0123456789'],
    ]:
        anna.refuse(cli.NOT_FOUND, 'thing', *args)
    anna.ask('thing', 'drop', key)
    anna.refuse(cli.NOT_FOUND, 'thing', 'give', key, me)


cli.run(dict(globals()))
