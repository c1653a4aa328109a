#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where it is about what people can do.

test-skills.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import closed, home_of, nameless, open_window, run


def open_skills(window):
    window.find('frame', 'Pedibus')
    window.open_page('Help')


def press_in(window, label, dialog):
    window.press(window.find('push button', label, root=dialog, state='sensitive'))


def test_says():
    """Nothing of it is seen while it is off; then somebody says what they can do, and takes it back."""
    anna = home_of('anna-says')
    anna.found('Pedibus', 'Anna')
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.gone('radio button', 'Help')
    problems = closed(window)

    anna.run('rules', 'set', 'skills', '1')
    window = open_window(anna)
    open_skills(window)
    window.find('label', 'Nobody Has Said Yet What They Can Do')
    problems += nameless(window)
    window.press(window.find('push button', 'I Have a Training…'))
    dialog = window.dialog()
    press_in(window, 'Say So', dialog)
    window.find('label', part='The name is empty', root=dialog)
    window.fill(window.find('text', 'What, in a few words', root=dialog), 'PSC1')
    window.fill(window.find('text', 'Obtained on (may stay empty)', root=dialog), '2026-02-30')
    press_in(window, 'Say So', dialog)
    window.find('label', part='This date does not exist', root=dialog)
    window.fill(window.find('text', 'Obtained on (may stay empty)', root=dialog), '2026-02-28')
    window.fill(window.find('text', 'Good until (may stay empty)', root=dialog), '2026-02-27')
    press_in(window, 'Say So', dialog)
    window.find('label', part='ends before it begins', root=dialog)
    problems += nameless(window)
    window.fill(window.find('text', 'Good until (may stay empty)', root=dialog), '2028-02-27')
    press_in(window, 'Say So', dialog)
    window.find('label', part='You have this training')
    problems += nameless(window)
    window.press(window.find('push button', 'Undo'))
    window.find('label', 'Nobody Has Said Yet What They Can Do')
    window.press(window.find('push button', 'I Can Do Something…'))
    dialog = window.dialog()
    window.fill(window.find('text', 'What, in a few words', root=dialog), 'Mending punctures')
    press_in(window, 'Say So', dialog)
    window.find('label', part='You can do this')
    problems += closed(window)
    [skill] = anna.run('skill', 'list')['skills']
    if (skill['name'], skill['sort'], skill['tandem']) != ('Mending punctures', 'offered', True):
        problems.append(f'said is {skill}')

    return problems


def test_together():
    """Two are told of each other, once; and somebody looks at a training."""
    anna, bruno = (home_of(name + '-together') for name in ('anna', 'bruno'))
    anna.found('Pedibus', 'Anna')
    anna.invite(bruno, 'Bruno')
    anna.run('rules', 'set', 'skills', '1')
    anna.carry_to(bruno)
    bruno.run('rules', 'set', 'skills', '1')
    bruno.run('skill', 'want', 'Mending punctures')
    bruno.run('skill', 'hold', 'PSC1', '--expires', '2026-09-20')
    bruno.carry_to(anna)
    anna.run('skill', 'add', 'mending punctures', '--tandem')

    words = 'Bruno would like to learn what you can do: mending punctures'
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.find('label', words)
    problems = nameless(window)
    window.press(window.find('push button', part='Noted: Bruno'))
    window.gone('push button', part='Noted: Bruno')
    open_skills(window)
    window.find('label', words)
    window.press(window.find('list item', part='PSC1'))
    window.press(window.find('push button', part='I Have Seen It: PSC1, Bruno'))
    window.find('push button', part='I Have Not Seen It: PSC1, Bruno')
    problems += nameless(window) + closed(window)

    # it was noted, and stays so
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    open_skills(window)
    window.find('label', words)
    window.gone('push button', part='Noted: Bruno')
    problems += closed(window)

    anna.carry_to(bruno)
    window = open_window(bruno)
    window.find('frame', 'Pedibus')
    window.find('label', part='Your training PSC1 is good until')
    problems += nameless(window) + closed(window)
    seen = [one['seen_by'] for one in bruno.run('skill', 'list')['skills'] if one['name'] == 'PSC1']
    if seen != [['Anna']]:
        problems.append(f'seen by {seen}')

    return problems


def test_role():
    """A role asks for a training, as it is typed."""
    anna = home_of('anna-role')
    anna.found('Pedibus', 'Anna')
    anna.run('rules', 'set', 'skills', '1')
    anna.run('rota', 'add', 'Walk', '--days', 'mo,tu,we,th,fr', '--at', '23:50', '--from',
             '2026-09-01', '--until', '2027-07-02', '--role', 'Head:1:PSC1')
    [rota] = anna.run('rota', 'list')
    anna.run('rota', 'publish', rota['id'])
    anna.run('skill', 'hold', 'PSC1', '--expires', '2026-09-01')
    anna.run('turn', 'take', rota['id'], '2026-09-01', '--role', 'Head')
    [skill] = anna.run('skill', 'list')['skills']
    anna.run('skill', 'drop', skill['id'])
    outing = anna.run('week', '--from', '2026-09-01', '--days', '1')[0]
    problems = []
    if outing['verdict']['ok']:
        problems.append(f'it runs: {outing}')
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.find('label', part='PSC1')

    return problems + nameless(window) + closed(window)


run('skills', [test_says, test_together, test_role])
