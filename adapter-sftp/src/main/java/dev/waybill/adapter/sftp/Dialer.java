package dev.waybill.adapter.sftp;

import java.io.Closeable;
import java.io.IOException;

/// Makes the ways to one server. One thread at a time; closing it may be done by any.
interface Dialer extends Closeable {
    /// Connects and logs in.
    Line connect() throws IOException;

    /// From how many calls at once on each conversation one more is worth its price.
    int callsBeforeMore();

    /// Ends all that it made.
    @Override
    void close();

    /// The one that the configuration asks for.
    static Dialer of(SftpConfig config) {
        return config.sshProgram()
                .<Dialer>map(program -> new ProgramDialer(config, program))
                .orElseGet(() -> new MinaDialer(config));
    }
}
