package dev.waybill.adapter.fs;

import dev.waybill.port.Capabilities;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.testkit.Deviation;
import dev.waybill.testkit.ObjectStorageContract;
import java.nio.file.Path;
import java.time.Clock;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder passes the contract without handles of folders too, as on Windows, and without waiting for the disk.
final class FsPathsTest extends ObjectStorageContract {
    @TempDir
    Path root;

    @Override
    protected IObjectStorageAdapter openEmptyStore() {
        var config = FsConfig.of(root).withFsync(false);
        return new FsAdapter(config, new SafeRoot(config, false, UnaryOperator.identity()), Clock.systemUTC());
    }

    @Override
    protected IObjectStorageAdapter openSecondClient() {
        return openEmptyStore();
    }

    @Override
    protected Capabilities expectedCapabilities() {
        return new FsAdapterTest().expectedCapabilities();
    }

    @Override
    protected Set<Deviation> expectedDeviations() {
        return Set.of(Deviation.KEY_AND_FOLDER_EXCLUDE_EACH_OTHER);
    }

    @Override
    @Test
    public void a_time_of_the_content_before_1970_is_kept() {
        try (var client = openSecondClient()) {
            FsAdapterTest.assertWholeSecondsBefore1970(client);
        }
    }

    @Override
    protected OptionalInt maxSegmentBytes() {
        return OptionalInt.of(255);
    }
}
