#!/usr/bin/env python3
"""Compiles the sentences of the demo company (texts/*.txt) into C tables.

    make_texts.py OUT.h OUT.c catalog.yaml people.tsv leave.tsv texts/*.txt

A file is a list of themes and pools:

    theme double-charge             a friction; its slug is the ground truth
    shape fixed                     how its rate moves in time, see season.h
    share 7                         weight among the themes
    product Card payments
    component card-clearing         who owns it in truth; catalog.yaml has it
    subject: Charged twice          one sentence a line, of the kinds in KINDS
    says: @shop charged me {twice|two times}, @amount each.

    pool shop                       alternatives for @shop in any sentence
    - {the bakery|the pharmacy}

{a|b|} picks one alternative and may nest; @name picks a line of that pool or one of the numbers in NUMBERS.
Mistakes are told with file and line. In the tables the notation has become bytes that need no searching:

    @name   1, 32 + number of the pool
    {a|b}   2, 32 + number of alternatives, length of what follows in two digits of base 64 (+ 32), a|b
"""
import re
import sys

KINDS = ['subject', 'says', 'short', 'tried', 'hurt', 'de', 'fr', 'es', 'it', 'nl']
SHAPES = ['steady', 'winter', 'summer', 'tax', 'growing', 'fading', 'broken', 'fixed', 'emerging']
NUMBERS = ['amount', 'small', 'pct', 'some']  # made by grammar.c


class Mistake(Exception):
    pass


def parse(paths):
    themes, pools = [], {name: [] for name in NUMBERS}
    for path in paths:
        lines = theme = None
        for number, line in enumerate(open(path, encoding='utf-8'), 1):
            line, where = line.strip(), f'{path}:{number}'
            if not line or line.startswith('#'):
                continue
            word, _, rest = line.partition(' ')
            if word == 'theme':
                theme, lines = {'slug': rest, 'where': where, **{kind: [] for kind in KINDS}}, None
                themes.append(theme)
            elif word == 'pool':
                if rest in pools:
                    raise Mistake(f'{where}: the pool {rest} is there already')
                theme, lines = None, pools.setdefault(rest, [])
            elif word == '-' and lines is not None:
                lines.append((rest, where))
            elif theme is not None and word.rstrip(':') in KINDS and word.endswith(':'):
                theme[word[:-1]].append((rest, where))
            elif theme is not None and word in ('shape', 'share', 'product', 'component'):
                theme[word] = rest
            else:
                raise Mistake(f'{where}: not understood: {line}')
    return themes, pools


def check(themes, catalog):
    known = set(re.findall(r'^  name: (\S+)$', catalog, re.M))
    for theme in themes:
        for needed in ('shape', 'share', 'product', 'component', 'subject', 'says', 'short'):
            if not theme.get(needed):
                raise Mistake(f'{theme["where"]}: {theme["slug"]} has no {needed}')
        if theme['shape'] not in SHAPES:
            raise Mistake(f'{theme["where"]}: no such shape: {theme["shape"]}')
        if theme['component'] not in known:
            raise Mistake(f'{theme["where"]}: the catalog has no component {theme["component"]}')


def literal(text):
    """A C string; whatever is not plain ASCII as three octal digits, which no digit behind can join."""
    plain = lambda b: 32 <= b < 127 and b not in b'"\\'
    return '"' + ''.join(chr(b) if plain(b) else f'\\{b:03o}' for b in text) + '"'


def group(alternatives):
    body = b'|'.join(alternatives)
    return bytes([2, 32 + len(alternatives), 32 + len(body) // 64, 32 + len(body) % 64]) + body


def compiled(sentence, where, numbers):
    stack = [[b'']]  # the alternatives of each open group; the outermost has one
    for token in re.findall(r'@[a-z_]+|[{|}]|[^@{|}]+|@', sentence):
        if token == '{':
            stack.append([b''])
        elif token == '|' and len(stack) > 1:
            stack[-1].append(b'')
        elif token == '}' and len(stack) > 1:
            done = group(stack.pop())
            stack[-1][-1] += done
        elif token[0] == '@' and token[1:] in numbers:
            stack[-1][-1] += bytes([1, 32 + numbers[token[1:]]])
        elif token[0] in '@|}':
            raise Mistake(f'{where}: {token} is no pool or has no brace to belong to')
        else:
            stack[-1][-1] += token.encode()
    if len(stack) > 1:
        raise Mistake(f'{where}: a brace is not closed')
    return literal(stack[0][0])


def table(name, sentences, numbers):
    rows = ''.join(f'    STR_INIT({compiled(text, where, numbers)}),\n' for text, where in sentences)
    return f'static const Str {name}[] = {{\n{rows}}};\n'


def whole_file(name, text):
    """A file that is written out as it is."""
    lines = ''.join(f'    {literal(line.encode())}\n' for line in text.splitlines(keepends=True))
    return f'const Str {name} = STR_INIT(\n{lines});\n'


def write_source(out, themes, pools, numbers, files):
    out.write('/* Made by make_texts.py; do not edit. */\n#include "texts.h"\n\n')
    for name, lines in pools.items():
        if lines:
            out.write(table(f'POOL_LINES_{name}', lines, numbers))
    for i, theme in enumerate(themes):
        for kind in KINDS:
            if theme[kind]:
                out.write(table(f'THEME_{i}_{kind}', theme[kind], numbers))
    out.write('const DemoLines DEMO_POOLS[POOL_COUNT] = {\n')
    for name, lines in pools.items():
        if lines:
            out.write(f'    [POOL_{name.upper()}] = {{POOL_LINES_{name}, {len(lines)}}},\n')
    out.write('};\n\nconst DemoTheme DEMO_THEMES[DEMO_THEME_COUNT] = {\n')
    for i, theme in enumerate(themes):
        out.write(f'    {{STR_INIT({literal(theme["slug"].encode())}), STR_INIT({literal(theme["product"].encode())}), STR_INIT({literal(theme["component"].encode())}), '
                  f'SHAPE_{theme["shape"].upper()}, {float(theme["share"])}, {{\n')
        for kind in KINDS:
            if theme[kind]:
                out.write(f'        [LINE_{kind.upper()}] = {{THEME_{i}_{kind}, {len(theme[kind])}}},\n')
        out.write('    }},\n')
    out.write('};\n\n')
    for name, text in files.items():
        out.write(whole_file(name, text))


def write_header(out, themes, pools):
    out.write('/* Made by make_texts.py; do not edit. */\n#pragma once\n\ntypedef enum DemoPool {\n')
    out.write(''.join(f'    POOL_{name.upper()},\n' for name in pools))
    out.write('    POOL_COUNT\n} DemoPool;\n\n')
    for prefix, names in (('LINE', KINDS), ('SHAPE', SHAPES)):
        out.write(f'typedef enum Demo{prefix.title()} {{\n' + ''.join(f'    {prefix}_{n.upper()},\n' for n in names))
        out.write(f'    {prefix}_COUNT\n}} Demo{prefix.title()};\n\n')
    out.write(f'enum {{ DEMO_THEME_COUNT = {len(themes)} }};\n')


def main(header, source, catalog_path, people_path, leave_path, *paths):
    try:
        themes, pools = parse(paths)
        files = {}
        for name, path in (('CATALOG', catalog_path), ('PEOPLE', people_path), ('LEAVE', leave_path)):
            with open(path, encoding='utf-8') as file:
                files['DEMO_' + name] = file.read()
        check(themes, files['DEMO_CATALOG'])
        with open(source, 'w', encoding='utf-8') as out:
            write_source(out, themes, pools, {name: i for i, name in enumerate(pools)}, files)
        with open(header, 'w', encoding='utf-8') as out:
            write_header(out, themes, pools)
    except Mistake as mistake:
        sys.exit(str(mistake))


main(*sys.argv[1:])
