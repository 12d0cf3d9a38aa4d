package io.larder.bench;

/// One kind of load.
record Mix(int connections, boolean keepAlive, int rows) {}
