#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What desktops, stores and sandboxes read of us is well formed, agrees, and is not too long.

Usage: test-ui-metainfo.py APP_ID DESKTOP METAINFO SERVICE   (the three as built)
"""

import configparser
import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import tap

ROOT = Path(__file__).resolve().parents[2]
APP_ID, DESKTOP, METAINFO, SERVICE = sys.argv[1:]

# What a sandboxed Farandole may do, and nothing more: talk to other machines, show a window.
PERMISSIONS = {
    '--share=network', '--share=ipc', '--socket=wayland', '--socket=fallback-x11', '--device=dri',
    '--system-talk-name=org.freedesktop.Avahi',
}
MANIFEST_KEYS = {
    'id', 'runtime', 'runtime-version', 'sdk', 'command', 'finish-args', 'cleanup', 'modules',
}
MODULE_KEYS = {'name', 'buildsystem', 'config-opts', 'post-install', 'sources'}
# Right since AppStream 1.0, not known to Debian 12's
LATER_APPSTREAM = {'unknown-tag developer'}


def tool(name):
    if not shutil.which(name):
        raise tap.Skip(f'{name} is not here')
    return name


def output_of(*command):
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return result.returncode, result.stdout + result.stderr


def read_ini(path):
    parser = configparser.ConfigParser(interpolation=None, delimiters=['='])
    parser.optionxform = str
    parser.read(path, encoding='utf-8')
    return parser


def test_desktop():
    status, output = output_of(tool('desktop-file-validate'), DESKTOP)
    return output.splitlines() if status or output else []


def test_appstream():
    status, output = output_of(tool('appstreamcli'), 'validate', '--no-net', METAINFO)
    problems = [line for line in output.splitlines() if re.match(r'[EWI]: ', line)]
    problems = [line for line in problems
                if not any(line.endswith(known) for known in LATER_APPSTREAM)]
    return problems or ([output] if status else [])


def test_lengths():
    component = ET.parse(METAINFO).getroot()
    name = component.findtext('name')
    summary = component.findtext('summary')
    problems = []
    if not 1 <= len(name) <= 15 or not name.isalnum():
        problems.append(f'the name "{name}" is too long or has punctuation')
    if not 10 <= len(summary) <= 25 or summary.endswith('.'):
        problems.append(f'the summary "{summary}" has {len(summary)} characters, or a full stop')

    return problems


def test_agree():
    component = ET.parse(METAINFO).getroot()
    entry = read_ini(DESKTOP)['Desktop Entry']
    service = read_ini(SERVICE)['D-BUS Service']
    said = {
        'metainfo id': component.findtext('id'),
        'metainfo launchable': component.findtext('launchable').removesuffix('.desktop'),
        'icon': entry['Icon'],
        'bus name': service['Name'],
        'desktop file': Path(DESKTOP).stem,
        'service file': Path(SERVICE).stem,
    }
    problems = [f'{what} is {value}, not {APP_ID}' for what, value in said.items()
                if value != APP_ID]
    if entry['Comment'] != component.findtext('summary'):
        problems.append('the desktop file and the metainfo sum up differently')

    return problems


def test_translated():
    entry = read_ini(DESKTOP)['Desktop Entry']
    summaries = [element.get('{http://www.w3.org/XML/1998/namespace}lang')
                 for element in ET.parse(METAINFO).getroot().iter('summary')]
    languages = (ROOT / 'po' / 'LINGUAS').read_text(encoding='utf-8').split()
    return [f'{language}: the {what} is not translated' for language in languages
            for what, found in (('desktop file', f'Comment[{language}]' in entry),
                                ('metainfo', language in summaries)) if not found]


def test_xml():
    tool('xmllint')
    files = [path for path in tap.source_files(ROOT)
             if path.suffix in {'.ui', '.svg', '.xml'} or path.name.endswith('.xml.in')]
    status, output = output_of('xmllint', '--noout', '--nonet', *(str(ROOT / path) for path in files))
    return output.splitlines() if status or output else []


def test_icons():
    problems = []
    for folder, end in (('scalable', ''), ('symbolic', '-symbolic')):
        name = f'org.farandole.Farandole{end}.svg'
        path = ROOT / 'data' / 'icons' / 'hicolor' / folder / 'apps' / name
        root = ET.parse(path).getroot()
        if root.get('width') != root.get('height'):
            problems.append(f'{name} is not square')
        if end and 'stroke' in path.read_text(encoding='utf-8'):
            problems.append(f'{name} has strokes; a symbolic icon is recoloured by its fills')

    return problems


def test_manifest():
    path = ROOT / 'flatpak' / 'org.farandole.Farandole.json'
    manifest = json.loads(path.read_text(encoding='utf-8'))
    problems = [f'{path.name}: key {key}' for key in set(manifest) ^ MANIFEST_KEYS]
    problems += [f'{path.name}: permission {right}'
                 for right in set(manifest['finish-args']) ^ PERMISSIONS]
    if manifest['id'] != path.stem:
        problems.append(f'{path.name}: id is {manifest["id"]}')
    for module in manifest['modules']:
        problems += [f'{path.name}: {module["name"]}: key {key}'
                     for key in set(module) - MODULE_KEYS]
        for source in module['sources']:
            if source['type'] == 'archive' and not (
                    source['url'].startswith('https://')
                    and re.fullmatch(r'[0-9a-f]{64}', source['sha256'])):
                problems.append(f'{path.name}: {module["name"]} is not pinned')

    return problems


tap.run([
    ('/lint/metainfo/desktop', test_desktop),
    ('/lint/metainfo/appstream', test_appstream),
    ('/lint/metainfo/lengths', test_lengths),
    ('/lint/metainfo/agree', test_agree),
    ('/lint/metainfo/translated', test_translated),
    ('/lint/metainfo/xml', test_xml),
    ('/lint/metainfo/icons', test_icons),
    ('/lint/metainfo/manifest', test_manifest),
])
