#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two machines in two homes, each behind a router of its own, who meet across the Internet.

test-homes.py CLI [--thorough]
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lint'))

import homes  # noqa: E402
import lan  # noqa: E402
import tap  # noqa: E402
from homes import CONE, PASSWORD, SERVER, SYMMETRIC, USER, Carried, Ear, Town  # noqa: E402
from lan import check  # noqa: E402

CLI = Path(sys.argv[1]).resolve()
# what people are told, and some for a slow machine
NO_WAY_S = 30
MEET_S = 90
NO_PEER = 6


def make_two(town, first, second, servers=None):
    return homes.make_two(town, CLI, first, second, servers)


def meet(anna, bo, after_s=0):
    """Anna offers, Bo answers, and `after_s` later she reads it.  Returns: how it ended for her, for
    him, and the seconds that it took her from there"""
    offer = Carried(anna, 'card')
    answer = Carried(bo, 'connect', offer.card)
    time.sleep(after_s)
    begun = time.monotonic()
    offer.process.stdin.write(answer.card + '\n')
    offer.process.stdin.flush()
    hers = offer.end(MEET_S)
    took = time.monotonic() - begun
    if hers[0] != 0:
        # he would wait for as long as the card is good
        answer.process.terminate()

    return hers, answer.end(MEET_S), took


def check_met(anna, bo, what, after_s=0):
    hers, his, took = meet(anna, bo, after_s)
    check(hers[0] == 0, f'{what}: Anna: {hers}')
    check(his[0] == 0, f'{what}: Bo: {his}')
    check('In step with Bo: ' in hers[1], f'{what}: {hers[1]}')
    check(anna.digest() == bo.digest(), f'{what}: what they hold differs')
    print(f'# {what}: in step {took:.1f} s after the answer was read')


STUN = f'stun:{SERVER}'
TURN = f'turn:{USER}:{PASSWORD}@{SERVER}'


def refuse(home, status, words, *args, **values):
    """It does not do it, and says why in a sentence."""
    ran = subprocess.run(home.machine.command(home.command(args)), env=home.machine.environment(),
                         capture_output=True, text=True, timeout=MEET_S, check=False, **values)
    check(ran.returncode == status and words in ran.stderr and len(ran.stderr.splitlines()) == 1,
          f'{args}: {ran.returncode} {ran.stderr}')


# ---- cells

def test_no_router(town):
    """Both can be reached, and nobody is asked for help."""
    anna, bo = make_two(town, town.add_public(21), town.add_public(22))
    check_met(anna, bo, 'without routers')


def test_cones(town):
    town.start_server()
    anna, bo = make_two(town, town.add_home(CONE), town.add_home(CONE), STUN)
    check_met(anna, bo, 'two cones with STUN')


def test_ipv6(town):
    """Where both have an address of their own, knocking from both sides is all the help needed."""
    anna, bo = make_two(town, town.add_home_of_ipv6(), town.add_home_of_ipv6())
    check_met(anna, bo, 'two routers of IPv6 without servers')


def test_symmetric_with_turn(town):
    town.start_server()
    anna, bo = make_two(town, town.add_home(SYMMETRIC), town.add_home(SYMMETRIC), TURN)
    check_met(anna, bo, 'two symmetric NATs with TURN')


def test_symmetric_without_help(town):
    """It is said in one sentence, and in time; and no server hears of it that no rule names."""
    ear = Ear(town.start_server())
    anna, bo = make_two(town, town.add_home(SYMMETRIC), town.add_home(SYMMETRIC))
    hers, _, took = meet(anna, bo)
    check(hers[0] == NO_PEER, f'{hers}')
    check(len(hers[1].splitlines()) == 1 and 'to a file instead' in hers[1], f'{hers[1]}')
    check(took < NO_WAY_S, f'after {took:.1f} s')
    check(ear.count() == 0, 'a server was asked that nobody named')
    ear.close()
    print(f'# two symmetric NATs without help: said after {took:.1f} s')


def test_symmetric_with_stun(town):
    """Being told where one is seen from is of no use there."""
    town.start_server()
    anna, bo = make_two(town, town.add_home(SYMMETRIC), town.add_home(SYMMETRIC), STUN)
    hers, _, took = meet(anna, bo)
    check(hers[0] == NO_PEER and took < NO_WAY_S, f'{hers} after {took:.1f} s')


def test_cone_and_symmetric_with_turn(town):
    town.start_server()
    anna, bo = make_two(town, town.add_home(CONE), town.add_home(SYMMETRIC), f'{STUN} {TURN}')
    check_met(anna, bo, 'a cone and a symmetric NAT')


def test_late_answer(town):
    """Somebody telephones meanwhile: the routers forget in 30 s what nobody answers."""
    town.start_server()
    for number, nat in ((1, CONE), (2, CONE)):
        town.add_home(nat)
        town.routers[number - 1].run('sysctl', '-qw', 'net.netfilter.nf_conntrack_udp_timeout=20',
                                     'net.netfilter.nf_conntrack_udp_timeout_stream=40')
    homes = [space for space in town.spaces if space.name.startswith('home-')]
    anna, bo = make_two(town, *homes, STUN)
    check_met(anna, bo, 'answered 75 s later', after_s=75)


def test_servers_are_gone(town):
    """Whoever is named and does not answer keeps nobody from meeting."""
    anna, bo = make_two(town, town.add_public(21), town.add_public(22), f'{STUN} {TURN}')
    check_met(anna, bo, 'with servers that are gone')


def test_cards_that_are_none(town):
    """What is no card, or not this one; and one that goes by file."""
    first, second = town.add_public(21), town.add_public(22)
    alone = lan.Home(str(CLI), town.add_public(23), 'Alone').found()
    refuse(alone, 3, 'Nothing here', 'card')
    anna, bo = make_two(town, first, second)
    folder = town.folder

    offer = Carried(anna, 'card', '--file', str(folder / 'card'), '--qr', str(folder / 'card.png'))
    text = offer.card
    check((folder / 'card').read_text(encoding='utf-8') == text + '\n', 'the file')
    check((folder / 'card.png').read_bytes().startswith(b'\x89PNG'), 'the picture')
    check(text.startswith('FARANDOLE:') and len(text) < 500, f'{len(text)} letters')
    wrong = text[:-1] + ('0' if text[-1] != '0' else '1')
    for card, words in (('hello', 'not a complete'), (wrong, 'not a complete'),
                        (text[:-9], 'not a complete'), ('', 'not a complete')):
        refuse(bo, 4, words, 'connect', card)
    refuse(bo, 4, 'no complete connection card', 'connect', str(folder / 'request'))
    refuse(alone, 4, 'for another machine', 'connect', text)
    refuse(alone, 4, 'not an invitation', 'join', text, '--me', 'Alone')
    bo.now = '2026-09-01T12:16:00Z'
    refuse(bo, 4, 'too old', 'connect', text)
    bo.now = '2026-09-01T11:54:00Z'
    refuse(bo, 4, 'too old', 'connect', text)
    bo.now = lan.DAY

    answer = Carried(bo, 'connect', str(folder / 'card'))
    refuse(alone, 4, 'for another machine', 'connect', answer.card)
    offer.process.stdin.write(text + '\n')
    offer.process.stdin.flush()
    status, words = offer.end(MEET_S)
    check(status == 4 and 'another machine' in words, f'its own card: {status} {words}')
    refuse(anna, 4, 'does not fit here', 'connect', answer.card)
    # of a card that is out no more
    refuse(anna, 4, 'does not fit here', 'card', input=answer.card)
    answer.process.terminate()
    check(answer.end(MEET_S)[0] in (0, 143, -15), 'who waits can be ended')
    refuse(anna, 4, 'not a complete', 'card', input='')
    refuse(anna, 3, 'Nothing here', 'card', '--for', 'abcdef')


def test_by_a_third(town):
    """Two behind routers are connected to one that can be called; when it goes, they are with each
    other."""
    town.start_server()
    anna, bo = make_two(town, town.add_home(CONE), town.add_home(CONE), STUN)
    chiara = lan.Home(str(CLI), town.add_public(23), 'Chiara')
    invite = anna.ask('invite')['invite']
    chiara.ask('join', invite, '--me', 'Chiara', '--bundle-out', str(town.folder / 'request'))
    anna.ask('bundle', 'read', str(town.folder / 'request'))
    anna.ask('bundle', 'write', str(town.folder / 'answer'))
    chiara.ask('join', '--bundle-in', str(town.folder / 'answer'))
    chiara.ask('bundle', 'read', str(town.folder / 'answer'))
    bo.ask('bundle', 'read', str(town.folder / 'answer'))
    device = {home.name: home.ask('status')['device'] for home in (anna, bo, chiara)}

    with chiara.serve('--listen', '0.0.0.0:4711') as called:
        called.wait_for('listening')
        for home in (anna, bo):
            told = home.ask('sync', '--peer', '203.0.113.23:4711')['peers'][0]
            check(told['in_step'], f'{told}')
        with anna.serve('--lately') as annas, bo.serve('--lately') as bos:
            for serving in (annas, bos):
                serving.wait_for('in-step', device=device['Chiara'])
            begun = time.monotonic()
            annas.wait_for('in-step', device=device['Bo'], seconds=60)
            bos.wait_for('in-step', device=device['Anna'])
            print(f'# met by a third {time.monotonic() - begun:.1f} s after both were with it')
            called.__exit__(None)
            annas.wait_for('closed', peer=device['Chiara'])
            check(not annas.has_told('closed', peer=device['Bo']), 'they parted too')


def test_lately(town):
    """Where a machine was reached once it is called again; an address that somebody else may have on
    another network, only where people said that this one is trusted."""
    anna, bo = make_two(town, town.add_public(21), town.add_public(22))
    refuse(bo, NO_PEER, 'No address is known', 'sync', '--lately')
    for number, home in enumerate((anna, bo), 1):
        home.machine.run('ip', 'address', 'add', f'10.9.0.{number}/24', 'dev', 'eth0')
    with anna.serve('--listen', '0.0.0.0:4711') as serving:
        serving.wait_for('listening')
        told = bo.ask('sync', '--peer', '10.9.0.1:4711')['peers'][0]
        check(told['in_step'], f'{told}')
        refuse(bo, NO_PEER, 'No address is known', 'sync', '--lately')
        told = bo.ask('sync', '--lately', '--lan', '--seconds', '8')['peers']
        check([peer['address'] for peer in told if peer['in_step']] == ['10.9.0.1:4711'], f'{told}')

        told = bo.ask('sync', '--peer', '203.0.113.21:4711')['peers'][0]
        check(told['in_step'], f'{told}')
        told = bo.ask('sync', '--lately')['peers']
        check([peer['address'] for peer in told if peer['in_step']] == ['203.0.113.21:4711'],
              f'{told}')
        # who stays on calls again by itself, though nobody was there at first
    with bo.serve('--lately', '--listen', '0.0.0.0:4712'):
        with anna.serve('--listen', '0.0.0.0:4711') as serving:
            serving.wait_for('in-step')
    anna.now = bo.now = '2026-10-05T12:00:00Z'
    refuse(bo, NO_PEER, 'No address is known', 'sync', '--lately')


QUICK = [test_no_router, test_lately, test_by_a_third, test_cards_that_are_none, test_cones, test_symmetric_with_turn,
         test_symmetric_without_help]
THOROUGH = [*QUICK, test_ipv6, test_symmetric_with_stun, test_cone_and_symmetric_with_turn, test_late_answer,
            test_servers_are_gone]


def needs_server(test):
    return 'start_server' in test.__code__.co_names


def make_case(test):
    def case():
        if needs_server(test) and shutil.which('turnserver') is None:
            raise tap.Skip('coturn is not installed')
        with tempfile.TemporaryDirectory(prefix='farandole-') as folder:
            town = Town(folder)
            try:
                test(town)
            except (AssertionError, subprocess.SubprocessError, OSError) as error:
                return [f'{type(error).__name__}: {error}']
            finally:
                town.end()
        return []

    return case


def main():
    lan.NEEDED = ['ip', 'nft', 'nsenter', 'ss', 'sysctl', 'unshare']
    reason = lan.find_reason()
    if reason is not None:
        print(f'1..0 # SKIP {reason}')
        return
    lan.enter()
    wanted = [arg for arg in sys.argv[2:] if not arg.startswith('--')]
    tests = THOROUGH if '--thorough' in sys.argv or wanted else QUICK
    tap.run([(f'/net/homes/{test.__name__[5:].replace("_", "-")}', make_case(test))
             for test in tests if not wanted or test.__name__[5:] in wanted])


main()
