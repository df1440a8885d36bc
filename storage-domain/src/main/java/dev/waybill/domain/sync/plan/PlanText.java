package dev.waybill.domain.sync.plan;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.io.InputStream;

/// Where the lines of a plan are: each opening reads them from the first.
public interface PlanText {
    /// What to call it in messages.
    String name();

    /// Opens the bytes.
    @MustBeClosed
    InputStream open() throws IOException;
}
