#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window: its pages at the side or below, by the keyboard, and what of it is kept.

test-frame.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import closed, drive, home_of, nameless, open_window, run

ALWAYS = ['This Week', 'Rotas', 'Us', 'Meeting']


def found(name):
    home = home_of(name)
    home.found('Pedibus Meano', 'Anna')
    return home


def tabs(window):
    """Those of the window itself: the toolkit's preferences have some that nobody sees."""
    return [drive.plain(node.get_name()) for node, _ in window.nodes(window.frame())
            if node.get_role_name() == 'page tab']


def selected(window):
    """The page in the list, as it says of itself."""
    return window.wait(lambda: next((drive.plain(node.get_name())
                                     for node, _ in window.nodes(window.frame())
                                     if node.get_role_name() == 'page tab' and
                                     (drive.has(node, 'selected') or drive.has(node, 'checked') or
                                      drive.has(node, 'pressed'))), None), 'a page')


def is_beside(window):
    """Whether the pages are above each other, and so at the side."""
    places = [drive.Atspi.Component.get_extents(node, drive.Atspi.CoordType.WINDOW)
              for node, _ in window.nodes() if node.get_role_name() == 'page tab']
    return len({place.x for place in places}) == 1 and len({place.y for place in places}) > 1


def test_pages():
    """In their order, with what is switched on; each has its title, its keys, and a click."""
    home = found('anna-pages')
    window = open_window(home)
    window.find('frame', 'Pedibus Meano')
    window.wait(lambda: tabs(window) == ALWAYS, 'the pages')
    problems = nameless(window)
    window.go_to('Rotas')
    window.wait(lambda: selected(window) == 'Rotas', 'Rotas')
    window.find('label', 'Rotas')
    window.open_page('Rides') # which is not there
    window.open_page('Us')
    window.wait(lambda: selected(window) == 'Us', 'Us')
    problems += closed(window)

    for rule in ('rides', 'help'):
        home.run('rules', 'set', rule, '1')
    window = open_window(home)
    window.find('frame', 'Pedibus Meano')
    window.wait(lambda: tabs(window) == drive.PAGES, 'all pages')
    for page in drive.PAGES:
        window.open_page(page)
        window.wait(lambda p=page: selected(window) == p, page)
    problems += nameless(window)

    return problems + closed(window)


def test_narrow():
    """The pages are below, and each says its whole name; no word is cut, and none is at the side."""
    home = found('anna-narrow')
    for rule in ('rides', 'help'):
        home.run('rules', 'set', rule, '1')
    window = open_window(home)
    window.find('frame', 'Pedibus Meano')
    window.resize(1000, 700)
    window.wait(lambda: is_beside(window), 'the pages at the side')
    problems = []
    width, _ = window.resize(360, 700)
    if width != 360:
        problems.append(f'it is {width} wide')
    window.wait(lambda: tabs(window) == drive.PAGES and not is_beside(window), 'the pages below')
    for page in reversed(drive.PAGES):
        window.go_to(page)
        window.wait(lambda p=page: selected(window) == p, page)
    problems += nameless(window)
    window.resize(1000, 700)
    window.wait(lambda: is_beside(window), 'the pages at the side again')

    return problems + closed(window)


def test_keyboard():
    """Arrows go through the pages, F6 to what is shown and back."""
    home = found('anna-keys')
    window = open_window(home)
    window.find('frame', 'Pedibus Meano')
    window.resize(1000, 700)
    window.wait(lambda: is_beside(window), 'the pages at the side')
    problems = []
    if window.focused().get_role_name() != 'page tab':
        window.keys('F6')
    window.keys('Down', 'Down')
    window.wait(lambda: selected(window) == 'Us', 'Us')
    window.keys('F6')
    inside = window.focused()
    if inside.get_role_name() == 'page tab':
        problems.append('F6 stays in the list')
    window.keys('F6')
    if drive.plain(window.focused().get_name()) != 'Us':
        problems.append(f'F6 goes back to {window.focused().get_name()!r}')
    # whatever the keyboard is at, it follows
    window.open_page('Meeting')
    window.wait(lambda: drive.plain(window.focused().get_name()) == 'Meeting', 'the keyboard there')

    window.resize(360, 700)
    window.wait(lambda: not is_beside(window), 'the pages below')
    window.open_page('Rotas')
    window.wait(lambda: selected(window) == 'Rotas', 'Rotas')

    return problems + closed(window)


def test_keeps():
    """Its size and its page; a page that is not used any more is not shown."""
    home = found('anna-keeps')
    home.run('rules', 'set', 'rides', '1')
    window = open_window(home, keeps_view=True)
    window.find('frame', 'Pedibus Meano')
    window.resize(900, 640)
    window.go_to('Rides')
    window.wait(lambda: selected(window) == 'Rides', 'Rides')
    problems = closed(window)

    window = open_window(home, keeps_view=True)
    window.find('frame', 'Pedibus Meano')
    window.wait(lambda: selected(window) == 'Rides', 'Rides again')
    size = window.geometry(window.wait(window.x_window, 'the X window'))[2:]
    if size != (900, 640):
        problems.append(f'it was 900 by 640, and is {size}')
    problems += closed(window)

    home.run('rules', 'set', 'rides', '0')
    window = open_window(home, keeps_view=True)
    window.find('frame', 'Pedibus Meano')
    window.wait(lambda: tabs(window) == ALWAYS and selected(window) == 'This Week', 'the first page')

    return problems + closed(window)


def test_simple():
    """Today, my turns, whom to call: by one click, kept, and back by one."""
    home = found('anna-simple')
    walk = home.plan('Walk to school', 'mo,tu,th,fr', '07:40', 1, 2)
    home.run('turn', 'take', walk, '2026-09-03')
    window = open_window(home, keeps_view=True)
    window.find('label', part='Today, Tuesday 1 September')
    window.press(window.find('push button', part='Simple View'))
    window.find('label', 'Tuesday 1 September')
    window.find('label', '07:40  Walk to school')
    window.find('label', part='One more adult is needed')
    window.find('label', 'Thursday 3 September')
    window.find('label', part='number is noted yet')
    problems = nameless(window)
    if window.look('page tab'):
        problems.append('the pages are still there')
    width, _ = window.resize(100, 700)
    problems += [] if width <= 360 else [f'the simple view is {width} wide']
    problems += closed(window)

    nonna = home.run('member', 'add', 'Nonna Rosa')['member']
    home.run('member', 'phone', nonna, '+39 06 12 34 56')
    window = open_window(home, keeps_view=True)
    window.find('label', 'Nonna Rosa')
    window.find('label', part='+39 06 12 34 56')
    problems += nameless(window)
    window.press(window.find('push button', 'All Pages'))
    window.wait(lambda: tabs(window) == ALWAYS, 'the pages')

    return problems + closed(window)


def test_preferences():
    """The simple view is one of them, and so is where to begin."""
    home = found('anna-preferences')
    window = open_window(home, keeps_view=True)
    window.find('label', 'No Outing This Week')
    window.open_page('Us')
    window.keys('ctrl+comma')
    dialog = window.dialog()
    problems = nameless(window)
    width, _ = window.resize(100, 500, dialog)
    problems += [] if width <= 360 else [f'the preferences are {width} wide']
    window.press(window.find('check box', 'Begin with This Week', root=dialog))
    window.press(window.find('check box', 'Simple View', root=dialog))
    window.find('label', 'Nothing is planned today.')
    window.press(window.find('check box', 'Simple View', root=dialog))
    window.wait(lambda: tabs(window) == ALWAYS, 'the pages')
    problems += closed(window)
    window = open_window(home, keeps_view=True)
    window.wait(lambda: selected(window) == 'This Week', 'the first page, although not the last')

    return problems + closed(window)


def test_mine_first():
    """My turns, then gaps; what is taken goes from one to the other, and the keyboard with it."""
    home = found('anna-mine')
    home.plan('Walk to school', 'th,fr', '07:40', 1, 2)
    home.plan('Garden', 'we', '16:30', 2, 3, publish=False)
    window = open_window(home)
    window.find('label', 'You have no turn in these days.')
    gaps = window.find('list', 'Somebody Is Still Needed')
    take = window.find('push button', part='Take a turn: Walk to school, Thursday', root=gaps)
    problems = nameless(window)
    if window.look('push button', part='Garden', root=gaps):
        problems.append('a draft is said to need somebody')
    window.press(take)
    mine = window.find('list', 'Your Turns')
    window.find('push button', part='Give back the turn: Walk to school, Thursday', root=mine)
    # a wrong click costs one click
    window.press(window.find('push button', 'Undo'))
    window.find('push button', part='Take a turn: Walk to school, Thursday',
                root=window.find('list', 'Somebody Is Still Needed'))
    for day in ('Thursday', 'Friday'):
        window.press(window.find('push button', part=f'Take a turn: Walk to school, {day}'))
        window.find('push button', part=f'Give back the turn: Walk to school, {day}')
    window.find('label', 'Nobody else is needed in these days.')

    return problems + nameless(window) + closed(window)


run('frame', [test_pages, test_narrow, test_keyboard, test_keeps, test_simple, test_preferences,
              test_mine_first])
