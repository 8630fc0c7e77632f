package dev.rapport.clientconfig;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;

/** What the organisation says on the page, by language. */
@ConfigMapping(prefix = "rapport.texts")
interface TextsConfig {
    /** A language of {@code rapport.locales} to its texts. */
    @WithParentName
    Map<String, Texts> byLocale();

    /** Each is one paragraph; what is missing is not shown. */
    interface Texts {
        /** While the coach is away: when they will answer. */
        Optional<String> away();

        /** Beside it: where there is help at once. */
        Optional<String> emergency();

        /** When coaches are there. */
        Optional<String> officeHours();
    }
}
