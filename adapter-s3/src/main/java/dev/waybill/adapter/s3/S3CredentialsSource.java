package dev.waybill.adapter.s3;

/// Where the credentials come from that requests are signed with. It is consulted for each request, so that
/// whatever takes longer than they hold outlives them; any number of threads ask.
public interface S3CredentialsSource {
    /// What to sign the next request with. Quick, unless others have to be fetched first.
    ///
    /// @throws dev.waybill.port.StorageException if there are none to be had
    S3Credentials current();

    /// Hears that the store refused a request that was signed with `refused`, and gets others if it can.
    ///
    /// @return whether [#current] gives others now, so that the request is worth making once more
    /// @throws dev.waybill.port.StorageException if there are none to be had
    boolean renew(S3Credentials refused);
}
