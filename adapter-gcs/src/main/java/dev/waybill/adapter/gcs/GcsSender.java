package dev.waybill.adapter.gcs;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.MultipartContent;
import com.google.api.client.http.json.JsonHttpContent;
import com.google.api.services.storage.model.StorageObject;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.Precondition;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.PreconditionFailed;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sends the bytes of an object in one request.
final class GcsSender {
    private final GcsStore store;

    GcsSender(GcsStore store) {
        this.store = store;
    }

    /// Where uploads of this kind go.
    GenericUrl url(String uploadType) {
        var url = new GenericUrl(store.root() + "upload/storage/v1/b/");
        url.getPathParts().removeLast();
        url.getPathParts().add(store.bucket());
        url.getPathParts().add("o");
        url.put("uploadType", uploadType);
        url.put("fields", GcsMetadata.FIELDS);
        return url;
    }

    /// Adds a condition to an upload.
    static void condition(GenericUrl url, @Nullable Long generation) {
        if (generation != null) {
            url.put("ifGenerationMatch", generation);
        }
    }

    /// Stores `bytes` with what `resource` says of them, its checksum too: the store takes no others.
    StorageObject multipart(ObjectKey key, StorageObject resource, byte[] bytes, Precondition precondition) {
        return conditional(key, precondition, bearer -> {
            var url = url("multipart");
            condition(url, GcsConditions.generation(precondition));
            var content = new MultipartContent();
            content.addPart(
                    new MultipartContent.Part(new JsonHttpContent(store.api().getJsonFactory(), resource)));
            content.addPart(new MultipartContent.Part(new ByteArrayContent(resource.getContentType(), bytes)));
            return read(store.connection().request(bearer, "POST", url, content));
        });
    }

    /// Stores a body under `name` with nothing beside it.
    ///
    /// @param key in whose name it is done, for messages
    StorageObject media(ObjectKey key, String name, HttpContent content) {
        return store.call(key, bearer -> {
            var url = url("media");
            url.put("name", name);
            return read(store.connection().request(bearer, "POST", url, content));
        });
    }

    /// The resource that a request is answered with.
    private StorageObject read(HttpRequest request) throws IOException {
        var response = execute(request);
        try {
            return response.parseAs(StorageObject.class);
        } finally {
            response.ignore();
        }
    }

    /// The answer to a request, to be let go of by the caller.
    ///
    /// @throws GoogleJsonResponseException if it is an error, with the reason it gives: the library's own exception
    ///     has the status alone
    HttpResponse execute(HttpRequest request) throws IOException {
        request.setThrowExceptionOnExecuteError(false);
        var response = request.execute();
        if (!response.isSuccessStatusCode()) {
            throw GoogleJsonResponseException.from(store.api().getJsonFactory(), response);
        }
        return response;
    }

    /// Makes a request under a condition on what is at `key`; nothing there fails a condition on a version.
    <T> T conditional(ObjectKey key, Precondition precondition, GcsStore.Request<T> request) {
        try {
            return store.call(Optional.of(key), GcsConditions.words(precondition), request);
        } catch (ObjectNotFound e) {
            if (precondition instanceof Precondition.Matches) {
                throw new PreconditionFailed(store.id(), key, GcsConditions.words(precondition), e);
            }
            throw e;
        }
    }
}
