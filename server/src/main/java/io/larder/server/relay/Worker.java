package io.larder.server.relay;

import io.larder.storage.Pulse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A thread of our own that works in turns and rests in between. Nobody interrupts it, because an
/// interrupt would close the files it uses for everybody: it is woken, and stops on a message.
public final class Worker {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private boolean stopped;
    private boolean awake;
    private boolean resting;
    private long turns;

    /// `work` runs for as long as [#goesOn].
    public Worker(String name, Runnable work) {
        this.thread = Thread.ofPlatform().name(name).unstarted(work);
    }

    public void start() {
        thread.start();
    }

    /// Whether it is to end now.
    public boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    /// Whether it is to begin another turn: for the worker itself, once before each.
    public boolean goesOn() {
        lock.lock();
        try {
            turns++;
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

    /// Whether it lives: a turn is a step, and who rests has nothing to do.
    public Pulse pulse() {
        lock.lock();
        try {
            return new Pulse(stopped || thread.isAlive(), !resting, turns);
        } finally {
            lock.unlock();
        }
    }

    /// Rests, at most so long: for the worker itself.
    public void rest(long millis) {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            resting = true;
            while (!stopped && !awake && left > 0) {
                left = changed.awaitNanos(left);
            }
            awake = false;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts " + thread.getName(), e);
        } finally {
            resting = false;
            lock.unlock();
        }
    }

    /// Ends the rest, or the next one if it works.
    public void wake() {
        lock.lock();
        try {
            awake = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Tells it to end after the turn at hand.
    public void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Returns when it has ended, also when the caller is interrupted meanwhile.
    public void awaitEnd() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
