package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHLimitsExtensionInfo;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.server.SftpSubsystem;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/// Limits that a server tells, holds its clients to, and sees them keep. Any number of threads.
final class ToldLimits {
    private final OpenSSHLimitsExtensionInfo told;
    private final boolean refused;
    private final AtomicInteger longestRead = new AtomicInteger();
    private final AtomicInteger longestWrite = new AtomicInteger();

    /// Limits where 0 is none.
    ToldLimits(long packet, long read, long write, long handles) {
        this(packet, read, write, handles, false);
    }

    private ToldLimits(long packet, long read, long write, long handles, boolean refused) {
        this.told = new OpenSSHLimitsExtensionInfo();
        told.maxPacketLength = packet;
        told.maxReadLength = read;
        told.maxWriteLength = write;
        told.maxOpenHandles = handles;
        this.refused = refused;
    }

    /// Limits that a server offers to tell and then does not.
    static ToldLimits refused() {
        return new ToldLimits(0, 0, 0, 0, true);
    }

    /// Has a server tell them from now on.
    ToldLimits of(SshServer server) {
        if (told.maxOpenHandles > 0) {
            SftpModuleProperties.MAX_OPEN_HANDLES_PER_SESSION.set(server, (int) told.maxOpenHandles);
        }
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory() {
            @Override
            public Command createSubsystem(ChannelSession channel) {
                return new Subsystem(channel, this);
            }
        }));
        return this;
    }

    /// The most bytes that a client has asked for at once.
    int longestRead() {
        return longestRead.get();
    }

    /// The most bytes that a client has sent at once.
    int longestWrite() {
        return longestWrite.get();
    }

    private final class Subsystem extends SftpSubsystem {
        Subsystem(ChannelSession channel, SftpSubsystemFactory factory) {
            super(channel, factory);
        }

        @Override
        protected void executeExtendedCommand(Buffer buffer, int id, String extension) throws IOException {
            if (refused && extension.equals(Fxp.LIMITS)) {
                sendStatus(prepareReply(buffer), id, SftpConstants.SSH_FX_OP_UNSUPPORTED, "no limits are told");
            } else {
                super.executeExtendedCommand(buffer, id, extension);
            }
        }

        @Override
        protected OpenSSHLimitsExtensionInfo getOpenSSHLimitsExtensionInfo(int id, ChannelSession channel) {
            return told;
        }

        @Override
        protected int doRead(
                int id,
                String handle,
                long offset,
                int length,
                byte[] data,
                int dataOffset,
                AtomicReference<Boolean> end)
                throws IOException {
            longestRead.accumulateAndGet(length, Math::max);
            return super.doRead(id, handle, offset, length, data, dataOffset, end);
        }

        @Override
        protected void doWrite(
                int id, String handle, long offset, int length, byte[] data, int dataOffset, int remaining)
                throws IOException {
            longestWrite.accumulateAndGet(length, Math::max);
            super.doWrite(id, handle, offset, length, data, dataOffset, remaining);
        }
    }
}
