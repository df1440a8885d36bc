package dev.waybill.adapter.s3;

import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/// The SDK's client and what moves its bytes, which the SDK leaves to who made it.
///
/// @param client makes the requests
/// @param puts makes small puts without it
/// @param http holds the connections; closing it breaks what is under way
record S3Connection(S3Client client, S3SmallPuts puts, SdkHttpClient http) implements AutoCloseable {
    @Override
    public void close() {
        try (http) {
            client.close();
        }
    }
}
