package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.common.kex.AbstractDH;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.BuiltinKEM;
import org.apache.sshd.common.kex.CurveSizeIndicator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class KeysAheadTest {
    @ParameterizedTest
    @EnumSource(
            value = BuiltinDHFactories.class,
            names = {"sntrup761x25519", "sntrup761x25519_openssh"})
    void both_sides_come_to_one_secret(BuiltinDHFactories way) throws Exception {
        var ahead = KeysAhead.begunFor(List.of());

        for (int connection = 0; connection < 2; connection++) {
            AbstractDH here = ahead.with(way).create();
            AbstractDH there = way.create();
            var keys = here.getKeyEncapsulation().getClient();
            keys.init();
            var server = BuiltinKEM.sntrup761.getServer();
            assertThat(server.init(keys.getPublicKey())).isEmpty();
            byte[] encapsulated = server.getEncapsulation();

            assertThat(keys.extractSecret(encapsulated)).isEqualTo(server.getSecret());
            assertThat(encapsulated).hasSize(keys.getEncapsulationLength());
            byte[] e = here.getE();
            byte[] f = there.getE();
            here.setF(f);
            there.setF(e);
            assertThat(here.getK()).isEqualTo(there.getK());
            assertThat(((CurveSizeIndicator) here).getByteLength()).isEqualTo(e.length);
            assertThat(here.getHash().getBlockSize()).isEqualTo(there.getHash().getBlockSize());
        }
    }

    @Test
    void no_pair_is_used_twice() throws Exception {
        var ahead = KeysAhead.begunFor(List.of());

        byte[] first = publicKey(ahead, BuiltinDHFactories.sntrup761x25519);
        byte[] second = publicKey(ahead, BuiltinDHFactories.sntrup761x25519_openssh);
        byte[] third = publicKey(ahead, BuiltinDHFactories.sntrup761x25519);

        assertThat(first).isNotEqualTo(second).isNotEqualTo(third);
        assertThat(second).isNotEqualTo(third);
    }

    @Test
    void whatever_fails_in_the_making_fails_one_connection_and_holds_up_none() throws Exception {
        var ahead = KeysAhead.begun(() -> {
            throw new OutOfMemoryError("of the test");
        });
        var way = BuiltinDHFactories.sntrup761x25519;

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> publicKey(ahead, way))
                .withRootCauseInstanceOf(OutOfMemoryError.class);
        assertThat(publicKey(ahead, way)).isNotEmpty();
    }

    @Test
    void no_pair_is_made_where_this_way_is_not_offered() throws Exception {
        var ahead = KeysAhead.begunFor(List.of("curve25519-sha256", "ecdh-sha2-nistp256"), () -> {
            throw new IllegalStateException("made though not offered");
        });

        assertThat(publicKey(ahead, BuiltinDHFactories.sntrup761x25519)).isNotEmpty();
    }

    @Test
    void a_pair_is_made_where_one_of_its_two_names_is_offered() throws Exception {
        assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
        var made = new CountDownLatch(1);
        var ahead = KeysAhead.begunFor(List.of("curve25519-sha256", "sntrup761x25519-sha512@openssh.com"), () -> {
            made.countDown();
            var client = BuiltinKEM.sntrup761.getClient();
            client.init();
            return client;
        });

        assertThat(publicKey(ahead, BuiltinDHFactories.sntrup761x25519_openssh)).isNotEmpty();
        assertThat(made.getCount()).isZero();
    }

    private static byte[] publicKey(KeysAhead ahead, BuiltinDHFactories way) throws Exception {
        var client = ahead.with(way).create().getKeyEncapsulation().getClient();
        client.init();
        return client.getPublicKey();
    }
}
