#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan is published, changed, received and seen; who has not is called."""

import cli
from cli import LINE_FILE, NOT_FOUND, RULE, carry, check, check_equal, make_three, members_of


def plan(home):
    [line] = home.ask('line', 'import', LINE_FILE)
    [rota] = home.ask('rota', 'add', 'Walk', '--days', 'mo,tu,th,fr', '--at', '07:40', '--from',
                      '2026-09-01', '--until', '2027-06-10', '--min', '2', '--max', '3', '--line',
                      line['id'])
    home.ask('rota', 'publish', rota['id'])
    return rota['id']


def changes(shown, key='changed'):
    return [(c['what'], c['date'], c['words']) for c in shown[key]]


def names(shown, key):
    return [p['name'] for p in shown[key]]


def test_cycle(folder):
    anna, bruno, chiara = make_three(folder)
    walk = plan(anna)
    carry(folder, anna, bruno, chiara)

    shown = bruno.ask('rota', 'show', walk[:8])
    check_equal((shown['id'], shown['state'], shown['published']['by'], shown['seen'],
                 shown['changed'], shown['news']),
                (walk, 'published', 'Anna', 'never', [], []), 'just published')
    check_equal(names(shown, 'to_call'), ['Bruno', 'Chiara'], 'who published it has seen it')
    bruno.ask('rota', 'seen', walk)
    check_equal(bruno.ask('rota', 'show', walk)['seen'], 'now', 'it was seen')
    carry(folder, bruno, anna, chiara)

    # the time from a day on, a date that is cancelled, holidays
    anna.ask('rota', 'edit', walk, '--at', '07:55', '--from-day', '2026-10-05')
    anna.ask('rota', 'cancel', walk, '2026-09-08', '--why', 'Strike')
    anna.ask('rota', 'change', walk, '2026-09-10', '--at', '08:20', '--place', 'The gym')
    anna.ask('holidays', 'close', '2026-09-14', '--until', '2026-09-18', '--why', 'Works')
    expected = [
        ('at', '2026-10-05', 'From 5 October 2026 on: at 07:55 instead of 07:40'),
        ('cancelled', '2026-09-08', 'Tuesday 8 September: cancelled (Strike)'),
        ('date-at', '2026-09-10', 'Thursday 10 September: at 08:20 instead of 07:40'),
        ('date-place', '2026-09-10', 'Thursday 10 September: meeting point: The gym'),
        ('closed', '2026-09-14', 'Monday 14 September to Friday 18 September: no outing (Works)'),
    ]
    shown = anna.ask('rota', 'show', walk)
    check_equal(changes(shown), expected, 'what has changed')
    check_equal((shown['seen'], changes(shown, 'news')), ('now', []), 'by who wrote it')
    check_equal(names(shown, 'received'), ['Anna'], 'nobody else has that')
    check_equal([(p['name'], p['seen'], p['said_by']) for p in shown['acknowledged']],
                [('Anna', 'now', None), ('Bruno', 'before', None)], 'who has seen it')

    carry(folder, anna, bruno, chiara)
    carry(folder, bruno, anna)
    shown = bruno.ask('rota', 'show', walk)
    check_equal((shown['seen'], changes(shown, 'news')), ('before', expected), 'news for Bruno')
    words = bruno.run('rota', 'show', walk).stdout.decode()
    check('“Walk” has changed since you last looked:\n  From 5 October' in words, words)
    bruno.ask('rota', 'seen', walk)
    bruno.ask('rota', 'seen', walk, '--undo')
    check_equal(changes(bruno.ask('rota', 'show', walk), 'news'), expected, 'taken back')
    bruno.ask('rota', 'seen', walk)
    carry(folder, bruno, anna)
    shown = anna.ask('rota', 'show', walk)
    check_equal(names(shown, 'received'), ['Anna', 'Bruno'], 'who has it')
    check_equal(names(shown, 'to_call'), ['Chiara'], 'who is left')
    [listed] = anna.ask('rota', 'list')
    check_equal({key: listed[key] for key in shown if key != 'unheard'},
                {key: shown[key] for key in shown if key != 'unheard'}, 'the list says the same')
    check_equal(anna.ask('check', '--full')['ok'], True, 'the store')


def test_without_a_machine(folder):
    anna, bruno, chiara = make_three(folder)
    walk = plan(anna)
    carry(folder, anna, bruno, chiara)
    nonna = bruno.ask('member', 'add', 'Nonna')['member']
    bruno.ask('member', 'phone', nonna, '06 12 34 56 78')
    bruno.ask('turn', 'take', walk, '2026-09-07', '--for', nonna)
    carry(folder, bruno, anna, chiara)

    # whom it does not concern need not be called
    shown = anna.ask('rota', 'show', walk)
    check_equal([(p['name'], p['phone'], p['through']) for p in shown['to_call']],
                [('Nonna', '06 12 34 56 78', 'Bruno')], 'to be called')
    words = anna.run('rota', 'show', walk).stdout.decode()
    check('Nonna (through Bruno), 06 12 34 56 78: Has no machine' in words, words)
    anna.refuse(RULE, 'rota', 'seen', walk, '--for', nonna)
    anna.refuse(RULE, 'rota', 'seen', walk, '--for', members_of(anna)['Chiara'])
    anna.refuse(NOT_FOUND, 'rota', 'seen', 'abcdef')
    bruno.ask('rota', 'seen', walk, '--for', nonna)
    carry(folder, bruno, anna)
    shown = anna.ask('rota', 'show', walk)
    check_equal(names(shown, 'to_call'), [], 'nobody is left')
    check_equal([(p['name'], p['said_by']) for p in shown['acknowledged']],
                [('Anna', None), ('Nonna', 'Bruno')], 'it is marked who says so')


def test_drafts(folder):
    anna, _, _ = make_three(folder)
    [draft] = anna.ask('rota', 'add', 'Garden', '--days', 'mo', '--at', '17:00', '--from',
                       '2026-09-01', '--until', '2027-06-10')
    shown = anna.ask('rota', 'show', draft['id'])
    check_equal((shown['state'], shown['published'], 'changed' in shown), ('draft', None, False),
                'a draft')
    anna.refuse(RULE, 'rota', 'seen', draft['id'])


cli.run(dict(globals()))
