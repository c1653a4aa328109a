#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual opens in what shows it here: a help viewer, else a browser, else a sentence.

test-manual.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlparse

from case import FOLDER, closed, home_of, open_window, run

SYSTEM = Path('/usr/share')
PROGRAM = '#!/bin/sh\nprintf "%s" "$1" >"{shown}.new"\nmv "{shown}.new" "{shown}"\n'
ENTRY = '[Desktop Entry]\nType=Application\nName={name}\nExec={program} %u\nMimeType={kind};\n'


def desk(name, programs, with_pages):
    """Data folders as of a system that has just these programs; returns where they note what they
    were to show."""
    data = FOLDER / f'data-{name}'
    shown = FOLDER / f'shown-{name}'
    applications = data / 'applications'
    applications.mkdir(parents=True)
    for part in SYSTEM.iterdir():
        if part.name not in {'applications', 'help'}:
            (data / part.name).symlink_to(part)
    cache = ['[MIME Cache]']
    for kind, program in programs.items():
        path = FOLDER / f'{name}-{program}'
        path.write_text(PROGRAM.format(shown=shown))
        path.chmod(0o755)
        (applications / f'{program}.desktop').write_text(
            ENTRY.format(name=program, program=path, kind=kind))
        cache.append(f'{kind}={program}.desktop')
    (applications / 'mimeinfo.cache').write_text('\n'.join(cache) + '\n')
    if with_pages:
        page = data / 'help' / 'C' / 'farandole' / 'index.page'
        page.parent.mkdir(parents=True)
        page.write_text('')
    os.environ['XDG_DATA_DIRS'] = str(data)

    return shown


BROWSER = {'text/html': 'browser'}
VIEWER = {'x-scheme-handler/help': 'viewer'}


def window_of(name):
    home = home_of(name)
    home.found('Pedibus', 'Anna')
    window = open_window(home)
    window.find('frame', 'Pedibus')

    return window


def what_is_shown(window, shown):
    window.wait(shown.exists, 'what shows the manual')
    return shown.read_text()


def is_one_page(uri):
    path = Path(unquote(urlparse(uri).path))

    return path.name == 'farandole.en.html' and '<h1>' in path.read_text(encoding='utf-8')


def test_viewer():
    shown = desk('viewer', {**BROWSER, **VIEWER}, True)
    window = window_of('viewer')
    window.keys('F1')
    uri = what_is_shown(window, shown)

    return ([] if uri == 'help:farandole' else [f'F1 shows {uri}']) + closed(window)


def test_browser_without_a_viewer():
    shown = desk('browser', BROWSER, True)
    window = window_of('browser')
    window.keys('F10')
    window.press(window.find('menu item', 'Farandole Help'))
    uri = what_is_shown(window, shown)

    return ([] if is_one_page(uri) else [f'the menu shows {uri}']) + closed(window)


def test_browser_where_the_viewer_has_no_pages():
    """As where the program was not installed: the viewer would say that it finds nothing."""
    shown = desk('no-pages', {**BROWSER, **VIEWER}, False)
    window = window_of('no-pages')
    window.keys('F1')
    uri = what_is_shown(window, shown)

    return ([] if is_one_page(uri) else [f'F1 shows {uri}']) + closed(window)


def test_nothing_shows_it():
    desk('nothing', {}, True)
    window = window_of('nothing')
    window.keys('F1')
    window.find('label', part='Install a help viewer')
    window.press(window.find('push button', 'Close'))
    window.gone('label', part='Install a help viewer')

    return closed(window)


run('manual', [test_viewer, test_browser_without_a_viewer,
               test_browser_where_the_viewer_has_no_pages, test_nothing_shows_it])
