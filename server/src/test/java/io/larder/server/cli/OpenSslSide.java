package io.larder.server.cli;

import io.larder.server.simulate.CipherSide;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// With the command line of OpenSSL 3: nothing in it computes with Java's ciphers or with ours. The
/// command line has no GCM, so that it gives counter mode and single blocks, and [Ghash] the rest.
final class OpenSslSide implements CipherSide {
    private static final HexFormat HEX = HexFormat.of();
    private static final int COUNTER_AT = 4;
    private static final int HEAD = 12;
    private static final int TAG = 16;

    private final Path folder;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private byte[] factor = {};
    private byte[] up = {};
    private byte[] down = {};

    OpenSslSide(Path folder) {
        this.folder = folder;
    }

    /// Whether this machine has what it takes.
    static boolean isPresent() {
        try {
            Process process = new ProcessBuilder("openssl", "version").start();
            String version =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return process.waitFor() == 0 && version.startsWith("OpenSSL 3");
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String publicKey() {
        run("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out own.pem");
        byte[] key = run("pkey -in own.pem -pubout -outform DER");
        said.reset();
        said.writeBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    @Override
    public String factor(String boxKey) {
        byte[] key = Base64.getDecoder().decode(boxKey);
        file("box.der", key);
        factor = run("rand 32");
        file("factor", factor);
        byte[] encrypted =
                run("pkeyutl -encrypt -pubin -keyform DER -inkey box.der -in factor" + oaep());
        said.writeBytes(key);
        said.writeBytes(encrypted);
        return Base64.getEncoder().encodeToString(encrypted);
    }

    @Override
    public void agree(String boxFactor, String serial) {
        byte[] encrypted = Base64.getDecoder().decode(boxFactor);
        said.writeBytes(encrypted);
        file("answer", encrypted);
        byte[] theirs = run("pkeyutl -decrypt -inkey own.pem -in answer" + oaep());
        file("said", said.toByteArray());
        byte[] salt = run("dgst -sha256 -binary said");
        byte[] both = ByteBuffer.allocate(64).put(factor).put(theirs).array();
        up = hkdf(both, salt, "larder-1 up " + serial);
        down = hkdf(both, salt, "larder-1 down " + serial);
    }

    private static String oaep() {
        return " -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256"
                + " -pkeyopt rsa_mgf1_md:sha256";
    }

    private byte[] hkdf(byte[] input, byte[] salt, String info) {
        return run(
                "kdf -binary -keylen 32 -kdfopt digest:SHA256 -kdfopt hexkey:"
                        + HEX.formatHex(input)
                        + " -kdfopt hexsalt:"
                        + HEX.formatHex(salt)
                        + " -kdfopt hexinfo:"
                        + HEX.formatHex(info.getBytes(StandardCharsets.US_ASCII))
                        + " HKDF");
    }

    @Override
    public byte[] seal(long counter, byte[] clear, int crc) {
        byte[] both = ByteBuffer.allocate(clear.length + 4).put(clear).putInt(crc).array();
        byte[] encrypted = counterMode(up, counter, both);
        return ByteBuffer.allocate(HEAD + encrypted.length + TAG)
                .put(new byte[] {0x4c, 0x4b, 0x31, 0})
                .putLong(counter)
                .put(encrypted)
                .put(tag(up, counter, encrypted))
                .array();
    }

    @Override
    public Optional<byte[]> open(byte[] sealed) {
        long counter = ByteBuffer.wrap(sealed).getLong(COUNTER_AT);
        byte[] encrypted = Arrays.copyOfRange(sealed, HEAD, sealed.length - TAG);
        byte[] tag = Arrays.copyOfRange(sealed, sealed.length - TAG, sealed.length);
        if (!Arrays.equals(tag, tag(down, counter, encrypted))) {
            return Optional.empty();
        }
        byte[] both = counterMode(down, counter, encrypted);
        int clear = both.length - 4;
        return ByteBuffer.wrap(both).getInt(clear) == crc(both, clear)
                ? Optional.of(Arrays.copyOf(both, clear))
                : Optional.empty();
    }

    /// Bit by bit, as the polynomial is defined.
    private static int crc(byte[] bytes, int length) {
        int crc = -1;
        for (int i = 0; i < length; i++) {
            crc ^= bytes[i] & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0xedb88320);
            }
        }
        return ~crc;
    }

    /// GCM encrypts from the second block of the nonce on.
    private byte[] counterMode(byte[] key, long counter, byte[] text) {
        file("text", text);
        return run(
                "enc -aes-256-ctr -K "
                        + HEX.formatHex(key)
                        + " -iv "
                        + HEX.formatHex(block(counter, 2))
                        + " -in text");
    }

    private byte[] tag(byte[] key, long counter, byte[] encrypted) {
        byte[] hash = Ghash.of(oneBlock(key, new byte[TAG]), encrypted);
        byte[] mask = oneBlock(key, block(counter, 1));
        for (int i = 0; i < TAG; i++) {
            hash[i] ^= mask[i];
        }
        return hash;
    }

    private byte[] oneBlock(byte[] key, byte[] block) {
        file("block", block);
        return run("enc -aes-256-ecb -nopad -K " + HEX.formatHex(key) + " -in block");
    }

    private static byte[] block(long counter, int number) {
        return ByteBuffer.allocate(TAG).putLong(COUNTER_AT, counter).putInt(HEAD, number).array();
    }

    private void file(String name, byte[] bytes) {
        try {
            Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] run(String arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" ")));
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectError(folder.resolve("errors").toFile())
                            .start();
            byte[] printed = process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new AssertionError(
                        arguments + ": " + Files.readString(folder.resolve("errors")));
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
