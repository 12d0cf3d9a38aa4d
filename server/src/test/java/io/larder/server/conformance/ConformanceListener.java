package io.larder.server.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/// Counts a requirement as covered when a test that names it passed in this run and none that names
/// it in the same method failed; writes the table to `target/conformance.csv`. JUnit finds this
/// class through `META-INF/services`.
public final class ConformanceListener implements TestExecutionListener {
    private final Set<Method> passed = new HashSet<>();
    private final Set<Method> failed = new HashSet<>();
    private @Nullable TestPlan plan;

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        plan = testPlan;
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Method method = annotated(test);
        if (method == null) {
            return;
        }
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                if (test.isTest()) {
                    passed.add(method);
                }
            }
            case FAILED -> failed.add(method);
            case ABORTED -> {}
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan testPlan) {
        Requirements.Report report = Requirements.load().report(proven());
        Path file = Path.of(System.getProperty("basedir", "."), "target", "conformance.csv");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, report.table());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println(report.summary());
    }

    synchronized Map<String, SortedSet<String>> proven() {
        Map<String, SortedSet<String>> tests = new TreeMap<>();
        for (Method method : passed) {
            if (!failed.contains(method)) {
                String name = method.getDeclaringClass().getSimpleName() + "." + method.getName();
                for (String id : method.getAnnotation(Conforms.class).value()) {
                    tests.computeIfAbsent(id, _ -> new TreeSet<>()).add(name);
                }
            }
        }
        return tests;
    }

    /// The nearest method with the annotation: the test itself, or the factory of a dynamic test.
    private @Nullable Method annotated(TestIdentifier test) {
        for (TestIdentifier at = test; at != null; at = parent(at).orElse(null)) {
            if (at.getSource().orElse(null) instanceof MethodSource source) {
                Method method = source.getJavaMethod();
                return method.isAnnotationPresent(Conforms.class) ? method : null;
            }
        }
        return null;
    }

    private Optional<TestIdentifier> parent(TestIdentifier test) {
        TestPlan running = plan;
        return running == null ? Optional.empty() : running.getParent(test);
    }
}
