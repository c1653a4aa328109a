#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people can do, would like to learn, and hold a training in; and which roles that opens."""

import cli
from cli import carry, check, check_equal, found, make_three


def uses_skills(folder, home, *others):
    """Who decides on it: all but one of three."""
    home.ask('rules', 'set', 'skills', '1')
    if others:
        carry(folder, home, *others)
        others[0].ask('rules', 'set', 'skills', '1')
        carry(folder, others[0], home)
    return home


def short(answer):
    return [(one['person_name'], one['sort'], one['name']) for one in answer['skills']]


def test_off(folder):
    anna = found(folder)
    for args in (['skill', 'list'], ['skill', 'add', 'x'], ['skill', 'want', 'x'], ['who', 'can', 'x'],
                 ['skill', 'hold', 'x'], ['skill', 'drop', 'abcdef'], ['skill', 'attest', 'abcdef'],
                 ['skill', 'edit', 'abcdef', '--name', 'x'], ['skill', 'show', 'abcdef']):
        words = anna.refuse(cli.RULE, *args)
        check('rules' in words, f'{args}: {words}')
    words = anna.refuse(cli.RULE, 'rota', 'add', 'Walk', '--days', 'mo', '--at', '08:10', '--from',
                        '2026-09-07', '--until', '2026-12-18', '--role', 'Head:1:PSC1')
    check('rules' in words, words)


def test_said(folder):
    anna, bruno, chiara = make_three(folder)
    uses_skills(folder, anna, bruno, chiara)
    carry(folder, bruno, chiara)
    check('Nobody has said' in anna.run('skill', 'list').stdout.decode(), 'none yet')
    one = anna.ask('skill', 'add', 'Réparer un pneu', '--tandem', '--note', 'De vélo')['skill']
    again = anna.ask('skill', 'add', 'reparer  UN pneu')['skill']
    check_equal(again, one, 'the same one')
    chiara.ask('skill', 'want', 'Réparer un pneu')
    carry(folder, anna, bruno, chiara)
    carry(folder, chiara, anna, bruno)

    answer = bruno.ask('skill', 'list')
    check_equal(len(answer['skills']), 2, 'what is listed')
    check_equal(answer['tandems'], [], 'others are told of it')
    answer = chiara.ask('who', 'can', 'PNEU', 'velo')
    check_equal([(a, b) for a, b, _ in short(answer)], [('Anna', 'offered')], 'by words')
    answer = anna.ask('skill', 'list')
    check_equal(len(answer['tandems']), 1, 'who goes with whom')
    words = anna.run('skill', 'list').stdout.decode()
    check('Chiara would like to learn what you can do' in words, words)
    words = chiara.run('skill', 'list').stdout.decode()
    check('Anna would show you what you would like to learn' in words, words)

    words = bruno.refuse(cli.RULE, 'skill', 'drop', one)
    check('themselves' in words, words)
    anna.ask('skill', 'edit', one[:8], '--no-tandem', '--name', 'Mending')
    check_equal(anna.ask('skill', 'show', one)['tandem'], False, 'not shown')
    check_equal(anna.ask('skill', 'list')['tandems'], [], 'nobody goes along')
    anna.ask('skill', 'drop', one)
    check_equal(short(anna.ask('skill', 'list')), [('Chiara', 'wanted', 'Réparer un pneu')], 'the rest')


def test_bad_input(folder):
    anna = uses_skills(folder, found(folder))
    one = anna.ask('skill', 'hold', 'PSC1', '--obtained', '2025-03-01', '--expires', '2027-02-28')['skill']
    for args, code, words in (
            (['skill', 'hold', 'x', '--obtained', '2026-02-30'], cli.USAGE, 'does not exist'),
            (['skill', 'hold', 'x', '--obtained', '2026-03-02', '--expires', '2026-03-01'], cli.USAGE,
             'ends before'),
            (['skill', 'edit', one, '--expires', '2025-02-28'], cli.USAGE, 'ends before'),
            (['skill', 'add', 'x' * 10000], cli.USAGE, '200'),
            (['skill', 'add', ' '], cli.USAGE, 'empty'),
            (['skill', 'add', 'x', '--note', 'x' * 10000], cli.USAGE, 'text'),
            (['skill', 'add', 'x', '--for', 'abcdef'], cli.NOT_FOUND, ''),
            (['skill', 'edit', one], cli.USAGE, '--name'),
            (['skill', 'drop', 'abcdef'], cli.NOT_FOUND, ''),
            (['skill', 'show', 'abcdef'], cli.NOT_FOUND, ''),
            (['skill', 'attest', one], cli.RULE, 'somebody else'),
            (['skill', 'nonsense'], cli.USAGE, '')):
        said = anna.refuse(code, *args)
        check(words in said, f'{args}: {said}')
    check_equal(len(anna.ask('skill', 'list')['skills']), 1, 'nothing was written')
    check_equal(anna.ask('skill', 'show', one)['expires'], '2027-02-28', 'as it was')


def test_training(folder):
    """A role asks for one; who holds it takes it, and the outing says when nobody does."""
    anna, bruno, chiara = make_three(folder)
    uses_skills(folder, anna, bruno, chiara)
    rota = anna.ask('rota', 'add', 'Andata', '--days', 'mo', '--at', '08:10', '--from', '2026-09-07',
                    '--until', '2027-07-02', '--role', 'Head:1:PSC1', '--min', '0')[0]['id']
    anna.ask('rota', 'publish', rota)
    carry(folder, anna, bruno, chiara)
    roles = bruno.ask('rota', 'list')[0]['roles']
    check_equal([(role['name'], role['training']) for role in roles], [('Head', 'PSC1')], 'the role')
    words = bruno.refuse(cli.RULE, 'turn', 'take', rota, '2026-09-14', '--role', 'Head')
    check('training' in words, words)

    skill = bruno.ask('skill', 'hold', 'psc1', '--obtained', '2024-09-15', '--expires', '2026-09-14')['skill']
    bruno.ask('turn', 'take', rota, '2026-09-14', '--role', 'Head')
    bruno.refuse(cli.RULE, 'turn', 'take', rota, '2026-09-21', '--role', 'Head')
    answer = bruno.ask('skill', 'list')
    check_equal(answer['expiring'], [skill], 'it runs out')
    check_equal(answer['skills'][0]['needed'], True, 'a role asks for it')
    check('good until' in bruno.run('skill', 'list').stdout.decode(), 'it is said')
    carry(folder, bruno, anna, chiara)
    check_equal(anna.ask('skill', 'list')['expiring'], [skill], 'whoever coordinates is told')
    check_equal(chiara.ask('skill', 'list')['expiring'], [], 'nobody else is')

    outing = anna.ask('week', '--from', '2026-09-14', '--days', '1')[0]
    check_equal(outing['verdict']['ok'], True, 'it runs')
    chiara.ask('skill', 'attest', skill)
    carry(folder, chiara, bruno)
    check_equal(bruno.ask('skill', 'show', skill)['seen_by'], ['Chiara'], 'somebody has looked')
    bruno.ask('skill', 'drop', skill)
    carry(folder, bruno, anna)
    outing = anna.ask('week', '--from', '2026-09-14', '--days', '1')[0]
    check_equal((outing['verdict']['ok'], outing['verdict']['why']), (False, 'training'), 'nobody')
    check_equal([turn['state'] for turn in outing['turns']], ['standing'], 'who stands stands')
    words = anna.run('week', '--from', '2026-09-14', '--days', '1').stdout.decode()
    check('Nobody who comes holds: PSC1 (Head)' in words, words)

    # the first role, from a day on, and on one date
    anna.ask('rota', 'edit', rota, '--role', 'Walker::First aid', '--role', 'Head:1')
    check_equal([role['training'] for role in anna.ask('rota', 'list')[0]['roles']],
                ['First aid', None], 'other roles ask')
    words = anna.refuse(cli.USAGE, 'rota', 'edit', rota, '--role', 'Head:x:PSC1')
    check('Head:1:First aid' in words, words)


cli.run(dict(globals()))
