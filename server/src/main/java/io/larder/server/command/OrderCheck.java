package io.larder.server.command;

import io.larder.server.protocol.CommandLanguage;
import io.larder.server.terminal.Terminal;
import java.util.Optional;

/// Says why an order cannot be given, if so: it is wrong in itself, guarded, or would do harm now.
record OrderCheck(Guards guards) {
    /// Why `wanted` is declined; empty when it can be given. `confirmed` says that whoever orders
    /// was asked whether he means it.
    Optional<Issued.Declined> refusal(
            Terminal terminal, CommandLanguage language, Wanted wanted, boolean confirmed) {
        Optional<String> fault = language.fault(wanted.order());
        if (fault.isPresent()) {
            return Optional.of(declined(Issued.Reason.WRONG, fault.get()));
        }
        Optional<String> misfit = TerminalSpeech.misfit(terminal, language, wanted.order());
        if (misfit.isPresent()) {
            return Optional.of(declined(Issued.Reason.WRONG, misfit.get()));
        }
        boolean tooLong = wanted.ttl().compareTo(CommandLimits.LONGEST_TTL) > 0;
        if (wanted.ttl().toSeconds() < 1 || tooLong) {
            return Optional.of(
                    declined(
                            Issued.Reason.WRONG,
                            "the order is good for "
                                    + wanted.ttl().toSeconds()
                                    + " seconds, expected 1 to "
                                    + CommandLimits.LONGEST_TTL.toSeconds()));
        }
        String name = wanted.order().name();
        Optional<Issued.Declined> guarded =
                switch (language.traits(wanted.order()).guard()) {
                    case NONE -> Optional.empty();
                    case CONFIRM -> unconfirmed(name, confirmed);
                    case POWERFUL ->
                            guards.powerful()
                                    ? unconfirmed(name, confirmed)
                                    : Optional.of(
                                            declined(
                                                    Issued.Reason.SWITCHED_OFF,
                                                    name
                                                            + " gives full control of a terminal:"
                                                            + " set commands.powerful to true"
                                                            + " first"));
                };
        return guarded.or(() ->
                guards.safety()
                        .objection(terminal, wanted.order())
                        .map(why -> declined(Issued.Reason.UNSAFE, why)));
    }

    private static Optional<Issued.Declined> unconfirmed(String name, boolean confirmed) {
        return confirmed
                ? Optional.empty()
                : Optional.of(
                        declined(
                                Issued.Reason.UNCONFIRMED,
                                name + " cannot be taken back: confirm it"));
    }

    private static Issued.Declined declined(Issued.Reason reason, String why) {
        return new Issued.Declined(reason, why);
    }
}
