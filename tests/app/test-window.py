#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, driven as a person with assistive technology would: found, plan, take a turn,
see it, give it back; then with the keyboard alone.

test-window.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
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
FOLDER = Path(tempfile.mkdtemp(prefix='far-window.'))
HOME = story.Home(CLI, FOLDER / 'sophie')

# what the toolkit itself leaves without a name: the cross of a toast, the list in a drop-down, the
# eye of a passphrase
TOOLKIT = ('AdwToastWidget', "combo box '", "< text 'Passphrase'", "< text 'The same once more'")

TITLE = 'Pedibus of Meano'
PASSPHRASE = 'a farandole never ends'

WINDOWS = []


def open_window(home=HOME, chooses_file=False):
    """GTK's file chooser loads libcloudproviders, which never frees, nor do the threads of GIO that
    serve it; their stacks are cut too short to be told from ours, so leaks go unseen there."""
    env = {'FARANDOLE_NOW': story.NOW}
    if chooses_file:
        env['ASAN_OPTIONS'] = os.environ.get('ASAN_OPTIONS', '') + ':detect_leaks=0'
    window = drive.Window([PROGRAM, '--home', home.folder], home.folder + '.log', env=env)
    WINDOWS.append(window)
    return window


def nameless(window):
    return [f'takes the keyboard and has no name: {node}' for node in window.nameless()
            if not any(part in node for part in TOOLKIT)]


def choose(window, row, place, root):
    """Of a drop-down, by the keyboard: GTK 4.8 offers nothing else, and says of no window that it is
    active while the list is open."""
    combo = window.find('combo box', row, root=root)
    shown = window.find('list', root=combo)
    window.click(combo)
    window.wait(lambda: [node for node, _ in window.nodes(combo)
                         if node.get_role_name() == 'list' and node != shown], 'the open list')
    drive.subprocess.run(['xdotool', 'key', '--delay', '20', 'Home', *['Down'] * place, 'Return'],
                         check=True)


def closed(window):
    status = window.close()
    complaints = [line for line in Path(window.log.name).read_text().splitlines()
                  if '-WARNING' in line or '-CRITICAL' in line]
    return complaints if status == 0 else [f'the window ended with {status}', *complaints]


def test_founds():
    window = open_window()
    window.press(window.find('push button', 'Start a Collective'))
    form = window.find('list', 'You and your collective')
    window.fill(window.find('text', 'Name of the collective', root=form), TITLE)
    window.fill(window.find('text', 'Your name, as others see it', root=form), 'Sophie')
    window.fill(window.find('text', 'Time zone of the school', root=form), 'Europe/Rome')
    problems = nameless(window)
    window.press(window.find('push button', 'Start', state='sensitive'))
    window.find('frame', TITLE)
    window.find('label', 'No Outing This Week')

    return problems + closed(window)


def test_says_what_is_wrong():
    home = story.Home(CLI, FOLDER / 'nobody')
    window = open_window(home)
    window.press(window.find('push button', 'Join with an Invitation'))
    window.fill(window.find('text', 'Invitation link'), 'farandole:not-a-whole-one')
    window.find('alert', part='This is not a complete invitation')
    problems = nameless(window)
    window.press(window.find('push button', 'Back'))

    return problems + closed(window)


def test_takes_and_gives_back():
    line = HOME.import_line()
    HOME.plan('Walk to school', 'mo,tu,th,fr', '07:40', 1, 2, line)

    window = open_window()
    window.find('label', 'Today, Tuesday 1 September')
    window.press(window.find('push button', part='Take a turn: Walk to school, Tuesday'))
    window.find('label', 'You walk')
    # whoever founds the collective coordinates it
    window.find('label', 'The coordinator’s machine knows of it.')
    window.find('push button', part='Why Sophie Has This Place')
    window.press(window.find('push button', part='Give back the turn: Walk to school, Tuesday'))
    window.gone('label', 'You walk')
    # a wrong click costs one click
    window.press(window.find('push button', 'Undo'))
    window.find('label', 'You walk')
    problems = nameless(window) + closed(window)

    # what was shown is kept
    turns = [turn for outing in HOME.run('week') for turn in outing['turns']
             if turn['state'] == 'standing']
    if len(turns) != 1:
        problems.append(f'{len(turns)} standing turns are kept, not 1')

    return problems


def test_adds_and_publishes_a_rota():
    window = open_window()
    window.find('label', part='Tuesday 1 September')
    window.keys('ctrl+n')
    window.find('push button', 'Cancel')
    window.fill(window.find('text', 'Title'), 'Garden')
    window.fill(window.find('text', 'Time, such as 08:10'), '16:30')
    window.fill(window.find('text', 'First day'), '2026-02-30')
    problems = nameless(window)
    window.press(window.find('push button', 'Add', root=window.dialog()))
    window.find('label', part='This date does not exist')
    window.fill(window.find('text', 'First day'), '2026-08-31')
    window.press(window.find('push button', 'Add', root=window.dialog()))
    window.find('label', part='“Garden” is added as a draft.')
    window.keys('alt+2')
    window.press(window.find('push button', part='Publish Garden'))
    window.find('label', part='“Garden” is published.')
    problems += closed(window)

    states = {rota['title']: rota['state'] for rota in HOME.run('rota', 'list')}
    if states.get('Garden') != 'published':
        problems.append(f'Garden is {states.get("Garden")}, not published')

    return problems


def test_takes_a_turn_for_somebody():
    window = open_window()
    window.find('label', part='Tuesday 1 September')
    window.keys('alt+3')
    window.fill(window.find('text', 'Their name'), 'Nonna')
    window.press(window.find('push button', 'Add', state='sensitive'))
    window.find('list item', 'Nonna')
    window.keys('alt+1')
    button = window.find('push button', part='Take a turn for someone else: Walk to school, Tuesday')
    window.press(window.find('push button', state='focusable', root=button))
    window.press(window.find('menu item', 'Nonna'))
    window.find('label', 'Nonna walks')
    window.find('label', 'Written down by Sophie')
    window.press(window.find('push button', part='Give Back for Nonna'))
    window.gone('label', 'Nonna walks')

    return nameless(window) + closed(window)


def test_invites():
    window = open_window()
    window.find('label', part='Tuesday 1 September')
    window.keys('ctrl+i')
    problems = nameless(window)
    window.press(window.find('push button', 'Make the Invitation'))
    window.find('image', 'QR code of the invitation')
    window.find('label', part='farandole:')
    window.find('label', part='Lets one person in, until')
    window.find('push button', 'Copy the Link')
    problems += nameless(window)
    window.keys('Escape')
    window.gone('push button', 'Copy the Link')

    # and takes it back
    window.keys('ctrl+i')
    window.find('list item', part='Good until')
    problems += nameless(window)
    window.press(window.find('push button', 'Take Back'))
    window.gone('list item', part='Good until')
    problems += closed(window)
    states = [each['state'] for each in HOME.run('invite', 'list')]

    return problems + ([] if states == ['ended'] else [f'invitations: {states}'])


def test_vouches():
    """From eight members on, somebody else has to know the newcomer too."""
    first = story.Home(CLI, FOLDER / 'first')
    first.found('Pedibus', 'Karim')
    others = [story.Home(CLI, FOLDER / f'other{i}') for i in range(7)]
    for i, other in enumerate(others):
        first.invite(other, f'Member {i}')
    marie = story.Home(CLI, FOLDER / 'marie')
    request = str(FOLDER / 'marie.request')
    marie.run('join', first.run('invite')['invite'], '--me', 'Marie Dupont', '--bundle-out', request)
    first.run('bundle', 'read', request)
    first.carry_to(others[0])

    window = open_window(others[0])
    window.find('frame', 'Pedibus')
    window.keys('alt+3')
    window.find('label', 'Do you know Marie Dupont? Karim invited them.')
    window.find('label', part='Asked to come in; 1 more member has yet to vouch')
    problems = nameless(window)
    window.press(window.find('push button', 'Yes, I Know Them'))
    window.gone('label', part='Do you know Marie Dupont?')
    window.find('label', part='Invited by Karim, also vouched for by Member 0')

    return problems + closed(window)


def test_hands_the_baton_over():
    """Two homes that meet by files: one suggests, the other adopts and passes the baton on."""
    anna, bruno = (story.Home(CLI, FOLDER / name) for name in ('anna-baton', 'bruno-baton'))
    anna.found('Pedibus', 'Anna')
    anna.invite(bruno, 'Bruno')
    anna.plan('Garden', 'we', '16:30', 1, 2, publish=False)
    anna.carry_to(bruno)

    window = open_window(bruno)
    window.find('frame', 'Pedibus')
    window.keys('alt+2')
    window.press(window.find('push button', part='Suggest to publish Garden'))
    window.find('label', part='You suggested to publish “Garden”')
    window.find('label', 'Bruno suggests to publish “Garden”')
    problems = nameless(window) + closed(window)
    bruno.carry_to(anna)

    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.keys('alt+2')
    window.press(window.find('push button', 'Adopt'))
    window.gone('label', 'Bruno suggests to publish “Garden”')
    window.keys('alt+3')
    window.find('label', part='You hold the baton until')
    # while one is away
    window.press(window.find('push button', 'Hand Over…'))
    dialog = window.dialog()
    choose(window, 'Your deputy', 1, dialog)
    problems += nameless(window)
    window.press(window.find('push button', 'Change the Deputy', state='sensitive', root=dialog))
    window.find('label', part='Deputy: Bruno')
    window.press(window.find('push button', 'Hand Over…'))
    dialog = window.dialog()
    choose(window, 'Your deputy', 0, dialog)
    window.press(window.find('push button', 'Change the Deputy', state='sensitive', root=dialog))
    window.gone('label', part='Deputy: Bruno')
    # once by mistake, and once meant
    for undo in (True, False):
        window.press(window.find('push button', 'Hand Over…'))
        dialog = window.dialog()
        window.find('label', 'Nothing at the moment', root=dialog)
        if not undo:
            last = window.find('text', 'Last day of their term', root=dialog)
            if drive.text(last) != '2027-09-01':
                problems.append(f'a term is proposed until {drive.text(last)}')
            window.fill(last, '2026-08-31')
            window.press(window.find('push button', 'Offer the Baton', root=dialog))
            window.find('label', part='This date does not exist', root=dialog)
            window.fill(last, '2027-07-02')
        window.press(window.find('push button', 'Offer the Baton', root=dialog))
        window.find('label', 'You offered the baton to Bruno, who has not answered yet.')
        if undo:
            window.press(window.find('push button', 'Take It Back'))
            window.gone('label', 'You offered the baton to Bruno, who has not answered yet.')
    problems += nameless(window) + closed(window)
    anna.carry_to(bruno)

    window = open_window(bruno)
    window.find('frame', 'Pedibus')
    window.keys('alt+3')
    window.find('label', 'Anna would like to pass the baton to you.')
    window.press(window.find('push button', 'Accept the Baton'))
    window.find('label', part='You hold the baton until')
    problems += nameless(window) + closed(window)
    bruno.carry_to(anna)
    baton = anna.run('baton')
    if baton['holder_name'] != 'Bruno' or baton['end'] != '2027-07-02':
        problems.append(f'Anna does not hear that Bruno holds the baton: {baton}')

    return problems


def test_is_called_and_calls():
    window = open_window()
    window.find('label', part='Tuesday 1 September')
    window.keys('alt+4')
    window.press(window.find('check box', part='Let others call this machine'))
    window.find('label', part='Tell the others this address:')
    window.find('label', 'Waiting for other machines')
    # the port of a machine that is not there: reserved, and never listened at
    window.fill(window.find('text', 'Address of the other machine'), '127.0.0.1:1')
    window.press(window.find('push button', 'Call', state='sensitive'))
    window.find('label', part='Nobody answers there.')

    return nameless(window) + closed(window)


def test_joins_over_the_network():
    """One window lets itself be called; another joins through it, and shows its week."""
    link = HOME.run('invite')['invite']
    host = open_window()
    host.find('label', part='Tuesday 1 September')
    host.keys('alt+4')
    host.press(host.find('check box', part='Let others call this machine'))
    told = host.find('label', part='Tell the others this address:').get_name()
    port = told.splitlines()[1].rpartition(':')[2]

    guest = open_window(story.Home(CLI, FOLDER / 'karim'))
    guest.press(guest.find('push button', 'Join with an Invitation'))
    form = guest.find('list', 'Your invitation')
    guest.fill(guest.find('text', 'Invitation link', root=form), link)
    guest.fill(guest.find('text', 'Your name, as others see it', root=form), 'Karim')
    address = guest.find('text', 'Address of a member’s machine')

    # nobody there: the request is kept, and can be tried again
    guest.fill(address, '127.0.0.1:1')
    guest.press(guest.find('push button', 'Ask', state='sensitive'))
    guest.find('label', part='Nobody answers there.', timeout=30)
    guest.find('label', 'Your Request Is Ready')
    problems = nameless(guest)
    guest.fill(address, f'127.0.0.1:{port}')
    guest.press(guest.find('push button', 'Retry', state='sensitive'))

    guest.find('frame', TITLE, timeout=30)
    guest.find('label', 'Sophie walks', timeout=30)
    host.press(host.find('page tab', 'Members'))
    host.find('list item', 'Karim')

    return problems + closed(guest) + closed(host)


def test_is_refused_later():
    """The invitation that a request waits with is used by somebody else."""
    link = HOME.run('invite')['invite']
    late = story.Home(CLI, FOLDER / 'late')
    late.run('join', link, '--me', 'Dora', '--bundle-out', str(FOLDER / 'request'))
    early = story.Home(CLI, FOLDER / 'early')
    early.run('join', link, '--me', 'Elio', '--bundle-out', str(FOLDER / 'request'))
    HOME.run('bundle', 'read', str(FOLDER / 'request'))

    host = open_window()
    host.find('label', part='Tuesday 1 September')
    host.keys('alt+4')
    host.press(host.find('check box', part='Let others call this machine'))
    told = host.find('label', part='Tell the others this address:').get_name()
    problems = [] if '0.0.0.0' not in told else [f'nobody can call {told}']
    port = told.splitlines()[1].rpartition(':')[2]
    guest = open_window(late)
    guest.find('label', 'Your Request Is Ready')
    guest.fill(guest.find('text', 'Address of a member’s machine'), f'127.0.0.1:{port}')
    guest.press(guest.find('push button', 'Retry', state='sensitive'))
    guest.find('label', 'You Were Not Let In', timeout=30)
    guest.find('label', part='has been used or withdrawn')
    problems += nameless(guest) + closed(guest) + closed(host)

    # and it is not forgotten
    guest = open_window(late)
    guest.find('label', 'You Were Not Let In')
    guest.press(guest.find('push button', 'Use Another Invitation'))
    guest.find('text', 'Invitation link')

    return problems + closed(guest)


def test_chooses_a_collective():
    home = story.Home(CLI, FOLDER / 'two')
    home.found('Pedibus', 'Anna')
    home.found('Velobus', 'Anna')
    window = open_window(home)
    window.find('label', 'Your Collectives')
    window.find('list item', 'Pedibus')
    problems = nameless(window)
    # the first has the keyboard, the second is one step down
    window.keys('Down')
    window.keys('Return')
    window.find('frame', 'Velobus')
    problems += nameless(window) + closed(window)

    # the same one the next time, and the other through the menu
    window = open_window(home)
    window.find('frame', 'Velobus')
    window.keys('F10')
    window.press(window.find('menu item', part='Other Collectives'))
    window.find('label', 'Open now')
    problems += nameless(window)
    window.press(window.find('push button', 'Back'))
    # a button that is not pressed by hand takes a quarter of a second
    window.find('page tab', 'Week')
    window.keys('F10')
    window.press(window.find('menu item', part='Other Collectives'))
    window.click(window.find('list item', 'Pedibus'))
    window.find('frame', 'Pedibus')
    problems += closed(window)

    # opening one that was saved
    window = open_window(home)
    window.find('frame', 'Pedibus')
    window.keys('F10')
    window.press(window.find('menu item', part='Other Collectives'))
    window.press(window.find('push button', 'Open a Saved Copy…'))
    dialog = window.dialog()
    window.find('push button', part='Choose…', root=dialog)
    problems += nameless(window)
    window.keys('Escape')
    window.find('push button', 'Start a Collective')
    problems += closed(window)

    # founding yet another
    window = open_window(home)
    window.find('frame', 'Pedibus')
    window.keys('F10')
    window.press(window.find('menu item', part='Other Collectives'))
    window.press(window.find('push button', 'Start Another'))
    form = window.find('list', 'You and your collective')
    window.fill(window.find('text', 'Name of the collective', root=form), 'Autobus')
    window.fill(window.find('text', 'Your name, as others see it', root=form), 'Anna')
    window.press(window.find('push button', 'Start', state='sensitive'))
    window.find('label', 'Autobus')
    window.find('label', 'No Outing This Week')
    problems += closed(window)

    # and that is the one to be opened
    window = open_window(home)
    window.find('frame', 'Autobus')

    return problems + closed(window)


def test_comes_back():
    """A copy is saved, opened on a new machine, and that is let in again by its owner."""
    old = story.Home(CLI, FOLDER / 'old')
    old.found('Pedibus', 'Marie Dupont')
    old.plan('Walk', 'tu', '07:40', 1, 2)
    copy = str(FOLDER / 'copy')
    window = open_window(old, chooses_file=True)
    window.find('frame', 'Pedibus')
    window.keys('F10')
    window.press(window.find('menu item', part='Save a Copy'))
    dialog = window.dialog()
    window.find('label', part='Four or five words', root=dialog)
    window.fill(window.find('text', 'Passphrase', root=dialog), 'too short')
    window.find('label', part='That is short', root=dialog)
    window.fill(window.find('text', 'Passphrase', root=dialog), PASSPHRASE)
    window.find('label', part='That is a good length', root=dialog)
    window.fill(window.find('text', 'The same once more', root=dialog), 'another')
    window.find('label', part='The two are not the same', root=dialog)
    window.fill(window.find('text', 'The same once more', root=dialog), PASSPHRASE)
    problems = nameless(window)
    window.press(window.find('push button', 'Save…', root=dialog, state='sensitive'))
    window.answer_file('Where to Save the Copy', copy)
    window.find('label', part='copy is saved, and whole', timeout=60)
    problems += closed(window)

    back = open_window(story.Home(CLI, FOLDER / 'back'), chooses_file=True)
    back.press(back.find('push button', 'Open a Saved Copy…'))
    dialog = back.dialog()
    back.press(back.find('push button', part='Choose…', root=dialog))
    back.answer_file('Choose a Saved Copy', copy)
    back.find('label', 'copy', root=dialog)
    back.fill(back.find('text', 'Passphrase', root=dialog), 'something else')
    back.press(back.find('push button', 'Open', root=dialog, state='sensitive'))
    back.find('label', part='This passphrase does not open the saved copy', timeout=60)
    problems += nameless(back)
    back.fill(back.find('text', 'Passphrase', root=dialog), PASSPHRASE)
    back.press(back.find('push button', 'Open', root=dialog, state='sensitive'))

    # all can be read, and nothing written
    back.find('frame', 'Pedibus', timeout=60)
    back.find('label', part='asks to be let in again')
    back.press(back.find('push button', part='Take a turn: Walk, Tuesday'))
    back.find('label', part='Until then everything can be read here, and nothing written')
    problems += nameless(back)

    window = open_window(old)
    window.find('frame', 'Pedibus')
    window.keys('alt+4')
    window.press(window.find('check box', part='Let others call this machine'))
    told = window.find('label', part='Tell the others this address:').get_name()
    port = told.splitlines()[1].rpartition(':')[2]
    back.press(back.find('push button', part='Ask to be let in again'))
    back.find('label', 'Come In Again')
    back.fill(back.find('text', 'Address of a member’s machine'), f'127.0.0.1:{port}')
    back.press(back.find('push button', 'Retry', state='sensitive'))
    back.find('label', part='Say on another machine of yours that it is you', timeout=30)
    problems += nameless(back)
    window.keys('alt+3')
    window.find('label', 'Is This Your Machine?')
    problems += nameless(window)
    window.press(window.find('push button', 'Yes, it is mine'))
    window.gone('label', 'Is This Your Machine?')
    back.press(back.find('push button', 'Retry', state='sensitive'))
    back.find('page tab', 'Week', timeout=30)
    back.gone('push button', part='Ask to be let in again')
    back.press(back.find('push button', part='Take a turn: Walk, Tuesday'))
    back.find('label', 'You walk')

    # and the old one is lost
    back.press(back.find('page tab', 'Members'))
    back.press(back.find('push button', 'Machines'))
    back.press(back.find('push button', part='I have lost this machine'))
    back.find('label', part='will be closed')
    back.press(back.find('push button', 'Undo'))
    back.find('push button', part='I have lost this machine')

    return problems + closed(back) + closed(window)


def test_adds_a_machine():
    """One window shows a code, another reads it, the first says yes: one member on two machines."""
    first = story.Home(CLI, FOLDER / 'desk')
    first.found('Pedibus', 'Marie Dupont')
    desk = open_window(first)
    desk.find('frame', 'Pedibus')
    desk.keys('alt+3')
    desk.press(desk.find('push button', 'Machines'))
    desk.press(desk.find('push button', 'Add Another Machine…'))
    dialog = desk.dialog()
    problems = nameless(desk)
    desk.press(desk.find('push button', 'Show the Code', root=dialog))
    code = desk.find('label', part='farandole:', root=dialog).get_name()
    desk.find('label', part='Lets a machine ask, until', root=dialog)
    problems += nameless(desk)

    lap = open_window(story.Home(CLI, FOLDER / 'lap'))
    lap.press(lap.find('push button', 'Join with an Invitation'))
    lap.fill(lap.find('text', 'Invitation link'), code)
    lap.gone('text', 'Your name, as others see it')
    lap.press(lap.find('push button', 'Ask', state='sensitive'))
    words = lap.find('label', part='This machine’s number is', timeout=30).get_name()
    number = words.split('number is ')[1][:8]
    desk.find('label', 'Is This Your Machine?', root=dialog)
    desk.find('label', part=f'its number is {number}', root=dialog)
    problems += nameless(desk) + nameless(lap)
    desk.press(desk.find('push button', 'Yes, it is mine', root=dialog))
    desk.find('label', part='It is let in.', root=dialog)
    # the other one has gone on asking
    lap.find('frame', 'Pedibus', timeout=30)
    lap.press(lap.find('page tab', 'Members'))
    lap.find('label', part='You, member and holder of the baton')

    return problems + closed(lap) + closed(desk)


def test_agrees_and_leaves():
    sophie, karim = (story.Home(CLI, FOLDER / name) for name in ('agrees', 'proposes'))
    sophie.found('Pedibus', 'Sophie')
    sophie.invite(karim, 'Karim')
    sophie.carry_to(karim)
    karim.run('rules', 'set', 'vouchers', '2')
    karim.carry_to(sophie)

    window = open_window(sophie)
    window.find('label', 'No Outing This Week')
    window.keys('alt+3')
    window.find('label', part='Karim proposes a rule')
    window.press(window.find('push button', part='When They No Longer Belong'))
    window.find('label', 'Have you talked with Karim?')
    window.fill(window.find('text', 'Why, for everyone to read'), 'Moved away')
    window.press(window.find('push button', 'Propose It to the Others', state='sensitive'))
    window.find('label', part='Of two members neither')
    problems = nameless(window)
    window.keys('Escape')
    window.gone('label', 'Have you talked with Karim?')
    window.press(window.find('push button', 'I Agree'))
    window.gone('label', part='Karim proposes a rule')
    window.keys('F10')
    window.press(window.find('menu item', part='Leave the Collective'))
    window.find('label', part='You hold the baton')
    problems += nameless(window)
    window.press(window.find('push button', 'Leave', state='sensitive', root=window.dialog()))
    window.find('label', part='does not belong to the collective any more')
    problems += closed(window)

    rules = sophie.run('rules')
    if rules['vouchers'] != 2:
        problems.append(f'two were to vouch: {rules}')
    standing = [member['standing'] for member in sophie.run('members') if member['me']]
    if standing != ['left']:
        problems.append(f'who left is {standing}')

    return problems


def test_nonna_gets_a_machine():
    """Who answers for her says who she is now, she says so too, and her turns are hers."""
    anna = story.Home(CLI, FOLDER / 'answers')
    anna.found('Pedibus', 'Anna')
    walk = anna.plan('Walk', 'tu', '07:40', 1, 2)
    nonna = anna.run('member', 'add', 'Nonna')['member']
    anna.run('turn', 'take', walk, '2026-09-01', '--for', nonna)
    rosa = story.Home(CLI, FOLDER / 'rosa')
    anna.invite(rosa, 'Rosa')
    window = open_window(anna)
    window.find('label', 'Nonna walks')
    window.keys('alt+3')
    window.press(window.find('push button', 'Has a Machine Now…'))
    dialog = window.dialog()
    window.find('label', part='Who among the members is Nonna now?', root=dialog)
    problems = nameless(window)
    window.click(window.find('list item', 'Rosa', root=dialog))
    window.find('label', part='Is to be Rosa, who has yet to say so')
    problems += closed(window)

    anna.carry_to(rosa)
    window = open_window(rosa)
    window.find('label', 'Nonna walks')
    window.keys('alt+3')
    window.find('label', part='Turns were noted for “Nonna”. Was that you?')
    problems += nameless(window)
    window.press(window.find('push button', 'Yes, That Was Me'))
    window.find('label', part='Turns were noted before as Nonna')
    window.keys('alt+1')
    window.find('label', 'You walk')

    return problems + closed(window)


def test_sets_a_damaged_one_aside():
    home = story.Home(CLI, FOLDER / 'damaged')
    home.found('Pedibus', 'Anna')
    store = next(Path(home.folder).glob('*/log.db'))
    folder = store.parent
    store.write_bytes(b'something else' * 1000)
    window = open_window(home)
    window.find('label', 'It Cannot Be Opened')
    window.find('label', part='not one of Farandole’s')
    window.find('label', str(folder))
    window.find('push button', 'Retry')
    window.find('push button', 'Open the Folder')
    problems = nameless(window)
    window.press(window.find('push button', 'Set It Aside'))
    window.find('label', part='What was there is kept')
    window.press(window.find('push button', 'Start a Collective'))
    form = window.find('list', 'You and your collective')
    window.fill(window.find('text', 'Name of the collective', root=form), 'Velobus')
    window.fill(window.find('text', 'Your name, as others see it', root=form), 'Anna')
    window.press(window.find('push button', 'Start', state='sensitive'))
    window.find('frame', 'Velobus')
    problems += closed(window)

    kept = list(Path(home.folder).glob(f'{folder.name}-aside-2026-09-01/log.db'))
    if folder.exists() or len(kept) != 1 or not kept[0].read_bytes().startswith(b'something'):
        problems.append(f'what was set aside is {kept}')

    return problems


def test_chooses_beside_a_damaged_one():
    home = story.Home(CLI, FOLDER / 'beside')
    home.found('Pedibus', 'Anna')
    key = next(Path(home.folder).glob('*/device.key'))
    other = story.Home(CLI, FOLDER / 'stranger')
    other.found('Velobus', 'Eva')
    key.write_bytes(next(Path(other.folder).glob('*/device.key')).read_bytes())
    home.found('Autobus', 'Anna')
    window = open_window(home)
    window.find('label', 'Cannot be opened')
    window.click(window.find('list item', key.parent.name))
    window.find('label', part='The file device.key here belongs to another machine')
    window.press(window.find('push button', 'Other Collectives'))
    window.click(window.find('list item', 'Autobus'))
    window.find('frame', 'Autobus')

    return nameless(window) + closed(window)


def serving(home, *command):
    """A farandole-cli that has it open, from when it says so."""
    process = drive.subprocess.Popen([CLI, '--home', home.folder, *command],
                                     stdout=drive.subprocess.PIPE, stderr=drive.subprocess.STDOUT,
                                     env={**os.environ, 'FARANDOLE_NOW': story.NOW}, text=True)
    process.stdout.readline()
    return process


def test_takes_over():
    home = story.Home(CLI, FOLDER / 'served')
    home.found('Pedibus', 'Anna')
    server = serving(home, 'serve', '--listen', '127.0.0.1:0')
    window = open_window(home)
    window.find('frame', 'Pedibus')
    rest = server.stdout.read()
    problems = [] if server.wait(60) == 0 else [f'serve ended with {server.returncode}']
    if 'everything is saved' not in rest:
        problems.append(f'serve said {rest!r}')
    problems += closed(window)

    # another command is nobody's to end: who it is is said, and it goes on
    other = serving(home, 'sync', '--listen', '127.0.0.1:0', '--seconds', '300')
    window = open_window(home)
    window.find('label', part=f'farandole-cli, process {other.pid}')
    if window.look('push button', 'Set It Aside'):
        problems.append('what is in use can be set aside')
    if other.poll() is not None:
        problems.append(f'sync ended with {other.returncode}')
    other.terminate()
    other.stdout.read()
    other.wait(60)
    window.press(window.find('push button', 'Retry'))
    window.find('frame', 'Pedibus')

    return problems + closed(window)


def test_second_start_presents_the_first():
    window = open_window()
    window.find('label', part='Tuesday 1 September')
    # by another way to the same folder
    home = os.path.join(HOME.folder, '..', os.path.basename(HOME.folder))
    second = drive.subprocess.run([PROGRAM, '--home', home], check=False, timeout=60,
                                  env={**os.environ, 'FARANDOLE_NOW': story.NOW})
    problems = [] if second.returncode == 0 else [f'the second ended with {second.returncode}']
    if window.root.get_child_count() != 1:
        problems.append(f'{window.root.get_child_count()} windows')

    return problems + closed(window)


def test_keyboard_alone():
    home = story.Home(CLI, FOLDER / 'anna')
    home.found('Keys', 'Anna')
    home.plan('Walk', 'th', '07:40', 1, 2)
    window = open_window(home)
    window.find('label', part='Thursday 3 September')
    seen = []
    while not seen or not seen[-1].startswith('Take a turn: Walk, Thursday'):
        if len(seen) > 20:
            return [f'Tab does not reach the button; it was at {name}' for name in seen]
        window.keys('Tab')
        seen.append(drive.plain(window.focused().get_name()))
    window.keys('space')
    window.find('push button', part='Give back the turn: Walk, Thursday')
    # the button stays where the hand is
    node = window.focused()
    if not drive.plain(node.get_name()).startswith('Give back the turn'):
        return [f'the keyboard is at {node.get_name()!r} afterwards']
    window.keys('space')
    window.find('push button', part='Take a turn: Walk, Thursday')
    window.keys('alt+Right')
    window.find('label', 'Mon 7 Sep – Sun 13 Sep')
    window.keys('alt+Home')
    window.find('label', 'Mon 31 Aug – Sun 6 Sep')
    window.keys('F10')
    window.find('menu item', part='About Farandole')
    window.keys('Escape')

    return closed(window)


def test_exits_after_startup():
    env = {**os.environ, 'FARANDOLE_NOW': story.NOW}
    command = [PROGRAM, '--home', HOME.folder, '--exit-after-startup']
    result = drive.subprocess.run(command, env=env, check=False, timeout=60)

    return [] if result.returncode == 0 else [f'exit {result.returncode}']


def test_bad_clock():
    env = {**os.environ, 'FARANDOLE_NOW': 'yesterday'}
    result = drive.subprocess.run([PROGRAM, '--home', HOME.folder], env=env, check=False,
                                  capture_output=True, timeout=60)

    return [] if result.returncode == 2 else [f'exit {result.returncode}']


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


if __name__ == '__main__':
    tap.run([(name, guard(case)) for name, case in [
        ('/app/window/founds', test_founds),
        ('/app/window/says-what-is-wrong', test_says_what_is_wrong),
        ('/app/window/takes-and-gives-back', test_takes_and_gives_back),
        ('/app/window/adds-and-publishes-a-rota', test_adds_and_publishes_a_rota),
        ('/app/window/takes-a-turn-for-somebody', test_takes_a_turn_for_somebody),
        ('/app/window/invites', test_invites),
        ('/app/window/vouches', test_vouches),
        ('/app/window/hands-the-baton-over', test_hands_the_baton_over),
        ('/app/window/is-called-and-calls', test_is_called_and_calls),
        ('/app/window/joins-over-the-network', test_joins_over_the_network),
        ('/app/window/is-refused-later', test_is_refused_later),
        ('/app/window/chooses-a-collective', test_chooses_a_collective),
        ('/app/window/comes-back', test_comes_back),
        ('/app/window/adds-a-machine', test_adds_a_machine),
        ('/app/window/agrees-and-leaves', test_agrees_and_leaves),
        ('/app/window/nonna-gets-a-machine', test_nonna_gets_a_machine),
        ('/app/window/sets-a-damaged-one-aside', test_sets_a_damaged_one_aside),
        ('/app/window/chooses-beside-a-damaged-one', test_chooses_beside_a_damaged_one),
        ('/app/window/takes-over', test_takes_over),
        ('/app/window/second-start-presents-the-first', test_second_start_presents_the_first),
        ('/app/window/keyboard-alone', test_keyboard_alone),
        ('/app/window/exits-after-startup', test_exits_after_startup),
        ('/app/window/bad-clock', test_bad_clock),
    ]])
