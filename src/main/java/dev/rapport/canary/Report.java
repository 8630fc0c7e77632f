package dev.rapport.canary;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What an operator reads: the places with what was searched, what was not, what was found. */
final class Report {
    private static final String ROW = "%-9s %-5s %7s %15s %15s  %s%n";

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    /** Prints it all, and answers whether this is a proof: all places were searched, and nothing was found. */
    boolean print(List<Canary.Searched> searched, List<String> unheard) {
        out.printf(Locale.ROOT, ROW, "found", "trace", "files", "bytes", "unpacked", "searched");
        var leaks = new ArrayList<Place.Hit>();
        var unsearched = new ArrayList<String>();
        for (var each : searched) {
            var place = each.place();
            var found = each.leaks();
            leaks.addAll(found);
            unsearched.addAll(place.unsearched());
            if (place.bytes() == 0) {
                unsearched.add(place.name() + " yielded no bytes");
            }
            out.printf(
                    Locale.ROOT,
                    ROW,
                    found.isEmpty() ? "nothing" : found.size() + " LEAKS",
                    each.hasTrace() ? "yes" : "no",
                    place.files() == 0 ? "-" : number(place.files()),
                    number(place.bytes()),
                    number(place.unpacked()),
                    place.name());
        }
        list("Not searched:", unsearched);
        list("Not listened to:", unheard);
        list("Found where it must not be:", leaks);
        out.println();
        if (!leaks.isEmpty()) {
            out.println("Something confidential leaks.");
        } else if (!unsearched.isEmpty()) {
            out.println("Nothing was found, but not every place that was named could be searched.");
        } else {
            out.println("Nothing was found in what was searched. A place without a trace of the probe proves nothing.");
        }
        return leaks.isEmpty() && unsearched.isEmpty();
    }

    private void list(String title, List<?> lines) {
        if (!lines.isEmpty()) {
            out.println();
            out.println(title);
            lines.forEach(line -> out.println("  " + line));
        }
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
