package dev.waybill.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UploadLimits;
import dev.waybill.port.UploadRequest;
import dev.waybill.testkit.ObjectStorageContract;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The contract against one server, each test under a prefix of its own in a bucket that they share.
abstract class S3ContractTest extends ObjectStorageContract {
    private static final Set<Capability> ALWAYS = EnumSet.of(
            Capability.VERSION_TOKENS,
            Capability.KEY_ORDER,
            Capability.KEY_SEEK,
            Capability.ATOMIC_REPLACE,
            Capability.USER_METADATA,
            Capability.SERVER_SIDE_COPY,
            Capability.RESUMABLE_UPLOAD);

    private String prefix = "";

    /// The server to test against.
    abstract S3Server server();

    /// The bucket in it, which is there.
    abstract String bucket();

    /// What the server can do beyond what all can.
    abstract Set<Capability> conditions();

    /// In which algorithms it verifies the whole of an upload.
    abstract Set<ChecksumAlgorithm> uploadChecksums();

    @Override
    @MustBeClosed
    protected IObjectStorageAdapter openEmptyStore() {
        prefix = UUID.randomUUID().toString();
        return server().open(bucket(), prefix);
    }

    @Override
    @MustBeClosed
    protected IObjectStorageAdapter openSecondClient() {
        return server().open(bucket(), prefix);
    }

    @Override
    protected Capabilities expectedCapabilities() {
        var flags = EnumSet.copyOf(ALWAYS);
        flags.addAll(conditions());
        if (flags.contains(Capability.CONDITIONAL_COMPLETE)) {
            flags.add(Capability.COPY_PART);
        }
        return new Capabilities(
                flags,
                1024 - prefix.length() - 1,
                5L << 40,
                5L << 30,
                Optional.of(Duration.ofNanos(1)),
                EnumSet.allOf(ChecksumAlgorithm.class),
                uploadChecksums(),
                Optional.of(new UploadLimits(5L << 20, 5L << 30, 10_000)));
    }

    @Test
    void uploads_to_odd_names_are_listed_under_them() {
        var keys = List.of("a b/+%2F/x", "<&>'\"", "é/\uD83D\uDE00", "a%20b");
        try (var store = openSecondClient()) {
            for (String key : keys) {
                begin(store, key);
            }

            assertThat(uploads(store, "")).containsExactlyInAnyOrderElementsOf(keys);
            assertThat(uploads(store, "a b/+%2")).containsExactly("a b/+%2F/x");
        }
    }

    private static void begin(IObjectStorageAdapter store, String key) {
        try (var upload = store.openUpload(UploadRequest.start(ObjectKey.of(key), PutOptions.DEFAULT, 5 << 20))) {
            assertThat(upload.key().value()).isEqualTo(key);
        }
    }

    private static List<String> uploads(IObjectStorageAdapter store, String prefix) {
        try (var uploads = store.listUploads(KeyPrefix.of(prefix))) {
            return uploads.map(upload -> upload.key().value()).toList();
        }
    }
}
