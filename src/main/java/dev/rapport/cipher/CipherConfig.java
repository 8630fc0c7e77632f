package dev.rapport.cipher;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Settings of text at rest. */
@ConfigMapping(prefix = "rapport.cipher")
interface CipherConfig {
    /**
     * The file with the key-encryption keys: a Tink JSON keyset of AES-256-GCM keys. Read once, at the start; only the
     * argument {@code migrate} does without.
     */
    Optional<Path> keyset();

    /** How many conversations' keys stay unwrapped in memory. */
    @WithDefault("10000")
    int openKeys();
}
