package dev.rapport.canary;

import dev.rapport.canary.Needles.Needle;
import dev.rapport.canary.Place.Hit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks for secrets in bytes, files and folders; safe for concurrent use. */
public final class Search {
    private static final int PIECE = 1 << 18;

    private final Needles needles;

    /** A search for these. */
    public Search(Needles needles) {
        this.needles = needles;
    }

    /** What is in these bytes. */
    public Place in(String name, byte[] content) {
        var place = new Finds();
        place.search(name, content);
        return place.toPlace(name);
    }

    /** What is in this file, or in all files of this folder and its folders; links are followed. */
    public Place in(Path path) {
        var place = new Finds();
        try {
            Files.walkFileTree(path, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, place);
        } catch (IOException e) {
            place.unsearched.add(path + " " + reason(e));
        }
        return place.toPlace(path.toString());
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "is not there (any more)" : "cannot be read: " + e;
    }

    private record Spot(Needle needle, String file) {}

    /** What was found so far. */
    private final class Finds extends SimpleFileVisitor<Path> {
        private final Map<Spot, Hit> hits = new LinkedHashMap<>();
        private final List<String> unsearched = new ArrayList<>();
        private int files;
        private long bytes;
        private long unpacked;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
                try (var content = Files.newInputStream(file)) {
                    search(file.toString(), content);
                } catch (IOException e) {
                    unsearched.add(file + " " + reason(e));
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            unsearched.add(file + " " + reason(e));
            return FileVisitResult.CONTINUE;
        }

        private void search(String file, InputStream content) throws IOException {
            var scan = scan(file);
            var piece = new byte[PIECE];
            var isFirst = true;
            for (int length = content.read(piece); length >= 0; length = content.read(piece)) {
                scan.accept(piece, 0, length);
                bytes += length;
                if (isFirst) {
                    noteUnopened(file, piece, length);
                    isFirst = false;
                }
            }
            scan.finish();
            files++;
        }

        private void search(String name, byte[] content) {
            var scan = scan(name);
            scan.accept(content, 0, content.length);
            scan.finish();
            bytes += content.length;
        }

        private void noteUnopened(String file, byte[] head, int length) {
            var packing = Compressed.unopened(head, length);
            if (packing != null) {
                unsearched.add(file + " is packed as " + packing + ": unpack it first");
            }
        }

        private Scan scan(String file) {
            return new Scan(needles, new Scan.Listener() {
                @Override
                public void found(Needle needle, long offset, boolean packed) {
                    var hit = new Hit(needle.secret().kind(), needle.form(), file, offset, packed, 1);
                    hits.merge(
                            new Spot(needle, file),
                            hit,
                            (first, again) -> new Hit(
                                    first.kind(),
                                    first.form(),
                                    file,
                                    first.offset(),
                                    first.packed(),
                                    first.times() + 1));
                }

                @Override
                public void unpacked(long length) {
                    unpacked += length;
                }
            });
        }

        private Place toPlace(String name) {
            return new Place(name, files, bytes, unpacked, List.copyOf(hits.values()), List.copyOf(unsearched));
        }
    }
}
