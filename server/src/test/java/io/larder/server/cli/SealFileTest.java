package io.larder.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.crypto.Seal;
import io.larder.server.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the key comes from, and what is said of a wrong one and a lost one.
class SealFileTest {
    @TempDir private Path folder;
    private Path data;
    private Path keys;

    @BeforeEach
    void make() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        keys = Files.createDirectory(folder.resolve("keys"));
    }

    @Test
    void aBoxMakesAKeyOfItsOwnAndFindsItAgain() throws IOException {
        String sealed = own().seal().close("secret");

        assertThat(own().seal().open(sealed)).hasValue("secret");
        assertThat(own().notice()).isEmpty();
        assertThat(Folders.names(data)).containsExactly("seal.check", "seal.key");
    }

    @Test
    void aCredentialComesBeforeAFileAndThatBeforeTheBoxesOwn() throws IOException {
        Files.write(keys.resolve("larder-seal-key"), Seal.newKey());
        Path file = Files.write(keys.resolve("file"), Seal.newKey());
        Settings named = settings("seal.keyFile=" + file);

        Seal byCredential = SealFile.open(data, named, credentials()).seal();
        Files.delete(data.resolve("seal.check"));
        Seal byFile = SealFile.open(data, named, Map.of()).seal();

        assertThat(byCredential.open(byFile.close("x"))).isEmpty();
        assertThat(Seal.of(Files.readAllBytes(file)).open(byFile.close("x"))).hasValue("x");
        assertThat(Folders.names(data)).containsExactly("seal.check");
    }

    @Test
    void aWrongKeyIsRefusedInAClearLine() throws IOException {
        own();
        Files.write(data.resolve("seal.key"), Seal.newKey());

        assertThatThrownBy(this::own)
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "the key from seal.key in the data folder is not the one that sealed this"
                                + " store, which came as own; bring that one, or delete "
                                + data.resolve("seal.check")
                                + " if it is lost for good");
    }

    @Test
    void aBoxThatLostItsOwnKeyGoesOnWithANewOneAndSaysSo() throws IOException {
        own();
        Files.delete(data.resolve("seal.key"));

        assertThat(own().notice().orElseThrow()).contains("is gone, a new key was made");
        assertThat(own().notice()).isEmpty();
    }

    @Test
    void aCredentialThatIsMissingIsNotReplacedByAKeyOfItsOwn() throws IOException {
        Files.write(keys.resolve("larder-seal-key"), Seal.newKey());
        SealFile.open(data, settings(), credentials());

        assertThatThrownBy(this::own)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("came as a credential and is not there; bring it back");
        assertThat(Folders.names(data)).containsExactly("seal.check");
    }

    @Test
    void aKeyThatMovesOutOfTheFolderStaysTheSameAndTheCopyThatIsLeftIsTold() throws IOException {
        own();
        Files.copy(data.resolve("seal.key"), keys.resolve("larder-seal-key"));

        assertThat(SealFile.open(data, settings(), credentials()).notice().orElseThrow())
                .contains(
                        "seal.key is still there though the key comes from the systemd credential");
        Files.delete(data.resolve("seal.key"));
        assertThat(SealFile.open(data, settings(), credentials()).notice()).isEmpty();
    }

    @Test
    void aKeyOfAnotherLengthIsRefused() throws IOException {
        Path file = Files.writeString(keys.resolve("file"), "short", UTF_8);

        assertThatThrownBy(() -> SealFile.open(data, settings("seal.keyFile=" + file), Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": the key has 5 bytes, expected 32");
    }

    @Test
    void whoeverOnlyLooksMakesNoKeyAndIsToldWhenItIsNotThere() throws IOException {
        assertThat(SealFile.find(data, settings(), Map.of()).locked()).isEmpty();
        assertThat(Folders.names(data)).isEmpty();

        own();
        Files.delete(data.resolve("seal.key"));

        assertThat(SealFile.find(data, settings(), Map.of()).locked().orElseThrow())
                .startsWith("the key that sealed this store (own) is not here");
    }

    private SealFile.Opened own() throws IOException {
        return SealFile.open(data, settings(), Map.of());
    }

    private Map<String, String> credentials() {
        return Map.of("CREDENTIALS_DIRECTORY", keys.toString());
    }

    private static Settings settings(String... sets) {
        return Settings.read(null, Map.of(), List.of(sets));
    }
}
