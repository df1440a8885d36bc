package dev.waybill.port;

/// Something a listing met that is not an object with a key.
///
/// @param name its name as the store gives it; may hold any character
/// @param reason why it is none
public record SkippedEntry(String name, Reason reason) {
    /// Why an entry is not an object with a key.
    public enum Reason {
        /// Its name breaks a rule of [ObjectKey]: `a//b`, `a/../b`, a control character.
        UNNAMEABLE,
        /// An empty object whose name ends in `/`, by which some tools mark a folder.
        FOLDER_MARKER,
        /// A folder with nothing in it, in a store that has folders.
        EMPTY_FOLDER,
        /// A symbolic link, which the adapter was not told to follow.
        LINK,
        /// A symbolic link that leads back to a folder it lies in.
        LINK_LOOP,
        /// A symbolic link that leads out of the root, or nowhere.
        LINK_OUTSIDE,
        /// Neither a file nor a folder: a socket, a pipe, a device.
        SPECIAL_FILE;

        /// Whether it is a symbolic link, wherever that leads.
        public boolean isLink() {
            return switch (this) {
                case LINK, LINK_LOOP, LINK_OUTSIDE -> true;
                case SPECIAL_FILE, UNNAMEABLE, FOLDER_MARKER, EMPTY_FOLDER -> false;
            };
        }
    }
}
