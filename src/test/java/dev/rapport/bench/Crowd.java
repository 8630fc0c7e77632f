package dev.rapport.bench;

import dev.rapport.testsupport.Tokens;
import io.vertx.core.Future;
import io.vertx.core.net.NetClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Many people with one socket each. */
final class Crowd {
    /** Besides the sockets: files of the JVM, connections to the database. */
    private static final int OTHER_FILES = 500;

    private static final int AT_ONCE = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(59);

    private final Loop loop;
    private final NetClient net;
    private final List<URI> urls;
    private final Tokens tokens;
    private final List<Member> members = new ArrayList<>();
    private final List<RawSocket> sockets = new ArrayList<>();

    Crowd(Loop loop, List<URI> urls, Tokens tokens) {
        this.loop = loop;
        this.net = RawSocket.net(loop.vertx());
        this.urls = urls;
        this.tokens = tokens;
    }

    /** Somebody, and where their conversation is. */
    record Member(URI url, String token, String messages) {}

    /** A {@link Misuse} when this process may not have so many sockets, each with {@code filesEach}. */
    static int allowed(int sockets, int filesEach) throws IOException {
        var needed = (long) sockets * filesEach + OTHER_FILES;
        if (needed > Memory.mostOpenFiles()) {
            throw new Misuse(sockets + " sockets need " + needed + " open files, and " + Memory.mostOpenFiles()
                    + " are allowed: raise 'ulimit -n'.");
        }
        return sockets;
    }

    /** Neighbours are at different replicas. */
    void add(String id, String role, String peer) {
        var url = urls.get(members.size() % urls.size());
        members.add(new Member(url, tokens.of(id, role, TOKEN_LIFE), Person.messagesWith(peer)));
    }

    /** So many clients, each with a coach of their own. */
    void addPairs(Platform platform, int many) throws Exception {
        for (var pair : platform.pairs(many)) {
            add(pair.client(), "client", pair.coach());
            add(pair.coach(), "coach", pair.client());
        }
    }

    List<Member> members() {
        return members;
    }

    /** Opens the sockets of so many of them, who have none yet. */
    void connect(int many, Consumer<String> heard) throws Exception {
        loop.await(PATIENCE, () -> Loop.each(many, AT_ONCE, number -> open(members.get(number), heard)));
    }

    /** Opens a socket of {@code member}; for the event loop. */
    Future<RawSocket> open(Member member, Consumer<String> heard) {
        return RawSocket.open(net, member.url(), member.token(), heard).onSuccess(sockets::add);
    }

    /** How many of the sockets that were opened are open still. */
    long open() throws Exception {
        return loop.await(() -> Future.succeededFuture(
                sockets.stream().filter(RawSocket::isOpen).count()));
    }

    /** Cuts all of them at once; for the event loop. */
    void cut() {
        sockets.forEach(RawSocket::cut);
        sockets.clear();
    }
}
