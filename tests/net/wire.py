# SPDX-License-Identifier: GPL-3.0-or-later
"""wire: what is between a machine and everybody else is far, loses, is narrow, or is cut."""

import subprocess

import lan


class Wire:
    """Stands between a machine (of lan.Wifi or homes.Town) and the bridge it is plugged into.

    With words as far-wire.c knows them: `Wire(FAR_WIRE, machine, 'delay=20', 'loss=1')` is 40 ms
    there and back."""

    def __init__(self, program, machine, *words, inside='wlan0'):
        self.near, self.far = f'{machine.link}n', f'{machine.link}f'
        lan.run('ip', 'link', 'add', self.near, 'type', 'veth', 'peer', 'name', self.far)
        lan.run('ip', 'link', 'set', machine.link, 'nomaster')
        for name in (machine.link, self.near):
            # this end of it says nothing of its own
            lan.run('ip', 'link', 'set', name, 'addrgenmode', 'none')
            lan.run('ip', '-6', 'address', 'flush', 'dev', name)
        lan.run('ip', 'link', 'set', self.near, 'up')
        lan.run('ip', 'link', 'set', self.far, 'master', 'br0', 'up')
        machine.run(program, 'plain', inside)
        lan.run(program, 'plain', self.far)
        self.process = subprocess.Popen([str(program), machine.link, self.near], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        preexec_fn=lan.die_with_parent)
        if self.process.stdout.readline() != 'ready\n':
            raise AssertionError('no wire')
        self.set(*words)

    def set(self, *words):
        self.process.stdin.write(' '.join(words) + ' \n')
        self.process.stdin.flush()

    def count(self):
        """Frames (in, lost, refused) from the machine, then to it."""
        self.set('stat')
        numbers = [int(word) for word in self.process.stdout.readline().split()]
        return numbers[:3], numbers[3:]

    def cut(self):
        self.set('down')

    def mend(self):
        self.set('up')

    def end(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
