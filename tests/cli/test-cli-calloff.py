#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ice: a day's walks are cancelled in one go, those who have not heard are called, and it thaws."""

import cli
from cli import LINE_FILE, carry, check, check_equal, make_three, members_of


def plan(home):
    [line] = home.ask('line', 'import', LINE_FILE)
    rotas = [home.ask('rota', 'add', title, '--days', 'mo,tu,th,fr', '--at', at, '--from',
                      '2026-09-01', '--until', '2027-06-10', *more)[0]['id']
             for title, at, more in (('Walk', '07:40', ('--line', line['id'])),
                                     ('Garden', '17:00', ()))]
    for rota in rotas:
        home.ask('rota', 'publish', rota)
    return line, rotas


def off(home, first='2026-09-07', days='5'):
    return [(o['date'][-2:], o['title'], o['verdict']['why'])
            for o in home.ask('week', '--from', first, '--days', days)
            if o['verdict']['why'] == 'cancelled']


def test_one_go(folder):
    anna, bruno, chiara = make_three(folder)
    ids = members_of(anna)
    line, (walk, _) = plan(anna)
    carry(folder, anna, bruno, chiara)
    nonna = anna.ask('member', 'add', 'Nonna')['member']
    anna.ask('turn', 'take', walk, '2026-09-07', '--for', nonna)
    bruno.ask('member', 'phone', ids['Bruno'], '06 12 34 56 78')
    bruno.ask('turn', 'take', walk, '2026-09-08')
    carry(folder, bruno, anna)

    span = ('--from', '2026-09-07', '--until', '2026-09-09')
    dry = anna.ask('outing', 'cancel', *span, '--line', line['id'][:8], '--dry-run')
    check_equal((dry['written'], dry['act'], dry['turns'], dry['children'],
                 [(o['date'], o['title']) for o in dry['outings']],
                 [(o['date'], o['title']) for o in dry['others']]),
                (False, None, 2, 0, [('2026-09-07', 'Walk'), ('2026-09-08', 'Walk')],
                 [('2026-09-07', 'Garden'), ('2026-09-08', 'Garden')]), 'what it would do')
    check_equal(off(anna), [], 'nothing is written')

    done = anna.ask('outing', 'cancel', *span, '--line', line['id'], '--why', 'Ice')
    check_equal((done['written'], done['suggestion'],
                 [(p['name'], p['phone'], p['through']) for p in done['to_call']]),
                (True, False, [('Bruno', '06 12 34 56 78', None), ('Nonna', None, 'Anna')]),
                'who is called')
    check_equal(off(anna), [('07', 'Walk', 'cancelled'), ('08', 'Walk', 'cancelled')], 'cancelled')
    words = anna.run('outing', 'call').stdout.decode()
    check('Nonna (through Anna)' in words and '06 12 34 56 78' in words, words)

    # once Bruno's machine is known to have heard, only she is left who has none
    carry(folder, anna, bruno)
    carry(folder, bruno, anna)
    check_equal([p['name'] for p in anna.ask('outing', 'call', done['act'][:8])], ['Nonna'],
                'who is left')
    check_equal(off(bruno), off(anna), 'everybody sees it')

    check_equal(anna.ask('outing', 'resume', walk, '2026-09-07'),
                {'outings': 1, 'suggestion': False}, 'one of them')
    check_equal(anna.ask('outing', 'resume', done['act'][:8]), {'outings': 1, 'suggestion': False},
                'what is left of it')
    check_equal(off(anna), [], 'it thaws')
    check_equal(anna.ask('check', '--full')['ok'], True, 'the store')


def test_with_rides(folder):
    """Seats are asked for in the same act, for the walk to which a child comes, and one undo."""
    anna, bruno, chiara = make_three(folder)
    line, (walk, _) = plan(anna)
    span = ('outing', 'cancel', '--from', '2026-09-07', '--why', 'Ice', '--rides')
    anna.refuse(1, *span)
    check_equal(off(anna), [], 'rides are off, and nothing is half done')
    anna.ask('rules', 'set', 'rides', '1')
    lea = anna.ask('child', 'add', 'Lea', '--line', line['id'])['child']
    anna.ask('child', 'book', lea, '--from', '2026-09-01')
    carry(folder, anna, bruno, chiara)
    bruno.ask('rules', 'set', 'rides', '1')
    carry(folder, bruno, anna)

    done = anna.ask(*span)
    check_equal((len(done['outings']), done['rides']), (2, 1), 'one of them has children')
    [ride] = anna.ask('ride', 'list', '--from', '2026-09-07')
    check_equal((ride['kind'], ride['rota'], ride['date'], ride['seats']),
                ('ask', walk, '2026-09-07', 1), 'what is asked for')
    anna.ask('outing', 'resume', done['act'])
    check_equal(anna.ask('ride', 'list', '--from', '2026-09-07'), [], 'not wanted any more')
    words = anna.run(*span).stdout.decode()
    check('2 walks are cancelled; seats are asked for in place of 1' in words, words)


def test_suggested(folder):
    anna, bruno, _ = make_three(folder)
    plan(anna)
    carry(folder, anna, bruno)
    done = bruno.ask('outing', 'cancel', '--from', '2026-09-07', '--why', 'Strike')
    check_equal((done['suggestion'], len(done['outings']), done['to_call']), (True, 2, []),
                'a suggestion')
    check_equal(off(bruno), [], 'nothing is cancelled')
    carry(folder, bruno, anna)
    check_equal(len(anna.ask('suggestions')), 2, 'it waits')


def test_refused(folder):
    anna, _, _ = make_three(folder)
    _, (walk, _) = plan(anna)
    for args, code in (
            (('cancel', '--why', 'Ice'), 2), (('cancel', '--from', '2026-09-07'), 2),
            (('cancel', '--from', 'soon', '--why', 'Ice'), 2),
            (('cancel', '--from', '2026-09-09', '--until', '2026-09-08', '--why', 'Ice'), 2),
            (('cancel', '--from', '2026-09-12', '--why', 'Ice'), 1),
            (('cancel', '--from', '2026-09-07', '--why', ' '), 2),
            (('cancel', '--from', '2026-09-07', '--why', 'Ice', '--line', 'abcdef'), 3),
            (('resume', 'abcdef'), 3), (('resume', 'abc'), 2), (('call', 'abcdef'), 3),
            (('resume', walk, '2026-09-07'), 1), (('resume', walk, 'soon'), 2)):
        anna.refuse(code, 'outing', *args)


cli.run(dict(globals()))
