package dev.waybill.bench;

import java.net.URI;
import java.nio.file.Path;

/// Where data is moved to.
sealed interface Target {
    /// As the report calls it.
    String name();

    /// The same place, further down, where nothing is yet.
    Target fresh(String folder);

    /// A folder of this machine.
    record Folder(String name, Path path) implements Target {
        @Override
        public Folder fresh(String folder) {
            return new Folder(name, path.resolve(folder));
        }
    }

    /// A folder behind an SSH server on this machine.
    ///
    /// @param port where the server, or what leads to it, listens on 127.0.0.1
    /// @param path the folder on the server
    /// @param identity the file of the private key
    /// @param knownHosts the file of known host keys
    record Ssh(String name, int port, Path path, Path identity, Path knownHosts) implements Target {
        @Override
        public Ssh fresh(String folder) {
            return new Ssh(name, port, path.resolve(folder), identity, knownHosts);
        }

        /// OpenSSH's client with what it needs to get there.
        String ssh() {
            return "ssh -a -x -F none -p " + port + " -i " + identity + " -o UserKnownHostsFile=" + knownHosts
                    + " -o IdentityAgent=none";
        }
    }

    /// A prefix in a bucket behind an S3 endpoint.
    record Bucket(
            String name,
            URI endpoint,
            String profile,
            String accessKeyId,
            String secretAccessKey,
            String bucket,
            String prefix)
            implements Target {
        @Override
        public Bucket fresh(String folder) {
            return new Bucket(name, endpoint, profile, accessKeyId, secretAccessKey, bucket, folder);
        }

        @Override
        public String toString() {
            return "Bucket[" + name + ", " + endpoint + ", " + bucket + "/" + prefix + "]";
        }
    }

    /// A prefix in a bucket behind an endpoint of the Cloud Storage JSON API that lets everybody in.
    ///
    /// @param endpoint what stands in for `https://storage.googleapis.com`
    record Google(String name, URI endpoint, String bucket, String prefix) implements Target {
        @Override
        public Google fresh(String folder) {
            return new Google(name, endpoint, bucket, folder);
        }
    }

    /// A prefix in a container of an Azure account.
    ///
    /// @param endpoint of the account
    record Azure(String name, URI endpoint, String account, String key, String container, String prefix)
            implements Target {
        @Override
        public Azure fresh(String folder) {
            return new Azure(name, endpoint, account, key, container, folder);
        }

        @Override
        public String toString() {
            return "Azure[" + name + ", " + endpoint + ", " + container + "/" + prefix + "]";
        }
    }
}
