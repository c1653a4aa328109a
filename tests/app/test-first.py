#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window in its first five minutes: how many clicks and fields it takes from the first
start to the first turn, and from the first start to an invitation on paper.

test-first.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import FOLDER, closed, home_of, nameless, open_window, run

N_CLICKS_MAX = 5
N_FIELDS_MAX = 2

NAME = 'Pedibus Meano'


class Counter:
    """Does what a person does, and counts it."""

    def __init__(self, window, n_clicks=0):
        self.window = window
        self.n_clicks = n_clicks
        self.n_fields = 0

    def click(self, *node, **named):
        self.n_clicks += 1
        self.window.press(self.window.find(*node, **named))

    def fill(self, name, text):
        self.n_fields += 1
        self.window.fill(self.window.find('text', name), text)

    def problems(self, what):
        print(f'# {what}: {self.n_clicks} clicks, {self.n_fields} fields')
        return [f'{what} takes {count} {of}, and not {most}'
                for count, of, most in ((self.n_clicks, 'clicks', N_CLICKS_MAX),
                                        (self.n_fields, 'fields', N_FIELDS_MAX)) if count > most]


def make_host(name):
    """Somebody with a rota that lacks people, and what they send."""
    host = home_of(name)
    host.found(NAME, 'Sophie')
    host.plan('Walk to school', 'mo,tu,th,fr', '07:40', 1, 2)
    return host, host.run('invite')['invite']


def come_in(counter, host, address):
    """The rest of the way, whichever way the invitation came."""
    window = counter.window
    window.find('push button', 'Ask', state='sensitive')
    counter.click('push button', 'Ask', state='sensitive')
    window.find('frame', NAME, timeout=30)
    gaps = window.find('list', 'Somebody Is Still Needed', timeout=30)
    counter.click('push button', part='Take a turn: Walk to school', root=gaps)
    window.find('push button', part='Give back the turn: Walk to school')


def test_by_link():
    """A link, or a picture that holds it, is one click wherever it came."""
    host, link = make_host('host-link')
    with host.serving() as address:
        window = open_window(home_of('by-link'), link)
        counter = Counter(window, n_clicks=1)
        counter.fill('Your name, as others see it', 'Karim')
        counter.fill('Address of a member’s machine', address)
        come_in(counter, host, address)
        problems = nameless(window)

    return problems + counter.problems('by a link') + closed(window)


def test_by_text():
    """Of a message all is pasted at once: what is in it goes where it belongs."""
    host, link = make_host('host-text')
    with host.serving() as address:
        window = open_window(home_of('by-text'))
        counter = Counter(window)
        counter.click('push button', 'Join with an Invitation')
        counter.fill('Invitation link', f'Come along! {link} (my machine: {address})')
        counter.fill('Your name, as others see it', 'Karim')
        come_in(counter, host, address)

    return counter.problems('by a message') + closed(window)


def test_by_file():
    """Opened where files are shown: two clicks."""
    host, _ = make_host('host-file')
    file = FOLDER / 'invitation.farandole'
    host.run('invite', '--file', str(file))
    with host.serving() as address:
        window = open_window(home_of('by-file'), str(file))
        counter = Counter(window, n_clicks=2)
        counter.fill('Your name, as others see it', 'Karim')
        counter.fill('Address of a member’s machine', address)
        come_in(counter, host, address)

    return counter.problems('by a file') + closed(window)


def test_founder():
    """Ends with a picture to show, and a sheet to print."""
    window = open_window(home_of('founder'))
    counter = Counter(window)
    counter.click('push button', 'Start a Collective')
    counter.fill('Name of the collective', NAME)
    counter.fill('Your name, as others see it', 'Sophie')
    counter.click('push button', 'Start', state='sensitive')
    window.find('label', 'No Outing This Week')
    problems = nameless(window)
    counter.click('push button', 'Invite Someone…', root=window.find('frame', NAME))
    counter.click('push button', 'Make the Invitation')
    window.find('image', 'QR code of the invitation')
    counter.click('push button', part='Print a Sheet')
    window.wait(lambda: len(window.windows()) == 3, 'the dialog to print')
    window.press(window.find('push button', 'Cancel'))
    window.wait(lambda: len(window.windows()) == 2, 'it to go')

    return problems + counter.problems('to found') + closed(window)


run('first', [test_by_link, test_by_text, test_by_file, test_founder])
