package dev.waybill.adapter.sftp;

/// How many bytes each call may have under way in one direction: asked for and not there, or sent and not answered.
final class BytesUnderWay {
    /// What is under way is in memory, and none of it is rubbish yet whenever the collector runs: so much of it
    /// outgrows the collector's space for the young, and what gets old is collected when memory is full and no
    /// earlier. It is what 1.6 Gbit/s need that take 80 ms there and back.
    private static final int ALL_BYTES = 16 << 20;

    /// What keeps a server busy that is next door. More only waits there, in buffers that grow: OpenSSH's server took a
    /// half more of a processor to send a large file of which 16 MiB were asked for ahead.
    private static final int NEAR_BYTES = 4 << 20;

    /// While one is under way another is sent.
    private static final int LEAST_BYTES = 2 * ServerLimits.MOST_PACKET_BYTES;

    /// One call alone cannot use more: OpenSSH takes 2 MiB in one conversation that it has not passed on yet.
    private static final int MOST_BYTES = 4 << 20;

    private BytesUnderWay() {}

    /// @param calls how many share the way
    /// @param answered the least time in which the server has answered, in nanoseconds
    static int ofEach(int calls, long answered) {
        // A byte each nanosecond: 8 Gbit/s.
        int all = Math.clamp(answered, NEAR_BYTES, ALL_BYTES);
        return Math.clamp(all / Math.max(1, calls), LEAST_BYTES, MOST_BYTES);
    }
}
