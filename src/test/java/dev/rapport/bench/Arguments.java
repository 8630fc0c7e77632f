package dev.rapport.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What follows the name of a command: pairs such as {@code --rate 50}, before which {@code number} may stand alone. */
record Arguments(Map<String, String> values) {
    /** The name of the one that needs none. */
    static final String NUMBER = "number";

    /** Takes no other names than those that have a default, be it an empty one. */
    static Arguments parse(Map<String, String> defaults, String... arguments) {
        var values = new HashMap<>(defaults);
        var begin = 0;
        if (arguments.length > 0 && !arguments[0].startsWith("-") && defaults.containsKey(NUMBER)) {
            values.put(NUMBER, arguments[0]);
            begin = 1;
        }
        for (var i = begin; i < arguments.length; i += 2) {
            if (!arguments[i].startsWith("--") || !defaults.containsKey(arguments[i].substring(2))) {
                throw new Misuse("'" + arguments[i] + "' is not understood.");
            }
            if (i + 1 == arguments.length) {
                throw new Misuse(arguments[i] + " lacks its value.");
            }
            values.put(arguments[i].substring(2), arguments[i + 1]);
        }
        return new Arguments(values);
    }

    /** What was given or is the default; a {@link Misuse} when that is empty. */
    String text(String name) {
        return given(name).orElseThrow(() -> new Misuse("--" + name + " is missing."));
    }

    Optional<String> given(String name) {
        return Optional.of(values.get(name)).filter(value -> !value.isBlank());
    }

    int whole(String name, int least) {
        return parsed(name, text(name), least, Integer::valueOf);
    }

    double positive(String name) {
        return parsed(name, text(name), Double.MIN_VALUE, Double::valueOf);
    }

    Duration seconds(String name) {
        return Duration.ofSeconds(whole(name, 0));
    }

    /** Whole numbers with commas between them. */
    List<Integer> wholes(String name, int least) {
        return Stream.of(text(name).split(","))
                .map(part -> parsed(name, part, least, Integer::valueOf))
                .toList();
    }

    private static <N extends Number & Comparable<N>> N parsed(
            String name, String value, double least, Function<String, N> parse) {
        try {
            var number = parse.apply(value.strip());
            if (number.doubleValue() >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // As one that is too small.
        }
        throw new Misuse("'" + value + "' is no value of --" + name + ".");
    }
}
