#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Photographs every page of the window.

shots.py FARANDOLE FARANDOLE-CLI NAME WIDTHxHEIGHT OUT, in a session of session.sh, whose settings
the pictures show: OUT/NAME-PAGE.png.
"""

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import drive  # noqa: E402
import story  # noqa: E402

# the same in each language: the pictures of dialogs are taken by what they hold
PAGES = ['week', 'rotas', 'rides', 'help', 'us', 'meeting']


def make_homes(cli, folder):
    """Three families, a line, a term; on Tuesday two want the same last place, on Thursday one is
    missing."""
    sophie, karim, anna = (story.Home(cli, folder / name) for name in ('sophie', 'karim', 'anna'))
    sophie.found('Pedibus Meano', 'Sophie Laurent')
    for rule in ('rides', 'help', 'lending'):
        sophie.run('rules', 'set', rule, '1')
    nonna = sophie.run('member', 'add', 'Nonna Rosa')['member']
    sophie.run('member', 'phone', nonna, '+39 06 12 34 56')
    line = sophie.import_line()
    walk = sophie.plan('Walk to school', 'mo,tu,th,fr', '07:40', 2, 2, line)
    sophie.plan('School garden', 'we', '16:30', 2, 3, publish=False)
    sophie.invite(karim, 'Karim Benali')
    sophie.invite(anna, 'Anna Rossi')
    sophie.carry_to(karim)
    sophie.carry_to(anna)
    karim.run('turn', 'take', walk, '2026-09-03')
    karim.run('turn', 'take', walk, '2026-09-01')
    karim.carry_to(anna)
    anna.run('turn', 'take', walk, '2026-09-01')
    sophie.run('turn', 'take', walk, '2026-09-01')
    anna.carry_to(sophie)
    karim.run('help', 'ask', 'Water the plants while we are away', '--until', '2026-09-12')
    anna.run('ride', 'offer', '--from', 'Meano', '--to', 'Swimming pool', '--date', '2026-09-02',
             '--at', '16:30', '--seats', '3')
    karim.carry_to(sophie)
    anna.carry_to(sophie)
    sophie.run('rota', 'cancel', walk, '2026-09-04', '--why', 'Strike at the school')

    return sophie


def photograph(window, size, file, frame=None):
    window.resize(*size, frame)
    window.picture(file, frame)


def tabs(window):
    """Those that are shown, at the side or below."""
    def shown():
        found = [node for node, _ in window.nodes() if node.get_role_name() == 'page tab']
        return len(found) == len(PAGES) and found

    return window.wait(shown, 'the pages')


def unfold(window):
    """The first outing shows its stops."""
    def stops():
        return [node for item, _ in window.nodes()
                if item.get_role_name() == 'list item' and '07:40' in (item.get_name() or '')
                for node, _ in window.nodes(item)
                if node.get_role_name() == 'push button' and
                drive.actions(node) == ['activate']]

    window.press(window.wait(stops, 'the stops')[0])


def shoot_pages(program, home, log, size, out):
    window = drive.Window([program, '--home', home.folder], log, env={'FARANDOLE_NOW': story.NOW})
    window.find('frame', 'Pedibus Meano')
    window.find('label', '07:40')
    window.resize(*size)
    for number, page in enumerate(PAGES):
        # by hand, as it were: keys would leave the mark of the keyboard in the picture
        window.press(tabs(window)[number])
        if page == 'week':
            unfold(window)
        photograph(window, size, f'{out}-{page}.png')

    # a dialog is as wide as it wants, where there is room
    dialog_size = (min(size[0], 480), min(size[1], 720))
    for keys, name in (('ctrl+n', 'rota'), ('ctrl+i', 'invite')):
        window.keys(keys)
        photograph(window, dialog_size, f'{out}-{name}.png', window.dialog())
        if name == 'invite':
            window.keys('Return')
            window.find('label', part='farandole:')
            photograph(window, dialog_size, f'{out}-invitation.png', window.dialog())
        window.keys('Escape')
        window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')

    return window.close()


def shoot_simple(program, home, log, size, out):
    Path(home.folder, 'window.ini').write_text('[window]\nsimple=true\n')
    window = drive.Window([program, '--home', home.folder], log, env={'FARANDOLE_NOW': story.NOW})
    window.find('label', part='07:40')
    photograph(window, size, f'{out}-simple.png')
    status = window.close()
    Path(home.folder, 'window.ini').unlink()

    return status


def shoot_welcome(program, home, log, size, out):
    window = drive.Window([program, '--home', home.folder], log, env={'FARANDOLE_NOW': story.NOW})
    # whatever it says in this language
    window.find('push button', state='focusable', root=window.find('scroll pane'))
    photograph(window, size, f'{out}-welcome.png')

    return window.close()


def shoot_doors(program, cli, folder, log, size, out):
    """Several collectives, one that cannot be opened, and a request that was answered with no."""
    def shoot(home, name):
        window = drive.Window([program, '--home', home.folder], log,
                              env={'FARANDOLE_NOW': story.NOW})
        window.find('push button', state='focusable', root=window.find('scroll pane'))
        photograph(window, size, f'{out}-{name}.png')
        return window.close()

    several, broken, late, early, host = (story.Home(cli, folder / name) for name in (
        'several', 'broken', 'late', 'early', 'host'))
    several.found('Pedibus Meano', 'Anna Rossi')
    several.found('Velobus', 'Anna Rossi')
    broken.found('Pedibus Meano', 'Anna Rossi')
    next(Path(broken.folder).glob('*/log.db')).write_bytes(b'something else' * 1000)
    host.found('Pedibus Meano', 'Sophie Laurent')
    link = host.run('invite')['invite']
    for home in (late, early):
        home.run('join', link, '--me', 'Elio', '--bundle-out', home.folder + '.request')
    host.run('bundle', 'read', early.folder + '.request')
    with host.serving() as address:
        # it says no, and that is what the page is about
        late.run('join', '--peer', address, good=False)

    return shoot(several, 'chooser') or shoot(broken, 'broken') or shoot(late, 'refused')


def shoot_return(program, home, cli, folder, log, size, out):
    """A copy is saved and opened elsewhere; that machine asks, and its owner is asked."""
    copy = str(folder / 'copy')
    home.run('backup', copy, '--passphrase-fd', '0', typed='a farandole never ends')
    back = story.Home(cli, folder / 'back')
    back.run('restore', copy, '--passphrase-fd', '0', typed='a farandole never ends')
    back.run('device', 'ask', '--bundle-out', copy + '.request')
    home.run('bundle', 'read', copy + '.request')

    window = drive.Window([program, '--home', back.folder], log, env={'FARANDOLE_NOW': story.NOW})
    window.find('label', '07:40')
    photograph(window, size, f'{out}-returning.png')
    status = window.close()

    window = drive.Window([program, '--home', home.folder], log, env={'FARANDOLE_NOW': story.NOW})
    window.find('label', '07:40')
    window.resize(*size)
    window.press(tabs(window)[PAGES.index('us')])
    photograph(window, size, f'{out}-question.png')
    window.keys('F10')
    # the third of the menu, whatever it is called
    window.wait(lambda: [node for node, _ in window.nodes()
                         if node.get_role_name() == 'menu item'], 'the menu')
    window.keys('Down', 'Down', 'Return')
    photograph(window, (min(size[0], 480), min(size[1], 720)), f'{out}-save-copy.png',
               window.dialog())

    return window.close() or status


def main():
    program, cli, name, geometry, folder = sys.argv[1:]
    size = tuple(int(side) for side in geometry.split('x'))
    out = Path(folder) / name
    with tempfile.TemporaryDirectory(prefix='far-shots.') as homes:
        homes = Path(homes)
        log = homes / 'window.log'
        status = shoot_welcome(program, story.Home(cli, homes / 'nobody'), log, size, out)
        home = make_homes(cli, homes)
        status = shoot_pages(program, home, log, size, out) or status
        status = shoot_simple(program, home, log, size, out) or status
        status = shoot_doors(program, cli, homes, log, size, out) or status
        status = shoot_return(program, home, cli, homes, log, size, out) or status

    return status


if __name__ == '__main__':
    sys.exit(main())
