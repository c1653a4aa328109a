#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""When people can take turns: said by themselves, or by who answers for them, and read by everybody."""

import cli
from cli import LINE_FILE, carry, check, check_equal, make_three

KEYS = {'member', 'name', 'weeks', 'away', 'turns', 'per', 'by_name', 'by_other', 'since', 'mine',
        'contested'}


def plan(home):
    [line] = home.ask('line', 'import', LINE_FILE)
    rota = home.ask('rota', 'add', 'Walk', '--line', line['id'], '--days', 'mo,tu,th,fr', '--at',
                    '07:40', '--from', '2026-09-01', '--until', '2027-06-10')[0]['id']
    home.ask('rota', 'publish', rota)
    return rota


def test_said(folder):
    anna, bruno, chiara = make_three(folder)
    rota = plan(anna)
    carry(folder, anna, bruno, chiara)
    [mine] = bruno.ask('available', 'list')
    check_equal(set(mine), KEYS, 'the keys')
    check_equal((mine['weeks'], mine['away'], mine['turns'], mine['per'], mine['by_name']),
                ([], [], 0, None, None), 'at first')
    check('Nothing said' in bruno.run('available', 'list').stdout.decode(), 'in words')

    bruno.ask('available', 'set', '--cannot', 'mo,tu', '--turns', '2')
    bruno.ask('available', 'set', '--rota', rota[:8], '--rather', 'tu')
    said = bruno.ask('available', 'set', '--rather', 'tu,th')
    check_equal(said['weeks'],
                [{'rota': None, 'title': None, 'cannot': 'mo', 'rather': 'tu,th'},
                 {'rota': rota, 'title': 'Walk', 'cannot': '', 'rather': 'tu'}],
                'who would rather on a day can on it')
    check_equal((said['turns'], said['per']), (2, 'month'), 'the turns')
    said = bruno.ask('available', 'set', '--rota', rota, '--forget', '--turns', '9', '--per', 'season')
    check_equal((len(said['weeks']), said['turns'], said['per']), (1, 9, 'season'), 'forgotten')

    bruno.ask('available', 'away', '2026-11-02', '2026-11-12')
    bruno.ask('available', 'away', '2026-11-20', '--rota', rota)
    said = bruno.ask('available', 'back', '2026-11-05')
    check_equal([(a['from'], a['until'], a['rota']) for a in said['away']],
                [('2026-11-02', '2026-11-04', None), ('2026-11-06', '2026-11-12', None),
                 ('2026-11-20', '2026-11-20', rota)], 'a day out of a span')

    carry(folder, bruno, chiara)
    check_equal([s['name'] for s in chiara.ask('available', 'list')], ['Chiara'], 'of her own')
    everybody = chiara.ask('available', 'list', '--all')
    check_equal([(s['name'], s['mine']) for s in everybody], [('Chiara', True), ('Bruno', False)],
                'of all')
    check_equal(everybody[1]['away'], said['away'], 'as he said it')
    words = chiara.run('available', 'list', '--all').stdout.decode()
    check('Everything: not on Monday, rather on Tuesday and Thursday' in words, words)
    check('9 turns this season' in words, words)
    check_equal(chiara.ask('check', '--full')['ok'], True, 'the store')


def test_answered_for(folder):
    anna, bruno, chiara = make_three(folder)
    gran = bruno.ask('member', 'add', 'Gran')['member']
    said = bruno.ask('available', 'set', '--for', gran[:8], '--turns', '1')
    check_equal((said['name'], said['by_name'], said['by_other']), ('Gran', 'Bruno', True), 'by whom')
    check('Written down by Bruno' in bruno.run('available', 'list').stdout.decode(), 'in words')
    carry(folder, bruno, chiara)
    chiara.refuse(3, 'available', 'set', '--for', gran[:8], '--turns', '3')
    check_equal([s['turns'] for s in chiara.ask('available', 'list', '--all') if s['name'] == 'Gran'],
                [1], 'as Bruno said')


def test_refused(folder):
    anna, _, _ = make_three(folder)
    rota = plan(anna)
    anna.refuse(2, 'available', 'set')
    anna.refuse(2, 'available', 'set', '--per', 'month')
    anna.refuse(2, 'available', 'set', '--turns', '3', '--per', 'week')
    anna.refuse(2, 'available', 'set', '--forget', '--cannot', 'mo')
    anna.refuse(2, 'available', 'set', '--cannot', 'mo', '--rather', 'mo')
    anna.refuse(2, 'available', 'set', '--cannot', 'monday')
    anna.refuse(2, 'available', 'set', '--turns', '401')
    anna.refuse(3, 'available', 'set', '--rota', 'abcdef01', '--cannot', 'mo')
    anna.refuse(2, 'available', 'away', '2026-02-30')
    anna.refuse(2, 'available', 'away', '2026-11-12', '2026-11-02')
    anna.ask('available', 'away', '2026-11-02', '2026-11-12', '--rota', rota)
    [mine] = anna.ask('available', 'list')
    check_equal((mine['weeks'], mine['turns'], len(mine['away'])), ([], 0, 1), 'nothing half done')


cli.run(dict(globals()))
