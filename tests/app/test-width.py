#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page fits into 360 pixels: at the usual size of text, at half as much again and at twice as
much, with what is widest of all the languages that there are.

test-width.py FARANDOLE FARANDOLE-CLI, in a session of session.sh, whose FAR_TEXT_PCT it names.
"""

import functools
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lint'))

import tap  # noqa: E402

try:
    import drive
except (ImportError, ValueError) as error:
    print(f'1..0 # SKIP no accessibility for Python here: {error}')
    sys.exit(0)

import longest  # noqa: E402
import story  # noqa: E402

PROGRAM, CLI = sys.argv[1:]
FOLDER = Path(tempfile.mkdtemp(prefix='far-width.'))
TEXT_PCT = os.environ.get('FAR_TEXT_PCT', '100')

WIDTH_MAX = 360

NAME = 'Pedibus des Tilleuls et de la Cité-Jardin'


def open_window(home):
    window = drive.Window([PROGRAM, '--home', home.folder], FOLDER / 'window.log',
                          env={'FARANDOLE_NOW': story.NOW, 'LANGUAGE': longest.NAME})
    window.wait(window.x_window, 'the X window')
    return window


def measure(window, what, frame=None):
    """The width that a window does not go below; pages that are not shown count too."""
    width, _ = window.resize(100, 700, frame)
    return [] if width <= WIDTH_MAX else [f'{what} is {width} wide at {TEXT_PCT} % of text']


def overflow(window):
    """What the page that is shown draws beside the window, before any other page was."""
    width = window.geometry(window.x_window())[2]
    found = []
    for node, _ in window.nodes():
        if node.get_role_name() in ('label', 'push button', 'list item'):
            place = drive.Atspi.Component.get_extents(node, drive.Atspi.CoordType.WINDOW)
            if place.width > 0 and not -1 <= place.x <= width - place.width + 1:
                found.append(f'{node.get_role_name()} {node.get_name()!r} is at {place.x}, '
                             f'{place.width} wide, in {width} at {TEXT_PCT} % of text')
    return found


def test_empty():
    window = open_window(story.Home(CLI, FOLDER / 'nobody'))
    problems = measure(window, 'a window that belongs to nothing')
    window.close()

    return problems


@functools.cache
def shown(words):
    """How what begins with these words begins in any of the languages."""
    texts = {words: {words}}
    for (_, text, *_), forms in longest.widest().items():
        plain = text.replace('_', '').rstrip('…')
        if plain.startswith(words):
            texts.setdefault(plain, set()).update(
                form.replace('_', '').split('%')[0].rstrip('…') for form in forms)
    found = texts[words] if len(texts[words]) > 1 else set().union(*texts.values())

    return tuple(found - {''})


def begins(node, role, words, part=''):
    name = (node.get_name() or '').replace('_', '')
    return node.get_role_name() == role and name.startswith(shown(words)) and part in name


def press_beginning(window, words, part='', role='push button'):
    window.press(window.wait(
        lambda: next((node for node, _ in window.nodes() if begins(node, role, words, part)), None),
        f'a {role} that begins with {shown(words)}'))


def press_menu(window, words):
    """Of a button with a menu, the button inside, whose name is said twice."""
    twice = tuple(f'{text} {text}' for text in shown(words))
    window.press(window.wait(lambda: next(
        (node for node, _ in window.nodes() if (node.get_name() or '').startswith(twice)), None),
        f'the menu {words}'))


# what the menu of the week opens
FROM_WEEK = ['Save as a Calendar', 'Type In What Is', 'A Fair Plan', 'Cancel Walks']


def measure_from_week(window):
    problems = []
    window.open_page('This Week')
    for words in FROM_WEEK:
        press_menu(window, 'Copy, Print or Save')
        press_beginning(window, words, role='menu item')
        problems += measure(window, words, window.dialog())
        window.keys('Escape')
        window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')

    return problems


# the same of the page that says who we are
FROM_US = ['Children', 'When You Can', 'Keys and Things', 'Our Rules']


def measure_from_us(window):
    problems = []
    window.open_page('Us')
    for words in FROM_US:
        press_beginning(window, words)
        problems += measure(window, words, window.dialog())
        window.keys('Escape')
        window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')

    return problems


def measure_roll(window):
    """The roll-call of today, and who else came."""
    window.open_page('This Week')
    press_beginning(window, 'Roll-call')
    dialog = window.dialog()
    window.wait(lambda: any('Durand' in (node.get_name() or '')
                            for node, _ in window.nodes(dialog)), 'who comes')
    problems = measure(window, 'the roll-call', dialog)
    press_beginning(window, 'Somebody Else')
    window.wait(lambda: any('Papi' in (node.get_name() or '')
                            for node, _ in window.nodes(dialog)), 'who else there is')
    problems += measure(window, 'who else came', dialog)
    window.keys('Escape')
    window.keys('Escape')
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')

    return problems


def measure_season(window):
    window.open_page('Rotas')
    press_beginning(window, 'The Season in One Picture')
    dialog = window.dialog()
    window.wait(lambda: any((node.get_name() or '') == '30' for node, _ in window.nodes(dialog)),
                'the days')
    problems = measure(window, 'the season', dialog)
    close_dialog(window)

    return problems


# what an unfolded line offers
FROM_LINE = ['Change the line', 'The stops of the line']


def measure_line(window, name):
    window.open_page('Rotas')
    window.press(window.find('push button', part=name))
    window.wait(lambda: any(begins(node, 'push button', FROM_LINE[0])
                            for node, _ in window.nodes()), 'the line to unfold')
    problems = measure(window, 'an unfolded line')
    for words in FROM_LINE:
        press_beginning(window, words)
        problems += measure(window, words, window.dialog())
        press_beginning(window, 'Cancel')
        window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')

    return problems


def measure_help(window):
    window.open_page('Help')
    window.find('list item', part='Porter une armoire')
    problems = measure(window, 'who needs a hand')
    press_beginning(window, 'Ask')
    problems += measure(window, 'asking for a hand', window.dialog())
    window.keys('Escape')
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')

    return problems


def unfold(window, beginning):
    """By the pointer, which only meets what is in sight."""
    window.resize(1000, 950)
    press_beginning(window, beginning, role='list item')


def close_dialog(window):
    window.keys('Escape')
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')


# what an unfolded thing, or room, offers
FROM_LENT = [('Remorque', 'Things', ['Change']), ('Salle', 'Rooms', ['Book', 'Change'])]


def measure_lending(window):
    window.open_page('Help')
    problems = []
    for name, section, dialogs in FROM_LENT:
        press_beginning(window, section)
        unfold(window, name)
        problems += measure(window, f'{name}, unfolded')
        for words in dialogs:
            press_beginning(window, words, part=name)
            problems += measure(window, f'{words}: {name}', window.dialog())
            close_dialog(window)

    return problems


def measure_skills(window):
    window.open_page('Help')
    press_beginning(window, 'Skills')
    unfold(window, 'Prévention')
    problems = measure(window, 'what somebody can, unfolded')
    press_beginning(window, 'I Can Do')
    problems += measure(window, 'what one can', window.dialog())
    close_dialog(window)

    return problems


def measure_hours(window):
    window.open_page('Help')
    press_beginning(window, 'Hours')
    window.find('list item', part='Zwetschgensuppe')
    problems = measure(window, 'the hours')
    press_beginning(window, 'Note Hours')
    problems += measure(window, 'noting hours', window.dialog())
    close_dialog(window)

    return problems


def measure_rides(window):
    window.open_page('Rides')
    window.find('list item', part='Les Tilleuls')
    problems = measure(window, 'rides')
    for words in ('Offer Seats', 'Ask for Seats'):
        press_beginning(window, words)
        problems += measure(window, words, window.dialog())
        close_dialog(window)

    return problems


def fill_neighbours(home):
    for rule in ('lending', 'rooms', 'skills', 'rides', 'hours'):
        home.run('rules', 'set', rule, '1')
    home.run('hours', 'add', '1:30', '--on', '2026-09-01', '--what', 'Zwetschgensuppe für die ganze Nachbarschaft',
             '--with', 'Marie-Amélie', '--sort', 'kind', '--return', 'un panier de prunes')
    trailer = home.run('thing', 'add', 'Remorque à vélo pour deux enfants', '--lend', '--days', '7',
                       '--where', 'Garage de la Cité-Jardin', '--note', 'Deux roues')['thing']
    loan = home.run('book', trailer, '--from', '2026-09-01', '--to', '2026-09-02')['booking']['id']
    home.run('book', 'out', loan)
    hall = home.run('room', 'add', 'Salle polyvalente des Tilleuls', '--people', '40')['thing']
    home.run('book', hall, '--from', '2026-09-03', '--at', '18:00', '--until', '20:00', '--text',
             'Répétition de la chorale')
    home.run('skill', 'hold', 'Prévention et secours civiques de niveau 1', '--obtained',
             '2025-03-03', '--expires', '2027-03-02')
    home.run('ride', 'offer', '--from', 'Les Tilleuls', '--to', 'École Jean-de-La-Fontaine', '--date',
             '2026-09-02', '--at', '08:00', '--back', '16:30', '--seats', '3')


def measure_repair(window):
    window.open_page('Help')
    press_beginning(window, 'Repair')
    unfold(window, 'Le vélo bleu')
    problems = measure(window, 'what is broken, unfolded')
    press_beginning(window, 'Report a')
    problems += measure(window, 'reporting a fault', window.dialog())
    close_dialog(window)

    return problems


def test_filled():
    home = story.Home(CLI, FOLDER / 'anna')
    home.found(NAME, 'Marie-Amélie Durand-Lefèvre')
    home.run('member', 'add', 'Papi Jean-Baptiste')
    home.plan('Garden', 'we', '16:30', 2, 4, publish=False)
    rota = home.plan('Walk to school', 'mo,tu,th,fr', '07:40', 2, 2, home.import_line())
    home.run('turn', 'take', rota, '2026-09-01')
    home.run('available', 'set', '--rather', 'tu')
    home.run('plan', 'propose', '--from', '2026-09-07', '--until', '2026-09-30')

    home.run('rules', 'set', 'help', '1')
    home.run('help', 'ask', 'Porter une armoire au troisième étage', '--until', '2026-09-30')
    home.run('help', 'offer', 'Arroser les plantes', '--category', 'garden')
    home.run('help', 'offer', 'Garder un enfant', '--category', 'child', '--until', '2026-12-20')

    fill_neighbours(home)
    home.run('rules', 'set', 'repair', '1')
    home.run('workshop', 'set', home.plan('Atelier de réparation', 'sa', '14:00', 1, 2), '2')
    home.run('fault', 'report', '--bike', 'Le vélo bleu de Jean-Baptiste', '--part', 'brakes',
             '--part', 'lights', '--text', 'Le frein gauche est lâche', '--not-to-be-ridden')

    window = open_window(home)
    window.find('frame', NAME)
    window.find('label', '07:40')
    problems = measure(window, 'the window') + overflow(window)
    if window.look('push button', 'Copy, Print or Save'):
        problems.append('the window speaks English')
    window.open_page('Meeting')
    press_beginning(window, 'Meet')
    problems += measure(window, 'the connection card', window.dialog())
    window.keys('Escape')
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    press_beginning(window, 'Write')
    dialog = window.dialog()
    window.wait(lambda: any(window.look('status bar', part=digit, root=dialog)
                            for digit in '123456789'), 'its size')
    problems += measure(window, 'the file to write', dialog)
    window.keys('Escape')
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    for keys, what in (('ctrl+i', 'the invitation'), ('ctrl+n', 'the rota'),
                       ('ctrl+comma', 'the preferences')):
        window.keys(keys)
        dialog = window.dialog()
        problems += measure(window, what, dialog)
        if keys == 'ctrl+i':
            window.keys('Return')
            window.find('image', part='QR', root=dialog)
            problems += measure(window, 'the invitation, made', dialog)
        window.keys('Escape')
        window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    problems += measure_from_week(window)
    problems += measure_from_us(window)
    problems += measure_roll(window)
    problems += measure_season(window)
    problems += measure_line(window, 'Linea Blu')
    problems += measure_help(window)
    problems += measure_lending(window)
    problems += measure_hours(window)
    problems += measure_skills(window)
    problems += measure_rides(window)
    problems += measure_repair(window)
    window.close()

    return problems


if __name__ == '__main__':
    # beside the other catalogues of the build
    longest.write(Path(PROGRAM).parents[1] / 'po')
    tap.run([(f'/app/width/empty/{TEXT_PCT}', test_empty),
             (f'/app/width/filled/{TEXT_PCT}', test_filled)])
