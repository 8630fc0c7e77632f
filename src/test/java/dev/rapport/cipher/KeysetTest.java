package dev.rapport.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeysetTest {
    private static final byte[] DATA_KEY = new byte[ConversationKey.BYTES];

    @TempDir
    Path folder;

    @Test
    void keyset_readBackOpensWhatItWrapped() throws IOException {
        var keyset = Keyset.create();
        var wrapped = keyset.wrap(7, DATA_KEY);
        var file = Files.writeString(folder.resolve("keyset.json"), keyset.toJson());
        assertThat(Keyset.read(file).unwrap(7, wrapped)).isEqualTo(DATA_KEY);
    }

    @Test
    void wrap_isBoundToTheConversationAndNeverTheSame() {
        var keyset = Keyset.create();
        var wrapped = keyset.wrap(7, DATA_KEY);
        assertThat(keyset.wrap(7, DATA_KEY)).isNotEqualTo(wrapped);
        assertThatThrownBy(() -> keyset.unwrap(8, wrapped)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Keyset.create().unwrap(7, wrapped)).isInstanceOf(IllegalStateException.class);
        var bytes = wrapped.bytes();
        bytes[bytes.length - 1]++;
        assertThatThrownBy(() -> keyset.unwrap(7, new WrappedKey(bytes))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void rotation_addsThenPromotesThenRetires() {
        var old = Keyset.create();
        var wrappedByOld = old.wrap(7, DATA_KEY);

        var added = old.add();
        assertThat(added.isCurrent(added.wrap(7, DATA_KEY))).isTrue();
        assertThat(old.unwrap(7, added.wrap(7, DATA_KEY)))
                .as("the old key is still primary")
                .isEqualTo(DATA_KEY);

        var promoted = added.promote();
        var wrappedByNew = promoted.wrap(7, DATA_KEY);
        assertThat(promoted.isCurrent(wrappedByOld)).isFalse();
        assertThat(promoted.isCurrent(wrappedByNew)).isTrue();
        assertThat(promoted.unwrap(7, wrappedByOld)).isEqualTo(DATA_KEY);
        assertThat(added.unwrap(7, wrappedByNew))
                .as("a replica that does not know of the promotion yet")
                .isEqualTo(DATA_KEY);

        var retired = promoted.retire();
        assertThat(retired.unwrap(7, wrappedByNew)).isEqualTo(DATA_KEY);
        assertThatThrownBy(() -> retired.unwrap(7, wrappedByOld)).isInstanceOf(IllegalStateException.class);
    }

    static Stream<String> notKeysets() {
        var aes128 = "{\"primaryKeyId\":1,\"key\":[{\"keyData\":{\"typeUrl\":"
                + "\"type.googleapis.com/google.crypto.tink.AesGcmKey\",\"value\":\"GhDf8h0b0iR6e2m5P0vY9JqL\","
                + "\"keyMaterialType\":\"SYMMETRIC\"},\"status\":\"ENABLED\",\"keyId\":1,\"outputPrefixType\":\"TINK\"}]}";
        return Stream.of(
                "",
                "secret-canary",
                "{}",
                "[]",
                aes128,
                Keyset.create().toJson().replace("AesGcmKey", "AesGcmSivKey"),
                Keyset.create().toJson().replace("TINK", "RAW"));
    }

    @ParameterizedTest
    @MethodSource("notKeysets")
    void read_saysWhatIsWrongAndNothingOfTheContent(String content) throws IOException {
        var file = Files.writeString(folder.resolve("keyset.json"), content);
        assertThatThrownBy(() -> Keyset.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the keyset " + file)
                .hasMessageNotContaining("secret-canary");
    }

    @Test
    void read_ofAMissingFileOrAFolderSaysSo() {
        for (var place : new Path[] {folder, folder.resolve("nothing")}) {
            assertThatThrownBy(() -> Keyset.read(place)).hasMessageContaining("cannot be read");
        }
    }

    @Test
    void keyset_doesNotPrintItsKeys() {
        var keyset = Keyset.create();
        var value = keyset.toJson().replaceAll("(?s).*\"value\": ?\"([^\"]+)\".*", "$1");
        assertThat(keyset.toJson()).contains(value);
        assertThat(keyset.toString()).startsWith("keyset of 1").doesNotContain(value);
        assertThat(new WrappedKey(DATA_KEY).toString()).doesNotContain(Arrays.toString(DATA_KEY));
    }
}
