package dev.rapport.clientconfig;

import dev.rapport.conversation.MessageConfig;
import dev.rapport.problem.StartRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The settings of pages, checked once, when the first who needs them asks at the start. */
@ApplicationScoped
public class ClientConfig {
    /** The languages that the page has words in. */
    static final List<String> KNOWN = List.of("en", "nl", "fr");

    private final ClientConfigView view;

    ClientConfig(
            OidcConfig oidc,
            TextsConfig texts,
            MessageConfig messages,
            @ConfigProperty(name = "rapport.locales", defaultValue = "en,nl,fr") List<String> locales) {
        requireKnown(locales);
        view = new ClientConfigView(
                Oidc.of(oidc).orElse(null),
                List.copyOf(locales),
                texts(locales, texts.byLocale()),
                messages.editWindow().toSeconds());
    }

    private static void requireKnown(List<String> locales) {
        if (!KNOWN.containsAll(locales) || new HashSet<>(locales).size() < locales.size()) {
            throw new StartRefused("RAPPORT_LOCALES names languages of the page, each once and separated by commas: "
                    + String.join(",", KNOWN));
        }
    }

    private static Map<String, Texts> texts(List<String> locales, Map<String, TextsConfig.Texts> configured) {
        if (!locales.containsAll(configured.keySet())) {
            throw new StartRefused(
                    "the settings RAPPORT_TEXTS_ are for the languages of RAPPORT_LOCALES alone, which are "
                            + String.join(",", locales));
        }
        var texts = new LinkedHashMap<String, Texts>();
        for (var locale : locales) {
            var own = configured.get(locale);
            texts.put(locale, own == null ? Texts.NONE : Texts.of(locale, own));
        }
        return texts;
    }

    /** As the API shows it. */
    ClientConfigView view() {
        return view;
    }

    /** The origin that Rapport's own page talks to in order to sign people in, if it does. */
    public Optional<String> signInOrigin() {
        return Optional.ofNullable(view.oidc()).map(Oidc::origin);
    }
}
