package dev.waybill.cli.endtoend.store;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.testkit.WireFault;
import dev.waybill.testkit.azure.Azurite;
import dev.waybill.testkit.ssh.Sshd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The stores that the command is run against. A further one is one line.
public enum RemoteKind {
    /// A folder of this machine.
    FOLDER {
        @Override
        @MustBeClosed
        public TestRemote open(Path project) throws IOException {
            return new FolderRemote(project);
        }
    },
    /// A bucket of S3.
    S3 {
        @Override
        @MustBeClosed
        public TestRemote open(Path project) throws IOException {
            return new S3Remote(List.of());
        }
    },
    /// The same, through a proxy that loses connections and is far away.
    S3_LOSSY {
        @Override
        @MustBeClosed
        public TestRemote open(Path project) throws IOException {
            return new S3Remote(List.of(
                    new WireFault.Latency(WireFault.Direction.DOWN, Duration.ofMillis(20)),
                    new WireFault.Reset(WireFault.Direction.UP, 11 << 20)));
        }
    },
    /// A folder behind OpenSSH's server.
    SFTP {
        @Override
        public boolean isInstalled() {
            return Sshd.isInstalled();
        }

        @Override
        @MustBeClosed
        public TestRemote open(Path project) throws IOException {
            Sshd.assumeInstalled();
            return new SftpRemote(project);
        }
    },
    /// A bucket of Google Cloud Storage.
    GOOGLE {
        @Override
        @MustBeClosed
        public TestRemote open(Path project) throws IOException {
            return new GoogleRemote();
        }
    },
    /// A container of Azurite.
    AZURE {
        @Override
        public boolean isInstalled() {
            return Azurite.isInstalled();
        }

        @Override
        @MustBeClosed
        public TestRemote open(Path project) throws IOException {
            Azurite.assumeInstalled();
            return new AzureRemote();
        }
    },
    /// A storage of Naas, whose credentials hold for few requests.
    NAAS {
        @Override
        @MustBeClosed
        public TestRemote open(Path project) throws IOException {
            return new NaasRemote();
        }
    };

    /// Whether what it takes is installed here.
    public boolean isInstalled() {
        return true;
    }

    /// Opens it, empty; the caller closes it. Skips the test that asks where what it takes is not installed.
    ///
    /// @param project a folder for its files
    @MustBeClosed
    public abstract TestRemote open(Path project) throws IOException;
}
