package dev.rapport.canary;

import dev.rapport.canary.Secret.Kind;
import java.util.List;
import java.util.Set;

/**
 * What was searched and found in one place: {@code bytes} read, {@code unpacked} bytes that were compressed in them, and
 * what could not be searched, in sentences.
 */
public record Place(String name, int files, long bytes, long unpacked, List<Hit> hits, List<String> unsearched) {
    /** A word that was found {@code times} in {@code file}, first at {@code offset}; never the word itself. */
    public record Hit(Kind kind, String form, String file, long offset, boolean packed, long times) {
        @Override
        public String toString() {
            return "%s (%s%s) in %s at byte %d, %d times"
                    .formatted(kind.label(), form, packed ? ", compressed" : "", file, offset, times);
        }
    }

    /** Whether a word of this kind is here. */
    public boolean has(Kind kind) {
        return hits.stream().anyMatch(hit -> hit.kind == kind);
    }

    /** What is here and must not be: all but traces and what this place may know. */
    public List<Hit> leaks(Set<Kind> known) {
        return hits.stream()
                .filter(hit -> !hit.kind.isTrace() && !known.contains(hit.kind))
                .toList();
    }

    /** Whether the probe is found here by something that may be here. */
    public boolean hasTrace(Set<Kind> known) {
        return hits.stream().anyMatch(hit -> hit.kind.isTrace() || known.contains(hit.kind));
    }
}
