package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What listings may have open of what a server lets be open.
final class FolderHandlesTest {
    private static int taken(FolderHandles.Share share) {
        int taken = 0;
        for (; share.hasRoom(); taken++) {
            share.take();
        }
        return taken;
    }

    @ParameterizedTest
    @CsvSource({"1019, 765", "100, 75", "20, 12", "6, 1", "2147483647, 96"})
    void one_listing_alone_takes_three_quarters_and_leaves_eight(int told, int most) {
        try (var share = new FolderHandles(told, () -> 0).share()) {
            assertThat(taken(share)).isEqualTo(most);
            share.giveBack();
            assertThat(taken(share)).isEqualTo(1);
        }
    }

    @Test
    void two_listings_get_the_same() {
        var handles = new FolderHandles(100, () -> 0);
        try (var first = handles.share()) {
            assertThat(taken(first)).isEqualTo(75);
            try (var second = handles.share()) {
                assertThat(taken(second)).isZero();
                for (int i = 0; i < 50; i++) {
                    first.giveBack();
                }
                assertThat(taken(second)).isEqualTo(37);
                assertThat(taken(first)).isEqualTo(12);
            }
            assertThat(taken(first)).isEqualTo(1);
        }
    }

    @Test
    void what_others_have_open_is_not_for_listings() {
        var others = new AtomicInteger(74);
        try (var share = new FolderHandles(100, others::get).share()) {
            assertThat(share.hasRoom()).isTrue();
            others.set(75);
            assertThat(share.hasRoom()).isFalse();
        }
    }
}
