package io.larder.server.simulate;

/// Where terminals write down what they did: rows owed, commands carried out, and counts.
record Books(Obligations obligations, Executions executions, Tally tally) {}
