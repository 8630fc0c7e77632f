package dev.rapport.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** The one event loop on which all of the load happens, and how another thread waits for it. */
final class Loop implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context context = vertx.getOrCreateContext();

    Vertx vertx() {
        return vertx;
    }

    void run(Runnable work) {
        context.runOnContext(now -> work.run());
    }

    <T> T await(Callable<Future<T>> work) throws Exception {
        return await(PATIENCE, work);
    }

    <T> T await(Duration patience, Callable<Future<T>> work) throws Exception {
        return Future.<T>future(promise -> run(() -> {
                    try {
                        work.call().onComplete(promise);
                    } catch (Exception e) {
                        promise.fail(e);
                    }
                }))
                .toCompletionStage()
                .toCompletableFuture()
                .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Does {@code work} with 0, 1 and so on below {@code many}, so many {@code atOnce}; ends with the first failure. */
    static Future<Void> each(int many, int atOnce, IntFunction<Future<?>> work) {
        var next = new AtomicInteger();
        var lanes = new ArrayList<Future<Void>>();
        for (var lane = 0; lane < atOnce; lane++) {
            lanes.add(oneAfterTheOther(next, many, work));
        }
        return Future.all(lanes).mapEmpty();
    }

    private static Future<Void> oneAfterTheOther(AtomicInteger next, int many, IntFunction<Future<?>> work) {
        var number = next.getAndIncrement();
        return number >= many
                ? Future.succeededFuture()
                : work.apply(number).compose(done -> oneAfterTheOther(next, many, work));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
