#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fair plan is proposed by who coordinates, and each accepts or declines their own turns."""

import cli
from cli import carry, check, check_equal, make_three

LINE_KEYS = {'id', 'rota', 'title', 'date', 'at', 'role', 'member', 'name', 'state', 'why', 'mine'}


def plan(home):
    rota = home.ask('rota', 'add', 'Walk', '--days', 'mo,tu,th,fr', '--at', '07:40', '--from',
                    '2026-09-01', '--until', '2027-06-10', '--min', '1', '--max', '2')[0]['id']
    home.ask('rota', 'publish', rota)
    return rota


def everybody_can(folder, homes):
    for home in homes:
        home.ask('available', 'set', '--cannot', '')
    for home in homes[1:]:
        carry(folder, home, homes[0])
    carry(folder, homes[0], *homes[1:])


def mine(home):
    return home.ask('plan', 'show', '--mine')['lines']


DAYS = ('--from', '2026-10-05', '--until', '2026-10-16')


def test_story(folder):
    homes = anna, bruno, chiara = make_three(folder)
    plan(anna)
    check_equal(anna.ask('plan', 'show')['lines'], [], 'at first')
    check('No plan' in anna.run('plan', 'show').stdout.decode(), 'in words')
    anna.refuse(1, 'plan', 'propose', *DAYS)
    everybody_can(folder, homes)

    # everybody can work it out, and comes to the same; only who coordinates proposes it
    theirs = bruno.ask('plan', 'propose', '--preview', *DAYS)
    check_equal(anna.ask('plan', 'show')['lines'], [], 'nothing is proposed by that')
    bruno.refuse(1, 'plan', 'propose', *DAYS)
    proposed = anna.ask('plan', 'propose', *DAYS)
    check_equal((len(proposed['lines']), proposed['gaps'], proposed['best']), (8, 0, True), 'the plan')
    check_equal(set(proposed['lines'][0]), LINE_KEYS, 'the keys')
    check_equal([(line['id'], line['name']) for line in theirs['lines']],
                [(line['id'], line['name']) for line in proposed['lines']], 'on another machine')
    shares = sorted(sum(line['name'] == name for line in proposed['lines'])
                    for name in ('Anna', 'Bruno', 'Chiara'))
    check_equal(shares, [2, 3, 3], 'the shares')
    carry(folder, anna, bruno, chiara)

    # nobody has a turn before they say yes
    check_equal([o['turns'] for o in bruno.ask('week', '--from', '2026-10-05', '--days', '14')],
                [[]] * 8, 'no turns')
    lines = mine(bruno)
    check_equal({line['name'] for line in lines}, {'Bruno'}, 'his own')
    check('You have come 0 times since 1 August 2026' in lines[0]['why'], lines[0]['why'])
    others = [line for line in bruno.ask('plan', 'show')['lines'] if not line['mine']]
    check(not any('times' in line['why'] for line in others), 'nobody else’s number')
    check_equal(bruno.ask('plan', 'accept', lines[0]['id'][:10]), {'accepted': 1}, 'accepted')
    check_equal(bruno.ask('plan', 'decline', lines[1]['id']), {'declined': 1}, 'declined')
    check_equal([line['state'] for line in mine(bruno)][:2], ['accepted', 'declined'], 'the states')
    bruno.refuse(1, 'plan', 'accept', lines[0]['id'])
    bruno.refuse(1, 'plan', 'accept', others[0]['id'])
    chiara.ask('plan', 'accept', '--all')
    chiara.refuse(1, 'plan', 'accept', '--all')
    carry(folder, bruno, anna)
    carry(folder, chiara, anna)
    words = anna.run('plan', 'show').stdout.decode()
    n = len([line for line in proposed['lines'] if line['name'] == 'Chiara']) + 1
    check(f'Accepted: {n}. Not answered: {7 - n}. Declined, or changed since: 1.' in words, words)

    # again, around what was accepted: what was declined goes to somebody else
    anna.now = '2026-09-03T08:00:00+02:00'
    again = anna.ask('plan', 'propose', *DAYS)
    check_equal(len(again['lines']), 8 - n, 'what is left')
    declined = [line for line in again['lines'] if line['date'] == lines[1]['date']]
    check_equal([line['name'] != 'Bruno' for line in declined], [True], 'by somebody else')
    carry(folder, anna, bruno, chiara)
    anna.ask('plan', 'withdraw', again['plan'])
    check_equal(len(anna.ask('plan', 'show')['lines']), 8, 'the one before')
    anna.ask('plan', 'withdraw', again['plan'], '--back')
    check_equal(len(anna.ask('plan', 'show')['lines']), 8 - n, 'and back')
    check_equal(anna.ask('check', '--full')['ok'], True, 'the store')


def test_balance(folder):
    homes = anna, bruno, chiara = make_three(folder)
    rota = plan(anna)
    carry(folder, anna, bruno, chiara)
    bruno.ask('turn', 'take', rota, '2026-10-05')
    bruno.ask('available', 'set', '--turns', '2')
    gran = bruno.ask('member', 'add', 'Gran')['member']
    balance = bruno.ask('balance')
    check_equal(balance['since'], '2026-08-01', 'since when')
    check_equal([(b['name'], b['promised'], b['turns'], b['per']) for b in balance['mine']],
                [('Bruno', 1, 2, 'month'), ('Gran', 0, 0, None)], 'his own, and whom he answers for')
    # of three who take part it would say too much
    check_equal(balance['spread'], None, 'no spread')
    everybody_can(folder, homes)
    bruno.ask('available', 'set', '--for', gran, '--turns', '1')
    carry(folder, bruno, chiara)
    balance = chiara.ask('balance')
    check_equal(([b['name'] for b in balance['mine']], balance['spread']),
                (['Chiara'], {'least': 0, 'low': 0, 'high': 0, 'most': 1}), 'of four')
    words = chiara.run('balance').stdout.decode()
    check('nobody fewer than 0 or more than 1' in words and 'Bruno' not in words, words)


def test_refused(folder):
    anna, _, _ = make_three(folder)
    plan(anna)
    anna.ask('available', 'set', '--turns', '3')
    anna.refuse(2, 'plan', 'accept')
    anna.refuse(2, 'plan', 'accept', '--all', 'abcdef')
    anna.refuse(3, 'plan', 'accept', 'abcdef01')
    anna.refuse(2, 'plan', 'propose', '--from', '2026-10-16', '--until', '2026-10-05')
    anna.refuse(2, 'plan', 'propose', '--from', '2026-10-05', '--until', '2027-09-05')
    anna.refuse(3, 'plan', 'propose', '--rota', 'abcdef01')
    anna.refuse(3, 'plan', 'withdraw')
    check_equal(anna.ask('plan', 'show')['lines'], [], 'nothing half done')


cli.run(dict(globals()))
