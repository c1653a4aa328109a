# SPDX-License-Identifier: GPL-3.0-or-later
"""case: what the tests of the window share.

A test is run as NAME FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

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

import story  # noqa: E402

PROGRAM, CLI = sys.argv[1:]
LINE_FILE = Path(__file__).resolve().parents[2] / 'data' / 'demo' / 'linea-blu.geojson'
FOLDER = Path(tempfile.mkdtemp(prefix='far-window.'))

# what the toolkit itself leaves without a name: the cross of a toast, the list in a drop-down, the
# eye of a passphrase
TOOLKIT = ('AdwToastWidget', "combo box '", "< text 'Passphrase'", "< text 'The same once more'")

# what the toolkit says of itself: an entry had the keyboard when its window went; a menu was opened
# without pointer and keyboard, where nobody had scrolled to, which is beside the screen (GTK 4.8)
COMPLAINS = ('GtkText - did not receive a focus-out event', 'gdk_monitor_get_geometry: assertion',
             # this desktop shows no notifications, but for test-notified.py
             'unable to send notifications through org.freedesktop.Notifications')

# and of its file chooser: the two buttons of "already exists, replace?" were drawn before they were
# laid out (GTK 4.8, on a busy machine)
CHOOSER_COMPLAINS = ('Trying to snapshot GtkButton',)

WINDOWS = []


def home_of(name):
    return story.Home(CLI, FOLDER / name)


def forget_view(home):
    """A window that was used before opens as large as it was, and where it was."""
    file = Path(home.folder) / 'window.ini'
    if file.exists():
        lines = [line for line in file.read_text().splitlines(True)
                 if line.partition('=')[0] not in ('width', 'height', 'maximized', 'simple', 'page')]
        file.write_text(''.join(lines))


def open_window(home, *files, chooses_file=False, now=story.NOW, keeps_view=False):
    """GTK's file chooser loads libcloudproviders, which never frees, nor do the threads of GIO that
    serve it; their stacks are cut too short to be told from ours, so leaks go unseen there."""
    if not keeps_view:
        forget_view(home)
    env = {'FARANDOLE_NOW': now}
    if chooses_file:
        env['ASAN_OPTIONS'] = os.environ.get('ASAN_OPTIONS', '') + ':detect_leaks=0'
    window = drive.Window([PROGRAM, '--home', home.folder, *files], home.folder + '.log', env=env)
    window.complains = COMPLAINS + (CHOOSER_COMPLAINS if chooses_file else ())
    WINDOWS.append(window)
    return window


def nameless(window):
    return [f'takes the keyboard and has no name: {node}' for node in window.nameless()
            if not any(part in node for part in TOOLKIT)]


def choose(window, row, place, root):
    """Of a drop-down, by the keyboard: GTK 4.8 offers nothing else, and says of no window that it is
    active while the list is open."""
    def lists():
        return [node for node, _ in window.nodes(combo) if node.get_role_name() == 'list']

    combo = window.find('combo box', row, root=root)
    n_closed = len(lists())
    window.click(combo)
    window.wait(lambda: len(lists()) > n_closed, 'the open list')
    drive.subprocess.run(['xdotool', 'key', '--delay', '20', 'Home', *['Down'] * place, 'Return'],
                         check=True)


def press_act(window, whose, act):
    """Of the menu of one's turn."""
    button = window.find('push button', whose)
    window.press(window.find('push button', state='focusable', root=button))
    window.press(window.find('menu item', act))


def closed(window):
    status = window.close()
    complaints = [line for line in Path(window.log.name).read_text().splitlines()
                  if ('-WARNING' in line or '-CRITICAL' in line) and
                  not any(part in line for part in window.complains)]
    return complaints if status == 0 else [f'the window ended with {status}', *complaints]


def guard(case):
    """A case that throws fails alone, and leaves no window behind."""
    def run():
        try:
            return case()
        except (RuntimeError, TimeoutError) as error:
            ended = [window.process.poll() for window in WINDOWS]
            return [*str(error).splitlines(), f'ended so far: {ended}']
        finally:
            for window in WINDOWS:
                window.close()
            WINDOWS.clear()

    return run


def run(suite, cases):
    """Each is called as its function is, without test_."""
    tap.run([(f'/app/{suite}/{case.__name__[5:].replace("_", "-")}', guard(case))
             for case in cases])
