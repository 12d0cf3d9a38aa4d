package io.larder.server.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The datagram socket of the service manager, by the C library: Java has none of that family.
///
/// ```
/// sockaddr_un = family u16, path[108]     @NAME: a zero instead of @, and no zero behind
/// ```
final class NotifySocket implements ServiceManager.Line {
    private static final int AF_UNIX = 1;

    /// Closed in children, which there are none of.
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;

    /// Never wait for who does not read, and no signal from who is gone.
    private static final int DONTWAIT_NOSIGNAL = 0x40 | 0x4000;

    private static final int FAMILY_BYTES = 2;
    private static final int PATH_BYTES = 108;

    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO =
            STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET =
            call("socket", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle SENDTO =
            call(
                    "sendto",
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT);
    private static final MethodHandle CLOSE = call("close", ValueLayout.JAVA_INT);

    private final byte[] path;
    private final boolean named;

    /// `address` is an absolute path, or `@` and a name that is in no folder.
    NotifySocket(String address) throws IOException {
        this.path = address.getBytes(UTF_8);
        this.named = address.startsWith("/");
        boolean known = named || address.startsWith("@");
        if (!known || path.length >= PATH_BYTES) {
            throw new IOException("NOTIFY_SOCKET is no path and no @name of a socket: " + address);
        }
        if (!named) {
            path[0] = 0;
        }
    }

    /// All of them give back a number that fits a `long` of the machine; errno is taken along.
    @SuppressWarnings("restricted") // three functions of the C library
    private static MethodHandle call(String name, MemoryLayout... parameters) {
        Linker linker = Linker.nativeLinker();
        boolean isLong = name.equals("sendto");
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(
                        isLong ? ValueLayout.JAVA_LONG : ValueLayout.JAVA_INT, parameters),
                Linker.Option.captureCallState("errno"));
    }

    @Override
    public void send(String text) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int socket = (int) SOCKET.invokeExact(state, AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
            if (socket < 0) {
                throw failed("socket", state);
            }
            try {
                send(arena, state, socket, text.getBytes(UTF_8));
            } finally {
                int _ = (int) CLOSE.invokeExact(arena.allocate(STATE), socket);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the C library cannot be called", e);
        }
    }

    private void send(Arena arena, MemorySegment state, int socket, byte[] bytes) throws Throwable {
        MemorySegment address = arena.allocate(FAMILY_BYTES + PATH_BYTES, Short.BYTES);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, FAMILY_BYTES, path.length);
        int addressBytes = FAMILY_BYTES + path.length + (named ? 1 : 0);
        MemorySegment text = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
        long sent =
                (long)
                        SENDTO.invokeExact(
                                state,
                                socket,
                                text,
                                (long) bytes.length,
                                DONTWAIT_NOSIGNAL,
                                address,
                                addressBytes);
        if (sent != bytes.length) {
            throw failed("sendto", state);
        }
    }

    private static IOException failed(String call, MemorySegment state) {
        int errno = state.get(ValueLayout.JAVA_INT, ERRNO);
        return new IOException(call + " failed with errno " + errno);
    }
}
