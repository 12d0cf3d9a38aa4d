package io.larder.server.simulate.clock;

import io.larder.server.protocol.KeyMessage;
import io.larder.server.protocol.KeyMessage.Step;
import io.larder.server.protocol.Query;
import io.larder.server.protocol.Version;
import io.larder.server.record.Bytes;
import io.larder.server.simulate.Call;
import io.larder.server.simulate.CipherSide;
import io.larder.server.simulate.Heard;
import io.larder.server.simulate.JdkSide;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.CRC32;

/// The way to a box that may want bodies sealed: when its options tell a version that has
/// encryption, keys are exchanged before anything else is said. A box that has no session any more
/// is greeted anew.
public final class SealingUplink implements Uplink {
    /// A box with many terminals makes keys one by one.
    private static final int PATIENCE = 300;

    private static final String NO_SESSION = "has no session";
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Uplink line;
    private final CipherSide side = new JdkSide();
    private Optional<Call> hello = Optional.empty();
    private boolean sealed;
    private long counter;

    public SealingUplink(Uplink line) {
        this.line = line;
    }

    @Override
    public Optional<Heard> say(Call call) {
        if (call.target().contains("options=all")) {
            hello = Optional.of(call);
            return greet(call);
        }
        if (!sealed || call.target().startsWith("/iclock/file/")) {
            return line.say(call);
        }
        Optional<Heard> heard = line.say(sealed(call));
        Optional<Heard> opened = heard.flatMap(this::opened);
        if (heard.isPresent() && opened.isEmpty()) {
            hello.ifPresent(this::greet);
        }
        return opened;
    }

    private Optional<Heard> greet(Call call) {
        sealed = false;
        Optional<Heard> heard = line.say(call);
        boolean wanted =
                heard.map(answer -> answer.options().getOrDefault("PushProtVer", ""))
                        .flatMap(Version::read)
                        .filter(version -> version.compareTo(Version.ENCRYPTED) >= 0)
                        .isPresent();
        return !wanted || exchange(serial(call)) ? heard : Optional.empty();
    }

    private boolean exchange(String serial) {
        Optional<String> boxKey = ask(serial, Step.PUBLIC_KEY, side.publicKey());
        for (int i = 0; boxKey.isEmpty() && i < PATIENCE; i++) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
            boxKey = ask(serial, Step.PUBLIC_KEY, side.publicKey());
        }
        Optional<String> factor =
                boxKey.flatMap(key -> ask(serial, Step.FACTORS, side.factor(key)));
        factor.ifPresent(text -> side.agree(text, serial));
        counter = 0;
        sealed = factor.isPresent();
        return sealed;
    }

    private Optional<String> ask(String serial, Step step, String text) {
        String target = "/iclock/exchange?SN=" + serial + "&type=" + step.type();
        return line.say(Call.post(target, new KeyMessage(step, text).write()))
                .filter(heard -> heard.status() == 200)
                .map(heard -> heard.body().substring(heard.body().indexOf('=') + 1));
    }

    private static String serial(Call call) {
        String target = call.target();
        return Query.of(target.substring(target.indexOf('?') + 1)).text("SN", "");
    }

    /// Under a new counter each time, also when the same is said again.
    private Call sealed(Call call) {
        if (call.body().isEmpty()) {
            return call;
        }
        byte[] clear = call.body().toArray();
        CRC32 crc = new CRC32();
        crc.update(clear);
        counter++;
        byte[] body = side.seal(counter, clear, (int) crc.getValue());
        return Call.post(call.target(), Bytes.wrap(body));
    }

    /// Empty when the session is over: the box says so, or says something in the clear.
    private Optional<Heard> opened(Heard heard) {
        if (heard.status() != 200) {
            return Optional.of(heard).filter(answer -> !answer.body().contains(NO_SESSION));
        }
        return side.open(Bytes.latin1(heard.body()).toArray())
                .map(body -> new Heard(200, new String(body, StandardCharsets.ISO_8859_1)));
    }
}
