package dev.waybill.domain.sync;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/// A file or a folder by its name, with what the store that lacks it may take it for.
///
/// @param parent the folder it lies in, with its `/`; empty for the root
/// @param folded what all names have in common that are taken for this one
/// @param name its name, with a `/` behind it if it is a folder
/// @param here whether the store has it
/// @param there whether the other store has it
record SiblingName(String parent, String folded, String name, boolean here, boolean there) {
    private static final int HERE = 1;
    private static final int THERE = 2;

    static final Comparator<SiblingName> ORDER = Comparator.comparing(SiblingName::parent)
            .thenComparing(SiblingName::folded)
            .thenComparing(SiblingName::name);

    static final ExternalSort.Form<SiblingName> FORM = new ExternalSort.Form<>() {
        @Override
        public void write(SiblingName item, DataOutputStream out) throws IOException {
            text(item.parent, out);
            text(item.folded, out);
            text(item.name, out);
            out.writeByte((item.here ? HERE : 0) | (item.there ? THERE : 0));
        }

        @Override
        public SiblingName read(DataInputStream in) throws IOException {
            String parent = text(in);
            String folded = text(in);
            String name = text(in);
            int sides = in.readByte();
            return new SiblingName(parent, folded, name, (sides & HERE) != 0, (sides & THERE) != 0);
        }
    };

    private static void text(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedShort()), StandardCharsets.UTF_8);
    }

    /// From the root.
    String path() {
        return parent + name;
    }

    boolean isTakenFor(SiblingName other) {
        return parent.equals(other.parent) && folded.equals(other.folded);
    }

    /// The same name, on every side where this or `again` is.
    SiblingName merged(SiblingName again) {
        return new SiblingName(parent, folded, name, here || again.here, there || again.there);
    }
}
