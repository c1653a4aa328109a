#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rotas that change in the middle of the term, and who had promised to come."""

import cli
from cli import carry, check, check_equal, found, make_three

START = '2026-09-01T08:00:00+02:00'


def plan_walk(anna, *options):
    return anna.ask('rota', 'add', 'The walk', '--days', 'mo,tu,th,fr', '--at', '08:10', '--from',
                    '2026-09-07', '--until', '2026-09-18', '--min', '2', *options)[0]['id']


def days_of(machine):
    return [(o['date'], o['verdict']['why']) for o in
            machine.ask('week', '--from', '2026-09-07', '--days', '14')]


def test_says_first(folder):
    """What it would do is said, and nothing done; then it is done."""
    anna = found(folder)
    anna.now = START
    rota = plan_walk(anna)
    anna.ask('turn', 'take', rota, '2026-09-08')
    n_entries = anna.ask('status')['entries']

    plan = anna.ask('rota', 'edit', rota, '--days', 'mo,th', '--add', '2026-09-09', '--dry-run')
    check_equal((plan['rota'], plan['written'], plan['suggestion'], plan['gone'], plan['new'],
                 plan['moved'], plan['turns']), (rota, False, False, 4, 1, 0, 1), 'in numbers')
    check_equal([(o['date'], o['what'], o['members']) for o in plan['outings'][:2]],
                [('2026-09-08', 'gone', ['Anna']), ('2026-09-09', 'new', [])], 'each')
    words = anna.run('rota', 'edit', rota, '--at', '08:20', '--dry-run').stdout.decode()
    check('8 outings are at another time' in words and
          'Tue 8 Sep at 08:20 instead of 08:10: Anna had promised to come.' in words, words)
    check_equal(anna.ask('status')['entries'], n_entries, 'nothing was written')

    done = anna.ask('rota', 'edit', rota[:8], '--days', 'mo,th', '--add', '2026-09-09', '--drop',
                    '2026-09-14', '--title', 'The stroll')
    check_equal((done['written'], done['gone']), (True, 5), 'done')
    check_equal(days_of(anna), [('2026-09-07', 'short'), ('2026-09-08', 'no-day'),
                                ('2026-09-09', 'short'), ('2026-09-10', 'short'),
                                ('2026-09-17', 'short')], 'the outings')
    [listed] = anna.ask('rota', 'list')
    check_equal((listed['title'], listed['rule']['days'], listed['rule']['added'],
                 listed['rule']['dropped']),
                ('The stroll', 'mo,th', ['2026-09-09'], ['2026-09-14']), 'the rota')
    check('also on Wed 9 Sep' in anna.run('rota', 'list').stdout.decode(), 'in words')

    # the other way round it is as it was
    anna.ask('rota', 'edit', rota, '--days', 'mo,tu,th,fr', '--drop', '2026-09-09', '--add',
             '2026-09-14')
    check_equal([day for day, _ in days_of(anna)],
                ['2026-09-07', '2026-09-08', '2026-09-10', '2026-09-11', '2026-09-14',
                 '2026-09-15', '2026-09-17', '2026-09-18'], 'as it was')
    check_equal(anna.ask('check', '--full')['ok'], True, 'the store')


def test_roles(folder):
    """Head and tail: each wants its own, and who promised one that is gone comes all the same."""
    anna, bruno, _ = make_three(folder)
    for machine in (anna, bruno):
        machine.now = START
    rota = plan_walk(anna, '--min', '1', '--max', '2', '--role', 'Walker', '--role', 'Head:1',
                     '--role', 'Tail:1-2')
    [listed] = anna.ask('rota', 'list')
    check_equal(sorted((r['name'], r['min'], r['max']) for r in listed['roles']),
                [('Head', 1, 1), ('Tail', 1, 2), ('Walker', 1, 2)], 'the rota')
    check('Head (1)' in anna.run('rota', 'list').stdout.decode(), 'in words')
    carry(folder, anna, bruno)

    taken = anna.ask('turn', 'take', rota, '2026-09-07', '--role', 'head')
    check_equal((taken['role'], taken['state'], taken['along']), ('Head', 'standing', False), 'head')
    taken = bruno.ask('turn', 'take', rota, '2026-09-07', '--along')
    check_equal((taken['role'], taken['state'], taken['along']), (None, 'standing', True), 'along')
    words = bruno.run('turn', 'take', rota, '2026-09-08', '--role', 'Tail').stdout.decode()
    check('You walk (Tail)' in words and '3 more adults' not in words, words)
    carry(folder, bruno, anna)
    [monday, tuesday] = anna.ask('week', '--from', '2026-09-07', '--days', '2')
    check_equal((monday['verdict']['have'], monday['verdict']['needed']), (1, 3), 'Monday')
    check_equal([(r['name'], r['have']) for r in sorted(tuesday['roles'], key=lambda r: r['name'])],
                [('Head', 0), ('Tail', 1), ('Walker', 0)], 'Tuesday')
    check('2 more adults are needed (1 of 3): ' in anna.run('week', '--from', '2026-09-08').stdout
          .decode(), 'what is missing')

    plan = anna.ask('rota', 'edit', rota, '--role', 'Tail:1')
    check_equal([(o['date'], o['what'], o['members']) for o in plan['outings']],
                [('2026-09-07', 'role', ['Anna'])], 'what it does')
    [monday] = anna.ask('week', '--from', '2026-09-07', '--days', '1')
    check_equal([(t['member_name'], t['state']) for t in monday['turns']],
                [('Anna', 'standing'), ('Bruno', 'standing')], 'they come all the same')
    anna.ask('rota', 'edit', rota, '--no-roles')
    check_equal(anna.ask('rota', 'list')[0]['roles'], [], 'none')

    anna.refuse(cli.NOT_FOUND, 'turn', 'take', rota, '2026-09-10', '--role', 'Head')
    anna.refuse(cli.USAGE, 'turn', 'take', rota, '2026-09-10', '--along', '--role', 'Head')
    anna.refuse(cli.USAGE, 'rota', 'edit', rota, '--role', 'Head:1', '--no-roles')
    for role in ('Head:', 'Head:x', 'Head:1-', 'Head:-1', 'Head:100', 'Head: 1', 'Head:1-2-3'):
        anna.refuse(cli.USAGE, 'rota', 'edit', rota, '--role', role)
    for role in (':1', 'Head:2-1', 'Head:0', ''):
        anna.refuse(cli.USAGE, 'rota', 'edit', rota, '--role', role)
    anna.refuse(cli.USAGE, 'rota', 'edit', rota, '--role', 'Head:1', '--role', 'HEAD:2')


def test_bad_input(folder):
    anna = found(folder)
    anna.now = START
    rota = plan_walk(anna)
    n_entries = anna.ask('status')['entries']
    for words in [(), ('--min', '9'), ('--days', 'xx'), ('--at', '24:00'), ('--until', '2026-01-01'),
                  ('--line', 'abcdef0123'), ('--no-line', '--line', 'abcdef0123'),
                  ('--in-holidays', '--no-holidays'), ('--add', 'tomorrow'), ('--every', '0'),
                  ('--max', '100'), ('--title', ' ')]:
        result = anna.run('rota', 'edit', rota, *words)
        check(result.returncode in (cli.USAGE, cli.NOT_FOUND), f'{words}: {result}')
        check(len(result.stderr) > 20 and result.stdout == b'', f'{words}: {result}')
    anna.refuse(cli.NOT_FOUND, 'rota', 'edit', 'abcdef0123', '--at', '08:20')
    check_equal(anna.ask('status')['entries'], n_entries, 'nothing was written')


def test_moved(folder):
    """The walk leaves earlier: who promised is asked, and keeps the place."""
    anna, bruno, chiara = make_three(folder)
    for machine in (anna, bruno, chiara):
        machine.now = START
    rota = plan_walk(anna)
    anna.ask('rota', 'publish', rota)
    carry(folder, anna, bruno, chiara)
    turn = bruno.ask('turn', 'take', rota, '2026-09-08')
    check_equal((turn['at'], turn['moved']), ('08:10', False), 'what was promised')
    carry(folder, bruno, anna, chiara)
    other = chiara.ask('turn', 'take', rota, '2026-09-08')['turn']
    carry(folder, chiara, anna, bruno)

    anna.ask('rota', 'edit', rota, '--at', '07:55')
    carry(folder, anna, bruno, chiara)
    for machine in (anna, bruno, chiara):
        [outing] = machine.ask('week', '--from', '2026-09-08', '--days', '1')
        check_equal((outing['at'], outing['verdict']['ok'], outing['verdict']['moved']),
                    ('07:55', True, 2), 'the outing')
        check_equal([(t['id'], t['rank'], t['at'], t['moved']) for t in outing['turns']],
                    [(turn['turn'], 1, '08:10', True), (other, 2, '08:10', True)], 'its turns')
    words = anna.run('week', '--from', '2026-09-08', '--days', '1').stdout.decode()
    check('2 people have not said yes to 07:55 yet' in words, words)

    chiara.refuse(cli.RULE, 'turn', 'keep', turn['turn'])
    check_equal(bruno.ask('turn', 'keep', turn['turn'][:10])['moved'], False, 'it suits him')
    carry(folder, bruno, anna, chiara)
    [outing] = anna.ask('week', '--from', '2026-09-08', '--days', '1')
    check_equal(outing['verdict']['moved'], 1, 'one has not said yes')
    chiara.ask('turn', 'release', other)
    carry(folder, chiara, anna)
    [outing] = anna.ask('week', '--from', '2026-09-08', '--days', '1')
    check_equal((outing['verdict']['why'], outing['verdict']['moved']), ('short', 0), 'given back')


def test_suggested(folder):
    """What is published is the baton's: from anybody else it waits."""
    anna, bruno, _ = make_three(folder)
    anna.now = bruno.now = START
    rota = plan_walk(anna)
    carry(folder, anna, bruno)
    words = bruno.refuse(cli.RULE, 'rota', 'edit', rota, '--at', '08:20')
    check('draft' in words, words)
    anna.ask('rota', 'publish', rota)
    carry(folder, anna, bruno)
    check_equal(bruno.ask('rota', 'edit', rota, '--at', '08:20')['suggestion'], True, 'it waits')
    words = bruno.run('rota', 'edit', rota, '--at', '08:25', '--dry-run').stdout.decode()
    check('suggestion' in words, words)
    carry(folder, bruno, anna)
    check_equal(anna.ask('rota', 'list')[0]['rule']['at'], '08:10', 'as it is')
    [waiting] = anna.ask('suggestions')
    anna.ask('adopt', waiting['id'])
    check_equal(anna.ask('rota', 'list')[0]['rule']['at'], '08:20', 'adopted')


def test_this_and_following(folder):
    """From the second week on only Mondays, and later; the first week stays as it was."""
    anna = found(folder)
    anna.now = START
    rota = plan_walk(anna)
    taken = anna.ask('turn', 'take', rota, '2026-09-14')['turn']
    plan = anna.ask('rota', 'edit', rota, '--at', '08:20', '--days', 'mo', '--from-day',
                    '2026-09-14', '--dry-run')
    check_equal((plan['gone'], plan['moved'], plan['new'], plan['turns']), (3, 1, 0, 1), 'foreseen')
    anna.ask('rota', 'edit', rota, '--at', '08:20', '--days', 'mo', '--from-day', '2026-09-14')
    check_equal([(o['date'], o['at']) for o in
                 anna.ask('week', '--from', '2026-09-07', '--days', '14')],
                [('2026-09-07', '08:10'), ('2026-09-08', '08:10'), ('2026-09-10', '08:10'),
                 ('2026-09-11', '08:10'), ('2026-09-14', '08:20')], 'both weeks')
    [listed] = anna.ask('rota', 'list')
    check_equal((listed['rule']['at'], listed['rule']['later']),
                ('08:10', [{'from': '2026-09-14', 'days': 'mo', 'at': '08:20'}]), 'the rota')
    check('from 14 September 2026 on, every Monday, at 08:20' in
          anna.run('rota', 'list').stdout.decode(), 'in words')
    [outing] = anna.ask('week', '--from', '2026-09-14', '--days', '1')
    check_equal([(t['id'], t['moved']) for t in outing['turns']], [(taken, True)], 'the turn')
    anna.refuse(cli.USAGE, 'rota', 'edit', rota, '--at', '08:30', '--from-day', '2027-01-01')
    anna.refuse(cli.USAGE, 'rota', 'edit', rota, '--at', '08:30', '--from-day', 'soon')
    check_equal(anna.ask('check', '--full')['ok'], True, 'the store')


def roles_on(member, *days):
    return [[(role['name'], role['min'], role['max']) for role in outing['roles']]
            for day in days for outing in member.ask('week', '--from', day, '--days', '1')]


def test_roles_of_a_date(folder):
    """On one date two are at the tail and one has keys; from a day on nobody is at the head."""
    anna, bruno, _ = make_three(folder)
    anna.now = bruno.now = START
    rota = plan_walk(anna, '--role', 'Head:1', '--role', 'Tail:1')
    anna.ask('rota', 'publish', rota)
    carry(folder, anna, bruno)
    bruno.ask('turn', 'take', rota, '2026-09-08', '--role', 'head')
    carry(folder, bruno, anna)
    usual = roles_on(anna, '2026-09-07')[0]
    say = ['rota', 'change', rota, '2026-09-08', '--role', 'Tail:1-2', '--role', 'Keys:1',
           '--remark', 'Bring umbrellas']
    plan = anna.ask(*say, '--dry-run')
    check_equal([(o['what'], o['members']) for o in plan['outings']], [('role', ['Bruno'])],
                'foreseen')
    check_equal((plan['written'], anna.ask('week', '--from', '2026-09-08')[0]['remark']),
                (False, None), 'nothing is written')
    check('they come all the same' in anna.run(*say).stdout.decode(), 'in words')
    check_equal(roles_on(anna, '2026-09-07', '2026-09-08'),
                [usual, [usual[0], ('Tail', 1, 2), ('Keys', 1, 1)]], 'on that date')
    [outing] = anna.ask('week', '--from', '2026-09-08', '--days', '1')
    check_equal((outing['remark'], outing['exception'], outing['verdict']['have']),
                ('Bring umbrellas', True, 1), 'who promised to be at the head comes')
    check('Good to know: Bring umbrellas' in
          anna.run('week', '--from', '2026-09-08').stdout.decode(), 'the remark')
    check('Good to know: Bring umbrellas' in
          anna.run('week', '--from', '2026-09-08', '--text').stdout.decode(), 'to paste')
    carry(folder, anna, bruno)
    bruno.ask('turn', 'release', outing['turns'][0]['id'])
    bruno.ask('turn', 'take', rota, '2026-09-08', '--role', 'keys')
    bruno.refuse(cli.NOT_FOUND, 'turn', 'take', rota, '2026-09-10', '--role', 'keys')
    anna.refuse(cli.USAGE, 'rota', 'change', rota, '2026-09-08', '--role', 'Keys:1', '--no-roles')
    anna.refuse(cli.USAGE, 'rota', 'change', rota, '2026-09-08', '--role', 'Keys:one')

    anna.ask('rota', 'edit', rota, '--role', 'Tail:1', '--from-day', '2026-09-14')
    check_equal(roles_on(anna, '2026-09-11', '2026-09-14'), [usual, [usual[0], usual[2]]],
                'from a day on')
    [listed] = anna.ask('rota', 'list')
    check_equal(listed['rule']['later'],
                [{'from': '2026-09-14',
                  'roles': [{'name': 'Tail', 'min': 1, 'max': 1, 'training': None}]}],
                'the rota')
    check('from 14 September 2026 on, roles: Tail (1)' in
          anna.run('rota', 'list').stdout.decode(), 'in words')
    anna.ask('rota', 'change', rota, '2026-09-08', '--no-roles')
    check_equal(roles_on(anna, '2026-09-08'), [usual[:1]], 'none')
    anna.ask('rota', 'change', rota, '2026-09-08', '--as-rota')
    check_equal(roles_on(anna, '2026-09-08'), [usual], 'as ever')
    check_equal(anna.ask('week', '--from', '2026-09-08')[0]['remark'], None, 'nothing to know')


def test_discarded(folder):
    """A draft on which nobody counts goes and comes back; who only reads it has no say."""
    anna, bruno, _ = make_three(folder)
    anna.now = bruno.now = START
    rota = plan_walk(bruno)
    carry(folder, bruno, anna)

    check_equal(bruno.ask('rota', 'discard', rota[:8]), {'rota': rota}, 'discarded')
    check_equal(bruno.ask('rota', 'list'), [], 'off the list')
    bruno.refuse(cli.NOT_FOUND, 'rota', 'discard', rota)
    carry(folder, bruno, anna)
    check_equal(anna.ask('rota', 'list'), [], 'off everybody’s')
    check_equal(anna.ask('rota', 'restore', rota), {'rota': rota}, 'the holder puts it back')
    check_equal([r['state'] for r in anna.ask('rota', 'list')], ['draft'], 'as it was')

    turn = anna.ask('turn', 'take', rota, '2026-09-08')['turn']
    carry(folder, anna, bruno)
    words = bruno.refuse(cli.RULE, 'rota', 'discard', rota)
    check('somebody has promised to come' in words, words)
    anna.ask('turn', 'release', turn)
    anna.ask('rota', 'publish', rota)
    words = anna.refuse(cli.RULE, 'rota', 'discard', rota)
    check('It is published' in words, words)


def test_one_date(folder):
    """The first Tuesday they meet elsewhere, later, and three are needed."""
    anna, bruno, _ = make_three(folder)
    anna.now = bruno.now = START
    rota = plan_walk(anna, '--place', 'The gate')
    anna.ask('rota', 'publish', rota)
    changed = anna.ask('rota', 'change', rota, '2026-09-08', '--at', '08:30', '--place', 'The gym',
                       '--min', '3', '--max', '4')
    check_equal((changed['at'], changed['place'], changed['exception'], changed['verdict']['needed'],
                 changed['verdict']['max']), ('08:30', 'The gym', True, 3, 4), 'that date')
    check_equal([(o['date'], o['at'], o['place'], o['exception']) for o in
                 anna.ask('week', '--from', '2026-09-07', '--days', '4')],
                [('2026-09-07', '08:10', 'The gate', False), ('2026-09-08', '08:30', 'The gym', True),
                 ('2026-09-10', '08:10', 'The gate', False)], 'the others are as they were')
    carry(folder, anna, bruno)
    check_equal([(n['rota'], n['date']) for who in anna.ask('rota', 'unheard') if
                 who['name'] == 'Bruno' for n in who['news']][:1], [(rota, None)], 'who lacks it')
    check_equal(bruno.ask('turn', 'take', rota, '2026-09-08')['at'], '08:30', 'what is promised')
    plan = anna.ask('rota', 'edit', rota, '--place', 'The bridge', '--at', '08:00', '--dry-run')
    check_equal(('2026-09-08' in [o['date'] for o in plan['outings']], plan['moved']), (False, 7),
                'the series leaves it alone')

    words = bruno.run('rota', 'change', rota, '2026-09-10', '--at', '09:00').stdout.decode()
    check('suggestion' in words, words)
    carry(folder, bruno, anna)
    [waiting] = anna.ask('suggestions')
    check_equal((waiting['kind'], waiting['date'], waiting['at']), ('date', '2026-09-10', '09:00'),
                'what waits')
    check('for “The walk” of Thu 10 Sep: at 09:00' in anna.run('suggestions').stdout.decode(),
          'in words')
    anna.ask('decline', waiting['id'])
    check_equal(anna.ask('suggestions'), [], 'declined')
    words = anna.run('rota', 'change', rota, '2026-09-08', '--as-rota').stdout.decode()
    check('Tue 8 Sep is as on the other days' in words, words)
    [outing] = anna.ask('week', '--from', '2026-09-08', '--days', '1')
    check_equal((outing['at'], outing['place'], outing['verdict']['moved']), ('08:10', 'The gate', 1),
                'as on the others, and Bruno is asked')
    for bad in [(), ('--at', '25:00'), ('--min', '9'), ('--max', '0'), ('--place', 'x' * 900)]:
        anna.refuse(cli.USAGE, 'rota', 'change', rota, '2026-09-08', *bad)
    anna.refuse(cli.RULE, 'rota', 'change', rota, '2026-09-09', '--at', '08:30')
    check_equal(anna.ask('check', '--full')['ok'], True, 'the store')


def test_chosen_dates(folder):
    """Dates alone; one is added behind the last; where it would have no outing, it is said."""
    anna = found(folder)
    anna.now = START
    anna.refuse(cli.USAGE, 'rota', 'add', 'Party', '--on', '2026-09-12', '--days', 'sa', '--at',
                '10:00')
    anna.refuse(cli.USAGE, 'rota', 'add', 'Party', '--at', '10:00')
    rota = anna.ask('rota', 'add', 'Party', '--on', '2026-10-10', '--on', '2026-09-12', '--at',
                    '10:00')[0]['id']

    def days():
        return [o['date'] for o in anna.ask('week', '--from', '2026-09-01', '--days', '366')
                if o['rota'] == rota]

    check_equal(days(), ['2026-09-12', '2026-10-10'], 'chosen')
    check('On Sat 12 Sep, Sat 10 Oct, at 10:00' in anna.run('rota', 'list').stdout.decode(),
          'in words')
    anna.ask('rota', 'publish', rota)
    anna.ask('rota', 'edit', rota, '--add', '2026-12-24', '--add', '2026-09-02', '--drop',
             '2026-09-12')
    check_equal(days(), ['2026-09-02', '2026-10-10', '2026-12-24'], 'beyond both ends')
    words = anna.run('rota', 'list').stdout.decode()
    check('On Wed 2 Sep, Sat 10 Oct, Thu 24 Dec, at 10:00' in words, words)

    # one date alone is a chosen one, however it was said
    rota = anna.ask('rota', 'add', 'Fair', '--days', 'sa', '--from', '2026-09-12', '--until',
                    '2026-09-12', '--at', '10:00')[0]['id']
    anna.ask('rota', 'edit', rota, '--add', '2026-10-10', '--add', '2026-12-24', '--drop',
             '2026-09-12')
    check_equal(days(), ['2026-10-10', '2026-12-24'], 'from one to others')

    # a series that goes on by itself is not made longer by one date
    rota = plan_walk(anna)
    words = anna.refuse(cli.USAGE, 'rota', 'edit', rota, '--add', '2026-10-10')
    check('after the last' in words, words)
    words = anna.refuse(cli.USAGE, 'rota', 'add', 'None', '--days', 'su', '--from', '2026-09-07',
                        '--until', '2026-09-08', '--at', '10:00')
    check('no date in it' in words, words)


def test_cancelled(folder):
    """Whose outing is cancelled walks nowhere, and that clashes with nothing."""
    anna = found(folder)
    anna.now = START
    walk, other = plan_walk(anna), plan_walk(anna)
    for rota in (walk, other):
        anna.ask('rota', 'publish', rota)
        anna.ask('turn', 'take', rota, '2026-09-08')
    words = anna.run('week', '--from', '2026-09-08', '--days', '1').stdout.decode()
    check('You have promised to come at 08:10 too' in words, words)
    anna.ask('rota', 'cancel', walk, '2026-09-08', '--why', 'Strike')
    words = anna.run('week', '--from', '2026-09-08', '--days', '1').stdout.decode()
    check('too' not in words, words)
    check(words.count('You walk') == 1 and words.count('You had promised to come') == 1, words)
    text = anna.run('week', '--from', '2026-09-08', '--days', '1', '--text').stdout.decode()
    check(text.count('Anna walks') == 1 and text.count('Anna had promised to come') == 1, text)


def test_roles_add_up(folder):
    """What is missing in which role is as many as what is missing in all."""
    anna = found(folder)
    anna.now = START
    plan_walk(anna, '--role', 'Head:1', '--role', 'Tail:1')
    words = anna.run('week', '--from', '2026-09-08', '--days', '1').stdout.decode()
    check('4 more adults are needed (0 of 4)' in words and '(2), Head, Tail' in words, words)


def test_one_clock(folder):
    """When something was said is told in the zone in which the plans are."""
    anna = found(folder)
    anna.now = START
    rota = plan_walk(anna)
    anna.now = '2026-09-08T08:05:00+02:00'
    anna.ask('turn', 'take', rota, '2026-09-08')
    me = anna.ask('status')['me']
    words = anna.run('roll', 'call', rota, '2026-09-08', me, '--present').stdout.decode()
    check('says Anna at 08:05' in words, words)


def test_given_back(folder):
    """Who gave a turn back and comes after all is listed once."""
    anna = found(folder)
    anna.now = START
    rota = plan_walk(anna)
    turn = anna.ask('turn', 'take', rota, '2026-09-08')['turn']
    anna.ask('turn', 'release', turn)
    words = anna.refuse(cli.RULE, 'turn', 'release', turn)
    check('takes the day anew' in words, words)
    anna.ask('turn', 'take', rota, '2026-09-08')
    words = anna.run('week', '--from', '2026-09-08', '--days', '1').stdout.decode()
    check('You walk' in words and 'gave the turn back' not in words, words)


cli.run(dict(globals()))
