package dev.waybill.adapter.sftp;

import dev.waybill.port.Capability;
import dev.waybill.testkit.Deviation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Apache MINA SSHD passes the contract.
final class SftpMinaTest extends SftpContractTest {
    @Override
    SftpServer start(Path folder) throws IOException {
        return MinaServer.start(folder);
    }

    @Override
    Set<Capability> more() {
        return Set.of();
    }

    /// It looks at the path where an open file is asked about, so a file that is replaced while it is read
    /// seems to have changed.
    @Override
    Set<Deviation> moreDeviations() {
        return Set.of(Deviation.READS_FAIL_BESIDE_WRITES);
    }

    /// It looks at each folder of a path again with each request, and a path here has 512.
    @Override
    @Test
    @Timeout(120)
    @SuppressWarnings("JUnitMethodInvoked") // the same test with more time
    public void deep_keys_round_trip() throws IOException {
        super.deep_keys_round_trip();
    }
}
