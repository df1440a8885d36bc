package dev.waybill.adapter.sftp;

import dev.waybill.port.Capability;
import dev.waybill.testkit.Deviation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/// OpenSSH passes the contract.
final class SftpOpenSshTest extends SftpContractTest {
    @Override
    SftpServer start(Path folder) throws IOException {
        OpenSshServer.assumeInstalled();
        return OpenSshServer.start(folder);
    }

    @Override
    Set<Capability> more() {
        return Set.of(Capability.SERVER_SIDE_COPY, Capability.CONDITIONAL_COPY);
    }

    @Override
    Set<Deviation> moreDeviations() {
        return Set.of();
    }
}
