#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The story of three families, told by the real program: three data folders on one machine, a real
line, no server.  `./dev demo` plays it; pictures of the three windows end up in build/demo/."""

import json
import os
import shutil
import subprocess
import sys

SRC = os.environ.get('FARANDOLE_SRC', os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__)))))
BUILD = os.environ.get('FARANDOLE_BUILD', os.path.join(SRC, 'build'))
CLI = os.path.join(BUILD, 'app', 'cli', 'farandole-cli')
WINDOW = os.path.join(BUILD, 'app', 'farandole')
OUT = os.path.join(SRC, 'build', 'demo')
LINE = os.path.join(SRC, 'data', 'demo', 'linea-blu.geojson')

# the evening of the first meeting; the program's clock goes on from there
NOW = '2026-09-07T19:00:00+02:00'
MONDAY = '2026-09-14'


def say(text=''):
    print(text, flush=True)


class Family:
    """One family's machine: a folder of its own, as if it were another house."""

    def __init__(self, name):
        self.name = name
        self.home = os.path.join(OUT, name.lower())
        self.member = None
        self.env = {**os.environ, 'FARANDOLE_NOW': NOW}

    def start(self, *arguments):
        return subprocess.Popen([CLI, '--home', self.home, '--json', *arguments], env=self.env,
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def run(self, *arguments):
        done = subprocess.run([CLI, '--home', self.home, '--json', *arguments], env=self.env,
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f'{self.name}: farandole-cli {" ".join(arguments)}: {done.stderr}')
        return json.loads(done.stdout)

    def week(self):
        return self.run('week', '--from', MONDAY, '--days', '5')


class Listening:
    """A machine that stays on and can be called."""

    def __init__(self, family):
        self.process = family.start('serve', '--listen', '127.0.0.1:0')
        for line in self.process.stdout:
            event = json.loads(line)
            if event['event'] == 'listening':
                self.address = event['address']
                return
        sys.exit(f'{family.name}: nobody listens')

    def __enter__(self):
        return self.address

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def meet(caller, host):
    """Two machines in one room: one calls the other until both hold the same."""
    with Listening(host) as address:
        report = caller.run('sync', '--peer', address, '--once')
    peer = report['peers'][0]
    say(f'  {caller.name} and {host.name} exchange: {peer["received"]} entries one way,'
        f' {peer["sent"]} the other, in {peer["ms"]} ms')


def describe(outing):
    parts = []
    for turn in outing['turns']:
        if turn['state'] == 'standing':
            parts.append(f'{turn["member_name"]} walks')
        elif turn['state'] == 'reserve':
            number = turn['rank'] - sum(t['state'] == 'standing' for t in outing['turns'])
            parts.append(f'{turn["member_name"]} is reserve {number}')
    verdict = 'runs' if outing['verdict']['ok'] else 'is short'
    people = ', '.join(parts) or 'nobody yet'
    return f'{outing["date"]} {outing["at"]}  {verdict:8}  {people}'


def found_and_join(ada, bruno, chiara):
    say('Ada founds the collective at the kitchen table. No account, no server.')
    shown = ada.run('found', 'Pedibus di Meano', '--me', ada.name, '--zone', 'Europe/Rome')
    ada.member = shown['member']
    say(f'  collective {shown["collective"][:12]}…')

    say('She invites two families: a code each, for one use.')
    for_bruno = ada.run('invite')['invite']
    for_chiara = ada.run('invite', '--qr', os.path.join(OUT, 'invitation.png'))['invite']
    say(f'  {for_bruno[:40]}…')

    say("Bruno's machine calls Ada's, shows the code, and is let in.")
    with Listening(ada) as address:
        shown = bruno.run('join', for_bruno, '--me', bruno.name, '--peer', address)
    bruno.member = shown['member']
    say(f'  Bruno: {shown["state"]}')

    say("Chiara's machine never meets Ada's: her request travels on a stick. Ada is asleep; Bruno's "
        'machine lets her in.')
    request = os.path.join(OUT, 'chiara-asks.farandole')
    answer = os.path.join(OUT, 'for-chiara.farandole')
    shown = chiara.run('join', for_chiara, '--me', chiara.name, '--bundle-out', request)
    say(f'  Chiara: {shown["state"]}')
    bruno.run('bundle', 'read', request)
    bruno.run('bundle', 'write', answer)
    shown = chiara.run('join', '--bundle-in', answer)
    chiara.member = shown['member']
    say(f'  Chiara: {shown["state"]}')
    meet(bruno, ada)


def publish_the_term(ada, bruno, chiara):
    say()
    say('Ada imports the line of Meano (four stops), drafts the mornings of the term and publishes '
        'them: she holds the baton.')
    line = ada.run('line', 'import', LINE)[0]
    for stop in line['stops']:
        say(f'  {stop["time"]}  {stop["name"]}')
    rota = ada.run('rota', 'add', 'Linea Blu, mattina', '--days', 'mo,tu,we,th,fr', '--at', '07:40',
                   '--from', MONDAY, '--until', '2026-12-18', '--line', line['id'], '--min', '2',
                   '--max', '2')[0]
    rota = ada.run('rota', 'publish', rota['id'])[0]
    say(f'  {rota["title"]}: {rota["state"]}')

    say('Nonna Pina has no computer; Ada answers for her.')
    pina = ada.run('member', 'add', 'Nonna Pina')['member']
    ada.run('turn', 'take', rota['id'], MONDAY, '--for', pina)
    meet(bruno, ada)
    meet(chiara, bruno)
    return rota['id']


def take_the_last_place(ada, bruno, chiara, rota):
    say()
    say('One place is left on Monday. Bruno and Chiara, each at home and offline, take it.')
    bruno.run('turn', 'take', rota, MONDAY)
    chiara.run('turn', 'take', rota, MONDAY)
    for family in (bruno, chiara):
        say(f'  {family.name} sees:  {describe(family.week()[0])}')

    say("Ada carries both: Chiara's on a stick, Bruno's over the meeting's Wi-Fi, and back.")
    stick = os.path.join(OUT, 'stick.farandole')
    chiara.run('bundle', 'write', stick)
    report = ada.run('bundle', 'read', stick)
    say(f'  the stick brings Ada {report["added"]} new entries')
    meet(bruno, ada)
    ada.run('bundle', 'write', stick)
    report = chiara.run('bundle', 'read', stick)
    say(f'  the stick brings Chiara {report["added"]} new entries')


def compare(families):
    say()
    say('Nobody decided it, and all three machines say the same:')
    hashes = [family.run('state-hash') for family in families]
    weeks = []
    for family, shown in zip(families, hashes):
        week = family.week()
        say(f'  {family.name:7} {shown["entries"][:16]} {shown["records"][:16]}  {describe(week[0])}')
        for outing in week:
            del outing['my_turn']
            for turn in outing['turns']:
                del turn['promise'], turn['mine']
        weeks.append(week)

    if any(h != hashes[0] for h in hashes) or any(w != weeks[0] for w in weeks):
        sys.exit('The three machines do not agree.')
    say()
    say('What Chiara reads:')
    say(subprocess.run([CLI, '--home', families[2].home, 'week', '--from', MONDAY, '--days', '1'],
                       env=families[2].env, capture_output=True, text=True, check=True).stdout)


def photograph(family):
    picture = os.path.join(OUT, f'{family.name.lower()}.png')
    script = ('"$0" --home "$1" & pid=$!; id=; n=0;'
              'while [ -z "$id" ] && [ $n -lt 100 ]; do'
              ' id=$(xdotool search --onlyvisible --pid $pid 2>/dev/null | tail -n 1); n=$((n + 1));'
              ' sleep 0.1; done; sleep 1.5; import -window "$id" "$2"; kill $pid; wait $pid;'
              ' test -s "$2"')
    session = os.path.join(SRC, 'tests', 'app', 'session.sh')
    done = subprocess.run([session, '1100x900', 'sh', '-c', script, WINDOW, family.home, picture],
                          env={**os.environ, 'FARANDOLE_NOW': '2026-09-14T06:30:00+02:00'},
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    say(f'  {os.path.relpath(picture, SRC)}' if done.returncode == 0
        else f'  no picture of {family.name}: is there an X server to start?')
    return done.returncode == 0


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    os.makedirs(OUT)
    families = [Family('Ada'), Family('Bruno'), Family('Chiara')]

    found_and_join(*families)
    rota = publish_the_term(*families)
    take_the_last_place(*families, rota)
    compare(families)

    say()
    say('Their windows:')
    if '--no-pictures' not in sys.argv and not all([photograph(family) for family in families]):
        sys.exit(1)


if __name__ == '__main__':
    main()
