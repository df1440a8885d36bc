package dev.waybill.adapter.sftp;

import dev.waybill.port.Capability;
import dev.waybill.testkit.Deviation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/// OpenSSH passes the contract when it is reached by OpenSSH's own client.
final class SftpProgramTest extends SftpContractTest {
    @Override
    SftpServer start(Path folder) throws IOException {
        OpenSshServer.assumeInstalled();
        return OpenSshServer.start(folder).byProgram();
    }

    @Override
    Set<Capability> more() {
        var more = EnumSet.of(Capability.SERVER_SIDE_COPY, Capability.CONDITIONAL_COPY);
        more.addAll(BY_LINKS_AND_RENAMING);
        return more;
    }

    @Override
    Set<Deviation> moreDeviations() {
        return Set.of();
    }
}
