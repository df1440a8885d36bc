package dev.waybill.domain.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.sync.PlanOrigin;
import dev.waybill.domain.sync.PlanStep;
import dev.waybill.domain.sync.SyncAction;
import dev.waybill.domain.sync.SyncBase;
import dev.waybill.domain.sync.SyncBaseStore;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncListener;
import dev.waybill.domain.sync.SyncOptions;
import dev.waybill.domain.sync.SyncPair;
import dev.waybill.domain.sync.SyncRefused;
import dev.waybill.domain.sync.Synchronizer;
import dev.waybill.domain.transfer.TransferLimits;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ManualClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a plan that was damaged, changed or made up is refused for, with its line and before anything is changed.
class PlanFileTest {
    private static final ObjectKey KEY = ObjectKey.of("a/b");

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-20T12:00:00Z"));
    private IObjectStorageAdapter local = new InMemoryAdapter(clock);
    private IObjectStorageAdapter remote = new InMemoryAdapter(clock);
    private Synchronizer synchronizer = synchronizer();
    private List<String> plan = List.of();

    private record Text(String text) implements PlanText {
        @Override
        public String name() {
            return "p.ndjson";
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /// Nothing was ever synced, and what is noted is forgotten.
    private static SyncBaseStore noBases() {
        SyncBase base = (SyncBase) Proxy.newProxyInstance(
                PlanFileTest.class.getClassLoader(),
                new Class<?>[] {SyncBase.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "entries" -> Stream.empty();
                    case "entry" -> Optional.empty();
                    default -> null;
                });
        return (SyncBaseStore) Proxy.newProxyInstance(
                PlanFileTest.class.getClassLoader(),
                new Class<?>[] {SyncBaseStore.class},
                (proxy, method, arguments) -> base);
    }

    private Synchronizer synchronizer() {
        return new Synchronizer(local, remote, noBases(), TransferLimits.DEFAULT, clock);
    }

    @BeforeEach
    void make_a_plan() {
        local.put(KEY, ObjectSource.of(new byte[5]), PutOptions.DEFAULT);
        var out = new ByteArrayOutputStream();
        try (var writer = new PlanWriter(out, SyncDirection.PUSH)) {
            var unused = synchronizer.plan(
                    SyncDirection.PUSH,
                    SyncOptions.DEFAULT.withScope(KeyPrefix.of("a/")).withExclude(List.of("*.tmp")),
                    new PlanOrigin("lab", false),
                    writer,
                    SyncListener.NONE);
        }
        plan = out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @AfterEach
    void close_the_stores() {
        local.close();
        remote.close();
    }

    private static Text text(List<String> lines) {
        return new Text(String.join("\n", lines) + "\n");
    }

    /// The plan with a line whose `what` is `instead`, sealed again as nobody but Waybill should.
    private Text forged(int line, String what, String instead) {
        var lines = new ArrayList<>(plan);
        String old = lines.get(line - 1);
        assertThat(old).contains(what);
        String body = old.replaceFirst(",\"crc\":\"[0-9a-f]{8}\"}$", "}").replace(what, instead);
        lines.set(line - 1, new String(Seal.sealed(body.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8));
        return text(lines);
    }

    private void assertRefused(PlanText text, String... parts) {
        assertThatThrownBy(() -> synchronizer.apply(PlanFile.of(text), true, SyncListener.NONE))
                .isInstanceOf(SyncRefused.BadPlan.class)
                .hasMessageContainingAll(parts);
        assertThat(remote.stat(KEY)).as("nothing was changed").isEmpty();
    }

    @Test
    void what_is_written_is_read_again() {
        PlanFile read = PlanFile.of(text(plan));
        assertThat(read.header().pair()).isEqualTo(new SyncPair(local.store(), remote.store()));
        assertThat(read.header().options())
                .isEqualTo(SyncOptions.DEFAULT.withScope(KeyPrefix.of("a/")).withExclude(List.of("*.tmp")));
        assertThat(read.header().origin()).isEqualTo(new PlanOrigin("lab", false));
        try (Stream<PlanStep> steps = read.steps()) {
            assertThat(steps).singleElement().satisfies(step -> {
                assertThat(step.line()).isEqualTo(2);
                assertThat(step.action()).isInstanceOfSatisfying(SyncAction.Transfer.class, transfer -> {
                    assertThat(transfer.source().etag())
                            .isEqualTo(local.stat(KEY).orElseThrow().etag());
                    assertThat(transfer.target()).isEmpty();
                });
            });
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            2 | "key":"a/b"          | "key":"a/../b"              | not an object key
            2 | "key":"a/b"          | "key":"b/c"                 | not among what the plan is about
            2 | "key":"a/b"          | "key":"a/x.tmp"             | not among what the plan is about
            2 | "key":"a/b"          | "key":"a/.waybill/state.db" | not among what the plan is about
            2 | "key":"a/b"          | "key":7                     | must be a text
            2 | "key":"a/b"          | "key":"a/b","key":"a/c"     | not JSON
            2 | "v":1                | "v":2                       | version 2
            2 | "action":"transfer"  | "action":"format"           | unknown action
            2 | "reason":"new"       | "reason":"because"          | unknown reason
            2 | "reason":"new"       | "reason":"deleted"          | a transfer for the reason
            2 | "reason":"new"       | "reason":"changed"          | cannot be to where nothing is
            2 | "size":5,"source"    | "size":6,"source"           | size is 6
            2 | "size":5             | "size":-5                   | must be 0 or more
            2 | "size":5             | "size":50000000000000000000 | not JSON
            2 | "size":5             | "size":9000000000000000000  | larger than the target takes
            2 | "target":null        | "target":null,"mode":"0777" | unknown field "mode"
            2 | ,"target":null       | ~~                          | "target" is missing
            2 | "target":null        | "target":[[[[[]]]]]         | not JSON
            2 | "modified":"         | "modified":"x               | not a time
            2 | "type":"step"        | "type":"leap"               | unknown type
            1 | "type":"plan"        | "type":"step"               | first line of a plan must be of type plan
            1 | "listed":"both"      | "listed":"local"            | half a listing
            1 | "objects":1,"bytes":5| "objects":0,"bytes":0       | than the head of the plan says
            1 | "due":0              | "due":1                     | asked about 1 deletes
            1 | "verdict":"not-asked"| "verdict":"allowed"         | its figures say not-asked
            1 | "direction":"push"   | "direction":"sideways"      | unknown direction
            1 | "scheme":"           | "scheme":"0                 | not a scheme
            3 | "steps":1            | "steps":2                   | 2 steps
            3 | "type":"end"         | "type":"note"               | cut off
            """)
    void a_line_that_breaks_a_rule_is_named_with_it(int line, String what, String instead, String rule) {
        assertRefused(forged(line, what, instead), "p.ndjson", rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ,"collisions":0,"renamed":0 | ~~
            ,"renamed":0                | ,"renamed":0,"later":{"than":"this"}
            """)
    void totals_may_be_fewer_or_more_than_this_waybill_writes(String what, String instead) {
        PlanFile read = PlanFile.of(forged(3, what, instead));
        try (Stream<PlanStep> steps = read.steps()) {
            assertThat(steps).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void a_line_with_another_byte_is_refused(int line) {
        var lines = new ArrayList<>(plan);
        String old = lines.get(line - 1);
        for (int at = 1; at < old.length(); at += 7) {
            char other = old.charAt(at) == 'e' ? 'f' : 'e';
            lines.set(line - 1, old.substring(0, at) + other + old.substring(at + 1));
            assertRefused(text(lines), "line " + line);
        }
    }

    @Test
    void a_plan_cut_off_anywhere_is_refused() {
        String all = text(plan).text();
        for (int length = 0; length < all.length(); length += 5) {
            assertRefused(new Text(all.substring(0, length)), "p.ndjson");
        }
        assertRefused(text(plan.subList(0, 2)), "line 2", "cut off");
    }

    @Test
    void lines_of_two_plans_do_not_mix() {
        List<String> first = plan;
        make_a_plan();
        assertRefused(text(List.of(plan.get(0), first.get(1), plan.get(2))), "line 2", "is of the plan");
        assertRefused(
                text(List.of(plan.get(0), plan.get(1), plan.get(2), plan.get(1))), "line 4", "nothing may follow");
        assertRefused(text(List.of(plan.get(0), plan.get(1), plan.get(1), plan.get(2))), "line 3");
    }

    @Test
    void a_line_without_end_is_not_read_into_memory() {
        PlanText endless = new PlanText() {
            @Override
            public String name() {
                return "p.ndjson";
            }

            @Override
            public InputStream open() {
                var head = new ByteArrayInputStream((plan.getFirst() + "\n").getBytes(StandardCharsets.UTF_8));
                return new SequenceInputStream(head, new InputStream() {
                    private long given;

                    @Override
                    public int read() {
                        return given++ < (100L << 20) ? 'x' : -1;
                    }

                    @Override
                    public int read(byte[] into, int from, int length) {
                        given += length;
                        Arrays.fill(into, from, from + length, (byte) 'x');
                        return given < (100L << 20) ? length : -1;
                    }
                });
            }
        };
        assertRefused(endless, "line 2", "longer than 1048576 bytes");
    }

    @Test
    void what_is_no_plan_at_all_is_refused() {
        assertRefused(new Text(""), "empty");
        assertRefused(text(List.of("{}")), "line 1");
        assertRefused(text(List.of("PK\u0003\u0004")), "line 1");
        assertRefused(text(List.of("")), "line 1");
    }

    @Test
    void a_plan_has_no_secret_and_no_more_than_it_needs() {
        assertThat(plan.get(0))
                .contains("\"remoteName\":\"lab\"")
                .contains(remote.store().location());
        assertThat(plan)
                .allSatisfy(line ->
                        assertThat(line).startsWith("{\"v\":1,\"type\":\"").contains("\"plan\":\""));
    }
}
