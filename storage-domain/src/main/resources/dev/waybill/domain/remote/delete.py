# Removes objects below a folder, at most so many. Prints a JSON array for each: its key, and what kept it if anything;
# at the end "more" if it did not come to the end, else "end".
sys.setrecursionlimit(5000)


class Enough(Exception):
    pass


left = arguments["most"]


def told(key, failure=None):
    put_line(json.dumps([key] if failure is None else [key, failure]))


def empty(folder, base):
    """Removes what lies in an open folder; whether anything was removed."""
    global left
    removed = False
    with os.scandir(folder) as entries:
        names = sorted(os.fsencode(entry.name) for entry in entries)
    for name in names:
        try:
            text = name.decode("utf-8")
        except UnicodeDecodeError:
            continue
        key = base + text
        if not is_name(text) or len(key.encode("utf-8")) > 1024:
            continue
        try:
            facts = os.stat(name, dir_fd=folder, follow_symlinks=False)
            if stat.S_ISDIR(facts.st_mode):
                inner = os.open(name, DIRECTORY, dir_fd=folder)
                try:
                    emptied = empty(inner, key + "/")
                finally:
                    os.close(inner)
                if emptied:
                    removed = True
                    prune(name, folder)
            elif stat.S_ISREG(facts.st_mode):
                if left == 0:
                    raise Enough()
                os.unlink(name, dir_fd=folder)
                left -= 1
                removed = True
                told(key)
        except FileNotFoundError:
            continue
        except OSError as e:
            told(key, os.strerror(e.errno) if e.errno else str(e))
    return removed


def prune(name, folder):
    if store["pruneEmptyFolders"]:
        try:
            os.rmdir(name, dir_fd=folder)
            return True
        except OSError:
            return False
    return False


def run():
    root = open_root()
    names = names_of(arguments["folder"]) if arguments["folder"] else []
    folders = [root]
    try:
        for name in names:
            folders.append(os.open(name, DIRECTORY, dir_fd=folders[-1]))
    except (FileNotFoundError, NotADirectoryError):
        return
    if empty(folders[-1], arguments["folder"] + "/" if names else ""):
        for depth in range(len(names), 0, -1):
            if not prune(names[depth - 1], folders[depth - 1]):
                break


try:
    run()
    put_line('"end"')
except Enough:
    put_line('"more"')
