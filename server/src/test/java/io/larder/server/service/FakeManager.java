package io.larder.server.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// The other end of a notify socket: a service manager that only listens.
public final class FakeManager implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int MOST_BYTES = 4096;
    private static final String END = "END";
    private static final long PATIENCE_SECONDS = 60;

    private static final MethodHandle SOCKET =
            call("socket", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle BIND =
            call("bind", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle RECEIVE =
            call(
                    "recv",
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT);
    private static final MethodHandle CLOSE = call("close", ValueLayout.JAVA_INT);

    private final String address;
    private final int socket;
    private final Thread listener;
    private final List<String> heard = new ArrayList<>();

    /// Listens at a path, or at `@NAME`.
    public FakeManager(String address) {
        this.address = address;
        this.socket = bound(address);
        this.listener = Thread.ofPlatform().daemon().start(this::listen);
    }

    /// One that never reads what it is told.
    static Closeable deaf(String path) {
        int socket = bound(path);
        return () -> close(socket);
    }

    private static void close(int socket) {
        try {
            int _ = (int) CLOSE.invokeExact(socket);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("restricted") // a few functions of the C library
    private static MethodHandle call(String name, MemoryLayout... parameters) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
    }

    private static int bound(String address) {
        byte[] path = address.getBytes(UTF_8);
        boolean named = path[0] != '@';
        path[0] = named ? path[0] : 0;
        try (Arena arena = Arena.ofConfined()) {
            int socket = (int) SOCKET.invokeExact(AF_UNIX, SOCK_DGRAM, 0);
            MemorySegment at = arena.allocate(110, Short.BYTES);
            at.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(path, 0, at, ValueLayout.JAVA_BYTE, 2, path.length);
            int done = (int) BIND.invokeExact(socket, at, 2 + path.length + (named ? 1 : 0));
            if (done != 0) {
                throw new IllegalStateException("cannot bind " + address);
            }
            return socket;
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private void listen() {
        String said = "";
        while (!said.equals(END)) {
            said = next();
            synchronized (this) {
                heard.addAll(said.lines().toList());
                notifyAll();
            }
        }
    }

    private String next() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment into = arena.allocate(MOST_BYTES);
            int bytes = (int) RECEIVE.invokeExact(socket, into, (long) MOST_BYTES, 0);
            return new String(
                    into.asSlice(0, Math.max(0, bytes)).toArray(ValueLayout.JAVA_BYTE), UTF_8);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// All lines so far.
    public synchronized List<String> heard() {
        return List.copyOf(heard);
    }

    /// Waits until all lines so far are as `wanted`.
    public synchronized List<String> await(Predicate<List<String>> wanted)
            throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!wanted.test(heard)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("it did not come to that: " + heard);
            }
            wait(left);
        }
        return heard();
    }

    @Override
    public void close() throws IOException {
        new NotifySocket(address).send(END);
        try {
            listener.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close(socket);
    }
}
