package dev.rapport.clientconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.conversation.MessageConfig;
import dev.rapport.problem.StartRefused;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators set by environment variables, and what they are told when it does not fit. */
class ClientConfigTest {
    private static final int ORDINAL = 300;

    private static ClientConfig of(String... variables) {
        var environment = new HashMap<String, String>();
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return of(environment);
    }

    private static ClientConfig of(Map<String, String> environment) {
        var config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(OidcConfig.class)
                .withMapping(TextsConfig.class)
                .withMapping(MessageConfig.class)
                .withSources(new EnvConfigSource(environment, ORDINAL))
                .build();
        return new ClientConfig(
                config.getConfigMapping(OidcConfig.class),
                config.getConfigMapping(TextsConfig.class),
                config.getConfigMapping(MessageConfig.class),
                config.getOptionalValues("rapport.locales", String.class).orElse(ClientConfig.KNOWN));
    }

    @Test
    void nothingSet_isAHostThatBringsTokensAndAllLanguages() {
        var config = of();
        assertThat(config.view())
                .isEqualTo(new ClientConfigView(
                        null,
                        List.of("en", "nl", "fr"),
                        Map.of("en", Texts.NONE, "nl", Texts.NONE, "fr", Texts.NONE),
                        900));
        assertThat(config.signInOrigin()).isEmpty();
    }

    @Test
    void everythingSet_isShown() {
        var config = of(
                "RAPPORT_OIDC_AUTHORITY", "https://id.example.org:8443/realms/care",
                "RAPPORT_OIDC_CLIENT_ID", "rapport-page",
                "RAPPORT_OIDC_SCOPE", "openid chat",
                "RAPPORT_LOCALES", "nl,en",
                "RAPPORT_MESSAGE_EDIT_WINDOW", "2H",
                "RAPPORT_TEXTS_NL_AWAY", "Je coach antwoordt binnen één werkdag.",
                "RAPPORT_TEXTS_NL_EMERGENCY", "Bel 112 bij nood.",
                "RAPPORT_TEXTS_NL_OFFICE_HOURS", "Op werkdagen van 9 tot 17 uur.");
        assertThat(config.view())
                .isEqualTo(new ClientConfigView(
                        new Oidc("https://id.example.org:8443/realms/care", "rapport-page", "openid chat"),
                        List.of("nl", "en"),
                        Map.of(
                                "nl",
                                new Texts(
                                        "Je coach antwoordt binnen één werkdag.",
                                        "Bel 112 bij nood.",
                                        "Op werkdagen van 9 tot 17 uur."),
                                "en",
                                Texts.NONE),
                        7200));
        assertThat(config.signInOrigin()).contains("https://id.example.org:8443");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://id.example.org",
                "https://id.example.org/",
                "https://[2001:db8::1]:443/a/b",
                "http://localhost:8180/realms/care",
                "http://127.0.0.1:9090",
                "http://[::1]/x"
            })
    void authority_hasAnOriginThatAPolicyCanName(String authority) {
        var config = of("RAPPORT_OIDC_AUTHORITY", authority, "RAPPORT_OIDC_CLIENT_ID", "page");
        var view = config.view().oidc();
        assertThat(view).isEqualTo(new Oidc(authority, "page", "openid"));
        assertThat(config.signInOrigin().orElseThrow()).doesNotEndWith("/").isSubstringOf(authority);
        assertThat(authority.substring(config.signInOrigin().orElseThrow().length()))
                .matches("(/.*)?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://id.example.org",
                "http://localhost.evil.example",
                "https://ID.example.org",
                "https://*.example.org",
                "https://*",
                "https://id.example.org; script-src *",
                "https://id.example.org 'unsafe-eval'",
                "https://id.example.org/a;script-src",
                "https://id.example.org/a b",
                "https://person:word@id.example.org",
                "https://id.example.org/?x=1",
                "https://id.example.org/#x",
                "//id.example.org",
                "id.example.org",
                "javascript:alert(1)",
                "https://",
                " "
            })
    void authority_thatIsNoneIsRefused(String authority) {
        assertRefused("RAPPORT_OIDC_AUTHORITY", "RAPPORT_OIDC_AUTHORITY", authority, "RAPPORT_OIDC_CLIENT_ID", "page");
    }

    @Test
    void halfASignIn_isRefused() {
        assertRefused("RAPPORT_OIDC_CLIENT_ID", "RAPPORT_OIDC_AUTHORITY", "https://id.example.org");
        assertRefused("RAPPORT_OIDC_AUTHORITY", "RAPPORT_OIDC_CLIENT_ID", "page");
        assertRefused("RAPPORT_OIDC_AUTHORITY", "RAPPORT_OIDC_SCOPE", "openid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "openid  chat", "openid\nchat", "openid2", "OpenID", " openid"})
    void scope_withoutOpenidOrBadlySeparatedIsRefused(String scope) {
        assertRefused(
                "RAPPORT_OIDC_SCOPE",
                "RAPPORT_OIDC_AUTHORITY",
                "https://id.example.org",
                "RAPPORT_OIDC_CLIENT_ID",
                "page",
                "RAPPORT_OIDC_SCOPE",
                scope);
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "en,de", "en,en", "EN", "en-GB", "*"})
    void locale_thatThePageDoesNotHaveIsRefused(String locales) {
        assertRefused("RAPPORT_LOCALES", "RAPPORT_LOCALES", locales);
    }

    @Test
    void texts_ofALanguageThatIsNotOfferedAreRefused() {
        assertRefused("RAPPORT_LOCALES", "RAPPORT_TEXTS_DE_AWAY", "Morgen.");
        assertRefused("RAPPORT_LOCALES", "RAPPORT_LOCALES", "en", "RAPPORT_TEXTS_NL_OFFICE_HOURS", "Morgen.");
    }

    @Test
    void text_isOneParagraph() {
        for (var text : List.of(
                "a\nb", "a\u0000b", "a\u0007", "a\u202eb", "a\u2028b", "\u200b", " ", "\ud800", "x".repeat(501))) {
            assertRefused("RAPPORT_TEXTS_FR_OFFICE_HOURS", "RAPPORT_TEXTS_FR_OFFICE_HOURS", text);
        }
        for (var text : List.of("x".repeat(500), "🙂".repeat(500), "<b>112</b>", "\\u0000", "a,b")) {
            assertThat(of("RAPPORT_TEXTS_FR_OFFICE_HOURS", text).view().texts().get("fr"))
                    .isEqualTo(new Texts(null, null, text));
        }
    }

    private static void assertRefused(String naming, String... variables) {
        assertThatThrownBy(() -> of(variables)).isInstanceOf(StartRefused.class).hasMessageContaining(naming);
    }
}
