package dev.waybill.adapter.s3;

import dev.waybill.port.StoreId;
import java.util.Optional;

/// A bucket, or what lies under a prefix in it, that another service keeps for its user.
///
/// @param store what the service calls it; messages and local state go by this
/// @param bucket its name
/// @param prefix what lies before every key, without a `/` at its end
/// @param region where it is, or empty for what the SDK finds or the endpoint does not care about
public record S3Place(StoreId store, String bucket, String prefix, Optional<String> region) {}
