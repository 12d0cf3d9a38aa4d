package io.larder.storage;

/// What became of an append: durable, or refused with nothing kept.
public sealed interface Appended permits Receipt, Refused {}
