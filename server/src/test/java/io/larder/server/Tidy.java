package io.larder.server;

import static java.util.Objects.requireNonNull;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// The style of the house as functions from one file to a list of complaints. Words it looks for
/// are written in two pieces here, otherwise it would find itself.
final class Tidy {
    static final int MAX_FILE_LINES = 500;
    static final int MAX_METHOD_LINES = 60;

    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b");
    private static final Pattern SLEEP =
            Pattern.compile(
                    "\\b(Thread|\\w*SECONDS|MINUTES|HOURS|DAYS)\\s*\\.\\s*sl" + "eep\\s*\\(");
    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![\\w.}*-])/(ho" + "me|ro" + "ot|wo" + "rk)/");
    private static final Pattern REGISTRY =
            Pattern.compile(
                    "https?://[^\\s/\"'<>]*(repo1?\\.maven|sonatype|jitpack|registry|artifactory|nexus"
                            + "|mirror|npmjs|pypi\\.|deb\\.debian|(security|archive)\\.(debian|ubuntu"
                            + "|raspberrypi)|packages\\.adoptium|docker\\.io|ghcr\\.io)",
                    Pattern.CASE_INSENSITIVE);
    private static final Set<String> TEST_ANNOTATIONS =
            Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate");

    /// A compiler is slow to begin, and keeps all that it has parsed.
    private static final int PARSED_AT_A_TIME = 50;

    private Tidy() {}

    /// A file by its path below the repository, with slashes.
    record Source(String path, String text) {
        boolean isJava() {
            return path.endsWith(".java");
        }

        boolean isTest() {
            return path.contains("/src/test/");
        }
    }

    /// Everything there is to complain about in some files.
    static List<String> complaints(List<Source> sources) {
        List<String> complaints = new ArrayList<>();
        for (Source source : sources) {
            complaints.addAll(lines(source, MACHINE_PATH, "machine path"));
            complaints.addAll(lines(source, REGISTRY, "registry host"));
            if (source.isJava()) {
                complaints.addAll(length(source));
                complaints.addAll(lines(source, UNFINISHED, "unfinished"));
                complaints.addAll(sleep(source));
            }
        }
        List<Source> java = sources.stream().filter(Source::isJava).toList();
        for (int at = 0; at < java.size(); at += PARSED_AT_A_TIME) {
            int end = Math.min(at + PARSED_AT_A_TIME, java.size());
            complaints.addAll(Structure.complaints(java.subList(at, end)));
        }
        return complaints;
    }

    private static List<String> length(Source source) {
        long lines = source.text().lines().count();
        return lines <= MAX_FILE_LINES || source.isTest()
                ? List.of()
                : List.of("%s: %d lines".formatted(source.path(), lines));
    }

    /// Only a simulated terminal and a measurement may wait for the clock on the wall.
    private static List<String> sleep(Source source) {
        boolean allowed =
                source.path().startsWith("bench/")
                        || (!source.isTest() && source.path().contains("/server/simulate/"));
        return allowed ? List.of() : lines(source, SLEEP, "sleeps");
    }

    private static List<String> lines(Source source, Pattern pattern, String what) {
        List<String> complaints = new ArrayList<>();
        int number = 0;
        for (String line : source.text().lines().toList()) {
            number++;
            Matcher found = pattern.matcher(line);
            if (found.find()) {
                complaints.add(
                        "%s:%d: %s: %s".formatted(source.path(), number, what, found.group()));
            }
        }
        return complaints;
    }

    /// What only a parser can tell.
    private static final class Structure extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final Source source;
        private final CompilationUnitTree unit;
        private final DocTrees trees;
        private final List<String> complaints = new ArrayList<>();
        private boolean hasTests;

        private Structure(Source source, CompilationUnitTree unit, DocTrees trees) {
            this.source = source;
            this.unit = unit;
            this.trees = trees;
        }

        static List<String> complaints(List<Source> sources) {
            Map<URI, Source> files = new LinkedHashMap<>();
            sources.forEach(each -> files.put(InMemory.uri(each), each));
            JavacTask task =
                    (JavacTask)
                            ToolProvider.getSystemJavaCompiler()
                                    .getTask(
                                            null,
                                            null,
                                            _ -> {},
                                            null,
                                            null,
                                            sources.stream().map(InMemory::new).toList());
            DocTrees trees = DocTrees.instance(task);
            List<String> complaints = new ArrayList<>();
            try {
                for (CompilationUnitTree unit : task.parse()) {
                    Source source = requireNonNull(files.get(unit.getSourceFile().toUri()));
                    Structure structure = new Structure(source, unit, trees);
                    structure.scan(unit, null);
                    complaints.addAll(structure.complaints);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return complaints;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            boolean outer =
                    getCurrentPath().getParentPath().getLeaf() instanceof CompilationUnitTree;
            super.visitClass(type, null);
            if (outer) {
                outermost(type);
            }
            return null;
        }

        private void outermost(ClassTree type) {
            Set<Modifier> modifiers = type.getModifiers().getFlags();
            String name = type.getSimpleName().toString();
            if (!source.isTest() && modifiers.contains(Modifier.PUBLIC) && !documented()) {
                complaints.add("%s: public %s says not what it is".formatted(source.path(), name));
            }
            boolean contract =
                    modifiers.contains(Modifier.ABSTRACT) || type.getKind() == Tree.Kind.INTERFACE;
            if (hasTests && !contract && !name.endsWith("Test")) {
                complaints.add(
                        "%s: %s has tests but its name does not end in Test"
                                .formatted(source.path(), name));
            }
        }

        private boolean documented() {
            TreePath path = getCurrentPath();
            @Nullable DocCommentTree comment = trees.getDocCommentTree(path);
            return comment != null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            long first = line(trees.getSourcePositions().getStartPosition(unit, method));
            long last = line(trees.getSourcePositions().getEndPosition(unit, method));
            if (last - first + 1 > MAX_METHOD_LINES) {
                complaints.add(
                        "%s:%d: %s has %d lines"
                                .formatted(
                                        source.path(), first, method.getName(), last - first + 1));
            }
            return super.visitMethod(method, null);
        }

        @Override
        public @Nullable Void visitAnnotation(AnnotationTree annotation, @Nullable Void nothing) {
            hasTests |= TEST_ANNOTATIONS.contains(annotation.getAnnotationType().toString());
            return super.visitAnnotation(annotation, null);
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(Math.max(position, 0));
        }
    }

    private static final class InMemory extends SimpleJavaFileObject {
        private final Source source;

        InMemory(Source source) {
            super(uri(source), JavaFileObject.Kind.SOURCE);
            this.source = source;
        }

        static URI uri(Source source) {
            return URI.create("string:///" + source.path());
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source.text();
        }
    }
}
