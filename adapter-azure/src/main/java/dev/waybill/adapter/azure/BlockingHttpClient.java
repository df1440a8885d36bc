package dev.waybill.adapter.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import reactor.core.publisher.Mono;

/// Moves requests in the thread of whoever asks; what Azure's libraries ask for otherwise is made of that.
interface BlockingHttpClient extends HttpClient {
    @Override
    default Mono<HttpResponse> send(HttpRequest request) {
        return send(request, Context.NONE);
    }

    @Override
    default Mono<HttpResponse> send(HttpRequest request, Context context) {
        return Mono.fromCallable(() -> sendSync(request, context));
    }

    @Override
    HttpResponse sendSync(HttpRequest request, Context context);
}
