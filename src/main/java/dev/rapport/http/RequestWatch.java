package dev.rapport.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds one connection to its limits; belongs to its event loop. The idle time-out cuts those who fall silent; this cuts
 * those who send a body byte by byte, ask on without reading the answers, or go on after a request in chunks, whose end
 * a proxy in front may have seen elsewhere.
 */
final class RequestWatch extends ChannelDuplexHandler {
    private static final String NAME = "rapport-requests";
    private static final String NEXT = "handler";

    /** Answers that wait for a reader hold memory; browsers ask for one thing at a time on a connection. */
    private static final int MOST_UNANSWERED = 8;

    private final Duration patience;
    private int unanswered;
    private boolean isArriving;
    private boolean isLast;
    private @Nullable Future<?> deadline;

    private RequestWatch(Duration patience) {
        this.patience = patience;
    }

    /** Watches {@code channel} from its first request on; later calls find it watched. */
    static void over(Channel channel, HttpServerRequest first, Duration patience) {
        var pipeline = channel.pipeline();
        // HTTP/2, which is off, frames its requests itself.
        if (pipeline.get(NAME) == null && pipeline.get("httpDecoder") != null) {
            var watch = new RequestWatch(patience);
            pipeline.addBefore(NEXT, NAME, watch);
            watch.begin(
                    pipeline.context(watch),
                    first.headers().contains(HttpHeaderNames.TRANSFER_ENCODING),
                    first.getHeader(HttpHeaderNames.CONTENT_LENGTH));
        }
    }

    private void begin(ChannelHandlerContext context, boolean hasChunks, @Nullable String length) {
        isArriving = true;
        isLast |= hasChunks;
        if (hasChunks || (length != null && !length.equals("0"))) {
            deadline = context.executor().schedule(() -> end(context), patience.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (++unanswered > MOST_UNANSWERED) {
            end(context);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (isLast && !isArriving) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest head) {
            begin(
                    context,
                    head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING),
                    head.headers().get(HttpHeaderNames.CONTENT_LENGTH));
        }
        var isWhole = message instanceof LastHttpContent;
        if (isWhole) {
            isArriving = false;
            cancelDeadline();
        }
        context.fireChannelRead(message);
        if (isWhole) {
            closeAfterTheLast(context);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof LastHttpContent && !isInterim(message)) {
            var _ = context.write(message, promise.unvoid().addListener(written -> {
                unanswered--;
                closeAfterTheLast(context);
            }));
        } else {
            var _ = context.write(message, promise);
        }
    }

    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private void closeAfterTheLast(ChannelHandlerContext context) {
        if (isLast && !isArriving && unanswered == 0) {
            end(context);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancelDeadline();
        context.fireChannelInactive();
    }

    private static void end(ChannelHandlerContext context) {
        var _ = context.close();
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
