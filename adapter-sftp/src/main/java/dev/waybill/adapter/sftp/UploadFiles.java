package dev.waybill.adapter.sftp;

import dev.waybill.port.UploadId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The folder of one unfinished upload on the server: `upload` says what it is, `data` holds the bytes of the
/// parts at their places, and for each part that is there whole, a small file says so. One call at a time.
final class UploadFiles {
    private static final int MAX_NOTES_UNDER_WAY = 256;
    private static final String NOTE = "upload";
    private static final String PART = "part-";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Call call;
    private final String folder;

    UploadFiles(Call call, UploadId id) {
        this.call = call;
        folder = TempNames.UPLOADS + "/" + id.value();
    }

    /// Whether the id is one that was given out by this adapter: nothing else becomes a part of a path.
    static boolean isOurs(UploadId id) {
        return ID.matcher(id.value()).matches();
    }

    private String path(String name) {
        return call.path(folder + "/" + name);
    }

    String data() {
        return path("data");
    }

    private String part(int number) {
        return path(PART + number);
    }

    String replacement(int number) {
        return path("replacement-" + number);
    }

    /// Makes the folder with nothing in it yet.
    void create(UploadNote note) throws IOException {
        try (var folders = new Folders(call)) {
            var leading = List.of(TempNames.UPLOADS, folder);
            var unused = folders.make(call.look(leading, folder + "/" + NOTE).await(), folder);
            RemoteFile.open(call, data(), Fxp.WRITING | Fxp.CREATING | Fxp.EXCLUSIVE)
                    .close();
            write(path(NOTE), note.text().getBytes(StandardCharsets.UTF_8));
            folders.keep();
        }
    }

    private void write(String path, byte[] bytes) throws IOException {
        try (var file = RemoteFile.open(call, path, Fxp.WRITING | Fxp.CREATING | Fxp.EMPTYING)) {
            file.write(bytes, bytes.length, 0);
            var facts = file.finish(Optional.empty());
            if (facts.size() != bytes.length) {
                throw new IOException("the server holds " + facts.size() + " bytes of " + path);
            }
        }
    }

    /// What the upload is, or empty if there is none.
    Optional<UploadNote> note() throws IOException {
        return read(List.of(path(NOTE)), 8192)
                .getFirst()
                .flatMap(bytes -> UploadNote.parse(new String(bytes, StandardCharsets.UTF_8)));
    }

    /// The parts that are there whole, by number.
    SortedMap<Integer, PartNote> parts() throws IOException {
        var parts = new TreeMap<Integer, PartNote>();
        var numbers = names().stream()
                .map(UploadFiles::numberOf)
                .filter(OptionalInt::isPresent)
                .map(OptionalInt::getAsInt)
                .toList();
        for (int from = 0; from < numbers.size(); from += MAX_NOTES_UNDER_WAY) {
            var some = numbers.subList(from, Math.min(numbers.size(), from + MAX_NOTES_UNDER_WAY));
            var notes = read(some.stream().map(this::part).toList(), PartNote.MAX_BYTES);
            for (int i = 0; i < some.size(); i++) {
                int number = some.get(i);
                notes.get(i).flatMap(bytes -> PartNote.parse(number, bytes)).ifPresent(note -> parts.put(number, note));
            }
        }
        return parts;
    }

    private static OptionalInt numberOf(String name) {
        return name.matches(PART + "[1-9][0-9]{0,8}")
                ? OptionalInt.of(Integer.parseInt(name.substring(PART.length())))
                : OptionalInt.empty();
    }

    /// Whether the part is there whole.
    boolean has(int number) throws IOException {
        return read(List.of(part(number)), PartNote.MAX_BYTES)
                .getFirst()
                .flatMap(bytes -> PartNote.parse(number, bytes))
                .isPresent();
    }

    /// Notes that the part is there whole; its bytes are on the disk already.
    void add(PartNote note) throws IOException {
        write(part(note.number()), note.text());
    }

    /// Takes back that the part is there, before its bytes are written over.
    void takeBack(int number) throws IOException {
        call.ask(Request.remove(part(number))).done();
    }

    /// The beginnings of small files, all at once; of those that are not there, nothing.
    private List<Optional<byte[]>> read(List<String> paths, int most) throws IOException {
        var opened = paths.stream()
                .map(path -> call.send(Request.open(path, Fxp.READING)))
                .toList();
        var asked = new ArrayList<Optional<Pending>>();
        for (var open : opened) {
            try {
                byte[] handle = open.await().handle();
                asked.add(Optional.of(call.send(Request.read(handle, 0, most))));
                var unused = call.send(Request.close(handle));
            } catch (SftpStatus e) {
                if (!e.isMissing()) {
                    throw e;
                }
                asked.add(Optional.empty());
            }
        }
        var contents = new ArrayList<Optional<byte[]>>();
        for (var answer : asked) {
            contents.add(
                    answer.isEmpty() ? Optional.empty() : answer.get().await().data());
        }
        return contents;
    }

    /// When anything last happened in it.
    Instant lastChange() throws IOException {
        var last = Instant.EPOCH;
        for (var name : List.of(call.send(Request.lstat(data())), call.send(Request.lstat(call.path(folder))))) {
            var facts = name.await().factsIfThere();
            if (facts.isPresent() && facts.get().modified().isAfter(last)) {
                last = facts.get().modified();
            }
        }
        return last;
    }

    /// Removes the folder and all in it, what says that it is an upload first.
    void remove() throws IOException {
        var removed = call.ask(Request.remove(path(NOTE)));
        for (String name : names()) {
            var unused = call.send(Request.remove(path(name)));
        }
        call.send(Request.removeFolder(call.path(folder))).settle();
        call.send(Request.removeFolder(call.path(TempNames.UPLOADS))).settle();
        try {
            removed.done();
        } catch (SftpStatus e) {
            if (!e.isMissing()) {
                throw e;
            }
        }
    }

    private List<String> names() throws IOException {
        return names(call, folder + "/");
    }

    /// The plain names in a folder, or none if there is no such folder.
    static List<String> names(Call call, String folder) throws IOException {
        var names = new ArrayList<String>();
        try (var reading = FolderReading.of(call, folder)) {
            for (var some = reading.next(); !some.isEmpty(); some = reading.next()) {
                some.stream().filter(RemoteEntry::isName).map(RemoteEntry::name).forEach(names::add);
            }
        } catch (SftpStatus e) {
            if (!e.isMissing()) {
                throw e;
            }
        }
        return names;
    }
}
