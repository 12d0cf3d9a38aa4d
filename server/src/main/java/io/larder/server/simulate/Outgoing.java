package io.larder.server.simulate;

import java.util.List;

/// An upload ready to be sent: the call, the ids its `OK` turns into obligations, and how many
/// unreadable rows ride along.
record Outgoing(Call call, List<String> ids, int odd) {}
