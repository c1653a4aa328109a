#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody does in the window to meet a machine elsewhere; run by test-homes-window.py.

card-window.py FARANDOLE HOME met|apart CONNECT...: what is to come of it, and the command that answers a
card.
"""

import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'app'))

import drive  # noqa: E402

PROGRAM, HOME, OUTCOME, *CONNECT = sys.argv[1:]

window = drive.Window([PROGRAM, '--home', HOME], HOME + '.log')
try:
    window.go_to('Meeting')
    # one that nobody waits for, and then the one that counts
    for is_first in (True, False):
        window.press(window.find('push button', part='Meet…'))
        window.press(window.find('push button', 'Show a Card', state='sensitive'))
        window.find('label', part='Give this card to Bo')
        if is_first:
            window.keys('Escape')
            window.gone('label', part='Give this card to Bo')
    shown = window.find('label', part='FARANDOLE:')
    card = shown.get_name()
    answering = subprocess.Popen([*CONNECT, card], stdout=subprocess.PIPE, text=True)
    answer = json.loads(answering.stdout.readline())['card']
    window.fill(window.find('text', 'Their answer'), answer)
    window.press(window.find('push button', 'Connect', state='sensitive'))
    if OUTCOME == 'met':
        window.find('label', part='Bo’s have met')
        if answering.wait(30) != 0:
            raise AssertionError('Bo did not meet her')
    else:
        window.find('label', part='half a minute at most')
        window.find('label', part='cannot reach each other across the Internet', timeout=30)
        answering.terminate()
    # the list in a drop-down is the toolkit's
    problems = [node for node in window.nameless() if "combo box '" not in node]
    if problems:
        raise AssertionError(f'{problems}')
    if OUTCOME == 'met':
        window.press(window.find('push button', 'Close', state='sensitive', root=window.dialog()))
    else:
        window.press(window.find('push button', 'Write a File Instead…'))
        window.find('label', 'Who Can Read It')
finally:
    window.close()
