package io.larder.crypto.larder1;

import io.larder.crypto.keyexchange.Opened;
import io.larder.crypto.keyexchange.SessionKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// A session: AES-256-GCM under one key for each direction, numbers big-endian.
///
/// ```
/// sealed = "LK1" 0x00, counter:u64, AES-256-GCM( body, crc32:u32 ), tag (16 bytes)
/// nonce  = 4 bytes 0, counter          no additional data
/// crc32  = CRC-32 of the body as in zlib
/// ```
///
/// A sender counts from 1 and never uses a counter twice, not even for a body that it sends again.
/// What comes twice is refused; what overtakes is not, up to [Window#PLACES] messages back.
final class GcmSession implements SessionKey {
    private static final byte[] MARK = {'L', 'K', '1', 0};
    private static final int COUNTER_BYTES = Long.BYTES;
    private static final int HEAD_BYTES = MARK.length + COUNTER_BYTES;
    private static final int CRC_BYTES = Integer.BYTES;
    private static final int TAG_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int LEAST_BYTES = HEAD_BYTES + CRC_BYTES + TAG_BYTES;

    private final SecretKey up;
    private final SecretKey down;
    private final AtomicLong said = new AtomicLong();
    private final Window heard = new Window();

    GcmSession(SecretKey up, SecretKey down) {
        this.up = up;
        this.down = down;
    }

    static boolean isMarked(byte[] body) {
        return body.length >= MARK.length
                && Arrays.equals(body, 0, MARK.length, MARK, 0, MARK.length);
    }

    @Override
    public byte[] seal(byte[] clear) {
        long counter = said.incrementAndGet();
        ByteBuffer sealed = ByteBuffer.allocate(LEAST_BYTES + clear.length);
        sealed.put(MARK).putLong(counter);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, down, counter);
            cipher.update(ByteBuffer.wrap(clear), sealed);
            cipher.doFinal(ByteBuffer.allocate(CRC_BYTES).putInt(0, crc(clear)), sealed);
            return sealed.array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal with AES-GCM", e);
        }
    }

    @Override
    public Opened open(byte[] sealed) {
        if (!isMarked(sealed) || sealed.length < LEAST_BYTES) {
            return Opened.unfit("it is not sealed");
        }
        long counter = ByteBuffer.wrap(sealed).getLong(MARK.length);
        try {
            byte[] both =
                    cipher(Cipher.DECRYPT_MODE, up, counter)
                            .doFinal(sealed, HEAD_BYTES, sealed.length - HEAD_BYTES);
            return heard.admits(counter) ? checked(both) : Opened.unfit("it came before");
        } catch (AEADBadTagException e) {
            return Opened.unfit("its seal does not fit");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot open with AES-GCM", e);
        }
    }

    private static Opened checked(byte[] both) {
        byte[] clear = Arrays.copyOf(both, both.length - CRC_BYTES);
        int sent = ByteBuffer.wrap(both).getInt(clear.length);
        return sent == crc(clear) ? Opened.clear(clear) : Opened.unfit("its crc32 is wrong");
    }

    private static int crc(byte[] clear) {
        CRC32 crc = new CRC32();
        crc.update(clear);
        return (int) crc.getValue();
    }

    private static Cipher cipher(int mode, SecretKey key, long counter)
            throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE_BYTES];
        ByteBuffer.wrap(nonce).putLong(NONCE_BYTES - COUNTER_BYTES, counter);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        return cipher;
    }
}
