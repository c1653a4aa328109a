#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A hand is asked for, offered, lent, done and thanked for; what only who helps is to know is sealed."""

import subprocess

import cli
from cli import carry, check, check_equal, make_three

KEYS = {'id', 'kind', 'text', 'state', 'by', 'name', 'phone', 'by_name', 'mine', 'category',
        'urgent', 'first', 'last', 'from', 'until', 'place', 'place_at', 'details', 'thanks',
        'helpers', 'taken', 'left', 'note', 'due', 'claims'}
CLAIM_KEYS = {'id', 'member', 'name', 'phone', 'by_name', 'role', 'state', 'rank', 'done', 'moved',
              'promise', 'clash'}
ASK = ('help', 'ask', 'Carry a wardrobe', '--when', '2026-09-08')


def switch_on(folder, *homes):
    """More than half of the three agree."""
    homes[0].ask('rules', 'set', 'help', '1')
    carry(folder, homes[0], homes[1])
    check_equal(homes[1].ask('rules', 'set', 'help', '1')['done'], True, 'switched on')
    carry(folder, homes[1], *homes[:1], *homes[2:])


def three(folder):
    homes = make_three(folder)
    switch_on(folder, *homes)
    return homes


def claims(home, help_id):
    return [(c['name'], c['role'], c['state'], c['done'])
            for c in home.ask('help', 'show', help_id)['claims']]


def test_off_until_switched_on(folder):
    anna, _, _ = make_three(folder)
    done = anna.refuse(1, *ASK)
    check('switched on in its rules' in done, 'it says how')
    check_equal(anna.ask('help', 'list'), [], 'none')


def test_ask_and_take(folder):
    anna, bruno, chiara = three(folder)
    asked = anna.ask(*ASK, '--until', '2026-09-09', '--at', '09:00', '--to', '11:00', '--category',
                     'carrying', '--place', 'The mill', '--urgent', 'soon', '--helpers', '2',
                     '--details', 'Third floor')
    check_equal(set(asked), KEYS, 'the keys')
    check_equal((asked['kind'], asked['text'], asked['state'], asked['category'], asked['urgent'],
                 asked['first'], asked['last'], asked['from'], asked['until'], asked['place'],
                 asked['helpers'], asked['taken'], asked['left'], asked['mine']),
                ('ask', 'Carry a wardrobe', 'open', 'carrying', 'soon', '2026-09-08', '2026-09-09',
                 '09:00', '11:00', 'The mill', 2, 0, 2, True), 'what is asked for')
    help_id = asked['id']
    carry(folder, anna, bruno, chiara)
    [shown] = bruno.ask('help', 'list')
    check_equal((shown['id'], shown['by'], shown['mine']), (help_id, asked['by'], False), 'listed')
    taken = bruno.ask('help', 'take', help_id[:8])
    check_equal((taken['state'], taken['taken']), ('open', 1), 'one of two')
    check_equal(set(taken['claims'][0]), CLAIM_KEYS, 'the keys of who helps')
    bruno.refuse(1, 'help', 'take', help_id)
    anna.refuse(1, 'help', 'take', help_id)
    carry(folder, bruno, chiara)
    check_equal(chiara.ask('help', 'take', help_id)['state'], 'taken', 'two of two')
    carry(folder, chiara, anna)
    words = anna.run('help', 'show', help_id).stdout.decode()
    check('Bruno and Chiara will help' in words, words)
    check('Third floor' in words, words)

    # moved: whoever helps is asked, and says yes
    anna.ask('help', 'edit', help_id, '--when', '2026-09-15')
    moved = anna.ask('help', 'show', help_id)
    check_equal((moved['first'], moved['last']), ('2026-09-15', '2026-09-16'), 'all of it moves')
    carry(folder, anna, bruno, chiara)
    check_equal(bruno.ask('help', 'show', help_id)['claims'][0]['moved'], True, 'asked')
    check_equal(bruno.ask('help', 'take', help_id)['claims'][0]['moved'], False, 'suits')

    # done, and thanked for
    bruno.ask('help', 'done', help_id)
    carry(folder, bruno, chiara)
    chiara.ask('help', 'done', help_id)
    carry(folder, chiara, anna)
    check_equal(anna.ask('help', 'list'), [], 'nothing is open')
    [done] = anna.ask('help', 'list', '--mine')
    check_equal(done['state'], 'done', 'both have done it')
    check_equal(anna.ask('help', 'thank', help_id, '--text', 'You were great')['state'], 'thanked',
                'thanked')
    carry(folder, anna, bruno)
    words = bruno.run('help', 'show', help_id).stdout.decode()
    check('Anna says thank you: You were great' in words, words)
    check_equal([h['id'] for h in bruno.ask('help', 'list', '--all')], [help_id], 'still there')
    check_equal(bruno.ask('check', '--full')['ok'], True, 'the store')


def test_release_could_and_offer(folder):
    anna, bruno, chiara = three(folder)
    help_id = anna.ask(*ASK, '--category', 'carrying')['id']
    carry(folder, anna, bruno, chiara)
    bruno.ask('help', 'take', help_id)
    chiara.ask('help', 'could', help_id)
    bruno.ask('help', 'release', help_id)
    bruno.refuse(1, 'help', 'release', help_id)
    carry(folder, bruno, anna)
    carry(folder, chiara, anna)
    check_equal(claims(anna, help_id), [('Chiara', 'could', 'standing', False),
                                        ('Bruno', 'helps', 'released', False)], 'who could')
    check_equal(anna.ask('help', 'withdraw', help_id)['state'], 'withdrawn', 'withdrawn')
    carry(folder, anna, bruno)
    bruno.refuse(1, 'help', 'take', help_id)
    check_equal(anna.ask('help', 'withdraw', help_id, '--undo')['state'], 'open', 'back')
    check_equal(anna.ask('help', 'done', help_id)['state'], 'done', 'by whose it is')
    check_equal(anna.ask('help', 'done', help_id, '--not')['state'], 'open', 'not after all')

    offer = bruno.ask('help', 'offer', 'I mend bicycles', '--until', '2026-12-20', '--helpers', '3',
                      '--category', 'repair')
    check_equal((offer['kind'], offer['state'], offer['first']), ('offer', 'open', '2026-09-01'),
                'offered from today on')
    carry(folder, bruno, chiara)
    chiara.ask('help', 'take', offer['id'])
    words = chiara.run('help', 'list').stdout.decode()
    check('Bruno lends a hand: I mend bicycles' in words, words)
    check_equal(chiara.ask('help', 'list', '--category', 'garden'), [], 'of that kind')


def test_comes_up_again(folder):
    anna, bruno, chiara = three(folder)
    help_id = anna.ask(*ASK, '--until', '2026-09-30')['id']
    carry(folder, anna, bruno, chiara)
    bruno.ask('help', 'could', help_id)
    for day, due in (('02', None), ('03', '2026-09-03'), ('04', '2026-09-03'), ('05', None)):
        bruno.now = chiara.now = f'2026-09-{day}T12:00:00+02:00'
        [shown] = bruno.ask('help', 'list')
        check_equal(shown['due'], due, day)
        [shown] = chiara.ask('help', 'list')
        check_equal(shown['due'], None, 'nobody else is asked')


def test_on_behalf(folder):
    anna, bruno, _ = three(folder)
    nonna = anna.ask('member', 'add', 'Nonna')['member']
    asked = anna.ask('help', 'ask', 'Read a letter', '--for', nonna)
    check_equal((asked['name'], asked['by_name']), ('Nonna', 'Anna'), 'for her')
    carry(folder, anna, bruno)
    bruno.refuse(1, 'help', 'take', asked['id'], '--for', nonna)
    bruno.ask('help', 'take', asked['id'])
    other = bruno.ask('help', 'ask', 'Bake a cake')['id']
    carry(folder, bruno, anna)
    check_equal([c['name'] for c in anna.ask('help', 'take', other, '--for', nonna)['claims']],
                ['Nonna'], 'she helps')


def seal(home, help_id, words):
    ran = subprocess.run(home.command(['help', 'note', help_id, '--text-fd', '0']),
                         env=home.environment(), input=words.encode(), capture_output=True,
                         check=False)
    check_equal(ran.returncode, 0, ran.stderr.decode())


def test_note(folder):
    anna, bruno, chiara = three(folder)
    help_id = anna.ask(*ASK)['id']
    anna.refuse(1, 'help', 'note', help_id)
    seal(anna, help_id, 'Door code 4711')
    check_equal(anna.ask('help', 'note', help_id)['text'], 'Door code 4711', 'one reads one’s own')
    carry(folder, anna, bruno, chiara)
    bruno.refuse(1, 'help', 'note', help_id)
    bruno.ask('help', 'take', help_id)
    check_equal(bruno.ask('help', 'show', help_id)['note'], 'ask', 'not sealed yet')
    carry(folder, bruno, anna)
    carry(folder, anna, bruno, chiara)
    check_equal(bruno.ask('help', 'note', help_id)['text'], 'Door code 4711', 'who helps is told')
    chiara.refuse(1, 'help', 'note', help_id)
    anna.ask('help', 'done', help_id)
    carry(folder, anna, bruno)
    check_equal(bruno.ask('help', 'show', help_id)['note'], None, 'erased once it is done')


def test_bad_input(folder):
    anna, bruno, _ = three(folder)
    before = anna.ask('state-hash')
    for args, status, words in (
            (('--helpers', '0'), 2, 'number'),
            (('--helpers', '-3'), 2, 'number'),
            (('--helpers', '21'), 2, 'number'),
            (('--when', '2026-02-30'), 2, 'does not exist'),
            (('--until', '2026-08-01'), 2, 'ends before it begins'),
            (('--when', '2026-09-08', '--at', '11:00', '--to', '09:00'), 2, 'ends before it begins'),
            (('--until', '2028-09-08'), 2, 'a year'),
            (('--when', '2026-08-01'), 1, 'over'),
            (('--at', '25:00'), 2, 'time'),
            (('--place', 'x' * 10000), 2, '200'),
            (('--category', 'magic'), 2, 'magic'),
            (('--urgent', 'yesterday'), 2, 'yesterday'),
            (('--for', 'ffffffff'), 3, '')):
        said = anna.refuse(status, 'help', 'ask', 'Carry', *args)
        check(words in said, f'{args}: {said}')
    anna.refuse(2, 'help', 'ask', '  ')
    anna.refuse(2, 'help', 'ask', 'x' * 10000)
    anna.refuse(2, 'help', 'ask')
    anna.refuse(3, 'help', 'take', 'ffffffff')
    check_equal(anna.ask('state-hash'), before, 'nothing is half done')
    help_id = anna.ask(*ASK)['id']
    carry(folder, anna, bruno)
    bruno.refuse(1, 'help', 'edit', help_id, '--helpers', '2')
    bruno.refuse(1, 'help', 'thank', help_id)
    bruno.refuse(1, 'help', 'done', help_id)
    anna.refuse(2, 'help', 'edit', help_id, '--any-time', '--at', '09:00')


cli.run(dict(globals()))
