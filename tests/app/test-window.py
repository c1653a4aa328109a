#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, driven as a person with assistive technology would: found, plan, take a turn,
see it, give it back; then with the keyboard alone.

test-window.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

import os
from pathlib import Path

from case import (CLI, FOLDER, PROGRAM, closed, drive, home_of, nameless, open_window, press_act, run,
                  story)

HOME = home_of('sophie')

TITLE = 'Pedibus of Meano'


def test_founds():
    window = open_window(HOME)
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
    home = home_of('nobody')
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

    window = open_window(HOME)
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
    window = open_window(HOME)
    window.find('label', part='Tuesday 1 September')
    window.keys('ctrl+n')
    window.find('push button', 'Cancel')
    # what comes first has the keyboard
    window.keys('G')
    window.wait(lambda: drive.text(window.find('text', 'Title')) == 'G', 'what was typed')
    window.fill(window.find('text', 'Title'), 'Garden')
    window.fill(window.find('text', 'Time, such as 08:10'), '16:30')
    window.fill(window.find('text', 'First day'), '2026-02-30')
    problems = nameless(window)
    window.press(window.find('push button', 'Add', root=window.dialog()))
    window.find('label', part='This date does not exist')
    window.fill(window.find('text', 'First day'), '2026-08-31')
    window.press(window.find('push button', 'Add', root=window.dialog()))
    window.find('label', part='“Garden” is added as a draft.')
    window.open_page('Rotas')
    window.press(window.find('push button', part='Publish Garden'))
    window.find('label', part='“Garden” is published.')
    problems += closed(window)

    states = {rota['title']: rota['state'] for rota in HOME.run('rota', 'list')}
    if states.get('Garden') != 'published':
        problems.append(f'Garden is {states.get("Garden")}, not published')

    return problems


def test_says_whom_to_phone():
    anna, bruno = home_of('phones'), home_of('is-phoned')
    anna.found('Pedibus', 'Anna')
    anna.plan('Linea Blu', 'mo,tu', '07:40', 1, 2)
    anna.invite(bruno, 'Bruno')
    bruno.carry_to(anna)
    anna.plan('Garden', 'sa', '10:00', 1, 2, publish=False)
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.open_page('Rotas')
    window.find('label', 'Every member has received what is published.')
    window.press(window.find('push button', part='Publish Garden'))
    window.click(window.find(part='1 member has not received the plan yet'))
    window.find('label', 'Bruno')
    problems = nameless(window)
    window.press(window.find('push button', 'Copy the List'))
    window.find('label', 'List copied')

    # what was copied is what is shown
    window.keys('ctrl+n')
    title = window.find('text', 'Title')
    window.keys('ctrl+v')
    window.wait(lambda: 'Bruno: Garden' in drive.text(title), 'what was copied')
    window.press(window.find('push button', 'Cancel'))

    return problems + closed(window)


def test_what_becomes_of_a_turn():
    window = open_window(HOME)
    window.find('label', part='Tuesday 1 September')
    window.find('label', 'You walk')
    press_act(window, 'What Becomes of My Turn', 'Look for a Stand-In')
    window.find('label', 'You are looking for a stand-in')
    problems = nameless(window)
    press_act(window, 'What Becomes of My Turn', 'Cannot Come, Nobody Found')
    window.find('label', 'You cannot come, and nobody stands in')
    problems += nameless(window)
    window.press(window.find('push button', 'Undo'))
    window.find('label', 'You walk')
    press_act(window, 'What Becomes of My Turn', 'Look for a Stand-In')
    window.press(window.find('push button', part='Come after all: Walk to school, Tuesday'))
    window.find('label', 'You walk')
    window.find('push button', part='Give back the turn: Walk to school, Tuesday')

    press_act(window, 'What Becomes of My Turn', 'Come Each Tuesday until 16 October 2026')
    window.find('label', part='You come on 6 days.')
    window.keys('alt+Right')
    window.find('label', part='Tuesday 8 September')
    window.find('label', 'You walk')
    press_act(window, 'What Becomes of My Turn', 'Give Back from Here On, Each Week')
    window.gone('label', 'You walk')
    window.press(window.find('push button', 'Undo'))
    window.find('label', 'You walk')
    press_act(window, 'What Becomes of My Turn', 'Give Back from Here On, Each Week')
    window.gone('label', 'You walk')

    return problems + closed(window)


def test_notes_a_telephone_number():
    window = open_window(HOME)
    window.find('label', part='Tuesday 1 September')
    window.open_page('Us')
    press_act(window, 'What to do about Sophie', 'Telephone Number…')
    form = window.find('frame', 'Telephone Number')
    number = window.find('text', part='Number', root=form)
    window.fill(number, 'by night')
    problems = nameless(window)
    window.press(window.find('push button', 'Save', root=form))
    window.find('label', part='This is no telephone number')
    press_act(window, 'What to do about Sophie', 'Telephone Number…')
    form = window.find('frame', 'Telephone Number')
    window.fill(window.find('text', part='Number', root=form), '06 12 34 56 78')
    window.press(window.find('push button', 'Save', root=form))
    window.find('label', part='06 12 34 56 78')
    window.press(window.find('push button', 'Undo'))
    window.gone('label', part='06 12 34 56 78')

    return problems + nameless(window) + closed(window)


def test_takes_a_turn_for_somebody():
    window = open_window(HOME)
    window.find('label', part='Tuesday 1 September')
    window.open_page('Us')
    window.fill(window.find('text', 'Their name'), 'Nonna')
    window.press(window.find('push button', 'Add', state='sensitive'))
    window.find('list item', 'Nonna')
    window.open_page('This Week')
    # a week that nothing was said of yet
    window.keys('alt+Right')
    window.find('label', part='Monday 7 September')
    button = window.find('push button', part='Take a turn for someone else: Walk to school, Monday')
    window.press(window.find('push button', state='focusable', root=button))
    window.press(window.find('menu item', 'Nonna'))
    window.find('label', 'Nonna walks')
    window.find('label', 'Written down by Sophie')
    press_act(window, 'What Becomes of the Turn of Nonna', 'Give Back')
    window.gone('label', 'Nonna walks')

    return nameless(window) + closed(window)


def test_invites():
    window = open_window(HOME)
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


def test_is_called_and_calls():
    window = open_window(HOME)
    window.find('label', part='Tuesday 1 September')
    window.open_page('Meeting')
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
    host = open_window(HOME)
    host.find('label', part='Tuesday 1 September')
    host.open_page('Meeting')
    host.press(host.find('check box', part='Let others call this machine'))
    told = host.find('label', part='Tell the others this address:').get_name()
    port = told.splitlines()[1].rpartition(':')[2]

    guest = open_window(home_of('karim'))
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
    host.go_to('Us')
    host.find('list item', 'Karim')

    return problems + closed(guest) + closed(host)


def test_is_refused_later():
    """The invitation that a request waits with is used by somebody else."""
    link = HOME.run('invite')['invite']
    late = home_of('late')
    late.run('join', link, '--me', 'Dora', '--bundle-out', str(FOLDER / 'request'))
    early = home_of('early')
    early.run('join', link, '--me', 'Elio', '--bundle-out', str(FOLDER / 'request'))
    HOME.run('bundle', 'read', str(FOLDER / 'request'))

    host = open_window(HOME)
    host.find('label', part='Tuesday 1 September')
    host.open_page('Meeting')
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
    home = home_of('two')
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
    window.find('page tab', 'This Week')
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


def test_sets_a_damaged_one_aside():
    home = home_of('damaged')
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
    home = home_of('beside')
    home.found('Pedibus', 'Anna')
    key = next(Path(home.folder).glob('*/device.key'))
    other = home_of('stranger')
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
    home = home_of('served')
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
    window = open_window(HOME)
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
    home = home_of('anna')
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
    for _ in range(2):
        window.keys('ctrl+question')
        window.find('label', 'Next week')
        window.keys('Escape')
        window.wait(lambda: window.root.get_child_count() == 1, 'the shortcuts to be gone')

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


if __name__ == '__main__':
    run('window', [
        test_founds,
        test_says_what_is_wrong,
        test_takes_and_gives_back,
        test_adds_and_publishes_a_rota,
        test_what_becomes_of_a_turn,
        test_notes_a_telephone_number,
        test_takes_a_turn_for_somebody,
        test_invites,
        test_is_called_and_calls,
        test_joins_over_the_network,
        test_is_refused_later,
        test_chooses_a_collective,
        test_sets_a_damaged_one_aside,
        test_chooses_beside_a_damaged_one,
        test_takes_over,
        test_second_start_presents_the_first,
        test_keyboard_alone,
        test_exits_after_startup,
        test_bad_clock,
    ])
