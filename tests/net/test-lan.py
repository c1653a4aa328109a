#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Machines on one Wi-Fi find each other, whatever becomes of Avahi, and strangers learn nothing.

test-lan.py CLI CLOCK FILL [NAME ...]
"""

import os
import signal
import struct
import sys
import time
from pathlib import Path

import lan
import meeting
from lan import Home, check, make_two

CLI, CLOCK, FILL = (Path(arg).resolve() for arg in sys.argv[1:4])
NEXT_DAY = '2026-09-02T12:00:00Z'
# so often a machine looks where it is and who is there
LOOK_S = 2


# -- cases


def test_meet(wifi):
    """Without a click, an address or a server; and what is written then is there at once."""
    anna, bo = make_two(wifi, CLI)
    with anna.serve() as annas, bo.serve() as bos:
        annas.wait_for('in-step')
        bos.wait_for('in-step')
        annas.wait_for('nearby', state='together')
    check(anna.digest() == bo.digest(), 'not in step')

    bo.ask('member', 'add', 'Greta')
    with anna.serve():
        told = bo.ask('sync', '--lan')
    check([peer['member_name'] for peer in told['peers']] == ['Anna'], f'met {told}')
    check(told['peers'][0]['in_step'] and told['peers'][0]['sent'] > 0, f'exchanged {told}')
    check(anna.digest() == bo.digest(), 'not in step afterwards')


def test_join(wifi):
    """An invitation is enough to find a member's machine."""
    anna = Home(CLI, wifi.add('a'), 'Anna').found()
    cy = Home(CLI, wifi.add('c'), 'Cy')
    for home in (anna, cy):
        home.machine.start_avahi()
    invite = anna.ask('invite')['invite']
    with anna.serve() as serving:
        serving.wait_for('nearby', state='alone')
        state = cy.ask('join', invite, '--me', 'Cy')['state']
        check(state == 'admitted', f'not let in: {state}, {serving.told}')
    check(anna.digest() == cy.digest(), 'not in step')


def test_meeting(wifi):
    """Eight who were apart are equal soon, with a few sessions each, and so is who joins meanwhile; a
    turn that is taken then shows everywhere."""
    room = meeting.Meeting(wifi, CLI, FILL, 8, 40)
    attending, figures = meeting.attend(room, 1, 60)
    try:
        meeting.take_live(room, attending, 3)
    finally:
        meeting.leave(attending)
    check(len(room.digests()) == 1, 'not equal')
    status = room.homes[-1].ask('status')
    check(status['name'] == 'Pedibus Secret Name' and status['members'] == 9, f'newcomer: {status}')
    check(status['entries'] > 8 * 40, f'newcomer holds {status}')
    # one that is turned away was there for a moment
    check(figures['sessions_most'] <= 8, f'{figures}')
    room.end()


def test_ipv6(wifi):
    """Where one of them has no IPv4, or none has."""
    anna, bo = make_two(wifi, CLI)
    for home in (bo, anna):
        home.machine.run('ip', '-4', 'address', 'flush', 'dev', 'wlan0')
        with anna.serve() as annas, bo.serve() as bos:
            bos.wait_for('in-step')
            annas.wait_for('in-step')
    check(anna.digest() == bo.digest(), 'not in step')


def test_nobody(wifi):
    anna = Home(CLI, wifi.add('a'), 'Anna').found()
    ran = anna.run('sync', '--lan')
    check(ran.returncode == 6 and 'Avahi' in ran.stderr, f'without Avahi: {ran}')
    anna.machine.start_avahi()
    ran = anna.run('sync', '--lan')
    check(ran.returncode == 6 and 'Nobody of the collective' in ran.stderr, f'alone: {ran}')


def test_trust(wifi):
    """Asked once for each network, and silent until then."""
    anna, bo = make_two(wifi, CLI)
    ear = lan.Ear()
    network = anna.ask('network', 'list')
    check(len(network) == 1 and network[0]['trust'] == 'unasked' and network[0]['device'] == 'wlan0',
          f'listed {network}')

    with anna.serve('--lan', '--trusted') as annas, bo.serve('--lan', '--trusted') as bos:
        annas.wait_for('nearby', state='unasked')
        bos.wait_for('nearby', state='unasked')
        time.sleep(LOOK_S)
        check(not any(b'_farandole' in packet for packet in ear.listen()), 'asked the network')

        bo.ask('network', 'refuse')
        bos.wait_for('nearby', state='not-trusted')
        anna.ask('network', 'trust')
        annas.wait_for('nearby', state='alone')
        check(anna.ask('network', 'list')[0]['trust'] == 'trusted', 'not remembered')
        bo.ask('network', 'forget')
        bos.wait_for('nearby', since=2, state='unasked')
        bo.ask('network', 'trust', network[0]['id'][:12])
        bos.wait_for('in-step')

        since = len(annas.told)
        anna.ask('network', 'forget')
        annas.wait_for('nearby', since, state='unasked')
    ear.close()


def test_router(wifi):
    """While the router is not heard the network is the one that it was; another router's is not."""
    anna, bo = make_two(wifi, CLI)
    with anna.serve() as annas, bo.serve():
        annas.wait_for('in-step')
        annas.wait_for('nearby', state='together')
        since = len(annas.told)
        lan.run('ip', 'link', 'set', 'br0', 'arp', 'off')
        anna.machine.run('ip', 'neigh', 'flush', 'dev', 'wlan0')
        time.sleep(2 * LOOK_S)
        check(not annas.has_told('nearby', since), f'has left: {annas.told}')
        # of two that call each other one session goes
        events = [told['event'] for told in annas.told]
        check(events.count('connected') > events.count('closed'), f'has lost him: {annas.told}')
        lan.run('ip', 'link', 'set', 'br0', 'address', '02:00:00:00:00:07', 'arp', 'on')
        anna.machine.run('ip', 'neigh', 'flush', 'dev', 'wlan0')
        annas.wait_for('nearby', since, state='unasked')


def test_stranger(wifi):
    """Who has the program, and is of another collective, is not called."""
    anna, bo = make_two(wifi, CLI)
    eve = Home(CLI, wifi.add('e'), 'Eve').found()
    eve.machine.start_avahi()
    with eve.serve() as eves:
        eves.wait_for('nearby', state='alone')
        with anna.serve() as annas, bo.serve():
            annas.wait_for('in-step')
            time.sleep(2 * LOOK_S)
            check(not annas.has_told('refused'), f'called a stranger: {annas.told}')
        check([told['event'] for told in eves.told] == ['nearby', 'nearby'],
              f'was called: {eves.told}')


def test_daemon(wifi):
    """Avahi is stopped, or dies, or its bus does: it is said, and all is well when it is back."""
    anna, bo = make_two(wifi, CLI)

    for number in (signal.SIGTERM, signal.SIGKILL):
        with anna.serve() as annas:
            annas.wait_for('nearby', state='alone')
            anna.machine.stop_avahi(number)
            annas.wait_for('nearby', state='no-avahi')
            with bo.serve():
                anna.machine.start_avahi()
                annas.wait_for('in-step', seconds=10)

    with anna.serve() as annas:
        annas.wait_for('nearby', state='alone')
        anna.machine.stop_bus()
        annas.wait_for('nearby', state='no-avahi')
        # without its bus it may not even end
        anna.machine.stop_avahi(signal.SIGKILL)
        anna.machine.start_avahi()
        annas.wait_for('nearby', since=3, state='alone', seconds=10)
        with bo.serve():
            annas.wait_for('in-step', seconds=10)


def test_hang(wifi):
    """Avahi does not answer: the program does, and goes on when Avahi does."""
    anna, bo = make_two(wifi, CLI)
    anna.machine.avahi.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    with anna.serve() as annas:
        annas.wait_for('nearby')
        time.sleep(LOOK_S)
    check(time.monotonic() - began < LOOK_S + 3, 'waits for Avahi')

    with anna.serve() as annas:
        annas.wait_for('nearby')
        time.sleep(LOOK_S)
        anna.machine.avahi.send_signal(signal.SIGCONT)
        with bo.serve():
            annas.wait_for('in-step')


def test_capture(wifi):
    """What is heard on the network says neither who nor which collective, nor is it the same on two
    days."""
    anna, bo = make_two(wifi, CLI)
    secrets = [b'Anna', b'Secret Name', b'Pedibus']
    status = anna.ask('status')
    for device in anna.ask('device', 'list'):
        secrets += [bytes.fromhex(device['id']), bytes.fromhex(device['member'])]
    secrets.append(bytes.fromhex(status['collective']))
    secrets += [secret.hex().encode()[:16] for secret in secrets[3:]]

    heard = []
    for now in (lan.DAY, lan.DAY, NEXT_DAY):
        anna.now = bo.now = now
        ear = lan.Ear()
        with anna.serve() as annas, bo.serve():
            annas.wait_for('in-step')
            time.sleep(1)
        # until the goodbyes are forgotten, others repeat what they know
        time.sleep(2)
        heard.append(ear.listen())
        ear.close()

    told = [lan.labels(packets) for packets in heard]
    for i, labels in enumerate(told):
        # two services and two hosts, of which none is called as another
        check(len(labels) == 4, f'heard of {labels}')
        for others in told[i + 1:]:
            check(not labels & others, 'a name came again')

    for i, packets in enumerate(heard):
        everything = b'\n'.join(packets)
        check(b'_farandole' in everything, 'nothing was heard')
        check(b'cookie' not in everything, 'Avahi adds something of its own')
        for secret in secrets:
            check(secret not in everything, f'heard {secret}')
        # of the tags none is another machine's, or another day's
        tags = find_tags(packets)
        check(len(tags) == 2 * 80, f'{len(tags)} tags')
        for others in heard[i + 1:]:
            check(not tags & find_tags(others), 'a tag came again')


def find_tags(packets):
    tags = set()
    for packet in packets:
        at = packet.find(b'\xfff=\x01')
        while at >= 0:
            text = packet[at + 4 + 12:at + 256] + packet[at + 259:at + 499]
            tags |= {text[i:i + 6] for i in range(0, 480, 6)}
            at = packet.find(b'\xfff=\x01', at + 1)

    return tags


def test_midnight(wifi):
    """A program that runs on is not the one of yesterday: other names, another port; and those who
    met go on."""
    anna, bo = make_two(wifi, CLI)
    clock = wifi.folder / 'clock'
    clock.write_text('0', encoding='ascii')
    anna.more = [f'LD_PRELOAD={CLOCK}', f'FAR_CLOCK={clock}',
                 'ASAN_OPTIONS=verify_asan_link_order=0']
    ear = lan.Ear()
    with anna.serve() as annas, bo.serve():
        annas.wait_for('in-step')
        labels = lan.wait_for(lambda: find_labels(ear, 4), 'not both were heard')
        # it is noon; the first hour of the day after has passed
        clock.write_text(str(14 * 3600), encoding='ascii')
        both = lan.wait_for(lambda: find_labels(ear, 6), 'she is called as the day before')
        check(len(labels) == 4 and len(both) == 6, f'{labels}, then {both}')
        # whoever finds her anew calls her once, and finds her met
        time.sleep(2 * LOOK_S)
        events = [told['event'] for told in annas.told]
        check(events.count('connected') > events.count('closed'), f'has lost him: {annas.told}')
    ear.close()


def find_labels(ear, n):
    """What services and hosts are called, once there are so many."""
    labels = lan.labels(ear.listen())

    return labels if len(labels) >= n else None


# -- a hostile neighbour


def name(*labels):
    return b''.join(bytes([len(label)]) + label for label in labels) + b'\0'


def record(owner, kind, data, ttl=20):
    return owner + struct.pack('!HHIH', kind, 1, ttl, len(data)) + data


def make_service(number):
    """A packet that announces one, of which every second can be resolved."""
    service = name(b'_farandole', b'_tcp', b'local')
    # as ours are called
    instance = name(b'fake%012d' % number, b'_farandole', b'_tcp', b'local')
    host = name(b'fake-host-%06d' % number, b'local')
    records = [record(service, 12, instance)]
    if number % 2 == 0:
        txt = bytes([255]) + os.urandom(255) + bytes([242]) + b'g=' + os.urandom(240)
        records += [record(instance, 33, struct.pack('!HHH', 0, 0, 4711) + host),
                    record(instance, 16, txt),
                    record(host, 1, bytes([10, 7, 1 + number // 250 % 250, 1 + number % 250]))]

    return struct.pack('!HHHHHH', 0, 0x8400, 0, len(records), 0, 0) + b''.join(records)


def measure(serving):
    """Resident bytes, and open descriptors."""
    folder = Path('/proc', str(serving.pid()))
    pages = int((folder / 'statm').read_text(encoding='ascii').split()[1])

    return pages * os.sysconf('SC_PAGESIZE'), len(list((folder / 'fd').iterdir()))


def test_flood(wifi):
    """Thousands of services that are none: nothing grows, and those who belong together meet."""
    anna, bo = make_two(wifi, CLI)
    with anna.serve() as annas:
        annas.wait_for('nearby', state='alone')
        bytes_before, n_before = measure(annas)
        voice = lan.speak()
        for number in range(1000):
            voice.sendto(make_service(number), ('224.0.0.251', 5353))
            if number % 100 == 99:
                time.sleep(0.05)
        with bo.serve():
            annas.wait_for('in-step')
            n_bytes, n_open = measure(annas)
        voice.close()
    check(n_bytes - bytes_before < 8 << 20, f'{n_bytes - bytes_before} bytes more')
    check(n_open - n_before < 20, f'{n_open - n_before} descriptors more')


lan.run_cases('lan', [function for label, function in list(globals().items())
                      if label.startswith('test_')], sys.argv[4:])
