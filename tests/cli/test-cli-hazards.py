#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A hole on the way is seen, dealt with by one and gone for another, and looked out for till then."""

import cli
from cli import LINE_FILE, carry, check, check_equal, make_three

KEYS = {'id', 'line', 'line_name', 'stop', 'text', 'state', 'by_name', 'since', 'contested'}


def plan(home):
    [line] = home.ask('line', 'import', LINE_FILE)
    rota = home.ask('rota', 'add', 'Walk', '--line', line['id'], '--days', 'mo,tu,th,fr', '--at',
                    '07:40', '--from', '2026-09-01', '--until', '2027-06-10')[0]['id']
    home.ask('rota', 'publish', rota)
    return line


def states(home, *args):
    return [(h['state'], h['by_name'], h['contested']) for h in home.ask('hazard', 'list', *args)]


def test_seen_and_gone(folder):
    anna, bruno, chiara = make_three(folder)
    line = plan(anna)
    stop = line['stops'][1]
    check_equal(anna.ask('hazard', 'list'), [], 'at first')
    check('Nothing' in anna.run('hazard', 'list').stdout.decode(), 'an empty list in words')
    hole = anna.ask('hazard', 'add', line['id'][:8], 'A hole', '--stop', stop['id'])['hazard']
    carry(folder, anna, bruno, chiara)
    [hazard] = bruno.ask('hazard', 'list')
    check_equal(set(hazard), KEYS, 'the keys')
    check_equal((hazard['id'], hazard['line_name'], hazard['stop'], hazard['text'],
                 hazard['state'], hazard['by_name']),
                (hole, line['name'], stop['name'], 'A hole', 'open', 'Anna'), 'what was seen')
    day = bruno.ask('week', '--from', '2026-09-01', '--days', '1')[0]['verdict']
    check_equal([h['text'] for h in day['hazards']], ['A hole'], 'at the outing')
    words = bruno.run('week', '--from', '2026-09-01', '--days', '1').stdout.decode()
    check(f'Look out! {stop["name"]}: A hole' in words, words)

    # neither has heard of the other: the more careful word is shown
    bruno.ask('hazard', 'edit', hole[:8], '--state', 'dealt')
    chiara.now = '2026-09-03T08:00:00+02:00'
    chiara.ask('hazard', 'edit', hole, '--state', 'gone')
    carry(folder, bruno, anna)
    carry(folder, chiara, anna)
    check_equal(states(anna), [('dealt', 'Bruno', True)], 'the more careful')
    [conflict] = anna.ask('conflicts')
    check_equal((conflict['field'],
                 [v['value'] for v in conflict['values']]), ('hazard-state', ['dealt', 'gone']),
                'what is to be chosen')
    anna.ask('hazard', 'edit', hole, '--state', 'gone')
    check_equal(states(anna), [], 'gone')
    check_equal(states(anna, '--all'), [('gone', 'Anna', False)], 'among all')
    check_equal(anna.ask('check', '--full')['ok'], True, 'the store')


def test_refused(folder):
    anna, _, _ = make_three(folder)
    line = plan(anna)
    hole = anna.ask('hazard', 'add', line['id'], 'A hole')['hazard']
    for args, code in (
            (('add', line['id'], ' '), 2), (('add', line['id'], 'Dog', '--stop', 'Nowhere'), 3),
            (('add', 'abcdef', 'Dog'), 3), (('edit', hole), 2), (('edit', hole, '--state', 'big'), 2),
            (('edit', 'abcdef', '--state', 'gone'), 3), (('edit', hole, '--text', ' '), 2)):
        anna.refuse(code, 'hazard', *args)


cli.run(dict(globals()))
