package io.larder.server.conformance;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/// Names the requirements a test proves, by their ids in `requirements.csv`, so that a run can say
/// what is covered.
@Retention(RUNTIME)
@Target(METHOD)
public @interface Conforms {
    String[] value();
}
