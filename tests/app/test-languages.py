#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each catalogue is whole, agrees with the sources, and is set as its language is.

test-languages.py MSGFMT XGETTEXT MSGCMP
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lint'))

import catalogue  # noqa: E402
import tap  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = (ROOT / 'po' / 'LINGUAS').read_text(encoding='utf-8').split()
MANUALS = (ROOT / 'help' / 'LINGUAS').read_text(encoding='utf-8').split()
MSGFMT, XGETTEXT, MSGCMP = sys.argv[1:]

# what is wrong in any language: a pattern, and its name
EVERYWHERE = [
    (re.compile(r"\w'\w"), 'a straight apostrophe'),
    # of a command line they say: again
    (re.compile(r'(?<![\]A-Z])\.\.\.'), 'three dots for an ellipsis'),
]
# and in one
WRONG = {
    'fr': [
        (re.compile(r'(?<!\u00a0)(?:[!?](?=\s|$)|;(?=\s))'), 'no no-break space before ! ? ;'),
        (re.compile(r' :(?=\s|$)'), 'an ordinary space before the colon'),
        (re.compile(r'\w:(?=[ \n])'), 'no space before the colon'),
        (re.compile(r'«(?!\u00a0)|(?<!\u00a0)»'), 'no no-break space inside « »'),
        (re.compile(r'["“”]'), 'quotation marks of another language'),
        (re.compile(r'(?<!\u00a0)%%'), 'no no-break space before the per cent sign'),
    ],
    'de': [
        (re.compile(r'\s[!?;:](?=\s|$)'), 'a space before ! ? ; :'),
        (re.compile(r'["«»”]'), 'quotation marks of another language'),
        (re.compile(r'„[^“]*$'), 'quotation marks that do not end'),
        (re.compile(r'(?<!\u00a0)%%'), 'no no-break space before the per cent sign'),
    ],
    'es': [
        (re.compile(r'\s[!?;:](?=\s|$)'), 'a space before ! ? ; :'),
        (re.compile(r'["“”„]'), 'quotation marks of another language'),
        (re.compile(r'«\s|\s»'), 'a space inside « »'),
        (re.compile(r'(?<!\u00a0)%%'), 'no no-break space before the per cent sign'),
        (re.compile(r'^[^¿]*\?|^[^¡]*!(?=\s|$)'), 'a question or a cry that does not begin as one'),
    ],
    'it': [
        (re.compile(r'\s[!?;:](?=\s|$)'), 'a space before ! ? ; :'),
        (re.compile(r'["«»„]'), 'quotation marks of another language'),
        (re.compile(r'\s%%'), 'a space before the per cent sign'),
        (re.compile(r'\b[Ee]\''), 'an apostrophe for an accent'),
    ],
}
# a text of a language, and whether it is set as it should be
PLANTED = {
    'fr': [
        ('Vraiment?', False), ('Nom : ', False), ('Nom: x', False), ('« oui »', False),
        ("l'arrêt", False), ('Attendre...', False), ('“oui”', False), ('5%%', False),
        ('Vraiment\u00a0?', True), ('Nom\u00a0:', True), ('«\u00a0oui\u00a0»', True),
        ('l’arrêt', True), ('Attendre…', True), ('5\u00a0%%', True), ('HÔTE:PORT', True),
        ('farandole:', True), ('07:40', True), ('[--for APPAREIL]...', True), ('tour;rôle;', True),
    ],
    'de': [
        ('Wirklich ?', False), ('Name :', False), ('«ja»', False), ('“ja”', False), ('„ja"', False),
        ("geht's", False), ('Warten...', False), ('5 %%', False),
        ('Wirklich?', True), ('Name:', True), ('„ja“', True), ('geht’s', True),
        ('5\u00a0%%', True), ('[--for GERÄT]...', True),
    ],
    'es': [
        ('¿De verdad ?', False), ('Nombre :', False), ('“sí”', False), ('« sí »', False),
        ('Espera...', False), ('5 %%', False), ('De verdad?', False), ('Atención!', False),
        ('¿De verdad?', True), ('¡Atención!', True), ('Nombre:', True), ('«sí»', True),
        ('5\u00a0%%', True), ('[--for DISPOSITIVO]...', True),
    ],
    'it': [
        ('Davvero ?', False), ('Nome :', False), ('«sì»', False), ("l'ora", False),
        ('Attendi...', False), ('5 %%', False), ("E' vero", False),
        ('Davvero?', True), ('Nome:', True), ('“sì”', True), ('l’ora', True), ('5%%', True),
        ('[--for DISPOSITIVO]...', True),
    ],
}


def catalogue_of(language):
    return ROOT / 'po' / f'{language}.po'


def translations(language):
    """The translated texts of the program and of the manual; of plural forms each.  Those of the
    manual without their elements."""
    for entry in catalogue.entries(catalogue_of(language).read_text(encoding='utf-8')):
        yield from entry.translations
    if language not in MANUALS:
        return
    manual = ROOT / 'help' / language / f'{language}.po'
    for entry in catalogue.entries(manual.read_text(encoding='utf-8')):
        for text in entry.translations:
            yield re.sub(r'<[^<>]*>', '', re.sub(r'<key>[^<]*</key>', 'key', text))


def problems_of(language, text):
    return [f'{what}: {text!r}' for pattern, what in EVERYWHERE + WRONG[language]
            if pattern.search(text)]


def test_whole(language):
    result = subprocess.run([MSGFMT, '--check', '--statistics', '--output-file=/dev/null',
                             catalogue_of(language)], capture_output=True, text=True, check=False,
                            env={'LC_ALL': 'C'})
    words = result.stderr.strip()
    if result.returncode != 0:
        return words.splitlines()

    return [words] if 'untranslated' in words or 'fuzzy' in words else []


def test_agrees(language):
    """Each sentence of the sources is in the catalogue, translated."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / 'farandole.pot'
        catalogue.make_template(XGETTEXT, ROOT, template)
        result = subprocess.run([MSGCMP, '--use-untranslated', catalogue_of(language), template],
                                capture_output=True, text=True, check=False,
                                env={'LC_ALL': 'C'})

    return [] if result.returncode == 0 else result.stderr.splitlines()


def test_typography(language):
    return [problem for text in translations(language) for problem in problems_of(language, text)]


def test_typography_catches(language):
    return ([f'passes {text!r}' for text, is_good in PLANTED[language]
             if not is_good and not problems_of(language, text)] +
            [problem for text, is_good in PLANTED[language] if is_good
             for problem in problems_of(language, text)])


if __name__ == '__main__':
    tap.run([(f'/app/languages/{language}/{name}', lambda f=function, l=language: f(l))
             for language in LANGUAGES
             for name, function in (('whole', test_whole), ('agrees-with-the-sources', test_agrees),
                                    ('typography', test_typography),
                                    ('typography-catches', test_typography_catches))])
