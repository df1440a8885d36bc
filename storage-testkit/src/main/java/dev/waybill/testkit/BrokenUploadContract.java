package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.Capability;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.UploadNotFound;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.testkit.WireFault.Cut;
import dev.waybill.testkit.WireFault.Direction;
import dev.waybill.testkit.WireFault.Stall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Uploads in parts whose way breaks: a part is there whole or not at all, and the upload goes on.
interface BrokenUploadContract extends FaultFixture {
    /// The last one.
    byte[] LAST = TestSources.bytes(300_000, 5);

    /// The first one, as large as it must be.
    private byte[] first() {
        var limits = bench().direct().capabilities().uploadLimits().orElseThrow();
        return TestSources.bytes((int) Math.max(LAST.length, limits.minPartBytes()), 4);
    }

    private boolean cannot() {
        return !bench().direct().can(Capability.RESUMABLE_UPLOAD);
    }

    private UploadRequest request() {
        return UploadRequest.start(ObjectKey.of(bench().key("key")), PutOptions.DEFAULT, first().length);
    }

    private static Object finish(UploadSession upload) {
        return upload.complete(upload.parts(), Optional.empty());
    }

    private void assertUploaded() throws Exception {
        byte[] whole = bench().direct().read(bench().key("key"));
        assertThat(whole)
                .hasSize(first().length + LAST.length)
                .startsWith(first())
                .endsWith(LAST);
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by the one caller
    private UploadSession resume(StoreUnderTest client, UploadSession begun) {
        return client.client().openUpload(request().resuming(begun.id()));
    }

    /// Sends the last part while a fault is on all connections, and goes on when it is lifted.
    private void partThrough(StoreUnderTest client, WireFault... faults) throws Exception {
        try (var begun = bench().direct().client().openUpload(request())) {
            begun.putPart(1, ObjectSource.of(first()));
            try (var upload = FaultBench.again(() -> resume(client, begun))) {
                for (var fault : faults) {
                    breakPart(client, upload, fault);
                }
                assertThat(bench().direct().stat(bench().key("key"))).isEmpty();
                FaultBench.again(() -> upload.putPart(2, ObjectSource.of(LAST)));
            }
            finish(begun);
        }
        assertUploaded();
    }

    private void breakPart(StoreUnderTest client, UploadSession upload, WireFault fault) throws Exception {
        bench().connect(client);
        bench().proxy().onAll(fault);
        assertUnavailable(() -> upload.putPart(2, ObjectSource.of(LAST)));
        bench().proxy().heal();
        assertThat(FaultBench.again(upload::parts))
                .isNotEmpty()
                .allSatisfy(
                        part -> assertThat(part.size()).isEqualTo(part.number() == 1 ? first().length : LAST.length));
    }

    @Test
    default void an_upload_goes_on_after_parts_whose_connections_broke() throws Exception {
        if (cannot()) {
            return;
        }
        partThrough(
                bench().through(),
                WireFault.resetAfterUp(LAST.length / 2),
                new Cut(Direction.UP, LAST.length / 2),
                WireFault.resetAfterDown(0));
    }

    @Test
    default void an_upload_goes_on_after_parts_that_stalled() throws Exception {
        if (cannot()) {
            return;
        }
        partThrough(bench().impatient(), new Stall(Direction.UP, LAST.length / 2), WireFault.stallAfterDown(0));
    }

    @Test
    default void a_completion_whose_answer_is_lost_leaves_a_whole_object_or_the_upload() throws Exception {
        if (cannot()) {
            return;
        }
        try (var upload = bench().through().client().openUpload(request())) {
            upload.putPart(1, ObjectSource.of(first()));
            upload.putPart(2, ObjectSource.of(LAST));
            var parts = upload.parts();
            bench().proxy().onAll(WireFault.resetAfterDown(0));
            assertUnavailable(() -> upload.complete(parts, Optional.empty()));
            bench().proxy().heal();
            try {
                FaultBench.again(() -> upload.complete(parts, Optional.empty()));
            } catch (UploadNotFound itWasCompleted) {
                assertThat(bench().direct().stat(bench().key("key"))).isPresent();
            }
        }
        assertUploaded();
    }

    @Test
    default void an_upload_outlives_its_server() throws Exception {
        if (cannot()) {
            return;
        }
        var met = new ArrayList<StorageException>();
        try (var upload = bench().through().client().openUpload(request())) {
            upload.putPart(1, ObjectSource.of(first()));
            bench().server().kill();
            met.add(failureOf(() -> upload.putPart(2, ObjectSource.of(LAST))));
            bench().server().restart();
            FaultBench.again(() -> upload.putPart(2, ObjectSource.of(LAST)));
            FaultBench.again(() -> finish(upload));
        }
        assertThat(met).hasOnlyElementsOfType(StoreUnavailable.class);
        assertThat(List.of(bench().direct().keys(bench().key("")))).containsExactly(List.of(bench().key("key")));
        assertUploaded();
    }
}
