package dev.rapport.realtime;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Cuts who does not leave after being told to: a peer that has vanished, or reads nothing, never answers a close, and may
 * never get it. Belongs to the event loop of its connection.
 */
final class Farewell extends ChannelOutboundHandlerAdapter {
    /** Closing at once would reset the connection under what is still arriving, and our reason with it. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String NAME = "rapport-farewell";

    private Farewell() {}

    /** Watches what leaves after {@code next} in the pipeline of {@code channel}. */
    static void before(String next, Channel channel) {
        channel.pipeline().addBefore(next, NAME, new Farewell());
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof CloseWebSocketFrame) {
            var _ = context.executor().schedule(() -> end(context), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
        var _ = context.write(message, promise);
    }

    private static void end(ChannelHandlerContext context) {
        var _ = context.close();
    }
}
