#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where things and rooms are booked, handed out and brought back.

test-lending.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import choose, closed, home_of, nameless, open_window, run


def open_help(window):
    window.find('frame', 'Pedibus')
    window.open_page('Help')


def test_lends():
    """The first thing is written down, booked, and given back; each of it is undone by one click."""
    anna = home_of('anna-lends')
    anna.found('Pedibus', 'Anna')
    anna.run('rules', 'set', 'lending', '1')
    window = open_window(anna)
    open_help(window)
    window.find('label', 'Nothing Is Lent Yet')
    problems = nameless(window)
    window.press(window.find('push button', 'Write Down a Thing…'))
    dialog = window.dialog()
    window.press(window.find('push button', 'Add', root=dialog, state='sensitive'))
    window.find('label', part='The name is empty', root=dialog)
    window.fill(window.find('text', 'Name', root=dialog), 'Trailer')
    window.fill(window.find('text', 'Where it is kept', root=dialog), 'Our garage')
    problems += nameless(window)
    window.press(window.find('push button', 'Add', root=dialog, state='sensitive'))
    window.find('label', 'Trailer')
    window.find('label', 'Free today')

    window.press(window.find('push button', part='Book…: Trailer'))
    dialog = window.dialog()
    window.fill(window.find('text', 'Last day', root=dialog), '2026-08-01')
    window.press(window.find('push button', 'Book', root=dialog, state='sensitive'))
    window.find('label', part='ends before it begins', root=dialog)
    window.fill(window.find('text', 'Last day', root=dialog), '2026-02-30')
    window.press(window.find('push button', 'Book', root=dialog, state='sensitive'))
    window.find('label', part='This date does not exist', root=dialog)
    window.fill(window.find('text', 'Last day', root=dialog), '2026-09-02')
    problems += nameless(window)
    window.press(window.find('push button', 'Book', root=dialog, state='sensitive'))
    window.find('label', part='You have booked it until')
    window.press(window.find('push button', 'Undo'))
    window.find('label', 'Free today')
    window.press(window.find('push button', 'Undo'))
    window.find('label', part='You have booked it until')
    window.press(window.find('list item', part='Trailer'))
    window.find('label', part='Our garage')
    window.press(window.find('push button', part='I Have It Now'))
    window.find('label', part='You have it until')
    window.press(window.find('push button', part='Bring Back: Trailer'))
    window.find('label', 'Free today')
    problems += nameless(window) + closed(window)
    [thing] = anna.run('book', 'list')
    if (thing['name'], thing['where'], thing['bookings']) != ('Trailer', 'Our garage', []):
        problems.append(f'the thing is {thing}')

    return problems


def test_reminds():
    """Who has something that is due is told on the first page, and brings it back there."""
    anna = home_of('anna-due')
    anna.found('Pedibus', 'Anna')
    anna.run('rules', 'set', 'lending', '1')
    tent = anna.run('thing', 'add', 'Tent', '--lend')['thing']
    done = anna.run('book', tent, '--from', '2026-09-01', '--to', '2026-09-02')
    anna.run('book', 'out', done['booking']['id'])
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.find('label', 'To Be Brought Back')
    window.find('label', part='is to be brought back by tomorrow')
    problems = nameless(window)
    window.press(window.find('push button', part='Bring back: Tent'))
    window.find('label', '“Tent” is back.')
    window.gone('label', 'To Be Brought Back')

    return problems + closed(window)


def test_room():
    """A room is booked each week; who comes too late is told for whom."""
    anna, bruno = (home_of(name + '-room') for name in ('anna', 'bruno'))
    anna.found('Pedibus', 'Anna')
    anna.invite(bruno, 'Bruno')
    anna.run('rules', 'set', 'rooms', '1')
    anna.carry_to(bruno)
    bruno.run('rules', 'set', 'rooms', '1')
    hall = bruno.run('room', 'add', 'Hall', '--people', '40')['thing']
    bruno.run('book', hall, '--from', '2026-09-01', '--at', '22:00', '--until', '23:30')
    bruno.carry_to(anna)
    window = open_window(anna)
    open_help(window)
    window.press(window.find('push button', part='Book…: Hall'))
    dialog = window.dialog()
    window.fill(window.find('text', 'From, such as 18:00 (empty: all day)', root=dialog), '23.00')
    window.press(window.find('push button', 'Book', root=dialog, state='sensitive'))
    window.find('label', part='This time does not exist', root=dialog)
    window.fill(window.find('text', 'From, such as 18:00 (empty: all day)', root=dialog), '23:00')
    problems = nameless(window)
    window.press(window.find('push button', 'Book', root=dialog, state='sensitive'))
    window.find('label', part='Bruno has booked it before')
    problems += closed(window)
    [room] = anna.run('room', 'list')
    states = sorted((b['name'], b['state']) for b in room['bookings'])
    if states != [('Anna', 'reserve'), ('Bruno', 'standing')]:
        problems.append(f'booked is {states}')

    return problems


def test_keys():
    """Who has a key, who opens, and a series given back, which one click brings back whole."""
    anna = home_of('anna-keys')
    anna.found('Pedibus', 'Anna')
    anna.run('member', 'add', 'Nonna')
    anna.run('rules', 'set', 'rooms', '1')
    hall = anna.run('room', 'add', 'Hall')['thing']
    window = open_window(anna)
    open_help(window)
    window.press(window.find('list item', part='Hall'))
    window.press(window.find('push button', part='Change…: Hall'))
    dialog = window.dialog()
    window.press(window.find('list item', part='Who has a key', root=dialog))
    window.find('spin button', 'Nonna', root=dialog).get_value_iface().set_current_value(2)
    problems = nameless(window)
    window.press(window.find('push button', 'Save', root=dialog, state='sensitive'))
    window.find('label', part='Keys: Nonna 2')

    window.press(window.find('push button', part='Book…: Hall'))
    dialog = window.dialog()
    window.fill(window.find('text', 'From, such as 18:00 (empty: all day)', root=dialog), '18:00')
    window.fill(window.find('text', 'Until, such as 20:00', root=dialog), '20:00')
    window.fill(window.find('text', 'First day', root=dialog), '2026-09-03')
    choose(window, 'Who opens the room', 2, dialog)
    window.press(window.find('check box', part='Each week', root=dialog))
    window.fill(window.find('text', 'Until', root=dialog), '2026-09-24')
    problems += nameless(window)
    window.press(window.find('push button', 'Book', root=dialog, state='sensitive'))
    window.find('label', part='Nonna opens')
    # of the series one is given back, and then all later ones; what comes back are just those
    window.press(window.find('push button', part='Give Up the Booking: Anna: 10 September'))
    window.gone('push button', part='Give Up the Booking: Anna: 10 September')
    window.press(window.find('push button', part='Give Back This and All Later Ones: Anna: 3'))
    window.gone('push button', part='Give Up the Booking: Anna: 24 September')
    window.find('label', '“Hall” is free again on 3 dates.')
    window.press(window.find('push button', 'Undo'))
    window.find('push button', part='Give Up the Booking: Anna: 24 September')
    problems += nameless(window) + closed(window)
    [room] = anna.run('room', 'list')
    told = [(b['from'], b['opens'], b['at'], b['until']) for b in room['bookings']]
    if told != [(day, 'Nonna', '18:00', '20:00') for day in ('2026-09-03', '2026-09-17', '2026-09-24')]:
        problems.append(f'booked is {told}')

    return problems


def test_clash():
    """A room that one uses while one walks is told to clash on both."""
    anna = home_of('anna-clash')
    anna.found('Pedibus', 'Anna')
    anna.run('rules', 'set', 'rooms', '1')
    [rota] = anna.run('rota', 'add', 'Walk', '--days', 'we', '--at', '07:40', '--from',
                      '2026-09-01', '--until', '2026-09-03')
    anna.run('turn', 'take', rota['id'], '2026-09-02')
    hall = anna.run('room', 'add', 'Hall')['thing']
    anna.run('book', hall, '--from', '2026-09-02', '--at', '07:50', '--until', '09:00')
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.find('label', part='You have booked a room at 07:50 too: Hall')
    window.open_page('Help')
    window.press(window.find('list item', part='Hall'))
    window.find('label', part='You have promised to come at 07:40 too: Walk')

    return nameless(window) + closed(window)


run('lending', [test_lends, test_reminds, test_room, test_keys, test_clash])
