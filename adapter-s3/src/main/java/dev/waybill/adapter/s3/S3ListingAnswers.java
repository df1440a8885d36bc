package dev.waybill.adapter.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/// Reads listings itself as they arrive, and leaves the SDK an empty one.
///
/// The SDK makes a tree of each page before it makes objects of it, which is half of what looking at 100,000 unchanged
/// objects costs. It also fails where a server that encodes keys sends back a prefix with a `%` in it as it came, as
/// Ceph does.
final class S3ListingAnswers implements ExecutionInterceptor {
    /// Beyond what 1,000 of the longest keys take, each byte of them encoded.
    private static final int MAX_BYTES = 16 << 20;

    private static final ExecutionAttribute<AtomicReference<@Nullable S3ListingPage>> PAGE =
            new ExecutionAttribute<>("waybill-listing");
    private static final byte[] NOTHING = "<ListBucketResult/>".getBytes(StandardCharsets.UTF_8);

    /// Asks for one page.
    static S3ListingPage ask(S3Client client, ListObjectsV2Request.Builder request) {
        var page = new AtomicReference<@Nullable S3ListingPage>();
        var response = client.listObjectsV2(request.overrideConfiguration(c -> c.putExecutionAttribute(PAGE, page))
                .build());
        S3ListingPage read = page.get();
        if (read == null) {
            throw new IllegalStateException("the SDK gave no answer to " + response);
        }
        return read;
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        AtomicReference<@Nullable S3ListingPage> page = attributes.getAttribute(PAGE);
        if (page == null || !context.httpResponse().isSuccessful()) {
            return context.responseBody();
        }
        byte[] body = context.responseBody().map(S3ListingAnswers::whole).orElse(new byte[0]);
        page.set(S3ListingPage.read(body));
        return Optional.of(new ByteArrayInputStream(NOTHING));
    }

    private static byte[] whole(InputStream body) {
        try (body) {
            byte[] bytes = body.readNBytes(MAX_BYTES);
            if (body.read() >= 0) {
                throw SdkClientException.create("a page of the listing is longer than " + MAX_BYTES + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw SdkClientException.create("the listing broke off: " + e.getMessage(), e);
        }
    }
}
