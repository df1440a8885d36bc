package dev.waybill.adapter.sftp;

import dev.waybill.port.Capability;
import dev.waybill.testkit.Deviation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Apache MINA SSHD passes the contract.
final class SftpMinaTest extends SftpContractTest {
    /// It looks at the path where an open file is asked about, so a file that is replaced while it is read
    /// seems to have changed.
    static final Set<Deviation> DEVIATIONS = Set.of(Deviation.READS_FAIL_BESIDE_WRITES);

    private Optional<MinaServer> mina = Optional.empty();

    @Override
    SftpServer start(Path folder) throws IOException {
        mina = Optional.of(MinaServer.start(folder));
        return mina.get();
    }

    @Override
    Set<Capability> more() {
        return BY_LINKS_AND_RENAMING;
    }

    @Override
    Set<Deviation> moreDeviations() {
        return DEVIATIONS;
    }

    /// A path has 512 folders here. Following links, the server does not look at each of them with each request.
    @Override
    @Test
    @SuppressWarnings("JUnitMethodInvoked") // the same test with another server
    public void deep_keys_round_trip() throws IOException {
        mina.orElseThrow().followLinks(true);
        try {
            super.deep_keys_round_trip();
        } finally {
            mina.orElseThrow().followLinks(false);
        }
    }
}
