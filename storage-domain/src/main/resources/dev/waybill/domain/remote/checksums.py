# Hashes objects. Prints a line for each key: size, mtime in seconds and checksum in hexadecimal, or - for none.
import hashlib
import zlib

CHUNK = 1 << 20


def hashed(file, algorithm):
    if algorithm == "CRC32":
        crc = 0
        for chunk in iter(lambda: os.read(file, CHUNK), b""):
            crc = zlib.crc32(chunk, crc)
        return "%08x" % crc
    digest = hashlib.new(algorithm.lower())
    for chunk in iter(lambda: os.read(file, CHUNK), b""):
        digest.update(chunk)
    return digest.hexdigest()


def version(file):
    facts = os.fstat(file)
    return (facts.st_mode, facts.st_size, facts.st_mtime_ns)


def answer(root, key, algorithm):
    names = names_of(key)
    folder = open_folder(root, names[:-1])
    try:
        file = os.open(names[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    finally:
        os.close(folder)
    try:
        before = version(file)
        if not stat.S_ISREG(before[0]):
            return "-"
        checksum = hashed(file, algorithm)
        if version(file) != before:
            return "-"
        return "%d %d %s" % (before[1], before[2] // 1000000000, checksum)
    finally:
        os.close(file)


root = open_root()
for key in arguments["keys"]:
    try:
        put_line(answer(root, key, arguments["algorithm"]))
    except (OSError, Refused):
        put_line("-")
