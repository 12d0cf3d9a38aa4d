package io.larder.server.cli;

import io.larder.crypto.Certificates;
import io.larder.crypto.Identity;
import io.larder.crypto.TlsKey;
import io.larder.server.config.Settings;
import io.larder.storage.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// By what others know the box of a data folder, where it listens, and how much room it takes.
final class IdentityView {
    private IdentityView() {}

    static Map<String, Object> of(Path data, Settings settings) throws IOException {
        Map<String, Object> out = new LinkedHashMap<>();
        Optional<Identity> identity = IdentityFile.find(data);
        if (identity.isPresent()) {
            out.put("fingerprint", identity.get().fingerprint());
            out.put("certificate", Certificates.fingerprint(identity.get().certificate()));
            out.put("since", IdentityFile.since(data).truncatedTo(ChronoUnit.SECONDS).toString());
            out.put(
                    "before",
                    IdentityFile.history(data).stream().map(step -> step.from()).toList());
        }
        Optional<TlsKey> tls = TlsParts.find(data, settings);
        if (tls.isPresent()) {
            X509Certificate shown = tls.get().certificate();
            out.put("tls", tls.get().fingerprint());
            out.put("tlsNames", names(shown));
            identity.ifPresent(box ->
                    out.put("tlsVouched", Base64.getEncoder().encodeToString(box.vouch(shown))));
        }
        out.put("listens", listens(data));
        out.put("folderBytes", bytes(data));
        return out;
    }

    private static List<String> names(X509Certificate certificate) throws IOException {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream().map(name -> String.valueOf(name.getLast())).toList();
        } catch (CertificateParsingException e) {
            throw new IOException("the names of the TLS certificate cannot be read", e);
        }
    }

    /// As the box said when it was ready, and where its console is.
    private static List<String> listens(Path data) throws IOException {
        Optional<ConsoleFile> console =
                Store.inUse(data) ? ConsoleFile.read(data) : Optional.empty();
        return console.map(file ->
                        Stream.concat(
                                        Stream.of(file.listens().split(" ")),
                                        Stream.of("console=" + file.url()))
                                .filter(each -> !each.isEmpty())
                                .toList())
                .orElse(List.of());
    }

    /// A running box makes and removes files meanwhile.
    private static long bytes(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.mapToLong(IdentityView::size).sum();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
