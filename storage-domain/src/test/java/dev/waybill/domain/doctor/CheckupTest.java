package dev.waybill.domain.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.domain.config.CapabilityName;
import dev.waybill.domain.layer.ForwardingAdapter;
import dev.waybill.domain.layer.WithholdingAdapter;
import dev.waybill.port.Capability;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.testkit.InMemoryAdapter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("MustBeClosedChecker") // memory frees itself
class CheckupTest {
    private final IObjectStorageAdapter honest = new InMemoryAdapter(Clock.systemUTC());

    @Test
    void a_store_that_keeps_its_word_is_safe() throws InterruptedException {
        CheckupReport report = examine(honest);

        assertThat(report.isSafe()).isTrue();
        assertThat(report.withhold()).isEmpty();
        assertThat(verdictsOfCapabilities(report, Verdict.HOLDS))
                .containsExactlyInAnyOrderElementsOf(examined(Set.of(Capability.values())));
    }

    @Test
    void what_a_store_does_not_offer_makes_it_no_less_safe() throws InterruptedException {
        CheckupReport report = examine(new InMemoryAdapter(Clock.systemUTC(), InMemoryAdapter.NO_CAPABILITIES));

        assertThat(report.isSafe()).isTrue();
        assertThat(verdictsOfCapabilities(report, Verdict.NOT_OFFERED))
                .containsExactlyInAnyOrderElementsOf(examined(Set.of(Capability.values())));
    }

    @ParameterizedTest
    @CsvSource({
        "PUT_ACCEPTS_ANY_CONDITION, PUT_IF_ABSENT",
        "PUT_ACCEPTS_ANY_CONDITION, PUT_IF_MATCH",
        "DELETE_ACCEPTS_ANY_CONDITION, DELETE_IF_MATCH",
        "COPY_ACCEPTS_ANY_CONDITION, CONDITIONAL_COPY",
        "COMPLETE_ACCEPTS_ANY_CONDITION, CONDITIONAL_COMPLETE",
        "LISTS_BY_UTF16, KEY_ORDER",
        "STARTS_WITH_START_AFTER, KEY_ORDER",
        "FORGETS_USER_METADATA, USER_METADATA",
    })
    void a_promise_that_is_not_kept_is_found_out_and_to_be_withheld(Liar.Lie lie, Capability capability)
            throws InterruptedException {
        CheckupReport report = examine(new Liar(honest, lie));

        assertThat(report.isSafe()).isFalse();
        assertThat(report.withhold()).contains(capability);
        assertThat(report.isSafeWithout()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"FORGETS_TIMES", "IGNORES_CHECKSUMS", "LISTS_ONE_PAGE", "KEEPS_WHAT_IS_DELETED", "FOLDS_CASE"})
    void what_nobody_can_do_without_has_no_remedy(Liar.Lie lie) throws InterruptedException {
        CheckupReport report = examine(new Liar(honest, lie));

        assertThat(report.isSafe()).isFalse();
        assertThat(report.isSafeWithout()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "PUT_ACCEPTS_ANY_CONDITION",
                "DELETE_ACCEPTS_ANY_CONDITION",
                "COPY_ACCEPTS_ANY_CONDITION",
                "LISTS_BY_UTF16",
                "FORGETS_USER_METADATA"
            })
    void without_what_is_to_be_withheld_the_store_is_safe(Liar.Lie lie) throws InterruptedException {
        IObjectStorageAdapter liar = new Liar(honest, lie);
        Set<Capability> withhold = examine(liar).withhold();

        assertThat(examine(new WithholdingAdapter(liar, withhold)).isSafe()).isTrue();
    }

    @Test
    void nothing_is_left_in_the_store_and_nothing_else_is_touched() throws InterruptedException {
        var mine = ObjectKey.of("waybill-doctor");
        honest.put(mine, ObjectSource.of(new byte[3]), PutOptions.DEFAULT);

        examine(honest);

        try (Stream<ObjectMetadata> listing = honest.list(ListOptions.of(KeyPrefix.ALL))) {
            assertThat(listing.map(ObjectMetadata::key)).containsExactly(mine);
        }
        try (Stream<UnfinishedUpload> uploads = honest.listUploads(KeyPrefix.ALL)) {
            assertThat(uploads).isEmpty();
        }
    }

    @Test
    void a_store_that_lets_nobody_in_fails_as_itself() {
        var closed = new ForwardingAdapter(honest) {
            @Override
            public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
                throw new AccessDenied(store(), Optional.of(key), "no", new IllegalStateException("403"));
            }
        };

        assertThatExceptionOfType(AccessDenied.class).isThrownBy(() -> examine(closed));
    }

    @Test
    void a_check_that_cannot_be_made_is_not_taken_for_a_promise_kept() throws InterruptedException {
        var halfOpen = new ForwardingAdapter(honest) {
            @Override
            public void delete(ObjectKey key, DeleteOptions options) {
                throw new AccessDenied(store(), Optional.of(key), "no", new IllegalStateException("403"));
            }
        };

        CheckupReport report = examine(halfOpen);

        assertThat(report.isSafe()).isFalse();
        assertThat(report.withhold()).contains(Capability.DELETE_IF_MATCH);
        assertThat(report.findings())
                .anySatisfy(finding -> assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN));
    }

    @Test
    void interrupted_checks_leave_nothing_behind_and_the_interrupt_lasts() {
        var interrupting = new InterruptedAt(honest, "versions");
        try {
            assertThatExceptionOfType(Cancelled.class).isThrownBy(() -> examine(interrupting));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        try (Stream<ObjectMetadata> listing = honest.list(ListOptions.of(KeyPrefix.ALL))) {
            assertThat(listing).isEmpty();
        }
    }

    @Test
    void what_can_be_written_and_not_listed_is_told_to_be_left() {
        var unlistable = new ForwardingAdapter(honest) {
            @Override
            public Stream<ObjectMetadata> list(ListOptions options) {
                throw new AccessDenied(store(), Optional.empty(), "no", new IllegalStateException("403"));
            }
        };
        var findings = new ArrayList<Finding>();

        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> new Checkup(Clock.systemUTC(), new Random(1)).of(unlistable, findings::add));
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.check()).isEqualTo("clean up");
            assertThat(finding.detail()).contains("objects may be left under waybill-doctor-");
        });
    }

    @Test
    void of_the_limits_of_parts_it_says_which_it_tried() throws InterruptedException {
        assertThat(examine(honest).findings())
                .filteredOn(finding -> finding.check().equals("resumable-upload"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.detail())
                        .matches("resumed by its id, in parts of \\d+ bytes; as declared, up to .*"));
    }

    private static CheckupReport examine(IObjectStorageAdapter store) throws InterruptedException {
        return new Checkup(Clock.systemUTC(), new Random(1)).of(store, finding -> {});
    }

    /// Atomic replacing cannot be seen from outside but by a crash.
    private static List<String> examined(Set<Capability> capabilities) {
        Set<Capability> examined = EnumSet.copyOf(capabilities);
        examined.remove(Capability.ATOMIC_REPLACE);
        return examined.stream().map(CapabilityName::of).toList();
    }

    private static List<String> verdictsOfCapabilities(CheckupReport report, Verdict verdict) {
        return report.findings().stream()
                .filter(finding ->
                        finding.verdict() == verdict && finding.capability().isPresent())
                .map(Finding::check)
                .toList();
    }
}
