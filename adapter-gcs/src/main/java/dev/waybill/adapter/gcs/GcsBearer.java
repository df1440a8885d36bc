package dev.waybill.adapter.gcs;

import com.google.api.client.googleapis.services.AbstractGoogleClientRequest;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpRequest;
import dev.waybill.port.Secret;
import java.util.Optional;

/// By what right one request is made.
///
/// @param token the access token, if there is one
/// @param billedProject which project pays, if not the bucket's
record GcsBearer(Optional<Secret> token, Optional<String> billedProject) {
    /// `request`, authorised, and sent as it is: packing costs more than it saves.
    <R extends AbstractGoogleClientRequest<?>> R on(R request) {
        authorize(request.getRequestHeaders());
        request.setDisableGZipContent(true);
        return request;
    }

    /// `request`, authorised.
    HttpRequest on(HttpRequest request) {
        authorize(request.getHeaders());
        return request;
    }

    private void authorize(HttpHeaders headers) {
        token.ifPresent(secret -> headers.setAuthorization("Bearer " + secret.reveal()));
        billedProject.ifPresent(project -> headers.set("x-goog-user-project", project));
    }
}
