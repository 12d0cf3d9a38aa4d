package io.larder.server.simulate;

import java.util.List;

/// Switches terminals off.
public final class Power {
    private Power() {}

    /// Interrupts all and returns when all have ended.
    public static void off(List<Thread> terminals) {
        terminals.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread terminal : terminals) {
            while (terminal.isAlive()) {
                try {
                    terminal.join();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
