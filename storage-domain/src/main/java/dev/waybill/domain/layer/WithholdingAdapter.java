package dev.waybill.domain.layer;

import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.IObjectStorageAdapter;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Says that a store cannot do what the user knows it does not do well: a gateway that accepts conditions and ignores
/// them, say. Those above then do without, as with any store that cannot.
public final class WithholdingAdapter extends ForwardingAdapter {
    private final Set<Capability> withheld;

    /// @param inner is closed with this
    /// @param withheld what nobody is told it can
    public WithholdingAdapter(IObjectStorageAdapter inner, Set<Capability> withheld) {
        super(inner);
        this.withheld = Set.copyOf(withheld);
    }

    @Override
    public Capabilities capabilities() {
        Capabilities all = super.capabilities();
        Set<Capability> left = EnumSet.noneOf(Capability.class);
        left.addAll(all.flags());
        left.removeAll(withheld);
        boolean uploads = left.contains(Capability.RESUMABLE_UPLOAD);
        return new Capabilities(
                left,
                all.maxKeyBytes(),
                uploads ? all.maxObjectBytes() : all.maxPutBytes(),
                all.maxPutBytes(),
                all.modifiedPrecision(),
                all.checksums(),
                uploads ? all.uploadChecksums() : Set.of(),
                uploads ? all.uploadLimits() : Optional.empty(),
                all.names());
    }
}
