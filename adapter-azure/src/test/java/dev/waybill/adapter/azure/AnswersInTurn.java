package dev.waybill.adapter.azure;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Answers that are given one after another, the last for good.
final class AnswersInTurn implements CannedServer.Answer {
    private final ConcurrentLinkedQueue<CannedServer.Answer> answers = new ConcurrentLinkedQueue<>();

    /// From now on it is these.
    void are(CannedServer.Answer... next) {
        answers.clear();
        answers.addAll(List.of(next));
    }

    @Override
    public void give(HttpExchange exchange) throws IOException {
        var answer = answers.size() > 1 ? answers.remove() : answers.element();
        answer.give(exchange);
    }
}
