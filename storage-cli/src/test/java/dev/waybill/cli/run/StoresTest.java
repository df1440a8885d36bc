package dev.waybill.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.StackOptions;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class StoresTest {
    @Test
    void what_comes_with_the_command_is_what_would_be_found_on_the_class_path() {
        var found = ObjectStorageFactory.ofInstalled(Clock.systemUTC(), StackOptions.DEFAULT);

        assertThat(Stores.packaged())
                .usingElementComparator((one, other) -> one.getClass().equals(other.getClass()) ? 0 : 1)
                .containsExactlyElementsOf(found.providers());
    }
}
