package dev.rapport.faults;

import java.util.List;
import java.util.stream.Stream;

/**
 * Something that goes wrong, by its number in the list of faults, and what Rapport does then; {@code inVerify} are those that
 * each build plays.
 */
record Fault(String number, String name, String expected, boolean inVerify, Act act) {
    /** Breaks something, and sees how the service takes it; what it leaves broken is healed afterwards. */
    @FunctionalInterface
    interface Act {
        void strike(Scene scene) throws Exception;
    }

    /** All that play on the common stage. */
    static List<Fault> all() {
        return Stream.of(BrokerFaults.ALL, EventFaults.ALL, DatabaseFaults.ALL, ReplicaFaults.ALL, SocketFaults.ALL)
                .flatMap(List::stream)
                .toList();
    }

    static Fault of(String number, String name, String expected, Act act) {
        return new Fault(number, name, expected, false, act);
    }

    /** Played by each build. */
    Fault always() {
        return new Fault(number, name, expected, true, act);
    }

    @Override
    public String toString() {
        return number + " " + name;
    }
}
