package dev.waybill.cli.run;

import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;

/// AES-GCM by whatever [NativeProvider] finds on this machine, found when the first key is set and not before. One
/// thread at a time.
final class NativeGcm extends CipherSpi {
    private @Nullable Cipher chosen;

    private Cipher cipher() {
        if (chosen == null) {
            throw new IllegalStateException("no key was set");
        }
        return chosen;
    }

    private Cipher choose() {
        if (chosen == null) {
            chosen = NativeProvider.gcm();
        }
        return chosen;
    }

    @Override
    protected void engineSetMode(String mode) throws NoSuchAlgorithmException {
        if (!mode.equalsIgnoreCase("GCM")) {
            throw new NoSuchAlgorithmException("no mode " + mode + ", only GCM");
        }
    }

    @Override
    protected void engineSetPadding(String padding) throws NoSuchPaddingException {
        if (!padding.equalsIgnoreCase("NoPadding")) {
            throw new NoSuchPaddingException("no padding " + padding + ", only NoPadding");
        }
    }

    @Override
    protected int engineGetBlockSize() {
        return choose().getBlockSize();
    }

    @Override
    protected int engineGetOutputSize(int length) {
        return cipher().getOutputSize(length);
    }

    @Override
    protected byte @Nullable [] engineGetIV() {
        return choose().getIV();
    }

    @Override
    protected @Nullable AlgorithmParameters engineGetParameters() {
        return choose().getParameters();
    }

    @Override
    protected void engineInit(int mode, Key key, SecureRandom random) throws InvalidKeyException {
        choose().init(mode, key, random);
    }

    @Override
    protected void engineInit(int mode, Key key, @Nullable AlgorithmParameterSpec parameters, SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        choose().init(mode, key, parameters, random);
    }

    @Override
    protected void engineInit(int mode, Key key, @Nullable AlgorithmParameters parameters, SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        choose().init(mode, key, parameters, random);
    }

    @Override
    protected int engineGetKeySize(Key key) {
        return key.getEncoded().length * Byte.SIZE;
    }

    @Override
    protected void engineUpdateAAD(byte[] bytes, int offset, int length) {
        cipher().updateAAD(bytes, offset, length);
    }

    @Override
    protected byte @Nullable [] engineUpdate(byte[] input, int offset, int length) {
        return cipher().update(input, offset, length);
    }

    @Override
    protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int outputOffset)
            throws ShortBufferException {
        return cipher().update(input, offset, length, output, outputOffset);
    }

    @Override
    protected byte[] engineDoFinal(byte @Nullable [] input, int offset, int length)
            throws IllegalBlockSizeException, BadPaddingException {
        return input == null ? cipher().doFinal() : cipher().doFinal(input, offset, length);
    }

    @Override
    protected int engineDoFinal(byte @Nullable [] input, int offset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
        return input == null
                ? cipher().doFinal(output, outputOffset)
                : cipher().doFinal(input, offset, length, output, outputOffset);
    }

    /// Native code takes what lies outside of the heap as it is. Of what does not, it would make room outside anew
    /// each time, so that goes by arrays.
    @Override
    protected int engineDoFinal(ByteBuffer input, ByteBuffer output)
            throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
        return input.isDirect() && output.isDirect()
                ? cipher().doFinal(input, output)
                : super.engineDoFinal(input, output);
    }
}
