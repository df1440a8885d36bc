package dev.waybill.adapter.sftp;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BaseGCMCipher;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.jspecify.annotations.Nullable;

/// AES-GCM of the security provider that this JVM prefers, where the library would take the JDK's own in any case.
/// One connection and direction; one thread at a time.
final class PreferredGcm extends BaseGCMCipher {
    private static final Map<String, BuiltinCiphers> KINDS = Map.of(
            BuiltinCiphers.aes256gcm.getName(), BuiltinCiphers.aes256gcm,
            BuiltinCiphers.aes128gcm.getName(), BuiltinCiphers.aes128gcm);

    /// The provider that works on arrays, as what it does is Java itself; others copy those, several times.
    private static final String ON_ARRAYS = "SunJCE";

    private static final int FIRST_ROOM = 36 * 1024;
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private @Nullable Counter counter;
    private ByteBuffer taken = NONE;
    private ByteBuffer made = NONE;

    private PreferredGcm(BuiltinCiphers kind) {
        super(
                kind.getIVSize(),
                kind.getAuthenticationTagSize(),
                kind.getKdfSize(),
                kind.getAlgorithm(),
                kind.getKeySize(),
                kind.getTransformation(),
                kind.getCipherBlockSize());
    }

    /// These ciphers, AES-GCM first: it is several times as fast as the rest where the processor knows AES.
    static List<NamedFactory<Cipher>> first(List<NamedFactory<Cipher>> known) {
        return known.stream()
                .sorted((a, b) -> Boolean.compare(KINDS.containsKey(b.getName()), KINDS.containsKey(a.getName())))
                .map(PreferredGcm::preferred)
                .toList();
    }

    /// These ciphers in their order.
    static List<NamedFactory<Cipher>> among(List<? extends NamedFactory<Cipher>> named) {
        return named.stream().map(PreferredGcm::preferred).toList();
    }

    private static NamedFactory<Cipher> preferred(NamedFactory<Cipher> known) {
        var kind = KINDS.get(known.getName());
        return kind == null ? known : new Factory(kind);
    }

    @Override
    protected javax.crypto.Cipher createCipherInstance(Mode mode, byte[] key, byte[] iv) throws Exception {
        // Notes the key and the counter; what it makes is left.
        var unused = super.createCipherInstance(mode, key, iv);
        var preferred = javax.crypto.Cipher.getInstance(getTransformation());
        if (!preferred.getProvider().getName().equals(ON_ARRAYS)) {
            counter = new Counter(getAuthenticationTagSize() * Byte.SIZE, iv);
            parameters = counter;
            taken = ByteBuffer.allocateDirect(FIRST_ROOM);
            made = ByteBuffer.allocateDirect(FIRST_ROOM);
        }
        return preferred;
    }

    @Override
    public void update(byte[] bytes, int offset, int length) throws Exception {
        if (counter == null) {
            super.update(bytes, offset, length);
            return;
        }
        int tag = getAuthenticationTagSize();
        int given = mode == Mode.Decrypt ? length + tag : length;
        taken = room(taken, given);
        taken.put(bytes, offset, given).flip();
        made = room(made, given + tag);
        getInitializedCipherInstance().doFinal(taken, made);
        counter.next();
        initialized = false;
        made.flip().get(bytes, offset, made.limit());
    }

    private static ByteBuffer room(ByteBuffer before, int length) {
        return before.capacity() < length ? ByteBuffer.allocateDirect(length) : before.clear();
    }

    /// What is different for each packet of one key: it counts, and refuses to begin again.
    private static final class Counter extends CounterGCMParameterSpec {
        Counter(int tagBits, byte[] first) {
            super(tagBits, first);
        }

        void next() {
            incrementCounter();
        }
    }

    private record Factory(BuiltinCiphers kind) implements NamedFactory<Cipher> {
        @Override
        public String getName() {
            return kind.getName();
        }

        @Override
        public Cipher create() {
            return new PreferredGcm(kind);
        }
    }
}
