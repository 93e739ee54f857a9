"""Varied Python: each snippet parses, and together they hold every kind of node."""

from __future__ import annotations

SNIPPETS = [
    "x = 1\ny = x = 0x1F\nz: int = 3\nw: int\nx += 1; x -= 2\n",
    "a, *b = c\n[d, e] = f\n(g) = h\n*i, = j\na.b[0] = 1\n",
    "x = (1)\ny = ((a + b)) * (c)\nz = (  # note\n    1\n)\nf((x))\nf((yield_))\n",
    "x = 'a' \"b\" '''c\nd'''\ny = b'a' b'\\xff'\nz = r'\\n' '\\n\\x41\\u0042\\101\\N{BULLET}\\\nend'\n",
    "x = f'{a}' 'b' f\"{c!r:>{width}.{n}}\" f'{d=}' f'{{}}' rf'\\{e}'\n",
    "x = 1_000 + 0o17 + 0b11 + 1e3 + .5 + 2j + 00\n",
    "x = [1, 2,]\ny = {1, *a}\nz = {'a': 1, **b,}\nw = ()\nv = 1,\nu = []\nt = {}\n",
    "x = a[1]\ny = a[1:2, ::3, ...]\nz = a[b,]\nw = a[:]\nv = a[*b]\n",
    "f()\nf(a, b=1, *c, **d)\nf(a,)\nf(\n    a,  # one\n    b,\n)\nf(x for x in y)\nf(a)(b)[c].d\n",
    "x = a if b else c\ny = not a and b or c and d\nz = a < b <= c != d is not e not in f\n",
    "x = -a ** +b // ~c @ d << 1 >> 2 & e | g ^ h % i\n",
    "x = lambda a, /, b=1, *c, d=2, **e: (yield)\ny = lambda: 0\nz = lambda *, k: k\n",
    "x = [i for i in a if i if j for k in i]\ny = {i for i in a}\nz = {k: v for k, v in a}\nw = (i async for i in a)\n",
    "if (n := len(a)) > 1:\n    pass\nelif b: c; d\nelse:\n    e\n",
    "for i, (j, k) in a:\n    continue\nelse:\n    break\nwhile x: y\nelse: z\nfor i in *a, b: pass\n",
    "def f(a, /, b: int = 1, *args: str, c, d=2, **kw) -> int:\n    '''doc'''\n    return a\n",
    "@a.b(c)\n@d\nclass A(B, *D, metaclass=C, **E):\n    x = 1\n    @property\n    def f(self):\n        yield self\n",
    "async def f():\n    async with a as b, c:\n        await d\n    async for i in e:\n        yield from_\n",
    "def f():\n    x = yield\n    y = yield from g\n    def h(): return 1\n    lambda: (yield)\n",
    "def f():\n    g = lambda: (yield)\n    def h():\n        yield\n    return g\n",
    "import a.b.c as d, e\nfrom .. import f\nfrom .g import (h as i,\n  j,)\nfrom k import *\n",
    "try:\n    a\nexcept (B, C) as d:\n    e\nexcept F: g\nexcept:\n    h\nelse:\n    i\nfinally:\n    j\n",
    "try:\n    a\nexcept* B as c:\n    d\n",
    "raise\nraise A\nraise A from b\nassert a, b\ndel a, b[0]\ndel (c)\ndel (d, e)\n",
    "def f():\n    global a, b\n    nonlocal c\n    return\n",
    "with open(a) as f, b: c\nwith (d as (e, g), h,):\n    i\nwith (j): k\n",
    (
        "match a:\n    case 1 | -2 | 'b' | None: c\n    case [d, *e] if f: g\n    case [h, i]: j\n    case (k, l): m\n"
        "    case {'n': o, **p}: q\n    case R(s, t=u): v\n    case w.x: y\n"
        "    case _ as z: a\n    case [b, _]: c\n    case d: e\n"
    ),
    "match = 1\ncase = match\ntype = case\nprint(match, case, type)\n_ = match(x)\n",
    "x = 'é😀' + y  # ünï\nnäme = '😀'; other = 1\n",
    "# only a comment\n\n    # and another\n",
    "if x:\n\ty\n\tif z:\n\t\tw\n# dedented\n\t# comment\nelse:\n\tv",
    "x = 1 + \\\n    2\nif a and \\\n   b:\n    c\n",
    "def f(\n    a,\n    b=(1,\n       2),\n):\n    return {\n        'a': [\n            a,\n        ],\n    }\n",
    "x = 1\r\nif x:\r\n    y = '''a\r\nb'''\r\nz = 2\r\n",
    "x = 1\rif x:\r    y\r",
    "\\\nx = 1\n",
    "x\n\n\n   \n#c\ny\n",
    "\x0cx = 1\n\x0c\ndef f():\n    y\n\x0c\n",
    "if x:\n  y\n  \\\n  z\n",
    "x = 1",
    "if x:\n    y\n    # end",
    "",
]

NEWER = [
    "type X = int\ndef f[T: int](x: T): pass\nclass A[T]: pass\n",
    "x = f'{a[\"b\"]} {'c'}'\n",
    "x = f'{\na\n}'\n",
]
