package dev.waybill.cli.doctor;

import dev.waybill.cli.output.Ndjson;
import dev.waybill.domain.config.CapabilityName;
import dev.waybill.domain.config.RemoteConfiguration;
import dev.waybill.domain.doctor.CheckupReport;
import dev.waybill.domain.doctor.Finding;
import java.io.PrintStream;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// A check-up for machines: one JSON object.
public final class JsonCheckup implements CheckupView {
    private final Ndjson json;
    private final RemoteConfiguration remote;

    /// @param out where the object goes
    /// @param remote what is examined
    public JsonCheckup(PrintStream out, RemoteConfiguration remote) {
        this.json = new Ndjson(out);
        this.remote = remote;
    }

    @Override
    public void begin() {
        // all is printed at the end
    }

    @Override
    public void finding(Finding finding) {
        // all is printed at the end
    }

    @Override
    public void end(CheckupReport report) {
        json.event("checkup", fields -> {
            fields.writeStringProperty("store", report.store().toString());
            fields.writeStringProperty("provider", remote.provider());
            fields.writeBooleanProperty("safe", report.isSafe());
            fields.writeBooleanProperty("safeWithout", report.isSafeWithout());
            fields.writeStringProperty("without", CheckupView.without(remote, report));
            fields.writeArrayPropertyStart("findings");
            report.findings().forEach(finding -> write(fields, finding));
            fields.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, Finding finding) {
        json.writeStartObject();
        json.writeStringProperty("check", finding.check());
        json.writeStringProperty(
                "verdict", finding.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.writeStringProperty("detail", finding.detail());
        finding.capability()
                .ifPresent(capability -> json.writeStringProperty("capability", CapabilityName.of(capability)));
        json.writeEndObject();
    }
}
