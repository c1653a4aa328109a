#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where it is about seats in cars.

test-rides.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import closed, home_of, nameless, open_window, run


def open_rides(window):
    window.find('frame', 'Pedibus')
    window.open_page('Rides')


def open_row(window, part):
    """Unfolds what is below a ride."""
    # on the week there may be one of that name too
    row = window.find('list item', part=part, root=window.find('list', 'Rides'))
    window.press(row)
    return row


def switch_on(*homes):
    """Of two both agree."""
    for home in homes:
        home.run('rules', 'set', 'rides', '1')


def taken(home, ride):
    return [(t['name'], t['way'], t['seats'], t['state'])
            for t in home.run('ride', 'show', ride)['takers'] if t['state'] != 'released']


def test_offers():
    """Nothing of it is seen while it is off; then the first seats are offered, and taken back."""
    anna = home_of('anna-offers')
    anna.found('Pedibus', 'Anna')
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.gone('radio button', 'Rides')
    problems = closed(window)

    switch_on(anna)
    window = open_window(anna)
    open_rides(window)
    window.find('label', 'No Ride for Four Weeks')
    problems += nameless(window)
    window.press(window.find('push button', 'Offer Seats…'))
    dialog = window.dialog()
    window.fill(window.find('text', 'From: a stop, or a place', root=dialog), 'The mill')
    window.fill(window.find('text', 'There at, such as 07:50', root=dialog), '7.50')
    window.press(window.find('push button', 'Offer', root=dialog, state='sensitive'))
    window.find('label', part='The name is empty', root=dialog)
    window.fill(window.find('text', 'To', root=dialog), 'School')
    window.press(window.find('push button', 'Offer', root=dialog, state='sensitive'))
    window.find('label', part='This time does not exist', root=dialog)
    window.fill(window.find('text', 'There at, such as 07:50', root=dialog), '07:50')
    problems += nameless(window)
    window.press(window.find('push button', 'Offer', root=dialog, state='sensitive'))
    window.find('label', part='The mill → School')
    window.find('label', part='3 of 3 seats are free')
    window.press(window.find('push button', 'Undo'))
    window.find('label', 'No Ride for Four Weeks')
    window.press(window.find('push button', 'Ask for Seats…'))
    dialog = window.dialog()
    window.fill(window.find('text', 'From: a stop, or a place', root=dialog), 'School')
    window.fill(window.find('text', 'To', root=dialog), 'The mill')
    window.fill(window.find('text', 'Back at (may stay empty)', root=dialog), '16:30')
    window.press(window.find('push button', 'Ask', root=dialog, state='sensitive'))
    window.find('label', part='1 of 1 seats is still missing')
    problems += closed(window)
    [ride] = anna.run('ride', 'list')
    if (ride['kind'], ride['from'], ride['at'], ride['back'], ride['seats'],
            ride['weekly']) != ('ask', 'School', None, '16:30', 1, False):
        problems.append(f'asked for is {ride}')

    return problems


def test_takes_a_seat():
    """One click takes it, and another one undoes that; a car that breaks down is called."""
    anna, bruno = (home_of(name + '-takes') for name in ('anna', 'bruno'))
    anna.found('Pedibus', 'Anna')
    anna.invite(bruno, 'Bruno')
    anna.run('rules', 'set', 'rides', '1')
    anna.carry_to(bruno)
    bruno.run('rules', 'set', 'rides', '1')
    bruno.carry_to(anna)
    day = '2026-09-01'
    ride = bruno.run('ride', 'offer', '--from', 'The mill', '--to', 'School', '--date', day, '--at',
                     '23:50', '--seats', '2', '--weekly')['ride']
    bruno.carry_to(anna)

    window = open_window(anna)
    open_rides(window)
    window.press(window.find('push button', part='Take a Seat'))
    window.find('label', 'You come along on 1 date.')
    window.find('push button', part='Give Back')
    window.press(window.find('push button', 'Undo'))
    window.find('label', 'You gave back your seat on 1 date.')
    window.press(window.find('push button', part='Take a Seat'))
    window.find('push button', part='Give Back')
    problems = nameless(window) + closed(window)
    if taken(anna, ride) != [('Anna', 'there', 1, 'standing')]:
        problems.append(f'taken is {taken(anna, ride)}')

    # by whose car it is
    anna.carry_to(bruno)
    window = open_window(bruno)
    open_rides(window)
    open_row(window, 'Bruno has 2 seats')
    window.find('label', part='It still fitted when it was taken')
    window.press(window.find('push button', part='Falls Out…'))
    dialog = window.dialog()
    window.fill(window.find('text', root=dialog), 'The car')
    window.press(window.find('push button', 'Falls Out', root=dialog))
    window.find('label', part='Please call Anna')
    window.find('label', part='It falls out: The car')
    problems += nameless(window) + closed(window)
    if bruno.run('ride', 'show', ride, day)['state'] != 'dropped':
        problems.append('it runs')

    return problems


def test_on_the_week():
    """What one drives is on the week too; and what clashes with it is told on both."""
    anna = home_of('anna-mine')
    anna.found('Pedibus', 'Anna')
    switch_on(anna)
    [rota] = anna.run('rota', 'add', 'Walk', '--days', 'we,th', '--at', '07:40', '--from',
                      '2026-09-01', '--until', '2027-06-10')
    anna.run('turn', 'take', rota['id'], '2026-09-02')
    anna.run('ride', 'offer', '--from', 'The mill', '--to', 'School', '--date', '2026-09-02', '--at',
             '07:50', '--seats', '3')
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.find('label', 'Your Rides')
    window.find('label', part='You have promised to come at 07:40 too: Walk')
    window.find('label', part='You are on the road at 07:50 too: from The mill to School')
    problems = nameless(window)
    window.keys('alt+Right')
    window.gone('label', 'Your Rides')
    window.keys('alt+Left')
    window.press(window.find('list item', part='Anna has 3 seats'))
    window.press(window.find('push button', part='Withdraw'))
    window.gone('label', 'Your Rides')

    return problems + closed(window)


run('rides', [test_offers, test_takes_a_seat, test_on_the_week])
