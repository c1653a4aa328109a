#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where it is about who belongs and who holds the baton.

test-belonging.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import FOLDER, LINE_FILE, choose, closed, drive, home_of, nameless, open_window, run

PASSPHRASE = 'a farandole never ends'


def open_menu(window, name):
    button = window.find('push button', part=name)
    window.press(window.find('push button', state='focusable', root=button))


def test_invites_with_a_file():
    """An invitation is saved, opened on another machine, and lets that in."""
    anna, bruno = (home_of(name + '-file') for name in ('anna', 'bruno'))
    anna.found('Pedibus', 'Anna')
    invitation, request, answer = (str(FOLDER / name) for name in ('invitation', 'ask', 'answer'))
    window = open_window(anna, chooses_file=True)
    window.find('frame', 'Pedibus')
    window.open_page('Us')
    window.press(window.find('push button', part='Invite'))
    dialog = window.dialog()
    window.press(window.find('push button', 'Make the Invitation', root=dialog))
    window.press(window.find('push button', 'Save as a File…', root=dialog))
    window.answer_file('Save the Invitation', invitation)
    window.find('label', 'Invitation saved')
    problems = nameless(window) + closed(window)

    guest = open_window(bruno, chooses_file=True)
    guest.press(guest.find('push button', 'Join with an Invitation'))
    guest.press(guest.find('push button', 'Open an Invitation File…'))
    guest.answer_file('Open the Invitation', bruno.folder + '.log')
    guest.find('label', part='This file holds no complete invitation')
    guest.press(guest.find('push button', 'Open an Invitation File…'))
    guest.answer_file('Open the Invitation', invitation)
    guest.gone('label', part='This file holds no complete invitation')
    link = guest.find('text', 'Invitation link')
    guest.wait(lambda: drive.text(link).startswith('farandole:'), 'the link of the file')
    guest.fill(guest.find('text', 'Your name, as others see it'), 'Bruno')
    problems += nameless(guest)
    guest.press(guest.find('push button', part='1. Your request', state='sensitive'))
    guest.answer_file('Save the Request', request)
    guest.find('label', 'Your Request Is Ready')
    anna.run('bundle', 'read', request)
    anna.run('bundle', 'write', answer)
    guest.press(guest.find('push button', part='2. Their answer', state='sensitive'))
    guest.answer_file('Open the Answer', answer)
    guest.find('frame', 'Pedibus')

    return problems + closed(guest)


def test_vouches():
    """From eight members on, somebody else has to know the newcomer too."""
    first = home_of('first')
    first.found('Pedibus', 'Karim')
    others = [home_of(f'other{i}') for i in range(7)]
    for i, other in enumerate(others):
        first.invite(other, f'Member {i}')
    marie = home_of('marie')
    request = str(FOLDER / 'marie.request')
    marie.run('join', first.run('invite')['invite'], '--me', 'Marie Dupont', '--bundle-out', request)
    first.run('bundle', 'read', request)
    first.carry_to(others[0])

    window = open_window(others[0])
    window.find('frame', 'Pedibus')
    window.open_page('Us')
    window.find('label', 'Do you know Marie Dupont? Karim invited them.')
    window.find('label', part='Asked to come in; 1 more member has yet to vouch')
    problems = nameless(window)
    window.press(window.find('push button', 'Yes, I Know Them'))
    window.gone('label', part='Do you know Marie Dupont?')
    window.find('label', part='Invited by Karim, also vouched for by Member 0')

    return problems + closed(window)


def test_hands_the_baton_over():
    """Two homes that meet by files: one suggests, the other adopts and passes the baton on."""
    anna, bruno = (home_of(name) for name in ('anna-baton', 'bruno-baton'))
    anna.found('Pedibus', 'Anna')
    anna.invite(bruno, 'Bruno')
    anna.plan('Garden', 'we', '16:30', 1, 2, publish=False)
    anna.carry_to(bruno)

    window = open_window(bruno)
    window.find('frame', 'Pedibus')
    problems = []
    # in the week, where it is seen
    window.press(window.find('push button', part='Suggest to publish Garden'))
    window.find('label', part='You suggested to publish “Garden”')
    window.gone('push button', part='Suggest to publish Garden')
    window.open_page('Rotas')
    window.find('label', 'Bruno suggests to publish “Garden”')
    if window.look('push button', part='Suggest to publish Garden'):
        problems.append('what was suggested can be suggested again')
    problems += nameless(window) + closed(window)
    bruno.carry_to(anna)

    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.open_page('Rotas')
    window.press(window.find('push button', 'Adopt'))
    window.gone('label', 'Bruno suggests to publish “Garden”')
    window.open_page('Us')
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
            last = window.find('text', 'Holds it until', root=dialog)
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
    window.open_page('Us')
    window.find('label', 'Anna would like to pass the baton to you.')
    window.press(window.find('push button', 'Accept the Baton'))
    window.find('label', part='You hold the baton until')
    problems += nameless(window) + closed(window)
    bruno.carry_to(anna)
    baton = anna.run('baton')
    if baton['holder_name'] != 'Bruno' or baton['end'] != '2027-07-02':
        problems.append(f'Anna does not hear that Bruno holds the baton: {baton}')

    return problems


def import_line(home, school):
    text = LINE_FILE.read_text(encoding='utf-8')
    path = FOLDER / 'line.geojson'
    path.write_text(text.replace('Scuola Primaria “De Carli” di Meano', school), encoding='utf-8')
    home.run('line', 'import', str(path))


def test_chooses():
    """What two wrote without knowing of each other is shown, and one of it chosen."""
    anna, bruno = (home_of(name + '-chooses') for name in ('anna', 'bruno'))
    anna.found('Pedibus', 'Anna')
    anna.invite(bruno, 'Bruno')
    import_line(anna, 'Scuola De Carli')
    anna.carry_to(bruno)
    import_line(bruno, 'Scuola_Nuova')
    import_line(anna, 'Scuola di Meano')
    bruno.carry_to(anna)

    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.open_page('Rotas')
    window.find('label', 'The school of the line “Linea Blu”')
    window.find('label', part='Written without knowing of each other.')
    problems = nameless(window)
    window.press(window.find('push button', part='Nuova (Bruno)'))
    window.gone('label', 'The school of the line “Linea Blu”')
    problems += closed(window)
    if anna.run('conflicts'):
        problems.append('there is still something to choose')

    return problems


def test_holder_leaves():
    """Nobody holds the baton then: who asks for it, and is agreed on, does."""
    anna, bruno, carla = (home_of(name + '-leaves') for name in ('anna', 'bruno', 'carla'))
    anna.found('Pedibus', 'Anna')
    anna.invite(bruno, 'Bruno')
    anna.invite(carla, 'Carla')
    anna.run('leave', '--yes')
    anna.carry_to(bruno)

    window = open_window(bruno)
    window.find('frame', 'Pedibus')
    window.find('label', part='Anna held the baton and does not belong')
    window.open_page('Us')
    window.find('label', 'Nobody holds the baton: Anna does not belong to the collective any more.')
    window.find('label', part='holds it as soon as more than half of the members have said yes')
    problems = nameless(window)
    window.press(window.find('push button', 'Ask the Others for the Baton'))
    window.find('label', part='You asked for the baton: 1 of 2 needed members said yes.')
    problems += closed(window)
    bruno.carry_to(carla)

    window = open_window(carla)
    window.find('frame', 'Pedibus')
    window.open_page('Us')
    window.find('label', part='May Bruno take the baton over?')
    window.press(window.find('push button', 'Yes'))
    window.find('label', part='2 of 2 needed members said yes')
    problems += closed(window)
    carla.carry_to(bruno)

    window = open_window(bruno)
    window.find('frame', 'Pedibus')
    window.open_page('Us')
    window.find('label', part='You hold the baton until')

    return problems + closed(window)


def names_in_order(window, dialog):
    places = window.find('list', 'Your Order', root=dialog)
    return [node.get_name() for node, _ in window.nodes(places)
            if node.get_role_name() == 'list item']


def test_votes_on_the_order():
    """One votes with buttons, keys and by dragging; another for the same; then it is agreed."""
    anna, bruno, carla = (home_of(name + '-order') for name in ('anna', 'bruno', 'carla'))
    anna.found('Pedibus', 'Anna')
    anna.invite(bruno, 'Bruno')
    anna.invite(carla, 'Carla')
    anna.carry_to(bruno)

    window = open_window(bruno)
    window.find('frame', 'Pedibus')
    window.open_page('Us')
    window.find('label', 'Next could be you. No order is agreed yet.')
    window.find('label', 'The members can vote on the order in which it goes round.')
    window.press(window.find('push button', 'Vote on the Order…'))
    dialog = window.dialog()
    problems = nameless(window)

    def check(want, how):
        try:
            window.wait(lambda: names_in_order(window, dialog) == want, how)
        except TimeoutError:
            problems.append(f'{how}: {names_in_order(window, dialog)}, not {want}')

    check(['Anna', 'Bruno', 'Carla'], 'at first')
    window.press(window.find('push button', 'Move Carla Up', root=dialog))
    check(['Anna', 'Carla', 'Bruno'], 'by a button')
    # the button that was pressed has the keyboard
    window.keys('space')
    check(['Carla', 'Anna', 'Bruno'], 'by a key')
    # and where there is no further up, the way down has it
    window.keys('alt+Down')
    check(['Anna', 'Carla', 'Bruno'], 'by Alt and an arrow')
    window.drag(window.find('label', 'Bruno', root=dialog),
                window.find('label', 'Anna', root=dialog))
    check(['Bruno', 'Anna', 'Carla'], 'by dragging')
    window.press(window.find('push button', 'Vote for This Order', root=dialog))
    window.find('label', part='So far 1 of 3 members wants this order: Bruno, Anna and Carla.')
    window.find('label', part='You voted for it too.')
    problems += nameless(window) + closed(window)
    bruno.carry_to(anna)

    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.open_page('Us')
    window.find('label', part='You have not voted yet.')
    window.press(window.find('push button', 'Vote for This Order'))
    # after her who holds it
    window.find('label', part='Next in line is Carla, in the order that 2 of 3 members want.')
    window.find('label', part='The order: Bruno, Anna and Carla.')
    window.press(window.find('push button', 'Vote for Another Order…'))
    dialog = window.dialog()
    window.press(window.find('push button', 'Take My Vote Back', root=dialog))
    window.find('label', part='You have not voted yet.')

    return problems + closed(window)


def test_comes_back():
    """A copy is saved, opened on a new machine, and that is let in again by its owner."""
    old = home_of('old')
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

    back = open_window(home_of('back'), chooses_file=True)
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
    window.open_page('Meeting')
    window.press(window.find('check box', part='Let others call this machine'))
    told = window.find('label', part='Tell the others this address:').get_name()
    port = told.splitlines()[1].rpartition(':')[2]
    back.press(back.find('push button', part='Ask to be let in again'))
    back.find('label', 'Come In Again')
    back.fill(back.find('text', 'Address of a member’s machine'), f'127.0.0.1:{port}')
    back.press(back.find('push button', 'Retry', state='sensitive'))
    back.find('label', part='Say on another machine of yours that it is you', timeout=30)
    problems += nameless(back)
    window.open_page('Us')
    window.find('label', 'Is This Your Machine?')
    problems += nameless(window)
    window.press(window.find('push button', 'Yes, it is mine'))
    window.gone('label', 'Is This Your Machine?')
    back.press(back.find('push button', 'Retry', state='sensitive'))
    back.find('page tab', 'This Week', timeout=30)
    back.gone('push button', part='Ask to be let in again')
    back.press(back.find('push button', part='Take a turn: Walk, Tuesday'))
    back.find('label', 'You walk')

    # and the old one is lost
    back.go_to('Us')
    back.press(back.find('push button', 'Machines'))
    back.press(back.find('push button', part='I have lost this machine'))
    back.find('label', part='will be closed')
    back.press(back.find('push button', 'Undo'))
    back.find('push button', part='I have lost this machine')

    return problems + closed(back) + closed(window)


def test_waits_between_two():
    """Of two members neither can say for the other that a machine is theirs; of three they can."""
    anna, bruno, carla = (home_of(name + '-two') for name in ('anna', 'bruno', 'carla'))
    anna.found('Pedibus', 'Anna')
    anna.invite(bruno, 'Bruno')
    back = home_of('back-two')
    copy = str(FOLDER / 'copy-two')
    bruno.run('backup', copy, '--passphrase-fd', '0', typed=PASSPHRASE)
    back.run('restore', copy, '--passphrase-fd', '0', typed=PASSPHRASE)

    with anna.serving() as address:
        back.run('join', '--peer', address, good=False)
    window = open_window(back)
    window.find('label', part='There are too few members to say it for you')
    problems = nameless(window) + closed(window)
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.open_page('Us')
    window.find('label', part='There are too few members to say it for Bruno')
    if window.look('push button', 'Yes'):
        problems.append('Anna could say yes, in vain')
    window.press(window.find('push button', 'Machines'))
    window.find('label', part='Only Bruno can close it, on another machine of theirs')
    if window.look('push button', 'It is no longer in use'):
        problems.append('Anna could ask to close a machine, in vain')
    problems += nameless(window) + closed(window)

    anna.invite(carla, 'Carla')
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.open_page('Us')
    window.press(window.find('push button', 'Machines'))
    window.find('push button', 'It is no longer in use')
    problems += closed(window)
    with anna.serving() as address:
        back.run('join', '--peer', address, good=False)
    window = open_window(back)
    window.find('label', part='without one, 2 other members have yet to say so')

    return problems + closed(window)


def test_asks_about_the_old_machine():
    """Who comes in by the others' word is asked, once, whether the machine from before is lost."""
    anna, bruno, carla, back = (home_of(name + '-lost') for name in ('anna', 'bruno', 'carla',
                                                                     'back'))
    anna.found('Pedibus', 'Anna')
    anna.invite(bruno, 'Bruno')
    anna.invite(carla, 'Carla')
    copy = str(FOLDER / 'copy-lost')
    bruno.run('backup', copy, '--passphrase-fd', '0', typed=PASSPHRASE)
    back.run('restore', copy, '--passphrase-fd', '0', typed=PASSPHRASE)
    back.run('device', 'ask', '--bundle-out', copy + '.request')
    anna.run('bundle', 'read', copy + '.request')
    asking = next(each['id'] for each in anna.run('device', 'list')
                  if each['standing'] == 'pending')
    anna.run('device', 'approve', asking)
    anna.carry_to(carla)
    carla.run('device', 'approve', asking)
    carla.carry_to(anna)
    with anna.serving() as address:
        back.run('join', '--peer', address)
        back.run('sync', '--peer', address, '--once')

    window = open_window(back)
    window.find('frame', 'Pedibus')
    window.open_page('Us')
    window.find('label', 'Is the machine that you had before lost?')
    problems = nameless(window)
    window.press(window.find('push button', 'Yes, Close It'))
    window.find('label', part='Your other machine will be closed')
    window.press(window.find('push button', 'Undo'))
    window.press(window.find('push button', 'No, I Still Have It'))
    window.gone('label', 'Is the machine that you had before lost?')
    problems += closed(window)

    window = open_window(back)
    window.find('frame', 'Pedibus')
    window.open_page('Us')
    window.find('list item', 'Carla')
    if window.look('label', 'Is the machine that you had before lost?'):
        problems.append('what was answered is asked again')

    return problems + closed(window)


def test_adds_a_machine():
    """One window shows a code, another reads it, the first says yes: one member on two machines."""
    first = home_of('desk')
    first.found('Pedibus', 'Marie Dupont')
    desk = open_window(first)
    desk.find('frame', 'Pedibus')
    desk.open_page('Us')
    desk.press(desk.find('push button', 'Machines'))
    desk.press(desk.find('push button', 'Add Another Machine…'))
    dialog = desk.dialog()
    problems = nameless(desk)
    desk.press(desk.find('push button', 'Show the Code', root=dialog))
    code = desk.find('label', part='farandole:', root=dialog).get_name()
    desk.find('label', part='Lets a machine ask, until', root=dialog)
    problems += nameless(desk)

    lap = open_window(home_of('lap'))
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
    lap.go_to('Us')
    lap.find('label', part='You, member and holder of the baton')

    return problems + closed(lap) + closed(desk)


def test_agrees_and_leaves():
    sophie, karim = (home_of(name) for name in ('agrees', 'proposes'))
    sophie.found('Pedibus', 'Sophie')
    sophie.invite(karim, 'Karim')
    sophie.carry_to(karim)
    karim.run('rules', 'set', 'vouchers', '2')
    karim.carry_to(sophie)

    window = open_window(sophie)
    window.find('label', 'No Outing This Week')
    window.open_page('Us')
    window.find('label', part='Karim proposes a rule')
    open_menu(window, 'What to do about Karim')
    window.press(window.find('menu item', part='When They No Longer Belong'))
    window.find('label', 'Have you talked with Karim?')
    window.fill(window.find('text', 'Why, for everyone to read'), 'Moved away')
    window.press(window.find('push button', 'Propose It to the Others', state='sensitive'))
    window.find('label', part='Of two members neither')
    problems = nameless(window)
    window.keys('Escape')
    window.gone('label', 'Have you talked with Karim?')
    window.press(window.find('push button', 'I Agree'))
    window.gone('label', part='Karim proposes a rule')
    window.open_page('Us')
    window.press(window.find('push button', 'Leave the Collective'))
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


def test_servers():
    """Which servers may be asked is a rule like others: typed, agreed on, said in words."""
    sophie = home_of('asks')
    sophie.found('Pedibus', 'Sophie')

    window = open_window(sophie)
    window.find('label', 'No Outing This Week')
    window.open_page('Us')
    window.press(window.find('push button', 'Our Rules'))
    window.find('label', part='across the Internet ask no server')
    row = window.find('text', 'Servers That May Be Asked')
    window.fill(row, 'https://example.org')
    window.press(window.find('push button', 'Propose the Changes', state='sensitive'))
    window.find('label', part='These are not servers')
    problems = nameless(window)
    window.fill(row, 'turn:pedibus:secret@turn.example.org')
    window.press(window.find('push button', 'Propose the Changes', state='sensitive'))
    window.gone('text', 'Servers That May Be Asked')
    window.open_page('Us')
    window.press(window.find('push button', 'Our Rules'))
    window.find('label', part='and no others: turn:turn.example.org:3478.')
    window.keys('Escape')
    problems += closed(window)

    rules = sophie.run('rules')
    if rules['servers'] != 'turn:turn.example.org:3478':
        problems.append(f'the rule is {rules}')

    return problems


def test_any_number():
    """What the command line can say of a rule the window can, with what it means."""
    sophie = home_of('any-number')
    sophie.found('Pedibus', 'Sophie')

    window = open_window(sophie)
    window.find('label', 'No Outing This Week')
    window.open_page('Us')
    window.press(window.find('push button', 'Our Rules'))
    dialog = window.dialog()
    window.find('label', part='What was published or cancelled is kept for ever.', root=dialog)
    window.find('push button', 'Propose the Changes', root=dialog)
    row = 'Children for One Adult'
    choose(window, row, 5, dialog)
    spin = window.find('spin button', row, root=dialog)
    problems = nameless(window)
    spin.get_value_iface().set_current_value(7)
    window.find('label', 'One adult takes at most 7 children.', root=dialog)
    width, _ = window.resize(100, 700, dialog)
    if width > 360:
        problems.append(f'the dialog is {width} wide')
    window.press(window.find('push button', 'Propose the Changes', root=dialog,
                             state='sensitive'))
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    problems += closed(window)

    rules = sophie.run('rules')
    if rules['children-per-adult'] != 7:
        problems.append(f'the rules are {rules}')
    # and the number is among what is offered from then on, with who agreed
    window = open_window(sophie)
    window.find('label', 'No Outing This Week')
    window.open_page('Us')
    window.press(window.find('push button', 'Our Rules'))
    window.find('label', part='One adult takes at most 7 children.\nAgreed by 1 member')

    return problems + closed(window)


def test_nonna_gets_a_machine():
    """Who answers for her says who she is now, she says so too, and her turns are hers."""
    anna = home_of('answers')
    anna.found('Pedibus', 'Anna')
    walk = anna.plan('Walk', 'tu', '07:40', 1, 2)
    nonna = anna.run('member', 'add', 'Nonna')['member']
    anna.run('turn', 'take', walk, '2026-09-01', '--for', nonna)
    rosa = home_of('rosa')
    anna.invite(rosa, 'Rosa')
    window = open_window(anna)
    window.find('label', 'Nonna walks')
    window.open_page('Us')
    open_menu(window, 'What to do about Nonna')
    window.press(window.find('menu item', part='Has a Machine Now'))
    dialog = window.dialog()
    window.find('label', part='Who among the members is Nonna now?', root=dialog)
    problems = nameless(window)
    window.click(window.find('list item', 'Rosa', root=dialog))
    window.find('label', part='Is to be Rosa, who has yet to say so')
    problems += closed(window)

    anna.carry_to(rosa)
    window = open_window(rosa)
    window.find('label', 'Nonna walks')
    window.open_page('Us')
    window.find('label', part='Turns were noted for “Nonna”. Was that you?')
    problems += nameless(window)
    window.press(window.find('push button', 'Yes, That Was Me'))
    window.find('label', part='Turns were noted before as Nonna')
    window.open_page('This Week')
    window.find('label', 'You walk')

    return problems + closed(window)


if __name__ == '__main__':
    run('belonging', [
        test_invites_with_a_file,
        test_vouches,
        test_hands_the_baton_over,
        test_chooses,
        test_holder_leaves,
        test_votes_on_the_order,
        test_comes_back,
        test_waits_between_two,
        test_asks_about_the_old_machine,
        test_adds_a_machine,
        test_agrees_and_leaves,
        test_servers, test_any_number,
        test_nonna_gets_a_machine,
    ])
