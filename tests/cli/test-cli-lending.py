#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Things and rooms are booked, handed out and brought back; two who book at once have one of it."""

import cli
from cli import carry, check, check_equal, make_three, members_of

KEYS = {'id', 'name', 'kind', 'note', 'whose', 'whose_name', 'pieces', 'people', 'condition', 'worn',
        'where', 'lent', 'days', 'gone', 'contested', 'broken', 'held', 'free', 'bookings'}
BOOKING_KEYS = {'id', 'member', 'name', 'phone', 'by_name', 'mine', 'repair', 'from', 'to', 'at',
                'until', 'pieces', 'text', 'opens', 'closes', 'state', 'rank', 'reserve', 'why',
                'before', 'hand', 'condition', 'remark', 'overdue', 'clash'}


def switch_on(folder, rule, *homes):
    """More than half of the three agree that it is wanted."""
    homes[0].ask('rules', 'set', rule, '1')
    carry(folder, homes[0], homes[1])
    check_equal(homes[1].ask('rules', 'set', rule, '1')['done'], True, 'switched on')
    carry(folder, homes[1], *homes[:1], *homes[2:])


def bookings(home, thing):
    return [(b['name'], b['from'], b['to'], b['state'], b['hand'])
            for b in home.ask('book', 'show', thing)['bookings']]


def test_off_until_switched_on(folder):
    anna, _, _ = make_three(folder)
    trailer = anna.ask('thing', 'add', 'Trailer')['thing']
    check('switched on in its rules' in anna.refuse(1, 'thing', 'edit', trailer, '--lend'),
          'it says how')
    check('switched on in its rules' in anna.refuse(1, 'room', 'add', 'Hall'), 'of rooms too')
    anna.refuse(1, 'book', trailer, '--from', '2026-09-08')
    check_equal(anna.ask('book', 'list'), [], 'none')


def test_lend(folder):
    anna, bruno, chiara = make_three(folder)
    switch_on(folder, 'lending', anna, bruno, chiara)
    ids = members_of(anna)
    trailer = anna.ask('thing', 'add', 'Trailer', '--lend', '--days', '7', '--where', 'Our garage',
                       '--of', ids['Anna'], '--note', 'Two wheels')['thing']
    carry(folder, anna, bruno, chiara)
    [shown] = bruno.ask('book', 'list')
    check_equal(set(shown), KEYS, 'the keys')
    check_equal((shown['name'], shown['kind'], shown['whose_name'], shown['days'], shown['where'],
                 shown['free']), ('Trailer', 'thing', 'Anna', 7, 'Our garage', [1] * 14), 'the thing')
    done = bruno.ask('book', trailer[:8], '--from', '2026-09-02', '--to', '2026-09-04', '--text',
                     'Moving a desk')
    check_equal((done['dates'], done['reserve'], done['booking']['text']),
                (['2026-09-02'], 0, 'Moving a desk'), 'booked')
    check_equal(set(done['booking']), BOOKING_KEYS, 'the keys of a booking')
    booking = done['booking']['id']
    carry(folder, bruno, chiara, anna)
    waits = chiara.ask('book', trailer, '--from', '2026-09-04', '--to', '2026-09-05')['booking']
    check_equal((waits['state'], waits['reserve'], waits['why'], waits['before']),
                ('reserve', 1, 'taken', 'Bruno'), 'the reason')
    words = chiara.run('book', 'show', trailer).stdout.decode()
    check('Bruno has booked it before, 2 September 2026 to 4 September 2026' in words, words)
    carry(folder, chiara, anna)

    check_equal(anna.ask('book', 'out', booking[:8])['booking']['hand'], 'out', 'handed out')
    carry(folder, anna, bruno, chiara)
    check('Bring it back' in bruno.refuse(1, 'book', 'release', booking), 'it is out')
    bruno.now = '2026-09-03T08:00:00+02:00'
    back = bruno.ask('book', 'back', booking, '--condition', 'worn', '--text', 'One bolt is loose')
    check_equal((back['booking']['hand'], back['booking']['condition'], back['booking']['since']),
                ('back', 'worn', '2026-09-03'), 'brought back')
    carry(folder, bruno, chiara)
    check_equal(bookings(chiara, trailer),
                [('Bruno', '2026-09-02', '2026-09-04', 'standing', 'back'),
                 ('Chiara', '2026-09-04', '2026-09-05', 'standing', 'booked')], 'who has it')
    [shown] = chiara.ask('book', 'list')
    check_equal((shown['condition'], shown['worn'], len(shown['bookings'])),
                ('worn', 'One bolt is loose', 1), 'how it is')
    check_equal(chiara.ask('book', 'release', waits['id'])['n'], 1, 'given back')
    check_equal(chiara.ask('check', '--full')['ok'], True, 'the store')


def test_at_once(folder):
    """Two book one thing offline: one has it, the other waits, and all machines say the same."""
    anna, bruno, chiara = make_three(folder)
    switch_on(folder, 'lending', anna, bruno, chiara)
    vests = anna.ask('thing', 'add', 'Vests', '--lend', '--pieces', '12')['thing']
    carry(folder, anna, bruno, chiara)
    bruno.ask('book', vests, '--from', '2026-09-02', '--pieces', '7')
    chiara.ask('book', vests, '--from', '2026-09-02', '--to', '2026-09-03', '--pieces', '6')
    carry(folder, bruno, chiara, anna)
    carry(folder, chiara, bruno, anna)
    told = [bookings(home, vests) for home in (anna, bruno, chiara)]
    check_equal(told[0], told[1], 'the same')
    check_equal(told[0], told[2], 'the same')
    check_equal(sorted(state for *_, state, _ in told[0]), ['reserve', 'standing'], 'one has it')
    check('lottery' in anna.run('book', 'show', vests).stdout.decode(), 'the reason')


def test_room(folder):
    anna, bruno, chiara = make_three(folder)
    switch_on(folder, 'rooms', anna, bruno, chiara)
    ids = members_of(anna)
    hall = anna.ask('room', 'add', 'Hall', '--people', '40', '--where', 'Back door', '--key',
                    ids['Bruno'])['thing']
    done = anna.ask('book', hall, '--from', '2026-09-08', '--at', '18:00', '--until', '20:00',
                    '--pieces', '25', '--weekly', '--last', '2026-09-29', '--opens', ids['Bruno'],
                    '--text', 'Choir')
    check_equal((done['dates'], done['reserve']),
                (['2026-09-08', '2026-09-15', '2026-09-22', '2026-09-29'], 0), 'each week')
    carry(folder, anna, bruno)
    [room] = bruno.ask('room', 'list')
    check_equal((room['people'], room['held'][0]['name'], len(room['bookings'])), (40, 'Bruno', 4),
                'the room')
    check_equal((room['bookings'][0]['opens'], room['bookings'][0]['at']), ('Bruno', '18:00'),
                'who opens')
    check_equal(bruno.ask('book', 'list'), [], 'a room is no thing')
    check_equal(bruno.ask('book', hall, '--from', '2026-09-08', '--at', '20:00', '--until',
                          '22:00')['reserve'], 0, 'after the choir')
    check_equal(bruno.ask('book', hall, '--from', '2026-09-15', '--at', '19:30', '--until',
                          '21:00')['reserve'], 1, 'during the choir')
    check_equal(anna.ask('book', 'release', done['ids'][1], '--later')['n'], 3, 'all later ones')
    words = bruno.run('room', 'list').stdout.decode()
    check('18:00 to 20:00' in words and 'Bruno opens' in words, words)


def test_clash(folder):
    """Who uses a room, or is to open it, while they walk is told so, on both."""
    anna, bruno, chiara = make_three(folder)
    switch_on(folder, 'rooms', anna, bruno, chiara)
    ids = members_of(anna)
    rota = anna.ask('rota', 'add', 'North', '--days', 'tu', '--at', '08:10', '--from', '2026-09-08',
                    '--until', '2026-09-08', '--max', '2')[0]['id']
    hall = anna.ask('room', 'add', 'Hall')['thing']
    carry(folder, anna, bruno, chiara)
    bruno.ask('turn', 'take', rota, '2026-09-08')
    carry(folder, bruno, anna, chiara)
    anna.ask('turn', 'take', rota, '2026-09-08')
    booking = anna.ask('book', hall, '--from', '2026-09-08', '--at', '08:00', '--until', '09:00',
                       '--opens', ids['Bruno'])['booking']
    check_equal(booking['clash'], 'North', 'it is told at once')
    carry(folder, anna, bruno, chiara)
    words = anna.run('book', 'show', hall).stdout.decode()
    check('You have promised to come at 08:10 too: North' in words, words)
    [room] = bruno.ask('room', 'list')
    check_equal(room['bookings'][0]['clash'], 'North', 'to who opens')
    [room] = chiara.ask('room', 'list')
    check_equal(room['bookings'][0]['clash'], None, 'who has to be there knows')
    [outing] = chiara.ask('week', '--from', '2026-09-07')
    check_equal([turn['clash'] for turn in outing['turns']], ['Hall', 'Hall'], 'on the walk, to all')
    words = chiara.run('week', '--from', '2026-09-07').stdout.decode()
    check('Anna has booked a room at 08:00 too: Hall' in words, words)
    check('Bruno is to open a room at 08:00 too: Hall' in words, words)
    anna.ask('book', 'release', booking['id'])
    [outing] = anna.ask('week', '--from', '2026-09-07')
    check_equal([turn['clash'] for turn in outing['turns']], [None, None], 'given back')


def test_bad_input(folder):
    anna, bruno, chiara = make_three(folder)
    switch_on(folder, 'lending', anna, bruno, chiara)
    tent = anna.ask('thing', 'add', 'Tent', '--lend', '--days', '3')['thing']
    own = bruno.ask('thing', 'add', 'Ladder')['thing']
    before = anna.ask('state-hash')
    book = ('book', tent, '--from')
    check('not so many' in anna.refuse(1, *book, '2026-09-08', '--pieces', '0'), 'none')
    check('not so many' in anna.refuse(1, *book, '2026-09-08', '--pieces', '-3'), 'below zero')
    anna.refuse(1, *book, '2026-09-08', '--pieces', '2')
    check('ends before' in anna.refuse(2, *book, '2026-09-08', '--to', '2026-09-07'), 'the period')
    anna.refuse(2, *book, '2026-09-08', '--at', '10:00', '--until', '09:00')
    anna.refuse(2, *book, '2026-02-30')
    anna.refuse(2, *book, '2026-09-08', '--to', 'tomorrow')
    anna.refuse(2, *book, '2026-09-08', '--weekly')
    anna.refuse(2, *book, '2026-09-08', '--weekly', '--last', '2026-09-01')
    anna.refuse(2, 'book', tent)
    check('today on' in anna.refuse(1, *book, '2020-09-08'), 'over')
    anna.refuse(2, *book, '2026-09-08', '--text', 'x' * 10000)
    anna.refuse(2, 'thing', 'edit', tent, '--where', 'x' * 10000)
    anna.refuse(1, 'thing', 'edit', tent, '--pieces', '0')
    anna.refuse(1, 'thing', 'edit', tent, '--days', '400')
    anna.refuse(1, 'thing', 'edit', tent, '--days', '-1')
    anna.refuse(2, 'thing', 'edit', tent, '--kind', 'boat')
    anna.refuse(2, 'thing', 'edit', tent, '--condition', 'soso')
    anna.refuse(2, 'thing', 'edit', tent, '--lend', '--no-lend')
    anna.refuse(2, 'thing', 'edit', tent, '--held', 'abcdef:0')
    anna.refuse(2, 'thing', 'edit', tent)
    anna.refuse(3, 'book', 'abcdef', '--from', '2026-09-08')
    anna.refuse(3, 'book', 'release', 'abcdef')
    anna.refuse(3, 'book', 'out', 'abcdef')
    check_equal(anna.ask('state-hash'), before, 'nothing was written')
    carry(folder, bruno, chiara)
    carry(folder, anna, chiara)
    check('Ask whose it is' in chiara.refuse(1, 'book', own, '--from', '2026-09-08'), 'not lent')
    chiara.refuse(1, 'book', tent, '--from', '2026-09-08', '--to', '2026-09-12')
    check('wrote this down' in chiara.refuse(1, 'thing', 'edit', own, '--pieces', '3'), 'whose')


cli.run(dict(globals()))
