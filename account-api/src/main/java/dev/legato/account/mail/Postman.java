package dev.legato.account.mail;

import dev.legato.account.mail.Letter.Written;
import dev.legato.account.mail.MailQueue.Due;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailMessage;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what the queue holds, a few letters at a time, one after the other. */
public final class Postman {
    private static final Logger LOG = LoggerFactory.getLogger(Postman.class);
    private static final int BATCH = 20;

    private final MailClient client;
    private final String from;
    private final MailQueue queue;
    private final Function<Letter, Future<Optional<Written>>> writer;
    private final AtomicBoolean busy = new AtomicBoolean();

    /** @param writer writes a letter, or finds that there is nobody to write to */
    public Postman(
            Vertx vertx, MailSettings settings, MailQueue queue, Function<Letter, Future<Optional<Written>>> writer) {
        this.client = MailClient.create(vertx, settings.config());
        this.from = settings.from();
        this.queue = queue;
        this.writer = writer;
    }

    /** Sends what is due, unless it is at it already. */
    public void deliver() {
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        var _ = queue.take(BATCH)
                .compose(letters -> {
                    Future<Void> sent = Future.succeededFuture();
                    for (Due letter : letters) {
                        sent = sent.compose(_ -> send(letter));
                    }
                    return sent;
                })
                .onFailure(
                        failure -> LOG.warn("mail waits: {}", failure.getClass().getSimpleName()))
                .onComplete(_ -> busy.set(false));
    }

    /** Closes the connections to the mail server. */
    public Future<Void> close() {
        return client.close();
    }

    /** A letter that cannot be sent stays in the queue and does not hold up those behind it. */
    private Future<Void> send(Due due) {
        return writer.apply(due.letter())
                .compose(written -> written.isEmpty()
                        ? Future.succeededFuture()
                        : client.sendMail(new MailMessage()
                                        .setFrom(from)
                                        .setTo(due.letter().to())
                                        .setSubject(written.get().subject())
                                        .setText(written.get().text()))
                                .mapEmpty())
                .compose(_ -> queue.done(due))
                .recover(failure -> {
                    // The server's words may quote the address.
                    LOG.warn(
                            "a letter ({}) waits: {}",
                            due.letter(),
                            failure.getClass().getSimpleName());
                    return Future.succeededFuture();
                });
    }
}
