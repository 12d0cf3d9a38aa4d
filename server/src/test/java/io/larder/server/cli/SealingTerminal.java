package io.larder.server.cli;

import io.larder.server.record.Bytes;
import io.larder.server.simulate.CipherSide;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// A terminal of protocol version 2.4.0 that exchanges keys with whatever ciphers it is given.
final class SealingTerminal {
    /// More questions than a key pair takes to make.
    private static final int PATIENCE = 100_000;

    private final RawTerminal line;
    private final String serial;
    private final CipherSide side;
    private long counter;

    SealingTerminal(RunningBox box, String serial, CipherSide side) {
        this.line = box.terminal();
        this.serial = serial;
        this.side = side;
    }

    /// Initialises as `path` wants it and gives the options.
    String hello(String path) {
        return line.get(path + "?SN=" + serial + "&options=all&pushver=2.4.1").text();
    }

    /// Both steps, one behind the other.
    SealingTerminal exchange() {
        String boxKey = value(publicKey(), "PublicKey=");
        side.agree(value(factors(side.factor(boxKey)), "Factors="), serial);
        counter = 0;
        return this;
    }

    /// Asks until the box has a key ready.
    RawTerminal.Answer publicKey() {
        String body = "PublicKey=" + side.publicKey();
        RawTerminal.Answer answer = step("publickey", body);
        for (int i = 0; answer.status() == 503 && i < PATIENCE; i++) {
            answer = step("publickey", body);
        }
        return answer;
    }

    RawTerminal.Answer factors(String factor) {
        return step("factors", "Factors=" + factor);
    }

    RawTerminal.Answer step(String type, String body) {
        return line.post("/iclock/exchange?SN=" + serial + "&type=" + type, body);
    }

    static String value(RawTerminal.Answer answer, String key) {
        if (answer.status() != 200 || !answer.text().startsWith(key)) {
            throw new AssertionError("no " + key + " but " + answer);
        }
        return answer.text().substring(key.length());
    }

    /// A body as it travels.
    Bytes sealed(String clear) {
        return sealed(clear, 0);
    }

    /// With some bits of its crc32 changed.
    Bytes sealed(String clear, int wrong) {
        byte[] bytes = clear.getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        counter++;
        return Bytes.wrap(side.seal(counter, bytes, (int) crc.getValue() ^ wrong));
    }

    /// Uploads sealed, and opens what it hears.
    String upload(String target, String clear) {
        return opened(send(target, sealed(clear)));
    }

    /// Uploads as it is.
    RawTerminal.Answer send(String target, Bytes body) {
        return line.post(target(target), body);
    }

    /// Asks something, and opens what it hears.
    String ask(String target) {
        return opened(line.get(target(target)));
    }

    private String target(String target) {
        return target.replace("{SN}", serial);
    }

    /// The clear text of a sealed answer; of a refusal what it says.
    String opened(RawTerminal.Answer answer) {
        return answer.status() == 200
                ? new String(
                        side.open(answer.body().toArray()).orElseThrow(), StandardCharsets.UTF_8)
                : answer.toString();
    }
}
