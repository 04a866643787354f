"""Programs that are hostile or odd, as data: a name, what comes of it, and the code.

What comes of it is the limit that it uses up, the type of the error that it ends with, or None where it ends by itself.
"""

from typing import NamedTuple


class Hostile(NamedTuple):
    """A program, and how it ends."""

    name: str
    ending: str | None
    code: str


LOOPS = [
    Hostile("a loop without end", "cpu", "while True: pass"),
    Hostile(
        "a loop that catches everything",
        "cpu",
        "while True:\n  try:\n    raise ValueError\n  except BaseException:\n    pass",
    ),
    Hostile("a sum of a thousand million", "cpu", "sum(range(10**9))"),
    Hostile("a regular expression that goes back", "cpu", "import re\nre.match('(a+)+$', 'a' * 40 + 'b')"),
    Hostile("a power of powers", "cpu", "x = 9 ** 9 ** 9"),
    Hostile("digits of a huge number", "cpu", "import sys\nsys.set_int_max_str_digits(0)\nstr(10 ** 1_000_000)"),
    Hostile("a factorial", "cpu", "import math\nmath.factorial(10 ** 7)"),
    Hostile("permutations", "cpu", "import itertools\nsum(1 for _ in itertools.permutations(range(12)))"),
    Hostile(
        "digits of a root", "cpu", "import decimal\ndecimal.getcontext().prec = 10 ** 6\ndecimal.Decimal(2).sqrt()"
    ),
    Hostile("a decompressed bomb", "cpu", "import zlib\nzlib.decompress(zlib.compress(bytes(10 ** 8)) * 50)"),
    Hostile("copies of much memory", "cpu", "a = bytearray(30_000_000)\nwhile True: b = a[:]"),
    Hostile("looks at the clock", "cpu", "import datetime\nwhile True: datetime.datetime.now()"),
    Hostile("random bytes", "cpu", "import secrets\nwhile True: secrets.token_bytes(8)"),
    Hostile("an iterator without end", "cpu", "import itertools\nlist(map(str, itertools.repeat(1, 10 ** 9)))[:1]"),
    Hostile("a generator that sends to itself", "cpu", "def g():\n  while True: yield\nfor _ in g(): pass"),
    Hostile(
        "a class that compares without end", "cpu", "class A:\n  def __eq__(s, o):\n    while True: pass\nA() == A()"
    ),
    Hostile("a finalizer without end", "cpu", "class A:\n  def __del__(s):\n    while True: pass\nA()"),
    Hostile(
        "an import hook without end",
        "cpu",
        "import sys\nclass A:\n  def find_spec(*a):\n    while True: pass\nsys.meta_path[:] = [A]\nimport abcd",
    ),
    Hostile(
        "a trace function without end",
        "cpu",
        "import sys\ndef f(*a):\n  while True: pass\nsys.settrace(f)\n(lambda: 0)()",
    ),
    Hostile("a wait for time", None, "import time\nstart = time.time()\nwhile time.time() - start < 0.01: pass"),
]

MEMORY = [
    Hostile("a list of large arrays", "memory", "a = []\nwhile True: a.append(bytearray(10 ** 6))"),
    Hostile("a large text", "memory", "a = 'x' * 10 ** 9"),
    Hostile("a large list", "memory", "a = [0] * 10 ** 8"),
    Hostile("a text that doubles", "memory", "a = 'x'\nwhile True: a += a"),
    Hostile("small objects", "cpu", "a = []\nwhile True: a = [a]"),
    Hostile("a large set", "cpu", "a = set()\nfor i in range(10 ** 9): a.add(i)"),
    Hostile("numbers in order", "cpu", "sorted(range(10 ** 7))"),
    Hostile("a wide format", "memory", "'{:>999999999}'.format(1)"),
    Hostile("a wide old format", "memory", "'%999999999d' % 1"),
    Hostile("an array", "memory", "import array\narray.array('d', [0]) * 10 ** 9"),
    Hostile("a long row of bytes", "memory", "a = bytes(10 ** 8) + bytes(10 ** 8)"),
    Hostile("a recursion without a limit", "memory", "import sys\nsys.setrecursionlimit(10 ** 9)\ndef f(): f()\nf()"),
    Hostile("a text of many lines", "memory", "'\\n'.join(['x' * 1000] * 10 ** 6)"),
    Hostile(
        "a precise division",
        "ValueError",
        "import decimal\ndecimal.getcontext().prec = 10 ** 9\ndecimal.Decimal(1) / 3",
    ),
]

NESTING = [
    Hostile("a recursion", "RecursionError", "def f(): f()\nf()"),
    Hostile("a deep repr", "memory", "a = []\nfor _ in range(100_000): a = [a]\nrepr(a)"),
    Hostile("lists that hold themselves", "memory", "a = []\na.append(a)\nb = []\nb.append(b)\na == b"),
    Hostile("deep tuples that end", "memory", "a = ()\nfor _ in range(100_000): a = (a,)\ndel a"),
    Hostile("many parentheses", "memory", "eval('(' * 5000 + ')' * 5000)"),
    Hostile("many signs", "memory", "eval('-' * 100_000 + '1')"),
    Hostile("a long sum", "memory", "compile('+'.join(['1'] * 100_000), '', 'eval')"),
    Hostile("many brackets", "memory", "import ast\nast.literal_eval('[' * 100_000)"),
    Hostile("deep JSON", "memory", "import json\njson.loads('[' * 100_000)"),
    Hostile("a deep copy", "RecursionError", "import copy\na = []\nfor _ in range(5000): a = [a]\ncopy.deepcopy(a)"),
    Hostile(
        "attributes of attributes",
        "RecursionError",
        "class A:\n  def __getattr__(s, n): return getattr(s, n + 'x')\nA().a",
    ),
]

OUTPUT = [
    Hostile("lines without end", "output", "while True: print('x' * 1000)"),
    Hostile(
        "lines that catch everything",
        "output",
        "for _ in range(1000):\n  try:\n    print('x' * 1000)\n  except BaseException:\n    pass",
    ),
    Hostile("errors without end", "output", "import sys\nwhile True: print('x' * 1000, file=sys.stderr)"),
    Hostile("one long line", "output", "print('x' * 10 ** 6)"),
    Hostile("halves of pairs", None, "print('\\ud800\\0\\x1b[31m')"),
    Hostile("an output of its own", None, "import sys\nsys.stdout = None\nprint('x')"),
    Hostile("an output that is no file", "AttributeError", "import sys\nsys.stdout = 5\nprint('x')"),
    Hostile(
        "what Python began with",
        "SystemExit",
        "import sys\nsys.__stdout__.write('x' * 100_000)\nsys.__stdout__.flush()",
    ),
    Hostile("errors of what Python began with", "SystemExit", "import sys\nsys.__stderr__.write('x' * 100_000)"),
]

OUTSIDE = [
    Hostile("a file", "PermissionError", "open('/etc/passwd')"),
    Hostile("a file behind open", "FileNotFoundError", "import io\nio.FileIO('/etc/passwd')"),
    Hostile("a file that is written", "FileNotFoundError", "import io\nio.FileIO('/tmp/x', 'w')"),
    Hostile("a descriptor", "SystemExit", "import io\nio.FileIO(1, 'w').write(b'x')"),
    Hostile("a line of input", "PermissionError", "input()"),
    Hostile("a line of the input", None, "import sys\nassert sys.stdin.readline() == ''"),
    Hostile("the system", "ModuleNotFoundError", "import os"),
    Hostile("the system behind another module", "FileNotFoundError", "import random\nrandom._os.listdir('/')"),
    Hostile("an exit", "SystemExit", "import random\nrandom._os._exit(3)"),
    Hostile("an abort", "SystemExit", "import random\nrandom._os.abort()"),
    Hostile("a process", "ModuleNotFoundError", "import subprocess"),
    Hostile("a socket", "ModuleNotFoundError", "import socket"),
    Hostile("a library", "ModuleNotFoundError", "import requests"),
    Hostile("C", "ModuleNotFoundError", "import ctypes"),
    Hostile("what runs the program", "ModuleNotFoundError", "import python_calls"),
    Hostile("a thread", "RuntimeError", "import threading\nthreading.Thread(target=print).start()"),
    Hostile(
        "a database in a file",
        "OperationalError",
        "import sqlite3\nsqlite3.connect('/tmp/x').execute('create table a (b)')",
    ),
    Hostile("a break", "PermissionError", "breakpoint()"),
    Hostile("a sleep", "PermissionError", "import time\ntime.sleep(5)"),
    Hostile("many random bytes", "cpu", "import secrets\nsecrets.token_bytes(10_000_000)"),
]

TAMPERING = [
    Hostile("built-in functions that are gone", "SystemExit", "import builtins\nbuiltins.__dict__.clear()"),
    Hostile("a built-in function that fails", "SystemExit", "import builtins\nbuiltins.isinstance = lambda *a: 1 / 0"),
    Hostile("modules that are gone", None, "import sys\nsys.modules.clear()"),
    Hostile("another JSON", None, "import json\njson.dumps = lambda *a, **k: '{}'"),
    Hostile(
        "what the collector knows",
        None,
        "import gc\nfor o in gc.get_objects():\n"
        "  if type(o) is dict and 'dumps' in o:\n    o['dumps'] = lambda *a, **k: '[' * 100_000",
    ),
    Hostile(
        "dictionaries that are emptied",
        "SystemExit",
        "import gc\nfor o in gc.get_objects():\n  if type(o) is dict: o.clear()",
    ),
    Hostile("frames above", None, "import sys\nf = sys._getframe()\nwhile f.f_back: f = f.f_back\nf.f_globals.clear()"),
    Hostile(
        "bytes that are no code",
        "SystemExit",
        "def f(): pass\nf.__code__ = f.__code__.replace(co_code=b'\\x01\\x02' * 50)\nf()",
    ),
    Hostile(
        "a stack that is too small",
        "SystemExit",
        "c = (lambda: 0).__code__\nexec(c.replace(co_stacksize=0, co_code=bytes([100, 0] * 100 + [83, 0])))",
    ),
    Hostile("a trace that fails", "SystemExit", "import sys\nsys.settrace(lambda *a: 1 / 0)"),
    Hostile("an exit of its own", "SystemExit", "raise SystemExit(4)"),
    Hostile("an interrupt", "KeyboardInterrupt", "raise KeyboardInterrupt"),
    Hostile("a message that fails", "Bad", "class Bad(Exception):\n  def __str__(s): raise ValueError\nraise Bad"),
    Hostile("a long message", "Bad", "class Bad(Exception):\n  def __str__(s): return 'x' * 10 ** 7\nraise Bad"),
    Hostile("a message that exits", "Bad", "class Bad(Exception):\n  def __str__(s): raise SystemExit\nraise Bad"),
    Hostile(
        "a name that is no text",
        "5",
        "class M(type):\n  __name__ = 5\nclass Bad(Exception, metaclass=M): pass\nraise Bad",
    ),
    Hostile("NUL in the source", "SyntaxError", "x = '\0'"),
    Hostile("half a pair in the source", "UnicodeEncodeError", "x = '\ud800'"),
    Hostile("no Python", "SyntaxError", "function add(a, b) { return a + b }"),
]

HOSTILE = [*LOOPS, *MEMORY, *NESTING, *OUTPUT, *OUTSIDE, *TAMPERING]
