package dev.rapport.realtime;

import dev.rapport.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open sockets of this replica, by user: the only mutable map. Safe on any thread. */
@ApplicationScoped
class ConnectionRegistry {
    private final Map<String, Connection> byId = new ConcurrentHashMap<>();
    private final Map<UserId, Set<Connection>> byUser = new ConcurrentHashMap<>();

    void add(Connection connection) {
        byId.put(connection.id(), connection);
        byUser.compute(connection.caller().id(), (user, known) -> {
            var connections = known == null ? ConcurrentHashMap.<Connection>newKeySet() : known;
            connections.add(connection);
            return connections;
        });
    }

    void remove(String connectionId) {
        var connection = byId.remove(connectionId);
        if (connection != null) {
            byUser.computeIfPresent(connection.caller().id(), (user, connections) -> {
                connections.remove(connection);
                return connections.isEmpty() ? null : connections;
            });
        }
    }

    Optional<Connection> find(String connectionId) {
        return Optional.ofNullable(byId.get(connectionId));
    }

    /** The sockets of one user. */
    Collection<Connection> of(UserId user) {
        return byUser.getOrDefault(user, Set.of());
    }

    /** The oldest sockets of {@code user} beyond the {@code most} that they may have; those that are closing do not count. */
    List<Connection> beyond(UserId user, int most) {
        return of(user).stream()
                .filter(connection -> !connection.isClosing())
                .sorted(Comparator.comparing(Connection::openedAt).reversed())
                .skip(most)
                .toList();
    }

    Collection<Connection> all() {
        return byId.values();
    }

    /** The users who have a socket here. */
    List<UserId> users() {
        return List.copyOf(byUser.keySet());
    }
}
