package dev.waybill.cli.training.calls.samples;

/// A record that is in no other class, and whose class file thus says its name once only.
record TopRecord(int number) {}
