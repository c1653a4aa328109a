#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three families and one real line, each with its own machine, and no server."""

import random
import string

import cli
from cli import LINE_FILE, Home, add_rota, check, check_equal, found

DAY = '2026-09-03'  # a Thursday


def join_over_tcp(newcomer, uri, host):
    with host.talk('serve', '--listen', '127.0.0.1:0') as serving:
        joined = newcomer.ask('join', uri, '--me', newcomer.name.title(), '--peer',
                              serving.address, '--seconds', '20')
        check_equal(joined['state'], 'admitted', f'{newcomer.name} at {host.name}')
        meet(newcomer, serving)


def meet(caller, serving):
    answer = caller.ask('sync', '--once', '--peer', serving.address)
    [peer] = answer['peers']
    check_equal((peer['in_step'], peer['link'], peer['error']), (True, 'tcp', None), 'the peer')


def exchange(caller, host):
    """Over TCP, one calling the other."""
    with host.talk('serve', '--listen', '127.0.0.1:0') as serving:
        meet(caller, serving)


def join_through_files(folder, newcomer, uri, host):
    asked = newcomer.ask('join', uri, '--me', newcomer.name.title(), '--bundle-out',
                         folder / 'request')
    check_equal(asked['state'], 'asked', newcomer.name)
    report = host.ask('bundle', 'read', folder / 'request')
    check_equal((report['newcomer'], report['newcomer_state']),
                (newcomer.name.title(), 'admitted'), 'the request')
    host.ask('bundle', 'write', folder / 'answer')
    joined = newcomer.ask('join', '--bundle-in', folder / 'answer')
    check_equal(joined['state'], 'admitted', newcomer.name)


def carry(folder, sender, receiver):
    """A file on a stick."""
    sender.ask('bundle', 'write', folder / 'stick')
    return receiver.ask('bundle', 'read', folder / 'stick')


def plain_week(home):
    """The week without what depends on who looks at it."""
    week = home.ask('week', '--days', '30')
    for outing in week:
        del outing['my_turn']
        for turn in outing['turns']:
            del turn['promise'], turn['mine']
    return week


def meet_all(one, hub, other):
    """Whatever each of them has to say, a testimony too, reaches the other two."""
    exchange(one, hub)
    exchange(other, hub)
    exchange(one, hub)


def check_same(*homes):
    for home in homes[1:]:
        check_equal(home.contents(), homes[0].contents(), f'{home.name} and {homes[0].name}')
        check_equal(plain_week(home), plain_week(homes[0]), f'{home.name} and {homes[0].name}')


def make_collective(folder):
    anna, bruno, chiara = found(folder), Home(folder, 'bruno'), Home(folder, 'chiara')
    invitations = [anna.ask('invite')['invite'] for _ in range(2)]
    join_over_tcp(bruno, invitations[0], anna)
    # Anna, who invited her, is asleep: Bruno's machine lets Chiara in.
    join_through_files(folder, chiara, invitations[1], bruno)
    exchange(anna, bruno)

    [line] = anna.ask('line', 'import', LINE_FILE)
    rota = add_rota(anna, '--line', line['id'], '--min', '1', '--max', '2')
    anna.ask('rota', 'publish', rota['id'])
    meet_all(anna, bruno, chiara)
    check_same(anna, bruno, chiara)

    return anna, bruno, chiara, rota['id']


def test_the_last_place(folder):
    anna, bruno, chiara, rota = make_collective(folder)
    check_equal([m['name'] for m in chiara.ask('members')], ['Anna', 'Bruno', 'Chiara'], 'members')
    check_equal([line['name'] for line in chiara.ask('line', 'list')], ['Linea Blu'], 'lines')

    anna.ask('turn', 'take', rota, DAY)
    exchange(bruno, anna)
    exchange(chiara, anna)

    # Neither has a network; each is told that the last place is theirs.
    turns = {home.name: home.ask('turn', 'take', rota, DAY) for home in [bruno, chiara]}
    for name, turn in turns.items():
        check_equal((turn['state'], turn['rank'], turn['promise']), ('standing', 2, 'here'), name)

    # Anna carries Bruno's on a stick, and meets Chiara; then she brings it all back.
    check(carry(folder, bruno, anna)['added'] > 0, 'nothing was carried')
    exchange(anna, chiara)
    carry(folder, anna, bruno)
    meet_all(chiara, bruno, anna)
    check_same(anna, bruno, chiara)

    [outing] = anna.ask('week', '--from', DAY, '--days', '1')
    check_equal([(turn['state'], turn['rank']) for turn in outing['turns']],
                [('standing', 1), ('standing', 2), ('reserve', 3)], 'the turns')
    check_equal({turn['id'] for turn in outing['turns'][1:]},
                {turn['turn'] for turn in turns.values()}, 'the last place and the reserve')
    check_equal(outing['turns'][2]['why'], 'lottery', 'why')

    # Each knows, and is told in words.
    for home in [bruno, chiara]:
        place = [turn['id'] for turn in outing['turns']].index(turns[home.name]['turn'])
        words = home.run('week', '--from', DAY, '--days', '1').stdout.decode()
        expected = 'You walk' if place == 1 else 'You are first reserve'
        check(expected in words, f'{home.name}: “{expected}” is not in: {words}')

    # The one who stands cannot come after all: the reserve moves up, on every machine.
    second = next(home for home in [bruno, chiara]
                  if turns[home.name]['turn'] == outing['turns'][1]['id'])
    second.ask('turn', 'release', turns[second.name]['turn'])
    meet_all(bruno, chiara, anna)
    check_same(anna, bruno, chiara)
    [outing] = anna.ask('week', '--from', DAY, '--days', '1')
    check_equal([turn['state'] for turn in outing['turns']], ['standing', 'standing', 'released'],
                'the turns afterwards')


def test_a_stand_in(folder):
    anna, bruno, chiara, rota = make_collective(folder)
    turn = anna.ask('turn', 'take', rota, DAY)['turn']
    check_equal(anna.ask('turn', 'seek', turn)['state'], 'seeking', 'she looks for somebody')
    meet_all(anna, bruno, chiara)
    [outing] = chiara.ask('week', '--from', DAY, '--days', '1')
    check_equal([(t['member_name'], t['state']) for t in outing['turns']], [('Anna', 'seeking')],
                'and comes as long as there is nobody')
    check_equal(outing['verdict']['have'], 1, 'so she counts')

    chiara.ask('turn', 'take', rota, DAY)
    meet_all(anna, bruno, chiara)
    check_same(anna, bruno, chiara)
    [outing] = anna.ask('week', '--from', DAY, '--days', '1')
    check_equal({t['member_name']: (t['state'], t['stand_in']) for t in outing['turns']},
                {'Anna': ('relieved', 'Chiara'), 'Chiara': ('standing', None)}, 'who came')
    words = anna.run('week', '--from', DAY, '--days', '1').stdout.decode()
    check('Chiara stands in for you' in words, words)

    other = bruno.ask('turn', 'take', rota, DAY)['turn']
    check_equal(bruno.ask('turn', 'absent', other)['state'], 'absent', 'another one cannot come')
    check_equal(bruno.ask('turn', 'stand', other)['state'], 'standing', 'and can after all')
    bruno.refuse(cli.RULE, 'turn', 'stand', other)
    bruno.refuse(cli.RULE, 'turn', 'seek', turn)
    # Bruno and Chiara have the two places, and Nonna waits
    anna.ask('turn', 'take', rota, DAY, '--for', anna.ask('member', 'add', 'Nonna')['member'])
    meet_all(anna, bruno, chiara)
    words = bruno.run('turn', 'seek', other).stdout.decode()
    check('The turn is given back, since a reserve was waiting.' in words, words)
    anna.refuse(cli.NOT_FOUND, 'turn', 'seek', '00' * 16)


def test_a_swap(folder):
    """Monday for Tuesday: one offers, one accepts, and the rest comes with the next exchange."""
    anna, bruno, chiara, rota = make_collective(folder)
    monday = anna.ask('turn', 'take', rota, '2026-09-07')['turn']
    tuesday = bruno.ask('turn', 'take', rota, '2026-09-08')['turn']
    meet_all(anna, bruno, chiara)

    offered = anna.ask('turn', 'swap', monday, tuesday[:8])
    check_equal((offered['turn'], offered['state'], offered['swap']),
                (monday, 'seeking', {'turn': tuesday, 'rota': rota, 'date': '2026-09-08',
                                     'member_name': 'Bruno', 'agreed': False}), 'offered')
    meet_all(anna, bruno, chiara)
    words = chiara.run('week', '--from', '2026-09-07').stdout.decode()
    check('Anna would like to swap with Bruno, for Tue 8 Sep' in words, words)
    chiara.refuse(cli.RULE, 'turn', 'accept', monday)
    chiara.refuse(cli.RULE, 'turn', 'swap', monday, tuesday)
    bruno.refuse(cli.NOT_FOUND, 'turn', 'accept', 'ffffffff')

    accepted = bruno.ask('turn', 'accept', monday[:8])
    check_equal((accepted['turn'], accepted['state']), (monday, 'relieved'), 'accepted')
    bruno.refuse(cli.RULE, 'turn', 'accept', monday)
    words = bruno.run('week', '--from', '2026-09-08', '--days', '1').stdout.decode()
    check('You swap with Anna, and come until their machine has heard of it' in words, words)
    meet_all(anna, bruno, chiara)
    meet_all(anna, bruno, chiara)
    check_same(anna, bruno, chiara)
    check_equal([[(t['member_name'], t['state']) for t in o['turns']]
                 for o in chiara.ask('week', '--from', '2026-09-07', '--days', '2')],
                [[('Anna', 'relieved'), ('Bruno', 'standing')],
                 [('Bruno', 'relieved'), ('Anna', 'standing')]], 'each has the other’s')


def test_each_week(folder):
    anna, _, chiara, rota = make_collective(folder)
    once = chiara.ask('turn', 'take', rota, DAY)
    series = chiara.ask('turn', 'take', rota, DAY, '--weekly', '--until', '2026-09-30')
    check_equal((series['dates'], series['held'], series['full'], series['closed']),
                (['2026-09-10', '2026-09-17', '2026-09-24'], 1, 0, 0), 'until the end of the month')
    check_equal(series['member'], once['member'], 'for whom')
    words = chiara.run('turn', 'end', rota, '2026-09-17').stdout.decode()
    check('2 turns are given back' in words and 'Thursday 24 September' in words, words)
    check_equal(chiara.ask('turn', 'end', rota, DAY)['dates'], [DAY, '2026-09-10'], 'the others')
    chiara.refuse(cli.RULE, 'turn', 'end', rota, DAY)
    chiara.refuse(cli.RULE, 'turn', 'take', rota, '2026-09-05', '--weekly')
    chiara.refuse(cli.USAGE, 'turn', 'take', rota, DAY, '--until', '2026-09-30')

    nonna = anna.ask('member', 'add', 'Nonna')['member']
    for_her = anna.ask('turn', 'take', rota, DAY, '--weekly', '--for', nonna)
    check_equal(for_her['member'], nonna, 'for somebody else')
    check(len(for_her['dates']) > 3, f'as long as the rota runs: {for_her["dates"]}')


def test_the_telephone(folder):
    anna, bruno, _, rota = make_collective(folder)
    numbers = {m['name']: m['id'] for m in anna.ask('members')}
    check_equal(anna.ask('member', 'phone', numbers['Bruno'], '06 12 34 56 78'),
                {'phone': '06 12 34 56 78'}, 'noted')
    check_equal({m['name']: m['phone'] for m in anna.ask('members')},
                {'Anna': None, 'Bruno': '06 12 34 56 78', 'Chiara': None}, 'of everybody')
    anna.refuse(cli.USAGE, 'member', 'phone', numbers['Bruno'], 'by night')
    anna.refuse(cli.NOT_FOUND, 'member', 'phone', '12345678', '112')

    # who has not heard of it is phoned
    anna.ask('rota', 'cancel', rota, DAY, '--why', 'neige')
    unheard = {one['name']: one['phone'] for one in anna.ask('rota', 'unheard')}
    check_equal(unheard, {'Bruno': '06 12 34 56 78', 'Chiara': None}, 'who is to be phoned')
    words = anna.run('rota', 'unheard').stdout.decode()
    check('Bruno, 06 12 34 56 78: ' in words, words)
    anna.ask('member', 'phone', numbers['Bruno'])
    check_equal([m['phone'] for m in anna.ask('members')], [None] * 3, 'taken off')


def test_two_at_once(folder):
    anna = Home(folder, 'anna')
    anna.ask('found', 'Pedibus', '--me', 'Anna', '--zone', 'Europe/Paris')
    rotas = [anna.ask('rota', 'add', title, '--days', 'th', '--at', at, '--from', DAY, '--until',
                      '2026-12-31')[0]['id']
             for title, at in [('North', '08:00'), ('South', '08:30')]]
    anna.ask('turn', 'take', rotas[0], DAY)
    check_equal(anna.ask('turn', 'take', rotas[1], DAY)['clash'], 'North', 'it is told at once')
    words = anna.run('week', '--from', DAY, '--days', '1').stdout.decode()
    check('You have promised to come at 08:30 too: South' in words, words)


def test_rights(folder):
    anna, bruno, chiara, rota = make_collective(folder)
    turn = anna.ask('turn', 'take', rota, DAY)['turn']
    exchange(bruno, anna)
    draft = add_rota(bruno)

    bruno.refuse(cli.RULE, 'turn', 'release', turn)
    check_equal(bruno.ask('rota', 'publish', draft['id'])[0]['state'], 'draft', 'a suggestion')
    bruno.ask('rota', 'cancel', rota, DAY, '--why', 'Rain')
    check_equal(sorted(s['kind'] for s in bruno.ask('suggestions')), ['cancel', 'publish'],
                'what waits')
    bruno.refuse(cli.RULE, 'adopt', bruno.ask('suggestions')[0]['id'])
    exchange(bruno, anna)
    for suggestion in anna.ask('suggestions'):
        anna.ask('adopt' if suggestion['kind'] == 'publish' else 'decline', suggestion['id'])
    check_equal(anna.ask('suggestions'), [], 'what waits when it is answered')
    check_equal({r['id']: r['state'] for r in anna.ask('rota', 'list')}[draft['id']], 'published',
                'what was adopted')
    [outing] = [o for o in anna.ask('week', '--from', DAY, '--days', '1') if o['rota'] == rota]
    check_equal(outing['verdict']['why'], 'enough', 'what was declined')
    check_equal(chiara.ask('week', '--from', DAY, '--days', '1')[0]['turns'], [], 'not yet heard')


def test_promises(folder):
    anna, bruno, chiara, rota = make_collective(folder)
    chiara.ask('turn', 'take', rota, DAY)

    def promise():
        [outing] = chiara.ask('week', '--from', DAY, '--days', '1')
        return outing['turns'][0]['promise']

    check_equal(promise(), 'here', 'alone')
    exchange(chiara, bruno)
    check_equal(promise(), 'shared', 'Bruno has it')
    exchange(chiara, anna)
    check_equal(promise(), 'known', 'the baton’s holder has it')


def test_who_is_to_be_phoned(folder):
    """Whoever publishes knows who has not received it, also from those who met others."""
    anna, bruno, chiara, rota = make_collective(folder)

    def unheard(home=anna):
        return {person['name']: [(news['title'], news['date'], news['cancelled'])
                                 for news in person['news']]
                for person in home.ask('rota', 'unheard')}

    def count():
        return [r['unheard'] for r in anna.ask('rota', 'list')]

    meet_all(anna, bruno, chiara)
    check_equal((unheard(), count()), ({}, [0]), 'all have it')
    check('Every member' in anna.run('rota', 'unheard').stdout.decode(), 'nobody is to be told')

    anna.ask('rota', 'cancel', rota, DAY, '--why', 'Rain')
    told = [('Linea Blu', DAY, True)]
    check_equal((unheard(), count()), ({'Bruno': told, 'Chiara': told}, [2]), 'it was cancelled')
    words = anna.run('rota', 'unheard').stdout.decode()
    check('Bruno: Linea Blu is cancelled on Thursday 3 September' in words, words)

    # Bruno does not know whether Chiara has it, until he met her; then Anna learns it from him.
    exchange(bruno, anna)
    check_equal((unheard(), unheard(bruno), count()), ({'Chiara': told}, {'Chiara': told}, [1]),
                'Bruno has it')
    exchange(chiara, bruno)
    check_equal((unheard(), unheard(bruno)), ({'Chiara': told}, {}), 'Chiara has it')
    exchange(bruno, anna)
    check_equal((unheard(), count()), ({}, [0]), 'Anna was told that Chiara has it')

    # a draft is nobody's news; what is published is, before any of its dates
    draft = add_rota(anna)
    check_equal(unheard(), {}, 'a draft')
    anna.ask('rota', 'publish', draft['id'])
    anna.ask('rota', 'cancel', draft['id'], DAY, '--why', 'Snow')
    check_equal(unheard()['Chiara'], [('Linea Blu', None, False)], 'a rota')

    # a stick there and back says so too
    carry(folder, anna, chiara)
    carry(folder, chiara, anna)
    check_equal(list(unheard()), ['Bruno'], 'who was not met')


def test_invitation_is_for_one(folder):
    anna, bruno, dora = found(folder), Home(folder, 'bruno'), Home(folder, 'dora')
    uri = anna.ask('invite')['invite']
    join_over_tcp(bruno, uri, anna)
    with anna.talk('serve', '--listen', '127.0.0.1:0') as serving:
        ran = dora.run('join', uri, '--me', 'Dora', '--peer', serving.address, '--seconds', '5')
        check_equal(ran.returncode, cli.RULE, ran.stderr.decode())
    check_equal(len(anna.ask('members')), 2, 'members')


def test_invitation_as_a_file(folder):
    anna, bruno = found(folder), Home(folder, 'bruno')
    path = folder / 'invitation.farandole'
    path.write_text('what was there before', encoding='utf-8')
    uri = anna.ask('invite', '--file', path)['invite']
    check_equal(path.read_text(encoding='utf-8'), uri + '\n', 'the file')
    check_equal(path.stat().st_mode & 0o777, 0o600, 'the mode of a secret')
    check_equal([each.name for each in folder.iterdir() if each.name.startswith('.')], [],
                'what is left beside it')
    join_through_files(folder, bruno, path, anna)

    # a machine's code, too
    path.write_text(bruno.ask('device', 'code')['code'], encoding='utf-8')
    asked = Home(folder, 'laptop').ask('join', path, '--bundle-out', folder / 'request')
    check_equal(asked['state'], 'asked', 'a further machine')


def test_invitation_taken_back(folder):
    """The inviter takes it back, nobody else does, and whoever comes with it is told so."""
    anna, bruno, dora = found(folder), Home(folder, 'bruno'), Home(folder, 'dora')
    join_over_tcp(bruno, anna.ask('invite')['invite'], anna)
    uri = anna.ask('invite', '--days', '2')['invite']
    exchange(bruno, anna)
    [open_one] = [each for each in bruno.ask('invite', 'list') if each['state'] == 'open']
    check_equal((open_one['inviter_name'], open_one['mine'], open_one['expires'][:10]),
                ('Anna', False, '2026-09-03'), 'the open one')
    bruno.refuse(cli.RULE, 'invite', 'end', open_one['id'])
    check_equal(anna.ask('invite', 'end', open_one['id'][:8]), {'done': True}, 'taken back')
    anna.refuse(cli.RULE, 'invite', 'end', open_one['id'])
    check_equal(sorted(each['state'] for each in anna.ask('invite', 'list')), ['ended', 'used'],
                'afterwards')
    exchange(bruno, anna)
    with bruno.talk('serve', '--listen', '127.0.0.1:0') as serving:
        ran = dora.run('join', uri, '--me', 'Dora', '--peer', serving.address)
        check_equal(ran.returncode, cli.RULE, ran.stderr.decode())


def test_invitation_used_twice(folder):
    """Two people come in with one invitation, apart: one of them is in, and all are told."""
    anna, bruno = found(folder), Home(folder, 'bruno')
    join_over_tcp(bruno, anna.ask('invite')['invite'], anna)
    uri = anna.ask('invite')['invite']
    exchange(bruno, anna)
    carlo, dora = Home(folder, 'carlo'), Home(folder, 'dora')
    join_over_tcp(carlo, uri, anna)
    join_over_tcp(dora, uri, bruno)
    check_equal(anna.ask('status')['warnings'], [], 'before they have met')
    exchange(bruno, anna)
    for home in [anna, bruno]:
        [warning] = home.ask('status')['warnings']
        kind, told = warning.split(' ', 1)
        names = told.split('\n')
        check_equal((kind, names[0], sorted(names[1:])), ('invited-twice', 'Anna', ['Carlo', 'Dora']),
                    'the alarm')
        inside = [m['name'] for m in home.ask('members') if m['standing'] == 'active']
        check(names[1] in inside and names[2] not in inside, f'{names} and {inside}')
        check('whom it was meant for' in home.run('status').stdout.decode() +
              home.run('status').stderr.decode(), 'the words')


def test_second_machine(folder):
    """A code from the first machine, an ask, a yes: and all is on the second, under one name."""
    anna, bruno, second = found(folder), Home(folder, 'bruno'), Home(folder, 'second')
    join_over_tcp(bruno, anna.ask('invite')['invite'], anna)
    rota = add_rota(anna, '--min', '1', '--max', '2')
    turn = anna.ask('turn', 'take', rota['id'], DAY)['turn']
    with anna.talk('serve', '--listen', '127.0.0.1:0') as serving:
        address = serving.address
    code = anna.ask('device', 'code', '--address', address)
    check(code['code'].startswith('farandole:'), code)
    with anna.talk('serve', '--listen', address):
        told = second.ask('join', code['code'])
    check_equal((told['state'], told['member']), ('waiting', anna.ask('status')['me']),
                'the second asks')
    check_equal(second.ask('status')['state'], 'waiting', 'and goes on to say so')
    [asking] = [each for each in anna.ask('device', 'list') if each['standing'] == 'pending']
    check_equal((asking['id'], asking['mine']), (told['device'], True), 'it is asked')
    # nobody is let in by the code alone, and nobody else can say yes for Anna at once
    with anna.talk('serve', '--listen', address):
        check_equal(second.ask('join', '--peer', address)['state'], 'waiting', 'asked again')
    check_equal(anna.ask('device', 'approve', asking['id'][:8])['done'], True, 'yes')
    with anna.talk('serve', '--listen', address):
        told = second.ask('join', '--peer', address)
    check_equal(told['state'], 'admitted', 'it is in')
    check_equal([m['name'] for m in second.ask('members')], ['Anna', 'Bruno'], 'one member more?')
    # what the one took, the other gives back
    second.ask('turn', 'release', turn)
    # of what she promises on both, apart, each is told to clash with the other
    exchange(second, anna)
    anna.ask('rota', 'edit', rota['id'], '--role', 'Head:1', '--role', 'Tail:1')
    exchange(anna, second)
    anna.ask('turn', 'take', rota['id'], DAY, '--role', 'head')
    second.ask('turn', 'take', rota['id'], DAY, '--role', 'tail')
    exchange(anna, second)
    [outing] = anna.ask('week', '--from', DAY, '--days', '1')
    check_equal([(t['role'], t['double']) for t in outing['turns'] if t['state'] == 'standing'],
                [('Head', True), ('Tail', True)], 'two roles of one outing')
    words = second.run('week', '--from', DAY, '--days', '1').stdout.decode()
    check('promised another role too' in words or 'You promised this one too' in words, words)
    # what she says differently on both of a hand she needs is hers to choose
    anna.ask('rules', 'set', 'help', '1')
    exchange(anna, bruno)
    check_equal(bruno.ask('rules', 'set', 'help', '1')['done'], True, 'both agree')
    exchange(bruno, anna)
    hand = anna.ask('help', 'ask', 'Carry a wardrobe', '--when', DAY)['id']
    exchange(anna, second)
    anna.ask('help', 'edit', hand, '--helpers', '2')
    second.ask('help', 'edit', hand, '--helpers', '3')
    exchange(second, anna)
    [conflict] = anna.ask('conflicts')
    check_equal((conflict['field'], conflict['title'], sorted(v['value'] for v in conflict['values'])),
                ('help-helpers', 'Carry a wardrobe', [2, 3]), 'what is to be chosen')
    words = anna.run('conflicts').stdout.decode()
    check('How many people “Carry a wardrobe” takes' in words and '2 people' in words, words)
    exchange(anna, bruno)
    check('Whoever asks' in bruno.refuse(1, 'conflicts', 'choose', conflict['values'][1]['id']), 'hers')
    anna.ask('conflicts', 'choose', conflict['values'][1]['id'][:8])
    check_equal(anna.ask('conflicts'), [], 'settled')
    check_equal(anna.ask('help', 'show', hand)['helpers'], conflict['values'][1]['value'],
                'what she chose')
    # and a code that has served, or is another's, lets nobody else ask
    third = Home(folder, 'third')
    with bruno.talk('serve', '--listen', '127.0.0.1:0') as serving:
        ran = third.run('join', code['code'], '--peer', serving.address)
        check_equal(ran.returncode, cli.NO_PEER, 'a machine that did not make the code')
    anna.ask('device', 'code')
    with anna.talk('serve', '--listen', address):
        ran = third.run('join', code['code'], '--peer', address)
        check_equal(ran.returncode, cli.NO_PEER, 'a code in whose place there is another one')


def test_lost_laptop(folder):
    """Without a copy of anything: the neighbours say who it is, and the old key is closed."""
    anna, bruno, chiara, rota = make_collective(folder)
    turn = bruno.ask('turn', 'take', rota, DAY)['turn']
    exchange(bruno, anna)
    exchange(chiara, anna)
    member = bruno.ask('status')['me']
    old = bruno.ask('status')['device']

    new = Home(folder, 'new')
    code = anna.ask('device', 'code', '--for', member, '--hours', '48')['code']
    new.ask('join', code, '--bundle-out', folder / 'request')
    read = anna.ask('bundle', 'read', folder / 'request')
    check_equal(read['newcomer'], 'Bruno', 'whose machine asks')
    device = new.ask('status')['device']
    check_equal(anna.ask('device', 'approve', device)['done'], False, 'one is not enough')
    exchange(chiara, anna)
    check_equal(chiara.ask('device', 'approve', device)['done'], True, 'two of three are')
    exchange(anna, chiara)
    anna.ask('bundle', 'write', folder / 'answer')
    check_equal(new.ask('join', '--bundle-in', folder / 'answer')['state'], 'admitted', 'in')

    # the same member, with all that was theirs; and the lost machine is closed
    [outing] = new.ask('week', '--from', DAY, '--days', '1')
    check_equal([(each['id'], each['member']) for each in outing['turns']], [(turn, member)],
                'the turn')
    check_equal(new.ask('device', 'revoke', old)['done'], True, 'the old one is closed')
    exchange(new, anna)
    check_equal([each['standing'] for each in anna.ask('device', 'list') if each['id'] == old],
                ['removed'], 'everybody knows')
    late = bruno.ask('turn', 'take', rota, '2026-09-08')['turn']
    bruno.ask('bundle', 'write', folder / 'late')
    anna.ask('bundle', 'read', folder / 'late')
    [outing] = anna.ask('week', '--from', '2026-09-08', '--days', '1')
    check(late not in [each['id'] for each in outing['turns']], 'what the thief writes')
    new.ask('turn', 'release', turn)


def test_nonna_gets_a_machine(folder):
    """What was noted for her is hers, when both have said that it was she."""
    anna, bruno, chiara, rota = make_collective(folder)
    nonna = anna.ask('member', 'add', 'Nonna')['member']
    turn = anna.ask('turn', 'take', rota, DAY, '--for', nonna)['turn']
    for how in ((), ('--text',)):
        words = anna.run('week', '--from', DAY, '--days', '1', *how).stdout.decode()
        check('(written down by Anna)' in words, words)
    exchange(bruno, anna)
    me = bruno.ask('status')['me']
    chiara.refuse(cli.NOT_FOUND, 'member', 'same', nonna, me)
    exchange(chiara, anna)
    chiara.refuse(cli.RULE, 'member', 'same', nonna, me)
    check_equal(anna.ask('member', 'same', nonna[:8], me[:8])['done'], False, 'one word')
    exchange(bruno, anna)
    [person] = [m for m in bruno.ask('members') if m['id'] == nonna]
    check_equal(person['same'], me, 'who is asked')
    check_equal(bruno.ask('member', 'same', nonna, me)['done'], True, 'both')
    check_equal([(m['name'], m['formerly']) for m in bruno.ask('members')],
                [('Anna', []), ('Bruno', ['Nonna']), ('Chiara', [])], 'the members')
    [outing] = bruno.ask('week', '--from', DAY, '--days', '1')
    check_equal([(t['id'], t['member']) for t in outing['turns']], [(turn, me)], 'the turn')
    exchange(bruno, anna)
    anna.refuse(cli.NOT_FOUND, 'turn', 'take', rota, '2026-09-08', '--for', nonna)
    bruno.ask('turn', 'release', turn)
    exchange(bruno, anna)
    check_same(anna, bruno)
    check_equal(bruno.ask('member', 'same', nonna, me, '--not')['done'], True, 'taken back')
    check('Nonna' in [m['name'] for m in bruno.ask('members')], 'she is there again')


def test_refused_later(folder):
    """Who kept an invitation that somebody else then used is told so, now and later."""
    anna, bruno, dora = found(folder), Home(folder, 'bruno'), Home(folder, 'dora')
    uri = anna.ask('invite')['invite']
    dora.ask('join', uri, '--me', 'Dora', '--bundle-out', folder / 'request')
    check_equal((dora.ask('status')['state'], dora.ask('status')['refusal']), ('asked', None),
                'before')
    join_over_tcp(bruno, uri, anna)
    with anna.talk('serve', '--listen', '127.0.0.1:0') as serving:
        ran = dora.run('join', '--peer', serving.address)
        check_equal(ran.returncode, cli.RULE, ran.stderr.decode())
    status = dora.ask('status')
    check_equal(status['state'], 'refused', 'afterwards')
    check('used or withdrawn' in status['refusal'], status['refusal'])
    check('used or withdrawn' in dora.run('status').stdout.decode(), 'status for people')
    # another invitation is the way out, in the same folder
    join_over_tcp(dora, anna.ask('invite')['invite'], anna)
    check_equal(dora.ask('status')['state'], 'admitted', 'with another invitation')


def test_members_agree(folder):
    """A rule by a majority, a removal by all the others, and somebody who leaves."""
    anna, bruno, chiara, rota = make_collective(folder)
    ids = {member['name']: member['id'] for member in anna.ask('members')}

    asked = anna.ask('rules', 'set', 'vouchers', '2')
    check_equal((asked['approvals'], asked['needed'], asked['done']), (1, 2, False), 'a rule')
    meet_all(anna, bruno, chiara)
    [waiting] = bruno.ask('member', 'proposals')
    check_equal((waiting['what'], waiting['rule'], waiting['value'], waiting['approved']),
                ('rule', 'vouchers', 2, False), 'what waits')
    agreed = bruno.ask('member', 'approve', waiting['id'])
    check_equal(agreed['done'], True, 'with two of three')
    meet_all(anna, bruno, chiara)
    rules = chiara.ask('rules')
    check_equal(rules['vouchers'], 2, 'the rule')
    check_equal(rules['decisions']['vouchers']['signers'], 2, 'who decided it')
    check_equal(chiara.ask('member', 'proposals'), [], 'what waits')
    anna.refuse(cli.USAGE, 'rules', 'set', 'removals', '2')
    anna.refuse(cli.NOT_FOUND, 'rules', 'set', 'weather', '2')

    check_equal(rules['servers'], '', 'servers that nobody has agreed on')
    anna.refuse(cli.USAGE, 'rules', 'set', 'servers', 'https://stun.example.org')
    check_equal(anna.ask('rules', 'set', 'servers', 'turn:u:p@t.example stun:s.example:1')['done'],
                False, 'servers')
    meet_all(anna, bruno, chiara)
    [waiting] = bruno.ask('member', 'proposals')
    check_equal((waiting['rule'], waiting['servers']),
                ('servers', 'turn:t.example:3478 stun:s.example:1'), 'what waits')
    bruno.ask('member', 'approve', waiting['id'])
    meet_all(anna, bruno, chiara)
    check_equal(chiara.ask('rules')['servers'], 'turn:t.example:3478 stun:s.example:1', 'servers')
    words = chiara.run('rules').stdout.decode()
    check('and no others: turn:t.example:3478 stun:s.example:1.' in words, words)

    chiara.ask('turn', 'take', rota, DAY)
    meet_all(anna, bruno, chiara)
    anna.refuse(cli.USAGE, 'member', 'propose-removal', ids['Chiara'])
    anna.refuse(cli.RULE, 'member', 'propose-removal', ids['Anna'], '--why', 'tired')
    proposed = anna.ask('member', 'propose-removal', ids['Chiara'], '--why', 'moved to Trento')
    check_equal((proposed['approvals'], proposed['needed']), (1, 2), 'a removal')
    meet_all(anna, bruno, chiara)
    [waiting] = chiara.ask('member', 'proposals')
    check_equal((waiting['what'], waiting['why'], waiting['member']),
                ('removal', 'moved to Trento', ids['Chiara']), 'what she reads')
    chiara.refuse(cli.RULE, 'member', 'approve', proposed['proposal'])
    check_equal(bruno.ask('member', 'approve', proposed['proposal'])['done'], True, 'a removal')
    # she has not heard of it, nor has Anna: what she says now is kept, and has no effect
    chiara.ask('turn', 'take', rota, '2026-09-10')
    exchange(chiara, anna)
    exchange(anna, bruno)
    exchange(anna, bruno)
    check_same(anna, bruno)
    standing = {member['name']: member['standing'] for member in anna.ask('members')}
    check_equal(standing['Chiara'], 'removed', 'Chiara')
    void = {member['name']: member['void'] for member in anna.ask('members')}
    check(void['Anna'] == void['Bruno'] == 0 and void['Chiara'] > 0, f'what is void: {void}')
    words = anna.run('members').stdout.decode()
    check('have no effect; they are kept' in words, words)
    [outing] = [outing for outing in anna.ask('week', '--from', DAY, '--days', '1')]
    check_equal([turn['state'] for turn in outing['turns']], ['released'], 'her turn')

    bruno.ask('turn', 'take', rota, DAY)
    leaving = bruno.ask('leave')
    check_equal((leaving['left'], [turn['date'] for turn in leaving['turns']], leaving['baton']),
                (False, [DAY], False), 'what leaving gives back')
    check_equal(bruno.ask('leave', '--yes')['left'], True, 'leaving')
    bruno.refuse(cli.RULE, 'turn', 'take', rota, DAY)
    with anna.talk('serve', '--listen', '127.0.0.1:0') as serving:
        bruno.run('sync', '--once', '--peer', serving.address)
    standing = {member['name']: member['standing'] for member in anna.ask('members')}
    check_equal(standing['Bruno'], 'left', 'Bruno')


def test_comes_back(folder):
    """Who left is invited again, on the same machine; what was there before is kept beside."""
    anna, bruno = cli.found(folder), Home(folder, 'bruno')
    used = anna.ask('invite')['invite']
    join_through_files(folder, bruno, used, anna)
    bruno.ask('leave', '--yes')
    carry(folder, bruno, anna)
    before = bruno.ask('status')

    # what does not let him in changes nothing
    bruno.refuse(cli.RULE, 'join', used, '--me', 'Bruno')
    expired = anna.ask('invite')
    anna.ask('invite', 'end', anna.ask('invite', 'list')[0]['id'])
    with anna.talk('serve', '--listen', '127.0.0.1:0') as serving:
        ran = bruno.run('join', expired['invite'], '--me', 'Bruno', '--peer', serving.address)
    check_equal(ran.returncode, cli.RULE, ran.stderr.decode())
    check_equal(bruno.ask('status'), before, 'as it was')
    check_equal(len(list((folder / 'bruno').iterdir())), 1, 'folders')

    uri = anna.ask('invite')['invite']
    with anna.talk('serve', '--listen', '127.0.0.1:0') as serving:
        again = bruno.ask('join', uri, '--me', 'Bruno', '--peer', serving.address)
    check_equal(again['state'], 'admitted', 'with a new invitation')
    cli.check(again['device'] != before['device'] and again['member'] != before['me'], 'new keys')
    check_equal(sorted((m['name'], m['standing']) for m in bruno.ask('members')),
                [('Anna', 'active'), ('Bruno', 'active'), ('Bruno', 'left')], 'who is there')
    check_same(anna, bruno)
    check_equal(sum('-aside-' in at.name for at in (folder / 'bruno').iterdir()), 1, 'set aside')


def test_waits_through_files(folder):
    """Who has to wait sees what for, though no machine of theirs meets one of the others'."""
    anna, bruno = cli.found(folder), Home(folder, 'bruno')
    cli.join(folder, bruno, anna)
    carla = Home(folder, 'carla')

    def agree(value):
        anna.ask('rules', 'set', 'vouchers', value)
        carry(folder, anna, bruno)
        [waiting] = bruno.ask('member', 'proposals')
        check_equal(bruno.ask('member', 'approve', waiting['id'])['done'], True, 'agreed')
        carry(folder, bruno, anna)

    def hear(host):
        host.ask('bundle', 'write', folder / 'answer')
        joined = carla.ask('join', '--bundle-in', folder / 'answer')
        return joined['state'], joined['missing'], joined['needed']

    agree('3')
    carla.ask('join', anna.ask('invite')['invite'], '--me', 'Carla', '--bundle-out',
              folder / 'request')
    cli.check('no machine of the collective has answered' in carla.run('members').stdout.decode(),
              'who asked is told what is so')
    report = anna.ask('bundle', 'read', folder / 'request')
    check_equal((report['newcomer'], report['newcomer_state']), ('Carla', 'waiting'), 'the request')

    # more are to vouch than there are
    check_equal(hear(anna), ('waiting', -1, 3), 'in vain')
    cli.check('agree on another rule' in carla.run('members').stdout.decode(), 'and told why')
    [pending] = (m for m in anna.ask('members') if m['standing'] == 'pending')
    check_equal((pending['missing'], pending['needed']), (-1, 3), 'as the others see it')
    cli.check('there are not so many' in anna.run('members').stdout.decode(), 'in words')

    agree('2')
    check_equal(hear(bruno), ('waiting', 1, 2), 'what is missing')
    for words in ('2 of them have to vouch', '1 more has yet to vouch for you'):
        cli.check(words in carla.run('members').stdout.decode(), words)
    check_equal(carla.ask('members'), [], 'nobody is named to who is not in')
    check_equal(carla.ask('status')['entries'], 0, 'and nothing is told')

    (folder / 'answer').rename(folder / 'older')
    bruno.ask('member', 'approve', pending['id'])
    check_equal(hear(bruno)[0], 'admitted', 'once enough know her')
    check_equal(len(carla.ask('members')), 3, 'all of them')
    carla.refuse(cli.FOREIGN, 'bundle', 'read', folder / 'older')


def test_stranger_at_the_door(folder):
    """A machine of another collective gets nothing, and says so."""
    anna, carlo = found(folder), found(folder, 'Carlo')
    with anna.talk('serve', '--listen', '127.0.0.1:0') as serving:
        carlo.refuse(cli.NO_PEER, 'sync', '--once', '--peer', serving.address)
    check_equal(anna.ask('status')['members'], 1, 'members')


def test_sync_tells_its_address(folder):
    anna, bruno = found(folder), Home(folder, 'bruno')
    join_over_tcp(bruno, anna.ask('invite')['invite'], anna)
    ran = anna.run('sync', '--listen', '127.0.0.1:0', '--seconds', '1')
    check_equal(ran.returncode, cli.DONE, ran.stderr.decode())
    check(b' 127.0.0.1:' in ran.stderr, f'no address: {ran.stderr.decode()}')


def check_gone(word, *homes):
    """In no file of any home; each exists, and is read whole."""
    for home in homes:
        files = [path for path in home.path.rglob('*') if path.is_file()]
        check(files, f'no files of {home.name}')
        holding = [path.name for path in files if word.encode() in path.read_bytes()]
        check_equal(holding, [], f'files of {home.name} that hold the word')
        check_equal(home.ask('check', '--full')['ok'], True, home.name)


def test_erased_words_are_nowhere(folder):
    word, name = (''.join(random.choices(string.ascii_lowercase, k=24)) for _ in range(2))
    anna, bruno, carlo = found(folder), Home(folder, 'bruno'), Home(folder, 'carlo')
    join_over_tcp(bruno, anna.ask('invite')['invite'], anna)
    invite = anna.ask('invite')['invite']
    with anna.talk('serve', '--listen', '127.0.0.1:0') as serving:
        carlo.ask('join', invite, '--me', name,
                  '--peer', serving.address, '--seconds', '20')
        meet(carlo, serving)
    person = bruno.ask('member', 'add', word)['member']
    meet_all(bruno, anna, carlo)
    bruno.ask('bundle', 'write', folder / 'older')
    carlo.refuse(cli.RULE, 'erase', '--subject', person)
    entry = bruno.ask('log')[0]['id']
    bruno.refuse(cli.RULE, 'erase', '--entry', entry)
    bruno.refuse(cli.USAGE, 'erase')
    bruno.refuse(cli.NOT_FOUND, 'erase', '--subject', '12345678')

    erased = bruno.ask('erase', '--subject', person)
    check_equal(erased, {'erased': 1, 'machines_done': 1, 'machines': 3}, 'the person')
    check_gone(word, bruno)
    # of the name also what the machine that let him in wrote down
    check_equal(carlo.ask('erase', '--subject', carlo.ask('status')['me'])['erased'] >= 1, True,
                'himself')
    meet_all(bruno, anna, carlo)
    meet_all(bruno, anna, carlo)
    check_gone(word, anna, bruno, carlo)
    check_gone(name, anna, bruno, carlo)

    for home in (anna, carlo):
        home.ask('bundle', 'read', folder / 'older')
    check_gone(word, anna, carlo)
    check_same(anna, bruno, carlo)
    bruno.refuse(cli.NOT_FOUND, 'erase', '--subject', person)
    for home in (anna, bruno, carlo):
        home.ask('rebuild')
    check_same(anna, bruno, carlo)


cli.run(dict(globals()))
