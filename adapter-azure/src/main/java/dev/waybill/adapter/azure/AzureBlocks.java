package dev.waybill.adapter.azure;

import dev.waybill.port.ByteRange;
import dev.waybill.port.Checksum;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.xml.stream.XMLStreamException;

/// Blocks of blobs: staged where nobody sees them, listed, and committed.
///
/// A commit, and any other write to the blob, drops all blocks that it does not name.
final class AzureBlocks {
    private static final byte[] MARK = {1};
    private static final int BAD_REQUEST = 400;

    private final AzureStore store;

    AzureBlocks(AzureStore store) {
        this.store = store;
    }

    /// A name for an upload that no other has.
    static String newUpload() {
        var id = UUID.randomUUID();
        var digits = HexFormat.of();
        return digits.toHexDigits(id.getMostSignificantBits()) + digits.toHexDigits(id.getLeastSignificantBits());
    }

    /// A block and how many bytes the service has of it.
    record Staged(AzureBlock block, long size) {}

    /// Sends one block.
    AzureAnswer stage(ObjectKey key, AzureBlock block, AzureSender.Body body) {
        return store.call(key, body.on(AzureRequest.put(url(key, block))));
    }

    /// Has the service make a block of what it has, in one version.
    ///
    /// @return the checksum of what it took, where it says so
    Optional<Checksum> stageFrom(ObjectKey from, Etag version, ByteRange.Span range, ObjectKey key, AzureBlock block) {
        var request = AzureRequest.put(url(key, block))
                .header("x-ms-source-range", "bytes=" + range.offset() + "-" + (range.end() - 1))
                .header("x-ms-source-if-match", version.toHeader());
        store.nameSource(from, request);
        return store.call(Optional.of(from), "version " + version, request)
                .header(AzureRequest.CRC64)
                .flatMap(AzureBlock::ofHeader);
    }

    /// Sends a block that says something by its id alone.
    void mark(ObjectKey key, AzureBlock block) {
        stage(key, block, AzureSender.Body.of(MARK));
    }

    private String url(ObjectKey key, AzureBlock block) {
        return store.url(key) + "?comp=block&blockid=" + AzureKeys.escapeQuery(block.id());
    }

    /// The blocks that this adapter staged for `key` and that are not committed; none if there is no blob.
    List<Staged> staged(ObjectKey key) {
        AzureAnswer answer;
        try {
            answer = store.call(key, AzureRequest.get(store.url(key) + "?comp=blocklist&blocklisttype=uncommitted"));
        } catch (ObjectNotFound e) {
            return List.of();
        }
        var blocks = new ArrayList<Staged>();
        var list = parse(key, answer).child("UncommittedBlocks");
        list.ifPresent(uncommitted -> uncommitted
                .children()
                .forEach(entry -> AzureBlock.ofId(entry.textOf("Name"))
                        .ifPresent(block -> blocks.add(new Staged(block, Long.parseLong(entry.textOf("Size")))))));
        return blocks;
    }

    private AzureXml parse(ObjectKey key, AzureAnswer answer) {
        try {
            return AzureXml.parse(answer.body());
        } catch (XMLStreamException e) {
            throw store.errors().noList(Optional.of(key), e);
        }
    }

    /// Makes the object of these blocks.
    ///
    /// @param whole the checksum to keep beside it
    /// @throws StoreUnavailable that did nothing, if the service has not all the blocks (any more)
    AzureAnswer commit(AzureWrites.Target target, List<String> ids, Optional<Checksum> whole) {
        var list = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
        ids.forEach(id -> list.append("<Uncommitted>").append(id).append("</Uncommitted>"));
        byte[] body = list.append("</BlockList>").toString().getBytes(StandardCharsets.UTF_8);
        var request =
                AzureRequest.put(store.url(target.key()) + "?comp=blocklist").header("Content-Type", "application/xml");
        var answer = store.exchange(
                Optional.of(target.key()), AzureSender.Body.of(body).on(target.on(request, whole)));
        if (answer.status() == BAD_REQUEST && answer.code().equals("InvalidBlockList")) {
            throw new StoreUnavailable(
                    store.id(),
                    Optional.of(target.key()),
                    Reason.BUSY,
                    "another write to it came between, which drops blocks",
                    Optional.empty(),
                    store.errors().ofAnswer(answer, Optional.of(target.key()), ""));
        }
        store.require(answer, Optional.of(target.key()), AzureStore.words(target.precondition()));
        return answer;
    }
}
