#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds tests/vectors/entries.json to docs/formats.md, as decoder.py reads that page.  So the page, the
vectors and the program say the same, or one of three tests fails."""

import json
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lint'))
import tap  # noqa: E402

from decoder import (ROOT, KINDS, Header, Log, Wrong, check_entry, check_signature,  # noqa: E402
                     encode_map, entry_id, h, parse_payload)


# ---------------------------------------------------------------- the cases

def unhex(text):
    return None if text is None else bytes.fromhex(text)


def name_reason(function):
    try:
        function()
    except Wrong as wrong:
        return str(wrong)

    return 'ok'


def compare(problems, case, what, found, expected):
    if found != expected:
        problems.append(f'{case["name"]}: {what} is {found}, not {expected}')


def check_ids(cases, problems):
    for case in cases:
        data = unhex(case['collective']) + unhex(case['device'])
        if case['of'] == 'record':
            data += struct.pack('<IH', case['seq'], case['index'])
        compare(problems, case, 'id', h('far1 ' + case['of'], data, 16).hex(), case['id'])


def check_headers(cases, problems):
    for case in cases:
        data = unhex(case['header'])
        reason = name_reason(lambda: Header(data))
        compare(problems, case, 'reason', reason, case['reason'])
        compare(problems, case, 'verdict', 'valid' if reason == 'ok' else 'invalid', case['verdict'])
        if reason == 'ok':
            compare(problems, case, 'id', entry_id(unhex(case['collective']), data).hex(), case['id'])
            compare(problems, case, 'encoding', Header(data).encode(), data)


def check_payloads(cases, problems):
    for case in cases:
        values, reason = None, 'ok'
        try:
            values = parse_payload(case['kind'], unhex(case['payload']))
        except Wrong as wrong:
            reason = str(wrong)
        compare(problems, case, 'reason', reason, case['reason'])
        compare(problems, case, 'verdict', 'effect' if reason == 'ok' else 'none', case['verdict'])
        compare(problems, case, 'values', values, case['values'])
        if values is not None:
            compare(problems, case, 'encoding', encode_map(KINDS[case['kind']], values),
                    unhex(case['payload']))


def check_entries(cases, problems):
    for case in cases:
        data, blob, signature = (unhex(case[part]) for part in ('header', 'blob', 'signature'))
        collective = unhex(case['collective'])

        reason = name_reason(lambda: check_entry(collective, data, blob, signature))
        compare(problems, case, 'reason', reason, case['reason'])
        compare(problems, case, 'verdict', 'valid' if reason == 'ok' else 'invalid', case['verdict'])
        if case['id'] is not None:
            compare(problems, case, 'id', entry_id(collective, data).hex(), case['id'])
        # what others take by the equation alone they take here too; small orders they know
        if case.get('naive'):
            plain = name_reason(lambda: check_signature(Header(data).device, entry_id(collective, data),
                                                        signature, plain=True))
            compare(problems, case, 'plain verification', plain, 'ok')


def check_logs(cases, problems):
    for case in cases:
        log = Log(unhex(case['collective']))
        secrets = {}
        for number, step in enumerate(case['steps']):
            data, blob = unhex(step['header']), unhex(step['blob'])
            found = log.add(data, blob, unhex(step['signature']))
            compare(problems, case, f'step {number}', found, step['verdict'])
            compare(problems, case, f'id of step {number}', entry_id(log.collective, data).hex(),
                    step['id'])
            if step.get('act') == 'counts' and blob is not None:
                secret = parse_payload(data[1], blob[16:]).get('secret')
                if secret:
                    secrets[step['id']] = bytes.fromhex(secret)
        ends = {(unhex(head['device']), head['seq'], unhex(head['id'])) for head in case['heads']}
        if log.ends != ends:
            problems.append(f'{case["name"]}: the heads are others')
        compare(problems, case, 'digest', h('far1 digest', log.describe()).hex(), case['digest'])
        if 'secret' in case:
            found = h('far1 secret', b''.join(secrets[entry] for entry in sorted(secrets)))
            compare(problems, case, 'secret', found.hex(), case['secret'])


def main():
    text = (ROOT / 'tests/vectors/entries.json').read_text(encoding='utf-8')
    vectors = json.loads(text)

    def case(part, check):
        def run():
            problems = [] if vectors[part] else ['there are none']
            check(vectors[part], problems)
            return problems
        return f'/vectors/{part}', run

    tap.run([
        case('ids', check_ids),
        case('headers', check_headers),
        case('payloads', check_payloads),
        case('entries', check_entries),
        case('logs', check_logs),
    ])


if __name__ == '__main__':
    main()
