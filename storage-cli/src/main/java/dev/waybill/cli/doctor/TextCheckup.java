package dev.waybill.cli.doctor;

import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.SafeText;
import dev.waybill.domain.config.RemoteConfiguration;
import dev.waybill.domain.config.UrlText;
import dev.waybill.domain.doctor.CheckupReport;
import dev.waybill.domain.doctor.Finding;

/// A check-up for people: a line a finding, then what it comes to.
public final class TextCheckup implements CheckupView {
    private final Console console;
    private final RemoteConfiguration remote;

    /// @param remote what is examined
    public TextCheckup(Console console, RemoteConfiguration remote) {
        this.console = console;
        this.remote = remote;
    }

    @Override
    public void begin() {
        console.line("%s (%s)".formatted(SafeText.of(remote.store().store().toString()), remote.provider()));
    }

    @Override
    public void finding(Finding finding) {
        String mark = switch (finding.verdict()) {
            case HOLDS -> "ok";
            case BROKEN -> console.paint().error("BROKEN");
            case NOT_OFFERED -> "-";
            case MEASURED -> "";
            case UNKNOWN -> console.paint().error("UNKNOWN");
        };
        String detail = finding.detail().isEmpty() ? "not offered" : SafeText.of(finding.detail());
        console.line("  %-8s %-30s %s".formatted(mark, finding.check(), detail));
    }

    @Override
    public void end(CheckupReport report) {
        console.line("");
        if (report.isSafe()) {
            console.line("push and pull are safe here");
        } else if (report.isSafeWithout()) {
            console.line("push and pull are not safe here as it is configured; with this in waybill.yaml they are:");
            console.line("");
            console.line("remotes:");
            console.line("  %s:".formatted(UrlText.schemeOf(remote.name()).isPresent() ? "NAME" : remote.name()));
            console.line("    without: \"%s\"".formatted(CheckupView.without(remote, report)));
        } else {
            console.line("push and pull are not safe here: see what is broken or unknown above");
        }
    }
}
