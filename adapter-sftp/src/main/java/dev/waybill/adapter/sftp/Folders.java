package dev.waybill.adapter.sftp;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The folders that a write goes to, made where they are missing. Closing removes those that were made, as far
/// as they are empty, unless they were kept. One thread at a time.
final class Folders implements Closeable {
    /// How often a folder is made again that somebody removes just then, with the last object in it.
    static final int ATTEMPTS = 100;

    private final Call call;
    private final List<String> made = new ArrayList<>();

    Folders(Call call) {
        this.call = call;
    }

    /// Makes the folders that lead to `below`.
    ///
    /// @param place what was there when it was looked at
    /// @return what is there now
    /// @throws InTheWay if something else is in the place of one
    Call.Place make(Call.Place place, String below) throws IOException {
        var found = place;
        for (int attempt = 1; !isWhole(found); attempt++) {
            if (found.inTheWay().isPresent()) {
                throw new InTheWay(found.inTheWay().get() + " is a file, and no folder");
            }
            if (attempt == ATTEMPTS) {
                throw new IOException("the folder of " + below + " was removed each time it was made");
            }
            if (!found.rootThere()) {
                call.makeRoot();
            }
            makeMissing(found);
            found = call.look(found.folders(), below).await();
        }
        return found;
    }

    private static boolean isWhole(Call.Place place) {
        return place.rootThere() && place.there() == place.folders().size();
    }

    /// Makes all at once; that one is there already shows when it is looked at again.
    private void makeMissing(Call.Place place) throws IOException {
        var missing = place.folders().subList(place.there(), place.folders().size());
        var answers = missing.stream()
                .map(folder -> call.send(Request.makeFolder(call.path(folder))))
                .toList();
        for (int i = 0; i < missing.size(); i++) {
            try {
                answers.get(i).await().done();
                made.add(missing.get(i));
            } catch (SftpStatus refused) {
                if (refused.code() == SftpStatus.PERMISSION_DENIED && !isThere(missing.get(i))) {
                    throw refused;
                }
                if (refused.code() == SftpStatus.FAILURE && !isThere(missing.get(i))) {
                    throw call.explained(refused);
                }
            }
        }
    }

    private boolean isThere(String folder) throws IOException {
        return call.ask(Request.lstat(call.path(folder))).factsIfThere().isPresent();
    }

    /// Keeps what was made: there is an object in it now.
    void keep() {
        made.clear();
    }

    @Override
    public void close() {
        if (!made.isEmpty()) {
            made.reversed().stream()
                    .map(folder -> call.send(Request.removeFolder(call.path(folder))))
                    .toList()
                    .getLast()
                    .settle();
            made.clear();
        }
    }
}
