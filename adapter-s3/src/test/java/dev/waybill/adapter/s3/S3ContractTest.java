package dev.waybill.adapter.s3;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.UploadLimits;
import dev.waybill.testkit.ObjectStorageContract;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The contract against one server, each test under a prefix of its own in a bucket that they share.
abstract class S3ContractTest extends ObjectStorageContract {
    private static final Set<Capability> ALWAYS = EnumSet.of(
            Capability.VERSION_TOKENS,
            Capability.KEY_ORDER,
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
}
