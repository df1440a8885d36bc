package dev.waybill.testkit;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ByteRange;
import dev.waybill.port.Checksum;
import dev.waybill.port.Etag;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Adapters that upload wrongly, in one way each.
@SuppressWarnings("MustBeClosedChecker") // defects take no care; the contract closes what it opens
final class DefectiveUploads {
    private DefectiveUploads() {}

    static IObjectStorageAdapter uploading(IObjectStorageAdapter inner, UnaryOperator<UploadSession> wrongly) {
        return new ForwardingAdapter(inner) {
            @Override
            @MustBeClosed
            public UploadSession openUpload(UploadRequest request) {
                return wrongly.apply(inner.openUpload(request));
            }
        };
    }

    static IObjectStorageAdapter showingPartsAtOnce(IObjectStorageAdapter inner) {
        return uploading(inner, upload -> new Forwarding(upload) {
            @Override
            public UploadedPart putPart(int number, ObjectSource source) {
                inner.put(key(), source, PutOptions.DEFAULT);
                return super.putPart(number, source);
            }
        });
    }

    static IObjectStorageAdapter completingWhatItHolds(IObjectStorageAdapter inner) {
        return uploading(inner, upload -> new Forwarding(upload) {
            @Override
            public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
                return super.complete(super.parts(), whole);
            }
        });
    }

    static IObjectStorageAdapter keepingTheFirstOfTwoParts(IObjectStorageAdapter inner) {
        return uploading(inner, upload -> new Forwarding(upload) {
            @Override
            public UploadedPart putPart(int number, ObjectSource source) {
                return super.parts().stream()
                        .filter(part -> part.number() == number)
                        .findFirst()
                        .orElseGet(() -> super.putPart(number, source));
            }
        });
    }

    static IObjectStorageAdapter abortingOnClose(IObjectStorageAdapter inner) {
        return uploading(inner, upload -> new Forwarding(upload) {
            @Override
            public void close() {
                abort();
                super.close();
            }
        });
    }

    static IObjectStorageAdapter completingWhateverCameBefore(IObjectStorageAdapter inner) {
        return new ForwardingAdapter(inner) {
            @Override
            @MustBeClosed
            public UploadSession openUpload(UploadRequest request) {
                return inner.openUpload(new UploadRequest(
                        request.key(), PutOptions.DEFAULT, request.partBytes(), request.checksum(), request.resume()));
            }
        };
    }

    private static class Forwarding implements UploadSession {
        private final UploadSession inner;

        Forwarding(UploadSession inner) {
            this.inner = inner;
        }

        @Override
        public ObjectKey key() {
            return inner.key();
        }

        @Override
        public UploadId id() {
            return inner.id();
        }

        @Override
        public UploadedPart putPart(int number, ObjectSource source) {
            return inner.putPart(number, source);
        }

        @Override
        public UploadedPart copyPart(int number, ObjectKey from, ByteRange.Span range, Etag version) {
            return inner.copyPart(number, from, range, version);
        }

        @Override
        public List<UploadedPart> parts() {
            return inner.parts();
        }

        @Override
        public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
            return inner.complete(parts, whole);
        }

        @Override
        public void abort() {
            inner.abort();
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
