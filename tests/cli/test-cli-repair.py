#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bikes that break are reported, mended at a workshop, and lent to nobody meanwhile."""

import os

import cli
from cli import carry, check, check_equal, make_three, members_of

KEYS = {'id', 'thing', 'thing_name', 'whose_name', 'member', 'name', 'phone', 'mine', 'date', 'parts',
        'text', 'unsafe', 'open', 'state', 'done', 'used', 'cost', 'by', 'checked', 'said_by',
        'contested', 'slots'}
SLOT_KEYS = {'id', 'rota', 'title', 'date', 'at', 'name', 'by_name', 'mine', 'state', 'reserve',
             'before', 'on'}
LINE_KEYS = {'date', 'kind', 'about', 'name', 'parts', 'condition', 'text', 'used', 'cost', 'checked'}


def switch_on(folder, rule, *homes):
    homes[0].ask('rules', 'set', rule, '1')
    carry(folder, homes[0], homes[1])
    check_equal(homes[1].ask('rules', 'set', rule, '1')['done'], True, 'switched on')
    carry(folder, homes[1], *homes[:1], *homes[2:])


def make_shop(folder):
    """Three who lend and mend; a workshop each Saturday with one place, and a bike to borrow."""
    homes = make_three(folder)
    anna, bruno, chiara = homes
    switch_on(folder, 'lending', anna, bruno, chiara)
    switch_on(folder, 'repair', anna, bruno, chiara)
    rota = anna.ask('rota', 'add', 'Workshop', '--days', 'sa', '--at', '14:00', '--from',
                    '2026-09-01', '--until', '2026-12-31', '--min', '1', '--max', '3')[0]['id']
    anna.ask('rota', 'publish', rota)
    check_equal(anna.ask('workshop', 'set', rota[:8], '1'), {'places': 1}, 'one place')
    bike = anna.ask('thing', 'add', 'Red bike', '--kind', 'bike', '--lend')['thing']
    carry(folder, anna, bruno, chiara)
    return anna, bruno, chiara, rota, bike


def test_off_until_switched_on(folder):
    anna, _, _ = make_three(folder)
    check('switched on in its rules' in anna.refuse(1, 'fault', 'report', '--bike', 'Blue bike',
                                                    '--part', 'brakes'), 'it says how')
    check_equal(anna.ask('fault', 'list'), [], 'none')
    check_equal(anna.ask('workshop', 'list'), [], 'none either')


def test_story(folder):
    anna, bruno, chiara, rota, bike = make_shop(folder)
    fault = bruno.ask('fault', 'report', '--thing', bike[:8], '--part', 'brakes', '--part', 'lights',
                      '--text', 'The left one is loose', '--not-to-be-ridden', '--since',
                      '2026-08-30', '--wanted', '2026-09-20')
    check_equal(set(fault), KEYS | {'since', 'wanted'}, 'the keys')
    check_equal((fault['thing_name'], fault['parts'], fault['unsafe'], fault['state'], fault['name'],
                 fault['since'], fault['wanted']),
                ('Red bike', ['brakes', 'lights'], True, 'reported', 'Bruno', '2026-08-30',
                 '2026-09-20'), 'the sheet')
    carry(folder, bruno, chiara, anna)

    # nobody borrows what is broken, and the booking says why
    waits = chiara.ask('book', bike, '--from', '2026-09-03')['booking']
    check_equal((waits['state'], waits['why']), ('reserve', 'repair'), 'not while it is broken')
    [listed] = chiara.ask('book', 'list')
    check_equal((listed['broken'], listed['free']), (True, [0] * 14), 'nothing is free')

    shown = chiara.ask('fault', 'slot', fault['id'][:8], '--date', '2026-09-05')
    [slot] = shown['slots']
    check_equal(set(slot), SLOT_KEYS, 'the keys of a place')
    check_equal((shown['state'], slot['title'], slot['date'], slot['state'], slot['name']),
                ('booked', 'Workshop', '2026-09-05', 'standing', 'Chiara'), 'a place')
    check('Nobody mends' in chiara.refuse(1, 'fault', 'slot', fault['id'], '--date', '2026-09-06'),
          'on a Sunday nobody does')
    other = chiara.ask('fault', 'report', '--bike', 'Blue bike', '--text', 'Flat')
    waiting = chiara.ask('fault', 'slot', other['id'], '--date', '2026-09-05')['slots'][0]
    check_equal((waiting['state'], waiting['reserve'], waiting['before']), ('reserve', 1, 'Chiara'),
                'one place')
    [workshop] = [w for w in chiara.ask('workshop', 'list') if w['date'] == '2026-09-05']
    check_equal((workshop['places'], workshop['left'], workshop['faults']), (1, 0, [fault['id']]),
                'what comes')
    chiara.ask('fault', 'release', fault['id'])
    check_equal(chiara.ask('fault', 'show', other['id'])['state'], 'booked', 'who waited moves up')
    carry(folder, chiara, anna, bruno)

    ids = members_of(anna)
    check_equal(anna.ask('fault', 'start', fault['id'])['state'], 'started', 'begun')
    anna.now = '2026-09-02T10:00:00+02:00'
    done = anna.ask('fault', 'done', fault['id'], '--text', 'New pads', '--used', '2 pads', '--cost',
                    '8 euros', '--minutes', '25', '--by', ids['Bruno'], '--checked', ids['Anna'])
    check_equal((done['state'], done['done'], done['used'], done['cost'], done['minutes'],
                 done['by'], done['checked'], done['worked']),
                ('repaired', 'New pads', '2 pads', '8 euros', 25, 'Bruno', 'Anna', '2026-09-02'),
                'repaired')
    carry(folder, anna, bruno, chiara)
    [booking] = chiara.ask('book', 'show', bike)['bookings']
    check_equal(booking['state'], 'standing', 'it can be had again')
    check_equal([f['id'] for f in bruno.ask('fault', 'list')], [other['id']], 'what is open')
    check_equal(len(bruno.ask('fault', 'list', '--all')), 2, 'and all')

    log = bruno.ask('thing', 'log', bike[:8])
    check_equal([(l['date'], l['kind'], l['name']) for l in log['lines']],
                [('2026-09-01', 'fault', 'Bruno'), ('2026-09-01', 'started', 'Anna'),
                 ('2026-09-02', 'repaired', 'Bruno')], 'the log book')
    check_equal(set(log['lines'][0]), LINE_KEYS, 'the keys of a line')
    path = os.path.join(folder, 'log.csv')
    bruno.run('thing', 'log', bike, '--csv', path)
    with open(path, encoding='utf-8-sig') as file:
        table = file.read()
    check('Red bike;2026-09-02;' in table and ';2 pads;8 euros;25;Anna' in table, table)
    check('file of that name' in bruno.refuse(2, 'thing', 'log', bike, '--csv', path), 'not twice')
    [found] = [f for f in bruno.ask('search', 'loose') if f['kind'] == 'fault']
    check_equal((found['title'], found['over'], found['name']),
                ('The left one is loose', True, 'Bruno'), 'found by its words')
    check('Repaired' in bruno.run('fault', 'list', '--all').stdout.decode(), 'in words')


def test_whose_word(folder):
    anna, bruno, chiara, _, bike = make_shop(folder)
    fault = bruno.ask('fault', 'report', '--thing', bike, '--part', 'tyre')['id']
    carry(folder, bruno, chiara, anna)
    check('Whoever reported this' in chiara.refuse(1, 'fault', 'withdraw', fault), 'it is his')
    check_equal(chiara.ask('fault', 'edit', fault, '--not-to-be-ridden')['unsafe'], True,
                'that it is not safe everybody says')
    check_equal(bruno.ask('fault', 'edit', fault, '--part', 'wheel', '--text', 'Bent')['parts'],
                ['wheel'], 'changed')
    check_equal(bruno.ask('fault', 'withdraw', fault)['state'], 'withdrawn', 'withdrawn')
    check('nothing to mend' in bruno.refuse(1, 'fault', 'start', fault), 'no more of it')
    other = bruno.ask('fault', 'report', '--thing', bike, '--part', 'frame')['id']
    check_equal(bruno.ask('fault', 'give-up', other, '--text', 'Cracked')['state'], 'given-up',
                'it cannot be mended')
    check_equal(bruno.ask('fault', 'reopen', other)['state'], 'reported', 'or it can')


def test_on_behalf(folder):
    anna, bruno, chiara, rota, _ = make_shop(folder)
    gran = anna.ask('member', 'add', 'Gran')['member']
    fault = anna.ask('fault', 'report', '--bike', 'Her bike', '--for', gran, '--part', 'saddle')
    check_equal((fault['name'], fault['whose_name'], fault['mine']), ('Gran', 'Gran', True), 'hers')
    [slot] = anna.ask('fault', 'slot', fault['id'], '--date', '2026-09-12', '--for', gran, '--rota',
                      rota)['slots']
    check_equal((slot['name'], slot['by_name']), ('Gran', 'Anna'), 'she brings it')
    carry(folder, anna, bruno, chiara)
    check_equal(chiara.ask('fault', 'show', fault['id'])['slots'][0]['name'], 'Gran', 'seen')


def test_bad_input(folder):
    anna, _, _, rota, bike = make_shop(folder)
    anna.refuse(2, 'fault', 'report', '--part', 'brakes')
    anna.refuse(2, 'fault', 'report', '--thing', bike, '--bike', 'Another', '--part', 'brakes')
    anna.refuse(2, 'fault', 'report', '--thing', bike, '--part', 'bell')
    anna.refuse(2, 'fault', 'report', '--thing', bike, '--part', 'brakes', '--since', 'Monday')
    said = anna.refuse(2, 'fault', 'report', '--thing', bike, '--part', 'brakes', '--since',
                       '2030-01-01')
    check('still to come' in said, said)
    anna.refuse(2, 'fault', 'report', '--thing', bike, '--not-to-be-ridden', '--may-be-ridden')
    check('Say what is wrong' in anna.refuse(1, 'fault', 'report', '--thing', bike), 'nothing')
    anna.refuse(2, 'workshop', 'set', rota, 'many')
    anna.refuse(3, 'workshop', 'set', 'ffffffff', '2')
    anna.refuse(3, 'thing', 'log', 'ffffffff')
    fault = anna.ask('fault', 'report', '--thing', bike, '--part', 'other')['id']
    anna.refuse(2, 'fault', 'edit', fault)
    anna.refuse(2, 'fault', 'slot', fault)
    anna.refuse(1, 'fault', 'release', fault)
    anna.refuse(2, 'fault', 'done', fault, '--minutes', '100000')


cli.run(dict(globals()))
