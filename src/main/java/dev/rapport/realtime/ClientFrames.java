package dev.rapport.realtime;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;

/**
 * What a client may send on its socket: pongs, now and then a ping, and its close. At anything else, the first fragment
 * of a message included, it is told 1008. The framework would collect whole messages first, and answer every ping.
 * Belongs to the event loop of its connection.
 */
final class ClientFrames extends ChannelInboundHandlerAdapter {
    private static final String NAME = "rapport-client-frames";
    private static final String NEXT = "handler";
    private static final int MOST_PER_SECOND = 10;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long secondBegan = System.nanoTime();
    private int framesInSecond;
    private boolean isRefused;

    private ClientFrames() {}

    /** Watches what comes after the upgrade that {@code channel} is about to make. */
    static void over(Channel channel) {
        if (channel.pipeline().get(NAME) == null) {
            channel.pipeline().addBefore(NEXT, NAME, new ClientFrames());
            Farewell.before(NAME, channel);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof WebSocketFrame frame)) {
            context.fireChannelRead(message);
        } else if (isRefused) {
            discard(context, frame);
        } else if (isAllowed(frame)) {
            context.fireChannelRead(frame);
        } else {
            discard(context, frame);
            refuse(context);
        }
    }

    private boolean isAllowed(WebSocketFrame frame) {
        return switch (frame) {
            case CloseWebSocketFrame close -> true;
            case PingWebSocketFrame ping -> isBearable();
            case PongWebSocketFrame pong -> isBearable();
            default -> false;
        };
    }

    private boolean isBearable() {
        var now = System.nanoTime();
        if (now - secondBegan > SECOND) {
            secondBegan = now;
            framesInSecond = 0;
        }
        return ++framesInSecond <= MOST_PER_SECOND;
    }

    private void refuse(ChannelHandlerContext context) {
        // What it sends from now on is not looked at.
        isRefused = true;
        var reason = CloseCode.ONE_WAY.reason();
        var _ = context.writeAndFlush(new CloseWebSocketFrame(reason.getCode(), reason.getMessage()));
    }

    private static void discard(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame) {
            var _ = context.close();
        }
        ReferenceCountUtil.release(frame);
    }
}
