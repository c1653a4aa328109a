#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where a plan has changed, and somebody says that they have seen it.

test-published.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import closed, home_of, nameless, open_window, run


def plan(home):
    [rota] = home.run('rota', 'add', 'Walk', '--days', 'mo,tu,we,th,fr,sa,su', '--at', '07:40',
                      '--from', '2026-09-01', '--until', '2027-06-10', '--min', '1', '--max', '3')
    home.run('rota', 'publish', rota['id'])
    return rota['id']


def test_news():
    """What has changed stands over the week; one button says that it was seen, and one Undo."""
    anna = home_of('anna-news')
    bruno = home_of('bruno-news')
    anna.found('Pedibus', 'Anna')
    anna.invite(bruno, 'Bruno')
    walk = plan(anna)
    anna.carry_to(bruno)
    bruno.run('rota', 'seen', walk)
    anna.run('rota', 'edit', walk, '--at', '07:55')
    anna.run('rota', 'cancel', walk, '2026-09-03', '--why', 'Ice')
    anna.carry_to(bruno)

    window = open_window(bruno)
    window.find('frame', 'Pedibus')
    window.find('label', 'The Plan Has Changed')
    window.find('label', part='has changed since you last looked')
    window.find('label', 'At 07:55 instead of 07:40')
    window.find('label', 'Thursday 3 September: cancelled (Ice)')
    problems = nameless(window)
    width, _ = window.resize(100, 700)
    if width > 360:
        problems.append(f'the window is {width} wide')
    window.press(window.find('push button', part='I Have Seen What Has Changed'))
    window.gone('label', 'The Plan Has Changed')
    window.press(window.find('push button', 'Undo'))
    window.find('label', 'At 07:55 instead of 07:40')
    window.press(window.find('push button', part='I Have Seen What Has Changed'))
    window.gone('label', 'The Plan Has Changed')
    problems += closed(window)
    if bruno.run('rota', 'show', walk)['seen'] != 'now':
        problems.append('it was not said')

    return problems


def test_reserve():
    """Whoever was reserve and comes now is told over the week, and whose place it was is not."""
    anna = home_of('anna-reserve')
    bruno = home_of('bruno-reserve')
    anna.found('Pedibus', 'Anna')
    anna.invite(bruno, 'Bruno')
    [rota] = anna.run('rota', 'add', 'Walk', '--days', 'mo,tu,we,th,fr', '--at', '07:40',
                      '--from', '2026-09-01', '--until', '2027-06-10', '--max', '2')
    anna.run('rota', 'publish', rota['id'])
    nonna = anna.run('member', 'add', 'Nonna')['member']
    anna.run('turn', 'take', rota['id'], '2026-09-02')
    turn = anna.run('turn', 'take', rota['id'], '2026-09-02', '--for', nonna)['turn']
    anna.carry_to(bruno)
    bruno.run('rota', 'seen', rota['id'])
    bruno.run('turn', 'take', rota['id'], '2026-09-02')
    bruno.carry_to(anna)
    anna.run('turn', 'release', turn)
    anna.carry_to(bruno)

    problems = []
    [news] = bruno.run('rota', 'show', rota['id'])['news']
    if (news['what'], news['date']) != ('comes', '2026-09-02'):
        problems.append(f'the command says {news}')
    if anna.run('rota', 'show', rota['id'])['news']:
        problems.append('whoever gave it back is told so')
    window = open_window(bruno)
    window.find('label', 'Wednesday 2 September: a place has become free, and you come')
    problems += nameless(window)
    window.press(window.find('push button', part='I Have Seen What Has Changed'))
    window.gone('label', 'The Plan Has Changed')
    problems += closed(window)
    if bruno.run('rota', 'show', rota['id'])['news']:
        problems.append('they are told for ever')

    return problems


def test_who_has_seen_it():
    """Whoever publishes sees whom to call; for a person without a machine somebody says it."""
    anna = home_of('anna-seen')
    anna.found('Pedibus', 'Anna')
    walk = plan(anna)
    nonna = anna.run('member', 'add', 'Nonna')['member']
    anna.run('member', 'phone', nonna, '06 12 34 56 78')
    anna.run('turn', 'take', walk, '2026-09-02', '--for', nonna)
    anna.run('rota', 'edit', walk, '--place', 'The gym')

    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.go_to('Rotas')
    window.press(window.find('push button', part='What has changed of Walk'))
    dialog = window.dialog()
    window.find('label', part='Published by Anna', root=dialog)
    window.find('label', part='Meeting point: The gym', root=dialog)
    window.find('label', part='06 12 34 56 78', root=dialog)
    window.find('image', part='whom it concerns', root=dialog)
    problems = nameless(window)
    width, _ = window.resize(100, 700, dialog)
    if width > 360:
        problems.append(f'the dialog is {width} wide')
    window.press(window.find('push button', part='Nonna has seen it', root=dialog))
    window.find('label', 'Knows of it, says Anna', root=dialog)
    window.gone('label', 'To Be Told')
    window.press(window.find('push button', part='Take back that Nonna', root=dialog))
    window.find('label', 'To Be Told', root=dialog)
    window.keys('Escape')
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')

    return problems + closed(window)


run('published-window', [test_news, test_reserve, test_who_has_seen_it])
