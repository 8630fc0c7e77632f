package dev.rapport.canary;

import dev.rapport.canary.Secret.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two people who talk in canaries while it listens: at the broker, at both their sockets, to the headers of all answers
 * and the bodies of all refusals. The text of one message stays in their conversation.
 */
public final class Probe {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Target target;
    private final SecureRandom random;
    private final List<Secret> secrets = new ArrayList<>();
    private final List<String> unheard = new ArrayList<>();

    /** What to search for, what was heard under which name, and what could not be listened to. */
    public record Evidence(List<Secret> secrets, Map<String, byte[]> heard, List<String> unheard) {}

    /** A probe of this deployment, for one run. */
    public Probe(Target target, SecureRandom random) {
        this.target = target;
        this.random = random;
    }

    /** A word that nobody else says, of letters that survive every encoding. */
    public static String word(SecureRandom random, String prefix) {
        return prefix + "-"
                + random.ints(26, 0, 32)
                        .mapToObj("abcdefghijklmnopqrstuvwxyz234567"::charAt)
                        .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append);
    }

    /** Talks and listens; {@link IllegalStateException} tells the operator why that is not possible. */
    public Evidence run() {
        var mark = word(random, "canary-trace");
        secrets.add(new Secret(Kind.TRACE, mark));
        secrets.add(new Secret(Kind.TRACE, "urn:rapport:problem:"));
        secrets.addAll(Secret.ofToken(target.clientToken()));
        secrets.addAll(Secret.ofToken(target.coachToken()));
        var heard = new LinkedHashMap<String, byte[]>();
        var broker = BrokerListener.at(target.broker(), unheard);
        var http = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        try {
            var client = new Person(http, target.service(), target.clientToken(), mark);
            var coach = new Person(http, target.service(), target.coachToken(), mark);
            var talk = new Talk(client, coach, broker, random);
            talk.run();
            secrets.addAll(talk.secrets());
            unheard.addAll(talk.unheard());
            broker.ifPresent(listener -> heard.put("AMQP messages of " + BrokerListener.ADDRESS, listener.heard()));
            heard.put("frames of both sockets", frames(client, coach));
            heard.put("headers of all answers", talk.headers());
            heard.put("bodies of all refusals", talk.problems());
            target.management()
                    .ifPresentOrElse(
                            base -> manage(http, base, heard),
                            () -> unheard.add("health and metrics: RAPPORT_CANARY_MANAGEMENT_URL is not set"));
            return new Evidence(secrets, heard, unheard);
        } finally {
            http.shutdownNow();
            broker.ifPresent(BrokerListener::close);
        }
    }

    /** Nobody signs in there. */
    private void manage(HttpClient http, URI base, Map<String, byte[]> heard) {
        for (var path : List.of("/q/health", "/q/metrics")) {
            var address = base.resolve(path);
            try {
                var request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
                var answer = http.send(request, BodyHandlers.ofByteArray());
                if (answer.statusCode() == 404) {
                    unheard.add(address + ", which answers 404");
                } else {
                    heard.put(address.toString(), answer.body());
                }
            } catch (IOException e) {
                unheard.add(address + ", which does not answer: " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                unheard.add(address + ": interrupted");
            }
        }
    }

    private static byte[] frames(Person client, Person coach) {
        return (String.join("\n", client.frames()) + "\n" + String.join("\n", coach.frames()))
                .getBytes(StandardCharsets.UTF_8);
    }
}
