package dev.waybill.adapter.sftp;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.sshd.common.util.buffer.Buffer;

/// What carries the bytes of one SFTP conversation there and back. Any thread may send and close.
interface Wire extends Closeable {
    /// Begins to carry. Once.
    ///
    /// @param received gets what the server sends, one thread at a time
    /// @throws IOException if it cannot; then it is to be closed
    void open(OutputStream received, Listener listener) throws IOException;

    /// Sends a packet, behind those before it. What there is no room for on the way waits in memory.
    ///
    /// @throws IOException if it is certain that nothing more can be sent
    void send(Buffer packet) throws IOException;

    /// Whether it still carries.
    boolean isOpen();

    /// Ends the whole connection, with all that shares it, at once: the server does not answer.
    void cut();

    @Override
    void close();

    /// Who is told how it goes on.
    interface Listener {
        /// The server has given a sign of life.
        void alive();

        /// Nothing more will come. It may be told several times, of which the first holds.
        void ended(IOException reason);
    }
}
