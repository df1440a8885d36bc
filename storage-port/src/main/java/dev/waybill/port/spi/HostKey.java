package dev.waybill.port.spi;

/// A key by which a server proves which one it is, for people to compare.
///
/// @param kind of the key as its protocol names it: `ssh-ed25519`
/// @param bits its length
/// @param fingerprint what tells it from all others: `SHA256:` and Base64, as OpenSSH writes it
public record HostKey(String kind, int bits, String fingerprint) {}
