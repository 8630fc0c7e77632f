package dev.rapport.testsupport;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** What the application logs while this is open, messages and the whole chain of failures. */
public final class Log extends Handler implements AutoCloseable {
    private final List<String> entries = new CopyOnWriteArrayList<>();
    private final Logger root = Logger.getLogger("");

    public Log() {
        root.addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
        var text = new StringWriter();
        text.append(entry instanceof ExtLogRecord ext ? ext.getFormattedMessage() : entry.getMessage());
        if (entry.getThrown() != null) {
            text.append('\n');
            entry.getThrown().printStackTrace(new PrintWriter(text, true));
        }
        entries.add(text.toString());
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
