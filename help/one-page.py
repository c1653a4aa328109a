#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual in one page of HTML, in one language, which needs no other file.

Where no help viewer is, a browser shows it; out of a Flatpak the portal hands over one file, and
no other that it would link to.  What Mallard has and the manual does not use is refused.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path
from xml.etree import ElementTree

NS = '{http://projectmallard.org/1.0/}'
FIRST = 'index'

STYLE = '''
:root { color-scheme: light dark; }
body { font-family: sans-serif; line-height: 1.5; max-width: 44rem; margin: 0 auto; padding: 1rem; }
section { border-top: 1px solid #8888; margin-top: 2.5rem; }
.gui { font-weight: bold; }
kbd { border: 1px solid #8888; border-radius: 4px; padding: 0 .3em; }
.note { border-inline-start: 4px solid #8888; padding-inline-start: 1rem; }
table { border-collapse: collapse; }
td { padding: .2em 1em .2em 0; vertical-align: top; }
a.up { font-size: small; }
@media print { a.up { display: none; } section { break-inside: avoid-page; } }
'''

# an element, and what stands before and after it
AROUND = {
    'p': ('<p>', '</p>'),
    'em': ('<em>', '</em>'),
    'gui': ('<span class="gui">', '</span>'),
    'key': ('<kbd>', '</kbd>'),
    'input': ('<code>', '</code>'),
    'file': ('<code>', '</code>'),
    'list': ('<ul>', '</ul>'),
    'steps': ('<ol>', '</ol>'),
    'item': ('<li>', '</li>'),
    'note': ('<div class="note">', '</div>'),
    'table': ('<table>', '</table>'),
    'tr': ('<tr>', '</tr>'),
    'td': ('<td>', '</td>'),
}
# what stands between the parts of it
BETWEEN = {'guiseq': ' ▸ ', 'keyseq': '+'}


class Page:
    """A page of Mallard."""

    def __init__(self, path):
        self.root = ElementTree.parse(path).getroot()
        self.name = self.root.get('id')
        self.title = self.root.find(f'{NS}title')
        info = self.root.find(f'{NS}info')
        self.desc = info.find(f'{NS}desc')
        links = [(link.get('type'), link.get('xref')) for link in info.findall(f'{NS}link')]
        self.guides = [target.partition('#') for kind, target in links if kind == 'guide']
        self.also = [target for kind, target in links if kind == 'seealso']


def kind_of(element):
    if not element.tag.startswith(NS):
        raise ValueError(f'{element.tag} is not of Mallard')
    return element.tag[len(NS):]


def inside(element, pages):
    """The text and the elements in @element."""
    return escape(element.text or '', False) + ''.join(
        show(child, pages) + escape(child.tail or '', False) for child in element)


def show(element, pages):
    kind = kind_of(element)
    if kind == 'link':
        target = element.get('xref')
        text = inside(element, pages) or inside(pages[target].title, pages)
        return f'<a href="#{target}">{text}</a>'
    if kind in BETWEEN:
        return BETWEEN[kind].join(show(part, pages) for part in element)
    if kind not in AROUND:
        raise ValueError(f'{kind}: what is in one-page.py does not show it')

    return inside(element, pages).join(AROUND[kind])


def topics(pages, guide, group):
    """Those that ask to stand there, in the order of the files."""
    return [page for page in pages.values() if (guide, '#' if group else '', group) in page.guides]


def contents(pages, guide, group):
    items = ''.join(f'<li><a href="#{page.name}">{inside(page.title, pages)}</a></li>\n'
                    for page in topics(pages, guide, group))

    return f'<ul>\n{items}</ul>\n' if items else ''


def section_of(element, pages, guide):
    """A section of a guide: its words, and the topics that ask to stand in it."""
    title = inside(element.find(f'{NS}title'), pages)
    words = ''.join(show(child, pages) for child in element
                    if kind_of(child) not in ('info', 'links', 'title'))

    return f'<h2>{title}</h2>\n{words}\n{contents(pages, guide, element.get("id"))}'


def page_text(page, pages):
    """All of a page below its title."""
    parts = []
    for child in page.root:
        kind = kind_of(child)
        if kind == 'section':
            parts.append(section_of(child, pages, page.name))
        elif kind not in ('info', 'title'):
            parts.append(show(child, pages))
    parts.append(contents(pages, page.name, ''))
    if page.also:
        links = (f'<a href="#{name}">{inside(pages[name].title, pages)}</a>' for name in page.also)
        parts.append(f'<p>→ {" · ".join(links)}</p>')

    return '\n'.join(parts)


def in_order(pages):
    """The topics as the first page lists them; a page that it does not list is an error."""
    first = pages[FIRST]
    order = []
    for section in first.root.findall(f'{NS}section'):
        order += topics(pages, FIRST, section.get('id'))
    order += topics(pages, FIRST, '')
    left = set(pages) - {FIRST} - {page.name for page in order}
    if left:
        raise ValueError(f'not on the first page: {", ".join(sorted(left))}')

    return list(dict.fromkeys(order))


def one_page(files, language):
    pages = {page.name: page for page in map(Page, files)}
    first = pages[FIRST]
    title = inside(first.title, pages)
    parts = [f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
             '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
             f'<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n'
             f'<header id="{FIRST}">\n<h1>{title}</h1>\n{page_text(first, pages)}\n</header>\n<main>']
    for page in in_order(pages):
        heading = inside(page.title, pages)
        parts.append(f'<section id="{page.name}">\n<h2>{heading}</h2>\n'
                     f'<p><em>{inside(page.desc, pages)}</em></p>\n{page_text(page, pages)}\n'
                     f'<p><a class="up" href="#{FIRST}">↑ {title}</a></p>\n</section>')
    parts.append('</main>\n</body>\n</html>\n')

    return '\n'.join(parts)


def translate(arguments, folder):
    """Returns the pages in the language of the catalogue."""
    compiled = folder / f'{arguments.language}.gmo'
    subprocess.run([arguments.msgfmt, '--output-file', compiled, arguments.catalogue], check=True)
    subprocess.run([arguments.itstool, '-l', arguments.language, '-m', compiled, '-o', folder,
                    *arguments.pages], check=True, env={**os.environ, 'LC_ALL': 'C.UTF-8'})

    return [folder / Path(page).name for page in arguments.pages]


def main():
    parser = argparse.ArgumentParser()
    for option in ('--language', '--itstool', '--msgfmt', '--output'):
        parser.add_argument(option, required=True)
    parser.add_argument('--catalogue')
    parser.add_argument('pages', nargs='+')
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        pages = translate(arguments, Path(folder)) if arguments.catalogue else arguments.pages
        try:
            text = one_page(pages, arguments.language)
        except ValueError as error:
            sys.exit(f'one-page.py: {error}')
    Path(arguments.output).write_text(text, encoding='utf-8')


if __name__ == '__main__':
    main()
