package dev.waybill.cli.run;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A message digest that [NativeProvider] computes of what is long, and the JDK of what is short: nothing native is
/// loaded for names and small documents. One thread at a time.
final class NativeDigest extends MessageDigestSpi implements Cloneable {
    /// The JDK hashes this in a tenth of a millisecond or three.
    static final int SHORT_BYTES = 32 << 10;

    private static final int FIRST_BYTES = 256;

    private final String algorithm;
    private final int digestBytes;
    private byte[] held = new byte[FIRST_BYTES];
    private int count;

    /// Takes all once more came than is held.
    private @Nullable MessageDigest digest;

    /// @param digestBytes how long its values are
    NativeDigest(String algorithm, int digestBytes) {
        this.algorithm = algorithm;
        this.digestBytes = digestBytes;
    }

    @Override
    protected int engineGetDigestLength() {
        return digestBytes;
    }

    @Override
    protected void engineUpdate(byte input) {
        engineUpdate(new byte[] {input}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        if (isHeld(length)) {
            System.arraycopy(input, offset, held, count, length);
            count += length;
        } else {
            begun().update(input, offset, length);
        }
    }

    @Override
    protected void engineUpdate(ByteBuffer input) {
        int length = input.remaining();
        if (isHeld(length)) {
            input.get(held, count, length);
            count += length;
        } else {
            begun().update(input);
        }
    }

    /// Makes room for so much more, if it is to be held.
    private boolean isHeld(int more) {
        if (digest != null || more > SHORT_BYTES - count) {
            return false;
        }
        if (count + more > held.length) {
            held = Arrays.copyOf(held, Math.min(SHORT_BYTES, Math.max(count + more, 2 * held.length)));
        }
        return true;
    }

    private MessageDigest begun() {
        MessageDigest begun = digest;
        if (begun == null) {
            begun = NativeProvider.digest(algorithm);
            begun.update(held, 0, count);
            digest = begun;
            count = 0;
        }
        return begun;
    }

    @Override
    protected byte[] engineDigest() {
        MessageDigest whole = digest;
        if (whole == null) {
            whole = NativeProvider.jdkDigest(algorithm);
            whole.update(held, 0, count);
        }
        engineReset();
        return whole.digest();
    }

    @Override
    protected int engineDigest(byte[] output, int offset, int length) throws DigestException {
        if (length < digestBytes) {
            throw new DigestException("a " + algorithm + " has " + digestBytes + " bytes, not " + length);
        }
        System.arraycopy(engineDigest(), 0, output, offset, digestBytes);
        return digestBytes;
    }

    @Override
    protected void engineReset() {
        digest = null;
        count = 0;
    }

    @Override
    public Object clone() throws CloneNotSupportedException {
        var copy = (NativeDigest) super.clone();
        copy.held = held.clone();
        MessageDigest begun = digest;
        copy.digest = begun == null ? null : (MessageDigest) begun.clone();
        return copy;
    }
}
