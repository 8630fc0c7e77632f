package dev.rapport.testsupport;

import dev.rapport.testsupport.ApiDocument.Operation;
import java.util.Map;

/** A pair whose client has sent one message, and with it the right caller and values for every operation. */
public record TalkingPair(World world, World.Pair pair) {
    public static TalkingPair of(World world) {
        var pair = world.pair();
        pair.client().send(pair.coach().id(), "the first message");
        return new TalkingPair(world, pair);
    }

    /** Who may make this call: the platform, or the client; the coach, where clients may not. */
    public ChatClient caller(Operation operation) {
        if (operation.isForCoaches()) {
            return pair.coach();
        }
        return operation.isForThePlatform() ? world.platform() : pair.client();
    }

    /** What the addresses and the bodies name, for a call of the client. */
    public Map<String, String> values() {
        return values(pair.coach().id());
    }

    /** As {@link #values()}, with another peer. */
    public Map<String, String> values(String peer) {
        return Map.of(
                "peerId", peer,
                "userId", pair.client().id(),
                "id", pair.assignmentId(),
                "seq", "1",
                "clientId", pair.client().id(),
                "coachId", pair.coach().id());
    }
}
