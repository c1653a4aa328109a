#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What there is, is found by its words."""

import cli
from cli import LINE_FILE, carry, check, check_equal, make_three

KEYS = {'id', 'kind', 'title', 'more', 'name', 'over'}


def found(home, *words):
    return [(f['kind'], f['title'], f['name']) for f in home.ask('search', *words)]


def test_found(folder):
    anna, bruno, chiara = make_three(folder)
    anna.ask('rules', 'set', 'rides', '1')
    carry(folder, anna, bruno)
    bruno.ask('rules', 'set', 'rides', '1')
    carry(folder, bruno, anna, chiara)
    [line] = anna.ask('line', 'import', LINE_FILE)
    stop = line['stops'][1]['name']
    anna.ask('child', 'add', 'Léa Dupont', '--line', line['id'])
    bruno.ask('ride', 'offer', '--from', 'Léa’s mill', '--to', 'School', '--date', '2026-09-08',
              '--at', '07:50', '--seats', '3')
    carry(folder, anna, bruno, chiara)
    carry(folder, bruno, chiara)
    check_equal(found(chiara, 'lea'), [('child', 'Léa Dupont', None),
                                       ('ride', 'Léa’s mill → School', 'Bruno')], 'two kinds')
    check_equal(found(chiara, 'LEA', 'sch'), [('ride', 'Léa’s mill → School', 'Bruno')],
                'all words')
    check_equal(found(chiara, stop), [('line', line['name'], None)], 'a line by its stop')
    check_equal(found(chiara, 'bru'), [('member', 'Bruno', None)], 'a member')
    check_equal(found(chiara, 'ea'), [], 'not in the middle of a word')
    [ride] = chiara.ask('search', 'mill')
    check_equal((set(ride), ride['over']), (KEYS, False), 'the keys')
    words = chiara.run('search', 'mill').stdout.decode()
    check('Ride · Bruno' in words, words)
    words = chiara.run('search', 'nobody').stdout.decode()
    check('Nothing was found.' in words, words)


def test_bad_input(folder):
    anna, _, _ = make_three(folder)
    anna.refuse(cli.USAGE, 'search')
    check_equal(found(anna, ' '), [], 'blanks')
    check_equal(found(anna, 'x' * 10000), [], 'a word of 10,000 characters')
    check_equal(found(anna, '*', '%', '"'), [], 'signs')
    anna.refuse(cli.USAGE, 'search', b'\xff\xfe')


cli.run(dict(globals()))
