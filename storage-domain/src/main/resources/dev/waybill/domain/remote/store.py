# What the programs have in common: the store's folder, entered name by name, so that no link leads out of it.
import json
import os
import stat
import sys


class Refused(Exception):
    pass


request = json.loads(sys.stdin.buffer.read().decode("utf-8"))
store = request["store"]
arguments = request["arguments"]
DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def is_control(character):
    code = ord(character)
    return code < 0x20 or 0x7F <= code < 0xA0


def is_name(text):
    """Whether a file of this name can be an object: by the rules of keys, and none of the store's own."""
    if text in ("", ".", "..") or any(is_control(c) or "\ud800" <= c <= "\udfff" for c in text):
        return False
    return not text.lower().startswith(store["reserved"])


def names_of(key):
    names = key.split("/")
    if not all(is_name(name) for name in names):
        raise Refused("not a key: " + ascii(key))
    return [name.encode("utf-8") for name in names]


def open_root():
    try:
        return os.open(store["root"].encode("utf-8"), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        sys.exit(3)


def open_folder(root, names):
    """The folder of these names below the root, none of them a link."""
    folder = os.dup(root)
    for name in names:
        try:
            inner = os.open(name, DIRECTORY, dir_fd=folder)
        finally:
            os.close(folder)
        folder = inner
    return folder


def put_line(text):
    sys.stdout.write(text + "\n")
