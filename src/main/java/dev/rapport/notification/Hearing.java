package dev.rapport.notification;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Whether this replica hears the broker: each replica sends a beacon and listens for it. Reads are safe on any thread,
 * changes belong to the event loop of {@link Broker}.
 */
@ApplicationScoped
public class Hearing {
    private static final Logger LOG = Logger.getLogger(Hearing.class);
    private static final int MISSED_BEACONS = 3;

    private final String id = UUID.randomUUID().toString();
    private volatile boolean deaf = true;
    private final AtomicInteger beginnings = new AtomicInteger();
    private String why = "it has not been reached yet";
    private boolean onNewLink = true;
    private int unheard;

    Hearing(MeterRegistry meters) {
        Gauge.builder("rapport.broker.attached", this, hearing -> hearing.isDeaf() ? 0 : 1)
                .description("1 while this replica hears the broker")
                .register(meters);
    }

    /** Nothing that the broker sends arrives here; so it is at the start, until the first beacon has come back. */
    public boolean isDeaf() {
        return deaf;
    }

    /** How often this replica has begun to hear. With each of them it may have missed what was sent before. */
    public int beginnings() {
        return beginnings.get();
    }

    /** What the beacons of this replica say: no more than that they are its own. */
    String id() {
        return id;
    }

    /** There is a new link: whatever was sent between this and the one before was not heard. */
    void attached() {
        onNewLink = true;
    }

    /** The link ended, or there was none to be had, for this reason. */
    void away(Throwable reason) {
        why = String.valueOf(reason.getMessage());
    }

    /** The time has come for a beacon. */
    void beat() {
        if (unheard++ == MISSED_BEACONS) {
            deaf = true;
            LOG.warnf("This replica does not hear the broker, and tells browsers to fetch now and then: %s", why);
        }
    }

    /** A beacon came; true when it was one of this replica's own. */
    boolean heard(String beacon) {
        if (!id.equals(beacon)) {
            return false;
        }
        if (unheard > MISSED_BEACONS) {
            LOG.info("This replica hears the broker again");
        }
        unheard = 0;
        if (deaf || onNewLink) {
            deaf = false;
            onNewLink = false;
            beginnings.incrementAndGet();
        }
        return true;
    }
}
