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
}
