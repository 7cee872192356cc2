# Runs one function of a user inside the sandbox, then the process is of no more use. Sandboxed.java speaks the other side:
# "+" when ready; in comes "CODE_BYTES PARAMS_BYTES\n", code, params; out goes "KIND BYTES\n" and a text.
import ast
import json
import os
import sys
import types

CHANNEL = 3
NAME = "code.py"
# WORKFLOW 8.5; what the system is asked for is refused again by the sandbox itself
BLOCKED = frozenset(
    "curses dbm ensurepip fcntl grp idlelib lib2to3 msvcrt pwd resource syslog termios tkinter turtle turtledemo venv"
    " winreg winsound multiprocessing threading socket pty tty".split()
)
ALLOWED = (sys.stdlib_module_names - BLOCKED) | {"httpx", "numpy", "runtime"}
NEEDS_A_LOOP = ("asyncio", "httpx", "importlib", "__import__")


class Args:
    def __init__(self, params):
        self.params = params

    def __class_getitem__(cls, item):
        return cls


def write(fd, data):
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def answer(kind, text):
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            pass
    write(2, b"\0.\0")
    data = text.encode("utf-8", "replace")
    write(CHANNEL, b"%s %d\n" % (kind.encode(), len(data)))
    write(CHANNEL, data)
    os._exit(0)


def line_of(thrown):
    if isinstance(thrown, SyntaxError) and thrown.filename == NAME:
        return thrown.lineno
    line, trace = None, thrown.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == NAME:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def fail(thrown):
    kind = "OUT_OF_MEMORY" if isinstance(thrown, MemoryError) else "FAILED"
    try:
        message = thrown.msg if isinstance(thrown, SyntaxError) else str(thrown)
    except BaseException:
        message = "something was raised that cannot be shown"
    if isinstance(thrown, SystemExit):
        message = "the code ended its process"
    text = type(thrown).__name__ + (": " + message if message else "")
    line = line_of(thrown)
    answer(kind, f"{text} (line {line})" if line else text)


def check_imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "."]
        else:
            continue
        for name in names:
            if name.split(".")[0] not in ALLOWED:
                answer("FORBIDDEN_IMPORT", f"ModuleNotFoundError: No module named '{name}' (line {node.lineno})")


def load(code):
    tree = compile(code, NAME, "exec", ast.PyCF_ONLY_AST)
    check_imports(tree)
    module = types.ModuleType("user_code")
    module.Args, module.Output = Args, dict
    runtime = types.ModuleType("runtime")
    runtime.Args = Args
    sys.modules["user_code"], sys.modules["runtime"] = module, runtime
    exec(compile(tree, NAME, "exec"), module.__dict__)
    main = getattr(module, "main", None)
    if not callable(main):
        raise SyntaxError("there is no function main")
    return main


def finish(coroutine, code):
    if any(word in code for word in NEEDS_A_LOOP):
        import asyncio

        return asyncio.run(coroutine)
    try:
        coroutine.send(None)  # what awaits nothing of an event loop needs none
    except StopIteration as ended:
        return ended.value
    raise RuntimeError("main waits for something that cannot happen")


def plain(value):
    if hasattr(value, "tolist"):  # numpy
        return value.tolist()
    raise TypeError(f"The returned value has a {type(value).__name__}, which JSON cannot hold")


def to_json(result):
    try:
        return json.dumps(result, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=plain)
    except ValueError as bad:
        if "Out of range float" in str(bad):
            raise ValueError("The returned value has NaN or Infinity, which JSON cannot hold") from None
        raise


def run(code, params):
    main = load(code)
    result = main(Args(json.loads(params)))
    if isinstance(result, types.CoroutineType):
        result = finish(result, code)
    if not isinstance(result, dict):
        shape = "nothing" if result is None else "a " + type(result).__name__
        answer("NOT_AN_OBJECT", f"main returned {shape}, but must return a dict")
    text = to_json(result)
    try:
        text.encode()
    except UnicodeEncodeError:  # halves of a surrogate pair
        text = json.dumps(result, allow_nan=False, default=plain)
    answer("OK", text)


def task():
    tasks = sys.stdin.buffer
    head = tasks.readline().split()
    if not head:
        os._exit(0)
    code, params = (tasks.read(int(size)) for size in head)
    return code.decode(), params


os.write(CHANNEL, b"+")
given = task()
os.close(0)
os.open("/dev/null", os.O_RDONLY)  # takes the place of 0
try:
    run(*given)
except BaseException as thrown:
    fail(thrown)
