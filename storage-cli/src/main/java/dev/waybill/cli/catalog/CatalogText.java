package dev.waybill.cli.catalog;

import dev.waybill.cli.output.Sizes;
import dev.waybill.domain.catalog.CatalogSize;
import tools.jackson.core.JsonGenerator;

/// How much a catalog holds, for people and machines.
final class CatalogText {
    private CatalogText() {}

    static String of(CatalogSize size) {
        return Sizes.count(size.artifacts(), "artifact") + ", " + Sizes.count(size.versions(), "version") + ", "
                + Sizes.count(size.runs(), "run");
    }

    static void size(JsonGenerator json, CatalogSize size) {
        json.writeNumberProperty("artifacts", size.artifacts());
        json.writeNumberProperty("versions", size.versions());
        json.writeNumberProperty("runs", size.runs());
        json.writeNumberProperty("documents", size.documents());
        json.writeNumberProperty("stale", size.stale());
        json.writeNumberProperty("catalogBytes", size.bytes());
    }
}
