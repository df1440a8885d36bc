package dev.waybill.adapter.s3;

import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/// Drops from listings what only repeats the request.
///
/// The SDK decodes it with the keys, and fails where a server encodes the keys alone: Ceph sends a prefix
/// with a `%` in it back as it came.
final class S3Echoes implements ExecutionInterceptor {
    @Override
    public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
        return context.response() instanceof ListObjectsV2Response listing
                ? listing.copy(copy -> copy.prefix(null).delimiter(null).startAfter(null))
                : context.response();
    }
}
