#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody does in the window on a network that it does not know yet; run by test-lan-window.py.

window.py FARANDOLE HOME
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'app'))

import drive  # noqa: E402

PROGRAM, HOME = sys.argv[1:]

window = drive.Window([PROGRAM, '--home', HOME], HOME + '.log')
try:
    window.go_to('Meeting')
    window.find('label', part='a network where your collective meets')
    window.find('label', part='your computer shows its own name')
    window.press(window.find('push button', 'Yes'))
    window.find('label', part='Connected with somebody of the collective')
    window.find('label', 'The others are looked for here')
    window.press(window.find('push button', 'Forget'))
    window.find('label', part='a network where your collective meets')
finally:
    window.close()
