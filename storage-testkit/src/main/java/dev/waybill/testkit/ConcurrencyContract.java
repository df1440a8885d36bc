package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.waybill.port.Capability;
import dev.waybill.port.Etag;
import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.UploadNotFound;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Many callers at once.
interface ConcurrencyContract extends UploadFixture {
    PutOptions CREATE = PutOptions.DEFAULT.withPrecondition(Precondition.ABSENT);

    @Test
    default void callers_of_different_keys_do_not_meet() throws Exception {
        Crowd.forEach(64, 16, i -> {
            byte[] bytes = TestSources.bytes(1000 + i, i);
            store().put("crowd/" + i, bytes);
            assertThat(store().read("crowd/" + i)).isEqualTo(bytes);
            if (i % 2 == 0) {
                store().delete("crowd/" + i);
            }
            assertThat(store().stat("crowd/" + i).isPresent()).isEqualTo(i % 2 != 0);
        });

        assertThat(store().keys("crowd/")).hasSize(32);
    }

    @Test
    default void of_many_that_put_if_absent_one_wins() throws Exception {
        if (refuses(Capability.PUT_IF_ABSENT, () -> store().put("key", "x", CREATE))) {
            return;
        }
        var outcomes = Crowd.outcomes(20, i -> () -> {
            store().put("key", "writer " + i, CREATE);
            return "writer " + i;
        });

        var winners = outcomes.stream().filter(Crowd.Outcome::succeeded).toList();
        if (deviates(Deviation.RACING_PUT_IF_ABSENT)) {
            assertThat(winners).isNotEmpty();
        } else {
            assertThat(winners).hasSize(1);
        }
        assertThat(winners).extracting(winner -> winner.value().get(0)).contains(store().text("key"));
        assertThat(outcomes)
                .filteredOn(outcome -> !outcome.succeeded())
                .allSatisfy(loser -> assertThat(loser.failure()).hasOnlyElementsOfType(PreconditionFailed.class));
    }

    @Test
    default void a_counter_kept_by_put_if_match_loses_no_count() throws Exception {
        store().put("counter", "0");
        var first = store().stat("counter").flatMap(ObjectMetadata::etag).orElse(ConditionContract.FOREIGN);
        if (refuses(
                Set.of(Capability.PUT_IF_MATCH, Capability.VERSION_TOKENS),
                () -> store().put("counter", "1", PutOptions.DEFAULT.withPrecondition(Precondition.matches(first))))) {
            return;
        }
        store().put("counter", "0");
        Crowd.all(8, worker -> () -> {
            for (int i = 0; i < 50; i++) {
                countOne();
            }
            return worker;
        });

        int count = Integer.parseInt(store().text("counter"));
        if (deviates(Deviation.RACING_PUT_IF_MATCH)) {
            assertThat(count).isBetween(1, 400);
        } else {
            assertThat(count).isEqualTo(400);
        }
    }

    private void countOne() throws IOException {
        for (int attempt = 0; attempt < 10_000; attempt++) {
            Counted counted;
            try {
                counted = readCounter();
            } catch (IOException e) {
                if (deviates(Deviation.READS_FAIL_BESIDE_WRITES)) {
                    continue;
                }
                throw e;
            }
            var options = PutOptions.DEFAULT.withPrecondition(Precondition.matches(counted.version()));
            try {
                store().put("counter", Integer.toString(counted.count() + 1), options);
                return;
            } catch (PreconditionFailed e) {
                assertThat(e.key()).contains(ObjectKey.of("counter"));
            }
        }
        fail("the counter never stood still");
    }

    private Counted readCounter() throws IOException {
        try (var content = store().client().get(ObjectKey.of("counter"), GetOptions.WHOLE)) {
            String text = new String(content.stream().readAllBytes(), StandardCharsets.US_ASCII);
            return new Counted(Integer.parseInt(text), content.metadata().etag().orElseThrow());
        }
    }

    /// A count and the version it is of.
    record Counted(int count, Etag version) {}

    @Test
    default void of_many_that_put_to_one_key_one_is_there_whole() throws Exception {
        Crowd.all(8, i -> () -> store().put("key", uniform(i, 50_000 + i)));

        byte[] bytes = store().read("key");
        assertThat(isUniform(bytes)).isTrue();
        assertThat(bytes).hasSize(50_000 + bytes[0]);
        assertThat(store().stat("key")).get().extracting(ObjectMetadata::size).isEqualTo((long) bytes.length);
    }

    @Test
    default void a_reader_beside_writers_finds_whole_versions() throws Exception {
        store().put("key", uniform(0, 100_000));
        Crowd.all(4, lane -> () -> {
            for (int i = 0; i < 15; i++) {
                if (lane == 0) {
                    store().put("key", uniform(i, 100_000 + i));
                } else {
                    assertWholeVersion();
                }
            }
            return lane;
        });

        assertThat(store().read("key")).hasSize(100_014);
    }

    private void assertWholeVersion() throws IOException {
        try (var content = store().client().get(ObjectKey.of("key"), GetOptions.WHOLE)) {
            byte[] bytes = content.stream().readAllBytes();
            assertThat(isUniform(bytes)).as("all bytes are of one version").isTrue();
            assertThat(bytes).hasSize(100_000 + bytes[0]);
            assertThat(content.metadata().size()).as("and so are the metadata").isEqualTo(bytes.length);
        } catch (ObjectNotFound e) {
            if (can(Capability.ATOMIC_REPLACE) && !deviates(Deviation.READS_FAIL_BESIDE_WRITES)) {
                throw e;
            }
        } catch (IOException | StorageException e) {
            if (!deviates(Deviation.READS_FAIL_BESIDE_WRITES)) {
                throw e;
            }
        }
    }

    @Test
    default void a_body_that_was_opened_stays_of_its_version_while_it_is_replaced() throws IOException {
        byte[] old = TestSources.bytes(300_000, 1);
        store().put("key", old);
        Optional<byte[]> read;
        try (var content = store().client().get(ObjectKey.of("key"), GetOptions.WHOLE)) {
            int first = content.stream().read();
            secondClient().put("key", TestSources.bytes(300_000, 2));
            read = readOn(first, content.stream());
        }

        read.ifPresent(bytes -> assertThat(Arrays.equals(bytes, old)).isTrue());
        assertThat(store().read("key")).isEqualTo(TestSources.bytes(300_000, 2));
    }

    /// The first byte and the rest, or nothing if the stream failed, as it may when its version is gone.
    private static Optional<byte[]> readOn(int first, InputStream stream) {
        try {
            return Optional.of(UploadFixture.joined(new byte[] {(byte) first}, stream.readAllBytes()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Test
    default void of_two_uploads_to_one_key_one_is_there_whole() throws Exception {
        if (refusesUploads()) {
            return;
        }
        byte[][] firsts = {uniform(1, partBytes()), uniform(2, partBytes())};
        var outcomes = Crowd.outcomes(2, i -> () -> upload(request("key"), firsts[i], uniform(i + 1, 10)));

        assertUploadsEnd(outcomes);
        byte[] bytes = store().read("key");
        assertThat(isUniform(bytes)).isTrue();
        assertThat(bytes).hasSize(partBytes() + 10);
        assertThat(store().uploads("")).isEmpty();
    }

    private void assertUploadsEnd(List<Crowd.Outcome<ObjectMetadata>> outcomes) {
        var failures =
                outcomes.stream().flatMap(outcome -> outcome.failure().stream()).toList();
        if (deviations().contains(Deviation.WRITES_END_UPLOADS)) {
            assertThat(failures).hasSizeLessThan(outcomes.size()).allMatch(UploadNotFound.class::isInstance);
        } else {
            assertThat(failures).isEmpty();
        }
    }

    private static byte[] uniform(int value, int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static boolean isUniform(byte[] bytes) {
        for (byte b : bytes) {
            if (b != bytes[0]) {
                return false;
            }
        }
        return bytes.length > 0;
    }
}
