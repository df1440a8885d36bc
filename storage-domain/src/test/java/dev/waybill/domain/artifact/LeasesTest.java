package dev.waybill.domain.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.transfer.TransferLimits;
import dev.waybill.port.KeyPrefix;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Turns at changing the documents of a folder.
class LeasesTest {
    private static final KeyPrefix FOLDER = KeyPrefix.of("artifacts/model/net/");
    private static final String LEASE = "artifacts/model/net/.waybill/lease-";

    private final ArtifactScene scene = new ArtifactScene();

    @AfterEach
    void close() {
        scene.close();
    }

    /// Turns for one who lets time pass by waiting.
    private Leases leases() {
        var settings = new RepositorySettings(
                scene.clock,
                scene.clock::advance,
                new Random(1),
                Optional.empty(),
                TransferLimits.DEFAULT,
                Optional.empty());
        return new Leases(scene.store, new Documents(scene.store), settings);
    }

    @Test
    void one_that_was_given_back_is_taken_at_once_and_only_the_newest_stays() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            leases().acquire(FOLDER).close();
        }

        assertThat(scene.keys(LEASE)).containsExactly(LEASE + "0000000005");
        assertThat(scene.clock.instant()).isEqualTo(ArtifactScene.NOON);
    }

    @Test
    void one_that_its_holder_left_behind_is_taken_over_after_a_minute_and_not_before() throws InterruptedException {
        scene.put(LEASE + "0000000007", "of one who died");

        leases().acquire(FOLDER).close();

        assertThat(Duration.between(ArtifactScene.NOON, scene.clock.instant()))
                .isBetween(Leases.PATIENCE, Leases.PATIENCE.plusSeconds(2));
        assertThat(scene.keys(LEASE)).containsExactly(LEASE + "0000000008");
    }

    @Test
    void one_that_changes_hands_is_waited_for_anew() throws InterruptedException {
        scene.put(LEASE + "0000000001", "first");
        Instant change = ArtifactScene.NOON.plusSeconds(40);
        var settings = new RepositorySettings(
                scene.clock,
                duration -> {
                    scene.clock.advance(duration);
                    if (scene.clock.instant().isAfter(change) && !scene.has(LEASE + "0000000002")) {
                        scene.put(LEASE + "0000000002", "second");
                    }
                },
                new Random(1),
                Optional.empty(),
                TransferLimits.DEFAULT,
                Optional.empty());

        new Leases(scene.store, new Documents(scene.store), settings)
                .acquire(FOLDER)
                .close();

        assertThat(scene.clock.instant()).isAfter(change.plus(Leases.PATIENCE));
        assertThat(scene.keys(LEASE)).containsExactly(LEASE + "0000000003");
    }

    @Test
    void one_who_was_too_slow_does_not_write() throws InterruptedException {
        try (Leases.Held held = leases().acquire(FOLDER)) {
            held.requireFresh();
            scene.clock.advance(Leases.HELD_AT_MOST.plusMillis(1));
            assertThatThrownBy(held::requireFresh).isInstanceOf(ArtifactFailure.Busy.class);
        }
    }

    @Test
    void what_others_call_like_a_lease_is_no_lease() throws InterruptedException {
        scene.put(LEASE + "x", "free");
        leases().acquire(FOLDER).close();
        assertThat(scene.keys(LEASE)).contains(LEASE + "0000000001", LEASE + "x");
    }
}
