package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.function.BiPredicate;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.server.SftpSubsystem;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/// SFTP as version 3 has it, without any of the extensions: no `posix-rename`, `hardlink`, `fsync` or `copy-data`, and
/// renaming in place of nothing only. Any number of threads.
final class BareSubsystem extends SftpSubsystem {
    private final Renaming renaming;

    /// What a test does about the renaming of a file, before it happens.
    interface Renaming {
        void before(String from, String to) throws IOException;
    }

    private BareSubsystem(ChannelSession channel, SftpSubsystemFactory factory, Renaming renaming) {
        super(channel, factory);
        this.renaming = renaming;
    }

    /// Has a server offer nothing else from now on.
    static MinaServer of(MinaServer mina) {
        return of(mina, (from, to) -> {});
    }

    /// The same, where the server refuses some renamings.
    static MinaServer refusing(MinaServer mina, BiPredicate<String, String> refused) {
        return of(mina, (from, to) -> {
            if (refused.test(from, to)) {
                throw new AccessDeniedException(to);
            }
        });
    }

    /// The same, where something happens before each renaming.
    static MinaServer of(MinaServer mina, Renaming renaming) {
        mina.server().setSubsystemFactories(List.of(new SftpSubsystemFactory() {
            @Override
            public Command createSubsystem(ChannelSession channel) {
                return new BareSubsystem(channel, this, renaming);
            }
        }));
        return mina;
    }

    @Override
    protected void appendExtensions(Buffer buffer, String supportedVersions) {
        // None is offered.
    }

    @Override
    protected void executeExtendedCommand(Buffer buffer, int id, String extension) throws IOException {
        doUnsupportedExtension(buffer, id, extension);
    }

    @Override
    protected void doRename(int id, String from, String to, int flags) throws IOException {
        renaming.before(from, to);
        super.doRename(id, from, to, flags);
    }
}
