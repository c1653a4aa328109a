#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files between machines: written for some, dropped on the window, found in a folder.

test-exchange.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import story
from case import FOLDER, closed, home_of, nameless, open_window, run

# Another program from which a file can be dragged: a window that is nothing but that file.
SOURCE = '''
import gi
import sys
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, Gio, Gtk

class Source(Gtk.Application):
    def do_activate(self):
        window = Gtk.ApplicationWindow(application=self, title='A file to drag', default_width=200,
                                       default_height=150)
        label = Gtk.Label(label='A file')
        drag = Gtk.DragSource(actions=Gdk.DragAction.COPY)
        files = Gdk.FileList.new_from_list([Gio.File.new_for_path(path) for path in sys.argv[1:]])
        drag.set_content(Gdk.ContentProvider.new_for_value(files))
        label.add_controller(drag)
        window.set_child(label)
        window.present()

Source(application_id='org.farandole.Source', flags=Gio.ApplicationFlags.NON_UNIQUE).run([])
'''


def two(name):
    """A machine, and another to which it has told all it knows, and which has answered."""
    one, other = home_of(f'{name}-one'), home_of(f'{name}-other')
    one.found('Pedibus Meano', 'Sophie Laurent')
    one.invite(other, 'Karim Benali')
    other.run('member', 'add', 'Nonno Aldo')
    other.carry_to(one)
    one.carry_to(other)
    other.carry_to(one)

    return one, other


def search(title):
    return subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', f'^{title}$'],
                          capture_output=True, text=True, check=False).stdout.split()


def drop(window, files, arrived):
    """Drags them all from the other program, in one, until @arrived returns something."""
    source = subprocess.Popen([sys.executable, '-c', SOURCE, *files])
    try:
        window.wait(lambda: search('A file to drag'), 'the other program')
        [from_window] = search('A file to drag')
        to_window = window.x_window()
        # side by side
        window.resize(600, 700)
        for number, x in ((to_window, 300), (from_window, 20)):
            subprocess.run(['xdotool', 'windowmove', '--sync', number, str(x), '100'], check=False)
        subprocess.run(['xdotool', 'windowactivate', from_window], check=True)
        x, y = window.geometry(from_window)[:2]
        to_x, to_y = window.geometry(to_window)[:2]
        steps = []
        for i in range(1, 21):
            steps += ['mousemove', str(x + 60 + (to_x + 300 - x - 60) * i // 20),
                      str(y + 80 + (to_y + 300 - y - 80) * i // 20), 'sleep', '0.03']
        drag = ['xdotool', 'mousemove', str(x + 60), str(y + 80), 'sleep', '0.2', 'mousedown', '1',
                *steps, 'sleep', '0.3', 'mouseup', '1']
        for attempt in range(3):
            # a busy machine may not see that something is dragged: so would a hand do it again
            subprocess.run(drag, check=True)
            try:
                return arrived()
            except TimeoutError:
                if attempt == 2:
                    raise
    finally:
        source.terminate()
        source.wait()


def test_drops_a_file():
    one, other = two('drop')
    one.run('member', 'add', 'Nonna Rosa')
    file, cut = str(FOLDER / 'dropped.farandole'), str(FOLDER / 'cut.farandole')
    one.run('bundle', 'write', file)
    Path(cut).write_bytes(Path(file).read_bytes()[:-1])

    window = open_window(other)
    window.find('frame', 'Pedibus Meano')
    # each is read, one after the other, and what was whole of the first is counted
    told = drop(window, [cut, file], lambda: window.find(
        'label', part='“dropped.farandole”: Nothing in this file is new').get_name())
    problems = [] if 'ends too early' in told and 'New in this file: ' in told else [told]
    window.open_page('Us')
    window.find('label', 'Nonna Rosa')

    return problems + nameless(window) + closed(window)


EVENT = 'BEGIN:VEVENT\nUID:{0}\nSUMMARY:{0}\nDTSTART{1}\nDTEND{2}\nEND:VEVENT\n'


def calendar(name, *events):
    file = FOLDER / name
    file.write_text('BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//x//\n' +
                    ''.join(EVENT.format(*event) for event in events) + 'END:VCALENDAR\n')
    return str(file)


def test_drops_calendars():
    """A calendar opens the preview of what it holds; one of both kinds is asked about."""
    home = home_of('drops-calendars')
    home.found('Pedibus Meano', 'Sophie Laurent')
    walk = ('Walk', ':20260907T074000', ':20260907T080000')
    days_off = ('Autumn', ';VALUE=DATE:20261017', ';VALUE=DATE:20261102')

    window = open_window(home)
    window.find('frame', 'Pedibus Meano')

    def opened(name, part):
        window.find('frame', part=name)
        dialog = window.dialog()
        window.find(part=part, root=dialog)
        found = nameless(window)
        window.keys('Escape')
        window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
        return found

    problems = drop(window, [calendar('walks.ics', walk)], lambda: opened('Rotas', 'Walk'))
    problems += drop(window, [calendar('days-off.ics', days_off)],
                     lambda: opened('Holidays', 'Autumn'))

    def asked():
        window.find('label', part='What Is in “both.ics”?')
        found = nameless(window)
        window.press(window.find('push button', part='Holidays', root=window.dialog()))
        return found + opened('Holidays', 'Autumn')

    problems += drop(window, [calendar('both.ics', walk, days_off)], asked)
    # nothing is left waiting
    hostile = FOLDER / 'hostile.ics'
    hostile.write_bytes(b'BEGIN:VCALENDAR\n' + bytes(range(256)) * 8)
    problems += drop(window, [str(hostile)], lambda: [] if window.find(
        'label', part='calendar') else ['nothing is said'])

    return problems + closed(window)


def test_drops_people():
    """A list of people, as vCards or a table, opens the preview of it; and both at once in turn."""
    home = home_of('drops-people')
    home.found('Pedibus Meano', 'Sophie Laurent')
    cards, table = FOLDER / 'parents.vcf', FOLDER / 'parents.csv'
    cards.write_text('BEGIN:VCARD\nVERSION:3.0\nFN:Nonna Rosa\nEND:VCARD\n')
    table.write_text('Nom;Téléphone\nNonno Aldo;06 12 34 56 78\n')

    window = open_window(home)
    window.find('frame', 'Pedibus Meano')

    def opened():
        problems = []
        for name in ('Nonna Rosa', 'Nonno Aldo'):
            # the next one comes when the one before is closed
            window.find('label', name)
            problems += nameless(window)
            window.press(window.find('push button', part='Import', root=window.dialog(),
                                     state='sensitive'))
        window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
        return problems

    problems = drop(window, [str(cards), str(table)], opened)
    problems += closed(window)
    names = {member['name'] for member in home.run('members')}
    if not {'Nonna Rosa', 'Nonno Aldo'} <= names:
        problems.append(f'imported: {names}')

    return problems


def test_drops_a_card():
    """A connection card that somebody gave is answered."""
    one, other = two('card')
    file = str(FOLDER / 'given.farandole')
    offer = subprocess.Popen([sys.argv[2], '--home', one.folder, 'card', '--file', file],
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             stdin=subprocess.PIPE,
                             env={**os.environ, 'FARANDOLE_NOW': story.NOW})
    window = open_window(other)
    try:
        window.find('frame', 'Pedibus Meano')
        window.wait(lambda: os.path.exists(file), 'the card', 30)
        problems = drop(window, [file], lambda: [] if window.find(
            'label', part='Give this answer back to Sophie Laurent', timeout=30) else ['?'])
        problems += nameless(window)
        window.keys('Escape')
        window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    finally:
        offer.kill()
        offer.wait()

    return problems + closed(window)


def checks(window, dialog):
    """By name; a row gives its name to what is in it."""
    return {node.get_name(): node for node, _ in window.nodes(dialog)
            if node.get_role_name() in ('check box', 'radio button')}


def size_in(window, dialog):
    """The sentence about the size, once it is there."""
    return window.find('status bar', part='The file will take', root=dialog).get_name()


def test_writes_for_some():
    one, other = two('some')
    third = home_of('some-third')
    one.invite(third, 'Anna Rossi')
    for number in range(30):
        one.run('member', 'add', f'Nonna {number}')
    one.carry_to(other)
    other.carry_to(one)
    one.run('member', 'add', 'Nonna Rosa')

    window = open_window(one, chooses_file=True)
    window.find('frame', 'Pedibus Meano')
    window.open_page('Meeting')
    window.press(window.find('push button', part='Write'))
    dialog = window.dialog()
    whole = size_in(window, dialog)
    window.press(checks(window, dialog)['Only those chosen here'])
    window.find('status bar', 'Choose at least one member.', root=dialog)
    window.press(checks(window, dialog)['Karim Benali'])
    size_in(window, dialog)
    window.press(checks(window, dialog)['Only what they did not have when last seen'])
    less = window.wait(lambda: (window.look('status bar', part='The file will take', root=dialog) or
                                dialog).get_name() not in (whole, dialog.get_name()) and
                       size_in(window, dialog), 'a smaller size')
    problems = nameless(window)

    file = str(FOLDER / 'for-karim.farandole')
    window.press(window.find('push button', part='Save As', root=dialog))
    # its size is still said where one saves it
    window.answer_file(less, file)
    written = window.find('label', part='The file is written: ').get_name()
    size = os.stat(file).st_size
    problems += [] if f'{size / 1000:.1f}' in less or f'{size} bytes' in less.replace(',', '') else \
        [f'{size} bytes were written, and {less!r} was said']
    problems += [] if whole != less else [f'nothing is left out: {less}']
    problems += [] if 'those whom you chose' in written else [f'it is for some: {written}']

    report = other.run('bundle', 'read', file)
    problems += [] if 1 <= report['added'] <= 6 and report['known'] == 0 else [f'read: {report}']
    # whoever was not chosen cannot read it
    before = third.run('status')['entries']
    third.run('bundle', 'read', file, good=False)
    problems += [] if third.run('status')['entries'] == before else ['it was for others too']
    return problems + closed(window)


def test_watches_a_folder():
    one, other = two('watch')
    stick = FOLDER / 'stick'
    stick.mkdir()

    window = open_window(other, chooses_file=True)
    window.find('frame', 'Pedibus Meano')
    window.open_page('Meeting')
    window.press(window.find('push button', part='Choose'))
    window.answer_file('Watch a Folder', str(stick))
    window.find('label', str(stick))
    window.open_page('This Week')

    one.run('member', 'add', 'Nonna Rosa')
    one.run('bundle', 'write', str(FOLDER / 'copied'))
    shutil.copy(FOLDER / 'copied', stick / 'sophie.farandole')
    # in a toast, whatever page is shown
    window.find('label', part='“sophie.farandole”: New in this file: ', timeout=20)
    one.run('bundle', 'write', str(stick / 'hers.farandole'), '--for',
            one.run('status')['device'])
    window.find('label', part='“hers.farandole” was not read', timeout=20)
    window.press(window.find('push button', 'Show'))
    window.find('label', part='“hers.farandole”: This bundle was made for other machines')
    problems = nameless(window) + closed(window)

    # the stick is not there when the program begins again, and comes later with something new
    shutil.move(stick, FOLDER / 'pulled-out')
    one.run('member', 'add', 'Nonno Piero')
    one.run('bundle', 'write', str(FOLDER / 'pulled-out' / 'second.farandole'))
    window = open_window(other)
    window.find('frame', 'Pedibus Meano')
    window.open_page('Meeting')
    window.find('label', str(stick))
    shutil.move(FOLDER / 'pulled-out', stick)
    window.find('label', part='“second.farandole”: New in this file: ', timeout=20)
    window.press(window.find('push button', 'Stop'))
    window.gone('label', str(stick))
    problems += closed(window)

    chosen = [line for line in open(os.path.join(other.folder, 'folders.ini'), encoding='utf-8')
              if line.startswith('folder=')]
    return problems + [f'still chosen: {line}' for line in chosen]


run('exchange', [test_drops_a_file, test_drops_calendars, test_drops_people, test_drops_a_card,
                 test_writes_for_some, test_watches_a_folder])
