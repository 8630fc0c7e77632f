package dev.rapport.canary;

import dev.rapport.canary.Secret.Kind;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The proof as one run: probes a deployment, searches what was heard and the operator's own files, and reports. */
public final class Canary {
    /** Logs are written late, and shipped later. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What the database knows in clear. */
    private static final Set<Kind> OF_DATABASE = EnumSet.of(Kind.NAME, Kind.KEY);

    private final Target target;
    private final List<Path> places;
    private final List<Path> databasePlaces;
    private final PrintStream out;

    /** {@code databasePlaces} are the database's files and dumps of it; {@code places} all else, logs and journals. */
    public Canary(Target target, List<Path> places, List<Path> databasePlaces, PrintStream out) {
        this.target = target;
        this.places = List.copyOf(places);
        this.databasePlaces = List.copyOf(databasePlaces);
        this.out = out;
    }

    /** A place, and what may be in it. */
    record Searched(Place place, Set<Kind> known) {
        List<Place.Hit> leaks() {
            return place.leaks(known);
        }

        boolean hasTrace() {
            return place.hasTrace(known);
        }

        /** What the probe leaves behind is there already. */
        boolean isSettled() {
            return place.has(Kind.LAST_TRACE) || known.stream().anyMatch(place::has) || !leaks().isEmpty();
        }
    }

    /** Reports, and answers whether every place was searched and nothing was found. */
    public boolean isClean() {
        var evidence = new Probe(target, new SecureRandom()).run();
        var search = new Search(new Needles(evidence.secrets()));
        var all = new ArrayList<Searched>();
        evidence.heard().forEach((name, heard) -> all.add(new Searched(search.in(name, heard), Set.of())));
        all.addAll(files(search));
        return new Report(out).print(all, evidence.unheard());
    }

    /** Searches again while a place has no trace of the probe's last call and patience lasts. */
    private List<Searched> files(Search search) {
        var searched = new ArrayList<Searched>();
        places.forEach(path -> searched.add(new Searched(search.in(path), Set.of())));
        databasePlaces.forEach(path -> searched.add(new Searched(search.in(path), OF_DATABASE)));
        Await.until(PATIENCE, () -> {
            if (searched.stream().allMatch(Searched::isSettled)) {
                return true;
            }
            searched.replaceAll(
                    last -> last.isSettled() ? last : new Searched(search.in(Path.of(last.place.name())), last.known));
            return false;
        });
        return searched;
    }
}
