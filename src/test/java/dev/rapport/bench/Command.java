package dev.rapport.bench;

import java.util.List;
import java.util.Map;

/** What the commands have in common: wrong arguments are told in a sentence, and the exit code says whether all went well. */
final class Command {
    private Command() {}

    /** Measures; false when something was lost or failed. */
    @FunctionalInterface
    interface Body {
        boolean run(Arguments arguments) throws Exception;
    }

    /** Of a command that measures one service as it was set up. */
    static void run(String usage, Map<String, String> defaults, Body body, String... arguments) throws Exception {
        runPlain(usage + Setup.USAGE, Setup.defaults(defaults), body, arguments);
    }

    /** Of a command without a {@link Setup}. */
    static void runPlain(String usage, Map<String, String> defaults, Body body, String... arguments) throws Exception {
        if (List.of(arguments).contains("--help")) {
            System.out.println(usage);
            System.exit(0);
        }
        try {
            System.exit(body.run(Arguments.parse(defaults, arguments)) ? 0 : 1);
        } catch (Misuse e) {
            System.err.println(e.getMessage() + "\n\n" + usage);
            System.exit(2);
        }
    }
}
