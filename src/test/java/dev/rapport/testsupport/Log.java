package dev.rapport.testsupport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What the application logs while this is open, messages and the whole chain of failures. */
public final class Log extends Handler implements AutoCloseable {
    private final List<String> entries = new CopyOnWriteArrayList<>();
    private final Formatter format = new PatternFormatter("%s%e");
    private final Logger root = Logger.getLogger("");

    public Log() {
        root.addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
        entries.add(format.format(entry));
    }

    public List<String> entries() {
        return List.copyOf(entries);
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        root.removeHandler(this);
    }
}
