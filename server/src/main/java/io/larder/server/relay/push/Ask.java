package io.larder.server.relay.push;

import io.larder.server.record.Bytes;

/// One request as a terminal makes it. `target` is verbatim, one character per byte: what the
/// terminal wrote, blanks and all.
record Ask(String method, String target, Bytes body) {
    private static final String PICTURES = "/iclock/fdata";

    static Ask get(String target) {
        return new Ask("GET", target, Bytes.EMPTY);
    }

    static Ask post(String target, Bytes body) {
        return new Ask("POST", target, body);
    }

    /// The bytes on the wire, headers in the order and spelling of real firmware (PROTOCOL.md
    /// 1.0.1). The connection is kept: a server that wants it closed says so.
    byte[] wire(String host) {
        StringBuilder head = new StringBuilder(256);
        head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(host).append("\r\n");
        head.append("User-Agent: iClock Proxy/1.09\r\n");
        head.append("Connection: keep-alive\r\nAccept: */*\r\n");
        if (method.equals("POST")) {
            String type = target.startsWith(PICTURES) ? "application/octet-stream" : "text/plain";
            head.append("Content-Type: ").append(type).append("\r\n");
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        head.append("\r\n");
        byte[] front = Bytes.latin1(head.toString()).toArray();
        byte[] back = body.toArray();
        byte[] all = new byte[front.length + back.length];
        System.arraycopy(front, 0, all, 0, front.length);
        System.arraycopy(back, 0, all, front.length, back.length);
        return all;
    }
}
