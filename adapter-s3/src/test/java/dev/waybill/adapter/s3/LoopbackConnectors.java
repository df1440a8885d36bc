package dev.waybill.adapter.s3;

import org.apache.catalina.connector.Connector;
import org.springframework.beans.factory.config.BeanPostProcessor;

/// Binds S3Mock's plain connector to loopback: its `server.address` is for the other one, and without this
/// it listens on every interface. Named to Spring by `spring.main.sources`.
public final class LoopbackConnectors implements BeanPostProcessor {
    /// For Spring.
    public LoopbackConnectors() {}

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof Connector connector && !connector.setProperty("address", "127.0.0.1")) {
            throw new IllegalStateException("the connector of S3Mock does not take an address");
        }
        return bean;
    }
}
