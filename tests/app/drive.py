# SPDX-License-Identifier: GPL-3.0-or-later
"""drive: a person at the window, as assistive technology sees it.

Needs the accessibility bus (session.sh makes one).  What GTK 4.8 does not offer there (a click on a
row, typing, focus) is done with the pointer and the keyboard.  Everything waits with a deadline and
nothing sleeps for a fixed time.
"""

import os
import subprocess
import time
import warnings

warnings.simplefilter('ignore')

import gi  # noqa: E402

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

# what a node throws that went away while we looked at it
GONE = (GLib.Error, AttributeError, IndexError, TypeError)

# newer versions of at-spi2 say it otherwise
ROLES = {'push button': {'push button', 'button'}}

# a list of a thousand rows need not be walked whole
N_CHILDREN_MAX = 80

# nothing is to be found below these
LEAVES = {'image', 'label', 'page tab', 'scroll bar', 'separator'}

# in the order in which they are listed and numbered
PAGES = ['This Week', 'Rotas', 'Rides', 'Help', 'Us', 'Meeting']

# names that are no names: GTK's types, and what an icon button is called that nobody named
NAMELESS = ('Gtk', 'Adw', 'Far')


class Window:
    """One running program with one main window."""

    def __init__(self, argv, log, env=None, timeout=20):
        Atspi.init()
        Atspi.set_timeout(15000, 15000)
        self.log = open(log, 'w', encoding='utf-8')
        self.process = subprocess.Popen(argv, env={**os.environ, **(env or {})}, stdout=self.log,
                                        stderr=subprocess.STDOUT)
        self.known = []
        self.root = self.wait(self._find_application, 'the program on the accessibility bus',
                              timeout)
        self.wait(lambda: self.root.get_child_count() > 0, 'its window', timeout)

    def _find_application(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child and child.get_process_id() == self.process.pid:
                return child
        return None

    def wait(self, check, what, timeout=10):
        """Waits until `check` returns something true, and returns it."""
        deadline = time.monotonic() + timeout
        while True:
            if self.process.poll() is not None:
                raise RuntimeError(f'the program ended with {self.process.returncode}')
            try:
                found = check()
                if found:
                    return found
            except GONE:
                pass
            if time.monotonic() > deadline:
                raise TimeoutError(f'waited in vain for {what}\n{self.describe()}')
            time.sleep(0.02)

    # -- looking

    def windows(self):
        """The windows of the program, in the order in which they were opened.

        One may close between its being counted and asked for, and GTK 4.8 answers with another
        then, or ends with signal 11 where the last one is hidden (a file chooser that closes).  So
        they are asked for only when their number has changed or one of them is gone.
        """
        count = self.root.get_child_count()
        if count != len(self.known) or not all(is_open(window) for window in self.known):
            self.known = []
            found = []
            # counted anew for each: looking at those that were known took time
            while len(found) < self.root.get_child_count():
                found.append(self.root.get_child_at_index(len(found)))
            self.known = [child for child in found if child is not None]
        return self.known

    def nodes(self, root=None, depth=0, hidden=False):
        """Every node that is shown, with its depth; or also those that are not.

        GTK 4.8 says of a page that was shown before that it still is: names that must be told
        apart differ between pages.
        """
        root = root or self.root
        yield root, depth
        children = []
        try:
            if depth > 0 and root.get_role_name() in LEAVES:
                return
            for child in self.windows() if root == self.root else children_of(root):
                if hidden or is_shown(child):
                    children.append(child)
        except GONE:
            pass
        for child in children:
            yield from self.nodes(child, depth + 1, hidden)

    def look(self, role=None, name=None, part=None, state=None, root=None):
        """The first node that fits, or None.

        Underscores do not count on either side: a label's is a mnemonic, and a folder may have one.
        """
        roles = ROLES.get(role, {role})
        name = None if name is None else plain(name)
        part = None if part is None else part.replace('_', '')
        for node, _ in self.nodes(root):
            try:
                if role and node.get_role_name() not in roles:
                    continue
                title = plain(node.get_name() or '')
                if name is not None and title != name:
                    continue
                if part is not None and part not in title:
                    continue
                if state and not has(node, state):
                    continue
                return node
            except GONE:
                continue
        return None

    def find(self, role=None, name=None, part=None, state=None, root=None, timeout=10):
        return self.wait(lambda: self.look(role, name, part, state, root),
                         f'{role or "anything"} {name or part!r}', timeout)

    def focused(self):
        """What has the keyboard; the innermost where several say so."""
        return self.wait(lambda: ([node for node, _ in self.nodes(hidden=True)
                                   if has(node, 'focused')] or
                                  [None])[-1], 'something that has the keyboard')

    def gone(self, role=None, name=None, part=None, timeout=10):
        self.wait(lambda: self.look(role, name, part) is None, f'{name or part!r} to go', timeout)

    def describe(self):
        """What is shown, without what only holds it together."""
        lines = []
        for node, depth in self.nodes():
            try:
                role, name = node.get_role_name(), node.get_name()
                if name and role not in ('filler', 'panel'):
                    lines.append(f'{" " * depth}{role} {name!r}')
            except GONE:
                continue
        return '\n'.join(lines)

    def nameless(self):
        """The nodes of all pages that take the keyboard and that nobody could call by a name.

        A scrolled area hands the keyboard on to what is in it.
        """
        found = []
        for node, _ in self.nodes(hidden=True):
            try:
                if not has(node, 'focusable') or node.get_role_name() == 'scroll pane':
                    continue
                name = node.get_name() or ''
                if not name.strip() or name.startswith(NAMELESS):
                    found.append(f'{node.get_role_name()} {name!r} in {path(node)}')
            except GONE:
                continue
        return found

    # -- acting

    def press(self, node):
        """Its own action where it has one, else the pointer."""
        offered = actions(node)
        for action in ('click', 'activate', 'toggle', 'press'):
            if action in offered:
                try:
                    Atspi.Action.do_action(node, offered.index(action))
                except GONE:
                    pass # it may go away by being pressed; what follows shows whether it was
                return
        self.click(node)

    def open_page(self, page):
        """By the keys for it, as the list of pages has them in every language."""
        self.keys(f'alt+{PAGES.index(page) + 1}')

    def go_to(self, page):
        """By its name: at the side of a wide window, below in a narrow one.

        Another window may be over it, and the pointer would meet that.
        """
        window = self.wait(self.x_window, 'the X window')
        subprocess.run(['xdotool', 'windowraise', window], check=True)
        self.press(self.find('page tab', page))

    def click(self, node):
        window, x, y = self.point(node)
        subprocess.run(['xdotool', 'mousemove', '--window', window, str(x), str(y), 'click', '1'],
                       check=True)

    def drag(self, node, to):
        """In small steps: the first begin to drag, the last are over the place."""
        window, x, y = self.point(node)
        _, to_x, to_y = self.point(to)
        steps = []
        for i in range(1, 11):
            steps += ['mousemove', '--window', window, str(x + (to_x - x) * i // 10),
                      str(y + (to_y - y) * i // 10), 'sleep', '0.02']
        subprocess.run(['xdotool', 'mousemove', '--window', window, str(x), str(y), 'mousedown',
                        '1', *steps, 'mouseup', '1'], check=True)

    def fill(self, node, text):
        if not Atspi.EditableText.set_text_contents(node, text):
            raise RuntimeError(f'{node.get_name()!r} takes no text')

    def keys(self, *names):
        """Keys go to the window that has them; a new one gets them a little after it is shown."""
        self.wait(lambda: any(has(window, 'active') for window in self.windows()),
                  'an active window')
        subprocess.run(['xdotool', 'key', '--delay', '20', *names], check=True)

    def answer_file(self, title, file):
        """Answers the file dialog of that title, once it has the keyboard, with a path."""
        def has_keyboard():
            name = subprocess.run(['xdotool', 'getactivewindow', 'getwindowname'], check=False,
                                  capture_output=True, text=True).stdout.strip()
            return name == title

        self.wait(has_keyboard, f'the file dialog {title!r}')
        dialog = self.windows()[-1]
        # where a file is chosen there is no field for its path until one begins to type it
        if not self.look('text', root=dialog):
            subprocess.run(['xdotool', 'key', 'slash'], check=True)
        self.fill(self.find('text', state='focused', root=dialog), file)
        subprocess.run(['xdotool', 'key', 'Return'], check=True)

    # -- the X window

    def x_window(self, frame=None):
        """The id of the X window that shows `frame`: the newest of this process, or by title."""
        title = (frame or self.frame()).get_name()
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid',
                                str(self.process.pid)], capture_output=True, text=True,
                               check=False).stdout.split()
        for window in reversed(found):
            name = subprocess.run(['xdotool', 'getwindowname', window], capture_output=True,
                                  text=True, check=False).stdout.strip()
            if name == title:
                return window
        return None

    def dialog(self):
        """The newest window beside the main one."""
        def newest():
            windows = self.windows()
            return len(windows) > 1 and windows[-1]

        return self.wait(newest, 'a dialog')

    def frame(self, node=None):
        if node is None:
            return self.windows()[0]
        # who is asked before it is shown keeps another role, which is remembered here
        while (node.get_role_name() not in ('frame', 'dialog', 'window') and
               node.get_parent().get_role_name() != 'application'):
            node = node.get_parent()
        return node

    def geometry(self, window):
        output = subprocess.run(['xdotool', 'getwindowgeometry', '--shell', window], check=True,
                                capture_output=True, text=True).stdout
        values = dict(line.split('=') for line in output.split())
        return tuple(int(values[key]) for key in ('X', 'Y', 'WIDTH', 'HEIGHT'))

    def resize(self, width, height, frame=None):
        """Asks for a size, and returns the one that the window then settles on."""
        window = self.wait(lambda: self.x_window(frame), 'the X window')
        subprocess.run(['xdotool', 'windowsize', window, str(width), str(height)], check=True)
        seen = []

        def settled():
            seen.append(self.geometry(window)[2:])
            time.sleep(0.05)
            return len(seen) > 4 and len(set(seen[-5:])) == 1 and seen[-1]

        return self.wait(settled, 'the window to settle on a size')

    def point(self, node):
        """The X window in which the middle of `node` is, and where: it may yet be moved."""
        frame = self.frame(node)
        window = self.wait(lambda: self.x_window(frame), 'the X window')
        width, height = self.geometry(window)[2:]
        outer = Atspi.Component.get_extents(frame, Atspi.CoordType.WINDOW)
        inner = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
        return (window, (width - outer.width) // 2 + inner.x - outer.x + inner.width // 2,
                (height - outer.height) // 2 + inner.y - outer.y + inner.height // 2)

    def picture(self, file, frame=None):
        window = self.wait(lambda: self.x_window(frame), 'the X window')
        subprocess.run(['import', '-window', window, file], check=True)

    def close(self):
        """Ends the program as a session does, and returns its exit status."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()
        return self.process.returncode


def is_open(window):
    try:
        return has(window, 'visible') and not has(window, 'defunct')
    except GONE:
        return False


def children_of(node):
    for i in range(min(node.get_child_count(), N_CHILDREN_MAX)):
        child = node.get_child_at_index(i)
        if child is not None:
            yield child


def is_shown(node):
    if not has(node, 'visible'):
        return False
    # each question costs a turn on the bus, and a page that is not shown has no size
    if node.get_role_name() not in ('filler', 'list', 'panel', 'scroll pane'):
        return True
    try:
        extents = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
    except GONE:
        return True # a page of a stack, which has none
    return extents.width > 0 and extents.height > 0


def has(node, state):
    return node.get_state_set().contains(getattr(Atspi.StateType, state.upper()))


def actions(node):
    try:
        return [Atspi.Action.get_action_name(node, i)
                for i in range(Atspi.Action.get_n_actions(node))]
    except GONE:
        return []


def text(node):
    # -1 for the end gives nothing in GTK 4.8
    return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


def plain(name):
    """"_Add Add" and "_Add" are what a button "Add" is called in GTK 4.8."""
    words = name.replace('_', '')
    half = (len(words) - 1) // 2
    if len(words) % 2 == 1 and words[half] == ' ' and words[:half] == words[half + 1:]:
        return words[:half]
    return words


def path(node):
    names = []
    while node is not None and len(names) < 6:
        names.append(f'{node.get_role_name()} {node.get_name()!r}')
        node = node.get_parent()
    return ' < '.join(names)
