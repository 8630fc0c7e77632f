package dev.rapport.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.testsupport.Proxy.Mode;
import dev.rapport.testsupport.Proxy.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each mode does to a connection what its name says: an echo is the target. */
class ProxyTest {
    private static final int SILENCE_MILLIS = 300;

    private final AtomicInteger heardByTarget = new AtomicInteger();
    private ServerSocket target;
    private Proxy proxy;
    private Socket client;

    @BeforeEach
    void connect() throws Exception {
        target = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::echo);
        proxy = new Proxy(target.getLocalPort(), () -> (bytes, count) -> switch (bytes[0]) {
            case 'L' -> Verdict.LOSE_ANSWER;
            case 'H' -> Verdict.HOLD;
            default -> Verdict.PASS;
        });
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        assertThat(answerTo('a')).isEqualTo('a');
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        proxy.close();
        target.close();
    }

    private void echo() {
        try {
            while (true) {
                var socket = target.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void echo(Socket socket) {
        try (socket) {
            for (var next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                heardByTarget.incrementAndGet();
                socket.getOutputStream().write(next);
            }
        } catch (IOException e) {
            // Reset, as a test has it.
        }
    }

    private int answerTo(char letter) throws IOException {
        client.getOutputStream().write(letter);
        client.setSoTimeout(SILENCE_MILLIS);
        return client.getInputStream().read();
    }

    private void assertSilence(char letter) {
        assertThatThrownBy(() -> answerTo(letter)).isInstanceOf(SocketTimeoutException.class);
    }

    private void assertReset() {
        assertThatThrownBy(() -> {
                    client.setSoTimeout(5_000);
                    assertThat(client.getInputStream().read()).isEqualTo(-1);
                    throw new IOException("ended");
                })
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void halt_keepsEverythingForLater() throws Exception {
        proxy.mode(Mode.HALT);
        assertSilence('b');
        proxy.mode(Mode.PASS);
        client.setSoTimeout(5_000);
        assertThat(client.getInputStream().read()).isEqualTo('b');
    }

    @Test
    void blackhole_swallowsAndCutsWhenItIsOver() {
        proxy.mode(Mode.BLACKHOLE);
        assertSilence('b');
        assertThat(heardByTarget).hasValue(1);
        proxy.mode(Mode.PASS);
        assertReset();
    }

    @Test
    void blackhole_takesNewConnections() throws Exception {
        proxy.mode(Mode.BLACKHOLE);
        client.close();
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        assertSilence('b');
    }

    @Test
    void loseAnswers_letsTheTargetHear() {
        proxy.mode(Mode.LOSE_ANSWERS);
        assertSilence('b');
        assertThat(heardByTarget).hasValue(2);
    }

    @Test
    void loseRequests_letsTheTargetHearNothing() {
        proxy.mode(Mode.LOSE_REQUESTS);
        assertSilence('b');
        assertThat(heardByTarget).hasValue(1);
    }

    @Test
    void cut_resetsAndLetsNewOnesThrough() throws Exception {
        proxy.cut();
        assertReset();
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        assertThat(answerTo('b')).isEqualTo('b');
    }

    @Test
    void refuse_resetsNewOnes() throws Exception {
        proxy.mode(Mode.REFUSE);
        assertThat(answerTo('b')).isEqualTo('b');
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        assertReset();
    }

    @Test
    void delay_makesEachChunkLate() throws Exception {
        proxy.delay(Duration.ofMillis(120));
        var begun = System.nanoTime();
        assertThat(answerTo('b')).isEqualTo('b');
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(200));
    }

    @Test
    void cutIdle_sparesWhoSaysSomething() throws Exception {
        proxy.cutIdle(Duration.ofSeconds(5));
        assertThat(answerTo('b')).isEqualTo('b');
        proxy.cutIdle(Duration.ZERO);
        assertReset();
    }

    @Test
    void loseAnswer_forwardsAndResetsInPlaceOfTheAnswer() throws Exception {
        client.getOutputStream().write('L');
        assertReset();
        assertThat(heardByTarget).hasValue(2);
    }

    @Test
    void hold_forwardsNothingMore() {
        assertSilence('H');
        assertSilence('b');
        assertThat(heardByTarget).hasValue(1);
        proxy.cut();
        assertReset();
    }

    @Test
    void end_ofOneSideReachesTheOther() throws Exception {
        client.shutdownOutput();
        client.setSoTimeout(5_000);
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
}
