package dev.rapport.testsupport;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.OptionalDouble;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a replica tells a monitoring system, as it was when this was read. */
public record Metrics(String text) {
    /** Reads them at the management port. */
    public static Metrics of(URI management) {
        return new Metrics(ChatClient.call(
                        HttpRequest.newBuilder(management.resolve("/q/metrics")).build())
                .body());
    }

    /** The value of the line that begins with this name and labels. */
    public OptionalDouble value(String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst();
    }

    /** Of everything that has a value. */
    public Stream<String> names() {
        return text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .distinct();
    }

    /** Every value of one label, whatever it belongs to. */
    public Stream<String> label(String name) {
        return Pattern.compile("[{,]" + name + "=\"([^\"]*)\"")
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .distinct();
    }
}
