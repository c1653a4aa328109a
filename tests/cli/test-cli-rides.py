#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Seats in a car are offered, asked for, taken and given back; a car that breaks down is called."""

import cli
from cli import LINE_FILE, carry, check, check_equal, make_three

KEYS = {'id', 'kind', 'from', 'to', 'date', 'at', 'back', 'seats', 'child_seats', 'taken', 'left',
        'left_back', 'state', 'why', 'member', 'name', 'phone', 'by_name', 'mine', 'from_line',
        'to_line', 'weekly', 'first', 'last', 'detour', 'luggage', 'wheelchair', 'in_holidays',
        'rota', 'rota_title', 'takers', 'clash', 'from_at', 'to_at'}
TAKER_KEYS = {'id', 'member', 'name', 'phone', 'by_name', 'way', 'seats', 'child_seats', 'state',
              'rank', 'why', 'at', 'moved', 'clash'}
OFFER = ('ride', 'offer', '--from', 'The mill', '--to', 'School', '--date', '2026-09-08', '--at',
         '07:50', '--seats', '3')


def switch_on(folder, *homes):
    """More than half of the three agree that rides are wanted."""
    homes[0].ask('rules', 'set', 'rides', '1')
    carry(folder, homes[0], homes[1])
    check_equal(homes[1].ask('rules', 'set', 'rides', '1')['done'], True, 'switched on')
    carry(folder, homes[1], *homes[:1], *homes[2:])


def takers(home, ride, date='2026-09-08'):
    shown = home.ask('ride', 'show', ride, date)
    return [(t['name'], t['way'], t['seats'], t['state']) for t in shown['takers']]


def test_off_until_switched_on(folder):
    anna, _, _ = make_three(folder)
    done = anna.refuse(1, *OFFER)
    check('switched on in its rules' in done, 'it says how')
    check_equal(anna.ask('ride', 'list'), [], 'none')


def test_offer_and_take(folder):
    anna, bruno, chiara = make_three(folder)
    switch_on(folder, anna, bruno, chiara)
    ride = anna.ask(*OFFER, '--back', '16:30', '--child-seat', 'booster:1', '--detour',
                    'by the bridge', '--luggage')['ride']
    carry(folder, anna, bruno, chiara)
    [shown] = bruno.ask('ride', 'list', '--from', '2026-09-01')
    check_equal(set(shown), KEYS, 'the keys')
    check_equal((shown['id'], shown['kind'], shown['from'], shown['to'], shown['date'], shown['at'],
                 shown['back'], shown['seats'], shown['child_seats'], shown['taken'],
                 shown['state'], shown['mine'], shown['weekly']),
                (ride, 'offer', 'The mill', 'School', '2026-09-08', '07:50', '16:30', 3,
                 {'booster': 1}, 0, 'runs', False, False), 'what is offered')
    taken = bruno.ask('ride', 'take', ride[:8], '--seats', '2', '--child-seat', 'booster:1')
    check_equal((taken['dates'], taken['seats'], taken['reserve']), (['2026-09-08'], 2, 0), 'taken')
    carry(folder, bruno, chiara)
    taken = chiara.ask('ride', 'take', ride, '--seats', '2', '--there')
    check_equal(taken['reserve'], 1, 'no room')
    carry(folder, chiara, anna)
    check_equal(takers(anna, ride), [('Bruno', 'there', 2, 'standing'),
                                     ('Chiara', 'there', 2, 'reserve'),
                                     ('Bruno', 'back', 2, 'standing')], 'who comes along')
    shown = anna.ask('ride', 'show', ride)
    check_equal(set(shown['takers'][0]), TAKER_KEYS, 'the keys of who comes along')
    check_equal((shown['takers'][1]['why'], shown['taken'], shown['left'], shown['left_back']),
                ('few', 2, 1, 1), 'the reason')
    words = anna.run('ride', 'show', ride).stdout.decode()
    check('1 seat was left, and 2 are needed' in words, words)
    check('by the bridge' in words, words)
    bruno.refuse(1, 'ride', 'take', ride)
    anna.refuse(1, 'ride', 'take', ride)
    bruno.ask('ride', 'release', ride)
    carry(folder, bruno, chiara)
    check_equal(takers(chiara, ride)[0], ('Chiara', 'there', 2, 'standing'), 'there is room')
    check_equal(chiara.ask('check', '--full')['ok'], True, 'the store')


def test_clash(folder):
    """Who drives while they walk is told so, on both."""
    anna, bruno, chiara = make_three(folder)
    switch_on(folder, anna, bruno, chiara)
    rota = anna.ask('rota', 'add', 'North', '--days', 'tu', '--at', '08:10', '--from', '2026-09-08',
                    '--until', '2026-09-08')[0]['id']
    carry(folder, anna, bruno, chiara)
    bruno.ask('turn', 'take', rota, '2026-09-08')
    ride = bruno.ask(*OFFER)['ride']
    carry(folder, bruno, chiara)
    [shown] = bruno.ask('ride', 'list', '--from', '2026-09-01')
    check_equal(shown['clash'], 'North', 'on the ride')
    words = bruno.run('ride', 'list', '--from', '2026-09-01').stdout.decode()
    check('You have promised to come at 08:10 too: North' in words, words)
    [outing] = chiara.ask('week', '--from', '2026-09-07')
    check_equal(outing['turns'][0]['clash'], 'The mill – School', 'on the walk, to everybody')
    words = chiara.run('week', '--from', '2026-09-07').stdout.decode()
    check('Bruno is on the road at 07:50 too: from The mill to School' in words, words)
    check_equal(chiara.ask('ride', 'show', ride)['clash'], None, 'whose it is knows')


def test_weekly(folder):
    anna, bruno, _ = make_three(folder)
    switch_on(folder, anna, bruno)
    ride = anna.ask(*OFFER, '--weekly', '--days', 'tu,th', '--until', '2026-09-30')['ride']
    carry(folder, anna, bruno)
    dates = ['2026-09-08', '2026-09-10', '2026-09-15', '2026-09-17', '2026-09-22', '2026-09-24',
             '2026-09-29']
    check_equal([r['date'] for r in bruno.ask('ride', 'list', '--from', '2026-09-07', '--days',
                                              '30')], dates, 'the dates')
    check_equal(bruno.ask('ride', 'take', ride)['dates'], dates, 'all of them')
    check_equal(bruno.ask('ride', 'free', ride, '2026-09-15')['dates'], ['2026-09-15'], 'one back')
    check_equal(takers(bruno, ride, '2026-09-17'), [('Bruno', 'there', 1, 'standing')], 'and not more')
    check_equal(bruno.ask('ride', 'take', ride, '2026-09-15', '--until', '2026-12-01')['dates'],
                ['2026-09-15'], 'the following ones anew')
    check_equal(len(bruno.ask('ride', 'release', ride)['dates']), 7, 'all back')
    # the end of the school year, if nobody says
    open_end = anna.ask(*OFFER, '--weekly')['ride']
    check_equal(anna.ask('ride', 'show', open_end)['last'], '2027-07-31', 'until the summer')


def test_falls_out(folder):
    anna, bruno, chiara = make_three(folder)
    switch_on(folder, anna, bruno, chiara)
    ride = anna.ask(*OFFER, '--weekly', '--until', '2026-09-22')['ride']
    carry(folder, anna, bruno, chiara)
    bruno.ask('ride', 'take', ride)
    carry(folder, bruno, anna)
    check_equal([c['name'] for c in anna.ask('ride', 'call', ride, '2026-09-15')], ['Bruno'], 'call')
    anna.refuse(2, 'ride', 'stop', ride, '2026-09-15')
    words = anna.run('ride', 'stop', ride, '2026-09-15', '--why', 'The car').stdout.decode()
    check('It falls out: The car' in words and 'Bruno' in words, words)
    bruno.refuse(1, 'ride', 'stop', ride, '2026-09-08', '--why', 'x')
    carry(folder, anna, bruno, chiara)
    check_equal([(r['date'], r['state']) for r in bruno.ask('ride', 'list', '--from', '2026-09-07')],
                [('2026-09-08', 'runs'), ('2026-09-15', 'dropped'), ('2026-09-22', 'runs')], 'dates')
    chiara.refuse(1, 'ride', 'take', ride, '2026-09-15')
    # as long as somebody counts on it
    bruno.ask('ride', 'free', ride, '2026-09-15')
    carry(folder, bruno, chiara)
    check_equal([r['date'] for r in chiara.ask('ride', 'list', '--from', '2026-09-07')],
                ['2026-09-08', '2026-09-22'], 'nobody has to know')
    bruno.refuse(1, 'ride', 'take', ride, '2026-09-15')
    anna.ask('ride', 'resume', ride, '2026-09-15')
    anna.ask('ride', 'edit', ride, '--at', '08:05', '--seats', '2')
    carry(folder, anna, bruno)
    shown = bruno.ask('ride', 'show', ride, '2026-09-22')
    check_equal((shown['state'], shown['at'], shown['seats'], shown['takers'][0]['moved']),
                ('runs', '08:05', 2, True), 'later')
    check_equal(bruno.ask('ride', 'take', ride, '2026-09-15')['dates'], ['2026-09-15'], 'after all')
    anna.ask('ride', 'stop', ride)
    bruno.ask('ride', 'release', ride)
    carry(folder, anna, chiara)
    carry(folder, bruno, chiara)
    check_equal(chiara.ask('ride', 'list', '--from', '2026-09-07'), [], 'withdrawn')
    anna.ask('ride', 'resume', ride)


def test_ask(folder):
    anna, bruno, _ = make_three(folder)
    switch_on(folder, anna, bruno)
    [line] = anna.ask('line', 'import', LINE_FILE)
    grandma = anna.ask('member', 'add', 'Grandma')['member']
    ride = anna.ask('ride', 'ask', '--from', line['stops'][0]['name'].upper(), '--to', 'School',
                    '--date', '2026-09-08', '--back', '16:30', '--seats', '2', '--for',
                    grandma)['ride']
    carry(folder, anna, bruno)
    shown = bruno.ask('ride', 'show', ride)
    check_equal((shown['kind'], shown['at'], shown['name'], shown['by_name'], shown['from'],
                 shown['from_line']),
                ('ask', None, 'Grandma', 'Anna', line['stops'][0]['name'], line['id']), 'the ask')
    check('2 of 2 seats are still missing' in bruno.run('ride', 'show', ride).stdout.decode(), 'words')
    bruno.ask('ride', 'take', ride, '--seats', '4')
    check_equal(bruno.ask('ride', 'show', ride)['left_back'], 0, 'nothing is missing')


def test_in_place_of_a_walk(folder):
    anna, bruno, _ = make_three(folder)
    rota = anna.ask('rota', 'add', 'Walk', '--days', 'mo,tu,th,fr', '--at', '07:40', '--from',
                    '2026-09-01', '--until', '2027-06-10', '--min', '2')[0]['id']
    anna.ask('rota', 'publish', rota)
    anna.refuse(1, 'ride', 'instead', rota, '2026-09-08')
    switch_on(folder, anna, bruno)
    check('rides' in [s['step'] for s in anna.ask('outing', 'gap', rota, '2026-09-08')['steps']],
          'the step')
    ride = anna.ask('ride', 'instead', rota, '2026-09-08')['ride']
    carry(folder, anna, bruno)
    shown = bruno.ask('ride', 'show', ride)
    check_equal((shown['kind'], shown['at'], shown['rota'], shown['seats']),
                ('ask', '07:40', rota, 4), 'what is asked for')
    bruno.refuse(1, 'ride', 'instead', rota, '2026-09-08')
    bruno.ask('ride', 'take', ride, '--seats', '3')
    [day] = bruno.ask('week', '--from', '2026-09-08', '--days', '1')
    check_equal((day['ride_seats'], day['ride_missing']), (4, 1), 'what came of it')
    words = bruno.run('week', '--from', '2026-09-08', '--days', '1').stdout.decode()
    check('Rides: 1 of 4 seats is still missing' in words, words)
    # and of what is called off
    anna.ask('rota', 'cancel', rota, '2026-09-10', '--why', 'Strike')
    anna.ask('ride', 'instead', rota, '2026-09-10')
    anna.refuse(1, 'ride', 'instead', rota, '2026-09-09')


def test_bad_input(folder):
    anna, bruno, _ = make_three(folder)
    switch_on(folder, anna, bruno)
    before = anna.ask('state-hash')

    def offer(**changed):
        options = {'from': 'A', 'to': 'B', 'date': '2026-09-08', 'at': '08:00', 'seats': '3',
                   **changed}
        return [word for key, value in options.items() if value is not None
                for word in (f'--{key}', value)]

    for changed, words in (
            ({'seats': '-1'}, 'from 1 to 20'), ({'seats': '0'}, 'from 1 to 20'),
            ({'seats': '21'}, 'from 1 to 20'), ({'seats': '999999999999'}, '--seats'),
            ({'seats': 'three'}, '“three”'), ({'date': '2026-02-30'}, '--date does not exist'),
            ({'at': '25:00'}, '--at does not exist'), ({'from': 'x' * 10000}, 'The place is too'),
            ({'to': ' '}, 'empty'),
            ({'child-seat': 'throne:1'}, 'child seat'), ({'seats': None}, '--seats'),
            ({'at': None}, '--at'), ({'until': '2026-12-01'}, '--weekly')):
        done = anna.refuse(2, 'ride', 'offer', *offer(**changed))
        check(words in done, (changed, done))
    done = anna.refuse(2, 'ride', 'offer', *offer(until='2026-09-01'), '--weekly')
    check('ends before it begins' in done, done)
    anna.refuse(2, 'ride', 'ask', *offer(seats='1'), '--child-seat', 'booster:2')
    anna.refuse(1, 'ride', 'offer', *offer(date='2020-09-08'))
    anna.refuse(3, 'ride', 'take', 'abcdef')
    anna.refuse(3, 'ride', 'show', 'abcdef')
    check_equal(anna.ask('state-hash'), before, 'nothing was written')


cli.run(dict(globals()))
