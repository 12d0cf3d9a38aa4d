package io.larder.server.simulate;

import io.larder.server.record.Bytes;
import java.nio.charset.StandardCharsets;

/// One request of a terminal: what it says, before it is put on a socket. A call without a body is
/// a GET, one with a body a POST; terminals know nothing else.
public record Call(String target, Bytes body) {
    public static Call get(String target) {
        return new Call(target, Bytes.EMPTY);
    }

    public static Call post(String target, Bytes body) {
        return new Call(target, body);
    }

    /// The bytes on the wire, headers in the order and spelling of the real firmware (PROTOCOL.md
    /// 1.1.1). Blanks in the target are left as they are, which is what old firmware does.
    public byte[] wire(String host, boolean keepAlive) {
        StringBuilder head = new StringBuilder(256);
        head.append(body.isEmpty() ? "GET " : "POST ").append(target).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(host).append("\r\n");
        head.append("User-Agent: iClock Proxy/1.09\r\n");
        head.append(keepAlive ? "Connection: keep-alive\r\n" : "Connection: close\r\n");
        head.append("Accept: */*\r\n");
        if (!body.isEmpty()) {
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = new byte[first.length + body.length()];
        System.arraycopy(first, 0, whole, 0, first.length);
        System.arraycopy(body.toArray(), 0, whole, first.length, body.length());
        return whole;
    }
}
