#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where neighbours ask each other for a hand.

test-help.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import closed, home_of, nameless, open_window, run

# the day before something begins, of what was asked for on the first of the month
LATER = '2026-09-02T06:30:00+02:00'


def open_help(window):
    window.find('frame', 'Pedibus')
    window.open_page('Help')


def test_is_off():
    """Nothing of it is seen while it is off, and switched off again it is gone."""
    anna = home_of('anna-off')
    anna.found('Pedibus', 'Anna')
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.gone('radio button', 'Help')
    problems = closed(window)

    anna.run('rules', 'set', 'help', '1')
    window = open_window(anna)
    open_help(window)
    window.find('label', 'Nobody Needs a Hand')
    # of one module alone there is nothing to choose
    window.gone('toggle button', 'A Hand')
    problems += nameless(window) + closed(window)

    anna.run('rules', 'set', 'help', '0')
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.gone('radio button', 'Help')

    return problems + closed(window)


def switch_on(*homes):
    """Of two both agree."""
    for home in homes:
        home.run('rules', 'set', 'help', '1')


def claims(home, help_id):
    return [(c['name'], c['role'], c['state'], c['done'])
            for c in home.run('help', 'show', help_id)['claims']]


def test_asks():
    """A few words are enough; what is wrong is said; the first one is taken back."""
    anna = home_of('anna-asks')
    anna.found('Pedibus', 'Anna')
    switch_on(anna)
    window = open_window(anna)
    open_help(window)
    window.press(window.find('push button', 'Ask for a Hand…'))
    dialog = window.dialog()
    window.press(window.find('push button', 'Ask', root=dialog, state='sensitive'))
    window.find('label', part='The name is empty', root=dialog)
    window.fill(window.find('text', 'What You Need a Hand With', root=dialog), 'Carry a wardrobe')
    window.fill(window.find('text', 'Day', root=dialog), '2026-02-30')
    window.press(window.find('push button', 'Ask', root=dialog, state='sensitive'))
    window.find('label', part='This date does not exist', root=dialog)
    window.fill(window.find('text', 'Day', root=dialog), '2026-09-08')
    problems = nameless(window)
    window.press(window.find('push button', 'Ask', root=dialog, state='sensitive'))
    window.find('label', part='Anna needs a hand: Carry a wardrobe')
    window.find('label', part='Nobody helps yet')
    problems += nameless(window)
    window.press(window.find('push button', 'Undo'))
    # it stays for whose it is, who may ask again
    window.find('label', part='It was withdrawn')
    window.press(window.find('list item', part='Anna needs a hand'))
    window.press(window.find('push button', part='Put Back'))
    window.find('label', part='Nobody helps yet')
    window.press(window.find('push button', 'Undo'))
    window.find('label', part='It was withdrawn')
    problems += closed(window)
    [asked] = anna.run('help', 'list', '--all')
    if (asked['text'], asked['first'], asked['last'], asked['state'], asked['helpers']) != (
            'Carry a wardrobe', '2026-09-08', '2026-09-08', 'withdrawn', 1):
        problems.append(f'asked for is {asked}')

    return problems


def test_helps_for_somebody():
    """Who answers for somebody without a machine writes that they help."""
    anna, bruno = (home_of(name + '-for') for name in ('anna', 'bruno'))
    anna.found('Pedibus', 'Anna')
    anna.run('member', 'add', 'Nonna')
    anna.invite(bruno, 'Bruno')
    switch_on(anna)
    anna.carry_to(bruno)
    switch_on(bruno)
    help_id = bruno.run('help', 'ask', 'Read a letter', '--when', '2026-09-08')['id']
    bruno.carry_to(anna)
    window = open_window(anna)
    open_help(window)
    window.press(window.find('list item', part='Bruno needs a hand'))
    window.press(window.find('push button', part='Nonna Will Help'))
    window.find('label', part='Nonna will help')
    window.press(window.find('push button', 'Undo'))
    window.press(window.find('push button', part='Nonna Will Help'))
    window.find('label', part='Nonna will help')
    problems = nameless(window) + closed(window)
    claims = [(c['name'], c['state']) for c in anna.run('help', 'show', help_id)['claims']
              if c['state'] != 'released']
    if claims != [('Nonna', 'standing')]:
        problems.append(f'who helps is {claims}')

    return problems


def test_helps():
    """One click helps, another takes that back; then it is done, and thanked for."""
    anna, bruno = (home_of(name + '-helps') for name in ('anna', 'bruno'))
    anna.found('Pedibus', 'Anna')
    anna.invite(bruno, 'Bruno')
    switch_on(anna)
    anna.carry_to(bruno)
    switch_on(bruno)
    bruno.carry_to(anna)
    help_id = bruno.run('help', 'ask', 'Carry a wardrobe', '--when', '2026-09-08')['id']
    bruno.carry_to(anna)

    window = open_window(anna)
    open_help(window)
    window.press(window.find('push button', part='I Will Help'))
    window.find('label', part='Bruno will see that you help')
    window.find('label', part='Anna will help')
    window.press(window.find('push button', 'Undo'))
    window.find('label', part='Nobody helps yet')
    window.press(window.find('push button', part='I Will Help'))
    window.find('push button', part='Give Back: Bruno needs a hand')
    problems = nameless(window) + closed(window)
    if ('Anna', 'helps', 'standing', False) not in claims(anna, help_id):
        problems.append(f'who helps is {claims(anna, help_id)}')

    # by whose it is
    anna.carry_to(bruno)
    window = open_window(bruno)
    open_help(window)
    row = window.find('list item', part='Carry a wardrobe')
    window.press(row)
    window.find('label', part='They said so first')
    window.press(window.find('push button', part='It Is Done'))
    window.find('label', part='It is done. Everybody will see it.')
    window.press(window.find('push button', part='Thank…'))
    dialog = window.dialog()
    window.fill(window.find('text', root=dialog), 'A thousand thanks')
    window.press(window.find('push button', 'Thank', root=dialog))
    window.find('label', part='Bruno says thank you: A thousand thanks')
    problems += nameless(window) + closed(window)
    if bruno.run('help', 'show', help_id)['state'] != 'thanked':
        problems.append('nobody was thanked')

    return problems


def test_comes_up_again():
    """For whoever said that they could, on This Week; "not now" holds on that machine."""
    anna, bruno = (home_of(name + '-again') for name in ('anna', 'bruno'))
    anna.found('Pedibus', 'Anna')
    anna.invite(bruno, 'Bruno')
    switch_on(anna)
    anna.carry_to(bruno)
    switch_on(bruno)
    bruno.carry_to(anna)
    # the day before it begins
    bruno.run('help', 'ask', 'Carry books', '--when', '2026-09-02')
    help_id = bruno.run('help', 'ask', 'Water the plants', '--when', '2026-09-03')['id']
    bruno.carry_to(anna)
    anna.run('help', 'could', help_id)

    window = open_window(anna, now=LATER)
    window.find('label', part='Bruno still needs a hand: Water the plants')
    window.gone('label', part='Bruno still needs a hand: Carry books')
    problems = nameless(window)
    window.press(window.find('push button', part='Not now'))
    window.gone('label', part='Bruno still needs a hand')
    problems += closed(window)
    window = open_window(anna, now=LATER)
    window.open_page('Help')
    window.find('label', part='Water the plants')
    window.gone('label', part='Bruno still needs a hand')

    return problems + closed(window)


run('help', [test_is_off, test_asks, test_helps, test_helps_for_somebody,
             test_comes_up_again])
