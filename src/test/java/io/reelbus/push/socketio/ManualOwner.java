package io.reelbus.push.socketio;

import io.vertx.core.Context;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** An owner whose clock moves only when a test moves it. */
final class ManualOwner implements Owner {
    private record Task(long at, Runnable run) {}

    private final List<Task> timers = new ArrayList<>();
    private final ArrayDeque<Runnable> laterTasks = new ArrayDeque<>();
    private long now;

    @Override
    public Context context() {
        throw new UnsupportedOperationException("a pure test has no context");
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public void later(Runnable task) {
        laterTasks.add(task);
    }

    @Override
    public Timer after(Duration delay, Runnable run) {
        var task = new Task(now + delay.toMillis(), run);
        timers.add(task);
        return () -> timers.remove(task);
    }

    int timers() {
        return timers.size();
    }

    void runLater() {
        for (Runnable next; (next = laterTasks.poll()) != null; ) {
            next.run();
        }
    }

    void pass(Duration time) {
        long until = now + time.toMillis();
        for (Optional<Task> due = due(until); due.isPresent(); due = due(until)) {
            now = due.get().at();
            timers.remove(due.get());
            due.get().run().run();
        }
        now = until;
    }

    private Optional<Task> due(long until) {
        return timers.stream().filter(task -> task.at() <= until).min(Comparator.comparingLong(Task::at));
    }
}
