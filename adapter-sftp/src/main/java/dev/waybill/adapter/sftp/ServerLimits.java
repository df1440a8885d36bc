package dev.waybill.adapter.sftp;

/// What a server says that it takes at most (`limits@openssh.com`), as far as this side wants as much.
///
/// @param readBytes how many bytes to ask for at once
/// @param writeBytes how many bytes to send at once
/// @param handles how many files and folders may be open at once in one conversation
record ServerLimits(int readBytes, int writeBytes, int handles) {
    /// What every server takes (draft-ietf-secsh-filexfer-02, section 3).
    private static final int SAFE_BYTES = 32 * 1024;

    /// Twice that and OpenSSH ends the session, whatever it says of its limits; more gains nothing.
    private static final int MOST_BYTES = 128 * 1024;

    /// What a packet has beside the bytes that it moves: its kind and number, a handle of 256 bytes at most, a place.
    private static final int PACKET_HEAD_BYTES = 512;

    /// A packet of the longest request to write, or of the longest answer to one to read.
    static final int MOST_PACKET_BYTES = MOST_BYTES + PACKET_HEAD_BYTES;

    /// How many numbers an answer has.
    static final int NUMBERS = 4;

    /// Those of a server that does not say.
    static final ServerLimits UNTOLD = new ServerLimits(SAFE_BYTES, SAFE_BYTES, Integer.MAX_VALUE);

    /// Those that a server tells: the longest packet, read and write, and the most handles. 0 is nothing told, and
    /// what is negative here is more than half of what 64 bits can say.
    static ServerLimits of(long[] told) {
        return new ServerLimits(
                bytes(told[0], told[1]),
                bytes(told[0], told[2]),
                told[3] > 0 ? (int) Math.min(told[3], Integer.MAX_VALUE) : Integer.MAX_VALUE);
    }

    private static int bytes(long packet, long told) {
        long most = told == 0 ? SAFE_BYTES : atMost(told, MOST_BYTES);
        long room = packet == 0 ? most : atMost(packet, MOST_PACKET_BYTES) - PACKET_HEAD_BYTES;
        return (int) Math.clamp(room, 1, most);
    }

    private static long atMost(long told, long most) {
        return told < 0 ? most : Math.min(told, most);
    }
}
