package dev.waybill.adapter.sftp;

import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.core.CoreModuleProperties;

/// A command of a connection of Apache MINA SSHD, over at once where the server refuses to run it. The library asks
/// for no answer by itself, and would wait for the end of what never began.
final class MinaCommand extends ChannelExec {
    private volatile boolean refused;

    MinaCommand(String command) {
        super(command, null, null);
        CoreModuleProperties.REQUEST_EXEC_REPLY.set(this, true);
    }

    /// Whether the server has refused it; known once it has ended.
    boolean isRefused() {
        return refused;
    }

    @Override
    public void handleFailure() {
        if (removePendingRequest(CHANNEL_EXEC) != null) {
            refused = true;
            close(true);
        }
    }
}
