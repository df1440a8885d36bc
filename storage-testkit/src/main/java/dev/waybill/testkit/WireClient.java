package dev.waybill.testkit;

import java.time.Clock;
import java.time.Duration;

/// How an adapter under a [WireFaultContract] is to be opened.
///
/// @param port where its server is to be reached on 127.0.0.1, through a [FaultProxy] mostly
/// @param clock the adapter's
/// @param patience how long it is to wait for a server that says nothing
public record WireClient(int port, Clock clock, Duration patience) {}
